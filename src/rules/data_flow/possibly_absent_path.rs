//! A path that finds nothing on some of the ways to the state.

use super::{Context, Reporter, absent_paths};
use crate::shape::Absence;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for absent in absent_paths(cx).filter(|absent| absent.absence == Absence::Possibly) {
        if absent.is_sorted_out(cx) {
            continue;
        }
        let message = format!(
            "`{}` finds nothing on some of the ways to state `{}`",
            absent.text(true),
            cx.machine.state(absent.observation.state).name
        );
        let Some(finding) = absent.report(cx, out, message) else { continue };
        finding.label(format!("{} there", absent.missing()));
        absent.explain(cx, finding);
        finding.help("Make it on those ways too, or test `IsPresent` in a Choice first");
    }
}
