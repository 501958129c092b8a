//! Expressions, what they read, and what they give.

use serde_json::{Value as Json, json};

use super::{Evaluated, ProblemKind, Readable, evaluate, narrow};
use crate::expr::jsonata::parse;
use crate::shape::{Absence, ArrayShape, Numbers, ObjectShape, Others, Presence, Shape};

/// A shape in a notation of JSON: the names of types; `=text`; `?name` for members that nobody promises and `~name`
/// for those that some objects lack; `*` for all others; `["…", item]` for a list; `["+", item]` for one with items;
/// `{"|": […]}` for any of several.
fn shape(value: &Json) -> Shape {
    match value {
        Json::String(text) => match text.as_str() {
            "any" => Shape::ANY,
            "string" => Shape::text(),
            "number" => Shape::number(),
            "integer" => Shape::whole_number(),
            "count" => Shape::numbers(Numbers::whole_from(0.0)),
            "boolean" => Shape::boolean(),
            "object" => Shape::object(ObjectShape::any()),
            "array" => Shape::array(ArrayShape::any()),
            text => Shape::of_text(text.strip_prefix('=').expect("a type")),
        },
        Json::Array(items) => match (items.first().and_then(Json::as_str), items.get(1)) {
            (Some("…"), Some(item)) => Shape::array_of(shape(item)),
            (Some("+"), Some(item)) => Shape::array(ArrayShape { min: 1, ..ArrayShape::of(shape(item)) }),
            _ => Shape::tuple(items.iter().map(shape).collect()),
        },
        Json::Object(members) => {
            if let Some(Json::Array(ways)) = members.get("|") {
                return ways.iter().map(shape).fold(Shape::nothing(), |all, way| all.join(&way));
            }
            let mut object = ObjectShape { members: Vec::new(), others: Others::None };
            for (name, value) in members {
                let (name, presence) = match name.split_at_checked(1) {
                    Some(("?", name)) => (name, Presence::Unpromised),
                    Some(("~", name)) => (name, Presence::Sometimes),
                    Some(("*", "")) => {
                        object.others = Others::Of(shape(value));
                        continue;
                    }
                    _ => (name.as_str(), Presence::Always),
                };
                object.set(name, shape(value), presence);
            }
            Shape::object(object)
        }
        value => Shape::of_value(value),
    }
}

fn input() -> Shape {
    shape(&json!({
        "id": "string", "n": "integer", "flag": "boolean", "zero": 0, "name": "=Ann",
        "order": {"total": "number", "?note": "string", "~coupon": "string",
            "lines": ["…", {"sku": "string", "price": "number", "tags": ["…", "string"], "~discount": "number"}]},
        "first": ["+", {"sku": "string", "price": "number"}],
        "pair": [{"a": 1}, {"a": "=x"}],
        "tags": ["…", "string"],
        "empty": [],
        "maybe": {"|": [{"x": 1}, null]},
        "anything": "any",
        "kind": {"|": ["=a", "=b"]},
        "map": {"*": "number"}
    }))
}

fn run(text: &str) -> Evaluated {
    let states = [("input", input()), ("context", shape(&json!({"Execution": {"Id": "string"}})))];
    let variable = |name: &str| match name {
        "total" => Some(Shape::number()),
        "list" => Some(shape(&json!(["…", {"k": "string", "v": "number"}]))),
        "user" => Some(shape(&json!({"name": "string", "~mail": "string"}))),
        _ => None,
    };
    evaluate(&parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}")), &Readable { states: &states, variable: &variable })
}

fn print(text: &str) -> String {
    let found = run(text);
    let absence = match found.value.absence {
        Absence::Never => "",
        Absence::Unknown => " ?",
        Absence::Possibly => " possibly absent",
        Absence::Always => " absent",
    };
    let function = if found.is_function { " function" } else { "" };
    let mut out = format!("{}{absence}{function}", found.value.shape);
    for problem in found.problems {
        let certain = if problem.is_certain { "!" } else { "" };
        let place = &text[problem.span.start as usize..problem.span.end as usize];
        let kind = match problem.kind {
            ProblemKind::Absent { parent, path, .. } => {
                format!("absent {} in {parent:.1}", &text[path.start as usize..path.end as usize])
            }
            ProblemKind::Operand { shape, .. } => format!("operand {shape:.1}"),
            ProblemKind::Comparison { left, right, .. } => format!("comparison {left:.1} {right:.1}"),
            ProblemKind::Argument { function, position, shape } => format!("argument {position} of {function} {shape:.1}"),
            ProblemKind::Value { function, shape } => format!("value for {function} {shape:.1}"),
            ProblemKind::NotAFunction { shape } => format!("no function {shape:.1}"),
        };
        out.push_str(&format!(" / {certain}{place}: {kind}"));
    }
    out
}

#[test]
fn dump() {
    let Ok(path) = std::env::var("ROWS") else { return };
    for line in std::fs::read_to_string(path).unwrap().lines() {
        println!("{line}  =>  {}", print(line));
    }
}
