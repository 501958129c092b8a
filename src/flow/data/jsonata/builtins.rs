//! What the built-in functions give, but for those that call functions.

use super::items::Items;
use super::lists::{appended, count, distinct, extreme, reordered, sum};
use super::objects::{keys, lookup, merged, spread};
use super::value::{Callable, Value};
use super::{Evaluator, ProblemKind};
use crate::expr::jsonata::Span;
use crate::expr::jsonata::functions::Builtin;
use crate::shape::{Absence, ArrayShape, Numbers, Parts, Shape, Texts, Types};

/// The arguments of a call, with what `~>` or the context adds.
pub(super) struct Arguments {
    pub values: Vec<Value>,
    pub spans: Vec<Span>,
    pub span: Span,
}

impl Arguments {
    /// The argument of that index; absent if it is left out.
    pub fn get(&self, at: usize) -> Value {
        self.values.get(at).cloned().unwrap_or_else(Value::absent)
    }
}

/// What a function gives by its signature alone.
pub(super) fn declared(builtin: &Builtin) -> Value {
    let shape = match builtin.parameters().result.as_bytes().first() {
        Some(b's') => Shape::text(),
        Some(b'n') => Shape::number(),
        Some(b'b') => Shape::boolean(),
        _ => return Value::unknown(),
    };
    Value { absence: Absence::Unknown, ..Value::of(shape) }
}

impl<'e> Evaluator<'e, '_> {
    /// What a built-in function gives for arguments in their places.
    pub(super) fn builtin_result(&mut self, builtin: &'static Builtin, arguments: Arguments) -> Value {
        let first = arguments.get(0);
        match builtin.name {
            "map" | "filter" | "single" | "reduce" | "each" | "sift" => {
                return self.higher(builtin.name, arguments);
            }
            "number" => return self.number(first, &arguments),
            "append" => {
                self.holds_functions |= arguments.values.iter().any(|value| value.callable != Callable::No);
                arguments.values.iter().for_each(|value| self.ignores(value));
                return appended(&first, &arguments.get(1));
            }
            "lookup" => return lookup(&first, &arguments.get(1)),
            "error" => return Value::never(),
            "assert" => return if first.truth().0 { Value::absent() } else { Value::never() },
            "exists" => return Value::of(existence(&first)),
            "count" => {
                self.ignores(&first);
                return Value::of(count(&first));
            }
            "now" | "uuid" => return Value::of(Shape::text()),
            "millis" => return Value::of(Shape::numbers(Numbers::whole_from(0.0))),
            "random" => {
                return Value::of(Shape::numbers(Numbers { min: 0.0, max: 1.0, is_whole: false }));
            }
            "zip" => return Value::of(Shape::array_of(Shape::array(ArrayShape::any()))),
            "keys" => return keys(&first),
            "spread" => return spread(first),
            "distinct" => return distinct(first),
            "max" | "min" | "average" => return extreme(builtin.name, first),
            "sum" => return sum(first),
            "match" => return matches(first, &arguments.get(1)),
            "boolean" | "not" => {
                let (can_hold, can_fail) = Value { absence: Absence::Never, ..first.clone() }.truth();
                let (can_hold, can_fail) =
                    if builtin.name == "not" { (can_fail, can_hold) } else { (can_hold, can_fail) };
                return first.with(booleans(can_hold, can_fail));
            }
            "toMillis" => {
                // A text that does not fit the picture has no time.
                let has_picture = arguments.values.len() > 1;
                let value = first.with(Shape::whole_number());
                let absence = if has_picture { value.absence.then(Absence::Unknown) } else { value.absence };
                return Value { absence, ..value };
            }
            "hash" | "partition" | "range" => {
                let shape = added(builtin.name, &first, &arguments);
                // Whether an empty range is an empty array or nothing is not on record.
                let is_sure = first.absence == Absence::Never && builtin.name != "range";
                let absence = if is_sure { Absence::Never } else { Absence::Unknown };
                return Value { shape, absence, missing: first.missing, ..Value::of(Shape::ANY) };
            }
            _ => {}
        }
        if first.callable != Callable::No && first.callable != Callable::Maybe {
            return declared(builtin);
        }
        let shape = simple(builtin.name, &first, &arguments);
        let is_plain =
            first.is_plain || !matches!(builtin.name, "merge" | "reverse" | "shuffle" | "sort" | "clone");
        match shape {
            Some(shape) => Value { is_plain, ..first.with(shape) },
            None => declared(builtin),
        }
    }

    fn number(&mut self, value: Value, arguments: &Arguments) -> Value {
        let parts = value.shape.parts();
        let mut shape = value.shape.only(Types::NUMBER);
        if parts.can_be_true {
            shape = shape.join(&Shape::of_number(1.0));
        }
        if parts.can_be_false {
            shape = shape.join(&Shape::of_number(0.0));
        }
        match &parts.texts {
            Some(Texts::Any | Texts::Listed(_)) => shape = Shape::number(),
            Some(Texts::Of(texts)) => {
                for text in texts {
                    match number_in(text) {
                        Parsed::Number(number) => shape = shape.join(&Shape::of_number(number)),
                        Parsed::Unclear => shape = Shape::number(),
                        Parsed::Refused => {}
                    }
                }
            }
            None => {}
        }
        if value.callable == Callable::No && shape.is_nothing() && !value.shape.is_nothing() {
            let kind = ProblemKind::Value { function: "number", shape: value.shape.clone() };
            let span = arguments.spans.first().unwrap_or(&arguments.span).clone();
            self.report(span, kind, value.absence == Absence::Never);
        }
        value.with(shape)
    }
}

/// A text as `$number` reads it.
enum Parsed {
    Number(f64),
    /// Hexadecimal and the like, which is left open.
    Unclear,
    Refused,
}

fn number_in(text: &str) -> Parsed {
    let is_decimal = {
        let rest = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (rest, None),
        };
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let has_mantissa = match mantissa.split_once('.') {
            Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
            None => is_digits(mantissa),
        };
        has_mantissa && exponent.is_none_or(|text| is_digits(text.strip_prefix(['-', '+']).unwrap_or(text)))
    };
    let has_prefix = ["0x", "0X", "0o", "0O", "0b", "0B"].iter().any(|prefix| text.contains(prefix));
    match text.parse::<f64>() {
        Ok(number) if is_decimal && number.is_finite() => Parsed::Number(number),
        _ if has_prefix || is_decimal => Parsed::Unclear,
        _ => Parsed::Refused,
    }
}

fn booleans(can_hold: bool, can_fail: bool) -> Shape {
    let of =
        |is_possible: bool, truth: bool| if is_possible { Shape::of_bool(truth) } else { Shape::nothing() };
    of(can_hold, true).join(&of(can_fail, false))
}

/// Functions of which the result depends on the shape of the first argument, which they need, and little else.
fn simple(name: &str, value: &Value, arguments: &Arguments) -> Option<Shape> {
    let parts = value.shape.parts();
    let text = || Some(Shape::text());
    match name {
        "string" => Some(string(value, arguments.values.len() > 1)),
        "lowercase" => Some(mapped(&value.shape, |text| text.to_ascii_lowercase())),
        "uppercase" => Some(mapped(&value.shape, |text| text.to_ascii_uppercase())),
        "substring" | "substringBefore" | "substringAfter" | "trim" | "pad" | "replace" | "join"
        | "formatNumber" | "formatBase" | "formatInteger" | "base64encode" | "base64decode"
        | "encodeUrlComponent" | "encodeUrl" | "decodeUrlComponent" | "decodeUrl" | "fromMillis" => text(),
        "type" => Some(type_names(value)),
        "length" => Some(match &parts.texts {
            Some(Texts::Of(texts)) => texts
                .iter()
                .fold(Shape::nothing(), |all, text| all.join(&Shape::of_number(text.chars().count() as f64))),
            Some(Texts::Any | Texts::Listed(_)) => Shape::numbers(Numbers::whole_from(0.0)),
            None => Shape::nothing(),
        }),
        "contains" => Some(Shape::boolean()),
        "split" => Some(Shape::array(split(arguments))),
        "parseInteger" => Some(Shape::whole_number()),
        "floor" => rounded(parts, f64::floor),
        "ceil" => rounded(parts, f64::ceil),
        "round" if arguments.values.len() == 1 => {
            let numbers = parts.numbers?;
            let (min, max) = ((numbers.min - 0.5).ceil(), (numbers.max + 0.5).floor());
            let is_whole = numbers.is_whole;
            Some(Shape::numbers(if is_whole { numbers } else { Numbers { min, max, is_whole: true } }))
        }
        "abs" => {
            let numbers = parts.numbers?;
            let most = numbers.min.abs().max(numbers.max.abs());
            let least = if numbers.min > 0.0 {
                numbers.min
            } else if numbers.max < 0.0 {
                -numbers.max
            } else {
                0.0
            };
            Some(Shape::numbers(Numbers { min: least, max: most, is_whole: numbers.is_whole }))
        }
        "sqrt" => {
            let from = Numbers { min: 0.0, max: f64::INFINITY, is_whole: false };
            Some(Shape::numbers(from))
        }
        "round" | "power" => Some(Shape::number()),
        "merge" => Some(merged(&value.shape)),
        "reverse" => Some(reordered(&value.shape, true)),
        "shuffle" | "sort" => Some(reordered(&value.shape, false)),
        "clone" => Some(value.shape.clone()),
        "parse" => Some(Shape::ANY),
        _ => None,
    }
}

fn rounded(parts: &Parts, round: impl Fn(f64) -> f64) -> Option<Shape> {
    let numbers = parts.numbers?;
    Some(Shape::numbers(Numbers { min: round(numbers.min), max: round(numbers.max), is_whole: true }))
}

/// Each text changed, where they are few and of ASCII.
fn mapped(shape: &Shape, change: impl Fn(&str) -> String) -> Shape {
    match &shape.parts().texts {
        Some(Texts::Of(texts)) if texts.iter().all(|text| text.is_ascii()) => {
            let changed: Vec<String> = texts.iter().map(|text| change(text)).collect();
            Shape::of_texts(changed.iter().map(String::as_str))
        }
        Some(_) => Shape::text(),
        None => Shape::nothing(),
    }
}

fn string(value: &Value, is_pretty: bool) -> Shape {
    let parts = value.shape.parts();
    if is_pretty
        || value.callable != Callable::No
        || !value.types().is_only(Types::TEXT.or(Types::BOOLEAN).or(Types::NULL))
    {
        return Shape::text();
    }
    let mut shape = value.shape.only(Types::TEXT);
    for (is_there, text) in [(parts.null, "null"), (parts.can_be_true, "true"), (parts.can_be_false, "false")]
    {
        if is_there {
            shape = shape.join(&Shape::of_text(text));
        }
    }
    shape
}

fn type_names(value: &Value) -> Shape {
    if value.callable != Callable::No {
        return Shape::text();
    }
    let names = [
        (Types::NULL, "null"),
        (Types::BOOLEAN, "boolean"),
        (Types::NUMBER, "number"),
        (Types::TEXT, "string"),
        (Types::ARRAY, "array"),
        (Types::OBJECT, "object"),
    ];
    Shape::of_texts(names.iter().filter(|(types, _)| value.types().has(*types)).map(|(_, name)| *name))
}

/// A text that is split by a text has at least one piece.
fn split(arguments: &Arguments) -> ArrayShape {
    let separator = arguments.get(1);
    let is_text = separator.absence == Absence::Never
        && separator.callable == Callable::No
        && matches!(&separator.shape.parts().texts, Some(Texts::Of(texts)) if texts.iter().all(|text| !text.is_empty()));
    let min = u32::from(is_text && arguments.values.len() == 2);
    ArrayShape { min, ..ArrayShape::of(Shape::text()) }
}

fn existence(value: &Value) -> Shape {
    match value.absence {
        Absence::Never => Shape::of_bool(true),
        Absence::Always => Shape::of_bool(false),
        _ => Shape::boolean(),
    }
}

fn matches(value: Value, matcher: &Value) -> Value {
    if matcher.callable != Callable::Regex {
        return Value::unknown();
    }
    let item = Shape::record([
        ("match", Shape::text()),
        ("index", Shape::numbers(Numbers::whole_from(0.0))),
        ("groups", Shape::array(ArrayShape::any())),
    ]);
    let list = ArrayShape::of(item);
    let absence = value.absence.then(Absence::Unknown);
    Items { list, absence, callable: Callable::No, missing: value.missing, is_plain: true }.collapse()
}

/// The functions of Step Functions (spec/jsonata.md 5.2).
fn added(name: &str, first: &Value, arguments: &Arguments) -> Shape {
    match name {
        "hash" => Shape::text(),
        "range" => {
            let whole =
                |at: usize| arguments.get(at).shape.parts().numbers.is_some_and(|numbers| numbers.is_whole);
            let item = Numbers { is_whole: whole(0) && whole(2), ..Numbers::ANY };
            // A range of one number is that number (spec/runtime_semantics.md 3).
            Shape::array_of(Shape::numbers(item)).join(&Shape::numbers(item))
        }
        _ => {
            let items = Items::of(first).list;
            let chunk = ArrayShape { min: 1, ..ArrayShape::of(items.item()) };
            Shape::array_of(Shape::array(chunk))
        }
    }
}
