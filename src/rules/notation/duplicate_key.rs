//! Two equal keys in one object.

use std::cell::LazyCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Context, Reporter};
use crate::asl::{Field, Place};
use crate::rules::edit;
use crate::syntax::{Node, NodeId};

/// Up to so many members, comparing each with each is cheaper than hashing.
const FEW: usize = 8;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    if !cx.is_first {
        return;
    }
    // Two states of one name are `duplicate-state-name`.
    let scopes = cx.machine.scopes().iter();
    let states = scopes.filter_map(|scope| cx.machine.value(scope.object, Field::States)).map(Node::id);
    let states = LazyCell::new(|| states.collect::<FxHashSet<NodeId>>());
    for object in cx.tree.objects() {
        if has_duplicate(object) && !states.contains(&object.id()) {
            report(cx, out, object);
        }
    }
}

fn has_duplicate(object: Node<'_>) -> bool {
    let members = object.members();
    if members.len() > FEW {
        let mut seen = FxHashSet::default();
        return members.into_iter().any(|(key, _)| !seen.insert(key.bytes()));
    }
    let mut signatures = [0; FEW];
    for (index, (key, _)) in members.enumerate() {
        signatures[index] = signature(key.bytes());
        if signatures[..index].contains(&signatures[index]) {
            let is_same = |(other, _): (Node<'_>, Node<'_>)| other.bytes() == key.bytes();
            if object.members().take(index).any(is_same) {
                return true;
            }
        }
    }
    false
}

/// What tells most names apart, and is quickly compared.
fn signature(name: &[u8]) -> u32 {
    let [first, .., last] = *name else { return u32::from(name.first().copied().unwrap_or_default()) };
    u32::from_le_bytes([first, name[name.len() / 2], last, name.len() as u8])
}

fn report(cx: &Context<'_>, out: &mut Reporter<'_>, object: Node<'_>) {
    let mut last: FxHashMap<&str, (Node<'_>, Node<'_>)> = FxHashMap::default();
    for (key, value) in object.members().rev() {
        let Some(name) = key.str() else { continue };
        match last.get(name) {
            None => drop(last.insert(name, (key, value))),
            Some((counted, counted_value)) => {
                let place = Place::object(cx.machine.root());
                let finding =
                    out.report(&place, key.span(), format!("The key `{name}` stands twice in one object"));
                finding
                    .label("dropped without a word")
                    .related(counted.span(), "this one counts")
                    .help("Remove one of the two");
                // Of two values that differ, who knows which was meant.
                let is_same = value.source() == counted_value.source();
                if let Some(cut) = is_same.then(|| edit::member_removal(object, key)).flatten() {
                    finding.safe_fix(cut, "");
                }
            }
        }
    }
}
