//! Edits that keep a text well formed.

use super::Context;
use crate::source::Span;
use crate::syntax::{Node, Notation};

/// The text to cut so that the member `key: value` is gone from its object, comma and blanks included; none where the
/// text is not plain JSON there. `others` are keys that stay, so that the object is not left empty.
pub fn member_removal(cx: &Context<'_>, others: &[Node<'_>], key: Node<'_>, value: Node<'_>) -> Option<Span> {
    if cx.tree.notation() != Notation::Json || others.iter().all(|other| other.id() == key.id()) {
        return None;
    }
    let text = cx.tree.text();
    let (start, end) = (key.range().start, value.range().end);
    let before = text[..start].trim_end();
    let after = text[end..].trim_start();
    let range = if before.ends_with(',') {
        before.len() - 1..end
    } else if before.ends_with('{') && after.starts_with(',') {
        let rest = after[1..].trim_start();
        start..text.len() - rest.len()
    } else {
        return None;
    };
    Some(cx.tree.span(range.start as u32, range.end as u32))
}
