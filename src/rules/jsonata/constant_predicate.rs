//! A text in brackets behind a step, which is a condition and not the name of a member.

use super::{Context, Reporter, propose};
use crate::expr::jsonata::{Edit, NodeKind, Span, Stage};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for known in cx.expressions() {
        let (expression, text) = (known.expression, &*known.text);
        let paths = expression.nodes.iter().filter_map(|node| match &node.kind {
            NodeKind::Path(path) => Some(path),
            _ => None,
        });
        let stages = paths.flat_map(|path| &path.steps).flat_map(|step| &step.stages);
        for stage in stages {
            let Stage::Filter(predicate) = stage else { continue };
            let NodeKind::String(name) = expression.kind(*predicate) else { continue };
            // An empty text does not hold.
            if name.is_empty() {
                continue;
            }
            let Some(brackets) = brackets(text, &expression.span(*predicate)) else { continue };
            let shown = &text[brackets.start as usize..brackets.end as usize];
            let message = format!("`{shown}` names no member: it is a condition that always holds");
            let finding = out.report_at(known.site, &brackets, message);
            finding.label("everything stays as it is");
            let step = step(name);
            finding.help(format!("A member is read with `{step}`"));
            propose(finding, known.site, Some(&Edit { span: brackets, replacement: step }));
        }
    }
}

/// The place of the brackets around a predicate.
fn brackets(text: &str, predicate: &Span) -> Option<Span> {
    let before = text.get(..predicate.start as usize)?.trim_end().strip_suffix('[')?;
    let rest = text.get(predicate.end as usize..)?;
    let behind = rest.trim_start().strip_prefix(']')?;
    Some(before.len() as u32..(text.len() - behind.len()) as u32)
}

/// The step that reads a member.
fn step(name: &str) -> String {
    let is_plain = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
        && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    if is_plain { format!(".{name}") } else { format!(".`{name}`") }
}
