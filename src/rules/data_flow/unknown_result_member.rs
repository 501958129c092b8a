//! A member that the answer of a service is not known to have.

use super::{Context, Reporter, absent_paths};
use crate::rules::wording::words;
use crate::shape::Absence;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for absent in absent_paths(cx).filter(|absent| absent.absence < Absence::Possibly) {
        let Some(name) = absent.name() else { continue };
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
