//! Expressions from templates: `<n>` and the like stand for an expression of that type.

use serde_json::Value;

use super::data;
use super::reads::{Language, Source, Want, read};
use super::templates::{HOLES, INTRINSICS, QUERIES};
use crate::interpreter::random::Random;

/// How deeply expressions nest.
const MAX_DEPTH: usize = 3;

/// An expression and, where it only reads, what it reads.
pub fn expression(random: &mut Random, sources: &[Source], want: Want, language: Language) -> String {
    nested(random, sources, want, language, 0)
}

fn nested(random: &mut Random, sources: &[Source], want: Want, language: Language, depth: usize) -> String {
    let table: &[(Want, &[&str])] = if language == Language::Jsonata { &QUERIES } else { &INTRINSICS };
    let templates = table.iter().find(|(made, _)| *made == want).map(|(_, templates)| *templates);
    let is_leaf = depth >= MAX_DEPTH || random.chance(45 + 15 * depth);
    if is_leaf && let Some((path, _)) = read(random, sources, want, language) {
        return path;
    }
    match templates {
        Some(templates) if !is_leaf || depth == 0 => {
            let template = *random.pick(templates);
            fill(random, template, sources, language, depth)
        }
        _ => literal(random, want, language).unwrap_or_else(|| match templates {
            Some(templates) => fill(random, templates[0], sources, language, depth + 1),
            None => "$".to_owned(),
        }),
    }
}

fn fill(random: &mut Random, template: &str, sources: &[Source], language: Language, depth: usize) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match HOLES.iter().find(|(hole, _)| rest.starts_with(hole)) {
            Some((hole, want)) => {
                let inner = nested(random, sources, *want, language, depth + 1);
                let is_compound = language == Language::Jsonata
                    && inner.contains(' ')
                    && !inner.starts_with(['(', '{', '[', '"']);
                out.push_str(&if is_compound { format!("({inner})") } else { inner });
                rest = &rest[hole.len()..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// A value written out, where the language has it as an argument.
fn literal(random: &mut Random, want: Want, language: Language) -> Option<String> {
    let value = match want {
        Want::Any | Want::Scalar | Want::Text => data::text(random),
        Want::Number => data::number(random),
        Want::Whole => Value::from(random.between(1, 5)),
        Want::Bool => Value::Bool(random.chance(50)),
        Want::Timestamp => Value::from("2026-05-06T07:08:09Z"),
        _ => return None,
    };
    Some(match (&value, language) {
        (Value::String(text), Language::JsonPath) => format!("'{}'", text.replace(['{', '}'], "")),
        _ => value.to_string(),
    })
}

/// A path with a step that selects several nodes, or a function: what `$.…` can do besides names.
pub fn many(random: &mut Random, sources: &[Source]) -> Option<String> {
    const BEHIND_ARRAYS: [&str; 8] = ["[*]", "[0,1]", "[1:]", "[:2]", "[-1:]", "..id", ".length()", "[0:1]"];
    const BEHIND_OBJECTS: [&str; 13] = [
        "[*].id",
        "[*]['order id']",
        "[?(@.id > 3)]",
        "[?(@.name == 'open')].name",
        "[?(@.id)]",
        "[?(@.name)]",
        "[?(@.flag == true || @.id < 2)]",
        "[?(@.id >= 0 && @.name)].id",
        "[?(@.name != 'open' && @.count)]",
        "[?(@.total || @.id)]",
        "[?(!@.note)].id",
        "[?(@.name =~ /o.*/)]",
        "[?(@.id in [1, 2, 3])]",
    ];
    let drawn = random.below(100);
    let want = if drawn < 45 {
        Want::Objects
    } else if drawn < 90 {
        Want::Array
    } else {
        Want::Object
    };
    let (path, value) = read(random, sources, want, Language::JsonPath)?;
    if !value.is_array() {
        return Some(format!("{path}{}", if random.chance(50) { ".*" } else { "..id" }));
    }
    let steps: &[&str] = if want == Want::Objects { &BEHIND_OBJECTS } else { &BEHIND_ARRAYS };
    Some(format!("{path}{}", random.pick(steps)))
}
