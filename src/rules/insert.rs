//! Members that are put into a state, written as their neighbours are.

use serde_json::Value;

use super::edit::{Parts, escaped, is_identifier, is_plain};
use crate::asl::{Field, Machine, State};
use crate::source::{Span, Spelling};
use crate::syntax::{Node, Notation};

/// The edit that gives a state a field, before the one that says where it leads; none where the state has none, or where
/// a comment or something else stands in between.
pub fn state_member(
    machine: &Machine<'_>,
    state: &State<'_>,
    field: Field,
    value: &Value,
) -> Option<(Span, String)> {
    let leads = [Field::Next, Field::End].into_iter().find_map(|field| machine.field(state.object, field))?;
    member_insertion(machine.node(state.object), leads.key, field.name(), value)
}

/// The edit that puts a member before the one of `object` that begins with `key`.
fn member_insertion(object: Node<'_>, key: Node<'_>, name: &str, value: &Value) -> Option<(Span, String)> {
    let parts = Parts { parent: object, count: object.members().len() };
    let index = parts.position(key)?;
    let tree = object.tree();
    let between = tree.text().get(parts.separator(index.max(1))?)?;
    // A host that spells line breaks otherwise gets none.
    let shows_lines = tree.embedding().is_none_or(|text| text.spelling() == Spelling::Verbatim);
    let (_, neighbour) = parts.part(index)?;
    let assigns = tree.text().get(key.range().end..neighbour.range().start)?.contains('=');
    let indent: &str = between.rsplit_once('\n').map_or("", |(_, last)| blanks(last));
    let writer = Writer {
        is_flat: !between.contains('\n') || !shows_lines,
        is_block: tree.notation() == Notation::Yaml && !between.contains(','),
        is_quoted: key.source().starts_with('"'),
        is_terraform: tree.notation() == Notation::Terraform,
        colon: if assigns { " = " } else { ": " },
        line: if between.contains("\r\n") { "\r\n" } else { "\n" },
        unit: if indent.starts_with('\t') { "\t" } else { deeper(object, indent).unwrap_or("  ") },
    };
    if writer.is_block && writer.is_flat {
        return None;
    }
    let mut text = String::new();
    writer.member(&mut text, name, value, indent);
    text.push_str(if shows_lines { between } else { ", " });
    let start = key.range().start as u32;
    Some((tree.span(start, start), text))
}

fn blanks(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches([' ', '\t']).len()]
}

/// By what the members of an object stand deeper than the line of its bracket.
fn deeper<'t>(object: Node<'t>, indent: &'t str) -> Option<&'t str> {
    let before = &object.tree().text()[..object.range().start];
    let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
    indent.strip_prefix(blanks(line)).filter(|unit| !unit.is_empty())
}

/// How values are written in one place.
struct Writer<'w> {
    /// In one line.
    is_flat: bool,
    /// In YAML without brackets.
    is_block: bool,
    /// With quotes around keys.
    is_quoted: bool,
    is_terraform: bool,
    /// What stands between key and value.
    colon: &'w str,
    line: &'w str,
    /// By what a value stands deeper than what holds it.
    unit: &'w str,
}

impl Writer<'_> {
    fn member(&self, out: &mut String, name: &str, value: &Value, indent: &str) {
        let is_bare = if self.is_terraform { is_identifier(name) } else { is_plain(name) };
        match !self.is_quoted && is_bare {
            true => out.push_str(name),
            false => self.string(out, name),
        }
        let is_nested = value.is_array() || value.is_object();
        out.push_str(if self.is_block && is_nested { ":" } else { self.colon });
        self.value(out, value, indent);
    }

    fn value(&self, out: &mut String, value: &Value, indent: &str) {
        let inner = format!("{indent}{}", self.unit);
        let parts: Vec<String> = match value {
            Value::Object(members) => {
                let member =
                    |(name, value): (&String, &Value)| self.one(|out| self.member(out, name, value, &inner));
                members.iter().map(member).collect()
            }
            Value::Array(items) if self.is_block => {
                // What follows the dash stands below it.
                let below = format!("{inner}  ");
                let item = |value: &Value| self.one(|out| self.item(out, value, &below));
                items.iter().map(item).collect()
            }
            Value::Array(items) => {
                items.iter().map(|value| self.one(|out| self.value(out, value, &inner))).collect()
            }
            Value::String(text) if self.is_block && is_plain(text) => return out.push_str(text),
            Value::String(text) => return self.string(out, text),
            other => return out.push_str(&other.to_string()),
        };
        if self.is_block {
            for part in parts {
                out.push_str(&[self.line, &inner, if value.is_array() { "- " } else { "" }, &part].concat());
            }
            return;
        }
        let (open, close) = if value.is_array() { ("[", "]") } else { ("{", "}") };
        let (first, next, last) = match (self.is_flat, value.is_array()) {
            (true, true) => (String::new(), ", ".to_owned(), String::new()),
            (true, false) => (" ".to_owned(), ", ".to_owned(), " ".to_owned()),
            (false, _) => {
                let line = format!("{}{inner}", self.line);
                (line.clone(), format!(",{line}"), format!("{}{indent}", self.line))
            }
        };
        out.push_str(&[open, &first, &parts.join(&next), &last, close].concat());
    }

    /// An item of a list in a block: the members of an object begin behind the dash.
    fn item(&self, out: &mut String, value: &Value, below: &str) {
        let Value::Object(members) = value else { return self.value(out, value, below) };
        for (index, (name, value)) in members.iter().enumerate() {
            if index > 0 {
                out.push_str(&[self.line, below].concat());
            }
            self.member(out, name, value, below);
        }
    }

    fn one(&self, write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    fn string(&self, out: &mut String, text: &str) {
        out.push_str(&["\"", &escaped(text, self.is_terraform), "\""].concat());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::source::FileId;
    use crate::syntax::parse_text;

    /// The text with a member before the member `z` of its root.
    fn inserted(notation: Notation, text: &str) -> Option<String> {
        let tree = parse_text(FileId(0), notation, &Arc::from(text));
        let root = tree.documents().next()?;
        let (key, _) = root.members().find(|(key, _)| key.str() == Some("z"))?;
        let (at, text_of_it) = member_insertion(root, key, "Name", &json!([{ "a": ["b.c", "D"], "e": 2 }]))?;
        let at = at.range();
        Some([&text[..at.start], &text_of_it, &text[at.end..]].concat())
    }

    #[test]
    fn members_are_written_as_their_neighbours_are() {
        let json = "{\n    \"a\": 1,\n    \"z\": 2\n}";
        let yaml = "a: 1 # one\n\nz: 2\n";
        let texts = [
            inserted(Notation::Json, json),
            inserted(Notation::Json, &json.replace('\n', "\r\n")),
            inserted(Notation::Json, r#"{"z": 1, "b": 2}"#),
            inserted(Notation::Json, r#"{"a":1,"z":2}"#),
            inserted(Notation::Json, "{\n\t\"a\": 1\n\t, \"z\": 2\n}"),
            inserted(Notation::Yaml, "a: 1\nz: 2\n"),
            inserted(Notation::Yaml, "{a: 1, z: 2}"),
        ];
        insta::assert_snapshot!(texts.map(|text| text.unwrap_or("none".to_owned())).join("\n---\n"));
        assert_eq!(inserted(Notation::Yaml, yaml), None);
        assert_eq!(inserted(Notation::Json, r#"{"z": 1}"#), None);
    }
}
