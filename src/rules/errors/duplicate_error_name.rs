//! One error name twice in a list.

use rustc_hash::FxHashMap;

use super::{Context, Reporter, handling, names};
use crate::asl::{Field, Place};
use crate::rules::edit;
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in handling(cx) {
        for list in [Field::Retry, Field::Catch] {
            for handler in cx.machine.children(state.object, list) {
                let count = names(cx, handler).count();
                if count < 2 {
                    continue;
                }
                let mut first: FxHashMap<&str, Node<'_>> =
                    FxHashMap::with_capacity_and_hasher(count, Default::default());
                for (index, (name, item)) in names(cx, handler).enumerate() {
                    if let Some(other) = first.get(name) {
                        let finding = out.report(
                            &Place::item(handler, Field::ErrorEquals, index),
                            item.span(),
                            format!("`{name}` stands twice in one list"),
                        );
                        finding
                            .label("again")
                            .related(other.span(), "first here")
                            .help("Remove one of the two");
                        let list = cx.machine.value(handler, Field::ErrorEquals);
                        if let Some(cut) = list.and_then(|list| edit::item_removal(list, item)) {
                            finding.safe_fix(cut, "");
                        }
                    } else {
                        first.insert(name, item);
                    }
                }
            }
        }
    }
}
