//! Which state machine definitions a text holds.

use crate::syntax::{Kind, Node, Tree};

/// Every definition has these two members (spec/states.md 1.1).
const START_AT: &str = "StartAt";
const STATES: &str = "States";
const STATE_TYPES: [&str; 8] = ["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"];

/// A part of a state machine where a whole one is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fragment {
    /// Nothing at all.
    Empty,
    /// A single state.
    State,
    /// States by name, without `StartAt` and `States`.
    States,
}

/// A definition in a text.
#[derive(Clone, Copy, Debug)]
pub struct Definition<'t> {
    /// Its root.
    pub root: Node<'t>,
    /// What it is, if not a whole state machine.
    pub fragment: Option<Fragment>,
}

/// How sure the caller is that the text holds a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// It holds one, whatever it looks like: its name ends in `.asl.json`.
    Definition,
    /// It was named by the user, and may hold one or a part of one.
    Named,
    /// It may hold one.
    Anything,
}

impl Expectation {
    /// What the name of a file promises.
    pub fn of(path: &str) -> Self {
        const ENDINGS: [&str; 4] = [".asl.json", ".asl.yaml", ".asl.yml", ".asl"];
        match ENDINGS.iter().any(|ending| path.ends_with(ending)) {
            true => Self::Definition,
            false => Self::Anything,
        }
    }
}

/// Whether a text can hold a definition at all, told without reading it: every definition has `StartAt` and `States`.
pub fn may_hold_definition(text: &str) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    has(STATES) && has(START_AT)
}

/// The definitions of a tree: one for JSON, one for each document of a YAML stream.
pub fn definitions(tree: &Tree, expectation: Expectation) -> Vec<Definition<'_>> {
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
            found.push(Definition { root, fragment });
        }
    }
    found
}

/// A text that is not named as a definition is one if it has `States`, an object of objects, and `StartAt`.
fn is_state_machine(root: Node<'_>) -> bool {
    let states = root.get(STATES);
    root.get(START_AT).is_some()
        && states.is_some_and(|states| states.kind() == Kind::Object || states.is_unknown())
}

fn has_either(root: Node<'_>) -> bool {
    root.get(STATES).is_some() || root.get(START_AT).is_some()
}

fn fragment(root: Node<'_>) -> Option<Fragment> {
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
