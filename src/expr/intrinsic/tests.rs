use super::*;
use crate::expr::jsonpath::{Edit, PathErrorKind, Root};
use IntrinsicErrorKind as E;
use ProblemKind as K;

fn call(text: &str) -> Call {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn problems(text: &str) -> Vec<Problem> {
    check(&call(text), text)
}

fn kinds(text: &str) -> Vec<ProblemKind> {
    problems(text).iter().map(|problem| problem.kind).collect()
}

fn mended(text: &str, edit: Option<&Edit>) -> String {
    let edit = edit.unwrap_or_else(|| panic!("{text}: no edit"));
    let mut text = text.to_owned();
    text.replace_range(edit.range.start as usize..edit.range.end as usize, &edit.replacement);
    text
}

#[test]
fn arguments_and_spans() {
    let text = "States.Format('é{} {}', $.a['x,)'][?(@.b == ')')], States.MathAdd( -1.5e2 ,null), true, $v)";
    let call = call(text);
    assert_eq!((call.name.as_str(), call.name_span.clone()), ("States.Format", 0..13));
    assert_eq!(call.span, 0..text.len() as u32);
    let slices: Vec<&str> =
        call.arguments.iter().map(|a| &text[a.span.start as usize..a.span.end as usize]).collect();
    assert_eq!(
        slices,
        ["'é{} {}'", "$.a['x,)'][?(@.b == ')')]", "States.MathAdd( -1.5e2 ,null)", "true", "$v"]
    );
    let ArgumentKind::String(template) = &call.arguments[0].kind else { panic!() };
    assert_eq!(template.placeholders, [17..19, 20..22]);
    let ArgumentKind::Path(path) = &call.arguments[1].kind else { panic!() };
    assert_eq!((path.segments.len(), path.segments[0].span.clone()), (3, 26..28));
    let ArgumentKind::Call(inner) = &call.arguments[2].kind else { panic!() };
    assert_eq!(inner.arguments[0].kind, ArgumentKind::Number(-150.0));
    assert_eq!(inner.arguments[1].kind, ArgumentKind::Null);
    assert_eq!(call.arguments[3].kind, ArgumentKind::Boolean(true));
    let ArgumentKind::Path(path) = &call.arguments[4].kind else { panic!() };
    assert_eq!(path.root, Root::Variable { name: "v".to_owned() });
}

#[test]
fn escapes_in_strings() {
    let text = r"States.Format('it\'s \{{}\} \\ \n', 1)";
    let parsed = call(text);
    let ArgumentKind::String(literal) = &parsed.arguments[0].kind else { panic!() };
    assert_eq!(literal.value, r"it's {{}} \ \n");
    assert_eq!((literal.placeholders.len(), literal.loose_braces.len()), (1, 0));
    assert_eq!((literal.open_escapes.len(), literal.open_escapes[0].clone()), (1, 31..33));
    assert_eq!(kinds(text), [K::OpenEscape]);
    for (text, loose) in
        [("f('{a}')", 2), ("f('${a}{}')", 0), ("f('${}')", 0), ("f('}{')", 2), ("f('{{}')", 1)]
    {
        let parsed = call(text);
        let ArgumentKind::String(literal) = &parsed.arguments[0].kind else { panic!() };
        assert_eq!(literal.loose_braces.len(), loose, "{text}");
    }
}

#[test]
fn calls_in_order_have_no_problems() {
    for text in [
        "States.Format('{} of ${Name}', $.a)",
        "States.Format($.template, $.a, $.b)",
        "States.StringToJson($.text)",
        "States.JsonToString($)",
        "States.Array()",
        "States.Array( )",
        "States.Array(1, null, $$.State.Name)",
        "States.ArrayPartition($.a, 4)",
        "States.ArrayContains(States.Array(1), 1)",
        "States.ArrayRange(1, 1000, 1)",
        "States.ArrayRange(10, 1, -1)",
        "States.ArrayGetItem(States.StringSplit($.a, '//'), 0)",
        "States.ArrayLength($.a)",
        "States.ArrayUnique($.a)",
        "States.Base64Encode('a b')",
        "States.Base64Decode('YWI=')",
        "States.Hash($.a, 'SHA-256')",
        "States.JsonMerge($.a, States.StringToJson($.b), false)",
        "States.MathRandom(1, 5)",
        "States.MathRandom(1, $.end, 7)",
        "States.MathAdd($.a, -2147483648)",
        "States.StringSplit($.a, ',')",
        "States.UUID()",
    ] {
        assert_eq!(problems(text), [], "{text}");
    }
    assert_eq!(FUNCTIONS.len(), 18);
}

#[test]
fn syntax_errors() {
    for (text, kind, fixed) in [
        ("States.UUID ()", E::Parenthesis, Some("States.UUID()")),
        ("States.UUID", E::Parenthesis, None),
        ("", E::Name, None),
        ("(1)", E::Name, None),
        ("States.Array(1", E::Unclosed, Some("States.Array(1)")),
        ("States.Array(", E::Unclosed, None),
        ("States.Array(1))", E::Behind, Some("States.Array(1)")),
        ("States.Array(1)[0]", E::Behind, None),
        ("States.Array(1) + 1", E::Behind, None),
        ("States.Array(1,)", E::EmptyArgument, Some("States.Array(1)")),
        ("States.Array(1,,2)", E::EmptyArgument, Some("States.Array(1,2)")),
        ("States.Array(,2)", E::EmptyArgument, None),
        ("States.Format(\"it's {}\", $.a)", E::DoubleQuotes, Some("States.Format('it\\'s {}', $.a)")),
        ("States.Array('a)", E::UnclosedString, Some("States.Array('a')")),
        ("States.Array('it's')", E::Separator, None),
        ("States.Array('a' $.b)", E::Separator, None),
        ("States.Array($.a $.b)", E::Separator, Some("States.Array($.a, $.b)")),
        ("States.Array({})", E::JsonLiteral, None),
        ("States.Array([1])", E::JsonLiteral, None),
        ("States.Array(a)", E::BareWord, Some("States.Array('a')")),
        ("States.Array(a.b)", E::BareWord, Some("States.Array($.a.b)")),
        ("States.Array(.a)", E::BareWord, Some("States.Array($.a)")),
        ("States.Array(@.a)", E::BareWord, Some("States.Array($.a)")),
        ("States.Array(True)", E::BareWord, Some("States.Array(true)")),
        ("States.Array(None)", E::BareWord, Some("States.Array(null)")),
        ("States.Array(01)", E::Number, None),
        ("States.Array(1.)", E::Number, None),
        ("States.Array(1px)", E::Number, None),
        ("States.Array($.a.)", E::Path(PathErrorKind::TrailingDot), Some("States.Array($.a)")),
        ("States.Array($.a b)", E::Path(PathErrorKind::BlankInName), Some("States.Array($['a b'])")),
        ("States.Array($.a + 1)", E::Path(PathErrorKind::ExpressionInPath), None),
    ] {
        let error = parse(text).expect_err(text);
        assert_eq!(error.kind, kind, "{text}: {error}");
        assert!(text.get(error.span.start as usize..error.span.end as usize).is_some(), "{text}");
        match fixed {
            Some(fixed) => {
                assert_eq!(mended(text, error.edit.as_ref()), fixed);
                assert!(parse(fixed).is_ok(), "{fixed}");
            }
            None => assert_eq!(error.edit, None, "{text}"),
        }
    }
}

#[test]
fn unknown_functions() {
    for (text, help, fixed) in [
        ("States.format('a')", "case", Some("States.Format('a')")),
        ("states.UUID()", "case", Some("States.UUID()")),
        ("Format('a')", "begin with", Some("States.Format('a')")),
        ("States.Fromat('a')", "did you mean", Some("States.Format('a')")),
        ("States.ArrayLenght($.a)", "did you mean", Some("States.ArrayLength($.a)")),
        ("States.Length($.a)", "States.ArrayLength", Some("States.ArrayLength($.a)")),
        ("States.Concat($.a, $.b)", "States.Format", None),
        ("States.Now()", "$$.State.EnteredTime", None),
        ("States.MathSubtract($.a, 1)", "-1", None),
    ] {
        let found = problems(text);
        assert_eq!(found.iter().map(|p| p.kind).collect::<Vec<_>>(), [K::UnknownFunction], "{text}");
        assert_eq!(found[0].kind.certainty(), Certainty::Refused);
        assert!(found[0].help.as_deref().is_some_and(|h| h.contains(help)), "{text}: {:?}", found[0].help);
        match fixed {
            Some(fixed) => assert_eq!(mended(text, found[0].edit.as_ref()), fixed),
            None => assert_eq!(found[0].edit, None, "{text}"),
        }
    }
    for text in ["States.Pokemon()", "foo()"] {
        assert_eq!(problems(text)[0].help, None, "{text}");
    }
    for invention in INVENTIONS {
        assert_eq!(invention.name, invention.name.to_lowercase());
        assert!(invention.instead.is_none_or(|name| function(name).is_some()), "{}", invention.name);
    }
}

#[test]
fn problems_with_their_place() {
    for (text, kind, part) in [
        ("States.UUID(1)", K::Arity, "1"),
        ("States.ArrayLength()", K::Arity, "()"),
        ("States.MathAdd(1)", K::Arity, "(1)"),
        ("States.MathAdd(1, 2, 3)", K::Arity, "3"),
        ("States.Format()", K::Arity, "()"),
        ("States.ArrayRange('a', 2, 1)", K::ArgumentType, "'a'"),
        ("States.ArrayLength('a')", K::ArgumentType, "'a'"),
        ("States.ArrayLength(States.UUID())", K::ArgumentType, "States.UUID()"),
        ("States.StringToJson(1)", K::ArgumentType, "1"),
        ("States.JsonMerge($.a, null, false)", K::ArgumentType, "null"),
        ("States.Base64Encode(States.Array(1))", K::ArgumentType, "States.Array(1)"),
        ("States.MathAdd($.a, 1.5)", K::Fraction, "1.5"),
        ("States.Format('{} {}', $.a)", K::Placeholders, "'{} {}'"),
        ("States.Format('x', $.a)", K::Placeholders, "'x'"),
        ("States.Format('\\{\\}', $.a)", K::Placeholders, "'\\{\\}'"),
        ("States.Format('{}', States.Array(1))", K::FormattedComposite, "States.Array(1)"),
        ("States.Format('{0}')", K::LooseBrace, "{"),
        ("States.StringToJson('[{}]')", K::LooseBrace, "{}"),
        ("States.Array('a\\d')", K::OpenEscape, "\\d"),
        ("States.ArrayRange(0, 1000, 1)", K::RangeLength, "0, 1000, 1"),
        ("States.ArrayRange(0, -2000, -1)", K::RangeLength, "0, -2000, -1"),
        ("States.ArrayRange(0, $.n, 0)", K::RangeStep, "0"),
        ("States.ArrayPartition($.a, 0)", K::ChunkSize, "0"),
        ("States.ArrayGetItem($.a, -1)", K::NegativeIndex, "-1"),
        ("States.Hash($.a, 'CRC')", K::HashAlgorithm, "'CRC'"),
        ("States.JsonMerge($.a, $.b, true)", K::DeepMerge, "true"),
        ("States.MathAdd(2147483648, 1)", K::NumberSize, "2147483648"),
        ("States.MathRandom(5, 5)", K::RandomBounds, "5, 5"),
        ("States.Base64Decode('a b')", K::NotBase64, "'a b'"),
        ("States.StringSplit($.a, ', ')", K::DelimiterSet, "', '"),
        ("States.Array('$.a.b')", K::QuotedPath, "'$.a.b'"),
        ("States.Array(States.UUID(), 1)  ", K::TrailingBlank, "  "),
    ] {
        let found = problems(text);
        assert_eq!(found.iter().map(|p| p.kind).collect::<Vec<_>>(), [kind], "{text}");
        let span = found[0].span.start as usize..found[0].span.end as usize;
        assert_eq!(&text[span], part, "{text}");
    }
}

#[test]
fn line_ends_in_strings_are_left_alone() {
    // AWS's own samples for Bedrock have them.
    assert_eq!(kinds("States.Format('\n\nHuman: {}\r\n', $.text)"), []);
}

#[test]
fn problems_with_an_edit() {
    for (text, fixed) in [
        ("States.UUID(1)", "States.UUID()"),
        ("States.ArrayRange('1', 2, 1)", "States.ArrayRange(1, 2, 1)"),
        ("States.ArrayLength('$.a')", "States.ArrayLength($.a)"),
        ("States.JsonMerge($.a, $.b, 'false')", "States.JsonMerge($.a, $.b, false)"),
        ("States.JsonMerge($.a, $.b, true)", "States.JsonMerge($.a, $.b, false)"),
        ("States.Hash($.a, 'sha256')", "States.Hash($.a, 'SHA-256')"),
        ("States.Hash($.a, 'SHA_1')", "States.Hash($.a, 'SHA-1')"),
        ("States.Array('a\\d')", "States.Array('a\\\\d')"),
        ("States.Format('{}', '$.a')", "States.Format('{}', $.a)"),
        ("States.UUID() ", "States.UUID()"),
    ] {
        let found = problems(text);
        assert_eq!(mended(text, found[0].edit.as_ref()), fixed);
        assert_eq!(problems(fixed), [], "{fixed}");
    }
}

#[test]
fn texts_of_ten_thousand_characters() {
    let fits = "é".repeat(10_000);
    assert_eq!(kinds(&format!("States.Base64Encode('{fits}')")), []);
    assert_eq!(kinds(&format!("States.Base64Encode('{fits}x')")), [K::TextLength]);
    assert_eq!(kinds(&format!("States.Hash('{fits}x', 'MD5')")), [K::TextLength]);
}

#[test]
fn nesting() {
    let nested = |n: usize| format!("{}1{}", "States.Array(".repeat(n), ")".repeat(n));
    assert_eq!(kinds(&nested(10)), []);
    assert_eq!(kinds(&nested(11)), [K::Nesting]);
    assert_eq!(kinds(&nested(64)), [K::Nesting]);
    for text in [nested(65), nested(10_000), "f(".repeat(10_000), format!("f($[?{}", "(".repeat(10_000))] {
        assert!(parse(&text).is_err());
    }
    assert_eq!(parse(&nested(10_000)).map_err(|e| e.kind), Err(E::TooDeep));
}

#[test]
fn any_text_is_read_without_panic() {
    const PIECES: [&str; 30] = [
        "States.Format(",
        "States.Array(",
        "f(",
        "(",
        ")",
        ",",
        "'",
        "'{}'",
        "{",
        "}",
        "\\",
        "\"",
        "$",
        "$.a",
        "$$.x",
        "$v",
        "[",
        "]",
        "1",
        "-1.5",
        "e",
        "null",
        "true",
        " ",
        "\n",
        "é",
        "😀",
        "?(",
        ".",
        "States.Hash($.a, 'é')",
    ];
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % limit as u64) as usize
    };
    let mut parsed = 0;
    for _ in 0..60_000 {
        let mut text = String::from(["", "States.Array(", "States.Format('{}',"][below(3)]);
        for _ in 0..below(8) {
            text.push_str(PIECES[below(PIECES.len())]);
        }
        if below(2) == 0 {
            text.push(')');
        }
        match parse(&text) {
            Ok(call) => {
                parsed += 1;
                for problem in check(&call, &text) {
                    let span = problem.span.start as usize..problem.span.end as usize;
                    assert!(text.get(span).is_some(), "{text:?} {problem:?}");
                    if let Some(edit) = &problem.edit {
                        mended(&text, Some(edit));
                    }
                }
            }
            Err(error) => {
                let span = error.span.start as usize..error.span.end as usize;
                assert!(text.get(span).is_some(), "{text:?} {error:?}");
                if let Some(edit) = &error.edit {
                    mended(&text, Some(edit));
                }
            }
        }
    }
    assert!(parsed > 1000, "{parsed}");
}

#[test]
fn long_texts_get_an_answer() {
    let n = 1 << 17;
    for text in [
        format!("States.Array({})", vec!["$.a"; n * 2].join(",")),
        format!("States.Array({})", vec!["f('x')"; n].join(", ")),
        format!("States.Format('{}')", "{}".repeat(n * 4)),
        format!("States.Format('{}')", "\\d".repeat(n * 4)),
        format!("States.Format('{}')", "${".repeat(n * 4)),
        format!("States.Array({})", "$.a b ".repeat(n)),
        format!("States.Array($[{}", "'".repeat(n * 8)),
        format!("{}(", "x".repeat(n * 8)),
        format!("States.UUID({})", vec!["'$.a'"; n].join(",")),
        format!("States.Array(1{}", " ".repeat(n * 8)),
    ] {
        let last = match parse(&text) {
            Ok(call) => check(&call, &text).last().map_or(0, |problem| problem.span.end),
            Err(error) => error.span.end,
        };
        assert!(last as usize <= text.len(), "{}", &text[..20]);
    }
}
