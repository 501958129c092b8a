//! The binary operators.

use std::rc::Rc;

use aslint::expr::jsonata::{BinaryOperator as Op, NodeId, NodeKind};

use super::functions::strings::to_text;
use super::value::{Function, Items, Val, equal};
use super::{Evaluated, Evaluator, Scope, throws};
use crate::interpreter::unsupported;

/// Longest range that is made; the memory of Step Functions ends before the limit of the language.
const MAX_RANGE: f64 = 100_000.0;

impl Evaluator<'_> {
    pub(super) fn binary(
        &mut self,
        op: Op,
        left: NodeId,
        right: NodeId,
        input: &Val,
        scope: &Rc<Scope>,
    ) -> Evaluated {
        let first = self.evaluate(left, input, scope)?;
        match op {
            Op::And if !first.truth() => return Ok(Val::Bool(false)),
            Op::Or if first.truth() => return Ok(Val::Bool(true)),
            Op::Chain => return self.chain(first, right, input, scope),
            _ => {}
        }
        let second = self.evaluate(right, input, scope)?;
        match op {
            Op::And | Op::Or => Ok(Val::Bool(second.truth())),
            Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Modulo => {
                arithmetic(op, &first, &second)
            }
            Op::Concatenate => Ok(Val::text(to_text(&first, false)? + &to_text(&second, false)?)),
            Op::Equal | Op::NotEqual => {
                let comparable = !first.is_undefined() && !second.is_undefined();
                Ok(Val::Bool(comparable && equal(&first, &second) == (op == Op::Equal)))
            }
            Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual => compare(op, &first, &second),
            Op::In => contains(&first, &second),
            Op::Range => range(&first, &second),
            Op::Chain => unsupported("a chain"),
        }
    }

    /// `value ~> function`: the value becomes the first argument; two functions become one.
    fn chain(&mut self, first: Val, right: NodeId, input: &Val, scope: &Rc<Scope>) -> Evaluated {
        if let NodeKind::Call { callee, arguments } = self.expression.kind(right) {
            return self.call(*callee, Some(first), arguments, input, scope);
        }
        match (first, self.evaluate(right, input, scope)?) {
            (Val::Function(first), Val::Function(second)) => {
                Ok(Val::Function(Rc::new(Function::Composed(first, second))))
            }
            (first, Val::Function(function)) => self.apply(&function, vec![first], &Val::Undefined),
            _ => throws("T2006"),
        }
    }
}

fn arithmetic(op: Op, left: &Val, right: &Val) -> Evaluated {
    match (left, right) {
        (Val::Number(left), Val::Number(right)) => {
            let number = match op {
                Op::Add => left + right,
                Op::Subtract => left - right,
                Op::Multiply => left * right,
                Op::Divide => left / right,
                _ => left % right,
            };
            if number.is_finite() { Ok(Val::Number(number)) } else { unsupported("a number without end") }
        }
        (Val::Number(_) | Val::Undefined, Val::Number(_) | Val::Undefined) => Ok(Val::Undefined),
        (Val::Number(_) | Val::Undefined, _) => throws("T2002"),
        _ => throws("T2001"),
    }
}

fn compare(op: Op, left: &Val, right: &Val) -> Evaluated {
    let order = match (left, right) {
        (Val::Number(left), Val::Number(right)) => left.partial_cmp(right),
        (Val::String(left), Val::String(right)) => Some(left.cmp(right)),
        (Val::Number(_), Val::String(_)) | (Val::String(_), Val::Number(_)) => return throws("T2009"),
        (
            Val::Undefined | Val::Number(_) | Val::String(_),
            Val::Undefined | Val::Number(_) | Val::String(_),
        ) => {
            return Ok(Val::Undefined);
        }
        _ => return throws("T2010"),
    };
    Ok(Val::Bool(order.is_some_and(|order| match op {
        Op::Less => order.is_lt(),
        Op::LessOrEqual => order.is_le(),
        Op::Greater => order.is_gt(),
        _ => order.is_ge(),
    })))
}

/// `in` compares arrays and objects by identity, which is not modelled.
fn contains(left: &Val, right: &Val) -> Evaluated {
    match (left, right) {
        (Val::Undefined, _) | (_, Val::Undefined) => Ok(Val::Bool(false)),
        (Val::Array(_) | Val::Object(_) | Val::Function(_), _) => unsupported("`in` with an array or object"),
        _ => Ok(Val::Bool(right.as_items().iter().any(|item| equal(left, item)))),
    }
}

fn range(left: &Val, right: &Val) -> Evaluated {
    let whole = |value: &Val, code: &str| match value {
        Val::Undefined => Ok(None),
        Val::Number(number) if number.fract() == 0.0 => Ok(Some(*number)),
        _ => throws(code),
    };
    let (Some(from), Some(to)) = (whole(left, "T2003")?, whole(right, "T2004")?) else {
        return Ok(Val::Undefined);
    };
    if to - from > MAX_RANGE {
        return unsupported("a long range");
    }
    if from > to {
        return Ok(Val::Undefined);
    }
    let items = (from as i64..=to as i64).map(|number| Val::Number(number as f64)).collect();
    Ok(Val::Array(Rc::new(Items { items, sequence: true, ..Items::default() })))
}
