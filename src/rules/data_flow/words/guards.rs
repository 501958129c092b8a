//! What keeps a value from being read where it is not there.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::super::Context;
use crate::asl::{StateId, StateType};
use crate::expr::jsonata::{BinaryOperator, Expression, NodeId, NodeKind};
use crate::flow::path_shape;
use crate::shape::{Absence, Shape, Step};

/// How many states are looked at on the way back, and how large an expression is looked through, for one finding; where
/// there is more, nothing is told.
const MAX_STATES: usize = 300;
const MAX_NODES: usize = 5_000;

/// Whether a Choice on the way to a state may have sorted out the executions that lack what `steps` lead to: what it
/// tests may go along with it.
pub fn is_sorted_out(cx: &Context<'_>, state: StateId, steps: &[Step]) -> bool {
    let mut seen = FxHashSet::default();
    let mut open = vec![state];
    while let Some(state) = open.pop() {
        for arrival in cx.data.arrivals(state) {
            let lacks = |shape: &Shape| path_shape(shape, steps).absence == Absence::Possibly;
            let is_mixed = cx.data.entry(arrival.from).is_some_and(|entry| lacks(&entry.input));
            if !is_mixed || !lacks(&arrival.input) || !seen.insert(arrival.from) {
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
