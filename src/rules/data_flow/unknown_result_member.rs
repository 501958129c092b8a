//! A member that the answer of a service is not known to have.

use super::{AbsentMember, Context, Reporter, absent_members, absent_paths};
use crate::asl::{Field, StateId};
use crate::finding::Finding;
use crate::flow::reasons;
use crate::rules::Failure;
use crate::rules::wording::words;
use crate::shape::{Absence, Shape, Step};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for absent in absent_paths(cx).filter(|absent| absent.absence < Absence::Possibly) {
        let Some(name) = absent.name() else { continue };
        let read =
            Read { state: absent.observation.state, parent: absent.parent, name, steps: absent.steps(cx) };
        if may_be_spelt_so(cx, &read) {
            continue;
        }
        let Some(finding) = absent.report(cx, out, message(name)) else { continue };
        let keeping = absent.explain(cx, finding);
        finish(finding, absent.suggestion(), keeping, absent.parent);
    }
    for absent in absent_members(cx).filter(|absent| absent.absence < Absence::Possibly) {
        let AbsentMember { state, name, parent, .. } = absent;
        if may_be_spelt_so(cx, &Read { state, parent, name, steps: absent.steps() }) {
            continue;
        }
        let severity = cx.severity_at(absent.site, Failure::Catchable);
        let finding = out.report_at(absent.site, absent.span, message(name));
        finding.at_most(severity);
        let keeping = absent.explain(cx, finding);
        finish(finding, absent.suggestion(), keeping, parent);
    }
}

/// A member that is read of the answer of a service.
struct Read<'r> {
    /// The state that reads it.
    state: StateId,
    parent: &'r Shape,
    name: &'r str,
    /// The way to it from the state's input; none where it is read of something else.
    steps: Option<Vec<Step>>,
}

fn message(name: &str) -> String {
    format!("The answer of the service is not known to have a member `{name}`")
}

fn finish(finding: &mut Finding, suggestion: Option<&str>, keeping: Option<String>, parent: &Shape) {
    finding.label("not among its members").help(match suggestion {
        Some(meant) => format!("Did you mean `{meant}`?"),
        None => keeping.unwrap_or_else(|| members(parent)),
    });
}

/// Whether the name differs from that of a member in its capitals only, and it may be an optimized integration that
/// answers: which capitals these have is not on record (spec/integrations.md 8.3).
fn may_be_spelt_so(cx: &Context<'_>, read: &Read<'_>) -> bool {
    const UNFOLDED: [&str; 1] = ["NULL"];
    let Read { state, parent, name, steps } = read;
    let object = parent.parts().object.as_ref();
    let mut members = object.into_iter().flat_map(|object| &object.members);
    // Their first letter is a capital always.
    let may_be = |member: &str| member.eq_ignore_ascii_case(name) && !name.starts_with(char::is_lowercase);
    if !members.any(|member| may_be(&member.name)) && !UNFOLDED.contains(name) {
        return false;
    }
    let answering: Vec<StateId> = match steps {
        Some(steps) => reasons(cx.machine, cx.data(), *state, steps)
            .iter()
            .filter_map(|reason| cx.machine.object(reason.object).state)
            .collect(),
        None => vec![*state],
    };
    let is_sdk = |state: &StateId| {
        let resource = cx.machine.str(cx.machine.state(*state).object, Field::Resource);
        resource.is_some_and(|resource| resource.contains(":aws-sdk:"))
    };
    answering.is_empty() || !answering.iter().all(is_sdk)
}

/// The members that an answer has, in words.
fn members(answer: &Shape) -> String {
    const FEW: usize = 8;
    let object = answer.parts().object.as_ref();
    let names: Vec<&str> =
        object.into_iter().flat_map(|object| &object.members).map(|member| &*member.name).collect();
    match names.get(..FEW) {
        Some(first) => format!("It has {} and others", words(first.iter().copied(), ",")),
        None => format!("It has {}", words(names, "and")),
    }
}
