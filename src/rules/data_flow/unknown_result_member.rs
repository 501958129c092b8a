//! A member that the answer of a service is not known to have.

use super::{AbsentPath, Context, Reporter, absent_paths};
use crate::asl::{Field, StateId};
use crate::flow::reasons;
use crate::rules::wording::words;
use crate::shape::Absence;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for absent in absent_paths(cx).filter(|absent| absent.absence < Absence::Possibly) {
        let Some(name) = absent.name().filter(|name| !may_be_spelt_so(cx, &absent, name)) else { continue };
        let message = format!("The answer of the service is not known to have a member `{name}`");
        let help = match absent.suggestion() {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => members(absent.parent),
        };
        let Some(finding) = absent.report(cx, out, message) else { continue };
        finding.label("not among its members");
        let keeping = absent.explain(cx, finding);
        finding.help(keeping.filter(|_| absent.suggestion().is_none()).unwrap_or(help));
    }
}

/// Whether the name differs from that of a member in its capitals only, and it may be an optimized integration that
/// answers: which capitals these have is not on record (spec/integrations.md 8.3).
fn may_be_spelt_so(cx: &Context<'_>, absent: &AbsentPath<'_, '_>, name: &str) -> bool {
    const UNFOLDED: [&str; 1] = ["NULL"];
    let object = absent.parent.parts().object.as_ref();
    let mut members = object.into_iter().flat_map(|object| &object.members);
    if !members.any(|member| member.name.eq_ignore_ascii_case(name)) && !UNFOLDED.contains(&name) {
        return false;
    }
    let state = absent.observation.state;
    let answering: Vec<StateId> = match absent.steps(cx) {
        Some(steps) => reasons(cx.machine, cx.data, state, &steps)
            .iter()
            .filter_map(|reason| cx.machine.object(reason.object).state)
            .collect(),
        None => vec![state],
    };
    let is_sdk = |state: &StateId| {
        let resource = cx.machine.str(cx.machine.state(*state).object, Field::Resource);
        resource.is_some_and(|resource| resource.contains(":aws-sdk:"))
    };
    answering.is_empty() || !answering.iter().all(is_sdk)
}

/// The members that an answer has, in words.
fn members(answer: &crate::shape::Shape) -> String {
    const FEW: usize = 8;
    let object = answer.parts().object.as_ref();
    let names: Vec<&str> =
        object.into_iter().flat_map(|object| &object.members).map(|member| &*member.name).collect();
    match names.get(..FEW) {
        Some(first) => format!("It has {} and others", words(first.iter().copied(), ",")),
        None => format!("It has {}", words(names, "and")),
    }
}
