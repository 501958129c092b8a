//! One key with and without `.$` in one payload template.

use rustc_hash::FxHashMap;

use super::{Context, Reporter};
use crate::asl::{Holds, Language, Place, QueryLanguage};
use crate::syntax::{Kind, Node};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut open = Vec::new();
    for entry in cx.entries() {
        let spec = entry.spec;
        let is_template = matches!(spec.holds, Holds::PayloadTemplate | Holds::Variables);
        if !is_template || cx.machine.object(entry.object).language == Language::Known(QueryLanguage::JSONata)
        {
            continue;
        }
        let place = Place::field(entry.object, entry.field);
        open.push(cx.machine.field_ref(entry).value);
        while let Some(node) = open.pop() {
            check_object(out, &place, node);
            open.extend(
                node.members()
                    .map(|(_, value)| value)
                    .chain(node.items())
                    .filter(|value| matches!(value.kind(), Kind::Array | Kind::Object)),
            );
        }
    }
}

fn check_object(out: &mut Reporter<'_>, place: &Place, object: Node<'_>) {
    let is_dynamic = |(key, _): &(Node<'_>, Node<'_>)| key.str().is_some_and(|name| name.ends_with(".$"));
    let dynamic = object.members().filter(is_dynamic).count();
    if dynamic == 0 || dynamic == object.members().len() {
        return;
    }
    let plain: FxHashMap<&str, Node<'_>> = object
        .members()
        .filter(|member| !is_dynamic(member))
        .filter_map(|(key, _)| Some((key.str()?, key)))
        .collect();
    for (key, _) in object.members().filter(is_dynamic) {
        let Some(bare) = key.str().and_then(|name| name.strip_suffix(".$")) else { continue };
        if let Some(other) = plain.get(bare) {
            out.report(place, key.span(), format!("`{bare}` and `{bare}.$` make one and the same field"))
                .label("the field again")
                .related(other.span(), "first here")
                .help("Keep one of the two");
        }
    }
}
