use rustc_hash::FxHashMap;

use super::condition::condition;
use super::details::{error_names, errors};
use super::text::wrapped;
use super::{Edge, EdgeKind};
use crate::asl::Machine;
use crate::graph::{Transition, Via};

/// Columns of a line on an edge.
const COLUMNS: usize = 26;
/// So many choice rules are spelt out on one edge.
const CONDITIONS: usize = 4;

/// Why a transition is made, and what is said of it.
pub fn reason<'t>(machine: &Machine<'t>, transition: &Transition<'t>) -> (EdgeKind, Reason<'t>) {
    match transition.via {
        Via::StartAt | Via::Next => (EdgeKind::Next, Reason::None),
        Via::Default => (EdgeKind::Default, Reason::None),
        Via::ChoiceRule(_) => (EdgeKind::Choice, Reason::Condition(condition(machine, transition.object))),
        Via::Catcher(_) => {
            (EdgeKind::Catch, Reason::Errors(error_names(machine, transition.object).collect()))
        }
    }
}

/// What is said of a transition.
pub enum Reason<'t> {
    /// Nothing.
    None,
    /// The condition of a choice rule.
    Condition(String),
    /// The errors of a catcher.
    Errors(Vec<&'t str>),
}

/// Edges that are being collected: what leads the same way for the same sort of reason is one edge.
#[derive(Default)]
pub struct Edges<'t> {
    edges: Vec<Collected<'t>>,
    known: FxHashMap<(usize, usize, EdgeKind), usize>,
}

struct Collected<'t> {
    edge: Edge,
    conditions: Vec<String>,
    errors: Vec<&'t str>,
}

impl<'t> Edges<'t> {
    /// Adds a way from one node to another.
    pub fn add(&mut self, from: usize, to: usize, kind: EdgeKind, reason: Reason<'t>) {
        let next = self.edges.len();
        let at = *self.known.entry((from, to, kind)).or_insert(next);
        if at == next {
            let edge = Edge { from, to, kind, label: Vec::new() };
            self.edges.push(Collected { edge, conditions: Vec::new(), errors: Vec::new() });
        }
        match reason {
            Reason::None => {}
            Reason::Condition(condition) => self.edges[at].conditions.push(condition),
            Reason::Errors(names) => self.edges[at].errors.extend(names),
        }
    }

    /// The edges, in the order in which they were first added.
    pub fn finish(self) -> Vec<Edge> {
        let labelled = |collected: Collected<'_>| {
            let label = match collected.edge.kind {
                EdgeKind::Next => Vec::new(),
                EdgeKind::Default => vec!["default".to_owned()],
                EdgeKind::Choice => conditions(&collected.conditions),
                EdgeKind::Catch if collected.errors.is_empty() => vec!["?".to_owned()],
                EdgeKind::Catch => wrapped(&errors(&collected.errors), COLUMNS),
            };
            Edge { label, ..collected.edge }
        };
        self.edges.into_iter().map(labelled).collect()
    }
}

fn conditions(conditions: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, condition) in conditions.iter().take(CONDITIONS).enumerate() {
        let between = if index == 0 { "" } else { "or " };
        lines.extend(wrapped(&format!("{between}{condition}"), COLUMNS));
    }
    if conditions.len() > CONDITIONS {
        lines.push(format!("or {} more", conditions.len() - CONDITIONS));
    }
    lines
}
