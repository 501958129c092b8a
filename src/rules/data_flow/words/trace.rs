//! The way back from data to the states that made it what it is, told in labels and helps.

use super::super::Context;
use super::Brief;
use crate::asl::{Field, Language, QueryLanguage, StateId, StateType};
use crate::expr::jsonpath::Root;
use crate::finding::Finding;
use crate::flow::{Deed, Reason, Site, path_steps, reasons};
use crate::shape::Step;

/// The member that no text, number or known object has: what lacks it is what is asked for.
const NOWHERE: &str = "\u{0}";

/// Shows where what `steps` lead to was lost, on the ways to a state; the help says how to keep it.
pub fn explain(cx: &Context<'_>, state: StateId, steps: &[Step], finding: &mut Finding) -> Option<String> {
    let reasons = reasons(cx.machine, cx.data(), state, steps);
    for reason in &reasons {
        let span = match reason.field.and_then(|field| cx.machine.field(reason.object, field)) {
            Some(field) => field.key.span(),
            None => cx.machine.head_span(reason.object),
        };
        finding.related(span, words(cx, reason));
    }
    reasons.iter().find_map(|reason| keeping(cx, reason))
}

/// Shows where the value comes from that the path or expression at a site reads of the state's input.
pub fn explain_value(cx: &Context<'_>, site: &Site<'_>, finding: &mut Finding) {
    let Some(state) = cx.machine.object(site.object).state else { return };
    let steps = match site.path() {
        Some(path) if path.root == Root::Input => {
            let is_whole = !cx.machine.has(cx.machine.state(state).object, Field::InputPath);
            path_steps(path).filter(|_| is_whole)
        }
        Some(_) => None,
        None => input_steps(site.jsonata_text().trim()),
    };
    if let Some(steps) = steps {
        explain_path(cx, state, steps, finding);
    }
}

/// Shows where the value comes from that `steps` lead to in the input of a state.
pub fn explain_path(cx: &Context<'_>, state: StateId, mut steps: Vec<Step>, finding: &mut Finding) {
    steps.push(Step::Name(NOWHERE.to_owned()));
    explain(cx, state, &steps, finding);
}

/// The steps of `$states.input.a.b`, where it is as plain as that.
pub fn input_steps(text: &str) -> Option<Vec<Step>> {
    plain_steps(text.strip_prefix("$states.input")?)
}

/// The variable that a JSONata path starts from, and the steps from its value; none where it is no plain path.
pub fn variable_steps(text: &str) -> Option<(&str, Vec<Step>)> {
    let text = text.strip_prefix('$')?;
    let (name, path) = text.split_at(text.find('.').unwrap_or(text.len()));
    (name != "states").then(|| Some((name, plain_steps(path)?))).flatten()
}

fn plain_steps(path: &str) -> Option<Vec<Step>> {
    let is_plain =
        |name: &str| !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let mut names = path.split('.');
    let starts = names.next() == Some("");
    let names: Vec<&str> = names.collect();
    (starts && names.iter().all(|name| is_plain(name)))
        .then(|| names.into_iter().map(|name| Step::Name(name.to_owned())).collect())
}

fn words(cx: &Context<'_>, reason: &Reason) -> String {
    let shape = Brief(&reason.shape);
    let state = cx.machine.object(reason.object).state.map(|state| cx.machine.state(state));
    let name = state.map_or("", |state| state.name);
    let state_type = state.and_then(|state| state.state_type);
    match reason.deed {
        Deed::ReplacesInput if state_type == Some(StateType::Pass) => {
            format!("here {shape} takes the place of the input of state `{name}`")
        }
        Deed::ReplacesInput => {
            format!("the result of state `{name}`, {shape}, takes the place of its input here")
        }
        Deed::ErrorReplacesInput => format!("the error takes the place of the input of state `{name}` here"),
        Deed::Makes => format!("state `{name}` hands on {shape}"),
        Deed::AddsResult => format!("state `{name}` puts its result here and hands on {shape}"),
        Deed::AddsError => format!("state `{name}` puts the error here and hands on {shape}"),
        Deed::Begins if state_type == Some(StateType::Map) => {
            format!("each iteration of state `{name}` begins with {shape}")
        }
        Deed::Begins => format!("each branch of state `{name}` begins with {shape}"),
    }
}

/// How what is lost at a place can be kept.
fn keeping(cx: &Context<'_>, reason: &Reason) -> Option<String> {
    let state = cx.machine.object(reason.object).state.map_or("", |state| cx.machine.state(state).name);
    let language = cx.machine.object(reason.object).language;
    let is_jsonata = matches!(language, Language::Known(QueryLanguage::JSONata));
    Some(match (reason.deed, reason.field) {
        (Deed::ReplacesInput, _) if is_jsonata => {
            format!("Give state `{state}` an `Output` that holds what later states read")
        }
        (Deed::ReplacesInput, _) => format!(
            "Give state `{state}` a `ResultPath`, which puts its result into its input, or read what the result has"
        ),
        (Deed::ErrorReplacesInput, _) if is_jsonata => {
            "Give the catcher an `Output` that keeps the input, such as `$merge([$states.input, {'error': $states.errorOutput}])`".to_owned()
        }
        (Deed::ErrorReplacesInput, _) => {
            "Give the catcher a `ResultPath`, which puts the error into the input".to_owned()
        }
        (Deed::Begins, Some(Field::ItemReader | Field::ItemsPath | Field::Items)) | (Deed::AddsResult | Deed::AddsError, _) => {
            return None;
        }
        (Deed::Makes | Deed::Begins, Some(field)) => {
            format!("Let `{}` of state `{state}` hold it too", field.name())
        }
        (Deed::Makes | Deed::Begins, None) => return None,
    })
}
