//! Expressions, what they read, and what they give.

use serde_json::{Value as Json, json};

use super::{Effect, Evaluated, ProblemKind, Readable, evaluate, narrow};
use crate::expr::jsonata::parse;
use crate::shape::{Absence, ArrayShape, Numbers, ObjectShape, Others, Presence, Shape};

/// A shape in a notation of JSON: the names of types; `=text`; `?name` for members that nobody promises and `~name`
/// for those that some objects lack; `*` for all others, `!` where a list has none; `["…", item]` for a list; `["+", item]` for one with items;
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
                    Some(("!", "")) => {
                        object.others = Others::Unlisted;
                        continue;
                    }
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
        "map": {"*": "number"},
        "answer": {"!": [], "State": "string", "Jobs": ["…", {"!": [], "Id": "string"}]}
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
    evaluate(
        &parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}")),
        &Readable { states: &states, variable: &variable },
    )
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
            ProblemKind::Absent { parent, path, effect, .. } => {
                let absent = match effect {
                    Effect::Undefined => "absent",
                    Effect::Ignored => "ignored",
                    Effect::Unlisted => "unlisted",
                };
                format!("{absent} {} in {parent:.0}", &text[path.start as usize..path.end as usize])
            }
            ProblemKind::UnlistedText { text, .. } => format!("unlisted text {text}"),
            ProblemKind::Operand { shape, .. } => format!("operand {shape:.1}"),
            ProblemKind::Comparison { left, right, .. } => format!("comparison {left:.1} {right:.1}"),
            ProblemKind::Argument { function, position, shape } => {
                format!("argument {position} of {function} {shape:.1}")
            }
            ProblemKind::Value { function, shape } => format!("value for {function} {shape:.1}"),
            ProblemKind::NotAFunction { shape } => format!("no function {shape:.1}"),
        };
        out.push_str(&format!(" / {certain}{place}: {kind}"));
    }
    out
}

/// Lines of an expression and what is known of its result.
const RESULTS: &str = include_str!("tests.txt");

#[test]
fn expressions_give_what_they_can() {
    let mut wrong = String::new();
    let mut rows = 0;
    for line in RESULTS.lines().filter(|line| !line.is_empty()) {
        let (text, expected) = line.split_once("  =>  ").expect("an arrow");
        let found = print(text);
        rows += 1;
        if found != expected {
            wrong.push_str(&format!("{text}\n    expected {expected}\n    found    {found}\n"));
        }
    }
    assert!(rows > 180);
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn conditions_narrow_what_they_read() {
    let input = json!({
        "kind": {"|": ["=a", "=b"]}, "n": "integer", "flag": "boolean", "~opt": "string",
        "x": {"|": ["string", "number", null]}, "list": ["…", "string"]
    });
    let states = [("input", shape(&input))];
    let variable = |name: &str| (name == "v").then(|| shape(&json!({"|": ["=p", "=q"]})));
    let readable = Readable { states: &states, variable: &variable };
    for (text, truth, expected) in [
        ("$states.input.kind = 'a'", true, r#"kind: "a""#),
        ("$states.input.kind = 'a'", false, r#"kind: "b""#),
        ("$states.input.kind != 'a'", true, r#"kind: "b""#),
        ("'a' = $states.input.kind", true, r#"kind: "a""#),
        ("$states.input.kind in ['b', 'c']", true, r#"kind: "b""#),
        ("$states.input.kind = 'c'", true, "impossible"),
        ("$states.input.n > 5", true, "n: integer from 6"),
        ("$states.input.n > 5", false, "n: integer up to 5"),
        ("5 >= $states.input.n", true, "n: integer up to 5"),
        ("$states.input.n = 5", true, "n: 5"),
        ("$states.input.flag", true, "flag: true"),
        ("$states.input.flag", false, "flag: false"),
        ("$not($states.input.flag)", true, "flag: false"),
        ("$exists($states.input.opt)", true, " opt: string"),
        ("$exists($states.input.opt)", false, "opt: absent"),
        ("$not($exists($states.input.opt))", true, "opt: absent"),
        ("$states.input.opt = 'z'", true, r#" opt: "z""#),
        ("$states.input.opt = 'z'", false, "?opt: string"),
        ("$type($states.input.x) = 'number'", true, "x: number"),
        ("$type($states.input.x) != 'null'", true, "x: string | number"),
        ("$states.input.x = null", true, "x: null"),
        ("$states.input.x != null", true, "x: string | number"),
        ("$count($states.input.list) > 0", true, "list: [string…]"),
        ("$states.input.flag and $states.input.n = 1", true, "flag: true"),
        ("$states.input.flag and $states.input.n = 1", true, "n: 1"),
        ("$states.input.kind = 'a' or $states.input.kind = 'b'", false, "impossible"),
        ("$states.input.n = 1 or $states.input.n = 3", true, "n: integer 1 to 3"),
        ("$states.input.flag or $states.input.n = 1", false, "flag: false"),
        ("($states.input.flag)", true, "flag: true"),
        ("$states.input.nope", true, "impossible"),
        ("true", false, "impossible"),
        ("$v = 'p'", true, r#"$v "p""#),
        ("$v = 'p' and $states.input.flag", true, r#"$v "p""#),
    ] {
        let found = narrow(&parse(text).unwrap(), &readable, truth);
        let mut out = if found.is_possible { String::new() } else { "impossible".to_string() };
        out.extend(found.input.iter().map(ToString::to_string));
        out.extend(found.variables.iter().map(|(name, shape)| format!("${name} {shape}")));
        assert!(out.contains(expected), "{text} {truth}: {out}");
    }
}

/// Unknown data is narrowed too, but never below what arrays can hold.
#[test]
fn narrowing_keeps_arrays() {
    let states = [("input", Shape::ANY)];
    let readable = Readable { states: &states, variable: &|_| None };
    let found = narrow(&parse("$states.input.a.b = 1").unwrap(), &readable, true);
    let input = found.input.unwrap();
    for (value, is_in) in [
        (json!({"a": {"b": 1}}), true),
        (json!({"a": [{"b": 1}]}), true),
        (json!([{"a": {"b": 1}}]), true),
        (json!({"a": {"b": 2}}), false),
        (json!({"a": {}}), false),
        (json!("text"), false),
    ] {
        assert_eq!(input.contains(&value), is_in, "{value} {input}");
    }
}

/// Neither deep nor long expressions, nor such that double their work, take long or overflow the stack.
#[test]
fn hostile_expressions_come_to_an_end() {
    let deep = format!("{}1{}", "(".repeat(190), ")".repeat(190));
    let arrays = format!("{}1{}", "[".repeat(190), "]".repeat(190));
    let long = vec!["$states.input.id"; 20_000].join(" & ");
    let both = vec!["$states.input.n > 1"; 5_000].join(" and ");
    let any = vec!["$states.input.kind = 'a'"; 5_000].join(" or ");
    let twice: String = (0..60).map(|at| format!("$x{} := [$x{at}, $x{at}];", at + 1)).collect();
    let twice = format!("($x0 := $states.input; {twice} $x60)");
    let calls: String =
        (0..40).map(|at| format!("$f{} := function($a){{ $f{at}($f{at}($a)) }};", at + 1)).collect();
    let calls = format!("($f0 := function($a){{ $a }}; {calls} $f40(1))");
    let endless = "($f := function($a){ $f([$a]) }; $f(1))".to_string();
    let maps = format!("{}$states.input{}", "$map([1], function($v){".repeat(60), "})".repeat(60));
    let conditions = format!("{}1{}", "($states.input.flag ? ".repeat(95), ": 2)".repeat(95));
    for text in [deep, arrays, long, both, any, twice, calls, endless, maps, conditions] {
        let start = std::time::Instant::now();
        run(&text);
        let states = [("input", input())];
        narrow(&parse(&text).unwrap(), &Readable { states: &states, variable: &|_| None }, true);
        assert!(start.elapsed().as_secs() < 10, "{:.60}", text);
    }
}
