//! The intrinsic functions (`intrinsics.md`, `runtime_semantics.md 9`).

use std::ops::Range;

use aslint::expr::intrinsic::{self, Argument, ArgumentKind, Call, StringLiteral};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;

use super::json::{equal, java_text};
use super::paths::{self, Roots};
use super::random::Random;
use super::{Trouble, hash, unsupported};

/// Longest text that the Base64 and hash functions take.
const MAX_CHARACTERS: usize = 10_000;
/// Longest array that `States.ArrayRange` makes.
const MAX_RANGE: usize = 1000;

/// Reads and evaluates a call.
pub fn evaluate_text(text: &str, roots: &Roots<'_>, random: &mut Random) -> Result<Value, Trouble> {
    match intrinsic::parse(text) {
        Ok(call) => evaluate(text, &call, roots, random),
        Err(_) => unsupported(format!("the call `{text}`")),
    }
}

fn evaluate(text: &str, call: &Call, roots: &Roots<'_>, random: &mut Random) -> Result<Value, Trouble> {
    if let ("States.Format", [Argument { kind: ArgumentKind::String(template), span }, rest @ ..]) =
        (call.name.as_str(), call.arguments.as_slice())
    {
        let values = arguments(text, rest, roots, random)?;
        return format(text, span, template, &values);
    }
    let values = arguments(text, &call.arguments, roots, random)?;
    apply(&call.name, &values, random)
}

fn arguments(
    text: &str,
    arguments: &[Argument],
    roots: &Roots<'_>,
    random: &mut Random,
) -> Result<Vec<Value>, Trouble> {
    let mut values = Vec::with_capacity(arguments.len());
    for argument in arguments {
        let written = text.get(argument.span.start as usize..argument.span.end as usize).unwrap_or("");
        values.push(match &argument.kind {
            ArgumentKind::String(literal) if literal.open_escapes.is_empty() => {
                Value::from(literal.value.as_str())
            }
            ArgumentKind::String(_) => return unsupported("an unknown escape"),
            ArgumentKind::Number(_) => match serde_json::from_str(written) {
                Ok(number) => number,
                Err(_) => return unsupported(format!("the number `{written}`")),
            },
            ArgumentKind::Null => Value::Null,
            ArgumentKind::Boolean(value) => Value::Bool(*value),
            ArgumentKind::Path(path) => paths::evaluate(text, path, roots)?,
            ArgumentKind::Call(call) => evaluate(text, call, roots, random)?,
        });
    }
    Ok(values)
}

fn fails<T>(why: impl Into<String>) -> Result<T, Trouble> {
    Err(Trouble::Fails(why.into()))
}

/// Fills the places of a template that is written in the call, where escapes tell braces from places.
fn format(
    text: &str,
    span: &Range<u32>,
    template: &StringLiteral,
    values: &[Value],
) -> Result<Value, Trouble> {
    if !template.loose_braces.is_empty() || !template.open_escapes.is_empty() {
        return unsupported("loose braces in a template");
    }
    if template.placeholders.len() != values.len() {
        return fails("the template has another number of places than there are values");
    }
    let (mut out, mut at) = (String::new(), span.start as usize + 1);
    for (place, value) in template.placeholders.iter().zip(values) {
        out.push_str(&unescaped(&text[at..place.start as usize]));
        out.push_str(&java_text(value));
        at = place.end as usize;
    }
    out.push_str(&unescaped(&text[at..span.end as usize - 1]));
    Ok(Value::from(out))
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        out.push(if character == '\\' { characters.next().unwrap_or('\\') } else { character });
    }
    out
}

/// Calls a function with values.
fn apply(name: &str, values: &[Value], random: &mut Random) -> Result<Value, Trouble> {
    use Value::{Array, Bool, Object, String};
    Ok(match (name, values) {
        ("States.Format", [String(template), values @ ..]) => {
            if template.contains('\\') || template.matches('{').count() != template.matches("{}").count() {
                return unsupported("a computed template with braces");
            }
            let mut pieces = template.split("{}");
            if template.matches("{}").count() != values.len() {
                return fails("the template has another number of places than there are values");
            }
            let mut out = pieces.next().unwrap_or_default().to_owned();
            for (piece, value) in pieces.zip(values) {
                out.push_str(&java_text(value));
                out.push_str(piece);
            }
            Value::from(out)
        }
        ("States.StringToJson", [String(text)]) => match text.trim() {
            "" => Value::Null,
            "-0" => Value::from(0),
            text => serde_json::from_str(text).or_else(|_| fails("the text is no JSON"))?,
        },
        ("States.JsonToString", [value]) => Value::from(value.to_string()),
        ("States.Array", values) => Array(values.to_vec()),
        ("States.ArrayPartition", [Array(items), size]) => match whole(size)? {
            size @ 1.. => {
                let size = usize::try_from(size).unwrap_or(usize::MAX);
                Array(items.chunks(size).map(|chunk| Array(chunk.to_vec())).collect())
            }
            _ => return fails("the size of a chunk is not positive"),
        },
        ("States.ArrayContains", [Array(items), value]) => Bool(items.iter().any(|item| equal(item, value))),
        ("States.ArrayRange", [first, last, step]) => range(whole(first)?, whole(last)?, whole(step)?)?,
        ("States.ArrayGetItem", [Array(items), index]) => {
            let item = usize::try_from(whole(index)?).ok().and_then(|index| items.get(index));
            item.cloned().map_or_else(|| fails("the index is out of range"), Ok)?
        }
        ("States.ArrayLength", [Array(items)]) => Value::from(items.len()),
        ("States.ArrayUnique", [Array(items)]) => {
            let mut unique: Vec<Value> = Vec::new();
            for item in items {
                if !unique.iter().any(|known| equal(known, item)) {
                    unique.push(item.clone());
                }
            }
            Array(unique)
        }
        ("States.Base64Encode", [String(text)]) if is_short(text) => Value::from(BASE64.encode(text)),
        ("States.Base64Decode", [String(text)]) if is_short(text) => match BASE64.decode(text) {
            Ok(bytes) => match std::string::String::from_utf8(bytes) {
                Ok(text) => Value::from(text),
                Err(_) => return unsupported("decoded bytes that are no text"),
            },
            Err(_) => return fails("the text is not Base64"),
        },
        ("States.Hash", [value, String(algorithm)]) => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            match hash::hex(algorithm, &text) {
                Some(hash) if is_short(&text) => Value::from(hash),
                _ => return fails("the algorithm is unknown or the value too long"),
            }
        }
        ("States.JsonMerge", [Object(first), Object(second), Bool(false)]) => {
            let mut merged = first.clone();
            merged.extend(second.clone());
            Object(merged)
        }
        ("States.MathRandom", [start, end]) => between(start, end, random)?,
        ("States.MathRandom", [start, end, seed]) => {
            between(start, end, &mut Random::new(whole(seed)? as u64))?
        }
        ("States.MathAdd", [first, second]) => {
            let (first, second) = (whole(first)?, whole(second)?);
            let is_small = |number: i64| i32::try_from(number).is_ok();
            if !is_small(first) || !is_small(second) {
                return fails("a number has more than 32 bits");
            }
            if !is_small(first + second) {
                return unsupported("a sum of more than 32 bits");
            }
            Value::from(first + second)
        }
        ("States.StringSplit", [String(text), String(delimiters)]) => {
            let pieces = text.split(|character| delimiters.contains(character));
            pieces.filter(|piece| !piece.is_empty()).collect()
        }
        ("States.UUID", []) => Value::from(random.uuid()),
        _ => match intrinsic::function(name) {
            Some(function)
                if values.len() >= function.min && function.max.is_none_or(|max| values.len() <= max) =>
            {
                return fails(format!("`{name}` takes other values"));
            }
            _ => return unsupported(format!("the call of `{name}`")),
        },
    })
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= MAX_CHARACTERS
}

/// A number, rounded half up (`runtime_semantics.md 9`).
fn whole(value: &Value) -> Result<i64, Trouble> {
    match value.as_f64() {
        Some(number) if number.abs() < 1e15 => Ok((number + 0.5).floor() as i64),
        Some(_) => unsupported("a very large number"),
        None => fails("a number is wanted"),
    }
}

fn range(first: i64, last: i64, step: i64) -> Result<Value, Trouble> {
    if step == 0 {
        return fails("the step is 0");
    }
    let mut items = Vec::new();
    let mut item = first;
    while if step > 0 { item <= last } else { item >= last } {
        items.push(Value::from(item));
        item += step;
        if items.len() > MAX_RANGE {
            return fails("the range has more than 1000 items");
        }
    }
    Ok(Value::Array(items))
}

fn between(start: &Value, end: &Value, random: &mut Random) -> Result<Value, Trouble> {
    let (start, end) = (whole(start)?, whole(end)?);
    if start >= end { fails("the range is empty") } else { Ok(Value::from(random.between(start, end - 1))) }
}
