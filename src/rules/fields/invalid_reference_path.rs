//! A path to several places where one place is needed.

use std::ops::Range;

use super::{Context, Reporter};
use crate::asl::{Field, Holds, ObjectKind};
use crate::expr::jsonpath::{Path, ReferenceProblem, Root, reference_path_problem};
use crate::finding::Severity;
use crate::rules::wording::{SCHEMA, shorten};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for site in cx.sites.iter() {
        let kind = cx.machine.object(site.object).kind;
        let Some(holds) = kind.spec().field(site.field).map(|spec| spec.holds) else { continue };
        // Of choice rules the sources disagree (spec/choice.md 2.4).
        let is_choice = site.field == Field::Variable || site.field.is_comparator();
        let Some(path) = site.path().filter(|_| holds == Holds::ReferencePath || is_choice) else { continue };
        let Some((range, reason, certainty)) = problem(site.field, kind, path) else { continue };
        let (name, text) = (site.field.name(), shorten(site.node.str().unwrap_or_default()));
        let message = format!("`{name}` takes a reference path, and `{text}` {reason}");
        let finding = out.report_at(site, &range, message);
        finding
            .label("not in a reference path")
            .help("A reference path names exactly one place: `$.name`, `$['name']` and `[0]` only");
        if is_choice || certainty < Severity::Error {
            finding.at_most(Severity::Warning);
        } else {
            finding.aws(SCHEMA, "Value is not a Reference Path", cx.location(&cx.sites.place(site)));
        }
    }
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
