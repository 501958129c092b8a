//! A member that is never there, where a JSONata expression goes on without it.

use super::{Context, Reporter, absent_members};
use crate::shape::Absence;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let ignored = absent_members(cx).filter(|absent| absent.is_ignored);
    for absent in ignored.filter(|absent| absent.absence == Absence::Always) {
        let message = format!("`{}` is never there: {}", absent.text(), absent.lack(cx));
        let finding = out.report_at(absent.site, absent.span, message);
        finding.label("the expression goes on without it");
        absent.advise(cx, finding, "Read something that is there, or leave it out");
    }
}
