//! One error name twice in a list.

use rustc_hash::FxHashMap;

use super::{Context, Reporter, by_handler, error_names};
use crate::asl::{Field, ObjectId};
use crate::rules::edit;
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut first: FxHashMap<(ObjectId, &str), Node<'_>> = FxHashMap::default();
    for entry in by_handler(error_names(cx)).filter(|entries| entries.len() > 1).flatten() {
        let Some(other) = first.get(&(entry.handler, entry.name)) else {
            first.insert((entry.handler, entry.name), entry.item);
            continue;
        };
        let message = format!("`{}` stands twice in one list", entry.name);
        let finding = out.report(&entry.place(), entry.item.span(), message);
        finding.label("again").related(other.span(), "first here").help("Remove one of the two");
        let list = cx.machine.value(entry.handler, Field::ErrorEquals);
        if let Some(cut) = list.and_then(|list| edit::item_removal(list, entry.item)) {
            finding.safe_fix(cut, "");
        }
    }
}
