//! A JSONata expression that gives nothing on some of the ways to the state.

use super::{Context, Reporter, is_conditional, needed_members};
use crate::finding::Severity;
use crate::shape::Absence;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for absent in needed_members(cx).filter(|absent| absent.absence == Absence::Possibly) {
        let is_guarded = absent.site.expression().is_some_and(|found| is_conditional(found, absent.span));
        if is_guarded || absent.is_sorted_out(cx) {
            continue;
        }
        let state = cx.machine.state(absent.state).name;
        let message = format!("`{}` gives nothing on some of the ways to state `{state}`", absent.text());
        let finding = out.report_at(absent.site, absent.span, message);
        finding.label(format!("no member `{}` there", absent.name)).at_most(Severity::Warning);
        absent.explain(cx, finding);
        finding.help(format!("Give a value for that case: `$exists({0}) ? {0} : null`", absent.text()));
    }
}
