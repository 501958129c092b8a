//! An error name that the task's integration never raises.

use rustc_hash::FxHashSet;

use super::unknown_states_error::{self, http_status};
use super::{Context, Reporter, names};
use crate::asl::{Field, Place};
use crate::aws::{self, ErrorNames, Name, Pattern, Prefix, Resource, Target};
use crate::rules::edit;
use crate::rules::resources::resources;
use crate::rules::wording::{is_digits, shorten};
use crate::suggest;
use crate::syntax::Node;

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

/// What the messages of boto's errors begin with, where the name is `ClientError`, or that of a class.
const TEXT_OF_BOTO: &str = "An error occurred (";

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut budget = suggest::BUDGET;
    for &(state, node, ref resource) in resources(cx) {
        let raised = match ErrorNames::of(&resource.target) {
            None if is_open(node, &resource.target) => continue,
            raised => raised,
        };
        for handler in
            [Field::Retry, Field::Catch].iter().flat_map(|&list| cx.machine.children(state.object, list))
        {
            let beside: FxHashSet<&str> = names(cx, handler).map(|(_, name, _)| name).collect();
            for (index, name, item) in names(cx, handler) {
                let status = http_status(name).filter(|_| matches!(resource.target, Target::Http(_)));
                let status = status.map(|right| Wrong::Spelling { right, is_certain: true });
                let wrong = status.or_else(|| wrong(raised.as_ref(), name, &mut budget));
                let wrong = wrong.filter(|_| !item.has_placeholder());
                let Some(wrong) = wrong else { continue };
                // Whoever names both spellings makes sure.
                if wrong.right().is_some_and(|right| beside.contains(right)) {
                    continue;
                }
                let called = called(resource);
                let message = match &wrong {
                    Wrong::Slip(_) => format!("No error of `{called}` is known as `{name}`"),
                    Wrong::Place(_) => {
                        format!("State `{}` never raises `{name}`, so this entry never matches", state.name)
                    }
                    Wrong::Text => {
                        format!("`{}` is what an error says, not what it is called", shorten(name))
                    }
                    _ => format!("No error of `{called}` is called `{name}`, so this entry never matches"),
                };
                let place = Place::item(handler, Field::ErrorEquals, index);
                let finding = out.report(&place, item.span(), message);
                finding
                    .label("never raised here")
                    .related(node.span(), "raises the errors")
                    .help(wrong.help());
                if let Some(right) = wrong.right() {
                    let (span, text) = edit::within(item, 0, name.len(), right);
                    match wrong {
                        Wrong::Spelling { is_certain: true, .. } => finding.safe_fix(span, text),
                        _ => finding.unsafe_fix(span, text),
                    };
                }
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
    /// Errors that come up here begin otherwise: with this.
    Prefix(&'static str),
    /// Errors that begin with this end otherwise.
    Ending(&'static str),
    /// Others raise it: these.
    Place(&'static str),
    /// It is what an error says.
    Text,
}

impl Wrong {
    /// The name that is meant.
    fn right(&self) -> Option<&str> {
        match self {
            Self::Spelling { right, .. } | Self::Slip(right) => Some(right),
            Self::Prefix(_) | Self::Ending(_) | Self::Place(_) | Self::Text => None,
        }
    }

    fn help(&self) -> String {
        match self {
            Self::Spelling { right, .. } => format!("Write `{right}`"),
            Self::Slip(right) => format!("Did you mean `{right}`?"),
            Self::Prefix(prefix) => {
                format!("Its errors begin with `{prefix}.`, those of Step Functions itself with `States.`")
            }
            Self::Ending(prefix) => {
                format!("Its errors have names of letters that end with `Exception`: `{prefix}.…Exception`")
            }
            Self::Place(others) => format!("{others} raise it; handle it there"),
            Self::Text => {
                "Write the error's name, which a failed execution shows beside its cause".to_owned()
            }
        }
    }
}

/// What is wrong with a name; none where it may be right.
fn wrong(raised: Option<&ErrorNames>, name: &str, budget: &mut usize) -> Option<Wrong> {
    if name.starts_with("States.") {
        let is_of_http = name.starts_with(OF_HTTP) && raised.is_some_and(|raised| !raised.is_open());
        return match OF_OTHER_STATES.contains(&name) {
            true => Some(Wrong::Place("Other types of states")),
            false => is_of_http.then_some(Wrong::Place("HTTP tasks")),
        };
    }
    if name.starts_with(TEXT_OF_BOTO) {
        return Some(Wrong::Text);
    }
    let raised = raised?;
    // That is another rule's finding.
    if unknown_states_error::nearest(name).is_some() {
        return None;
    }
    let right = |rest: &str| format!("{}.{rest}", raised.prefix());
    let spelling = |rest: &str, is_certain| Some(Wrong::Spelling { right: right(rest), is_certain });
    let foreign = || Wrong::Prefix(raised.prefix());
    let Some((prefix, rest)) = name.split_once('.') else {
        let judged = if raised.is_open() { Name::Unknown } else { raised.judge_name(name, budget) };
        return match judged {
            Name::Known => spelling(name, true),
            Name::Meant(meant) => spelling(&meant, true),
            Name::Plausible => spelling(name, false),
            Name::Near(_) | Name::Unknown => raised.is_sdk().then(foreign),
        };
    };
    match (raised.judge_prefix(prefix), raised.judge_name(rest, budget)) {
        // The status of the answer is no name.
        (Prefix::Right | Prefix::Meant, Name::Unknown) if raised.is_sdk() && is_digits(rest) => {
            Some(Wrong::Ending(raised.prefix()))
        }
        (Prefix::Right, Name::Known | Name::Plausible | Name::Unknown) => None,
        (Prefix::Right, Name::Near(near)) if !near.starts_with(rest) => Some(Wrong::Slip(right(&near))),
        (Prefix::Right | Prefix::Meant, Name::Meant(meant)) => spelling(&meant, true),
        (Prefix::Right | Prefix::Meant, Name::Near(near)) => spelling(&near, false),
        (Prefix::Meant, Name::Known) => spelling(rest, true),
        (Prefix::Meant, Name::Plausible | Name::Unknown) => spelling(rest, false),
        (Prefix::Foreign, _) => (!raised.is_open()).then(foreign),
        (Prefix::Unknown, _) => raised.is_sdk().then(foreign),
    }
}

/// Whether somebody else may choose the names of the errors, whatever they are.
fn is_open(resource: Node<'_>, target: &Target<'_>) -> bool {
    let is_callback = resource.str().is_some_and(|text| text.ends_with(Pattern::WaitForTaskToken.suffix()));
    is_callback || aws::has_free_errors(target) || matches!(target, Target::Other | Target::NotArn)
}

/// What is called, as a person would say it.
fn called(resource: &Resource<'_>) -> String {
    match &resource.target {
        Target::Sdk(call) => format!("aws-sdk:{}:{}", call.service.text, call.action.text),
        Target::Optimized(call) | Target::Http(call) => {
            format!("{}:{}", call.service.text, call.action.text)
        }
        _ => "lambda:invoke".to_owned(),
    }
}
