//! A path to several places where one place is needed.

use std::ops::Range;

use super::{Context, Reporter};
use crate::asl::{Field, Holds, Object, ObjectKind, Place, QueryLanguage};
use crate::expr::jsonpath::{self, Path, ReferenceProblem, Root, reference_path_problem};
use crate::finding::Severity;
use crate::rules::wording::{SCHEMA, shorten};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.entries() {
        // Of choice rules the sources disagree (spec/choice.md 2.4).
        let is_choice = || entry.field == Field::Variable || entry.field.is_comparator();
        let takes_path = match entry.spec.holds {
            Holds::ReferencePath => true,
            Holds::Path => is_choice(),
            _ => false,
        };
        let Object { kind, language, .. } = *cx.machine.object(entry.object);
        if !takes_path || !language.is(QueryLanguage::JSONPath) {
            continue;
        }
        let value = cx.machine.field_ref(entry).value;
        let text =
            value.str().filter(|text| text.starts_with('$') && !value.has_placeholder() && !is_plain(text));
        let Some(Ok(path)) = text.map(jsonpath::parse) else { continue };
        let Some((range, reason, certainty)) = problem(entry.field, kind, &path) else { continue };
        let (name, text) = (entry.field.name(), shorten(text.unwrap_or_default()));
        let message = format!("`{name}` takes a reference path, and `{text}` {reason}");
        let place = Place::field(entry.object, entry.field);
        let finding =
            out.report(&place, value.span_within(range.start as usize, range.end as usize), message);
        finding
            .label("not in a reference path")
            .help("A reference path names exactly one place: `$.name`, `$['name']` and `[0]` only");
        if is_choice() || certainty < Severity::Error {
            finding.at_most(Severity::Warning);
        } else {
            finding.aws(SCHEMA, "Value is not a Reference Path", cx.location(&place));
        }
    }
}

/// Whether the path is one of names and nothing else, as most are: to parse it is needless.
fn is_plain(path: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    path == "$" || path.strip_prefix("$.").is_some_and(|names| names.split('.').all(is_name))
}

/// What makes the path more than a place, where in it, and how sure it is that AWS refuses it (spec/paths.md 3.2, 3.3).
fn problem(field: Field, kind: ObjectKind, path: &Path) -> Option<(Range<u32>, &'static str, Severity)> {
    let root = path.root_span.clone();
    match &path.root {
        Root::Context if refuses_context(field, kind) => {
            return Some((root, "reads the context object", Severity::Error));
        }
        Root::Variable { .. } if field == Field::ResultPath => {
            return Some((root, "is a variable", Severity::Error));
        }
        _ => {}
    }
    let (range, reason) = reference_path_problem(path)?;
    Some(match reason {
        ReferenceProblem::Wildcard => (range, "has a wildcard", Severity::Error),
        ReferenceProblem::DeepScan => (range, "searches at any depth", Severity::Error),
        ReferenceProblem::Filter => (range, "has a filter", Severity::Error),
        ReferenceProblem::Slice => (range, "has a slice", Severity::Error),
        ReferenceProblem::Union => (range, "names several places", Severity::Error),
        // Nobody recorded what AWS says of these.
        ReferenceProblem::Function => (range, "calls a function", Severity::Warning),
        ReferenceProblem::Script => (range, "has an expression", Severity::Warning),
        ReferenceProblem::OperatorInName => {
            (range, "has an operator in a name without brackets", Severity::Warning)
        }
    })
}

/// Of the Map's fields only `ItemsPath` may read the context object, and results are never put there. What AWS says
/// of the timing fields is not recorded.
fn refuses_context(field: Field, kind: ObjectKind) -> bool {
    let is_of_map = matches!(kind, ObjectKind::Map | ObjectKind::ReaderConfig | ObjectKind::ItemBatcher);
    let reads_anything = matches!(field, Field::ItemsPath | Field::InputPath | Field::OutputPath);
    field == Field::ResultPath || is_of_map && !reads_anything
}
