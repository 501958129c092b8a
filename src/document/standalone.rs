//! Texts that are definitions themselves.

use super::{Expectation, Fragment};
use crate::syntax::{Kind, Node, NodeId, Tree};

/// Every definition has these two members (spec/states.md 1.1).
const START_AT: &str = "StartAt";
const STATES: &str = "States";
const STATE_TYPES: [&str; 8] = ["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"];

/// The definitions of a tree: one for JSON, one for each document of a YAML stream.
pub(super) fn find(tree: &Tree, expectation: Expectation) -> Vec<(NodeId, Option<Fragment>)> {
    let documents = tree.documents();
    let mut found = Vec::with_capacity(documents.len());
    for root in documents {
        let is_machine = is_state_machine(root);
        let fragment = if is_machine { None } else { fragment(root) };
        let is_definition = match expectation {
            Expectation::Definition => true,
            Expectation::Named => is_machine || fragment.is_some() || has_either(root),
            Expectation::Anything => is_machine,
        };
        if is_definition {
            found.push((root.id(), fragment));
        }
    }
    found
}

/// A text that is not named as a definition is one if it has `States`, an object of objects, and `StartAt`.
pub(super) fn is_state_machine(root: Node<'_>) -> bool {
    let states = root.get(STATES);
    root.get(START_AT).is_some()
        && states.is_some_and(|states| states.kind() == Kind::Object || states.is_unknown())
}

fn has_either(root: Node<'_>) -> bool {
    root.get(STATES).is_some() || root.get(START_AT).is_some()
}

pub(crate) fn fragment(root: Node<'_>) -> Option<Fragment> {
    if root.kind() == Kind::Missing {
        return Some(Fragment::Empty);
    }
    if has_either(root) {
        return None;
    }
    if is_state(root) {
        return Some(Fragment::State);
    }
    let mut members = root.members().peekable();
    let has_states = members.peek().is_some() && members.any(|(_, value)| is_state(value));
    has_states.then_some(Fragment::States)
}

fn is_state(node: Node<'_>) -> bool {
    node.get("Type").and_then(Node::str).is_some_and(|state_type| STATE_TYPES.contains(&state_type))
}
