//! A JSONata expression in a field that is never evaluated.

use super::{Context, Reporter};
use crate::asl::{Entry, Field, Holds, Place, QueryLanguage};
use crate::syntax::Node;

/// Fields of strings that are taken as they are (spec/jsonata.md 5.3) and that no other rule looks at.
const CONSTANT: [Field; 4] = [Field::ErrorEquals, Field::CSVHeaders, Field::ItemsPointer, Field::Label];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.entries().iter().filter(|entry| CONSTANT.contains(&entry.field)) {
        let value = cx.machine.field_ref(entry).value;
        let is_expression = |node: &Node<'_>| node.str().is_some_and(|text| text.starts_with("{%"));
        for (index, node) in
            std::iter::once(value).chain(value.items()).enumerate().filter(|(_, node)| is_expression(node))
        {
            let name = entry.field.name();
            let place = match index {
                0 => Place::field(entry.object, entry.field),
                index => Place::item(entry.object, entry.field, index - 1),
            };
            out.report(
                &place,
                node.span(),
                format!("`{name}` is never evaluated: the expression is taken as text"),
            )
            .label("taken as text")
            .help("Write the text itself");
        }
    }
    let mut open = Vec::new();
    for entry in cx.entries() {
        let is_payload =
            matches!(entry.spec.holds, Holds::JsonataPayload | Holds::PayloadTemplate | Holds::Variables);
        if is_payload && cx.machine.object(entry.object).language.is(QueryLanguage::JSONata) {
            open.push((cx.machine.field_ref(entry).value, entry.field == Field::Assign));
            keys(out, entry, &mut open);
        }
    }
}

/// The keys within the values of an entry, which are never evaluated either. Those of `Assign` are names of variables, of
/// which another rule tells.
fn keys(out: &mut Reporter<'_>, entry: &Entry, open: &mut Vec<(Node<'_>, bool)>) {
    while let Some((value, has_names)) = open.pop() {
        open.extend(value.items().map(|item| (item, false)));
        for (key, value) in value.members() {
            open.push((value, false));
            if !has_names && key.str().is_some_and(|text| text.starts_with("{%")) {
                let place = Place::field(entry.object, entry.field);
                out.report(&place, key.span(), "Keys are never evaluated: the expression is taken as a name")
                    .label("taken as a name")
                    .help("Make the whole object an expression: `{% { $name: value } %}`");
            }
        }
    }
}
