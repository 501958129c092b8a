//! Calls: of built-in functions, of lambdas, through `~>`.

use super::builtins::{self, Arguments};
use super::frame::Root;
use super::value::{Callable, Value};
use super::{Evaluator, MAX_CALLS, ProblemKind};
use crate::expr::jsonata::functions::Builtin;
use crate::expr::jsonata::{NodeId, NodeKind, Parameter, Span};
use crate::shape::{Absence, Shape, Types};

impl<'e> Evaluator<'e, '_> {
    /// A call; `first` is what `~>` passes as first argument.
    pub(super) fn call(
        &mut self,
        id: NodeId,
        callee: NodeId,
        arguments: &'e [NodeId],
        first: Option<(Value, Span)>,
        frame: u32,
    ) -> Value {
        let function = self.eval(callee, frame);
        let (mut values, mut spans) = (Vec::new(), Vec::new());
        if let Some((value, span)) = first {
            values.push(value);
            spans.push(span);
        }
        let before = self.problems.len();
        for argument in arguments {
            let value = self.eval(*argument, frame);
            if value.is_never() {
                return value;
            }
            values.push(value);
            spans.push(self.span(*argument));
        }
        if matches!(function.callable, Callable::Builtin(builtin) if builtin.name == "exists") {
            // Whoever asks knows that it may not be there.
            let asked = self.problems.split_off(before);
            self.problems.extend(asked.into_iter().filter(|problem| !problem.kind.is_asked_for()));
        }
        self.not_a_function(&function, self.span(callee));
        let span = self.span(id);
        match function.callable {
            Callable::Builtin(builtin) => self.builtin(builtin, Arguments { values, spans, span }, frame),
            callable => self.apply(callable, values),
        }
    }

    /// `left ~> right`.
    pub(super) fn chain(&mut self, (id, left): (NodeId, Value), right: NodeId, frame: u32) -> Value {
        let (given, span) = (self.span(id), self.span(right));
        if let NodeKind::Call { callee, arguments } = self.expression.kind(right) {
            return self.call(right, *callee, arguments, Some((left, given)), frame);
        }
        let function = self.eval(right, frame);
        self.not_a_function(&function, span.clone());
        if left.callable != Callable::No {
            return Value::function(Callable::Maybe).or(&Value::unknown());
        }
        match function.callable {
            Callable::Builtin(builtin) => {
                let arguments = Arguments { values: vec![left], spans: vec![given], span };
                self.builtin(builtin, arguments, frame)
            }
            callable => self.apply(callable, vec![left]),
        }
    }

    fn not_a_function(&mut self, function: &Value, span: Span) {
        if function.callable == Callable::No
            && !function.shape.is_nothing()
            && !function.shape.is_any()
            && function.absence == Absence::Never
        {
            self.report(span, ProblemKind::NotAFunction { shape: function.shape.clone() }, true);
        }
    }

    /// Calls what is no built-in function.
    pub(super) fn apply(&mut self, callable: Callable, values: Vec<Value>) -> Value {
        match callable {
            Callable::Lambda(lambda, scope) => self.lambda(lambda, scope, values),
            _ => Value::unknown(),
        }
    }

    pub(super) fn lambda(&mut self, lambda: NodeId, scope: u32, values: Vec<Value>) -> Value {
        let NodeKind::Lambda(lambda) = self.expression.kind(lambda) else { return Value::unknown() };
        if self.calls >= MAX_CALLS {
            return Value::unknown();
        }
        let frame = self.frames.open(scope);
        let mut values = values.into_iter();
        for parameter in &lambda.parameters {
            if let NodeKind::Variable(name) = self.expression.kind(*parameter) {
                let value = values.next().unwrap_or_else(Value::absent);
                // A signature wraps and refuses arguments.
                let value = if lambda.signature.is_some() { Value::unknown() } else { value };
                self.frames.set(frame, Root::Variable(name), value);
            }
        }
        self.calls += 1;
        let value = self.eval(lambda.body, frame);
        self.calls -= 1;
        value
    }

    /// Calls a built-in function.
    pub(super) fn builtin(
        &mut self,
        builtin: &'static Builtin,
        mut arguments: Arguments,
        frame: u32,
    ) -> Value {
        let parameters = &builtin.parameters().parameters;
        if !self.placed(builtin, parameters, &mut arguments, frame) {
            return builtins::declared(builtin);
        }
        for (at, value) in arguments.values.iter().enumerate() {
            let Some(parameter) = parameters.get(at).or(parameters.last()) else { continue };
            if is_mismatch(parameter, value) {
                let kind = ProblemKind::Argument {
                    function: builtin.name,
                    position: at + 1,
                    shape: value.shape.clone(),
                };
                let span = arguments.spans.get(at).unwrap_or(&arguments.span).clone();
                self.report(span, kind, value.absence == Absence::Never);
                return builtins::declared(builtin);
            }
        }
        self.builtin_result(builtin, arguments)
    }

    /// Puts the item in context in the place of an argument that is left out; whether it is known where each stands.
    fn placed(
        &mut self,
        builtin: &'static Builtin,
        parameters: &[Parameter],
        arguments: &mut Arguments,
        frame: u32,
    ) -> bool {
        let (least, greatest) = builtin.arity();
        let given = arguments.values.len();
        if given < least || greatest.is_some_and(|greatest| given > greatest) {
            return false;
        }
        let can_shift = parameters.first().is_some_and(|parameter| parameter.context);
        if !can_shift || given >= parameters.len() {
            return true;
        }
        let is_first = match arguments.values.first() {
            Some(first) if given > least => {
                let wanted = types_of(&parameters[0].types);
                if wanted == Types::ALL || is_function(&parameters[0]) || builtin.name == "string" {
                    return true;
                }
                if first.callable != Callable::No || !first.types().is_only(wanted) {
                    return false;
                }
                true
            }
            _ => false,
        };
        if !is_first {
            let span = arguments.span.start..arguments.span.start;
            arguments.values.insert(0, self.context(frame));
            arguments.spans.insert(0, span);
        }
        true
    }
}

fn is_function(parameter: &Parameter) -> bool {
    parameter.types.contains('f')
}

/// The types of JSON that the letters of a signature stand for.
fn types_of(letters: &str) -> Types {
    letters.bytes().fold(Types::NONE, |types, letter| {
        types.or(match letter {
            b's' => Types::TEXT,
            b'n' => Types::NUMBER,
            b'b' => Types::BOOLEAN,
            b'l' => Types::NULL,
            b'o' => Types::OBJECT,
            b'f' => Types::NONE,
            // A single value is taken as an array of one.
            _ => Types::ALL,
        })
    })
}

/// Whether an argument, if it is there, is nothing that the parameter takes.
fn is_mismatch(parameter: &Parameter, value: &Value) -> bool {
    let accepted = types_of(&parameter.types);
    match value.callable {
        Callable::Maybe => return false,
        Callable::No => {}
        _ => return !is_function(parameter) && accepted != Types::ALL && value.shape.is_nothing(),
    }
    if value.shape.is_nothing() {
        return false;
    }
    if !value.types().has(accepted) {
        return true;
    }
    let Some(items) = parameter.item_types.as_deref().map(types_of) else { return false };
    let parts = value.shape.parts();
    let takes_single = value.types().has(items);
    let takes_array = parts.array.as_ref().is_some_and(|array| {
        let is_wrong = |item: &Shape| !item.is_nothing() && !item.types().has(items);
        array.min == 0
            || !array.prefix.iter().take(array.min as usize).any(is_wrong) && !is_wrong(array.at(0))
    });
    !takes_single && !takes_array
}
