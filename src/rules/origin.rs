//! Where values come from that are handed in.

use super::Context;
use crate::asl::{ObjectId, StateId};
use crate::expr::jsonata::{Expression, NodeId, NodeKind};
use crate::expr::jsonpath::{Path, Root};
use crate::graph::Via;

/// What a value is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The state's input: `$`, `$states.input`.
    State,
    /// The execution's input: `$$.Execution.Input`, `$states.context.Execution.Input`.
    Execution,
}

/// What a JSONPath takes its value from; none where that is something else.
pub fn of_path(path: &Path) -> Option<Origin> {
    let mut names = path.segments.iter().map_while(|segment| Some(segment.kind.name()?.text.as_str()));
    match path.root {
        Root::Input => Some(Origin::State),
        Root::Context => {
            let is_input = names.next() == Some("Execution") && names.next() == Some("Input");
            is_input.then_some(Origin::Execution)
        }
        Root::Variable { .. } | Root::Current => None,
    }
}

/// The same for a node of a JSONata expression; a text of the value counts for the value.
pub fn of_node(expression: &Expression, mut node: NodeId) -> Option<Origin> {
    const TEXT: [&str; 5] = ["string", "trim", "uppercase", "lowercase", "substring"];
    loop {
        node = expression.peel(node);
        match expression.kind(node) {
            NodeKind::Call { callee, arguments } => {
                let is_text = expression.called_variable(*callee).is_some_and(|name| TEXT.contains(&name));
                node = *arguments.first().filter(|_| is_text)?;
            }
            NodeKind::Path(path) => {
                let mut steps = path.steps.iter().map(|step| match expression.kind(step.expression) {
                    NodeKind::Name(name) | NodeKind::Variable(name) => Some(&**name),
                    _ => None,
                });
                let mut next = || steps.next().flatten();
                return match (next(), next(), next(), next()) {
                    (Some("states"), Some("input"), ..) => Some(Origin::State),
                    (Some("states"), Some("context"), Some("Execution"), Some("Input")) => {
                        Some(Origin::Execution)
                    }
                    _ => None,
                };
            }
            _ => return None,
        }
    }
}

/// Tells the states apart whose input is that of the execution.
pub struct ExecutionInput {
    /// The first state, if nothing leads back to it.
    first: Option<StateId>,
}

impl ExecutionInput {
    /// Finds the state that surely gets the execution's input.
    pub fn of(cx: &Context<'_>) -> Self {
        let start = cx.graph.transitions().iter().find(|transition| transition.via == Via::StartAt);
        let start = start.filter(|start| !cx.machine.is_fragment && start.object == cx.machine.root());
        let first = start.and_then(|start| start.target);
        Self { first: first.filter(|&first| cx.graph.entering(first).next().is_none()) }
    }

    /// Whether a value of that origin, read in that object, is surely part of the execution's input.
    pub fn holds(&self, cx: &Context<'_>, object: ObjectId, origin: Origin) -> bool {
        let state = cx.machine.object(object).state;
        origin == Origin::Execution || self.first.is_some() && state == self.first
    }
}
