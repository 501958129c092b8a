//! Calls: arguments against signatures, lambdas, partial application.

use std::rc::Rc;

use aslint::expr::jsonata::functions::Builtin;
use aslint::expr::jsonata::{NodeId, NodeKind, Parameter};

use super::value::{Function, Val};
use super::{Evaluated, Evaluator, MAX_CALLS, Scope, functions, throws};
use crate::interpreter::{Trouble, unsupported};

impl Evaluator<'_> {
    /// `callee(arguments)`, with the value of a chain as the first argument.
    pub(super) fn call(
        &mut self,
        callee: NodeId,
        chained: Option<Val>,
        arguments: &[NodeId],
        input: &Val,
        scope: &Rc<Scope>,
    ) -> Evaluated {
        let Val::Function(function) = self.evaluate(callee, input, scope)? else { return throws("T1006") };
        let mut values: Vec<Val> = chained.into_iter().collect();
        for argument in arguments {
            values.push(self.evaluate(*argument, input, scope)?);
        }
        self.apply(&function, values, input)
    }

    pub(super) fn partial(
        &mut self,
        callee: NodeId,
        arguments: &[NodeId],
        input: &Val,
        scope: &Rc<Scope>,
    ) -> Evaluated {
        let mut values = Vec::new();
        for argument in arguments {
            values.push(match self.expression.kind(*argument) {
                NodeKind::Placeholder => None,
                _ => Some(self.evaluate(*argument, input, scope)?),
            });
        }
        match self.evaluate(callee, input, scope)? {
            Val::Function(function) => {
                Ok(Val::Function(Rc::new(Function::Partial { function, arguments: values })))
            }
            _ => throws("T1008"),
        }
    }

    /// Calls a function; `context` is the value that stands in for a missing argument.
    pub(super) fn apply(&mut self, function: &Function, arguments: Vec<Val>, context: &Val) -> Evaluated {
        let result = match function {
            Function::Builtin(builtin) => {
                let arguments = fit(builtin, &arguments, context)?;
                functions::call(self, builtin.name, &arguments)?
            }
            Function::Lambda { lambda, scope, input } => {
                if lambda.signature.is_some() {
                    return unsupported("the signature of a lambda");
                }
                let scope = Scope::inside(scope);
                let mut arguments = arguments.into_iter();
                for parameter in &lambda.parameters {
                    if let NodeKind::Variable(name) = self.expression.kind(*parameter) {
                        scope.bind(name, arguments.next().unwrap_or(Val::Undefined));
                    }
                }
                self.calls += 1;
                if self.calls > MAX_CALLS {
                    return unsupported("deep recursion");
                }
                let result = self.evaluate(lambda.body, input, &scope)?;
                self.calls -= 1;
                result
            }
            Function::Partial { function, arguments: bound } => {
                let mut arguments = arguments.into_iter();
                let missing = || Val::Undefined;
                let all = bound
                    .iter()
                    .map(|bound| bound.clone().unwrap_or_else(|| arguments.next().unwrap_or_else(missing)));
                self.apply(function, all.collect(), context)?
            }
            Function::Composed(first, second) => {
                let middle = self.apply(first, arguments, context)?;
                self.apply(second, vec![middle], context)?
            }
            Function::Regex(_) => return unsupported("a regular expression that is called"),
        };
        Ok(super::unwrap(result))
    }

    /// How many arguments a function takes.
    pub(super) fn parameter_count(&self, function: &Function) -> usize {
        match function {
            Function::Builtin(builtin) => builtin.parameters().parameters.len(),
            Function::Lambda { lambda, .. } => lambda.parameters.len(),
            Function::Partial { arguments, .. } => arguments.iter().filter(|bound| bound.is_none()).count(),
            Function::Composed(..) | Function::Regex(_) => 1,
        }
    }
}

/// Fits arguments to the signature of a built-in function.
fn fit(builtin: &Builtin, arguments: &[Val], context: &Val) -> Result<Vec<Val>, Trouble> {
    let parameters = &builtin.parameters().parameters;
    let mut counts = Vec::new();
    if !assign(parameters, arguments, &mut counts) {
        return throws("T0410");
    }
    let mut fitted = Vec::new();
    let mut rest = arguments;
    for (parameter, count) in parameters.iter().zip(counts) {
        let (taken, after) = rest.split_at(count);
        rest = after;
        if taken.is_empty() {
            match parameter.context {
                true if accepts(parameter, context) => fitted.push(context.clone()),
                true => return throws("T0411"),
                false => fitted.push(Val::Undefined),
            }
        }
        for argument in taken {
            fitted.push(if parameter.types == "a" {
                as_array(parameter, argument)?
            } else {
                argument.clone()
            });
        }
    }
    Ok(fitted)
}

/// Gives each parameter as many arguments as a greedy match takes.
fn assign(parameters: &[Parameter], arguments: &[Val], counts: &mut Vec<usize>) -> bool {
    let Some((parameter, others)) = parameters.split_first() else { return arguments.is_empty() };
    let fitting = arguments.iter().take_while(|argument| accepts(parameter, argument)).count();
    let most = if parameter.repeated { fitting } else { fitting.min(1) };
    let least = usize::from(!parameter.optional && !parameter.context);
    for count in (least..=most).rev() {
        counts.push(count);
        if assign(others, &arguments[count..], counts) {
            return true;
        }
        counts.pop();
    }
    false
}

fn accepts(parameter: &Parameter, argument: &Val) -> bool {
    let symbol = argument.symbol();
    match parameter.types.as_str() {
        "f" => symbol == 'f',
        "j" => symbol != 'f',
        "a" | "x" => true,
        types => symbol == 'm' || types.contains(symbol),
    }
}

/// An argument for an array parameter: anything else becomes an array of one item.
fn as_array(parameter: &Parameter, argument: &Val) -> Evaluated {
    let Some(wanted) = parameter.item_types.as_deref().and_then(|types| types.chars().next()) else {
        return Ok(match argument {
            Val::Undefined | Val::Array(_) => argument.clone(),
            other => Val::array(vec![other.clone()]),
        });
    };
    match argument {
        Val::Undefined => Ok(Val::Undefined),
        Val::Array(array) if array.items.iter().all(|item| item.symbol() == wanted) => Ok(argument.clone()),
        Val::Array(_) => throws("T0412"),
        other if other.symbol() == wanted => Ok(Val::array(vec![other.clone()])),
        _ => throws("T0412"),
    }
}
