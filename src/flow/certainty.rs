use crate::asl::{Field, Machine, ObjectKind, Step};
use crate::expr::jsonata::{BinaryOperator, Expression, NodeId, NodeKind};

use super::Site;

/// Whether every execution that enters the state, and gets through its work, evaluates what stands at `site`: not in
/// a catcher, not in a choice rule behind another, not for items that there may be none of.
pub fn is_evaluated_on_entry(machine: &Machine<'_>, site: &Site<'_>) -> bool {
    let is_map = machine.object(site.object).kind == ObjectKind::Map;
    if matches!(site.field, Field::ItemSelector | Field::BatchInput)
        || is_map && site.field == Field::Parameters
    {
        return false;
    }
    let mut object = machine.object(site.object);
    let is_choice = |kind| matches!(kind, ObjectKind::ChoiceRule | ObjectKind::NestedChoiceRule);
    let tests = is_choice(object.kind) && !matches!(site.field, Field::Assign | Field::Output);
    if is_choice(object.kind) && !tests || object.kind == ObjectKind::Choice {
        return false;
    }
    loop {
        match object.step {
            _ if matches!(object.kind, ObjectKind::Catcher | ObjectKind::Retrier) => return false,
            // Of several rules only the first is looked at in any case; of several parts of a rule too.
            Step::Item(_, index) if is_choice(object.kind) && index > 0 => return false,
            _ => {}
        }
        if object.kind.is_state() {
            return true;
        }
        match object.parent {
            Some(parent) => object = machine.object(parent),
            None => return true,
        }
    }
}

/// Which nodes of an expression are evaluated whenever the expression is: none in a branch of a conditional, behind
/// `and` or `or`, in a lambda, or where a step may have nothing to work on.
pub fn certain_nodes(expression: &Expression) -> Vec<bool> {
    let mut certain = vec![false; expression.nodes.len()];
    let mut open = vec![expression.root];
    while let Some(id) = open.pop() {
        certain[id.0 as usize] = true;
        children_in_any_case(expression.kind(id), &mut open);
    }
    certain
}

fn children_in_any_case(kind: &NodeKind, open: &mut Vec<NodeId>) {
    match kind {
        NodeKind::Path(path) => open.extend(path.steps.first().map(|step| step.expression)),
        NodeKind::Negate(operand) => open.push(*operand),
        NodeKind::Binary(BinaryOperator::And | BinaryOperator::Or, left, _) => open.push(*left),
        NodeKind::Binary(_, left, right) => open.extend([*left, *right]),
        NodeKind::Array(items) | NodeKind::Block(items) => open.extend(items),
        NodeKind::Object(pairs) => open.extend(pairs.iter().flat_map(|&(key, value)| [key, value])),
        NodeKind::Bind { value, .. } => open.push(*value),
        NodeKind::Call { callee, arguments } | NodeKind::PartialCall { callee, arguments } => {
            open.push(*callee);
            open.extend(arguments);
        }
        NodeKind::Conditional { condition, .. } => open.push(*condition),
        _ => {}
    }
}
