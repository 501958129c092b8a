//! What tasks give (spec/runtime_semantics.md 4, spec/integrations.md).

use super::{Contract, DataFlow, Promisable, service};
use crate::asl::{Field, Machine, State, StateType};
use crate::aws::{self, Call, Pattern, Resource, Target};
use crate::shape::{Absence, ObjectShape, Others, Presence, Shape, Step, Texts};

/// The result of a task that sends `sent`.
pub(super) fn result(machine: &Machine<'_>, state: &State<'_>, sent: &Shape, contract: &Contract) -> Shape {
    if let Some(promise) = contract.results.get(state.name) {
        return promise.shape.clone();
    }
    let Some(resource) = machine.value(state.object, Field::Resource) else { return Shape::ANY };
    let Some(text) = resource.str() else { return Shape::ANY };
    let known = task_result(text, sent);
    let function = answering_function(machine, state, sent);
    match function.as_ref().and_then(|(name, place)| Some((contract.function(name)?, place))) {
        Some((answer, Answer::Result)) => answer.clone(),
        Some((answer, Answer::Payload)) => known.with(&[Step::Name("Payload".to_owned())], answer).shape,
        None => known,
    }
}

/// Where in the result of a task the answer of a Lambda function is.
enum Answer {
    /// It is the result.
    Result,
    /// It is its member `Payload`.
    Payload,
}

/// The function whose answer the result of a task has, as far as the text tells it.
fn answering_function(machine: &Machine<'_>, state: &State<'_>, sent: &Shape) -> Option<(String, Answer)> {
    let text = machine.str(state.object, Field::Resource)?;
    match &Resource::parse(text).target {
        Target::Lambda { .. } | Target::Placeholder => Some((text.to_owned(), Answer::Result)),
        Target::Optimized(call) if is_lambda_invoke(call) && is_answered(sent) => {
            Some((function_of(machine, state, sent)?, Answer::Payload))
        }
        _ => None,
    }
}

/// What a contract can name of a definition whose data is known.
pub fn promisable(machine: &Machine<'_>, data: &DataFlow<'_, '_>) -> Promisable {
    let tasks = || machine.states_of(StateType::Task);
    let function = |state: &State<'_>| {
        let sent = data.steps(state.id).effective_input.as_ref().unwrap_or(&Shape::ANY);
        Some(answering_function(machine, state, sent)?.0)
    };
    Promisable {
        tasks: tasks().map(|state| state.name.to_owned()).collect(),
        functions: tasks().filter_map(function).collect(),
        ..Promisable::default()
    }
}

fn is_lambda_invoke(call: &Call<'_>) -> bool {
    (call.service.text, call.action.text) == ("lambda", "invoke")
        && call.pattern() == Some(Pattern::RequestResponse)
}

/// Whether `lambda:invoke` waits for the function's answer: with `Event` and `DryRun` there is none.
fn is_answered(sent: &Shape) -> bool {
    let asked = sent.member("InvocationType");
    asked.absence == Absence::Always || asked.shape == Shape::of_text("RequestResponse")
}

/// What `FunctionName` says, be it that something else will stand there.
fn function_of(machine: &Machine<'_>, state: &State<'_>, sent: &Shape) -> Option<String> {
    if let Some(Texts::Of(texts)) = &sent.member("FunctionName").shape.parts().texts {
        return texts.first().filter(|_| texts.len() == 1).map(|text| (**text).to_owned());
    }
    let fields = [Field::Parameters, Field::Arguments];
    let payload = fields.into_iter().find_map(|field| machine.value(state.object, field))?;
    payload.get("FunctionName")?.str().map(str::to_owned)
}

/// What a task with that `Resource` gives for what is sent.
pub fn task_result(resource: &str, sent: &Shape) -> Shape {
    match Resource::parse(resource).target {
        Target::Sdk(call) if call.suffix.is_none() => {
            let action =
                aws::sdk_service(call.service.text).and_then(|service| service.action(call.action.text));
            action.map_or(Shape::ANY, |action| service::answer(action.output()))
        }
        Target::Optimized(call) => match call.pattern() {
            Some(pattern) => optimized(call.service.text, call.action.text, pattern, sent),
            None => Shape::ANY,
        },
        _ => Shape::ANY,
    }
}

fn optimized(service: &str, action: &str, pattern: Pattern, sent: &Shape) -> Shape {
    match (service, action, pattern) {
        ("lambda", "invoke", Pattern::RequestResponse) => lambda_envelope(sent),
        ("states", "startExecution", Pattern::Sync) => execution(Shape::text()),
        ("states", "startExecution", Pattern::Sync2) => execution(Shape::ANY),
        (_, _, Pattern::RequestResponse) => {
            let sdk = aws::optimized(service, action).and_then(|entry| entry.sdk);
            // Where the action has another name in the SDK, so may its members.
            let Some((service, name)) = sdk.filter(|(_, name)| *name == action) else { return Shape::ANY };
            let action = aws::sdk_service(service).and_then(|service| service.action(name));
            action.map_or(Shape::ANY, |action| service::answer(action.output()))
        }
        _ => Shape::ANY,
    }
}

/// What `lambda:invoke` gives around the function's own answer (spec/runtime_semantics.md 4).
fn lambda_envelope(sent: &Shape) -> Shape {
    let payload = if is_answered(sent) { Presence::Always } else { Presence::Unpromised };
    let mut envelope = ObjectShape { members: Vec::new(), others: Others::None };
    let action = aws::sdk_service("lambda").and_then(|service| service.action("invoke"));
    for member in
        action.and_then(|action| action.output()).map(|output| output.members()).into_iter().flatten()
    {
        envelope.set(member.name, Shape::ANY, Presence::Unpromised);
    }
    envelope.set("ExecutedVersion", Shape::text(), Presence::Unpromised);
    envelope.set("Payload", Shape::ANY, payload);
    for name in service::METADATA {
        envelope.set(name, Shape::object(ObjectShape::any()), Presence::Unpromised);
    }
    envelope.set("StatusCode", Shape::whole_number(), Presence::Always);
    Shape::object(envelope)
}

/// What an execution gives that has been waited for, with its input and output as JSON or as texts.
fn execution(payload: Shape) -> Shape {
    let mut object = ObjectShape { members: Vec::new(), others: Others::Unlisted };
    for name in ["ExecutionArn", "Name", "StateMachineArn", "Status"] {
        object.set(name, Shape::text(), Presence::Always);
    }
    let details = Shape::object(ObjectShape::any());
    for name in ["InputDetails", "OutputDetails"] {
        object.set(name, details.clone(), Presence::Unpromised);
    }
    for name in ["StartDate", "StopDate"] {
        object.set(name, Shape::text().join(&Shape::number()), Presence::Always);
    }
    object.set("Input", payload.clone(), Presence::Always);
    object.set("Output", payload, Presence::Unpromised);
    Shape::object(object)
}
