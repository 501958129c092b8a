//! A path to several places where one place is needed.

use super::{Context, Reporter};
use crate::asl::{Entry, Field, Holds, Language, ObjectKind, Place, QueryLanguage};
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.machine.entries() {
        let Some(spec) = cx.machine.spec(entry) else { continue };
        if spec.holds != Holds::ReferencePath
            || cx.machine.object(entry.object).language == Language::Known(QueryLanguage::JSONata)
        {
            continue;
        }
        let value = cx.machine.field_ref(entry).value;
        let Some(text) = value.str().filter(|text| text.starts_with('$')) else { continue };
        if value.has_placeholder() {
            continue;
        }
        let Some((start, end, reason)) = problem(cx, entry, text) else { continue };
        let name = entry.field.name();
        let place = Place::field(entry.object, entry.field);
        out.report(
            &place,
            value.span_within(start, end),
            format!("`{name}` takes a reference path, and `{text}` {reason}"),
        )
        .label("not in a reference path")
        .help("A reference path names exactly one place: `$.name`, `$['name']` and `[0]` only")
        .aws(SCHEMA, "Value is not a Reference Path", cx.location(&place));
    }
}

/// What makes the path more than a place, and where in it (spec/paths.md 3.2, 3.3).
fn problem(cx: &Context<'_>, entry: &Entry, text: &str) -> Option<(usize, usize, &'static str)> {
    let variable = text[1..].starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    if text.starts_with("$$") && refuses_context(cx, entry) {
        return Some((0, 2, "reads the context object"));
    }
    if variable && entry.field == Field::ResultPath {
        return Some((0, text.len(), "is a variable"));
    }
    let mut quote = None;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match (quote, letter) {
            (_, '\\') => drop(letters.next()),
            (Some(open), _) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(letter),
            (None, '*') => return Some((at, at + 1, "has a wildcard")),
            (None, '?') => return Some((at, at + 1, "has a filter")),
            (None, '.') if letters.peek().is_some_and(|&(_, next)| next == '.') => {
                return Some((at, at + 2, "searches at any depth"));
            }
            _ => {}
        }
    }
    None
}

/// Of the Map's fields only `ItemsPath` may read the context object, and results are never put there. What AWS says
/// of the timing fields is not recorded.
fn refuses_context(cx: &Context<'_>, entry: &Entry) -> bool {
    let kind = cx.machine.object(entry.object).kind;
    let is_map_number = matches!(kind, ObjectKind::Map | ObjectKind::ReaderConfig | ObjectKind::ItemBatcher)
        && entry.field != Field::ItemsPath;
    entry.field == Field::ResultPath || is_map_number
}
