//! Functions on texts.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::super::value::{Val, number_text};
use super::super::{Evaluated, Evaluator, throws};
use super::{argument, fails};
use crate::interpreter::{Trouble, hash, unsupported};

pub fn call(evaluator: &mut Evaluator<'_>, name: &str, arguments: &[Val]) -> Option<Evaluated> {
    let first = argument(arguments, 0);
    let text = match first {
        Val::String(text) => Some(&**text),
        _ => None,
    };
    let known = [
        "string",
        "substring",
        "substringBefore",
        "substringAfter",
        "lowercase",
        "uppercase",
        "length",
        "trim",
        "pad",
        "join",
        "base64encode",
        "base64decode",
        "encodeUrlComponent",
        "encodeUrl",
        "decodeUrlComponent",
        "decodeUrl",
        "hash",
        "uuid",
        "parse",
    ];
    if !known.contains(&name) {
        return None;
    }
    Some(match (name, text) {
        ("string", _) if first.is_undefined() => Ok(Val::Undefined),
        ("string", _) => to_text(first, argument(arguments, 1).truth()).map(Val::text),
        ("join", _) => join(first, argument(arguments, 1)),
        ("uuid", _) => Ok(Val::text(evaluator.random.uuid())),
        (_, None) => Ok(Val::Undefined),
        (_, Some(text)) => on_text(name, text, argument(arguments, 1), argument(arguments, 2)),
    })
}

fn on_text(name: &str, text: &str, second: &Val, third: &Val) -> Evaluated {
    let length = text.chars().count();
    Ok(match (name, second) {
        ("substring", Val::Number(start)) => substring(text, length as f64, *start, third),
        ("substring", _) => return unsupported("`$substring` without a start"),
        ("substringBefore" | "substringAfter", Val::String(part)) => match text.split_once(&**part) {
            Some((before, _)) if name == "substringBefore" => Val::text(before),
            Some((_, after)) => Val::text(after),
            None => Val::text(text),
        },
        ("substringBefore" | "substringAfter", _) => return unsupported("an undefined part of a text"),
        ("lowercase", _) => Val::text(text.to_lowercase()),
        ("uppercase", _) => Val::text(text.to_uppercase()),
        ("length", _) => Val::Number(length as f64),
        ("trim", _) => Val::text(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        ("pad", Val::Number(width)) => {
            let with = match third {
                Val::String(text) if !text.is_empty() => text.to_string(),
                _ => " ".to_owned(),
            };
            let missing = (width.abs() as usize).min(10_000).saturating_sub(length);
            let padding: String = with.chars().cycle().take(missing).collect();
            Val::text(if *width < 0.0 { padding + text } else { text.to_owned() + &padding })
        }
        ("pad", _) => return unsupported("`$pad` without a width"),
        ("base64encode", _) => Val::text(BASE64.encode(text)),
        ("base64decode", _) => match BASE64.decode(text).map(String::from_utf8) {
            Ok(Ok(text)) => Val::text(text),
            _ => return unsupported("a text that is not Base64"),
        },
        ("encodeUrlComponent", _) => Val::text(percent_encoded(text, "-_.!~*'()")),
        ("encodeUrl", _) => Val::text(percent_encoded(text, "-_.!~*'();/?:@&=+$,#")),
        ("decodeUrlComponent" | "decodeUrl", _) => match percent_decoded(text) {
            Some(text) if name == "decodeUrlComponent" => Val::text(text),
            Some(_) if !text.contains('%') => Val::text(text),
            Some(_) => return unsupported("`$decodeUrl` of escapes"),
            None => return throws("D3140"),
        },
        ("hash", Val::String(algorithm)) => match hash::hex(algorithm, text) {
            Some(hash) => Val::text(hash),
            None => return fails("the algorithm is unknown"),
        },
        ("parse", _) => match serde_json::from_str(text) {
            Ok(value) => Val::from_json(&value),
            Err(_) => return fails("the text is no JSON"),
        },
        _ => return unsupported(format!("`${name}`")),
    })
}

/// The text of a value: texts as they are, all else as JSON.
pub fn to_text(value: &Val, pretty: bool) -> Result<String, Trouble> {
    Ok(match value {
        Val::Undefined | Val::Function(_) => String::new(),
        Val::String(text) => text.to_string(),
        Val::Number(number) => number_text(*number),
        other => match other.to_json() {
            Ok(Some(json)) if pretty => serde_json::to_string_pretty(&json).unwrap_or_default(),
            Ok(json) => json.map(|json| json.to_string()).unwrap_or_default(),
            Err(_) => return unsupported("the text of a function"),
        },
    })
}

fn substring(text: &str, length: f64, start: f64, count: &Val) -> Val {
    let start = if length + start < 0.0 { 0.0 } else { start };
    let from =
        |index: f64| (if index < 0.0 { (length + index).max(0.0) } else { index.min(length) }) as usize;
    let to = match count {
        Val::Number(count) if *count <= 0.0 => return Val::text(""),
        Val::Number(count) if start >= 0.0 => from(start + count),
        Val::Number(count) => from((length + start + count).min(length)),
        _ => length as usize,
    };
    let start = from(start);
    Val::text(text.chars().skip(start).take(to.saturating_sub(start)).collect::<String>())
}

fn join(list: &Val, separator: &Val) -> Evaluated {
    if list.is_undefined() {
        return Ok(Val::Undefined);
    }
    let separator = match separator {
        Val::String(text) => text.to_string(),
        _ => String::new(),
    };
    let mut texts = Vec::new();
    for item in list.as_items() {
        texts.push(to_text(item, false)?);
    }
    Ok(Val::text(texts.join(&separator)))
}

fn percent_encoded(text: &str, kept: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            _ if byte.is_ascii_alphanumeric() || kept.as_bytes().contains(&byte) => {
                (byte as char).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(out).ok()
}
