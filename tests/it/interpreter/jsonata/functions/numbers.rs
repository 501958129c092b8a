//! Functions on numbers and truth values.

use super::super::value::Val;
use super::super::{Evaluated, Evaluator, throws};
use super::{argument, number};
use crate::interpreter::{random::Random, unsupported};

pub fn call(evaluator: &mut Evaluator<'_>, name: &str, arguments: &[Val]) -> Option<Evaluated> {
    let first = argument(arguments, 0);
    Some(match name {
        "sum" | "max" | "min" | "average" => aggregate(name, first),
        "number" => to_number(first),
        "boolean" | "not" if first.is_undefined() => Ok(Val::Undefined),
        "boolean" => Ok(Val::Bool(first.truth())),
        "not" => Ok(Val::Bool(!first.truth())),
        "random" => Ok(Val::Number(match first {
            Val::Number(seed) => Random::new(*seed as u64).fraction(),
            _ => evaluator.random.fraction(),
        })),
        "floor" | "ceil" | "abs" | "sqrt" | "round" | "power" | "formatBase" => match first {
            Val::Number(value) => on_number(name, *value, argument(arguments, 1)),
            _ => Ok(Val::Undefined),
        },
        _ => return None,
    })
}

fn on_number(name: &str, value: f64, second: &Val) -> Evaluated {
    match name {
        "floor" => number(value.floor()),
        "ceil" => number(value.ceil()),
        "abs" => number(value.abs()),
        "sqrt" if value < 0.0 => throws("D3060"),
        "sqrt" => number(value.sqrt()),
        "round" => match second {
            Val::Number(places) if places.fract() != 0.0 || places.abs() > 15.0 => {
                unsupported("the places of `$round`")
            }
            Val::Number(places) => {
                let scale = 10f64.powi(*places as i32);
                number((value * scale).round_ties_even() / scale)
            }
            _ => number(value.round_ties_even()),
        },
        "power" => match second {
            Val::Number(exponent) if value.powf(*exponent).is_finite() => number(value.powf(*exponent)),
            Val::Number(_) => throws("D3061"),
            _ => unsupported("`$power` without an exponent"),
        },
        _ => {
            let base = match second {
                Val::Number(base) => base.round_ties_even(),
                _ => 10.0,
            };
            if !(2.0..=36.0).contains(&base) {
                return throws("D3100");
            }
            Ok(Val::text(in_base(value.round_ties_even() as i64, base as i64)))
        }
    }
}

fn in_base(value: i64, base: i64) -> String {
    let mut digits = Vec::new();
    let mut rest = value.unsigned_abs();
    while rest > 0 || digits.is_empty() {
        digits.push(char::from_digit((rest % base as u64) as u32, base as u32).unwrap_or('?'));
        rest /= base as u64;
    }
    digits.extend((value < 0).then_some('-'));
    digits.iter().rev().collect()
}

fn aggregate(name: &str, list: &Val) -> Evaluated {
    if list.is_undefined() {
        return Ok(Val::Undefined);
    }
    let numbers: Vec<f64> = list
        .as_items()
        .iter()
        .filter_map(|item| if let Val::Number(number) = item { Some(*number) } else { None })
        .collect();
    if numbers.is_empty() {
        return Ok(if name == "sum" { Val::Number(0.0) } else { Val::Undefined });
    }
    number(match name {
        "sum" => numbers.iter().sum(),
        "max" => numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        "min" => numbers.iter().copied().fold(f64::INFINITY, f64::min),
        _ => numbers.iter().sum::<f64>() / numbers.len() as f64,
    })
}

fn to_number(value: &Val) -> Evaluated {
    match value {
        Val::Undefined | Val::Number(_) => Ok(value.clone()),
        Val::Bool(value) => Ok(Val::Number(f64::from(*value))),
        Val::String(text) => match serde_json::from_str::<f64>(text) {
            Ok(value) => number(value),
            Err(_) if text.starts_with(['0', '.', '+', ' ']) => unsupported("an odd number"),
            Err(_) => throws("D3030"),
        },
        _ => throws("T0410"),
    }
}
