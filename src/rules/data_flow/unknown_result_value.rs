//! A text that the answer of a service is compared with and is not known to have.

use super::{Context, Reporter, explain_value};
use crate::asl::Place;
use crate::aws::{self, Values};
use crate::finding::{Finding, Severity};
use crate::flow::jsonata::{Problem, ProblemKind};
use crate::flow::{Observation, ObservationKind};
use crate::rules::wording::{shorten, words};
use crate::suggest;

/// Longer lists are not shown.
const SHOWN: usize = 8;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut budget = suggest::BUDGET;
    for observation in cx.data().observations() {
        let Some((text, values)) = unlisted(observation) else { continue };
        let message = format!("The service is not known to answer `{}`", shorten(text));
        let finding = match (&observation.kind, observation.site) {
            (ObservationKind::Jsonata(problem), Some(site)) => out.report_at(site, &problem.span, message),
            (ObservationKind::UnlistedText { literal, .. }, Some(site)) => {
                let place = Place::field(observation.object, literal.field);
                let finding = out.report(&place, literal.value.span(), message);
                explain_value(cx, site, finding);
                finding
            }
            _ => continue,
        };
        finish(finding, text, values, &mut budget);
    }
}

/// The text that is not listed, and what is; none for the empty text, which just asks whether there is any.
fn unlisted<'o>(observation: &'o Observation<'_, '_>) -> Option<(&'o str, &'o Values)> {
    let (text, values) = match &observation.kind {
        ObservationKind::UnlistedText { literal, values } => (literal.value.str()?, values),
        ObservationKind::Jsonata(Problem { kind: ProblemKind::UnlistedText { text, values }, .. }) => {
            (text.as_str(), values)
        }
        _ => return None,
    };
    (!text.is_empty()).then_some((text, values))
}

fn finish(finding: &mut Finding, text: &str, values: &Values, budget: &mut usize) {
    finding.label("not among its values");
    match meant(text, values, budget) {
        Some(meant) => finding.help(format!("Did you mean `{meant}`?")),
        None => {
            finding.at_most(Severity::Info);
            match values.len() {
                ..=SHOWN => finding.help(format!("It answers {}", words(values.clone(), "or"))),
                _ => finding.help(format!("aslint knows the values of {}", aws::models().date)),
            }
        }
    };
}

/// The value that differs from the text in its case or its separators only, or else by a letter where it has several.
fn meant(text: &str, values: &Values, budget: &mut usize) -> Option<&'static str> {
    const SEVERAL: usize = 4;
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let wanted = plain(text);
    let measured: Vec<_> = values.clone().take(*budget).map(|value| (plain(value), value)).collect();
    *budget -= measured.len();
    let near = match measured.iter().find(|(value, _)| *value == wanted) {
        Some((same, _)) => same,
        None if wanted.len() < SEVERAL => return None,
        None => suggest::slip_within(budget, &wanted, 1, measured.iter().map(|(value, _)| value.as_str()))?,
    };
    measured.iter().find(|(value, _)| value == near).map(|(_, value)| *value)
}
