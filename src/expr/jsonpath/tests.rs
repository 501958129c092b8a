use super::*;

fn path(text: &str) -> Path {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn error(text: &str) -> PathError {
    match parse(text) {
        Ok(path) => panic!("{text} parses: {path:?}"),
        Err(error) => error,
    }
}

fn warnings(text: &str) -> Vec<PathWarningKind> {
    path(text).warnings.iter().map(|warning| warning.kind).collect()
}

/// The text after the edit of a problem.
fn mended(text: &str, edit: Option<&Edit>) -> String {
    let edit = edit.unwrap_or_else(|| panic!("{text}: no edit"));
    let mut text = text.to_owned();
    text.replace_range(edit.range.start as usize..edit.range.end as usize, &edit.replacement);
    text
}

fn names(path: &Path) -> Vec<&str> {
    let mut all = Vec::new();
    for segment in &path.segments {
        if let SegmentKind::Child { names, .. } = &segment.kind {
            all.extend(names.iter().map(|name| name.text.as_str()));
        }
    }
    all
}

#[test]
fn roots() {
    assert_eq!(path("$").root, Root::Input);
    assert_eq!(path("$$").root, Root::Context);
    let context = path("$$.State.Name");
    assert_eq!((context.root.clone(), context.root_span.clone()), (Root::Context, 0..2));
    assert_eq!(names(&context), ["State", "Name"]);
    for (text, name) in [("$x", "x"), ("$name.a[0]", "name"), ("$größe", "größe"), ("$a_1['b']", "a_1")] {
        assert_eq!(path(text).root, Root::Variable { name: name.to_owned() }, "{text}");
    }
    assert_eq!(path("$name.a[0]").root_span, 0..5);
}

#[test]
fn spans_of_segments_and_names() {
    let text = "$.é['b c', 'd'][0, -1][1:][*]..e.length()";
    let path = path(text);
    let spans: Vec<&str> =
        path.segments.iter().map(|s| &text[s.span.start as usize..s.span.end as usize]).collect();
    assert_eq!(spans, [".é", "['b c', 'd']", "[0, -1]", "[1:]", "[*]", "..", "e", ".length()"]);
    let SegmentKind::Child { names, bracket: true } = &path.segments[1].kind else { panic!() };
    assert_eq!((names[0].text.as_str(), names[0].span.clone()), ("b c", 5..10));
    assert_eq!(&text[names[1].span.start as usize..names[1].span.end as usize], "'d'");
    let SegmentKind::Index(indexes) = &path.segments[2].kind else { panic!() };
    assert_eq!(indexes.iter().map(|i| i.value).collect::<Vec<_>>(), [0, -1]);
    assert_eq!(&text[indexes[1].span.start as usize..indexes[1].span.end as usize], "-1");
    assert_eq!(path.segments[3].kind, SegmentKind::Slice { from: Some(1), to: None });
    let SegmentKind::Call(call) = &path.segments[7].kind else { panic!() };
    assert_eq!((call.name.text.as_str(), call.arguments.len()), ("length", 0));
}

#[test]
fn odd_forms_that_work() {
    for text in [
        "$.[0]",
        "$.a-b",
        "$['a b']",
        "$[\"a\"]",
        "$..book.length()",
        "$.detail-type",
        "$.0",
        "$.a@b",
        "$.a/b",
        "$.a:b",
        "$.Snapshots.[0].State",
        "$.*.['a','b']",
        "$[ 'a' ][ * ][ 0 ]",
        "$..*",
        "$..[?(@.a)]",
        "$.日本.語",
        "$.a.${name}",
        "$a.b",
        "$.a.sum($.b, 1)",
        "$[-1:]",
    ] {
        assert_eq!(warnings(text), [], "{text}");
    }
}

#[test]
fn definite_paths() {
    for text in ["$", "$.a[0]['b']", "$.a[-1]", "$..a.length()", "$.a[*].b.sum()"] {
        assert!(path(text).definite, "{text}");
    }
    for text in ["$.*", "$..a", "$[0,1]", "$['a','b']", "$[0:1]", "$[?(@.a)]"] {
        assert!(!path(text).definite, "{text}");
    }
}

#[test]
fn filters_are_trees() {
    let text = "$.a[?(@.p < 10.5 && (@.t in ['x','y'] || !@.u) && @.n =~ /a\\/b/i)].z";
    let parsed = path(text);
    let SegmentKind::Filter(FilterExpr::And(list)) = &parsed.segments[1].kind else { panic!() };
    assert_eq!(list.len(), 3);
    let FilterExpr::Compare { left: Operand::Path(left), operator, operator_span, right } = &list[0] else {
        panic!()
    };
    assert_eq!((&left.root, &left.span, *operator), (&Root::Current, &(6..9), Operator::Less));
    assert_eq!((operator_span, right), (&(10..11), &Operand::Number(12..16)));
    let FilterExpr::Or(either) = &list[1] else { panic!() };
    assert!(matches!(
        &either[0],
        FilterExpr::Compare { operator: Operator::In, right: Operand::Json(_), .. }
    ));
    assert!(matches!(&either[1], FilterExpr::Exists { negated: true, .. }));
    let FilterExpr::Compare { right: Operand::Regex { pattern, flags }, .. } = &list[2] else { panic!() };
    assert_eq!(&text[pattern.start as usize..pattern.end as usize], "a\\/b");
    assert_eq!(&text[flags.start as usize..flags.end as usize], "i");
    for text in [
        "$[?(@.a == 'x')]",
        "$[?(@.a==\"x\")]",
        "$[?(@.a != null)]",
        "$[?(true == @.a)]",
        "$[?(!(@.a))]",
        "$[?(@.a == -1.5e3)]",
        "$[?(@.a.length() > 1)]",
        "$[?(@['a b'] == 1)]",
        "$[?(@..x == $.y[0].z)]",
        "$[?(@.a[?(@.b == 1)])]",
        "$[?(@.a nin [1])]",
        "$[?(@.a subsetof [1])]",
        "$[?(@.a ANYOF [1])]",
        "$[?(@.a noneof [1])]",
        "$[?(@.a size 2)]",
        "$[?(@.a empty true)]",
        "$[?(@.a contains 'x')]",
        "$[?(@.a =~ /(a|b\\))/)]",
    ] {
        assert_eq!(warnings(text), [], "{text}");
    }
}

#[test]
fn disputed_forms_are_warnings() {
    use PathWarningKind as W;
    for (text, kind, fixed) in [
        ("$.a[(@.length-1)]", W::ScriptExpression, "$.a[-1]"),
        ("$[(@.length - 2)].b", W::ScriptExpression, "$[-2].b"),
        ("$.a ", W::TrailingBlank, "$.a"),
        ("$.a\n", W::TrailingBlank, "$.a"),
        ("$.a[", W::DanglingBracket, "$.a"),
        ("$.a[0]x", W::IgnoredTail, "$.a[0]"),
        ("$.a[0]xy", W::MissingDot, "$.a[0].xy"),
        ("$.a?.b", W::OptionalChaining, "$.a.b"),
        ("$.a?[0]", W::OptionalChaining, "$.a[0]"),
        ("$[?(@.a&&@.b)]", W::OperatorInName, "$[?(@.a && @.b)]"),
        ("$states.input.a", W::StatesVariable, "$.a"),
        ("$states.context.State.Name", W::StatesVariable, "$$.State.Name"),
        ("$.a.lenght()", W::UnknownFunction, "$.a.length()"),
    ] {
        let found = path(text).warnings;
        assert_eq!(found.iter().map(|w| w.kind).collect::<Vec<_>>(), [kind], "{text}");
        let fixed_text = mended(text, found[0].edit.as_ref());
        assert_eq!(fixed_text, fixed, "{text}");
        assert_eq!(warnings(&fixed_text), [], "{text}");
    }
    for (text, kind) in [
        ("$.store\\.book", W::Backslash),
        ("$.a]", W::SuspiciousName),
        ("$.it's", W::SuspiciousName),
        ("$.bucket,", W::SuspiciousName),
        ("$_x", W::VariableName),
        ("$.a[1:2:3]", W::IgnoredStep),
        ("$.a.f('x')", W::IgnoredArgument),
        ("$[?(@.a == $x)]", W::OuterRootInFilter),
        ("$[?(@.a == $$.State.Name)]", W::OuterRootInFilter),
    ] {
        assert!(warnings(text).contains(&kind), "{text}: {:?}", warnings(text));
    }
}

#[test]
fn errors_with_an_edit_that_mends() {
    use PathErrorKind as E;
    for (text, kind, fixed) in [
        (" $.a", E::LeadingBlank, "$.a"),
        ("a.b", E::MissingRoot, "$.a.b"),
        (".a", E::MissingRoot, "$.a"),
        ("@.a", E::MissingRoot, "$.a"),
        ("['a']", E::MissingRoot, "$['a']"),
        ("$$State.Name", E::AfterRoot, "$$.State.Name"),
        ("$0.a", E::BadVariableName, "$.0.a"),
        ("$foo-bar.a", E::AfterRoot, "$.foo-bar.a"),
        ("$ .a", E::AfterRoot, "$.a"),
        ("$*", E::AfterRoot, "$.*"),
        ("$.", E::TrailingDot, "$"),
        ("$.a.", E::TrailingDot, "$.a"),
        ("$.a..", E::TrailingDot, "$.a"),
        ("$.a...b", E::EmptySegment, "$.a..b"),
        ("$.foo bar.baz", E::BlankInName, "$['foo bar'].baz"),
        ("$..foo bar", E::BlankInName, "$..['foo bar']"),
        ("$.a .b", E::BlankInName, "$.a.b"),
        ("$.a. b", E::BlankInName, "$.a.b"),
        ("$[a-b]", E::BadBracket, "$['a-b']"),
        ("$.a[]", E::EmptyBracket, "$.a[*]"),
        ("$[", E::UnclosedBracket, "$"),
        ("$.a[0", E::UnclosedBracket, "$.a[0]"),
        ("$['a'", E::UnclosedBracket, "$['a']"),
        ("$['a]", E::UnclosedQuote, "$['a']"),
        ("$['a',]", E::BadBracket, "$['a']"),
        ("$[*", E::BadBracket, "$[*]"),
        ("$.a[1b]", E::BadIndex, "$.a['1b']"),
        ("$[:]", E::BadSlice, "$[*]"),
        ("$[?@.a == 'x']", E::FilterForm, "$[?(@.a == 'x')]"),
        ("$[?(@.a) && (@.b)]", E::FilterForm, "$[?((@.a) && (@.b))]"),
        ("$[?(@.a = 1)]", E::UnknownOperator, "$[?(@.a == 1)]"),
        ("$[?(@.a and @.b)]", E::UnknownOperator, "$[?(@.a && @.b)]"),
        ("$[?(@.a == 1 or @.b)]", E::FilterCondition, "$[?(@.a == 1 || @.b)]"),
        ("$[?(@.a in['x'])]", E::UnknownOperator, "$[?(@.a in ['x'])]"),
        ("$[?(@.a==Receipt)]", E::FilterCondition, "$[?(@.a=='Receipt')]"),
        ("$[?(@.a == True)]", E::FilterCondition, "$[?(@.a == true)]"),
    ] {
        let problem = error(text);
        assert_eq!(problem.kind, kind, "{text}: {problem}");
        assert!(problem.span.end as usize <= text.len() && problem.span.start <= problem.span.end, "{text}");
        let fixed_text = mended(text, problem.edit.as_ref());
        assert_eq!(fixed_text, fixed, "{text}");
        assert_eq!(warnings(&fixed_text), [], "{text}");
    }
}

#[test]
fn errors_without_an_edit() {
    use PathErrorKind as E;
    for (text, kind) in [
        ("", E::Empty),
        ("  ", E::Empty),
        ("{% $states.input.a %}", E::Jsonata),
        ("$sum($.a)", E::Jsonata),
        ("States.Format('{}', $.a)", E::IntrinsicCall),
        ("$.a == 1", E::ExpressionInPath),
        ("$.a + $.b", E::ExpressionInPath),
        ("$.a ? 1 : 2", E::ExpressionInPath),
        ("$[99999999999]", E::BadIndex),
        ("$[0,,1]", E::BadIndex),
        ("$[1 :2]", E::BadSlice),
        ("$['\\uZZZZ']", E::BadEscape),
        ("$[$.i]", E::BadBracket),
        ("$[?(@.a == 'x)]", E::FilterForm),
        ("$[?(@.a", E::FilterForm),
        ("$[?()]", E::FilterCondition),
        ("$[?(1)]", E::FilterCondition),
        ("$[?(@.a == 1.2.3)]", E::FilterCondition),
        ("$.a.sum(1", E::UnclosedCall),
    ] {
        let problem = error(text);
        assert_eq!((problem.kind, problem.edit.is_none()), (kind, true), "{text}: {problem}");
    }
    assert_eq!(error("$.ab.c d").span, 6..7);
    assert_eq!(error("$[?(@.a ~~ 1)]").span, 8..10);
}

#[test]
fn ranges_keep_the_offsets_of_the_whole_text() {
    let text = "States.Array($.a[0].b )";
    let path = parse_range(text, 13..21).expect("a path");
    assert_eq!((path.span, path.segments[1].span.clone()), (13..21, 16..19));
    assert_eq!(parse_range("($.a. b)", 1..7).expect_err("blank").span, 5..6);
    assert!(parse_range("é", 1..2).is_err());
    assert!(parse_range("$", 1..9).is_err());
}

#[test]
fn reference_paths() {
    for text in ["$", "$.a.b", "$['a']['b@c']", "$.a[0][1]", "$.a-b", "$$.Execution.Id", "$x.a"] {
        assert_eq!(reference_path_problem(&path(text)), None, "{text}");
    }
    use ReferenceProblem as R;
    for (text, part, problem) in [
        ("$.a.*.b", ".*", R::Wildcard),
        ("$.a[*]", "[*]", R::Wildcard),
        ("$..b", "..", R::DeepScan),
        ("$.a[?(@.b)].*", "[?(@.b)]", R::Filter),
        ("$.a[0:2]", "[0:2]", R::Slice),
        ("$.a[0,2]", "[0,2]", R::Union),
        ("$['a','b']", "['a','b']", R::Union),
        ("$.a.length()", ".length()", R::Function),
        ("$[(@.length-1)]", "[(@.length-1)]", R::Script),
        ("$.x.a@b", ".a@b", R::OperatorInName),
    ] {
        let (span, found) = reference_path_problem(&path(text)).expect(text);
        assert_eq!((&text[span.start as usize..span.end as usize], found), (part, problem));
    }
}

struct XorShift(u64);

impl XorShift {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

#[test]
fn any_text_is_read_without_panic_and_spans_lie_on_characters() {
    const PIECES: [&str; 44] = [
        "$",
        "$$",
        "$x",
        "@",
        ".",
        "..",
        "[",
        "]",
        "(",
        ")",
        "?",
        "[?(",
        ")]",
        "'",
        "\"",
        "*",
        ",",
        ":",
        "-",
        "0",
        "12",
        "a",
        "é",
        "😀",
        " ",
        "\t",
        "\n",
        "\\",
        "\\u",
        "/",
        "=~",
        "==",
        "&&",
        "||",
        "!",
        "<",
        " in ",
        "true",
        "null",
        "{",
        "}",
        ".length()",
        "['a']",
        "[(@.length-1)]",
    ];
    let mut random = XorShift(0x9E37_79B9_7F4A_7C15);
    let mut parsed = 0;
    for _ in 0..60_000 {
        let mut text = String::from("$");
        for _ in 0..random.below(12) {
            text.push_str(PIECES[random.below(PIECES.len())]);
        }
        let on_characters = |span: &std::ops::Range<u32>| {
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{text:?} {span:?}");
        };
        match parse(&text) {
            Ok(path) => {
                parsed += 1;
                path.segments.iter().for_each(|segment| on_characters(&segment.span));
                path.warnings.iter().for_each(|w| on_characters(&w.span));
                path.warnings.iter().filter_map(|w| w.edit.as_ref()).for_each(|e| on_characters(&e.range));
            }
            Err(error) => {
                on_characters(&error.span);
                error.edit.iter().for_each(|edit| on_characters(&edit.range));
            }
        }
    }
    assert!(parsed > 1000, "{parsed}");
}

#[test]
fn deep_nesting_is_an_error() {
    let n = 10_000;
    for text in [
        format!("${}", "[?(@.a".repeat(n)),
        format!("${}{}", "[?(@.a".repeat(n), ")]".repeat(n)),
        format!("$[?({}@.a{})]", "(".repeat(n), ")".repeat(n)),
        format!("$[?({}@.a)]", "!".repeat(n)),
        format!("$[?({}(@.a))]", "!".repeat(n)),
        format!("${}{}", ".f($".repeat(n), ")".repeat(n)),
        format!("${}", "[".repeat(n)),
        format!("${}", "[(".repeat(n)),
    ] {
        assert!(parse(&text).is_err(), "{}", &text[..20]);
    }
    assert!(parse(&format!("${}", "[0]".repeat(n))).is_ok());
}

#[test]
fn long_texts_get_an_answer() {
    let n = 1 << 17;
    for text in [
        format!("${}", ".abcdefg".repeat(n)),
        format!("${}", "['a','b']".repeat(n)),
        format!("$[{}]", vec!["0"; n * 4].join(",")),
        format!("$['{}']", "a\\'".repeat(n * 2)),
        format!("$[?({})]", vec!["(@.a)"; n].join("&&")),
        format!("$[?({})]", vec!["@.a == 1"; n].join(" || ")),
        format!("$[?(@a{})]", "()".repeat(n * 4)),
        format!("$[?(@.a{})]", "['x']".repeat(n * 2)),
        format!("${}", "[?(@.a)]".repeat(n)),
        format!("${}", ".a()".repeat(n * 2)),
        format!("$.f({})", vec!["$.a"; n * 2].join(",")),
        format!("$.{}", "(".repeat(n * 8)),
        format!("$.a {}", "b ".repeat(n * 4)),
        format!("$[?(@.a {}", "'".repeat(n * 8)),
    ] {
        let last = match parse(&text) {
            Ok(path) => path.segments.last().map_or(0, |segment| segment.span.end),
            Err(error) => error.span.end,
        };
        assert!(last as usize <= text.len(), "{}", &text[..20]);
    }
}
