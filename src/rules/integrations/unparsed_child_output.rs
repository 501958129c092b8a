//! A read within the output of a nested execution that comes as a text.

use std::ops::Range;

use super::{Context, Reporter};
use crate::asl::{Field, State, StateId};
use crate::expr::jsonpath::{self, Path, Root, SegmentKind};
use crate::flow::Site;
use crate::graph::Via;
use crate::rules::edit;
use crate::rules::service_call::{ServiceCall, calls};
use crate::syntax::{Kind, Node};
use rustc_hash::FxHashMap;

const SYNC: &str = ".sync";
const OUTPUT: &str = "Output";

/// The fields that read the input of their state.
const OF_INPUT: [Field; 6] = [
    Field::InputPath,
    Field::Parameters,
    Field::ItemsPath,
    Field::Variable,
    Field::SecondsPath,
    Field::TimestampPath,
];

/// A text that a state can read by paths.
struct Text<'t> {
    /// The resource that brought it.
    resource: Node<'t>,
    /// The fields that see it.
    fields: &'static [Field],
    /// The way to it.
    names: Vec<String>,
}

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut texts: FxHashMap<StateId, Vec<Text<'_>>> = FxHashMap::default();
    for call in calls(cx).filter(is_meant) {
        add(cx, &call, &mut texts);
    }
    if texts.is_empty() {
        return;
    }
    for read in cx.paths {
        let state = cx.machine.object(read.site.object).state;
        for text in state.and_then(|state| texts.get(&state)).into_iter().flatten() {
            if text.fields.contains(&read.site.field) && goes_within(read.path, &text.names) {
                report(out, read.site, &read.path.span, text.resource);
            }
        }
    }
    for read in cx.expressions {
        let state = cx.machine.object(read.site.object).state;
        let Some([text, ..]) = state.and_then(|state| texts.get(&state)).map(Vec::as_slice) else { continue };
        for reference in &read.analysis.references.states {
            let path = read.text.get(reference.path.start as usize..reference.path.end as usize);
            let within = path.and_then(|path| path.strip_prefix("$states.result.Output."));
            let is_own = text.fields.contains(&Field::ResultSelector);
            if is_own
                && within.is_some_and(|rest| {
                    rest.starts_with(|letter: char| letter.is_alphabetic() || letter == '`')
                })
            {
                report(out, read.site, &reference.path, text.resource);
            }
        }
    }
}

/// `startExecution.sync`, which gives the output as a text (spec/integrations.md 8.2).
fn is_meant(call: &ServiceCall<'_, '_>) -> bool {
    call.name == "states:startExecution" && call.resource.str().is_some_and(|text| text.ends_with(SYNC))
}

/// Notes where the output of a call is: in the result, and in the input of the next state.
fn add<'t>(cx: &Context<'t>, call: &ServiceCall<'_, 't>, texts: &mut FxHashMap<StateId, Vec<Text<'t>>>) {
    let resource = call.resource;
    let mut note =
        |state, fields, names| texts.entry(state).or_default().push(Text { resource, fields, names });
    note(call.state.id, &[Field::ResultSelector], vec![OUTPUT.to_owned()]);
    let has = |field| cx.machine.has(call.state.object, field);
    if has(Field::ResultSelector) {
        return;
    }
    let Some(mut names) = placement(cx, call.state) else { return };
    names.push(OUTPUT.to_owned());
    note(call.state.id, &[Field::OutputPath], names.clone());
    if has(Field::OutputPath) || has(Field::Output) {
        return;
    }
    let next = cx.graph.leaving(call.state.id).find(|transition| transition.via == Via::Next);
    if let Some(next) = next.and_then(|transition| transition.target) {
        let has_own_input = cx.machine.has(cx.machine.state(next).object, Field::InputPath);
        note(next, if has_own_input { &[Field::InputPath] } else { &OF_INPUT }, names);
    }
}

/// Where the result of a state goes; none where that is not known, or it is dropped.
fn placement(cx: &Context<'_>, state: &State<'_>) -> Option<Vec<String>> {
    let Some(value) = cx.machine.value(state.object, Field::ResultPath) else { return Some(Vec::new()) };
    if value.kind() != Kind::String || value.has_placeholder() {
        return None;
    }
    let path = jsonpath::parse(value.str()?).ok().filter(|path| path.root == Root::Input)?;
    path.segments.iter().map(|segment| name(&segment.kind).map(str::to_owned)).collect()
}

/// The name of the only member that a step selects.
fn name(step: &SegmentKind) -> Option<&str> {
    match step {
        SegmentKind::Child { names, .. } if names.len() == 1 => Some(&names[0].text),
        _ => None,
    }
}

/// Whether a path goes on behind these names.
fn goes_within(path: &Path, names: &[String]) -> bool {
    let mut steps = path.segments.iter().map(|segment| name(&segment.kind));
    path.root == Root::Input
        && names.iter().all(|wanted| steps.next().flatten() == Some(wanted))
        && steps.next().flatten().is_some()
}

fn report(out: &mut Reporter<'_>, site: &Site<'_>, range: &Range<u32>, resource: Node<'_>) {
    let end = resource.str().unwrap_or_default().len();
    let (span, text) = edit::within(resource, end - SYNC.len(), end, ".sync:2");
    out.report_at(site, range, "The output of the nested execution is a text, and has no members")
        .label("within the text")
        .related(resource.span(), "gives the output as a text")
        .help("Call `startExecution.sync:2`, which gives it as JSON")
        .unsafe_fix(span, text);
}
