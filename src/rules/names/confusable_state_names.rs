//! State names that differ only in case or blanks.

use rustc_hash::FxHashMap;

use super::{Context, Reporter};
use crate::asl::{Place, StateId};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut first: FxHashMap<String, StateId> = FxHashMap::default();
    for state in cx.machine.states() {
        let folded: String = state
            .name
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect();
        let Some(&other) = first.get(&folded) else {
            first.insert(folded, state.id);
            continue;
        };
        let other = cx.machine.state(other);
        // Equal names are `duplicate-state-name`.
        if other.name != state.name {
            out.report(
                &Place::object(state.object),
                state.key.span(),
                format!("The states `{}` and `{}` are easily taken for each other", other.name, state.name),
            )
            .label("differs only in case or blanks")
            .related(other.key.span(), "from this one")
            .help("Rename one of them so that nobody names the wrong one");
        }
    }
}
