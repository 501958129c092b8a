//! A placeholder that nothing is put in the place of.

use rustc_hash::FxHashSet;

use super::{Context, Reporter, report};
use crate::asl::Field;
use crate::document::TemplateKind;
use crate::finding::Severity;
use crate::source::Span;
use crate::suggest;
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let Some(placeholders) = cx.deployment.placeholders else { return };
    let mut budget = suggest::BUDGET;
    let mut reported: FxHashSet<(&str, Span)> = FxHashSet::default();
    let arns: Vec<Span> = resource_spans(cx);
    let texts = texts(cx);
    let known = out.option("known");
    let shown: FxHashSet<&str> = placeholders.iter().map(|(name, _)| *name).collect();
    for resource in cx.deployment.resources {
        let Some(substitutions) = resource.substitutions.as_ref().filter(|known| !known.is_open) else {
            continue;
        };
        let is_terraform = resource.kind == TemplateKind::Terraform;
        let names = || substitutions.given.iter().map(|given| given.name.as_str());
        let given: FxHashSet<&str> = names().collect();
        let unused: Vec<&str> = names().filter(|name| !is_terraform && !shown.contains(name)).collect();
        for &(name, span) in placeholders {
            // Terraform reads members of what it is given.
            let name = if is_terraform { name.split('.').next().unwrap_or(name) } else { name };
            if given.contains(name)
                || is_of_another_tool(name)
                || known.iter().any(|known| known == name)
                || !reported.insert((name, span))
            {
                continue;
            }
            let nearest = suggest::nearest_within(&mut budget, name, names())
                .or_else(|| suggest::abbreviated_within(&mut budget, name, unused.iter().copied()));
            let behind = arns.partition_point(|arn| arn.start <= span.start);
            let is_arn = arns[..behind].last().is_some_and(|arn| span.end <= arn.end);
            // Elsewhere it may be a text that is meant as it stands: a variable of a shell.
            let is_plain = is_terraform || is_arn || nearest.is_some() || !may_be_of_shell(name);
            let behind = texts.partition_point(|text| text.start <= span.start);
            if !is_plain && texts[..behind].last().is_some_and(|text| span.end <= text.end) {
                continue;
            }
            let finding = report(
                cx,
                out,
                span,
                format!(
                    "Nothing is put in the place of `${{{name}}}`: `{}` gives no such name",
                    resource.name
                ),
            );
            finding.label("stays as it is").related(resource.span, "deployed by this");
            if !is_terraform && !is_arn {
                finding.at_most(Severity::Warning);
            }
            match nearest {
                Some(nearest) => {
                    finding.help(format!("Did you mean `${{{nearest}}}`?"));
                    finding.unsafe_fix(span, format!("${{{nearest}}}"));
                }
                None if is_terraform => {
                    finding.help("Give it a value in the call of `templatefile`");
                }
                None => {
                    finding.help("Give it a value in `DefinitionSubstitutions`");
                }
            }
        }
    }
}

/// Whether the name is one that no template can give: variables of the Serverless Framework are `self:service`.
fn is_of_another_tool(name: &str) -> bool {
    name.replace("::", "").contains(':')
}

/// Whether the name is written as variables of a shell are: all in one case, without a dot or colon.
fn may_be_of_shell(name: &str) -> bool {
    let has = |is_wanted: fn(char) -> bool| name.contains(is_wanted);
    let is_mixed = has(char::is_uppercase) && has(char::is_lowercase);
    !is_mixed && !name.contains(['.', ':'])
}

/// Where texts with blanks in them stand, in the order of the text: what looks like a placeholder may be a variable of a
/// shell there. Expressions are written for Step Functions, and are no such texts.
fn texts(cx: &Context<'_>) -> Vec<Span> {
    let is_text = |node: &Node<'_>| {
        let text = node.str().unwrap_or_default();
        let is_expression = text.starts_with("{%") || text.starts_with("States.");
        text.contains("${") && text.trim().contains(char::is_whitespace) && !is_expression
    };
    let mut spans: Vec<Span> = cx.tree.strings().filter(is_text).map(Node::span).collect();
    spans.sort_unstable();
    spans
}

/// Where the resources of tasks stand, which must be ARNs, in the order of the text.
fn resource_spans(cx: &Context<'_>) -> Vec<Span> {
    let entries = cx.machine.entries().iter().filter(|entry| entry.field == Field::Resource);
    let mut spans: Vec<Span> = entries.map(|entry| cx.machine.field_ref(entry).value.span()).collect();
    spans.sort_unstable();
    spans
}
