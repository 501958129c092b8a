//! Paths and members of expressions that may find nothing.

use std::ops::Range;

use super::super::{Context, Failure, Reporter};
use super::Brief;
use super::guards::{Start, is_sorted_out};
use super::trace::{explain, input_steps, variable_steps};
use crate::asl::{Field, StateId, StateType};
use crate::expr::jsonpath::{Path, Root, SegmentKind};
use crate::finding::Finding;
use crate::flow::jsonata::{Effect, Problem, ProblemKind};
use crate::flow::{Observation, ObservationKind, Site, Source, segment_steps};
use crate::shape::{Absence, Shape, Step, Types};
use crate::suggest;
use crate::syntax::Kind;

/// A path that may find nothing.
pub struct AbsentPath<'o, 'a> {
    pub observation: &'o Observation<'a, 'a>,
    pub path: &'a Path,
    pub segment: usize,
    pub parent: &'o Shape,
    pub source: Source,
    pub absence: Absence,
}

/// The paths that may find nothing.
pub fn absent_paths<'a>(cx: &Context<'a>) -> impl Iterator<Item = AbsentPath<'a, 'a>> + use<'a> {
    cx.data().observations().iter().filter_map(|observation| match &observation.kind {
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
    pub fn name(&self) -> Option<&'a str> {
        Some(&self.path.segments[self.segment].kind.name()?.text)
    }

    /// Reports it at the part of the path that finds nothing.
    pub fn report<'r>(
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
    pub fn text(&self, includes_part: bool) -> String {
        let Some(site) = self.observation.site else { return String::new() };
        let text = site.node.str().unwrap_or_default();
        let part = &self.path.segments[self.segment].span;
        let end = if includes_part { part.end } else { part.start };
        text.get(self.path.span.start as usize..end as usize).unwrap_or_default().to_owned()
    }

    /// What the path starts from, in words.
    fn root(&self, cx: &Context<'_>) -> String {
        let state = cx.machine.state(self.observation.state);
        let has_input_path = cx.machine.has(state.object, Field::InputPath);
        match self.source {
            Source::EffectiveInput if has_input_path => {
                format!("the effective input of state `{}`", state.name)
            }
            Source::Input | Source::EffectiveInput => format!("the input of state `{}`", state.name),
            Source::Result => format!("the result of state `{}`", state.name),
            Source::Merged => format!("the input of state `{}` with its result", state.name),
            Source::Error => "the error".to_owned(),
            Source::Context => "the context object".to_owned(),
            Source::Variable => format!("the variable `{}`", self.text(false)),
        }
    }

    /// What is looked into, and what is not there: `the effective input of state `A` is {a: 1} and has no member `b``.
    pub fn lack(&self, cx: &Context<'_>) -> String {
        let subject = if self.segment == 0 { self.root(cx) } else { format!("`{}`", self.text(false)) };
        format!("{subject} is {} and has {}", Brief(self.parent), self.missing())
    }

    pub fn missing(&self) -> String {
        match &self.path.segments[self.segment].kind {
            SegmentKind::Child { names, .. } => format!("no member `{}`", names[0].text),
            SegmentKind::Index(indices) => format!("no item {}", indices[0].value),
            _ => "no such part".to_owned(),
        }
    }

    /// The steps from the state's input to what is not there; none where the path starts from something else.
    pub fn steps(&self, cx: &Context<'_>) -> Option<Vec<Step>> {
        let state = cx.machine.state(self.observation.state);
        let has_input_path = cx.machine.has(state.object, Field::InputPath);
        let is_input = match self.source {
            Source::Input => true,
            Source::EffectiveInput => !has_input_path,
            // These have no result that could be put into their input.
            Source::Merged => {
                !has_input_path && matches!(state.state_type, Some(StateType::Wait | StateType::Succeed))
            }
            _ => false,
        };
        if !is_input {
            return None;
        }
        segment_steps(&self.path.segments[..=self.segment])
    }

    /// Whether a Choice on the way may have sorted out where it lacks.
    pub fn is_sorted_out(&self, cx: &Context<'_>) -> bool {
        let state = self.observation.state;
        match (&self.path.root, self.steps(cx)) {
            (_, Some(steps)) => is_sorted_out(cx, state, Start::Input, &steps),
            (Root::Variable { name }, None) => {
                let steps = segment_steps(&self.path.segments[..=self.segment]);
                steps.is_some_and(|steps| is_sorted_out(cx, state, Start::Variable(name), &steps))
            }
            _ => false,
        }
    }

    /// Shows where what is not there was lost; the help says how to keep it.
    pub fn explain(&self, cx: &Context<'_>, finding: &mut Finding) -> Option<String> {
        match self.steps(cx) {
            Some(steps) => explain(cx, self.observation.state, &steps, finding),
            None => self.explain_source(cx, finding),
        }
    }

    fn explain_source(&self, cx: &Context<'_>, finding: &mut Finding) -> Option<String> {
        let object = cx.machine.state(self.observation.state).object;
        let field = |fields: &[Field]| fields.iter().find_map(|&field| cx.machine.field(object, field));
        // What the path starts from is known where its first part finds nothing.
        let root = (self.segment == 0).then(|| Brief(self.parent).to_string());
        match self.source {
            Source::Result => {
                let made = field(&MAKERS)?;
                let label = root
                    .map_or_else(|| "this gives the result".to_owned(), |root| format!("this gives {root}"));
                finding.related(made.key.span(), label);
                None
            }
            Source::EffectiveInput => {
                let path = field(&[Field::InputPath])?;
                let label = match (path.value.kind(), root) {
                    (Kind::Null, _) => "`null` leaves nothing of the input".to_owned(),
                    (_, Some(root)) => format!("this leaves {root} of the input"),
                    (_, None) => "this leaves only a part of the input".to_owned(),
                };
                finding.related(path.key.span(), label);
                Some("Leave `InputPath` out: it hides the rest of the input".to_owned())
            }
            Source::Merged => {
                let path = field(&[Field::ResultPath])?;
                finding.related(path.key.span(), "the result is put in here, not at the top");
                Some(
                    "Read it below the place where `ResultPath` puts the result, or drop `ResultPath`"
                        .to_owned(),
                )
            }
            Source::Variable => {
                let Root::Variable { name } = &self.path.root else { return None };
                let first = cx.variables().first_assignment(name)?;
                finding.related(first.key.span(), "assigned here");
                None
            }
            _ => None,
        }
    }

    /// The member that was probably meant.
    pub fn suggestion(&self) -> Option<&str> {
        let next = self.path.segments.get(self.segment + 1).and_then(|segment| segment.kind.name());
        nearest(self.parent, self.name()?, next.map(|name| &*name.text))
    }
}

/// A member that a JSONata expression reads and that may not be there.
pub struct AbsentMember<'o, 'a> {
    pub state: StateId,
    pub site: &'a Site<'a>,
    pub span: &'o Range<u32>,
    /// From the start of the path to the end of the member's name.
    pub path: &'o Range<u32>,
    pub name: &'o str,
    pub parent: &'o Shape,
    pub absence: Absence,
    /// Whether the expression goes on without it.
    pub is_ignored: bool,
}

/// The members that JSONata expressions read and that may not be there.
pub fn absent_members<'a>(cx: &Context<'a>) -> impl Iterator<Item = AbsentMember<'a, 'a>> + use<'a> {
    cx.data().observations().iter().filter_map(|observation| {
        let (ObservationKind::Jsonata(problem), Some(site)) = (&observation.kind, observation.site) else {
            return None;
        };
        let ProblemKind::Absent { name, parent, path, effect } = &problem.kind else { return None };
        let Problem { span, is_certain, .. } = problem;
        let absence = match (effect, is_certain) {
            (Effect::Unlisted, _) => Absence::Unknown,
            (_, true) => Absence::Always,
            (_, false) => Absence::Possibly,
        };
        let is_ignored = *effect == Effect::Ignored;
        let state = observation.state;
        Some(AbsentMember { state, site, span, path, name, parent, absence, is_ignored })
    })
}

/// The members without which results are undefined.
pub fn needed_members<'a>(cx: &Context<'a>) -> impl Iterator<Item = AbsentMember<'a, 'a>> + use<'a> {
    absent_members(cx).filter(|absent| !absent.is_ignored)
}

impl AbsentMember<'_, '_> {
    /// The path to the member.
    pub fn text(&self) -> String {
        let text = self.site.jsonata_text();
        text.get(self.path.start as usize..self.path.end as usize).unwrap_or(self.name).to_owned()
    }

    pub fn lack(&self, cx: &Context<'_>) -> String {
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
        format!("{subject} is {} and has no member `{}`", Brief(self.parent), self.name)
    }

    /// The steps from the state's input to the member; none where the path starts from something else.
    pub fn steps(&self) -> Option<Vec<Step>> {
        input_steps(&self.text())
    }

    /// Whether a Choice on the way may have sorted out where the member lacks.
    pub fn is_sorted_out(&self, cx: &Context<'_>) -> bool {
        let text = self.text();
        match (self.steps(), variable_steps(&text)) {
            (Some(steps), _) => is_sorted_out(cx, self.state, Start::Input, &steps),
            (None, Some((name, steps))) => is_sorted_out(cx, self.state, Start::Variable(name), &steps),
            (None, None) => false,
        }
    }

    /// Shows where the member was lost; the help says how to keep it.
    pub fn explain(&self, cx: &Context<'_>, finding: &mut Finding) -> Option<String> {
        let text = self.text();
        if let Some(steps) = self.steps() {
            return explain(cx, self.state, &steps, finding);
        }
        if text.starts_with("$states.result.") {
            let object = cx.machine.state(self.state).object;
            let made = MAKERS.iter().find_map(|&field| cx.machine.field(object, field))?;
            let result = cx.data().steps(self.state).result.as_ref()?;
            finding.related(made.key.span(), format!("this gives {}", Brief(result)));
            return None;
        }
        let name = text.strip_prefix('$')?.split(['.', '[']).next()?;
        let first = cx.variables().first_assignment(name)?;
        finding.related(first.key.span(), "assigned here");
        None
    }

    /// Shows where the member was lost, and says what to do about it: `otherwise`, where nothing better is known.
    pub fn advise(&self, cx: &Context<'_>, finding: &mut Finding, otherwise: &str) {
        let keeping = self.explain(cx, finding);
        finding.help(match self.suggestion() {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => form_of(self.parent, Some(self.name), true)
                .map(str::to_owned)
                .or(keeping)
                .unwrap_or_else(|| otherwise.to_owned()),
        });
    }

    /// The member that was probably meant.
    pub fn suggestion(&self) -> Option<&str> {
        let text = self.site.jsonata_text();
        let rest = text.get(self.span.end as usize..).unwrap_or_default();
        let next = rest
            .strip_prefix('.')
            .map(|rest| rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_'));
        nearest(self.parent, self.name, next.and_then(|mut names| names.next()))
    }
}

/// The fields that a state has its result from.
const MAKERS: [Field; 6] = [
    Field::Resource,
    Field::Branches,
    Field::ResultWriter,
    Field::ItemProcessor,
    Field::Iterator,
    Field::Result,
];

/// What to do about a member that is looked for in a text, in an array, or around the answer of a Lambda function.
pub fn form_of(parent: &Shape, member: Option<&str>, is_jsonata: bool) -> Option<&'static str> {
    let types = parent.types();
    if types.is_only(Types::ARRAY) && member.is_some() {
        return Some("It is an array: pick an item by its index, or go through all of them with `[*]`");
    }
    if types.is_only(Types::TEXT.or(Types::NULL)) && types.has(Types::TEXT) {
        return Some(match is_jsonata {
            true => "It is a text: `$parse` reads one that holds JSON",
            false => "It is a text: `States.StringToJson` reads one that holds JSON",
        });
    }
    if member.is_none() && types.is_only(Types::ARRAY) {
        return Some("The first item has the index 0");
    }
    let object = parent.parts().object.as_ref()?;
    let is_envelope =
        ["ExecutedVersion", "Payload", "StatusCode"].iter().all(|name| object.get(name).is_some());
    is_envelope.then_some("What the function answers is in `Payload`")
}

/// The member with the most similar name, if it can have the member that is read of it next.
fn nearest<'s>(parent: &'s Shape, name: &str, next: Option<&str>) -> Option<&'s str> {
    let object = parent.parts().object.as_ref()?;
    let meant = suggest::nearest(name, object.members.iter().map(|member| &*member.name))?;
    let can_have =
        |next| object.get(meant).is_some_and(|member| member.shape.member(next).absence != Absence::Always);
    next.is_none_or(can_have).then_some(meant)
}
