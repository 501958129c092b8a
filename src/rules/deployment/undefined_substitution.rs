//! A placeholder that nothing is put in the place of.

use rustc_hash::FxHashSet;

use super::{Context, Reporter, report};
use crate::asl::Field;
use crate::document::TemplateKind;
use crate::finding::Severity;
use crate::source::Span;
use crate::suggest;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let Some(placeholders) = cx.deployment.placeholders else { return };
    let mut budget = suggest::BUDGET;
    let mut reported: FxHashSet<(&str, Span)> = FxHashSet::default();
    let arns: Vec<Span> = resource_spans(cx);
    let known = out.option("known");
    for resource in cx.deployment.resources {
        let Some(substitutions) = resource.substitutions.as_ref().filter(|known| !known.is_open) else {
            continue;
        };
        let is_terraform = resource.kind == TemplateKind::Terraform;
        let given: FxHashSet<&str> = substitutions.given.iter().map(|given| given.name.as_str()).collect();
        for &(name, span) in placeholders {
            // Terraform reads members of what it is given.
            let name = if is_terraform { name.split('.').next().unwrap_or(name) } else { name };
            if given.contains(name)
                || known.iter().any(|known| known == name)
                || !reported.insert((name, span))
            {
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
            // Elsewhere it may be a text that is meant as it stands: a variable of a shell.
            let behind = arns.partition_point(|arn| arn.start <= span.start);
            let is_arn = arns[..behind].last().is_some_and(|arn| span.end <= arn.end);
            if !is_terraform && !is_arn {
                finding.at_most(Severity::Warning);
            }
            let names = substitutions.given.iter().map(|given| given.name.as_str());
            match suggest::nearest_within(&mut budget, name, names) {
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

/// Where the resources of tasks stand, which must be ARNs, in the order of the text.
fn resource_spans(cx: &Context<'_>) -> Vec<Span> {
    let entries = cx.machine.entries().iter().filter(|entry| entry.field == Field::Resource);
    let mut spans: Vec<Span> = entries.map(|entry| cx.machine.field_ref(entry).value.span()).collect();
    spans.sort_unstable();
    spans
}
