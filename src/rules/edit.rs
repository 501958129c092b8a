//! Edits that keep a text well formed, however it is written.

use std::ops::Range;

use crate::flow::Site;
use crate::source::Span;
use crate::syntax::{Node, Notation, Tree};

/// The edit that puts `text` in the place of `start..end` (bytes of its value) of a string, spelled as the string is.
/// A string without quotes gets some where the new one could be taken for something else.
pub fn within(node: Node<'_>, start: usize, end: usize, text: &str) -> (Span, String) {
    let span = node.span_within(start, end);
    let value = node.str().unwrap_or_default();
    let is_terraform = node.tree().notation() == Notation::Terraform;
    match node.source().bytes().next() {
        Some(b'"') => (span, escaped(text, is_terraform)),
        Some(b'\'') => (span, text.replace('\'', "''")),
        // A block scalar or a heredoc shows its text as it is.
        Some(b'|' | b'>' | b'<') => (span, text.to_owned()),
        _ => {
            let whole = [&value[..start.min(end)], text, &value[end.max(start)..]].concat();
            let needs_no_quotes = if is_terraform { is_identifier(&whole) } else { is_plain(&whole) };
            match needs_no_quotes {
                true => (span, text.to_owned()),
                false => (node.span(), format!("\"{}\"", escaped(&whole, is_terraform))),
            }
        }
    }
}

/// The same for a stretch (in bytes) of the expression at `site`.
pub fn of_expression(site: &Site<'_>, range: &Range<u32>, text: &str) -> (Span, String) {
    within(site.node, site.offset() + range.start as usize, site.offset() + range.end as usize, text)
}

fn escaped(text: &str, is_terraform: bool) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    let text = quoted[1..quoted.len() - 1].to_owned();
    // A placeholder that was there stays one: only the sign of a directive is doubled.
    if is_terraform { text.replace("%{", "%%{") } else { text }
}

/// Whether a key of Terraform's needs no quotes.
fn is_identifier(text: &str) -> bool {
    let is_first = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
    text.starts_with(is_first) && text.chars().all(|letter| is_first(letter) || letter.is_ascii_digit())
}

/// Whether YAML takes the text for itself without quotes, anywhere; of some for which it would, this says no.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let is_word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    let is_first = |letter: char| letter.is_alphabetic() || letter == '$';
    let is_safe = |letter: char| letter.is_alphanumeric() || "$_.-/ ()".contains(letter);
    text.starts_with(is_first) && text.chars().all(is_safe) && !text.ends_with(' ') && !is_word
}

/// The text to cut so that a member of `object` is gone, with the comma or line that parts it from the others; none
/// where the object would be left empty, or where a comment or something else stands in between.
pub fn member_removal(object: Node<'_>, key: Node<'_>) -> Option<Span> {
    let parts: Vec<Range<usize>> = object.members().map(|(key, value)| extent(key, value)).collect();
    let index = object.members().position(|(other, _)| other.id() == key.id())?;
    let cut = removal(object, &parts, index)?;
    Some(object.tree().span(cut.start as u32, cut.end as u32))
}

/// The same for an item of `array`.
pub fn item_removal(array: Node<'_>, item: Node<'_>) -> Option<Span> {
    let cut = removal(array, &extents(array), position(array, item)?)?;
    Some(array.tree().span(cut.start as u32, cut.end as u32))
}

/// The texts to cut so that of the items of `array` only `item` is left.
pub fn others_removal(array: Node<'_>, item: Node<'_>) -> Option<Vec<Span>> {
    let parts = extents(array);
    let own = parts.get(position(array, item)?)?;
    for neighbours in parts.windows(2) {
        separator(array.tree(), &neighbours[0], &neighbours[1])?;
    }
    let (first, last) = (parts.first()?.start, parts.last()?.end);
    let cuts = [first..own.start, own.end..last].into_iter().filter(|cut| !cut.is_empty());
    Some(cuts.map(|cut| array.tree().span(cut.start as u32, cut.end as u32)).collect())
}

/// The edits that move an item of `array` behind the last one.
pub fn move_to_end(array: Node<'_>, item: Node<'_>) -> Option<[(Span, String); 2]> {
    let parts = extents(array);
    let index = position(array, item)?;
    let text = array.tree().text();
    let cut = removal(array, &parts, index)?;
    let parted = separator(array.tree(), parts.get(index)?, parts.get(index + 1)?)?;
    let end = parts.last()?.end as u32;
    let moved = [&text[parted], &text[parts[index].clone()]].concat();
    let cut = array.tree().span(cut.start as u32, cut.end as u32);
    Some([(cut, String::new()), (array.tree().span(end, end), moved)])
}

fn position(array: Node<'_>, item: Node<'_>) -> Option<usize> {
    array.items().position(|other| other.id() == item.id())
}

fn extents(array: Node<'_>) -> Vec<Range<usize>> {
    array.items().map(|item| extent(item, item)).collect()
}

/// Where a member or item stands. YAML counts blanks behind a value to it.
fn extent(first: Node<'_>, last: Node<'_>) -> Range<usize> {
    let blanks = last.source().len() - last.source().trim_end().len();
    first.range().start..last.range().end - blanks
}

fn removal(parent: Node<'_>, parts: &[Range<usize>], index: usize) -> Option<Range<usize>> {
    let tree = parent.tree();
    let own = parts.get(index).filter(|own| parent.range().start <= own.start && own.start < own.end)?;
    let text = tree.text().get(own.clone())?;
    // What is named here may be used elsewhere.
    if tree.notation() == Notation::Yaml && text.contains('&') {
        return None;
    }
    let behind = tree.text()[own.end..].trim_start_matches([' ', '\t', ',']);
    if behind.starts_with(['#', '/']) {
        return None;
    }
    let cut = match index.checked_sub(1) {
        Some(before) => separator(tree, &parts[before], own)?.start..own.end,
        None => own.start..separator(tree, own, parts.get(1)?)?.end,
    };
    Some(cut)
}

/// What stands between two neighbours; none if it is more than blanks, line breaks and the sign that parts them.
fn separator(tree: &Tree, before: &Range<usize>, behind: &Range<usize>) -> Option<Range<usize>> {
    let range = before.end..behind.start;
    let text = tree.text().get(range.clone())?;
    let signs: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_parted = match tree.notation() {
        Notation::Json => signs == [','],
        Notation::Yaml => signs == [','] || text.contains('\n') && matches!(signs.as_slice(), [] | ['-']),
        Notation::Terraform => signs == [','] || text.contains('\n') && signs.is_empty(),
    };
    is_parted.then_some(range)
}
