//! JSONata, and the mixing of the two languages.

pub mod constant_predicate;
pub mod expression_not_evaluated;
pub mod invalid_jsonata_call;
pub mod jsonata_in_jsonpath_state;
pub mod jsonata_syntax;
pub mod jsonata_type_error;
pub mod jsonpath_in_jsonata_state;
pub mod literal_picture;
pub mod missing_jsonata_delimiters;
pub mod partial_jsonata;
pub mod single_item_sequence;
pub mod unavailable_states_member;
pub mod unclosed_jsonata;
pub mod unknown_jsonata_function;
pub mod unknown_states_member;
pub mod unsupported_jsonata_reference;
pub mod wrong_jsonata_result;

use super::{Context, Failure, Reporter};
use crate::asl::QueryLanguage;
use crate::expr::jsonata::{self, Analysis, Edit, FindingKind};
use crate::finding::{Finding, Severity};
use crate::flow::{JsonataSite, Site, SiteKind};
use crate::rules::edit;
use crate::rules::wording::capital;
use crate::syntax::Node;

/// The strings of JSONata states that are not evaluated, with their keys.
fn literals<'c, 't>(
    cx: &'c Context<'t>,
    of: QueryLanguage,
) -> impl Iterator<Item = (&'c Site<'t>, &'t str)> + use<'c, 't> {
    cx.sites().iter().filter_map(move |site| match site.kind {
        SiteKind::Literal { language, .. } if language == of => Some((site, site.node.str()?)),
        _ => None,
    })
}

/// The severity of something that is certain to fail where it is evaluated.
fn severity(cx: &Context<'_>, found: &JsonataSite<'_, '_>, span: &jsonata::Span) -> Severity {
    if found.is_certain(span) { cx.severity_at(found.site, Failure::Catchable) } else { Severity::Warning }
}

/// Adds an edit of the expression.
fn propose(finding: &mut Finding, site: &Site<'_>, edit: Option<&Edit>) {
    let Some(edit) = edit.filter(|edit| !edit.replacement.contains('\n')) else { return };
    let (span, text) = edit::of_expression(site, &edit.span, &edit.replacement);
    finding.unsafe_fix(span, text);
}

/// Reports what of these kinds certainly fails.
fn report_checks(cx: &Context<'_>, out: &mut Reporter<'_>, kinds: &[FindingKind]) {
    for expression in cx.expressions() {
        let JsonataSite { site, text, analysis: Analysis { references, failures, .. }, .. } = expression;
        for found in failures {
            let source = text.get(found.span.start as usize..found.span.end as usize).unwrap_or_default();
            // AWS refuses these already: `unsupported-jsonata-reference` has them.
            let is_refused = || {
                let at = references.context.partition_point(|other| other.span.start < found.span.start);
                references.context.get(at).is_some_and(|other| other.span.start < found.span.end)
            };
            let is_placeholder = source.trim_start_matches('$').starts_with("__");
            if !kinds.contains(&found.kind) || is_placeholder || is_misread(found.kind) && is_refused() {
                continue;
            }
            let severity = severity(cx, expression, &found.span);
            let finding = out.report_at(site, &found.span, sentence(&found.message));
            finding.at_most(severity);
            // What AWS makes of an algorithm that its page does not list is not on record.
            if found.kind == FindingKind::UnknownAlgorithm {
                finding.at_most(Severity::Warning);
            }
            if let Some(help) = &found.help {
                finding.help(sentence(help));
            }
            propose(finding, site, found.edit.as_ref());
        }
    }
}

/// Whether the kind is about a name that is read as a field of nothing.
fn is_misread(kind: FindingKind) -> bool {
    matches!(kind, FindingKind::MissingDollar | FindingKind::TemplateLiteral)
}

/// A parser's message in the form of ours: with a capital, unless it begins with code, and without a full stop.
fn sentence(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let first = message.split(' ').next().unwrap_or_default();
    match message.strip_prefix(first) {
        Some(rest) if rest.starts_with(" is a field here") => format!("`{first}`{rest}"),
        _ => capital(message),
    }
}

/// Whether a string looks as if an expression should stand there: it begins with `$states.`, or with a variable.
fn looks_like_expression(cx: &Context<'_>, node: Node<'_>) -> bool {
    let Some(rest) = node.str().and_then(|text| text.strip_prefix('$')) else { return false };
    let name =
        &rest[..rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len())];
    let behind = &rest[name.len()..];
    let is_path = behind.is_empty() || behind.starts_with(['.', '[', ' ', '(']);
    let is_variable = || cx.variables().is_assigned(name);
    is_path && (name == "states" && behind.starts_with('.') || !name.is_empty() && is_variable())
}
