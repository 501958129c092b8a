//! Choice rules in a few words.

use super::text::{plain, shortened};
use crate::asl::{Field, Machine, ObjectId};
use crate::syntax::{Kind, Node};

/// So many columns of a condition are shown.
const COLUMNS: usize = 72;
/// Rules within rules are followed up to that depth.
const DEPTH: usize = 4;
/// What stands for what is not shown.
const MORE: &str = "…";

/// What a choice rule asks for, in short: `$.status == "DONE"`.
pub fn condition(machine: &Machine<'_>, rule: ObjectId) -> String {
    let text = match machine.value(rule, Field::Condition) {
        Some(condition) => match condition.str() {
            Some(text) => jsonata(text),
            None => value(condition),
        },
        None => boolean(machine, rule, DEPTH, false),
    };
    shortened(&plain(&text), COLUMNS)
}

/// The expression without its delimiters and comments.
fn jsonata(text: &str) -> String {
    let inner = text.trim().strip_prefix("{%").and_then(|text| text.strip_suffix("%}"));
    let mut rest = inner.unwrap_or(text);
    let mut expression = String::with_capacity(rest.len());
    while let Some(at) = rest.find(['"', '\'', '`', '/']) {
        expression.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes() {
            [b'/', b'*', ..] => {
                expression.push(' ');
                rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
                continue;
            }
            [b'/', ..] => 1,
            _ => quoted(rest),
        };
        expression.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    expression + rest
}

/// The length in bytes of what stands in quotes at the beginning of the text.
fn quoted(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() && bytes[at] != bytes[0] {
        // Wherever in a longer character this lands, none of its bytes is a quote.
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    // A quote that is never closed, or a backslash at the end.
    (at + 1).min(text.len())
}

/// A rule over one variable, or over other rules; `depth` bounds how many are followed into each other.
fn boolean(machine: &Machine<'_>, rule: ObjectId, depth: usize, is_part: bool) -> String {
    for (field, word) in [(Field::And, " and "), (Field::Or, " or ")] {
        if machine.has(rule, field) {
            let text = joined(machine, machine.children(rule, field), word, depth);
            let is_several = machine.children(rule, field).len() > 1;
            return if is_part && is_several { format!("({text})") } else { text };
        }
    }
    if machine.has(rule, Field::Not) {
        return match machine.child(rule, Field::Not) {
            Some(inner) if depth > 0 => format!("not {}", boolean(machine, inner, depth - 1, true)),
            _ => format!("not {MORE}"),
        };
    }
    comparison(machine, rule)
}

fn joined(machine: &Machine<'_>, rules: impl Iterator<Item = ObjectId>, word: &str, depth: usize) -> String {
    let mut text = String::new();
    for rule in rules {
        if !text.is_empty() {
            text.push_str(word);
        }
        if depth == 0 || text.len() > 4 * COLUMNS {
            text.push_str(MORE);
            break;
        }
        text.push_str(&boolean(machine, rule, depth - 1, true));
    }
    text
}

fn comparison(machine: &Machine<'_>, rule: ObjectId) -> String {
    let variable = machine.value(rule, Field::Variable).map_or_else(|| "?".to_owned(), path);
    let Some(comparator) = machine.fields(rule).find(|field| field.field.is_comparator()) else {
        return format!("{variable} ?");
    };
    let name = comparator.field.name();
    if let Some(what) = name.strip_prefix("Is") {
        let word = match what {
            "Present" => "present".to_owned(),
            "Null" => "null".to_owned(),
            _ => format!("a {}", what.to_lowercase()),
        };
        let is_not = if comparator.value.bool() == Some(false) { "not " } else { "" };
        return format!("{variable} is {is_not}{word}");
    }
    let operand = if name.ends_with("Path") { path(comparator.value) } else { value(comparator.value) };
    format!("{variable} {} {operand}", operator(name))
}

/// The sign for a comparator: `StringLessThanEqualsPath` is `<=`.
fn operator(name: &str) -> &'static str {
    const SIGNS: [(&str, &str); 6] = [
        ("LessThanEquals", "<="),
        ("GreaterThanEquals", ">="),
        ("LessThan", "<"),
        ("GreaterThan", ">"),
        ("Matches", "matches"),
        ("Equals", "=="),
    ];
    let sign = SIGNS.iter().find(|(word, _)| name.contains(word));
    sign.map_or("==", |(_, sign)| sign)
}

fn path(node: Node<'_>) -> String {
    node.str().map_or_else(|| value(node), str::to_owned)
}

/// A literal as it is written.
fn value(node: Node<'_>) -> String {
    match node.kind() {
        Kind::String => format!("\"{}\"", node.str().unwrap_or_default()),
        Kind::Number => node.number_text().unwrap_or_default().to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Null => "null".to_owned(),
        Kind::Array | Kind::Object | Kind::Unknown | Kind::Missing => MORE.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_no_part_of_a_condition() {
        for (text, expected) in [
            ("{% $a = 1 %}", " $a = 1 "),
            ("{%/* why */$a/2%}", " $a/2"),
            ("$a = '/* no */' /* ü", "$a = '/* no */'  "),
            (r#"$a = "\"/*" & 'é"#, r#"$a = "\"/*" & 'é"#),
            (r"'\é", r"'\é"),
            ("'\\", "'\\"),
            ("/", "/"),
        ] {
            assert_eq!(jsonata(text), expected, "{text}");
        }
    }
}
