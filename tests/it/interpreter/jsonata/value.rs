//! The values of JSONata: JSON, `undefined`, functions, and arrays that know whether they are sequences.

use std::rc::Rc;

use aslint::expr::jsonata::Lambda;
use serde_json::Value;

use super::Scope;
use crate::interpreter::{Trouble, json, unsupported};

/// A value.
#[derive(Clone)]
pub enum Val {
    /// The value of what is not there.
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    String(Rc<str>),
    Array(Rc<Items>),
    Object(Rc<Members>),
    Function(Rc<Function>),
}

/// The members of an object, in order.
pub type Members = Vec<(Rc<str>, Val)>;

/// An array.
#[derive(Clone, Default)]
pub struct Items {
    pub items: Vec<Val>,
    /// Whether the language made the array of results; such an array of one item is that item.
    pub sequence: bool,
    /// Whether `[]` asked that a sequence of one item stays an array.
    pub keep_singleton: bool,
    /// Whether a path does not flatten the array, because it is written out as a first or last step.
    pub constructed: bool,
}

/// A function.
pub enum Function {
    /// A built-in one, by name.
    Builtin(&'static aslint::expr::jsonata::functions::Builtin),
    /// One that is written in the expression.
    Lambda { lambda: Lambda, scope: Rc<Scope>, input: Val },
    /// A call with `?` for some arguments.
    Partial { function: Rc<Function>, arguments: Vec<Option<Val>> },
    /// `f ~> g`.
    Composed(Rc<Function>, Rc<Function>),
    /// A regular expression.
    Regex(regex_lite::Regex),
}

impl Val {
    pub fn text(text: impl AsRef<str>) -> Val {
        Val::String(text.as_ref().into())
    }

    /// An ordinary array.
    pub fn array(items: Vec<Val>) -> Val {
        Val::Array(Rc::new(Items { items, ..Items::default() }))
    }

    /// What results are gathered in.
    pub fn sequence(items: Vec<Val>) -> Val {
        Val::Array(Rc::new(Items { items, sequence: true, ..Items::default() }))
    }

    pub fn object(members: Members) -> Val {
        Val::Object(Rc::new(members))
    }

    pub fn is_undefined(&self) -> bool {
        matches!(self, Val::Undefined)
    }

    /// The letter that signatures have for the type.
    pub fn symbol(&self) -> char {
        match self {
            Val::Undefined => 'm',
            Val::Null => 'l',
            Val::Bool(_) => 'b',
            Val::Number(_) => 'n',
            Val::String(_) => 's',
            Val::Array(_) => 'a',
            Val::Object(_) => 'o',
            Val::Function(_) => 'f',
        }
    }

    /// The items of an array; any other value is one item.
    pub fn as_items(&self) -> &[Val] {
        match self {
            Val::Array(array) => &array.items,
            other => std::slice::from_ref(other),
        }
    }

    pub fn member(&self, name: &str) -> Option<&Val> {
        match self {
            Val::Object(members) => members.iter().find(|(key, _)| &**key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Whether conditions take the value for true.
    pub fn truth(&self) -> bool {
        match self {
            Val::Undefined | Val::Null | Val::Function(_) => false,
            Val::Bool(value) => *value,
            Val::Number(number) => *number != 0.0,
            Val::String(text) => !text.is_empty(),
            Val::Array(array) => array.items.iter().any(Val::truth),
            Val::Object(members) => !members.is_empty(),
        }
    }

    pub fn from_json(value: &Value) -> Val {
        match value {
            Value::Null => Val::Null,
            Value::Bool(value) => Val::Bool(*value),
            Value::Number(number) => Val::Number(number.as_f64().unwrap_or(0.0)),
            Value::String(text) => Val::text(text),
            Value::Array(items) => Val::array(items.iter().map(Val::from_json).collect()),
            Value::Object(members) => Val::object(
                members.iter().map(|(key, value)| (key.as_str().into(), Val::from_json(value))).collect(),
            ),
        }
    }

    /// The value as JSON; `None` for undefined. Functions are no JSON.
    pub fn to_json(&self) -> Result<Option<Value>, Trouble> {
        Ok(Some(match self {
            Val::Undefined => return Ok(None),
            Val::Null => Value::Null,
            Val::Bool(value) => Value::Bool(*value),
            Val::Number(value) => match json::number(*value) {
                Some(number) => number,
                None => return unsupported("a number that JSON does not have"),
            },
            Val::String(text) => Value::from(&**text),
            Val::Array(array) => {
                let mut items = Vec::with_capacity(array.items.len());
                for item in &array.items {
                    match item.to_json()? {
                        Some(item) => items.push(item),
                        None => return unsupported("undefined in an array"),
                    }
                }
                Value::Array(items)
            }
            Val::Object(members) => {
                let mut object = serde_json::Map::new();
                for (key, value) in members.iter() {
                    if let Some(value) = value.to_json()? {
                        object.insert(key.to_string(), value);
                    }
                }
                Value::Object(object)
            }
            Val::Function(_) => return Err(Trouble::Fails("a function is no JSON".to_owned())),
        }))
    }
}

/// Whether two values are the same, deeply.
pub fn equal(left: &Val, right: &Val) -> bool {
    match (left, right) {
        (Val::Null, Val::Null) => true,
        (Val::Bool(left), Val::Bool(right)) => left == right,
        (Val::Number(left), Val::Number(right)) => left == right,
        (Val::String(left), Val::String(right)) => left == right,
        (Val::Array(left), Val::Array(right)) => {
            left.items.len() == right.items.len()
                && left.items.iter().zip(&right.items).all(|(left, right)| equal(left, right))
        }
        (Val::Object(left), Val::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, value)| {
                    right.iter().any(|(other, against)| key == other && equal(value, against))
                })
        }
        (Val::Function(left), Val::Function(right)) => Rc::ptr_eq(left, right),
        _ => false,
    }
}

/// Puts the items of both values behind each other; undefined adds nothing.
pub fn append(left: &Val, right: &Val) -> Val {
    match (left, right) {
        (Val::Undefined, other) | (other, Val::Undefined) => other.clone(),
        _ => Val::array(left.as_items().iter().chain(right.as_items()).cloned().collect()),
    }
}

/// A number as the language writes it: 15 digits, an exponent where it is very large or small.
pub fn number_text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    let text = format!("{rounded:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    match exponent.parse::<i32>().unwrap_or(0) {
        exponent @ -7..=20 if exponent >= -6 => format!("{rounded}"),
        exponent => format!("{digits}e{}{exponent}", if exponent > 0 { "+" } else { "" }),
    }
}
