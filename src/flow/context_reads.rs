use std::ops::Range;

use super::{JsonataSite, PathSite, Site, certain_nodes};
use crate::asl::QueryLanguage;
use crate::expr::context::{self, ContextProblem, Member};
use crate::expr::jsonata::NodeKind;
use crate::expr::jsonpath::Root;

/// A place that reads the context object: the members by name as far as they are fixed, and whether nothing but them
/// is the value of the whole expression.
pub struct ContextRead<'s, 't> {
    /// Where.
    pub site: &'s Site<'t>,
    /// The members, outermost first, as far as they are fixed.
    pub members: Vec<(&'s str, Range<u32>)>,
    /// What the context object has there, or why it has nothing.
    pub found: Result<&'static Member, ContextProblem>,
    /// From the root to the last member.
    pub span: Range<u32>,
    /// The language it is written in.
    pub language: QueryLanguage,
    /// Whether the read is made whenever the expression is, and its failure fails the whole.
    pub is_decisive: bool,
}

impl ContextRead<'_, '_> {
    /// The path as it is written.
    pub fn path(&self) -> String {
        let root = if self.language == QueryLanguage::JSONPath { "$$" } else { "$states.context" };
        self.members.iter().fold(root.to_owned(), |path, (name, _)| format!("{path}.{name}"))
    }
}

/// What `paths` and `expressions` read of the context object.
pub fn context_reads<'s, 't>(
    paths: &[PathSite<'s, 't>],
    expressions: &[JsonataSite<'s, 't>],
) -> Vec<ContextRead<'s, 't>> {
    let of_paths = paths.iter().filter(|read| read.path.root == Root::Context).map(of_path);
    let is_context = |found: &&JsonataSite<'_, '_>| {
        found.analysis.references.states.iter().any(|read| read.member == Some("context"))
    };
    of_paths.chain(expressions.iter().filter(is_context).flat_map(of_expression)).collect()
}

fn of_path<'s, 't>(&PathSite { site, path }: &PathSite<'s, 't>) -> ContextRead<'s, 't> {
    let mut members = Vec::new();
    for segment in &path.segments {
        let Some(name) = segment.kind.name() else { break };
        members.push((name.text.as_str(), name.span.clone()));
    }
    let end = members.last().map_or(path.root_span.end, |(_, span)| span.end);
    let span = path.root_span.start..end;
    let found = context::check(&members);
    ContextRead { site, members, found, span, language: QueryLanguage::JSONPath, is_decisive: true }
}

fn of_expression<'s, 't>(found: &JsonataSite<'s, 't>) -> Vec<ContextRead<'s, 't>> {
    let JsonataSite { site, expression, .. } = *found;
    let mut reads = Vec::new();
    let certain = certain_nodes(expression);
    let root = expression.peel(expression.root);
    for (index, node) in expression.nodes.iter().enumerate() {
        let NodeKind::Path(path) = &node.kind else { continue };
        let mut steps = path.steps.iter();
        let is_states = steps.next().is_some_and(|step| {
            step.is_plain()
                && matches!(expression.kind(step.expression), NodeKind::Variable(name) if &**name == "states")
        });
        let name_of = |step: &crate::expr::jsonata::Step| match expression.kind(step.expression) {
            NodeKind::Name(name) => Some((&**name, expression.span(step.expression))),
            _ => None,
        };
        let is_context = is_states
            && steps.next().is_some_and(|step| {
                step.is_plain() && name_of(step).is_some_and(|(name, _)| name == "context")
            });
        if !is_context {
            continue;
        }
        let mut members = Vec::new();
        for step in steps {
            let Some(name) = name_of(step) else { break };
            members.push(name);
            if !step.is_plain() {
                break;
            }
        }
        let end = members.last().map_or(node.end, |(_, span): &(&str, Range<u32>)| span.end);
        let is_decisive = certain[index] && index as u32 == root.0;
        let found = context::check(&members);
        reads.push(ContextRead {
            site,
            members,
            found,
            span: node.start..end,
            language: QueryLanguage::JSONata,
            is_decisive,
        });
    }
    reads
}
