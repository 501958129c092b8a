//! Hand-written cases: expressions by table, and machines whose outcome AWS was seen to give.

use serde_json::{Value, json};

use super::context::Context;
use super::jsonata::Val;
use super::random::Random;
use super::{
    Ending, ErrorNames, Outcome, Run, Settings, TaskCall, TaskFailure, Trouble, Variables, jsonata, paths,
    run, templates,
};

fn sample() -> Value {
    json!({
        "name": "Ada", "age": 36, "rate": 2.5, "ok": true, "none": null, "empty": [], "text": "a,b;c",
        "tags": ["x", "y", "x"], "nested": { "deep": { "id": "d1" } },
        "items": [{ "id": 1, "price": 5, "kind": "a" }, { "id": 2, "price": 20, "kind": "b" }, { "id": 3, "kind": "a" }],
    })
}

/// What a path, call or expression is expected to give.
enum Expect {
    Is(Value),
    Fails,
    Undefined,
}

use Expect::{Fails, Is, Undefined};

fn variables() -> Variables {
    [("v".to_owned(), json!({ "a": [1, 2] })), ("n".to_owned(), json!(7))].into()
}

#[test]
fn paths_and_calls() {
    let cases = [
        ("$.name", Is(json!("Ada"))),
        ("$", Is(sample())),
        ("$.nested.deep.id", Is(json!("d1"))),
        ("$.nested['deep'].id", Is(json!("d1"))),
        ("$.missing", Fails),
        ("$.name.first", Fails),
        ("$.items.id", Fails),
        ("$.items[1].price", Is(json!(20))),
        ("$.items[-1].id", Is(json!(3))),
        ("$.items[7]", Fails),
        ("$.items[*].price", Is(json!([5, 20]))),
        ("$.items[0,2].id", Is(json!([1, 3]))),
        ("$.items[1:].id", Is(json!([2, 3]))),
        ("$.items[:-2].id", Is(json!([1]))),
        ("$.missing[*].x", Is(json!([]))),
        ("$.missing.more[1:]", Is(json!([]))),
        ("$..id", Is(json!(["d1", 1, 2, 3]))),
        ("$.items[?(@.price < 10)].id", Is(json!([1]))),
        ("$.items[?(@.price)].id", Is(json!([1, 2]))),
        ("$.items[?(@.kind == 'a' && @.id > 1)].id", Is(json!([3]))),
        ("$.items[?(@.kind in ['b'])].id", Is(json!([2]))),
        ("$.items[?(@.kind != 'b')].id", Is(json!([1, 3]))),
        ("$.items.length()", Is(json!(3))),
        ("$v.a[1]", Is(json!(2))),
        ("$unknown", Fails),
        ("$$.State.Name", Is(json!("S"))),
        ("States.Array()", Is(json!([]))),
        ("States.Array($.name, 1, null, true)", Is(json!(["Ada", 1, null, true]))),
        ("States.ArrayPartition($.tags, 2)", Is(json!([["x", "y"], ["x"]]))),
        ("States.ArrayPartition($.empty, 2)", Is(json!([]))),
        ("States.ArrayPartition($.tags, 0)", Fails),
        ("States.ArrayRange(0, 10, 3)", Is(json!([0, 3, 6, 9]))),
        ("States.ArrayRange(1, 9, 9)", Is(json!([1]))),
        ("States.ArrayRange(1, 9, 0)", Fails),
        ("States.ArrayContains($.tags, 'y')", Is(json!(true))),
        ("States.ArrayGetItem($.tags, 1)", Is(json!("y"))),
        ("States.ArrayGetItem($.tags, 3)", Fails),
        ("States.ArrayLength($.name)", Fails),
        ("States.ArrayLength($.tags)", Is(json!(3))),
        ("States.ArrayUnique($.tags)", Is(json!(["x", "y"]))),
        ("States.Base64Encode('')", Is(json!(""))),
        ("States.Base64Encode('Data')", Is(json!("RGF0YQ=="))),
        ("States.Base64Decode('RGF0YQ==')", Is(json!("Data"))),
        ("States.Base64Decode('?')", Fails),
        ("States.Hash('abc', 'MD5')", Is(json!("900150983cd24fb0d6963f7d28e17f72"))),
        ("States.Hash('abc', 'SHA-1')", Is(json!("a9993e364706816aba3e25717850c26c9cd0d89d"))),
        ("States.Hash('abc', 'CRC')", Fails),
        ("States.JsonMerge($.nested, $v, false)", Is(json!({ "deep": { "id": "d1" }, "a": [1, 2] }))),
        ("States.JsonMerge($.tags, $v, false)", Fails),
        ("States.MathAdd(-1.5, 2.5)", Is(json!(2))),
        ("States.MathAdd($.name, 1)", Fails),
        ("States.StringSplit(',,,,', ',')", Is(json!([]))),
        ("States.StringSplit($.text, ',;')", Is(json!(["a", "b", "c"]))),
        ("States.StringToJson('')", Is(json!(null))),
        ("States.StringToJson('-0')", Is(json!(0))),
        ("States.StringToJson('{')", Fails),
        ("States.JsonToString($v)", Is(json!("{\"a\":[1,2]}"))),
        ("States.Format('{} is {}', $.name, $.age)", Is(json!("Ada is 36"))),
        ("States.Format('\\{{}\\} it\\'s {}', null, $v)", Is(json!("{null} it's {a=[1, 2]}"))),
        ("States.Format('{} {}', $.name)", Fails),
        ("States.Format('{}', States.ArrayLength(States.Array(1, $.missing)))", Fails),
    ];
    let (input, variables) = (sample(), variables());
    let (execution, state) = (json!({}), json!({}));
    let context = Context::new(&execution, "S", &state, 0);
    let roots = paths::Roots { input: &input, context: &context, variables: &variables };
    for (text, expected) in cases {
        let found = templates::path_or_call(text, &roots, &mut Random::new(1));
        match (expected, &found) {
            (Is(value), Ok(found)) if value == *found => {}
            (Fails, Err(Trouble::Fails(_))) => {}
            _ => panic!("{text}: {found:?}"),
        }
    }
    for text in ["States.MathRandom(3, 5)", "States.UUID()"] {
        let found = templates::path_or_call(text, &roots, &mut Random::new(1)).expect(text);
        assert!(
            found == json!(3) || found == json!(4) || found.as_str().is_some_and(|id| id.len() == 36),
            "{found}"
        );
    }
}

#[test]
fn expressions() {
    let cases = [
        ("$states.input.name", Is(json!("Ada"))),
        ("$states.input.missing", Undefined),
        ("$states.input.items.price", Is(json!([5, 20]))),
        ("$states.input.items[0].price", Is(json!(5))),
        ("$states.input.items.price[0]", Is(json!([5, 20]))),
        ("$states.input.(items.price)[0]", Is(json!(5))),
        ("$states.input.items[price > 10].id", Is(json!(2))),
        ("$states.input.items[price > 10].id[]", Is(json!([2]))),
        ("$states.input.items[price > 100].id", Undefined),
        ("$states.input.items[-1].id", Is(json!(3))),
        ("$states.input.items[[0..1]].id", Is(json!([1, 2]))),
        ("$states.input.items^(>id).id", Is(json!([3, 2, 1]))),
        ("$states.input.items{kind: $sum(price)}", Is(json!({ "a": 5, "b": 20 }))),
        ("$states.input.items.{\"i\": id}", Is(json!([{ "i": 1 }, { "i": 2 }, { "i": 3 }]))),
        ("$states.input.items.[id]", Is(json!([[1], [2], [3]]))),
        ("$states.input.nested.*.id", Is(json!("d1"))),
        ("$states.input.**.id", Is(json!(["d1", 1, 2, 3]))),
        ("[$states.input.name]", Is(json!(["Ada"]))),
        ("[$states.input.tags, 1]", Is(json!(["x", "y", "x", 1]))),
        ("[[1, 2], [3]]", Is(json!([[1, 2], [3]]))),
        ("[1..3]", Is(json!([1, 2, 3]))),
        ("[0]", Is(json!([0]))),
        ("{\"a\": $states.input.missing, \"b\": 1}", Is(json!({ "b": 1 }))),
        ("$states.input.age >= 18 ? \"adult\" : \"child\"", Is(json!("adult"))),
        ("$states.input.missing = 1 or $states.input.ok", Is(json!(true))),
        ("$states.input.missing ? 1", Undefined),
        ("($x := 2; $y := $x * 3; $y + 1)", Is(json!(7))),
        ("$map([1, 2], function($i){ $i * 2 })", Is(json!([2, 4]))),
        ("$map([1], function($i){ $i * 2 })", Is(json!(2))),
        ("$filter($states.input.tags, function($t){ $t = \"y\" })", Is(json!("y"))),
        ("$reduce([1, 2, 3], function($a, $b){ $a + $b })", Is(json!(6))),
        ("$states.input.tags ~> $count()", Is(json!(3))),
        ("(\"a\" ~> $uppercase) & 1 & null & $states.input.missing", Is(json!("A1null"))),
        ("($f := function($a, $b){ $a - $b }; $g := $f(?, 1); $g(5))", Is(json!(4))),
        ("$sum($states.input.items.price)", Is(json!(25))),
        ("$sum([])", Is(json!(0))),
        ("$max([])", Undefined),
        ("$sum($states.input.tags)", Fails),
        ("$count($states.input.missing)", Is(json!(0))),
        ("$exists($states.input.none)", Is(json!(true))),
        ("$string($states.input.nested)", Is(json!("{\"deep\":{\"id\":\"d1\"}}"))),
        ("$string(1.10)", Is(json!("1.1"))),
        ("$substring(\"hello\", 1, 3)", Is(json!("ell"))),
        ("$substring(\"hello\", -3)", Is(json!("llo"))),
        ("$split($states.input.text, \",\")", Is(json!(["a", "b;c"]))),
        ("$join($states.input.tags, \"-\")", Is(json!("x-y-x"))),
        ("$contains(\"abc\", /B/i)", Is(json!(true))),
        ("$replace(\"abc\", \"b\", \"x\")", Is(json!("axc"))),
        ("$match(\"ab12\", /[0-9]+/).match", Is(json!("12"))),
        ("$number(\"12.5\")", Is(json!(12.5))),
        ("$number(\"x\")", Fails),
        ("$round(2.5)", Is(json!(2))),
        ("$round(-1.55, 1)", Is(json!(-1.6))),
        ("$keys($states.input.nested)", Is(json!("deep"))),
        ("$lookup($states.input, \"age\")", Is(json!(36))),
        ("$merge([$states.input.nested, {\"b\": 1}])", Is(json!({ "deep": { "id": "d1" }, "b": 1 }))),
        ("$each({\"a\": 1, \"b\": 2}, function($v, $k){ $k & $v })", Is(json!(["a1", "b2"]))),
        ("$sift({\"a\": 1, \"b\": 2}, function($v){ $v > 1 })", Is(json!({ "b": 2 }))),
        ("$spread({\"a\": 1, \"b\": 2})", Is(json!([{ "a": 1 }, { "b": 2 }]))),
        ("$distinct($states.input.tags)", Is(json!(["x", "y"]))),
        ("$sort([3, 1, 2])", Is(json!([1, 2, 3]))),
        ("$reverse([1, 2])", Is(json!([2, 1]))),
        ("$zip([1, 2], [3, 4])", Is(json!([[1, 3], [2, 4]]))),
        ("$append(1, 2)", Is(json!([1, 2]))),
        ("$partition([0], 5)", Is(json!([[0]]))),
        ("$range(1, 9, 9)", Is(json!(1))),
        ("$range(0, 6, 3)", Is(json!([0, 3, 6]))),
        ("$hash(\"abc\", \"MD5\")", Is(json!("900150983cd24fb0d6963f7d28e17f72"))),
        ("$parse(\"[1]\")", Is(json!([1]))),
        ("$type(null)", Is(json!("null"))),
        ("$toMillis(\"1970-01-01T00:00:01.500Z\")", Is(json!(1500))),
        ("$fromMillis(1500)", Is(json!("1970-01-01T00:00:01.500Z"))),
        ("$error(\"no\")", Fails),
        ("$doesNotExist(1)", Fails),
        ("$doesNotExist", Undefined),
        ("$v.a", Is(json!([1, 2]))),
        ("$n + \"1\"", Fails),
        ("1 < \"1\"", Fails),
        ("\"x\" in $states.input.tags", Is(json!(true))),
        ("$uppercase(1)", Fails),
        ("$sum", Fails),
        ("$eval(\"1\")", Fails),
    ];
    let states = Val::from_json(&json!({ "input": sample(), "context": {} }));
    for (text, expected) in cases {
        let found = jsonata::evaluate(text, &states, &variables(), &mut Random::new(1));
        match (expected, &found) {
            (Is(value), Ok(Some(found))) if value == *found => {}
            (Undefined, Ok(None)) | (Fails, Err(Trouble::Fails(_))) => {}
            _ => panic!("{text}: {found:?}"),
        }
    }
}

/// Tasks answer with what they are given, or fail with the error they are told.
fn echo(call: &TaskCall<'_>, _: &mut Random) -> Result<Value, TaskFailure> {
    match call.arguments.get("fail").and_then(Value::as_str) {
        Some(error) => {
            Err(TaskFailure { error: error.to_owned(), cause: format!("attempt {}", call.attempt) })
        }
        None => Ok(json!({ "resource": call.resource, "state": call.state, "given": call.arguments })),
    }
}

fn run_states(definition: Value, input: Value, error_names: ErrorNames) -> Run {
    let definition = match definition.get("States") {
        Some(_) => definition,
        None => {
            let first = definition.as_object().and_then(|states| states.keys().next()).cloned();
            json!({ "StartAt": first, "States": definition })
        }
    };
    let settings = Settings { error_names, ..Settings::default() };
    run(&definition, &input, &settings, &mut echo)
}

fn output(definition: Value, input: Value) -> Value {
    let run = run_states(definition, input, ErrorNames::Measured);
    match run.ending {
        Ending::Succeeded(output) => output,
        other => panic!("{other:?}"),
    }
}

fn failure(definition: Value, input: Value) -> (String, String) {
    let run = run_states(definition, input, ErrorNames::Measured);
    match run.ending {
        Ending::Failed(failure) => (failure.error.unwrap_or_default(), failure.field),
        other => panic!("{other:?}"),
    }
}

#[test]
fn data_flows_as_measured() {
    let cases = [
        (json!({ "Type": "Pass", "InputPath": null, "End": true }), json!({ "a": 1 }), json!({})),
        (json!({ "Type": "Pass", "OutputPath": null, "End": true }), json!({ "a": 1 }), json!({})),
        (
            json!({ "Type": "Pass", "Result": { "x.$": "$.a" }, "ResultPath": "$.deep.er", "End": true }),
            json!({ "a": 1 }),
            json!({ "a": 1, "deep": { "er": { "x.$": "$.a" } } }),
        ),
        (
            json!({ "Type": "Pass", "InputPath": "$.a", "Parameters": { "b.$": "$.b", "c": "$.b", "l": [{ "d.$": "$.b" }] },
                    "ResultPath": "$.r", "OutputPath": "$.r", "End": true }),
            json!({ "a": { "b": 1 } }),
            json!({ "b": 1, "c": "$.b", "l": [{ "d": 1 }] }),
        ),
        (
            json!({ "Type": "Task", "Resource": "arn:f", "Parameters": { "p.$": "$.a" }, "ResultSelector": { "q.$": "$.given.p" },
                    "ResultPath": "$.r", "End": true }),
            json!({ "a": 1 }),
            json!({ "a": 1, "r": { "q": 1 } }),
        ),
        (
            json!({ "Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:f", "Arguments": { "p": "{% $states.input.a %}" },
                    "Output": { "q": "{% $states.result.given.p %}", "s": " {% 1 %}", "x.$": "$.a" }, "End": true }),
            json!({ "a": 1 }),
            json!({ "q": 1, "s": " {% 1 %}", "x.$": "$.a" }),
        ),
        (
            json!({ "Type": "Pass", "QueryLanguage": "JSONata", "Output": null, "End": true }),
            json!(1),
            json!(null),
        ),
        (json!({ "Type": "Wait", "SecondsPath": "$.s", "End": true }), json!({ "s": 0 }), json!({ "s": 0 })),
        (
            json!({ "Type": "Wait", "TimestampPath": "$.t", "End": true }),
            json!({ "t": "2026-01-01T00:00:00.123456789Z" }),
            json!({ "t": "2026-01-01T00:00:00.123456789Z" }),
        ),
    ];
    for (state, input, expected) in cases {
        assert_eq!(output(json!({ "S": state }), input), expected, "{state}");
    }
}

#[test]
fn failures_have_the_names_measured() {
    const QUERY: &str = "States.QueryEvaluationError";
    let pass = |field: &str, value: Value| json!({ "Type": "Pass", field: value, "End": true });
    let query = |field: &str, value: Value| json!({ "Type": "Pass", "QueryLanguage": "JSONata", field: value, "End": true });
    let cases = [
        (pass("InputPath", json!("$.x")), "States.Runtime", "InputPath"),
        (pass("OutputPath", json!("$.x.y")), "States.Runtime", "OutputPath"),
        (pass("Parameters", json!({ "a": { "b.$": "$.x" } })), "States.Runtime", "Parameters/a/b.$"),
        (pass("ResultPath", json!("$.a.b")), "States.Runtime", "ResultPath"),
        (pass("Assign", json!({ "v.$": "$nothing" })), "States.Runtime", "Assign/v.$"),
        (query("Output", json!("{% $nothing %}")), QUERY, "Output"),
        (query("Output", json!({ "x": ["{% $nothing %}"] })), QUERY, "Output/x/0"),
        (query("Assign", json!({ "v": "{% $states.input.x %}" })), QUERY, "Assign/v"),
        (json!({ "Type": "Fail", "ErrorPath": "$.x" }), "States.Runtime", "ErrorPath"),
        (json!({ "Type": "Fail", "ErrorPath": "States.Format('E{}', $.a)", "Cause": "c" }), "E1", ""),
        (json!({ "Type": "Wait", "SecondsPath": "$.a2", "End": true }), "States.Runtime", "SecondsPath"),
        (json!({ "Type": "Wait", "TimestampPath": "$.t", "End": true }), "States.Runtime", "TimestampPath"),
        (
            json!({ "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "S" }] }),
            "States.Runtime",
            "Choices/0/Variable",
        ),
        (
            json!({ "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsPresent": true, "Next": "S" }] }),
            "States.Runtime",
            "Choices",
        ),
        (
            json!({ "Type": "Choice", "QueryLanguage": "JSONata", "Choices": [{ "Condition": "{% 1 %}", "Next": "S" }] }),
            QUERY,
            "Choices/0/Condition",
        ),
        (
            json!({ "Type": "Map", "ItemsPath": "$.a", "ItemProcessor": {}, "End": true }),
            "States.Runtime",
            "ItemsPath",
        ),
        (json!({ "Type": "Map", "QueryLanguage": "JSONata", "ItemProcessor": {}, "End": true }), QUERY, ""),
        (
            json!({ "Type": "Task", "Resource": "arn:f", "TimeoutSecondsPath": "$.t", "End": true }),
            "States.Runtime",
            "TimeoutSecondsPath",
        ),
    ];
    for (state, error, field) in cases {
        let found = failure(json!({ "S": state }), json!({ "a": 1, "t": "2016-12-05 21:29:29Z", "a2": -1 }));
        assert_eq!((found.0.as_str(), found.1.as_str()), (error, field), "{state}");
    }
}

#[test]
fn errors_are_retried_and_caught() {
    let task = |catcher: Value| {
        json!({
            "T": { "Type": "Task", "Resource": "arn:f", "OutputPath": "$.no.such.path", "End": true,
                   "Retry": [{ "ErrorEquals": ["E"], "MaxAttempts": 2 }], "Catch": [catcher] },
            "C": { "Type": "Pass", "Parameters": { "all.$": "$", "v.$": "$v" }, "End": true },
        })
    };
    let catcher = json!({ "ErrorEquals": ["States.ALL"], "ResultPath": "$.e", "Assign": { "v.$": "$.Error" }, "Next": "C" });
    let caught = run_states(task(catcher.clone()), json!({ "fail": "E" }), ErrorNames::Measured);
    let expected = json!({ "all": { "fail": "E", "e": { "Error": "E", "Cause": "attempt 2" } }, "v": "E" });
    assert_eq!(caught.ending, Ending::Succeeded(expected));
    assert_eq!(caught.variables.get("v"), Some(&json!("E")));
    let outcomes: Vec<_> = caught.trace.iter().map(|visit| (visit.state.as_str(), &visit.outcome)).collect();
    assert!(matches!(
        outcomes[..],
        [
            ("/States/T", Outcome::Retried(_)),
            ("/States/T", Outcome::Retried(_)),
            ("/States/T", Outcome::Caught { catcher: 0, .. }),
            ("/States/C", Outcome::End)
        ]
    ));
    // Nothing catches States.Runtime.
    assert_eq!(failure(task(catcher.clone()), json!({ "a": 1 })).0, "States.Runtime");
    let named = json!({ "ErrorEquals": ["States.Runtime"], "Next": "C" });
    assert_eq!(failure(task(named), json!({})).0, "States.Runtime");
    let timeout = json!({ "ErrorEquals": ["States.TaskFailed"], "Next": "C" });
    assert_eq!(failure(task(timeout), json!({ "fail": "States.Timeout" })).0, "States.Timeout");
    // The specification has a name of its own that is caught.
    let mut specified = task(catcher);
    specified["T"]["Parameters"] = json!({ "x.$": "$.x" });
    let run = run_states(specified, json!({}), ErrorNames::Specified);
    let failed = run.trace.iter().find_map(|visit| match &visit.outcome {
        Outcome::Caught { failure, next, .. } => Some((failure.clone(), next.clone())),
        _ => None,
    });
    let (failed, next) = failed.expect("caught");
    assert_eq!((failed.error.as_deref(), next.as_str()), (Some("States.ParameterPathFailure"), "C"));
}

#[test]
fn choices_compare_as_measured() {
    let goes = |rule: Value, input: Value| {
        let mut rule = rule;
        rule["Next"] = json!("Yes");
        let states = json!({
            "S": { "Type": "Choice", "Choices": [rule], "Default": "No" },
            "Yes": { "Type": "Pass", "Result": true, "End": true },
            "No": { "Type": "Pass", "Result": false, "End": true },
        });
        output(states, input) == json!(true)
    };
    let cases = [
        (json!({ "NumericEquals": 42 }), json!("42"), false),
        (json!({ "NumericEquals": 0 }), json!(0.0), true),
        (json!({ "StringEquals": "a" }), json!(null), false),
        (json!({ "StringLessThan": "AB" }), json!("A"), true),
        (json!({ "StringMatches": "a*c\\*" }), json!("abbc*"), true),
        (json!({ "StringMatches": "a*c" }), json!("abcd"), false),
        (json!({ "BooleanEquals": true }), json!(true), true),
        (json!({ "TimestampEquals": "2026-01-01T00:00:00Z" }), json!("2026-01-01T02:00:00+02:00"), true),
        (json!({ "TimestampEquals": "2026-01-01T00:00:00Z" }), json!("2026-01-01 00:00:00"), false),
        (json!({ "IsNull": false }), json!(1), true),
        (json!({ "IsTimestamp": true }), json!("2026-02-30T00:00:00Z"), false),
        (json!({ "NumericGreaterThanPath": "$.limit" }), json!(6), true),
    ];
    for (comparison, value, expected) in cases {
        let mut rule = comparison.clone();
        rule["Variable"] = json!("$.v");
        let input = json!({ "v": value, "limit": 5 });
        assert_eq!(goes(rule.clone(), input.clone()), expected, "{comparison}");
        assert_eq!(goes(json!({ "Not": rule }), input.clone()), !expected, "{comparison}");
        assert_eq!(goes(json!({ "And": [{ "Variable": "$.v", "IsPresent": true }, rule] }), input), expected);
    }
    let guarded =
        json!({ "Or": [{ "Variable": "$.v", "IsPresent": false }, { "Variable": "$.v", "IsNull": true }] });
    assert!(goes(guarded, json!({})));
}

#[test]
fn maps_parallels_and_scopes() {
    let pass = |parameters: Value| json!({ "StartAt": "I", "States": { "I": { "Type": "Pass", "Parameters": parameters, "End": true } } });
    let map = json!({ "S": {
        "Type": "Map", "ItemsPath": "$.list", "MaxConcurrencyPath": "$.one", "ResultPath": "$.out", "End": true,
        "ItemSelector": { "v.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index", "k.$": "$.k" },
        "ItemProcessor": pass(json!({ "got.$": "$" })),
    } });
    let input = json!({ "list": [null, "b"], "k": 1, "one": "1" });
    let out = output(map, input)["out"].clone();
    assert_eq!(
        out,
        json!([{ "got": { "v": null, "i": 0, "k": 1 } }, { "got": { "v": "b", "i": 1, "k": 1 } }])
    );

    let batches = json!({ "S": {
        "Type": "Map", "End": true, "ItemBatcher": { "MaxItemsPerBatch": 2, "BatchInput": { "n.$": "$[0]" } },
        "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
            "StartAt": "I", "States": { "I": { "Type": "Pass", "End": true } } },
    } });
    let expected =
        json!([{ "BatchInput": { "n": 1 }, "Items": [1, 2] }, { "BatchInput": { "n": 1 }, "Items": [3] }]);
    assert_eq!(output(batches, json!([1, 2, 3])), expected);

    let scopes = json!({
        "A": { "Type": "Pass", "Assign": { "outer": 1 }, "Next": "P" },
        "P": { "Type": "Parallel", "Parameters": { "x.$": "$.x" }, "Next": "B", "Branches": [
            { "StartAt": "P1", "States": {
                "P1": { "Type": "Pass", "Assign": { "inner.$": "$outer" }, "OutputPath": "$outer", "Next": "P2" },
                "P2": { "Type": "Pass", "Parameters": { "inner.$": "$inner" }, "End": true } } },
            { "StartAt": "Q1", "States": { "Q1": { "Type": "Pass", "End": true } } },
        ] },
        "B": { "Type": "Pass", "Assign": { "outer": 2 }, "Parameters": { "r.$": "$", "old.$": "$outer" }, "End": true },
    });
    let run = run_states(scopes, json!({ "x": "y" }), ErrorNames::Measured);
    assert_eq!(run.ending, Ending::Succeeded(json!({ "r": [{ "inner": 1 }, { "x": "y" }], "old": 1 })));
    assert_eq!(run.variables, Variables::from([("outer".to_owned(), json!(2))]));
    let inner =
        run.trace.iter().find(|visit| visit.state == "/States/P/Branches/0/States/P2").expect("visited");
    assert_eq!(inner.variables.len(), 2);
    assert_eq!(inner.effective, Some(json!(1)));
    assert_eq!(inner.result, inner.output);
}

#[test]
fn an_inner_error_keeps_its_name() {
    let failing = json!({
        "P": { "Type": "Parallel", "End": true,
            "Branches": [{ "StartAt": "F", "States": { "F": { "Type": "Fail", "Error": "Mine", "Cause": "so" } } }],
            "Catch": [{ "ErrorEquals": ["Mine"], "Next": "C" }] },
        "C": { "Type": "Pass", "End": true },
    });
    assert_eq!(output(failing, json!({})), json!({ "Error": "Mine", "Cause": "so" }));
}

#[test]
fn an_endless_loop_ends() {
    let states = json!({
        "A": { "Type": "Pass", "Next": "C" },
        "C": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsPresent": false, "Next": "A" }] },
    });
    let run = run_states(states, json!({}), ErrorNames::Measured);
    assert_eq!(run.ending, Ending::OutOfSteps);
    assert_eq!(run.trace.len(), Settings::default().max_visits);
    assert!(
        run.trace
            .iter()
            .filter(|visit| visit.state == "/States/C")
            .take(9)
            .all(|visit| visit.rule == Some(0))
    );
    assert!(run.trace.iter().all(|visit| visit.arguments.is_none() && visit.input == json!({})));
}
