use std::sync::Arc;

use super::{DEPTH_LIMIT, parse_json};
use crate::source::FileId;
use crate::syntax::{Kind, Node, SyntaxProblemKind, Tree};

fn parse(text: &str) -> Tree {
    parse_json(FileId(0), &Arc::from(text))
}

/// The tree in one line, for comparing.
fn shape(node: Node<'_>) -> String {
    match node.kind() {
        Kind::Object => {
            let member = |(key, value): (Node<'_>, Node<'_>)| {
                format!("{}:{}", key.str().expect("a key is a string"), shape(value))
            };
            format!("{{{}}}", node.members().map(member).collect::<Vec<_>>().join(" "))
        }
        Kind::Array => format!("[{}]", node.items().map(shape).collect::<Vec<_>>().join(" ")),
        Kind::String => format!("{:?}", node.str().unwrap_or_default()),
        Kind::Number => node.number_text().unwrap_or_default().to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Null => "null".to_owned(),
        Kind::Unknown => "?".to_owned(),
        Kind::Missing => "!".to_owned(),
    }
}

fn shapes(tree: &Tree) -> String {
    tree.documents().map(shape).collect::<Vec<_>>().join(" | ")
}

/// Reads `text` and holds its tree against `tree`, its problems (kind, place) against `problems`.
#[track_caller]
fn check(text: &str, tree: &str, problems: &[(SyntaxProblemKind, &str)]) {
    let read = parse(text);
    assert_eq!(shapes(&read), tree, "tree of {text}");
    let found: Vec<_> =
        read.problems.iter().map(|p| (p.kind, &text[p.start as usize..p.end as usize])).collect();
    assert_eq!(found, problems, "problems of {text}: {:?}", read.problems);
}

/// As [`check`] with one syntax error, whose sentence begins with `message`.
#[track_caller]
fn check_one(text: &str, tree: &str, place: &str, message: &str) {
    check(text, tree, &[(SyntaxProblemKind::JsonSyntax, place)]);
    let found = &parse(text).problems[0].message;
    assert!(found.starts_with(message), "{found}");
}

/// The text after the fixes of all its problems.
fn fixed(text: &str) -> String {
    let mut text = text.to_owned();
    for problem in parse(&text).problems.iter().rev() {
        if let Some((start, end, new)) = &problem.fix {
            text.replace_range(*start as usize..*end as usize, new);
        }
    }
    text
}

#[test]
fn reads_valid_json_without_problems() {
    check("{}", "{}", &[]);
    check(" [ ] ", "[]", &[]);
    check("\"x\"", "\"x\"", &[]);
    check("-0.5e+10", "-0.5e+10", &[]);
    check("[1,true,false,null,\"a\",{\"b\":[[]]}]", "[1 true false null \"a\" {b:[[]]}]", &[]);
    check("{\"a\":1,\"a\":2}", "{a:1 a:2}", &[]);
    check(r#"["\"\\\/\n\u00e9\ud83d\ude00"]"#, r#"["\"\\/\né😀"]"#, &[]);
    check(r#"["${a", "b}"]"#, r#"["${a" "b}"]"#, &[]);
    check("[\n1\n],\n".trim_end_matches(",\n"), "[1]", &[]);
}

#[test]
fn reads_members_that_begin_with_a_percent_sign() {
    for rest in [
        "\"A\": {\"Type\": \"Succeed\"}, \"B\": {}",
        ": {\"End\": true}}",
        "\n\"A\": {},",
        "\"States\": {\"A\": {}}}",
    ] {
        assert!(!parse(&format!("%{rest}")).problems.is_empty(), "{rest}");
    }
}

#[test]
fn spans_are_exact() {
    let text = " {\"k\\n\" : [ 12 , \"é\" ] }\n";
    let tree = parse(text);
    let root = tree.documents().next().expect("there is a value");
    assert_eq!(root.source(), "{\"k\\n\" : [ 12 , \"é\" ] }");
    let (key, value) = root.members().next().expect("there is a member");
    assert_eq!((key.source(), key.str()), ("\"k\\n\"", Some("k\n")));
    assert_eq!(value.source(), "[ 12 , \"é\" ]");
    assert_eq!(value.items().map(Node::source).collect::<Vec<_>>(), ["12", "\"é\""]);
}

#[test]
fn an_empty_text_has_no_document() {
    check("", "", &[]);
    check(" \n\t\r\n", "", &[]);
    check("// only", "", &[(SyntaxProblemKind::Comment, "// only")]);
}

#[test]
fn comments_trailing_commas_and_byte_order_marks_have_kinds_of_their_own() {
    let text = "\u{feff}// c\n{\"a\": 1, # d\n \"b\": [/* e */ 2,],}";
    let kinds = [
        (SyntaxProblemKind::ByteOrderMark, "\u{feff}"),
        (SyntaxProblemKind::Comment, "// c"),
        (SyntaxProblemKind::Comment, "# d"),
        (SyntaxProblemKind::Comment, "/* e */"),
        (SyntaxProblemKind::TrailingComma, ","),
        (SyntaxProblemKind::TrailingComma, ","),
    ];
    check(text, "{a:1 b:[2]}", &kinds);
    assert_eq!(fixed(text), "\n{\"a\": 1,\n \"b\": [2]}");
    check_one("{\"a\": 1 /* open", "{a:1}", "/*", "This comment is never closed");
}

#[test]
fn placeholders_are_values_members_and_parts_of_strings() {
    check("{\"a\": ${A}, \"b\": ${a.b}${C}, \"c\": -${A}, \"d\": ${A}00}", "{a:? b:? c:? d:?}", &[]);
    check("[${AWS::Region}, ${jsonencode({\"x\" = \"}\"})}]", "[? ?]", &[]);
    check("${All}", "?", &[]);
    check("{ ${Extra}, \"a\": 1 }", "{a:1}", &[]);
    check("{ \"a\": 1, ${Extra} }", "{a:1}", &[]);
    check("{ \"a\": 1 ${Extra} }", "{a:1}", &[]);
    check("{ ${Key}: 1 }", "{${Key}:1}", &[]);
    check("[\"${join(\"-\", x)}\", \"${A}\"]", r#"["${join(\"-\", x)}" "${A}"]"#, &[]);
    check("{%{ if x } \"a\": 1, %{ endif } \"b\": %{ if y }1%{ else }2%{ endif }}", "{a:1 b:1}", &[]);
    check("[%{ for x in xs ~} \"${x}\", %{ endfor }]", "[\"${x}\"]", &[]);
    let tree = parse("[${A}${B}]");
    let value = tree.documents().next().and_then(|root| root.items().next()).expect("there is an item");
    assert_eq!(value.source(), "${A}${B}");
}

#[test]
fn missing_commas() {
    check_one(
        "{\"a\": 1 \"Next\": 2}",
        "{a:1 Next:2}",
        "1",
        "Expected `,` before the next member, but found `\"Next\"`",
    );
    check_one("[{} {}]", "[{} {}]", "}", "Expected `,` before the next item");
    check_one("[\"é\" 1]", "[\"é\" 1]", "\"", "Expected `,` before the next item, but found `1`");
    assert_eq!(fixed("{\"a\": 1\n \"b\": 2}"), "{\"a\": 1,\n \"b\": 2}");
    assert_eq!(fixed("[true false \"a\"]"), "[true, false, \"a\"]");
}

#[test]
fn surplus_commas() {
    check_one("{\"a\": 1,, \"b\": 2}", "{a:1 b:2}", ",", "Expected a member behind `,`");
    check_one("[1,,,2]", "[1 2]", ",,", "Expected an item behind `,`");
    check_one("{,\"a\": 1}", "{a:1}", ",", "Expected a member, but found `,`");
    assert_eq!(fixed("[,1,,2]"), "[1,2]");
}

#[test]
fn missing_colons_and_values() {
    check_one("{\"a\" 1}", "{a:1}", "\"a\"", "Expected `:` behind the key `\"a\"`, but found `1`");
    assert_eq!(fixed("{\"a\" [1]}"), "{\"a\": [1]}");
    check_one("{\"a\": }", "{a:!}", ":", "Expected a value for the key `\"a\"`, but found `}`");
    check_one("{\"a\": , \"b\": 1}", "{a:! b:1}", ":", "Expected a value for the key `\"a\"`, but found `,`");
    let problems = [(SyntaxProblemKind::JsonSyntax, ":"), (SyntaxProblemKind::Comment, "# é")];
    check("{\"a\": # é\n, \"b\": 1}", "{a:! b:1}", &problems);
    check_one("{\"a\", \"b\": 1}", "{a:! b:1}", "\"a\"", "Expected `:` and a value behind the key");
    check_one("{\"a\" \"b\": 1}", "{a:! b:1}", "\"a\"", "Expected `:` and a value behind the key");
    check_one(
        "{\"a\": \"b\": 1}",
        "{a:! b:1}",
        "\"a\"",
        "Expected a value for the key `\"a\"`, but found the key",
    );
    check_one("{\"a\": :1}", "{a:1}", ":", "Expected a value, but found a second `:`");
    check_one("{\"a\": 1, : 2, \"b\": 3}", "{a:1 b:3}", ":", "Expected a key before `:`");
    check_one(
        "{\"a\": \"x\" \"y\", \"b\": 1}",
        "{a:\"x\" b:1}",
        "\"y\"",
        "Expected `,` or `}`, but found `\"y\"`",
    );
}

#[test]
fn wrong_separators() {
    check_one("{\"a\" = 1}", "{a:1}", "=", "Expected `:` behind the key `\"a\"`, but found `=`");
    check_one("{\"a\" => 1}", "{a:1}", "=>", "Expected `:` behind the key");
    check_one("{\"a\": 1; \"b\": 2}", "{a:1 b:2}", ";", "Expected `,`, but found `;`");
    check_one("{\"a\": 1;}", "{a:1}", ";", "Expected `,`, but found `;`");
    assert_eq!(fixed("{\"a\" => 1; \"b\" = 2}"), "{\"a\" : 1, \"b\" : 2}");
}

#[test]
fn other_quotes() {
    check_one("['it's']", "[\"it's\"]", "'it's'", "This string stands in single quotes");
    check_one("{`a`: 1}", "{a:1}", "`a`", "This string stands in backticks");
    check_one("{“a”: 1}", "{a:1}", "“a”", "This string stands in typographic quotes");
    check_one("{\"a\": ‘x’}", "{a:\"x\"}", "‘x’", "This string stands in typographic quotes");
    check_one(
        "{\"a\": \"x”, \"b\": 1}",
        "{a:\"x\" b:1}",
        "”",
        "This string is closed by the typographic quote",
    );
    check_one("{\"a”: 1}", "{a:1}", "”", "This string is closed by the typographic quote");
    assert_eq!(fixed("{“a”: 'x', \"b\": \"y”}"), "{\"a\": \"x\", \"b\": \"y\"}");
    assert_eq!(parse("['say \"x\"']").problems[0].fix, None);
    check("[\"a “quoted” word\", \"it's\"]", "[\"a “quoted” word\" \"it's\"]", &[]);
}

#[test]
fn words_without_quotes() {
    check_one("{a: 1}", "{a:1}", "a", "The key `a` is not in quotes");
    check_one("{\"a\": True}", "{a:true}", "True", "`True` is not a value of JSON, `true` is");
    check_one("[None]", "[null]", "None", "`None` is not a value of JSON, `null` is");
    check_one("[undefined]", "[!]", "undefined", "JSON has no `undefined`");
    check_one("[NaN]", "[!]", "NaN", "JSON has no `NaN`");
    check_one(
        "{\"a\": hello big world, \"b\": 1}",
        "{a:\"hello big world\" b:1}",
        "hello big world",
        "Expected a value",
    );
    check_one("[arn:aws:states:::x]", "[\"arn:aws:states:::x\"]", "arn:aws:states:::x", "Expected a value");
    check_one("{\"a\": foo\", \"b\": 1}", "{a:\"foo\" b:1}", "foo\"", "This string lacks its opening quote");
    check_one("{a\": 1}", "{a:1}", "a\"", "This key lacks its opening quote");
    check_one("{\"a\": 1, oops}", "{a:1}", "oops", "Expected a key, but found `oops`");
    assert_eq!(fixed("{a: True, b: Foo}"), "{\"a\": true, \"b\": \"Foo\"}");
    check_one(
        "{\"a\": {% $x %}, \"b\": 1}",
        "{a:\"{% $x %}\" b:1}",
        "{% $x %}",
        "A JSONata expression must stand",
    );
}

#[test]
fn malformed_numbers() {
    for (written, meant) in [("+1", "1"), (".5", "0.5"), ("1.", "1"), ("007", "7"), ("0x1F", "31")] {
        check_one(
            &format!("[{written}]"),
            &format!("[{meant}]"),
            written,
            &format!("`{written}` is not a number"),
        );
        assert_eq!(fixed(&format!("[{written}]")), format!("[{meant}]"));
    }
}

#[test]
fn unclosed_strings() {
    check_one("{\n  \"a\": \"x,\n  \"b\": 1\n}", "{a:\"x\" b:1}", "\"x", "This string is never closed");
    check_one("{\n  \"a: \"x\",\n  \"b\": 1\n}", "{a:\"x\" b:1}", "\"a", "This string is never closed");
    check_one("{\n  \"a: {\n    \"b\": 1\n  }\n}", "{a:{b:1}}", "\"a", "This string is never closed");
    check_one(
        "{\"a: [\"{% $x %}\"], \"b\": 1}",
        "{a:[\"{% $x %}\"] b:1}",
        "\"a",
        "This string is never closed",
    );
    check_one("{\"a\":\"b,\"c\":1}", "{a:\"b\" c:1}", "\"b", "This string is never closed");
    check(
        "{\n  \"a\": \"x,,\n  \"b\": 1\n}",
        "{a:\"x\" b:1}",
        &[(SyntaxProblemKind::JsonSyntax, "\"x"), (SyntaxProblemKind::JsonSyntax, ",")],
    );
    check_one("{\"a\": [\"b]}", "{a:[\"b\"]}", "\"b", "This string is never closed");
    check_one("[\"a, \"b\"]", "[\"a\" \"b\"]", "\"a", "This string is never closed");
    check_one("{\"a\": \"${b}}", "{a:\"${b}\"}", "\"${b}", "This string is never closed");
    assert_eq!(fixed("{\"a\": \"x,\n\"b: 1}"), "{\"a\": \"x\",\n\"b\": 1}");
}

#[test]
fn odd_text_in_strings() {
    check_one("[\"a\tb\"]", "[\"a\\tb\"]", "\t", "This string holds a tab");
    check_one(
        "{\"a\": \"one\n two\",\n\"b\": 1}",
        "{a:\"one\\n two\" b:1}",
        "\"one\n two\"",
        "This string goes over",
    );
    check_one("[\"\\d\"]", "[\"\\\\d\"]", "\\d", "JSON has no escape `\\d`");
    check_one(
        "{\"a\": \"b\"c\"d\", \"e\": 1}",
        "{a:\"b\\\"c\\\"d\" e:1}",
        "\"",
        "This string holds a `\"` that is not",
    );
    assert_eq!(fixed("[\"a\tb\", \"\\d\"]"), "[\"a\\tb\", \"\\\\d\"]");
}

#[test]
fn missing_closers() {
    check_one("{\"a\": [1, 2, \"b\": 3}", "{a:[1 2] b:3}", "[", "This `[` is never closed");
    check_one("[{\"b\": 1, {\"c\": 2}]", "[{b:1} {c:2}]", "{", "This `{` is never closed");
    check_one("{\"a\": {\"b\": [1, 2", "{a:{b:[1 2]}}", "[", "The text ends before 3 brackets are closed");
    check_one("{\"a\": 1", "{a:1}", "{", "This `{` is never closed");
    let text = "{\n  \"a\": {\n    \"b\": 1\n  ,\n  \"c\": {\n    \"d\": 2\n  }\n}\n";
    check_one(text, "{a:{b:1} c:{d:2}}", "{", "This `{` is never closed");
    assert_eq!(parse(text).problems[0].start, 9);
    let text = "{\n  \"a\": [\n    {\n      \"b\": 1\n    },\n    {\n      \"c\": 1\n  ],\n  \"d\": 2\n}\n";
    check_one(text, "{a:[{b:1} {c:1}] d:2}", "{", "This `{` is never closed");
}

#[test]
fn surplus_and_wrong_closers() {
    check_one("{\"a\": 1}}", "{a:1}", "}", "This `}` closes nothing");
    check_one(
        "{\"a\": [1, 2}, \"b\": 1}",
        "{a:[1 2] b:1}",
        "}",
        "Expected `]` to close this `[`, but found `}`",
    );
    check_one("{\"a\": 1]", "{a:1}", "]", "Expected `}` to close this `{`, but found `]`");
    let text = "{\n  \"a\": {\n    \"b\": 1},\n    \"c\": 2\n  },\n  \"d\": 3\n}\n";
    check_one(text, "{a:{b:1 c:2} d:3}", "}", "This `}` closes nothing");
    let text = "{\n  \"a\": {\n    \"b\": [\n      1\n    ]\n    ]\n  },\n  \"d\": 3\n}\n";
    check_one(text, "{a:{b:[1]} d:3}", "]", "This `]` closes nothing");
    let text = "{\n  \"a\": {\n    \"b\": 1\n  ],\n  \"d\": 3\n}\n";
    check_one(text, "{a:{b:1} d:3}", "]", "Expected `}` to close this `{`");
    let problem = &parse(text).problems[0];
    assert_eq!(problem.related.as_ref().map(|(start, end, _)| (*start, *end)), Some((9, 10)));
    assert_eq!(fixed(text), text.replace("],", "},"));
}

#[test]
fn several_brackets_are_told_where_they_are_wrong() {
    let told = |text: &str, tree: &str, lines: &[(usize, &str)]| {
        let read = parse(text);
        assert_eq!(shapes(&read), tree, "tree of {text}: {:?}", read.problems);
        let line = |at: u32| text[..at as usize].matches('\n').count() + 1;
        let found: Vec<_> = read.problems.iter().map(|p| (line(p.start), p.message.as_ref())).collect();
        assert_eq!(found, lines, "problems of {text}");
    };
    // Both lack: the end of the text is not to blame.
    let text = "{\n  \"a\": {\n    \"b\": 1\n  ,\n  \"c\": {\n    \"d\": {\n      \"e\": 1\n    \n  },\n  \"f\": 2\n}\n";
    let unclosed = "This `{` is never closed";
    told(text, "{a:{b:1} c:{d:{e:1}} f:2}", &[(2, unclosed), (6, unclosed)]);
    let text =
        "{\n  \"a\": {\n    \"b\": {\n      \"c\": 1\n    ,\n    \"d\": {\n      \"e\": 1\n    }\n  }\n";
    told(text, "{a:{b:{c:1} d:{e:1}}}", &[(1, unclosed), (3, unclosed)]);
    // One lacks and another is too many, though the numbers are right.
    let text = "{\n  \"a\": {\n    \"b\": 1\n  ,\n  \"c\": 2,\n  \"d\": 3,\n  \"e\": {\n    \"f\": 4\n  }],\n  \"g\": 5\n}\n";
    told(text, "{a:{b:1} c:2 d:3 e:{f:4} g:5}", &[(2, unclosed), (9, "This `]` closes nothing")]);
    // A bracket of the same kind comes too early, behind other text.
    let text = "[\n  {\n    \"a\": [\n      1\n    ,\n    \"b\": 2},\n    \"c\": 3\n  }\n]\n";
    told(text, "[{a:[1] b:2 c:3}]", &[(3, "This `[` is never closed"), (6, "This `}` closes nothing")]);
    // The last bracket is indented wrongly, and no witness against the others.
    let text = "{\n  \"a\": {\n    \"b\": {\n      \"c\": 1\n    }],\n    \"d\": 2\n  }\n  }\n";
    told(text, "{a:{b:{c:1} d:2}}", &[(5, "This `]` closes nothing")]);
    let text = "{\n  \"a\": [ {\n    \"b\": 1\n  } },\n  \"c\": 2\n  }\n";
    told(text, "{a:[{b:1}] c:2}", &[(4, "Expected `]` to close this `[`, but found `}`")]);
    told("{\"a\": [\"b\"], \"c\"], \"d\": 1}", "{a:[\"b\" \"c\"] d:1}", &[(1, "This `]` closes nothing")]);
    told("{\"a\": [1], 2, 3], \"d\": 1}", "{a:[1 2 3] d:1}", &[(1, "This `]` closes nothing")]);
    let text = "{\n  \"a\": {,\n  \"b\": 1\n}\n";
    told(text, "{a:{} b:1}", &[(2, unclosed)]);
    // An opening bracket too many is one that is never closed.
    let text = "[\n  {\n    \"a\": [1]{,\n    \"b\": 2\n  }\n]\n";
    let lines = [
        (3, "Expected `,` before the next member, but found `{`"),
        (3, "Expected a key before this `{`"),
        (3, unclosed),
    ];
    told(text, "[{a:[1] b:2}]", &lines);
    let text = "[\n  \"a\": 1,\n  {\n    \"b\": 2\n  }\n]\n";
    told(text, "[{a:1} {b:2}]", &[(2, "Expected an item, but found the key `\"a\"`: an array has no keys")]);
    // What is not in quotes opens nothing.
    let text = "{\n  \"a\": {% $x %},\n  \"b\": [\n    1\n  },\n  \"c\": 2\n}\n";
    let lines = [
        (2, "A JSONata expression must stand in a string"),
        (5, "Expected `]` to close this `[`, but found `}`"),
    ];
    told(text, "{a:\"{% $x %}\" b:[1] c:2}", &lines);
}

#[test]
fn keys_in_arrays() {
    check_one(
        "{\"a\": [ \"b\": 3 ], \"c\": 1}",
        "{a:[{b:3}] c:1}",
        "\"b\"",
        "Expected an item, but found the key",
    );
    check_one(
        "{\"a\": [ \"b\": 3 }, \"c\": 1}",
        "{a:[{b:3}] c:1}",
        "\"b\"",
        "Expected an item, but found the key",
    );
    check_one("{\"a\": [, \"c\": 1}", "{a:[] c:1}", "[", "This `[` is never closed");
}

#[test]
fn excerpts() {
    for (text, tree, dots) in [
        ("{\"a\": 1, ...}", "{a:1}", "..."),
        ("{\"a\": {...}, \"b\": 1}", "{a:{} b:1}", "..."),
        ("[…, 1]", "[1]", "…"),
        ("{\"a\": ...}", "{a:!}", "..."),
    ] {
        check(text, tree, &[(SyntaxProblemKind::LeftOut, dots)]);
    }
    let text = "\"A\": {\"Type\": \"Pass\"},\n\"B\": {\"Type\": \"Pass\"},\n";
    check_one(
        text,
        "{A:{Type:\"Pass\"} B:{Type:\"Pass\"}}",
        "\"A\"",
        "Expected `{`, but the text begins with `\"A\"`",
    );
    check_one("\"A\": {\n \"b\": 1\n}\n}\n", "{A:{b:1}}", "\"A\"", "Expected `{`, but the text begins with");
    check_one("}, \"A\": 1", "{A:1}", "\"A\"", "Expected `{`, but the text begins with");
    check_one(
        "Here it is:\n```json\n{\"a\": 1}\n```\n",
        "{a:1}",
        "Here it is:\n```json",
        "Expected JSON, but found",
    );
    check_one(
        "{\"a\": 1} and more\n{}",
        "{a:1}",
        "and more",
        "Expected the end of the text, but found `and`",
    );
}

#[test]
fn nesting_is_limited() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(&deep(DEPTH_LIMIT)).problems.is_empty());
    for text in [deep(DEPTH_LIMIT + 1), "[".repeat(100_000), "{\"a\":".repeat(100_000)] {
        let kinds: Vec<_> = parse(&text).problems.iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, [SyntaxProblemKind::TooDeep]);
    }
}

#[test]
fn long_hostile_texts_are_read() {
    for piece in [
        "{\"a\":[}",
        "}",
        "${a",
        "\"a b\"c ",
        "[\"a\n",
        "a b ",
        "\"a\\\":",
        "[1}",
        "%{",
        "/*",
        "“",
        "[{\n",
        "[],",
        "{\"a\":[1]},",
        "\\",
    ] {
        for prefix in ["", "[", "{\"a\": 1}", "[\"", "{\"a\": "] {
            let tree = parse(&format!("{prefix}{}", piece.repeat(100_000)));
            assert!(!tree.problems.is_empty());
        }
    }
}

#[test]
fn every_prefix_of_a_text_is_read() {
    let text = "{\"a\": [1, {\"b\": \"${x}é\\u00e9\"}, -2.5e1, true], \"c\": {% $x %}, d: 'e', “f”: .5, /* g */ h => [ \"i\": 1 ] }";
    for (end, _) in text.char_indices() {
        for start in [0, end / 2] {
            if text.is_char_boundary(start) {
                let tree = parse(&text[start..end]);
                assert!(tree.documents().len() <= 1);
            }
        }
    }
}
