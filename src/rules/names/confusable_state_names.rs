//! State names that differ only in case or blanks.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::{Context, Reporter, earlier_alike};
use crate::asl::Place;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let is_alike = |name: &str, other: &str| folded(name).eq(folded(other));
    for (other, state) in earlier_alike(cx, hash, is_alike) {
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
