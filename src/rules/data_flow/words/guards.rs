//! What keeps a value from being read where it is not there.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::super::Context;
use crate::asl::{StateId, StateType};
use crate::expr::jsonata::{BinaryOperator, Expression, NodeId, NodeKind};
use crate::flow::{Entry, path_shape};
use crate::shape::{Absence, Step};

/// How many states are looked at on the way back, and how large an expression is looked through, for one finding; where
/// there is more, nothing is told.
const MAX_STATES: usize = 300;
const MAX_NODES: usize = 5_000;

/// What steps start from.
#[derive(Clone, Copy)]
pub enum Start<'a> {
    Input,
    Variable(&'a str),
}

impl Start<'_> {
    /// Whether executions that are in some state may lack what the steps lead to, and others not.
    fn is_mixed(self, entry: &Entry, steps: &[Step]) -> bool {
        let shape = match self {
            Self::Input => Some(&entry.input),
            Self::Variable(name) => entry.variables.get(name),
        };
        shape.is_some_and(|shape| path_shape(shape, steps).absence == Absence::Possibly)
    }
}

/// Whether a Choice on the way to a state may have sorted out the executions that lack what `steps` lead to: what it
/// tests may go along with it.
pub fn is_sorted_out(cx: &Context<'_>, state: StateId, start: Start<'_>, steps: &[Step]) -> bool {
    let is_mixed = |state| cx.data().entry(state).is_some_and(|entry| start.is_mixed(entry, steps));
    let mut seen = FxHashSet::default();
    let mut open = vec![state];
    while let Some(state) = open.pop() {
        for arrival in cx.data().arrivals(state) {
            let still_lacks = match start {
                Start::Input => path_shape(&arrival.input, steps).absence == Absence::Possibly,
                Start::Variable(_) => is_mixed(state),
            };
            if !still_lacks || !is_mixed(arrival.from) || !seen.insert(arrival.from) {
                continue;
            }
            if cx.machine.state(arrival.from).state_type == Some(StateType::Choice) {
                return true;
            }
            open.push(arrival.from);
        }
        if seen.len() > MAX_STATES {
            return true;
        }
    }
    false
}

/// Whether a part of an expression is evaluated only where a condition, `and` or `or` lets it, or in a function.
pub fn is_conditional(expression: &Expression, part: &Range<u32>) -> bool {
    let holds = |id: NodeId| {
        let span = expression.span(id);
        span.start <= part.start && part.end <= span.end
    };
    expression.nodes.len() > MAX_NODES
        || expression.nodes.iter().any(|node| match &node.kind {
            NodeKind::Conditional { then, otherwise, .. } => holds(*then) || otherwise.is_some_and(holds),
            NodeKind::Binary(BinaryOperator::And | BinaryOperator::Or, _, right) => holds(*right),
            NodeKind::Lambda(lambda) => holds(lambda.body),
            _ => false,
        })
}
