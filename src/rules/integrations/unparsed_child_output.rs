//! A read within the output of a nested execution that comes as a text.

use std::ops::Range;

use super::{Context, Reporter};
use crate::asl::{Field, State, StateId};
use crate::expr::jsonpath::{self, Root, SegmentKind};
use crate::flow::Site;
use crate::graph::Via;
use crate::rules::edit;
use crate::rules::service_call::{ServiceCall, calls};
use crate::syntax::{Kind, Node};
use rustc_hash::FxHashMap;

const SYNC: &str = ".sync";
const OUTPUT: &str = "Output";

/// Further down no output is looked for.
const DEEPEST: usize = 16;

/// What a field reads.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Data {
    /// What the state was given.
    Input,
    /// What the call gave.
    Result,
    /// The result where `ResultPath` has put it.
    Combined,
}

/// Where texts are found: by the state that reads, what it reads, and the way to it; each with its resource.
type Texts<'t> = FxHashMap<(StateId, Data, String), Node<'t>>;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut texts = Texts::default();
    for call in calls(cx).filter(is_meant) {
        add(cx, &call, &mut texts);
    }
    if texts.is_empty() {
        return;
    }
    for read in cx.paths.iter().filter(|read| read.path.root == Root::Input) {
        let state = cx.machine.object(read.site.object).state;
        let (Some(state), Some(data)) = (state, data(cx, read.site)) else { continue };
        let mut way = String::new();
        let steps = read.path.segments.iter().take(DEEPEST);
        let mut steps = steps.map_while(|segment| name(&segment.kind)).peekable();
        while let (Some(step), Some(_)) = (steps.next(), steps.peek()) {
            push(&mut way, step);
            let text = (step == OUTPUT).then(|| texts.get(&(state, data, way.clone()))).flatten();
            if let Some(&resource) = text {
                report(out, read.site, &read.path.span, resource);
            }
        }
    }
    for read in cx.expressions {
        let Some(state) = cx.machine.object(read.site.object).state else { continue };
        for (start, data) in [("$states.result.", Data::Result), ("$states.input.", Data::Input)] {
            let Some(&resource) = texts.get(&(state, data, way_of([OUTPUT]))) else { continue };
            for reference in &read.analysis.references.states {
                let path = read.text.get(reference.path.start as usize..reference.path.end as usize);
                let within =
                    path.and_then(|path| path.strip_prefix(start)?.strip_prefix(OUTPUT)?.strip_prefix('.'));
                if within.is_some_and(|rest| rest.starts_with(|letter: char| letter.is_alphabetic())) {
                    report(out, read.site, &reference.path, resource);
                }
            }
        }
    }
}

/// What a path in a field reads; none where that is not known.
fn data(cx: &Context<'_>, site: &Site<'_>) -> Option<Data> {
    let has_own_input = || {
        let state = cx.machine.object(site.object).state.map(|state| cx.machine.state(state));
        state.is_some_and(|state| cx.machine.has(state.object, Field::InputPath))
    };
    match site.field {
        Field::ResultSelector => Some(Data::Result),
        Field::OutputPath => Some(Data::Combined),
        Field::InputPath => Some(Data::Input),
        Field::Parameters
        | Field::ItemsPath
        | Field::Variable
        | Field::SecondsPath
        | Field::TimestampPath
            if !has_own_input() =>
        {
            Some(Data::Input)
        }
        _ => None,
    }
}

/// Names as one text; no name holds a line break.
fn way_of<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut way = String::new();
    names.into_iter().for_each(|name| push(&mut way, name));
    way
}

fn push(way: &mut String, name: &str) {
    way.push_str(name);
    way.push('\n');
}

/// `startExecution.sync`, which gives the output as a text (spec/integrations.md 8.2).
fn is_meant(call: &ServiceCall<'_, '_>) -> bool {
    call.name == "states:startExecution" && call.resource.str().is_some_and(|text| text.ends_with(SYNC))
}

/// Notes where the output of a call is: in the result, and in the input of the next state.
fn add<'t>(cx: &Context<'t>, call: &ServiceCall<'_, 't>, texts: &mut Texts<'t>) {
    let mut note = |state, data, way| texts.insert((state, data, way), call.resource);
    note(call.state.id, Data::Result, way_of([OUTPUT]));
    let has = |field| cx.machine.has(call.state.object, field);
    if has(Field::ResultSelector) {
        return;
    }
    let Some(mut way) = placement(cx, call.state) else { return };
    push(&mut way, OUTPUT);
    note(call.state.id, Data::Combined, way.clone());
    if has(Field::OutputPath) || has(Field::Output) {
        return;
    }
    let next = cx.graph.leaving(call.state.id).find(|transition| transition.via == Via::Next);
    if let Some(next) = next.and_then(|transition| transition.target) {
        note(next, Data::Input, way);
    }
}

/// Where the result of a state goes; none where that is not known, or it is dropped.
fn placement(cx: &Context<'_>, state: &State<'_>) -> Option<String> {
    let Some(value) = cx.machine.value(state.object, Field::ResultPath) else { return Some(String::new()) };
    if value.kind() != Kind::String || value.has_placeholder() {
        return None;
    }
    let path = jsonpath::parse(value.str()?).ok().filter(|path| path.root == Root::Input)?;
    let names: Option<Vec<&str>> = path.segments.iter().map(|segment| name(&segment.kind)).collect();
    Some(way_of(names?))
}

/// The name of the only member that a step selects.
fn name(step: &SegmentKind) -> Option<&str> {
    match step {
        SegmentKind::Child { names, .. } if names.len() == 1 => Some(&names[0].text),
        _ => None,
    }
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
