use rustc_hash::FxHashMap;

use super::condition::condition;
use super::details::errors;
use super::text::{plain, shortened, wrapped};
use super::{Edge, EdgeKind};
use crate::asl::Machine;
use crate::graph::{Transition, Via};

/// Columns of a line on an edge.
const COLUMNS: usize = 28;
/// So many columns of the errors of a catcher are shown.
const ERRORS_COLUMNS: usize = 84;
/// So many choice rules or catchers are spelt out on one edge.
const REASONS: usize = 4;

/// Why a transition is made, and what is said of it.
pub fn reason(machine: &Machine<'_>, transition: &Transition<'_>) -> (EdgeKind, Option<String>) {
    match transition.via {
        Via::StartAt | Via::Next => (EdgeKind::Next, None),
        Via::Default => (EdgeKind::Default, None),
        Via::ChoiceRule(_) => (EdgeKind::Choice, Some(condition(machine, transition.object))),
        Via::Catcher(_) => {
            let errors = plain(&errors(machine, transition.object));
            (EdgeKind::Catch, Some(shortened(&errors, ERRORS_COLUMNS)))
        }
    }
}

/// Edges that are being collected: what leads the same way for the same sort of reason is one edge.
#[derive(Default)]
pub struct Edges {
    edges: Vec<(Edge, Vec<String>)>,
    known: FxHashMap<(usize, usize, EdgeKind), usize>,
}

impl Edges {
    /// Adds a way from one node to another.
    pub fn add(&mut self, from: usize, to: usize, kind: EdgeKind, reason: Option<String>) {
        let next = self.edges.len();
        let at = *self.known.entry((from, to, kind)).or_insert(next);
        if at == next {
            self.edges.push((Edge { from, to, kind, label: Vec::new() }, Vec::new()));
        }
        self.edges[at].1.extend(reason);
    }

    /// The edges, in the order in which they were first added.
    pub fn finish(self) -> Vec<Edge> {
        let labelled =
            |(edge, reasons): (Edge, Vec<String>)| Edge { label: label(edge.kind, &reasons), ..edge };
        self.edges.into_iter().map(labelled).collect()
    }
}

fn label(kind: EdgeKind, reasons: &[String]) -> Vec<String> {
    if kind == EdgeKind::Default {
        return vec!["default".to_owned()];
    }
    let between = if kind == EdgeKind::Catch { "" } else { "or " };
    let mut lines = Vec::new();
    for (index, reason) in reasons.iter().take(REASONS).enumerate() {
        let between = if index == 0 { "" } else { between };
        lines.extend(wrapped(&format!("{between}{reason}"), COLUMNS));
    }
    if reasons.len() > REASONS {
        lines.push(format!("or {} more", reasons.len() - REASONS));
    }
    lines
}
