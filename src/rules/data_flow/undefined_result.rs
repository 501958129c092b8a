//! A JSONata expression that gives nothing, whatever way an execution has come.

use rustc_hash::FxHashSet;

use super::{AbsentMember, Context, Reporter, needed_members};
use crate::flow::ObservationKind;
use crate::rules::Failure;
use crate::rules::wording::shorten;
use crate::shape::Absence;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut told = FxHashSet::default();
    for absent in needed_members(cx).filter(|absent| absent.absence == Absence::Always) {
        let text = absent.text();
        let message = format!("`{text}` gives nothing: {}", absent.lack(cx));
        report(cx, out, &absent, message);
        told.insert(absent.site.node.id());
    }
    for observation in cx.data().observations() {
        let (ObservationKind::Undefined, Some(site)) = (&observation.kind, observation.site) else {
            continue;
        };
        if !told.contains(&site.node.id()) {
            let severity = cx.severity_at(site, Failure::Catchable);
            let text = site.jsonata_text();
            let range = 0..text.len() as u32;
            let message =
                format!("`{}` gives nothing, whatever way an execution has come", shorten(text.trim()));
            out.report_at(site, &range, message)
                .label("always undefined, which no field takes")
                .help("Read something that is there")
                .at_most(severity);
        }
    }
}

fn report(cx: &Context<'_>, out: &mut Reporter<'_>, absent: &AbsentMember<'_, '_>, message: String) {
    let severity = cx.severity_at(absent.site, Failure::Catchable);
    let finding = out.report_at(absent.site, absent.span, message);
    finding.label(format!("no member `{}`", absent.name)).at_most(severity);
    absent.advise(cx, finding, "Read something that is there");
}
