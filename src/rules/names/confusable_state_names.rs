//! State names that differ only in case or blanks.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::{Context, Reporter};
use crate::asl::{Place, StateId};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let states = cx.machine.states();
    let mut first: FxHashMap<u64, StateId> =
        FxHashMap::with_capacity_and_hasher(states.len(), Default::default());
    for state in states {
        let other = cx.machine.state(*first.entry(hash(state.name)).or_insert(state.id));
        // Equal names are `duplicate-state-name`.
        if other.name != state.name && folded(other.name).eq(folded(state.name)) {
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

/// The letters by which two names are compared.
fn folded(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase)
}

fn hash(name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    if name.is_ascii() {
        let letters = name.bytes().filter(|letter| !letter.is_ascii_whitespace());
        letters.for_each(|letter| hasher.write_u32(letter.to_ascii_lowercase().into()));
    } else {
        folded(name).for_each(|letter| hasher.write_u32(letter.into()));
    }
    hasher.finish()
}
