//! An intrinsic function that is given values that it does not take.

use std::ops::Range;

use super::{Brief, Context, Reporter, explain_path};
use crate::asl::Field;
use crate::expr::intrinsic::ValueType;
use crate::expr::jsonpath::Root;
use crate::finding::Severity;
use crate::flow::intrinsic::ProblemKind;
use crate::flow::{ObservationKind, Site, path_steps};
use crate::rules::Failure;
use crate::shape::{Step, Types};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for observation in cx.data().observations() {
        let (ObservationKind::Intrinsic(problem), Some(site)) = (&observation.kind, observation.site) else {
            continue;
        };
        // What the text alone tells is told by `failing-intrinsic`.
        let is_told = is_literal(site, &problem.span)
            && !matches!(&problem.kind, ProblemKind::NoItem { array, .. } if !array.is_any());
        if is_told {
            continue;
        }
        let (message, label) = words(&problem.kind);
        // Which error AWS answers with is not on record: none that a catcher takes may be relied on.
        let severity =
            if problem.is_certain { cx.severity_at(site, Failure::Catchable) } else { Severity::Warning };
        let finding = out.report_at(site, &problem.span, message);
        finding.label(label).at_most(severity);
        if let Some(help) = help(&problem.kind) {
            finding.help(help);
        }
        if let Some(steps) = argument(cx, site, &problem.span) {
            explain_path(cx, observation.state, steps, finding);
        }
    }
}

/// Whether an argument is written down, and no path or call.
fn is_literal(site: &Site<'_>, span: &Range<u32>) -> bool {
    let text = site.node.str().unwrap_or_default();
    let argument = text.get(span.start as usize..span.end as usize).unwrap_or_default().trim();
    !argument.is_empty() && !argument.starts_with(['$', 'S'])
}

/// The message and the label.
fn words(kind: &ProblemKind) -> (String, String) {
    match kind {
        ProblemKind::Argument { function, wanted, shape } => (
            format!("`{function}` takes {} here, and is given {}", wanted.article(), Brief(shape)),
            format!("not {}", wanted.article()),
        ),
        ProblemKind::Composite { shape } => (
            format!("`States.Format` prints {} in a form that is not JSON", Brief(shape)),
            "no plain value".to_owned(),
        ),
        ProblemKind::NoItem { array, index } => (
            format!(
                "`States.ArrayGetItem` asks for the item {index} of {}, which has none there",
                Brief(array)
            ),
            "beyond the array".to_owned(),
        ),
        ProblemKind::Number { function, shape } => {
            (format!("`{function}` does not take {} here", Brief(shape)), "not taken".to_owned())
        }
    }
}

fn help(kind: &ProblemKind) -> Option<&'static str> {
    match kind {
        ProblemKind::Composite { .. } => Some("`States.JsonToString` makes JSON of it"),
        ProblemKind::NoItem { .. } => Some("The first item has the index 0"),
        ProblemKind::Argument { function: "States.StringToJson", shape, .. }
            if shape.types().is_only(Types::OBJECT.or(Types::ARRAY)) =>
        {
            Some("It is JSON already: leave `States.StringToJson` out")
        }
        ProblemKind::Argument { wanted: ValueType::String, .. } => {
            Some("`States.JsonToString` makes a text of it")
        }
        ProblemKind::Argument { wanted: ValueType::Integer, shape, .. }
            if shape.types().is_only(Types::TEXT) =>
        {
            Some("`States.StringToJson` makes a number of a text")
        }
        _ => None,
    }
}

/// The steps of the path that an argument is, where it is one into the input.
fn argument(cx: &Context<'_>, site: &Site<'_>, span: &Range<u32>) -> Option<Vec<Step>> {
    let state = cx.machine.object(site.object).state?;
    if cx.machine.has(cx.machine.state(state).object, Field::InputPath) || site.field == Field::ResultSelector
    {
        return None;
    }
    let mut paths = Vec::new();
    site.push_paths(&mut paths);
    let path = paths.into_iter().map(|found| found.path).find(|path| path.span == *span)?;
    path_steps(path).filter(|_| path.root == Root::Input)
}
