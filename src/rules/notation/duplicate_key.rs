//! Two equal keys in one object.

use std::cell::LazyCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Context, Reporter};
use crate::asl::{Field, Place};
use crate::rules::edit;
use crate::syntax::{Node, NodeId};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    if !cx.is_first {
        return;
    }
    // Two states of one name are `duplicate-state-name`.
    let scopes = cx.machine.scopes().iter();
    let states = scopes.filter_map(|scope| cx.machine.value(scope.object, Field::States)).map(Node::id);
    let states = LazyCell::new(|| states.collect::<FxHashSet<NodeId>>());
    for object in cx.tree.objects() {
        if object.has_equal_keys() && !states.contains(&object.id()) {
            report(cx, out, object);
        }
    }
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
