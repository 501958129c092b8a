//! A part of a JSONata expression that is given values of types that it does not take.

use super::{Brief, Context, Reporter, explain_path, expressions, input_steps};
use crate::expr::jsonata::{BinaryOperator, Span, functions};
use crate::finding::Severity;
use crate::flow::ObservationKind;
use crate::flow::jsonata::ProblemKind;
use crate::rules::Failure;
use crate::rules::wording::capital;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let told = expressions(cx);
    for observation in cx.data().observations() {
        let (ObservationKind::Jsonata(problem), Some(site)) = (&observation.kind, observation.site) else {
            continue;
        };
        let Some((message, label)) = words(&problem.kind) else { continue };
        // What the text alone tells is told by the rules about JSONata.
        let overlaps = |span: &Span| span.start < problem.span.end && problem.span.start < span.end;
        let failures = told.get(&site.node.id()).into_iter().flat_map(|known| &known.analysis.failures);
        let references = told.get(&site.node.id()).into_iter();
        let refused = references.flat_map(|known| &known.analysis.references.context);
        if failures.map(|failure| &failure.span).chain(refused.map(|found| &found.span)).any(overlaps) {
            continue;
        }
        let text = site.jsonata_text();
        let part =
            text.get(problem.span.start as usize..problem.span.end as usize).unwrap_or_default().trim();
        // What AWS calls by the name of a function that a variable has too is not on record.
        let called = part.trim_start_matches('$').split('(').next().unwrap_or_default();
        if matches!(problem.kind, ProblemKind::NotAFunction { .. }) && functions::lookup(called).is_some() {
            continue;
        }
        let severity =
            if problem.is_certain { cx.severity_at(site, Failure::Catchable) } else { Severity::Warning };
        let finding = out.report_at(site, &problem.span, message);
        finding.label(label).at_most(severity);
        if let Some(steps) = input_steps(part) {
            explain_path(cx, observation.state, steps, finding);
        }
        if let ProblemKind::Operand { operator: Some(BinaryOperator::Add), .. } = &problem.kind {
            finding.help("`&` joins texts, and `$number` makes a number of one");
        }
    }
}

fn words(kind: &ProblemKind) -> Option<(String, String)> {
    Some(match kind {
        ProblemKind::Absent { .. } | ProblemKind::UnlistedText { .. } => return None,
        ProblemKind::Operand { operator, shape } => {
            let operator = operator.map_or("-", BinaryOperator::text);
            (format!("`{operator}` does not take {}", Brief(shape)), format!("this is {}", Brief(shape)))
        }
        ProblemKind::Comparison { operator, left, right } => (
            format!("`{}` cannot compare {} and {}", operator.text(), Brief(left), Brief(right)),
            "a number and a text have no order".to_owned(),
        ),
        ProblemKind::Argument { function, position, shape } => (
            format!("`${function}` does not take {} as argument {position}", Brief(shape)),
            format!("this is {}", Brief(shape)),
        ),
        ProblemKind::Value { function, shape } => {
            (format!("`${function}` fails on {}", Brief(shape)), "it cannot take this value".to_owned())
        }
        ProblemKind::NotAFunction { shape } => (
            format!("{} is called, and is no function", capital(&Brief(shape).to_string())),
            "called here".to_owned(),
        ),
    })
}
