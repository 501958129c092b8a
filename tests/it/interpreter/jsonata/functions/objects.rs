//! Functions on objects, types and errors.

use std::rc::Rc;

use super::super::path;
use super::super::value::{Function, Members, Val};
use super::super::{Evaluated, Evaluator, throws};
use super::{argument, fails};
use crate::interpreter::unsupported;

pub fn call(evaluator: &mut Evaluator<'_>, name: &str, arguments: &[Val]) -> Option<Evaluated> {
    let (first, second) = (argument(arguments, 0), argument(arguments, 1));
    Some(match name {
        "keys" => Ok(keys(first)),
        "lookup" => match second {
            Val::String(key) => Ok(path::lookup(first, key)),
            _ => unsupported("`$lookup` without a key"),
        },
        "spread" => Ok(spread(first)),
        "merge" => Ok(merge(first)),
        "each" | "sift" => match (first, second) {
            (Val::Undefined, _) => Ok(Val::Undefined),
            (Val::Object(members), Val::Function(function)) => evaluator.over(name, first, members, function),
            _ => unsupported("members without a function"),
        },
        "clone" => Ok(first.clone()),
        "type" => Ok(match first.symbol() {
            'm' => Val::Undefined,
            'l' => Val::text("null"),
            'b' => Val::text("boolean"),
            'n' => Val::text("number"),
            's' => Val::text("string"),
            'a' => Val::text("array"),
            'o' => Val::text("object"),
            _ => Val::text("function"),
        }),
        "error" => throws("D3137"),
        "assert" => match first {
            Val::Bool(true) => Ok(Val::Undefined),
            Val::Bool(false) => fails("D3141: $assert() statement failed"),
            _ => throws("T0410"),
        },
        _ => return None,
    })
}

fn keys(value: &Val) -> Val {
    let mut found: Vec<Rc<str>> = Vec::new();
    for item in value.as_items() {
        if let Val::Object(members) = item {
            for (key, _) in members.iter() {
                if !found.contains(key) {
                    found.push(Rc::clone(key));
                }
            }
        }
    }
    Val::sequence(found.into_iter().map(Val::String).collect())
}

fn spread(value: &Val) -> Val {
    let mut found = Vec::new();
    for item in value.as_items() {
        match item {
            Val::Object(members) => {
                found.extend(members.iter().map(|member| Val::object(vec![member.clone()])));
            }
            other if matches!(value, Val::Array(_)) => found.push(other.clone()),
            _ => return value.clone(),
        }
    }
    Val::sequence(found)
}

fn merge(list: &Val) -> Val {
    if list.is_undefined() {
        return Val::Undefined;
    }
    let mut merged: Members = Vec::new();
    for item in list.as_items() {
        if let Val::Object(members) = item {
            for (key, value) in members.iter() {
                match merged.iter_mut().find(|(known, _)| known == key) {
                    Some((_, old)) => *old = value.clone(),
                    None => merged.push((Rc::clone(key), value.clone())),
                }
            }
        }
    }
    Val::object(merged)
}

impl Evaluator<'_> {
    /// `$each` and `$sift`: a function of value, key and object.
    fn over(&mut self, name: &str, object: &Val, members: &Members, function: &Function) -> Evaluated {
        let (mut values, mut kept) = (Vec::new(), Members::new());
        for (key, value) in members {
            let result =
                self.call_back(function, &[value.clone(), Val::String(Rc::clone(key)), object.clone()])?;
            if name == "sift" && result.truth() {
                kept.push((Rc::clone(key), value.clone()));
            } else if name == "each" && !result.is_undefined() {
                values.push(result);
            }
        }
        Ok(match name {
            "each" => Val::sequence(values),
            _ if kept.is_empty() => Val::Undefined,
            _ => Val::object(kept),
        })
    }
}
