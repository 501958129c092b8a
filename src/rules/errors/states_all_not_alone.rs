//! `States.ALL` beside other names.

use super::{ALL, Context, Reporter, handling, names};
use crate::asl::{Field, Place};
use crate::rules::edit;
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in handling(cx) {
        for list in [Field::Retry, Field::Catch] {
            let last = cx.machine.children(state.object, list).next_back();
            for handler in cx.machine.children(state.object, list) {
                let mut all = names(cx, handler).enumerate().filter(|(_, (name, _))| *name == ALL);
                let Some((index, (_, item))) = all.next().filter(|_| names(cx, handler).nth(1).is_some())
                else {
                    continue;
                };
                let place = Place::item(handler, Field::ErrorEquals, index);
                let finding = out.report(&place, item.span(), "`States.ALL` stands beside other error names");
                finding
                    .label("must stand alone")
                    .help("It covers the others; remove them, or give `States.ALL` an entry of its own at the end")
                    .aws(SCHEMA, "States.ALL must appear alone and at end of list", cx.location(&place));
                // Before other entries it may not stand alone either.
                let names = cx.machine.value(handler, Field::ErrorEquals).filter(|_| last == Some(handler));
                let cuts = names.and_then(|names| edit::others_removal(names, item));
                for span in cuts.into_iter().flatten() {
                    finding.unsafe_fix(span, "");
                }
            }
        }
    }
}
