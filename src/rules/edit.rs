//! Edits that keep a text well formed, however it is written.

use std::ops::Range;

use crate::flow::Site;
use crate::source::Span;
use crate::syntax::{Node, Notation};

/// The edit that puts `text` in the place of `start..end` (bytes of its value) of a string, spelled as the string is.
/// A string without quotes gets some where the new one could be taken for something else.
pub fn within(node: Node<'_>, start: usize, end: usize, text: &str) -> (Span, String) {
    let span = node.span_within(start, end);
    let value = node.str().unwrap_or_default();
    let is_terraform = node.tree().notation() == Notation::Terraform;
    match node.source().bytes().next() {
        Some(b'"') => (span, escaped(text, is_terraform)),
        Some(b'\'') => (span, text.replace('\'', "''")),
        _ if is_block(node) => (span, text.to_owned()),
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

/// Whether the string is a block scalar or a heredoc, which show their text as it is.
pub(super) fn is_block(node: Node<'_>) -> bool {
    let header = |text: &str| text.ends_with(['|', '>']);
    let before = node.tree().text()[..node.range().start].trim_end();
    let is_behind_header =
        header(before.trim_end_matches(|sign: char| "-+".contains(sign) || sign.is_ascii_digit()));
    node.source().starts_with(['|', '>', '<']) || node.tree().notation() == Notation::Yaml && is_behind_header
}

/// The edits that put the text of a string between the delimiters of JSONata.
pub fn delimited(node: Node<'_>, text: &str) -> Vec<(Span, String)> {
    let (span, wrapped) = within(node, 0, text.len(), &format!("{{% {text} %}}"));
    if span == node.span() {
        return vec![(span, wrapped)];
    }
    let end = node.span_within(text.len(), text.len());
    vec![(node.span_within(0, 0), "{% ".to_owned()), (end, " %}".to_owned())]
}

/// The same for a stretch (in bytes) of the expression at `site`.
pub fn of_expression(site: &Site<'_>, range: &Range<u32>, text: &str) -> (Span, String) {
    within(site.node, site.offset() + range.start as usize, site.offset() + range.end as usize, text)
}

pub(super) fn escaped(text: &str, is_terraform: bool) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    let text = quoted[1..quoted.len() - 1].to_owned();
    // A placeholder that was there stays one: only the sign of a directive is doubled.
    if is_terraform { text.replace("%{", "%%{") } else { text }
}

/// Whether a key of Terraform's needs no quotes.
pub(super) fn is_identifier(text: &str) -> bool {
    let is_first = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
    text.starts_with(is_first) && text.chars().all(|letter| is_first(letter) || letter.is_ascii_digit())
}

/// Whether YAML takes the text for itself without quotes, anywhere; of some for which it would, this says no.
pub(super) fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let is_word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    let is_first = |letter: char| letter.is_alphabetic() || letter == '$';
    let is_safe = |letter: char| letter.is_alphanumeric() || "$_.-/ ()".contains(letter);
    text.starts_with(is_first) && text.chars().all(is_safe) && !text.ends_with(' ') && !is_word
}

/// The text to cut so that a member of `object` is gone, with the comma or line that parts it from the others; none
/// where the object would be left empty, or where a comment or something else stands in between.
pub fn member_removal(object: Node<'_>, key: Node<'_>) -> Option<Span> {
    let parts = Parts { parent: object, count: object.members().len() };
    Some(parts.span(parts.removal(parts.position(key)?)?))
}

/// The same for an item of `array`.
pub fn item_removal(array: Node<'_>, item: Node<'_>) -> Option<Span> {
    let parts = Parts { parent: array, count: array.items().len() };
    Some(parts.span(parts.removal(parts.position(item)?)?))
}

/// The texts to cut so that of the items of `array` only `item` is left.
pub fn others_removal(array: Node<'_>, item: Node<'_>) -> Option<Vec<Span>> {
    let parts = Parts { parent: array, count: array.items().len() };
    let own = parts.extent(parts.position(item)?)?;
    for index in 1..parts.count {
        parts.separator(index)?;
    }
    let (first, last) = (parts.extent(0)?.start, parts.extent(parts.count - 1)?.end);
    let cuts = [first..own.start, own.end..last].into_iter().filter(|cut| !cut.is_empty());
    Some(cuts.map(|cut| parts.span(cut)).collect())
}

/// The edits that move an item of `array` behind the last one.
pub fn move_to_end(array: Node<'_>, item: Node<'_>) -> Option<[(Span, String); 2]> {
    let parts = Parts { parent: array, count: array.items().len() };
    let index = parts.position(item)?;
    let text = array.tree().text();
    let cut = parts.removal(index)?;
    let parted = parts.separator(index + 1)?;
    let end = parts.extent(parts.count - 1)?.end;
    let moved = [&text[parted], &text[parts.extent(index)?]].concat();
    Some([(parts.span(cut), String::new()), (parts.span(end..end), moved)])
}

/// The members of an object, or the items of an array.
#[derive(Clone, Copy)]
pub(super) struct Parts<'t> {
    pub(super) parent: Node<'t>,
    pub(super) count: usize,
}

impl<'t> Parts<'t> {
    /// The first and the last node of a part: key and value, or an item and itself.
    pub(super) fn part(self, index: usize) -> Option<(Node<'t>, Node<'t>)> {
        self.parent.member(index).or_else(|| self.parent.item(index).map(|item| (item, item)))
    }

    /// The number of the part that begins with that node.
    pub(super) fn position(self, first: Node<'_>) -> Option<usize> {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = usize::midpoint(low, high);
            let is_before = self.part(middle)?.0.range().start < first.range().start;
            (low, high) = if is_before { (middle + 1, high) } else { (low, middle) };
        }
        self.part(low).filter(|(found, _)| found.id() == first.id()).map(|_| low)
    }

    /// Where a part stands. YAML counts blanks behind a value to it.
    fn extent(self, index: usize) -> Option<Range<usize>> {
        let (first, last) = self.part(index)?;
        let (start, end) = (first.range().start, last.range().start + last.source().trim_end().len());
        (self.parent.range().start <= start && start < end).then_some(start..end)
    }

    fn span(self, range: Range<usize>) -> Span {
        self.parent.tree().span(range.start as u32, range.end as u32)
    }

    fn removal(self, index: usize) -> Option<Range<usize>> {
        let tree = self.parent.tree();
        let own = self.extent(index)?;
        // What is named here may be used elsewhere.
        if tree.notation() == Notation::Yaml && tree.text()[own.clone()].contains('&') {
            return None;
        }
        // A comment behind it would be taken for one about the part before.
        if tree.text()[own.end..].trim_start_matches([' ', '\t', ',']).starts_with(['#', '/']) {
            return None;
        }
        Some(match index {
            0 => own.start..self.separator(1)?.end,
            _ => self.separator(index)?.start..own.end,
        })
    }

    /// What stands between a part and the one before; none if it is more than blanks, line breaks and the sign that
    /// parts them.
    pub(super) fn separator(self, index: usize) -> Option<Range<usize>> {
        let range = self.extent(index.checked_sub(1)?)?.end..self.extent(index)?.start;
        let text = self.parent.tree().text().get(range.clone())?;
        let mut signs = text.chars().filter(|letter| !letter.is_whitespace());
        let signs = (signs.next(), signs.next());
        let is_line_break = text.contains('\n');
        let is_parted = match (self.parent.tree().notation(), signs) {
            (_, (Some(','), None)) => true,
            (Notation::Yaml, (None | Some('-'), None)) | (Notation::Terraform, (None, None)) => is_line_break,
            _ => false,
        };
        is_parted.then_some(range)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::FileId;
    use crate::syntax::parse_text;

    /// The text without the member `x` of its root.
    fn without_x(notation: Notation, text: &str) -> Option<String> {
        let tree = parse_text(FileId(0), notation, &Arc::from(text));
        let root = tree.documents().next()?;
        let (key, _) = root.members().find(|(key, _)| key.str() == Some("x"))?;
        let cut = member_removal(root, key)?.range();
        Some([&text[..cut.start], &text[cut.end..]].concat())
    }

    #[test]
    fn members_go_with_what_parts_them() {
        for (text, left) in [
            (r#"{"x": 1, "b": 2}"#, r#"{"b": 2}"#),
            (r#"{"a": 1, "x": {"b": 2}}"#, r#"{"a": 1}"#),
            ("{\r\n  \"a\": 1,\r\n  \"x\": 2,\r\n  \"c\": 3\r\n}", "{\r\n  \"a\": 1,\r\n  \"c\": 3\r\n}"),
        ] {
            assert_eq!(without_x(Notation::Json, text).as_deref(), Some(left), "{text}");
        }
        for (text, left) in [
            ("x: 1\nb: 2\n", "b: 2\n"),
            ("a: 1\nx:\n  - 2\n\nc: 3\n", "a: 1\n\nc: 3\n"),
            ("a: 1\nx: |\n  text\nc: 3", "a: 1\nc: 3"),
            ("{a: 1, x: 2}", "{a: 1}"),
        ] {
            assert_eq!(without_x(Notation::Yaml, text).as_deref(), Some(left), "{text}");
        }
    }

    #[test]
    fn members_stay_where_it_is_not_certain_what_goes_with_them() {
        for text in [
            r#"{"x": 1}"#,
            "{\"a\": 1, // one\n \"x\": 2}",
            "{\"a\": 1, \"x\": 2 /* two */}",
            "{\"a\": 1 \"x\": 2}",
        ] {
            assert_eq!(without_x(Notation::Json, text), None, "{text}");
        }
        for text in ["x: 1\n", "a: 1 # one\nx: 2\n", "a: 1\nx: 2 # two\n", "a: 1\nx: &two 2\nc: *two\n"] {
            assert_eq!(without_x(Notation::Yaml, text), None, "{text}");
        }
    }

    #[test]
    fn items_move_with_their_lines() {
        for (notation, text, moved) in [
            (Notation::Json, "[1, 2, 3]", "[2, 3, 1]"),
            (Notation::Json, "[\n  1,\n  2\n]", "[\n  2,\n  1\n]"),
            (Notation::Yaml, "- a: 1\n  b: 2\n- c\n", "- c\n- a: 1\n  b: 2\n"),
        ] {
            let tree = parse_text(FileId(0), notation, &Arc::from(text));
            let root = tree.documents().next().expect("a value");
            let [(cut, _), (at, inserted)] =
                move_to_end(root, root.item(0).expect("an item")).expect("edits");
            let (cut, at) = (cut.range(), at.range());
            let found = [&text[..cut.start], &text[cut.end..at.start], &inserted, &text[at.end..]].concat();
            assert_eq!(found, moved);
        }
    }

    #[test]
    fn replacements_are_spelled_as_the_string_is() {
        for (notation, text, spelled) in [
            (Notation::Json, r#""abc""#, r#""a\"\\c""#),
            (Notation::Yaml, "'abc'", "'a\"\\c'"),
            (Notation::Yaml, "abc", r#""a\"\\c""#),
            (Notation::Yaml, "|\n  abc", "|\n  a\"\\c"),
        ] {
            let tree = parse_text(FileId(0), notation, &Arc::from(text));
            let (span, edit) = within(tree.documents().next().expect("a value"), 1, 2, "\"\\");
            let range = span.range();
            assert_eq!([&text[..range.start], &edit, &text[range.end..]].concat(), spelled);
        }
    }
}
