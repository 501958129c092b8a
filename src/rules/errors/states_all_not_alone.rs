//! `States.ALL` beside other names.

use super::{ALL, Context, Reporter, handling, names};
use crate::asl::{Field, Place};
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in handling(cx) {
        for list in [Field::Retry, Field::Catch] {
            for handler in cx.machine.children(state.object, list) {
                let all: Vec<_> = names(cx, handler).collect();
                let Some(index) = all.iter().position(|(name, _)| *name == ALL).filter(|_| all.len() > 1)
                else {
                    continue;
                };
                let place = Place::item(handler, Field::ErrorEquals, index);
                out.report(&place, all[index].1.span(), "`States.ALL` stands beside other error names")
                    .label("must stand alone")
                    .help("It covers the others; remove them, or give `States.ALL` an entry of its own at the end")
                    .aws(SCHEMA, "States.ALL must appear alone and at end of list", cx.location(&place));
            }
        }
    }
}
