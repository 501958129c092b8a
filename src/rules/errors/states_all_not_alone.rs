//! `States.ALL` beside other names.

use super::{ALL, Context, Reporter, by_handler, error_names};
use crate::asl::Field;
use crate::rules::edit;
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entries in by_handler(error_names(cx)).filter(|entries| entries.len() > 1) {
        let Some(entry) = entries.iter().find(|entry| entry.name == ALL) else { continue };
        let (handler, place) = (entry.handler, entry.place());
        let finding = out.report(&place, entry.item.span(), "`States.ALL` stands beside other error names");
        finding
            .label("must stand alone")
            .help("It covers the others; remove them, or give `States.ALL` an entry of its own at the end")
            .aws(SCHEMA, "States.ALL must appear alone and at end of list", cx.location(&place));
        // Before other entries it may not stand alone either.
        let last = cx.machine.children(entry.state.object, entry.list).next_back();
        let names = cx.machine.value(handler, Field::ErrorEquals).filter(|_| last == Some(handler));
        let cuts = names.and_then(|names| edit::others_removal(names, entry.item));
        for span in cuts.into_iter().flatten() {
            finding.unsafe_fix(span, "");
        }
    }
}
