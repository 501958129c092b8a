//! The conditions of filters, `[?(@.price < 10)]`.
//!
//! Where Jayway's JsonPath compares values of different types in ways that nobody has recorded on AWS, the evaluation
//! is unsupported.

use std::cmp::Ordering;

use aslint::expr::jsonpath::{FilterExpr, Operand, Operator, Path, Root};
use serde_json::Value;

use super::json::equal;
use super::{Trouble, paths, unsupported};

/// Whether an item passes a condition.
pub fn holds(text: &str, condition: &FilterExpr, item: &Value, root: &Value) -> Result<bool, Trouble> {
    match condition {
        FilterExpr::Or(list) => {
            for part in list {
                if holds(text, part, item, root)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        FilterExpr::And(list) => {
            for part in list {
                if !holds(text, part, item, root)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        FilterExpr::Not(part) => Ok(!holds(text, part, item, root)?),
        FilterExpr::Exists { path, negated } => Ok(lookup(text, path, item, root)?.is_some() != *negated),
        FilterExpr::Compare { left, operator, right, .. } => {
            let left = operand(text, left, item, root)?;
            if let Operand::Regex { pattern, flags } = right {
                return matches(text, left.as_ref(), *operator, pattern, flags);
            }
            compare(left, *operator, operand(text, right, item, root)?)
        }
    }
}

/// The one node that a definite path selects.
fn lookup(text: &str, path: &Path, item: &Value, root: &Value) -> Result<Option<Value>, Trouble> {
    let from = match path.root {
        Root::Current => item,
        Root::Input => root,
        _ => return unsupported("a variable in a filter"),
    };
    if !path.definite {
        return unsupported("an indefinite path in a filter");
    }
    Ok(paths::select(text, &path.segments, from, root)?.pop().cloned())
}

/// The value of an operand; `None` for a path that leads nowhere.
fn operand(text: &str, operand: &Operand, item: &Value, root: &Value) -> Result<Option<Value>, Trouble> {
    let slice = |span: &std::ops::Range<u32>| text.get(span.start as usize..span.end as usize).unwrap_or("");
    let json = |text: &str| match serde_json::from_str(text) {
        Ok(value) => Ok(Some(value)),
        Err(_) => unsupported(format!("`{text}` in a filter")),
    };
    match operand {
        Operand::Path(path) => lookup(text, path, item, root),
        Operand::String(span) => {
            let inner = slice(span).get(1..slice(span).len().saturating_sub(1)).unwrap_or("");
            if inner.contains('\\') {
                unsupported("an escape in a filter")
            } else {
                Ok(Some(Value::from(inner)))
            }
        }
        Operand::Number(span) => json(slice(span)),
        Operand::Boolean(value, _) => Ok(Some(Value::Bool(*value))),
        Operand::Null(_) => Ok(Some(Value::Null)),
        Operand::Json(span) => json(&slice(span).replace('\'', "\"")),
        Operand::Regex { .. } => unsupported("a regular expression on the left"),
    }
}

fn matches(
    text: &str,
    left: Option<&Value>,
    operator: Operator,
    pattern: &std::ops::Range<u32>,
    flags: &std::ops::Range<u32>,
) -> Result<bool, Trouble> {
    let pattern = text.get(pattern.start as usize..pattern.end as usize).unwrap_or("");
    let regex = regex_lite::Regex::new(&format!("^(?:{pattern})$"));
    match (left, operator, regex) {
        _ if !flags.is_empty() => unsupported("flags of a regular expression"),
        (Some(Value::String(value)), Operator::Matches, Ok(regex)) => Ok(regex.is_match(value)),
        (None, Operator::Matches, _) => Ok(false),
        _ => unsupported("a regular expression in a filter"),
    }
}

fn compare(left: Option<Value>, operator: Operator, right: Option<Value>) -> Result<bool, Trouble> {
    use Operator as O;
    let (Some(left), Some(right)) = (left, right) else {
        return match operator {
            O::NotEqual => Ok(true),
            O::NotIn => unsupported("`nin` of what is not there"),
            _ => Ok(false),
        };
    };
    match operator {
        O::Equal | O::NotEqual => {
            if is_mix(&left, &right) {
                return unsupported("a text compared with a number in a filter");
            }
            Ok(equal(&left, &right) == (operator == O::Equal))
        }
        O::Less | O::LessOrEqual | O::Greater | O::GreaterOrEqual => {
            let order = match (&left, &right) {
                (Value::Number(left), Value::Number(right)) => left.as_f64().partial_cmp(&right.as_f64()),
                (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
                _ if is_mix(&left, &right) => {
                    return unsupported("a text compared with a number in a filter");
                }
                _ => None,
            };
            Ok(match (order, operator) {
                (Some(order), O::Less) => order == Ordering::Less,
                (Some(order), O::LessOrEqual) => order != Ordering::Greater,
                (Some(order), O::Greater) => order == Ordering::Greater,
                (Some(order), _) => order != Ordering::Less,
                (None, _) => false,
            })
        }
        O::In | O::NotIn => match &right {
            Value::Array(items) if items.iter().any(|item| is_mix(item, &left)) => {
                unsupported("a text compared with a number in a filter")
            }
            Value::Array(items) => Ok(items.iter().any(|item| equal(item, &left)) == (operator == O::In)),
            _ => unsupported("`in` without an array"),
        },
        _ => unsupported("an operator of a filter"),
    }
}

fn is_mix(left: &Value, right: &Value) -> bool {
    (left.is_string() && right.is_number()) || (left.is_number() && right.is_string())
}
