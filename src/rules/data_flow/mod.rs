//! Rules about what the data can be where it is read.

pub mod absent_path;
pub mod always_matching_choice_rule;
pub mod catch_result_elsewhere;
pub mod growing_loop;
pub mod items_not_array;
pub mod never_matching_choice_rule;
pub mod no_matching_choice_rule;
pub mod output_path_misses_result;
pub mod oversized_payload;
pub mod possibly_absent_path;
pub mod possibly_undefined_result;
pub mod result_path_into_scalar;
pub mod undefined_result;
pub mod unknown_result_member;
pub mod unread_result;
pub mod wrong_intrinsic_argument;
pub mod wrong_operand;
pub mod wrong_value_type;

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{Context, Failure, Reporter};
use crate::asl::{Field, Place, StateId, StateType};
use crate::expr::jsonata::{BinaryOperator, Expression, NodeId, NodeKind};
use crate::expr::jsonpath::{Path, SegmentKind};
use crate::finding::Finding;
use crate::flow::jsonata::{Problem, ProblemKind};
use crate::flow::{Deed, Observation, ObservationKind, Reason, Site, Source, path_shape, reasons};
use crate::shape::{Absence, Shape, Step};
use crate::suggest;

/// A path that may find nothing.
struct AbsentPath<'o, 'a> {
    observation: &'o Observation<'a, 'a>,
    path: &'a Path,
    segment: usize,
    parent: &'o Shape,
    source: Source,
    absence: Absence,
}

/// The paths that may find nothing.
fn absent_paths<'a>(cx: &Context<'a>) -> impl Iterator<Item = AbsentPath<'a, 'a>> + use<'a> {
    cx.data.observations().iter().filter_map(|observation| match &observation.kind {
        ObservationKind::Absent { path, segment, parent, source, absence } => Some(AbsentPath {
            observation,
            path,
            segment: *segment,
            parent,
            source: *source,
            absence: *absence,
        }),
        _ => None,
    })
}

impl<'a> AbsentPath<'_, 'a> {
    /// The name that is looked for, if it is one and no index.
    fn name(&self) -> Option<&'a str> {
        match &self.path.segments[self.segment].kind {
            SegmentKind::Child { names, .. } => names.first().map(|name| &*name.text),
            _ => None,
        }
    }

    /// Reports it at the part of the path that finds nothing.
    fn report<'r>(
        &self,
        cx: &Context<'_>,
        out: &'r mut Reporter<'_>,
        message: String,
    ) -> Option<&'r mut Finding> {
        let site = self.observation.site?;
        let severity = cx.severity_at(site, Failure::Runtime);
        let range = &self.path.segments[self.segment].span;
        let finding = out.report_at(site, range, message);
        finding.at_most(severity);
        Some(finding)
    }

    /// The text of the path up to the part that finds nothing, that included or not.
    fn text(&self, includes_part: bool) -> String {
        let Some(site) = self.observation.site else { return String::new() };
        let text = site.node.str().unwrap_or_default();
        let part = &self.path.segments[self.segment].span;
        let end = if includes_part { part.end } else { part.start };
        text.get(self.path.span.start as usize..end as usize).unwrap_or_default().to_owned()
    }

    /// What the path starts from, in words.
    fn root(&self, cx: &Context<'_>) -> String {
        let state = cx.machine.state(self.observation.state);
        match self.source {
            Source::Input => format!("the input of state `{}`", state.name),
            Source::EffectiveInput => format!("the effective input of state `{}`", state.name),
            Source::Result => "the result".to_owned(),
            Source::Merged => "the input with the result".to_owned(),
            Source::Error => "the error".to_owned(),
            Source::Context => "the context object".to_owned(),
            Source::Variable => "the variable".to_owned(),
        }
    }

    /// What is looked into, and what is not there: `the effective input of state `A` is {a: 1} and has no member `b``.
    fn lack(&self, cx: &Context<'_>) -> String {
        let subject = if self.segment == 0 { self.root(cx) } else { format!("`{}`", self.text(false)) };
        format!("{subject} is {:.1} and has {}", Brief(self.parent), self.missing())
    }

    fn missing(&self) -> String {
        match &self.path.segments[self.segment].kind {
            SegmentKind::Child { names, .. } => format!("no member `{}`", names[0].text),
            SegmentKind::Index(indices) => format!("no item {}", indices[0].value),
            _ => "no such part".to_owned(),
        }
    }

    /// The steps from the state's input to what is not there; none where the path starts from something else.
    fn steps(&self, cx: &Context<'_>) -> Option<Vec<Step>> {
        let object = cx.machine.state(self.observation.state).object;
        let is_input = match self.source {
            Source::Input => true,
            Source::EffectiveInput => !cx.machine.has(object, Field::InputPath),
            _ => false,
        };
        if !is_input {
            return None;
        }
        let parts = self.path.segments.iter().take(self.segment + 1);
        parts
            .map(|segment| match &segment.kind {
                SegmentKind::Child { names, .. } => Some(Step::Name(names.first()?.text.clone())),
                SegmentKind::Index(indices) => Some(Step::Index(i64::from(indices.first()?.value))),
                _ => None,
            })
            .collect()
    }

    /// Shows where what is not there was lost.
    fn explain(&self, cx: &Context<'_>, finding: &mut Finding) {
        if let Some(steps) = self.steps(cx) {
            explain(cx, self.observation.state, &steps, finding);
        } else {
            self.explain_source(cx, finding);
        }
    }

    fn explain_source(&self, cx: &Context<'_>, finding: &mut Finding) {
        let object = cx.machine.state(self.observation.state).object;
        let steps = cx.data.steps(self.observation.state);
        let (fields, shape, words): (&[Field], _, _) = match self.source {
            Source::Result => (
                &[Field::Resource, Field::Branches, Field::ItemProcessor, Field::Iterator, Field::Result],
                &steps.result,
                "this gives",
            ),
            Source::EffectiveInput => (&[Field::InputPath], &steps.effective_input, "this leaves"),
            Source::Merged => (&[Field::ResultPath], &None, "the result is put in here, not at the top"),
            _ => return,
        };
        let Some(field) = fields.iter().find_map(|&field| cx.machine.field(object, field)) else { return };
        let label = match shape {
            Some(shape) => format!("{words} {:.1}", Brief(shape)),
            None => words.to_owned(),
        };
        finding.related(field.key.span(), label);
    }

    /// The member that was probably meant.
    fn suggestion(&self) -> Option<&str> {
        let object = self.parent.parts().object.as_ref()?;
        suggest::nearest(self.name()?, object.members.iter().map(|member| &*member.name))
    }
}

/// A member that a JSONata expression reads and that may not be there.
struct AbsentMember<'o, 'a> {
    state: StateId,
    site: &'a Site<'a>,
    span: &'o Range<u32>,
    /// From the start of the path to the end of the member's name.
    path: &'o Range<u32>,
    name: &'o str,
    parent: &'o Shape,
    is_certain: bool,
}

/// The members that JSONata expressions read and that may not be there.
fn absent_members<'a>(cx: &Context<'a>) -> impl Iterator<Item = AbsentMember<'a, 'a>> + use<'a> {
    cx.data.observations().iter().filter_map(|observation| {
        let (ObservationKind::Jsonata(problem), Some(site)) = (&observation.kind, observation.site) else {
            return None;
        };
        let ProblemKind::Absent { name, parent, path } = &problem.kind else { return None };
        let Problem { span, is_certain, .. } = problem;
        Some(AbsentMember {
            state: observation.state,
            site,
            span,
            path,
            name,
            parent,
            is_certain: *is_certain,
        })
    })
}

impl AbsentMember<'_, '_> {
    /// The path to the member.
    fn text(&self) -> String {
        let text = self.site.jsonata_text();
        text.get(self.path.start as usize..self.path.end as usize).unwrap_or(self.name).to_owned()
    }

    fn lack(&self, cx: &Context<'_>) -> String {
        let text = self.text();
        let before = text.strip_suffix(self.name).and_then(|text| text.strip_suffix('.'));
        let state = cx.machine.state(self.state).name;
        let subject = match before {
            Some("$states.input") => format!("the input of state `{state}`"),
            Some("$states.result") => format!("the result of state `{state}`"),
            Some("$states.errorOutput") => "the error".to_owned(),
            Some(path) => format!("`{path}`"),
            None => "what it is read of".to_owned(),
        };
        format!("{subject} is {:.1} and has no member `{}`", Brief(self.parent), self.name)
    }

    /// The steps from the state's input to the member; none where the path starts from something else.
    fn steps(&self) -> Option<Vec<Step>> {
        let text = self.text();
        let path = text.strip_prefix("$states.input.")?;
        Some(path.split('.').map(|name| Step::Name(name.to_owned())).collect())
    }

    /// Shows where the member was lost.
    fn explain(&self, cx: &Context<'_>, finding: &mut Finding) {
        let text = self.text();
        if let Some(steps) = self.steps() {
            explain(cx, self.state, &steps, finding);
        } else if text.starts_with("$states.result.") {
            let object = cx.machine.state(self.state).object;
            let fields = [Field::Resource, Field::Branches, Field::ItemProcessor];
            let made = fields.iter().find_map(|&field| cx.machine.field(object, field));
            if let (Some(made), Some(result)) = (made, &cx.data.steps(self.state).result) {
                finding.related(made.key.span(), format!("this gives {:.1}", Brief(result)));
            }
        }
    }

    /// The member that was probably meant.
    fn suggestion(&self) -> Option<&str> {
        let object = self.parent.parts().object.as_ref()?;
        suggest::nearest(self.name, object.members.iter().map(|member| &*member.name))
    }
}

/// Whether a Choice on the way to a state may have sorted out the executions that lack what `steps` lead to: what it
/// tests may go along with it.
fn is_sorted_out(cx: &Context<'_>, state: StateId, steps: &[Step]) -> bool {
    let mut seen = FxHashSet::default();
    let mut open = vec![state];
    while let Some(state) = open.pop() {
        for arrival in cx.data.arrivals(state) {
            let lacks = |shape: &Shape| path_shape(shape, steps).absence == Absence::Possibly;
            let is_mixed = cx.data.entry(arrival.from).is_some_and(|entry| lacks(&entry.input));
            if !is_mixed || !lacks(&arrival.input) || !seen.insert(arrival.from) {
                continue;
            }
            if cx.machine.state(arrival.from).state_type == Some(StateType::Choice) {
                return true;
            }
            open.push(arrival.from);
        }
    }
    false
}

/// Whether a part of an expression is evaluated only where a condition, `and` or `or` lets it, or in a function.
fn is_conditional(expression: &Expression, part: &Range<u32>) -> bool {
    let holds = |id: NodeId| {
        let span = expression.span(id);
        span.start <= part.start && part.end <= span.end
    };
    expression.nodes.iter().any(|node| match &node.kind {
        NodeKind::Conditional { then, otherwise, .. } => holds(*then) || otherwise.is_some_and(holds),
        NodeKind::Binary(BinaryOperator::And | BinaryOperator::Or, _, right) => holds(*right),
        NodeKind::Lambda(lambda) => holds(lambda.body),
        _ => false,
    })
}

/// Shows where what `steps` lead to was lost, on the ways to a state.
fn explain(cx: &Context<'_>, state: StateId, steps: &[Step], finding: &mut Finding) {
    for reason in reasons(cx.machine, cx.data, state, steps) {
        let span = match reason.field.and_then(|field| cx.machine.field(reason.object, field)) {
            Some(field) => field.key.span(),
            None => cx.machine.head_span(reason.object),
        };
        finding.related(span, words(cx, &reason));
    }
}

fn words(cx: &Context<'_>, reason: &Reason) -> String {
    let shape = Brief(&reason.shape);
    let state = cx.machine.object(reason.object).state.map(|state| cx.machine.state(state));
    let name = state.map_or("", |state| state.name);
    match reason.deed {
        Deed::ReplacesInput if state.is_some_and(|state| state.state_type == Some(StateType::Pass)) => {
            format!("here {shape:.1} takes the place of the input of state `{name}`")
        }
        Deed::ReplacesInput => {
            format!("the result of state `{name}`, {shape:.1}, takes the place of its input here")
        }
        Deed::ErrorReplacesInput => format!("the error takes the place of the input of state `{name}` here"),
        Deed::Makes => format!("state `{name}` hands on {shape:.1}"),
        Deed::AddsResult => format!("state `{name}` puts its result here and hands on {shape:.1}"),
        Deed::Begins => format!("here {shape:.1} is given to what state `{name}` holds"),
    }
}

/// The part of a state that keeps its input, in words; for helps.
fn keeping(reasons: &[Reason]) -> Option<&'static str> {
    reasons.iter().find_map(|reason| match reason.deed {
        Deed::ReplacesInput => Some("Give that state a `ResultPath`, which puts the result into the input, or read what the result has"),
        Deed::ErrorReplacesInput => Some("Give the catcher a `ResultPath`, which puts the error into the input"),
        _ => None,
    })
}

/// A shape that is cut where it gets too long for a sentence.
struct Brief<'s>(&'s Shape);

/// How many letters of a shape a sentence holds.
const WIDTH: usize = 70;

impl std::fmt::Display for Brief<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let depth = out.precision().unwrap_or(1);
        let mut text = format!("{:.*}", depth, self.0);
        if text.chars().count() > WIDTH {
            text = format!("{:.0}", self.0);
        }
        match text.char_indices().nth(WIDTH) {
            Some((end, _)) => write!(out, "{}…", &text[..end]),
            None => out.write_str(&text),
        }
    }
}

/// The place of an observation that is about a field.
fn place(observation: &Observation<'_, '_>) -> Place {
    Place::field(observation.object, observation.field)
}
