//! An error name that the task's integration never raises.

use super::{Context, Reporter, names, unknown_states_error};
use crate::asl::{Field, Place};
use crate::aws::{ErrorNames, Name, Prefix, Resource, Target};
use crate::rules::edit;
use crate::rules::resources::resources;
use crate::suggest;

/// Predefined errors that Choice, Parallel and Map states raise, and tasks do not (spec/errors.md 7.1).
const OF_OTHER_STATES: [&str; 5] = [
    "States.BranchFailed",
    "States.ExceedToleratedFailureThreshold",
    "States.ItemReaderFailed",
    "States.NoChoiceMatched",
    "States.ResultWriterFailed",
];

/// What the errors of HTTP tasks begin with (spec/errors.md 7.1).
const OF_HTTP: &str = "States.Http.";

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut budget = suggest::BUDGET;
    for (state, node, resource) in resources(cx) {
        let Some(raised) = ErrorNames::of(&resource.target) else { continue };
        let called = called(&resource);
        for handler in
            [Field::Retry, Field::Catch].iter().flat_map(|&list| cx.machine.children(state.object, list))
        {
            for (index, (name, item)) in names(cx, handler).enumerate() {
                if item.has_placeholder() {
                    continue;
                }
                let Some(wrong) = wrong(&raised, name, &mut budget) else { continue };
                // Whoever names both spellings makes sure.
                let right = match &wrong {
                    Wrong::Spelling { right, .. } | Wrong::Slip(right) => Some(right),
                    Wrong::Prefix | Wrong::Place(_) => None,
                };
                if right.is_some_and(|right| names(cx, handler).any(|(other, _)| other == right)) {
                    continue;
                }
                let message = match wrong {
                    Wrong::Slip(_) => format!("No error of `{called}` is known as `{name}`"),
                    Wrong::Place(_) => {
                        format!("`{called}` never raises `{name}`, so this entry never matches")
                    }
                    _ => format!("No error of `{called}` is called `{name}`, so this entry never matches"),
                };
                let finding =
                    out.report(&Place::item(handler, Field::ErrorEquals, index), item.span(), message);
                finding.label("never raised here").related(node.span(), "raises the errors");
                match wrong {
                    Wrong::Spelling { right, is_certain } => {
                        let (span, text) = edit::within(item, 0, name.len(), &right);
                        finding.help(format!("Write `{right}`"));
                        if is_certain { finding.safe_fix(span, text) } else { finding.unsafe_fix(span, text) }
                    }
                    Wrong::Slip(right) => {
                        let (span, text) = edit::within(item, 0, name.len(), &right);
                        finding.help(format!("Did you mean `{right}`?")).unsafe_fix(span, text)
                    }
                    Wrong::Prefix => finding.help(format!(
                        "Its errors begin with `{}.`, those of Step Functions itself with `States.`",
                        raised.prefix()
                    )),
                    Wrong::Place(others) => finding.help(format!("{others} raise it; handle it there")),
                };
            }
        }
    }
}

/// What is wrong with a name.
enum Wrong {
    /// The error is called otherwise here; certain where that one is known to be raised.
    Spelling { right: String, is_certain: bool },
    /// It is hardly any other than that one.
    Slip(String),
    /// Nothing that is called raises errors with such a beginning.
    Prefix,
    /// Others raise it: these.
    Place(&'static str),
}

/// What is wrong with a name; none where it may be right.
fn wrong(raised: &ErrorNames, name: &str, budget: &mut usize) -> Option<Wrong> {
    if name.starts_with("States.") {
        // What a function calls its errors is its own affair, but hardly that.
        return if OF_OTHER_STATES.contains(&name) {
            Some(Wrong::Place("Other types of states"))
        } else {
            (name.starts_with(OF_HTTP) && !raised.is_open()).then_some(Wrong::Place("HTTP tasks"))
        };
    }
    // That is another rule's finding.
    if unknown_states_error::nearest(name).is_some() {
        return None;
    }
    let right = |rest: &str| format!("{}.{rest}", raised.prefix());
    let spelling = |rest: &str, is_certain| Some(Wrong::Spelling { right: right(rest), is_certain });
    let Some((prefix, rest)) = name.split_once('.') else {
        let judged = if raised.is_open() { Name::Unknown } else { raised.judge_name(name, budget) };
        return match judged {
            Name::Known => spelling(name, true),
            Name::Meant(meant) => spelling(&meant, true),
            Name::Plausible => spelling(name, false),
            Name::Near(_) | Name::Unknown => raised.is_sdk().then_some(Wrong::Prefix),
        };
    };
    match (raised.judge_prefix(prefix), raised.judge_name(rest, budget)) {
        (Prefix::Right, Name::Known | Name::Plausible | Name::Unknown) => None,
        (Prefix::Right, Name::Near(near)) if !near.starts_with(rest) => Some(Wrong::Slip(right(&near))),
        (Prefix::Right | Prefix::Meant, Name::Meant(meant)) => spelling(&meant, true),
        (Prefix::Right | Prefix::Meant, Name::Near(near)) => spelling(&near, false),
        (Prefix::Meant, Name::Known) => spelling(rest, true),
        (Prefix::Meant, Name::Plausible | Name::Unknown) => spelling(rest, false),
        (Prefix::Foreign, _) => (!raised.is_open()).then_some(Wrong::Prefix),
        (Prefix::Unknown, _) => raised.is_sdk().then_some(Wrong::Prefix),
    }
}

/// What is called, as a person would say it.
fn called(resource: &Resource<'_>) -> String {
    match &resource.target {
        Target::Sdk(call) => format!("aws-sdk:{}:{}", call.service.text, call.action.text),
        Target::Optimized(call) => format!("{}:{}", call.service.text, call.action.text),
        _ => "lambda:invoke".to_owned(),
    }
}
