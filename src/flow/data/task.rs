//! What tasks give (spec/runtime_semantics.md 4, spec/integrations.md).

use super::service;
use crate::asl::{Field, Machine, State};
use crate::aws::{self, Pattern, Resource, Target};
use crate::shape::{ObjectShape, Others, Presence, Shape};

/// The result of a task that sends `sent`.
pub(super) fn result(machine: &Machine<'_>, state: &State<'_>, sent: &Shape) -> Shape {
    let Some(resource) = machine.value(state.object, Field::Resource) else { return Shape::ANY };
    resource.str().filter(|_| !resource.has_placeholder()).map_or(Shape::ANY, |text| task_result(text, sent))
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
    // `Event` and `DryRun` have no answer of the function.
    let is_asked_otherwise = sent.member("InvocationType").absence != crate::shape::Absence::Always;
    let payload = if is_asked_otherwise { Presence::Unpromised } else { Presence::Always };
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
