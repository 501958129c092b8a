//! Intrinsic functions.

pub mod failing_intrinsic;
pub mod invalid_intrinsic;
pub mod suspicious_intrinsic;

use super::{Context, Failure, Reporter};
use crate::asl::Place;
use crate::expr::intrinsic::{self, Certainty};
use crate::expr::jsonpath::SyntaxProblem;
use crate::finding::{AwsDiagnostic, Finding, Severity};
use crate::flow::{Site, SiteKind};
use crate::rules::edit;
use crate::rules::wording::SCHEMA;

/// Reports the problems of that certainty.
fn report(cx: &Context<'_>, out: &mut Reporter<'_>, certainty: Certainty) {
    for site in cx.sites().iter() {
        let Some(call) = site.call() else { continue };
        for problem in intrinsic::check(call, site.node.str().unwrap_or_default()) {
            if problem.kind.certainty() == certainty {
                let finding = describe(out, site, &problem);
                match certainty {
                    Certainty::Refused => finding.aws = Some(refusal(cx, site)),
                    Certainty::Fails => {
                        finding.at_most(cx.severity_at(site, Failure::Catchable));
                    }
                    Certainty::Suspicious => {}
                }
            }
        }
    }
}

fn describe<'r, K>(
    out: &'r mut Reporter<'_>,
    site: &Site<'_>,
    problem: &SyntaxProblem<K>,
) -> &'r mut Finding {
    let message = crate::rules::wording::capital(&problem.message);
    let finding = out.report_at(site, &problem.span, message);
    if let Some(help) = &problem.help {
        finding.help(crate::rules::wording::capital(help));
    }
    if let Some(edit) = problem.edit.as_ref().filter(|edit| !edit.replacement.contains('\n')) {
        let (span, text) = edit::of_expression(site, &edit.range, &edit.replacement);
        finding.unsafe_fix(span, text);
    }
    finding
}

/// How AWS refuses a call: at the payload template, or at the field that takes it.
fn refusal(cx: &Context<'_>, site: &Site<'_>) -> AwsDiagnostic {
    let (message, place) = match &site.kind {
        SiteKind::Template { key, .. } => {
            let key = key.str().unwrap_or_default();
            let message = format!(
                "The value for the field '{key}' must be a valid JSONPath or a valid intrinsic function call"
            );
            (message, Place::field(site.object, site.field))
        }
        _ => ("Value must be a valid JSONPath.".to_owned(), cx.sites().place(site)),
    };
    AwsDiagnostic { severity: Severity::Error, code: SCHEMA, message, location: cx.location(&place) }
}
