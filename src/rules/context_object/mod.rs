//! The context object.

pub mod map_item_outside_map;
pub mod task_token_outside_callback;
pub mod unknown_context_member;

use std::ops::Range;

use super::{Context, Failure, Reporter};
use crate::asl::QueryLanguage;
use crate::expr::jsonata::{Expression, NodeKind};
use crate::expr::jsonpath::{Path, Root, SegmentKind};
use crate::flow::{Site, certain_nodes};

/// A place that reads the context object: the members by name as far as they are fixed, and whether nothing but them
/// is the value of the whole expression.
struct ContextRead<'s, 't> {
    site: &'s Site<'t>,
    members: Vec<(String, Range<u32>)>,
    /// From the root to the last member.
    span: Range<u32>,
    language: QueryLanguage,
    /// Whether the read is made whenever the expression is, and its failure fails the whole.
    is_decisive: bool,
}

impl ContextRead<'_, '_> {
    fn names(&self) -> Vec<(&str, Range<u32>)> {
        self.members.iter().map(|(name, span)| (name.as_str(), span.clone())).collect()
    }

    /// The path as it is written.
    fn path(&self) -> String {
        let root = if self.language == QueryLanguage::JSONPath { "$$" } else { "$states.context" };
        self.members.iter().fold(root.to_owned(), |path, (name, _)| format!("{path}.{name}"))
    }

    fn failure(&self) -> Failure {
        match self.language {
            QueryLanguage::JSONPath => Failure::Runtime,
            QueryLanguage::JSONata => Failure::Catchable,
        }
    }
}

fn reads<'c, 't>(cx: &'c Context<'t>) -> impl Iterator<Item = ContextRead<'c, 't>> + use<'c, 't> {
    cx.sites.iter().flat_map(|site| {
        let mut reads: Vec<ContextRead<'c, 't>> = site
            .paths()
            .into_iter()
            .filter(|path| path.root == Root::Context)
            .map(|path| of_path(site, path))
            .collect();
        if let Some(expression) = site.expression() {
            of_expression(site, expression, &mut reads);
        }
        reads
    })
}

fn of_path<'c, 't>(site: &'c Site<'t>, path: &Path) -> ContextRead<'c, 't> {
    let mut members = Vec::new();
    for segment in &path.segments {
        match &segment.kind {
            SegmentKind::Child { names, .. } if names.len() == 1 => {
                members.push((names[0].text.clone(), names[0].span.clone()));
            }
            _ => break,
        }
    }
    let end = members.last().map_or(path.root_span.end, |(_, span)| span.end);
    let span = path.root_span.start..end;
    ContextRead { site, members, span, language: QueryLanguage::JSONPath, is_decisive: true }
}

fn of_expression<'c, 't>(site: &'c Site<'t>, expression: &Expression, reads: &mut Vec<ContextRead<'c, 't>>) {
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
            NodeKind::Name(name) => Some((name.to_string(), expression.span(step.expression))),
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
        let end = members.last().map_or(node.end, |(_, span): &(String, Range<u32>)| span.end);
        let is_decisive = certain[index] && index as u32 == root.0;
        reads.push(ContextRead {
            site,
            members,
            span: node.start..end,
            language: QueryLanguage::JSONata,
            is_decisive,
        });
    }
}
