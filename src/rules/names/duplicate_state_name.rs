//! Two states of one name, in whatever scopes.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::{Context, Reporter, earlier_alike};
use crate::asl::Place;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    if cx.machine.scopes().len() < 2 && cx.machine.has_unique_names() {
        return;
    }
    for (other, state) in earlier_alike(cx, |name| FxBuildHasher.hash_one(name), str::eq) {
        let message = format!("Two states are called `{}`", state.name);
        let help = if other.scope == state.scope {
            "Rename one of them: of two equal keys only the last is read"
        } else {
            "Rename one of them: names are unique over the whole state machine, branches and item processors included"
        };
        out.report(&Place::object(state.object), state.key.span(), message)
            .label("the name again")
            .related(other.key.span(), "first used here")
            .help(help)
            .aws("DUPLICATE_STATE_NAME", format!("Duplicate State name: {}", state.name), None);
    }
}
