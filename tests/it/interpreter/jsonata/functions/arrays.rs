//! Functions on arrays.

use super::super::path::merge_sort;
use super::super::value::{Function, Val, append, equal};
use super::super::{Evaluated, Evaluator, throws};
use super::{argument, fails};
use crate::interpreter::unsupported;

/// Longest array that `$range` makes here; AWS's limit is its memory (`jsonata.md 5.2`).
const MAX_RANGE: f64 = 100_000.0;

pub fn call(evaluator: &mut Evaluator<'_>, name: &str, arguments: &[Val]) -> Option<Evaluated> {
    let (first, second) = (argument(arguments, 0), argument(arguments, 1));
    Some(match name {
        "count" if first.is_undefined() => Ok(Val::Number(0.0)),
        "count" => Ok(Val::Number(first.as_items().len() as f64)),
        "append" => Ok(append(first, second)),
        "exists" => Ok(Val::Bool(!first.is_undefined())),
        "map" | "filter" | "single" if first.is_undefined() => Ok(Val::Undefined),
        "map" | "filter" | "single" | "reduce" => {
            evaluator.higher(name, first, second, argument(arguments, 2))
        }
        "sort" => evaluator.sort_by(first, second),
        "reverse" if first.as_items().len() > 1 => {
            Ok(Val::array(first.as_items().iter().rev().cloned().collect()))
        }
        "reverse" => Ok(first.clone()),
        "shuffle" => Ok(evaluator.shuffle(first)),
        "distinct" => Ok(distinct(first)),
        "zip" => Ok(zip(arguments)),
        "partition" => partition(first, second),
        "range" => range(first, second, argument(arguments, 2)),
        _ => return None,
    })
}

impl Evaluator<'_> {
    /// Calls a function with as many of the arguments as it takes.
    pub(super) fn call_back(&mut self, function: &Function, arguments: &[Val]) -> Evaluated {
        let count = match function {
            // The language would hand an index to the built-in functions that take a second argument.
            Function::Builtin(builtin)
                if builtin.parameters().parameters.len() > 1 && builtin.name != "string" =>
            {
                return unsupported("a built-in function of two arguments that is called back");
            }
            Function::Builtin(_) => 1,
            _ => self.parameter_count(function).min(arguments.len()),
        };
        self.apply(function, arguments[..count].to_vec(), &Val::Undefined)
    }

    fn higher(&mut self, name: &str, list: &Val, function: &Val, initial: &Val) -> Evaluated {
        let items = if list.is_undefined() { &[] } else { list.as_items() };
        let function = match function {
            Val::Function(function) => function,
            _ if name == "single" => return unsupported("`$single` without a function"),
            _ => return throws("T0410"),
        };
        if name == "reduce" {
            return self.reduce(function, items, list.is_undefined(), initial);
        }
        let mut found = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let value = self.call_back(function, &[item.clone(), Val::Number(index as f64), list.clone()])?;
            match name {
                "map" if !value.is_undefined() => found.push(value),
                "filter" | "single" if value.truth() => found.push(item.clone()),
                _ => {}
            }
        }
        match (name, found.len()) {
            ("single", 0) => throws("D3139"),
            ("single", 2..) => throws("D3138"),
            _ => Ok(Val::sequence(found)),
        }
    }

    fn reduce(&mut self, function: &Function, items: &[Val], is_undefined: bool, initial: &Val) -> Evaluated {
        if is_undefined {
            return Ok(Val::Undefined);
        }
        if self.parameter_count(function) < 2 {
            return throws("D3050");
        }
        let mut items = items.iter();
        let mut result = match initial {
            Val::Undefined => items.next().cloned().unwrap_or(Val::Undefined),
            initial => initial.clone(),
        };
        for item in items {
            result = self.apply(function, vec![result, item.clone()], &Val::Undefined)?;
        }
        Ok(result)
    }

    fn sort_by(&mut self, list: &Val, function: &Val) -> Evaluated {
        let items = list.as_items();
        if list.is_undefined() || items.len() < 2 {
            return Ok(list.clone());
        }
        let all = |symbol: char| items.iter().all(|item| item.symbol() == symbol);
        let sorted = match function {
            Val::Function(function) => merge_sort(items.to_vec(), &mut |left, right| {
                Ok(self.apply(function, vec![left.clone(), right.clone()], &Val::Undefined)?.truth())
            })?,
            _ if !all('n') && !all('s') => return throws("D3070"),
            _ => merge_sort(items.to_vec(), &mut |left, right| {
                Ok(match (left, right) {
                    (Val::Number(left), Val::Number(right)) => left > right,
                    (Val::String(left), Val::String(right)) => left > right,
                    _ => false,
                })
            })?,
        };
        Ok(Val::array(sorted))
    }

    fn shuffle(&mut self, list: &Val) -> Val {
        if list.is_undefined() || list.as_items().len() < 2 {
            return list.clone();
        }
        let mut items = list.as_items().to_vec();
        for index in (1..items.len()).rev() {
            items.swap(index, self.random.below(index + 1));
        }
        Val::array(items)
    }
}

fn distinct(value: &Val) -> Val {
    let Val::Array(array) = value else { return value.clone() };
    let mut found: Vec<Val> = Vec::new();
    for item in &array.items {
        if !found.iter().any(|known| equal(known, item)) {
            found.push(item.clone());
        }
    }
    match array.items.len() {
        0 | 1 => value.clone(),
        _ if array.sequence => Val::sequence(found),
        _ => Val::array(found),
    }
}

fn zip(lists: &[Val]) -> Val {
    let shortest = lists.iter().map(|list| if list.is_undefined() { 0 } else { list.as_items().len() }).min();
    let row = |index: usize| Val::array(lists.iter().map(|list| list.as_items()[index].clone()).collect());
    Val::array((0..shortest.unwrap_or(0)).map(row).collect())
}

fn partition(list: &Val, size: &Val) -> Evaluated {
    match (list, size) {
        (Val::Undefined, _) => Ok(Val::Undefined),
        (_, Val::Number(size)) if *size >= 1.0 => {
            let chunks = list.as_items().chunks(size.floor() as usize);
            Ok(Val::array(chunks.map(|chunk| Val::array(chunk.to_vec())).collect()))
        }
        (_, Val::Number(_)) => fails("the size of a chunk is not positive"),
        _ => unsupported("`$partition` without a size"),
    }
}

fn range(first: &Val, last: &Val, step: &Val) -> Evaluated {
    let (Val::Number(first), Val::Number(last), Val::Number(step)) = (first, last, step) else {
        return unsupported("`$range` of what is undefined");
    };
    let (first, last, step) = (first.floor(), last.floor(), step.floor());
    if step == 0.0 {
        return fails("the step is 0");
    }
    if ((last - first) / step) > MAX_RANGE {
        return unsupported("a long range");
    }
    let mut items = Vec::new();
    let mut item = first;
    while if step > 0.0 { item <= last } else { item >= last } {
        items.push(Val::Number(item));
        item += step;
    }
    if items.is_empty() { unsupported("an empty range") } else { Ok(Val::sequence(items)) }
}
