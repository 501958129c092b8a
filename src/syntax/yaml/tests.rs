use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::{Kind, Node, SyntaxProblem, SyntaxProblemKind, Tree};
use super::{parse_yaml, scalar, yaml_scalar_value, yaml_value_offset};
use crate::source::FileId;

fn parse(text: &str) -> Tree {
    parse_yaml(FileId(0), &Arc::from(text))
}

fn root(tree: &Tree) -> Node<'_> {
    tree.documents().next().expect("a document")
}

/// The node at a path of keys and indexes: `a.0.b`.
fn at<'t>(tree: &'t Tree, path: &str) -> Node<'t> {
    path.split('.').fold(root(tree), |node, step| match node.kind() {
        Kind::Array => node.items().nth(step.parse().unwrap()).expect("an item"),
        _ => node.get(step).unwrap_or_else(|| panic!("no {step} in {node:?}")),
    })
}

/// The tree in a notation like JSON's; `?` unknown, `!` missing.
fn show(node: Node<'_>) -> String {
    match node.kind() {
        Kind::Null => "null".into(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number => node.number_text().unwrap().into(),
        Kind::String => format!("{:?}", node.str().unwrap()),
        Kind::Array => format!("[{}]", node.items().map(show).collect::<Vec<_>>().join(",")),
        Kind::Object => {
            let member = |(key, value): (Node<'_>, Node<'_>)| format!("{}:{}", show(key), show(value));
            format!("{{{}}}", node.members().map(member).collect::<Vec<_>>().join(","))
        }
        Kind::Unknown => "?".into(),
        Kind::Missing => "!".into(),
    }
}

fn shown(text: &str) -> String {
    parse(text).documents().map(show).collect::<Vec<_>>().join(" ")
}

/// What each problem is and the text it marks.
fn problems(text: &str) -> Vec<(SyntaxProblemKind, String)> {
    let marked = |problem: &SyntaxProblem| text[problem.start as usize..problem.end as usize].to_owned();
    parse(text).problems.iter().map(|problem| (problem.kind, marked(problem))).collect()
}

fn only_problem(text: &str) -> SyntaxProblem {
    let mut problems = parse(text).problems;
    assert_eq!(problems.len(), 1, "{text:?}: {problems:#?}");
    problems.remove(0)
}

fn fixed(text: &str) -> String {
    let (start, end, insert) = only_problem(text).fix.expect("a fix");
    format!("{}{insert}{}", &text[..start as usize], &text[end as usize..])
}

use SyntaxProblemKind::{ByteOrderMark, ImplicitType, TooDeep, YamlSyntax};

#[test]
fn reads_every_document_of_a_stream() {
    assert_eq!(shown("a: 1\n---\n[2]\n...\n---\nx\n"), r#"{"a":1} [2] "x""#);
    for text in ["", "\n", "# only a comment\n", "---\n", "---\n...\n---\n"] {
        assert_eq!((shown(text), problems(text)), (String::new(), vec![]), "{text:?}");
    }
    assert_eq!(shown("--- ~\n"), "null");
}

#[test]
fn types_plain_scalars_by_the_core_schema() {
    for (text, value) in [
        ("~", "null"),
        ("Null", "null"),
        ("True", "true"),
        ("FALSE", "false"),
        ("12", "12"),
        ("-3", "-3"),
        ("+3", "3"),
        ("0", "0"),
        ("0x1F", "31"),
        ("1.50", "1.50"),
        ("5.", "5"),
        ("-.5", "-0.5"),
        ("007.5", "7.5"),
        ("1.5e+3", "1.5e+3"),
        (".inf", "1e999"),
        ("-.INF", "-1e999"),
        (".nan", "NaN"),
        ("nUll", "\"nUll\""),
        ("1.2.3", "\"1.2.3\""),
        ("089", "\"089\""),
        ("0x", "\"0x\""),
        ("-", "[null]"),
        ("1e", "\"1e\""),
        (".", "\".\""),
        ("$.a", "\"$.a\""),
        ("\"12\"", "\"12\""),
        ("'true'", "\"true\""),
    ] {
        assert_eq!(shown(text), value, "{text}");
        assert_eq!(problems(text), vec![], "{text}");
    }
    let huge = format!("0x{}", "F".repeat(400));
    assert_eq!(shown(&huge), "1e999");
    assert_eq!(
        parse("[.inf]").documents().next().unwrap().items().next().unwrap().number(),
        Some(f64::INFINITY)
    );
}

#[test]
fn warns_of_what_yaml_1_1_makes_of_a_plain_scalar() {
    for (text, taken_for, value) in [
        ("yes", "the boolean true", "\"yes\""),
        ("No", "the boolean false", "\"No\""),
        ("ON", "the boolean true", "\"ON\""),
        ("off", "the boolean false", "\"off\""),
        ("y", "the boolean true", "\"y\""),
        ("N", "the boolean false", "\"N\""),
        ("=", "the default-value key of a mapping", "\"=\""),
        ("0123", "the octal number 83", "\"0123\""),
        ("-012", "the octal number -10", "\"-012\""),
        ("12:30:45", "the base-60 number 45045", "\"12:30:45\""),
        ("22:22", "the base-60 number 1342", "\"22:22\""),
        ("0:30.5", "the base-60 number 30.5", "\"0:30.5\""),
        ("2026-01-01", "a date", "\"2026-01-01\""),
        ("2026-01-01T00:00:00Z", "a date and time", "\"2026-01-01T00:00:00Z\""),
        ("2026-1-1 1:00:00.25 +01:30", "a date and time", "\"2026-1-1 1:00:00.25 +01:30\""),
        ("1_000", "the number 1000", "1000"),
        ("-1_000.5", "the number -1000.5", "-1000.5"),
        ("0b101", "the number 5", "5"),
        ("0x_F", "the number 15", "15"),
        ("0o17", "text, not for a number", "15"),
        ("1e3", "text, not for a number", "1e3"),
    ] {
        assert_eq!(shown(text), value, "{text}");
        let problem = only_problem(text);
        assert_eq!((problem.kind, problem.start, problem.end as usize), (ImplicitType, 0, text.len()));
        assert_eq!(
            problem.message,
            format!("A YAML 1.1 reader takes the unquoted `{text}` for {taken_for}.")
        );
    }
    for text in
        ["yEs", "00:30", "1:99", "2026-1-1", "2026-01-01T1", "_1", "node", "o", "\"yes\"", "12:", "0b12"]
    {
        assert!(problems(text).is_empty(), "{text}: {:?}", problems(text));
    }
    assert_eq!(fixed("a: yes # b\n"), "a: \"yes\" # b\n");
    assert_eq!(fixed("a: 1_000\n"), "a: 1000\n");
    assert_eq!(
        problems("No: 1\non: 2\n2026-01-01: 3\n"),
        vec![(ImplicitType, "No".into()), (ImplicitType, "on".into()), (ImplicitType, "2026-01-01".into()),]
    );
    assert_eq!(fixed("on:\n  a: 1\n"), "\"on\":\n  a: 1\n");
}

#[test]
fn keys_are_the_text_they_show() {
    assert_eq!(shown("1: a\ntrue: b\nnull: c\n1.50: d\n~: e\n'q': f\n"), {
        r#"{"1":"a","true":"b","null":"c","1.50":"d","~":"e","q":"f"}"#
    });
    assert_eq!(shown("a: 1\na: 2\n"), r#"{"a":1,"a":2}"#);
    assert_eq!(shown("? [a]\n: 1\nb: 2\n? {c: d}\n: 3\n"), r#"{"b":2}"#);
    assert_eq!(problems("? [a]\n: 1\nb: 2\n"), vec![(YamlSyntax, "[a]".into())]);
    assert_eq!(shown("{? a : b, c, d: }"), r#"{"a":"b","c":null,"d":null}"#);
}

#[test]
fn spans_cover_what_is_written() {
    let text = "a: \"x\"\nb:\n  - 'y'\n  - {c: [1, 2]}  # end\n\nd: p\n  q\ne:\n";
    let tree = parse(text);
    assert_eq!(at(&tree, "a").source(), "\"x\"");
    assert_eq!(at(&tree, "b").source(), "- 'y'\n  - {c: [1, 2]}");
    assert_eq!(at(&tree, "b.1").source(), "{c: [1, 2]}");
    assert_eq!(at(&tree, "b.1.c").source(), "[1, 2]");
    assert_eq!((at(&tree, "d").source(), at(&tree, "d").str()), ("p\n  q", Some("p q")));
    let empty = at(&tree, "e").span();
    assert_eq!((empty.start as usize, empty.len()), (text.len() - 1, 0));
    assert_eq!(root(&tree).source(), text.trim_end());
    assert_eq!(at(&tree, "a").span_within(0, 1).range(), 4..5);
}

#[test]
fn block_scalars_span_from_header_to_the_end_of_their_text() {
    let text = "a: |  # why\n\n  one\n   two\n\nb: >-\n  x\n  y\n\nc: |\n  z\nd: |2-\n    w\ne: |\n";
    let tree = parse(text);
    assert_eq!(at(&tree, "a").source(), "|  # why\n\n  one\n   two");
    assert_eq!(at(&tree, "a").str(), Some("\none\n two\n"));
    assert_eq!(at(&tree, "b").source(), ">-\n  x\n  y");
    assert_eq!(at(&tree, "b").str(), Some("x y"));
    assert_eq!(at(&tree, "c").source(), "|\n  z");
    // Verbatim, so a place in it is exact.
    assert_eq!(&text[at(&tree, "c").span_within(0, 1).range()], "z");
    assert_eq!((at(&tree, "d").source(), at(&tree, "d").str()), ("|2-\n    w", Some("  w")));
    assert_eq!((at(&tree, "e").source(), at(&tree, "e").str()), ("|", Some("")));
}

#[test]
fn tags_of_other_schemas_are_unknown_values() {
    let text =
        "a: !Sub 'x ${y}'\nb: !GetAtt\n  - c\n  - d\ne: !If {f: yes}\ng: !Ref\nh: !Sub |\n  {\n  }\ni: 1\n";
    let tree = parse(text);
    for (path, source) in [
        ("a", "!Sub 'x ${y}'"),
        ("b", "!GetAtt\n  - c\n  - d"),
        ("e", "!If {f: yes}"),
        ("g", "!Ref"),
        ("h", "!Sub |\n  {\n  }"),
    ] {
        assert_eq!((at(&tree, path).kind(), at(&tree, path).source()), (Kind::Unknown, source));
    }
    assert_eq!(yaml_scalar_value(at(&tree, "h").source()), "{\n}\n");
    assert_eq!(yaml_scalar_value(at(&tree, "a").source()), "x ${y}");
    assert_eq!(shown("!Foo\na: 1\n"), "?");
    assert_eq!(problems("a: !Ref yes\n"), vec![]);
}

#[test]
fn core_tags_are_honoured() {
    let text =
        "[!!str 5, !!int '5', !!float 1, !!bool yes, !!bool 'true', !!null '', !!map {a: 1}, !!seq [], ! 5]";
    assert_eq!(shown(text), r#"["5",5,1,true,true,null,{"a":1},[],"5"]"#);
    assert_eq!(problems(text), vec![]);
    assert_eq!(at(&parse("a: !!str  5\n"), "a").source(), "!!str  5");
    assert_eq!(
        problems("a: !!int abc\nb: !!map []\n"),
        vec![(YamlSyntax, "!!int".into()), (YamlSyntax, "!!map".into())]
    );
}

#[test]
fn aliases_share_the_node_of_their_anchor() {
    let tree = parse("a: &x {b: 1}\nc: *x\n&k d: *k\n*k : e\n");
    assert_eq!(at(&tree, "a").id(), at(&tree, "c").id());
    assert_eq!(show(root(&tree)), r#"{"a":{"b":1},"c":{"b":1},"d":"d","d":"e"}"#);
    assert_eq!(root(&tree).source(), "a: &x {b: 1}\nc: *x\n&k d: *k\n*k : e");
    assert_eq!(shown("&n 5: a\nb: [&m 7]\n*m : c\n"), r#"{"5":"a","b":[7],"7":"c"}"#);

    assert_eq!(problems("a: *no\nb: 1\n"), vec![(YamlSyntax, "*no".into())]);
    assert_eq!(shown("a: *no\nb: 1\n*no : 2\n"), r#"{"a":!,"b":1}"#);
    assert_eq!(problems("a: &x [1, *x]\n"), vec![(YamlSyntax, "*x".into())]);
    assert_eq!(shown("a: &x [1, *x]\n"), r#"{"a":[1,!]}"#);
    assert_eq!(problems("a: &x 1\n---\nb: *x\n"), vec![(YamlSyntax, "*x".into())]);
}

#[test]
fn merge_keys_bring_in_what_is_not_there() {
    let defaults = "a: &a {x: 1, v: 2}\nb: &b {v: 3, z: 4}\n";
    let last = |text: &str| {
        let text = format!("{defaults}{text}");
        let tree = parse(&text);
        assert_eq!(tree.problems, vec![]);
        show(at(&tree, "c"))
    };
    assert_eq!(last("c: {<<: *a, w: 0}\n"), r#"{"x":1,"v":2,"w":0}"#);
    assert_eq!(last("c:\n  v: 9\n  <<: *a\n"), r#"{"v":9,"x":1}"#);
    assert_eq!(last("c:\n  <<: [*a, *b]\n"), r#"{"x":1,"v":2,"z":4}"#);
    assert_eq!(last("c:\n  <<: *b\n  <<: *a\n  v: 7\n"), r#"{"z":4,"x":1,"v":7}"#);
    assert_eq!(last("c:\n  <<: {q: 1}\n"), r#"{"q":1}"#);
    assert_eq!(last("c:\n  '<<': {q: 1}\n"), r#"{"<<":{"q":1}}"#);
    assert_eq!(problems("c:\n  <<: 5\n"), vec![(YamlSyntax, "5".into())]);
}

#[test]
fn expansion_of_aliases_has_a_budget() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let below = format!("*a{}, ", level - 1).repeat(10);
        text += &format!("a{level}: &a{level} [{below}]\n");
    }
    let tree = parse(&text);
    assert_eq!(tree.problems.len(), 1, "{:?}", tree.problems);
    assert_eq!(tree.problems[0].kind, TooDeep);
    let expanded = expanded_size(root(&tree));
    assert!((500_000..1_100_000).contains(&expanded), "{expanded}");

    // A chain of aliases must not nest deeper than brackets may.
    let chain: String = (1..2000).map(|n| format!("- &a{n} [*a{}]\n", n - 1)).collect();
    let tree = parse(&format!("- &a0 []\n{chain}"));
    assert_eq!(tree.problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), vec![TooDeep]);

    // Merging the same mapping again and again.
    let merges: String = (1..3000).map(|n| format!("a{n}: &a{n}\n  <<: *a{}\n  k{n}: 1\n", n - 1)).collect();
    let tree = parse(&format!("a0: &a0 {{k: 1}}\n{merges}"));
    assert_eq!(tree.problems[0].kind, TooDeep);
}

fn expanded_size(node: Node<'_>) -> usize {
    let mut sizes = vec![node];
    let mut count = 0;
    while let Some(node) = sizes.pop() {
        count += 1;
        sizes.extend(node.items().chain(node.members().map(|(_, value)| value)));
    }
    count
}

#[test]
fn nesting_has_a_limit() {
    let block: String = (0..5000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    for text in
        ["[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000), "? ".repeat(100_000), block]
    {
        let tree = parse(&text);
        let kinds: Vec<_> = tree.problems.iter().map(|problem| problem.kind).collect();
        assert!(kinds.contains(&TooDeep), "{:?}", &text[..20]);
        assert_eq!(kinds.iter().filter(|&&kind| kind == TooDeep).count(), 1);
    }
    assert_eq!(problems(&format!("{}{}", "[".repeat(512), "]".repeat(512))), vec![]);
    let mixed = format!("{}{}{}", "- ".repeat(300), "[".repeat(300), "]".repeat(300));
    assert_eq!(problems(&mixed).iter().filter(|(kind, _)| *kind == TooDeep).count(), 1);
}

#[test]
fn placeholders_without_quotes_are_unknown_values() {
    let text = "a: ${X}\nb: ${A}${B}\nc: ${A}-x\n${K}: 1\n";
    assert_eq!(shown(text), r#"{"a":?,"b":?,"c":"${A}-x","${K}":1}"#);
    let text = "a: [${X}, 1, '${Y} z', \"q${R}\\n\"]\nb: {c: ${A}${B:x}}\nd: |2\n    ${Z}\n  w\ne: ${F} g\n";
    assert_eq!(shown(text), {
        r#"{"a":[?,1,"${Y} z","q${R}\n"],"b":{"c":?},"d":"  ${Z}\nw\n","e":"${F} g"}"#
    });
    assert_eq!(at(&parse(text), "b.c").source(), "${A}${B:x}");
    assert_eq!(problems(text), vec![]);
}

#[test]
fn quoted_text_may_go_on_in_lines_that_are_not_indented() {
    let text = "a:\n  b: !Sub '{\n  \"x\": 1\n\n}'\n  c: 1\nd: \"p \\\nq\r\n  r\"\n";
    let tree = parse(text);
    assert_eq!(tree.problems, vec![]);
    assert_eq!(at(&tree, "a.b").source(), "!Sub '{\n  \"x\": 1\n\n}'");
    assert_eq!(yaml_scalar_value(at(&tree, "a.b").source()), "{ \"x\": 1\n}");
    assert_eq!(at(&tree, "a.c").number(), Some(1.0));
    assert_eq!(at(&tree, "d").str(), Some("p q r"));
}

#[test]
fn reading_again_after_a_patch_is_bounded() {
    let text = "- 'a\nb'\n".repeat(100_000);
    let kinds: Vec<_> = parse(&text).problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, vec![YamlSyntax]);
}

#[test]
fn an_error_ends_its_document_only() {
    let text = "a: 1\nb:\n  - x\n  - c: d\n    e: }\n---\ne: 2\n---\nf: @\n---\ng: 3\n";
    assert_eq!(shown(text), r#"{"a":1,"b":["x",{"c":"d","e":!}]} {"e":2} {"f":!} {"g":3}"#);
    assert_eq!(problems(text).len(), 2);
    assert_eq!(problems(text)[1], (YamlSyntax, "@".into()));
}

#[test]
fn errors_are_told_in_plain_words() {
    for (text, marked, message) in [
        ("a: [1, 2\n", "[", "The bracket `[` is never closed with `]`."),
        ("a: [1, 2}\n", "[", "A bracket opened with `[` is closed with `}`; expected `]`."),
        ("a: {b: 1 c: 2}\n", ":", "Expected `,` or `}` in a mapping in braces, found `:`."),
        ("a: }\n", "}", "The bracket `}` closes nothing."),
        ("a: b: c\n", ":", "A colon stands where no mapping can begin."),
        ("a: @x\n", "@", "Plain text cannot begin with the reserved character '@'."),
        ("a: 'x\nb: 1\n", "'", "The quote is never closed."),
        ("a: \"x\n", "\"", "The quote is never closed."),
        ("- a\nb: 1\n", "b", "Expected `-` for the next item of the list above, found `b`."),
        ("a: 1\n- b\n", "-", "Expected a key of the mapping above, found `-`."),
        ("a: - b\n", "-", "An item of a list (`-`) stands where no list can begin."),
        ("a:\n\tb: 1\n", "\t", "YAML does not allow a tab in the indentation of a line."),
        ("a:\n  b: 1\n\tc: 2\n", "\t", "YAML does not allow a tab in the indentation of a line."),
        ("a:\n  b: 1\n \t c: 2\n", "\t", "YAML does not allow a tab in the indentation of a line."),
        ("a: | x\n  y\n", "|", "Text follows `|` or `>` on the same line."),
        ("a: \"x\\qz\"\n", "\"", "A backslash in double quotes begins something that is no escape sequence."),
    ] {
        let problem = only_problem(text);
        assert_eq!(problem.kind, YamlSyntax, "{text:?}");
        let found = &text[problem.start as usize..problem.end as usize];
        assert_eq!((found, &*problem.message), (marked, message), "{text:?}");
    }
    let related = only_problem("a: 'x\nb: 'y'\n").related.expect("the opening quote");
    assert_eq!(related.0, 3);
}

#[test]
fn byte_order_mark_and_carriage_returns_keep_offsets_right() {
    let text = "\u{feff}ä: ü\r\nb: |\r\n  é\r\n  z\r\nc: 'x\r\n  y'\r\n";
    let tree = parse(text);
    assert_eq!(tree.problems.len(), 1);
    assert_eq!((tree.problems[0].kind, &tree.problems[0].fix), (ByteOrderMark, &Some((0, 3, "".into()))));
    assert_eq!(at(&tree, "ä").source(), "ü");
    assert_eq!((at(&tree, "b").source(), at(&tree, "b").str()), ("|\r\n  é\r\n  z", Some("é\nz\n")));
    assert_eq!(at(&tree, "c").str(), Some("x y"));
    assert_eq!(parse("\u{feff}").documents().len(), 0);
}

#[test]
fn value_offsets_lead_to_the_raw_text() {
    // `^` stands before the character looked for, in the value and in the raw text.
    for (raw, value) in [
        ("ab^c", "ab^c"),
        ("ä ö\n   ^ü", "ä ö ^ü"),
        ("a\n\n  ^b", "a\n^b"),
        ("'it''^s'", "it'^s"),
        ("'^'", "^"),
        ("\"x\\n^y\"", "x\n^y"),
        ("\"\\u00e9^é\"", "é^é"),
        ("\"\\ud83d\\ude00^!\"", "😀^!"),
        ("\"a  \\\n   ^b\"", "a  ^b"),
        ("\"a  \r\n   ^b\"", "a ^b"),
        ("|\n  one\n  t^wo\n", "one\nt^wo\n"),
        ("|-  # note\n\n\n  one\n   ^two", "\n\none\n ^two"),
        ("|\r\n  é\r\n  ^ü\r\n", "é\n^ü\n"),
        ("|+\n  a\n\n  ^b\n", "a\n\n^b\n"),
        (">\n  a\n  ^b\n\n  c\n   d\n  e\n", "a ^b\nc\n d\ne\n"),
        (">\n  a\n  b\n\n  c\n   d\n  ^e\n", "a b\nc\n d\n^e\n"),
        (">-\r\n  ä\r\n  ^ö", "ä ^ö"),
        ("|2-\n    w\n  ^v", "  w\n^v"),
        ("!Sub |\n  {\n   ^\"x\"", "{\n ^\"x\"\n"),
        ("!Sub '^a'", "^a"),
        ("&x !Sub a^b", "a^b"),
    ] {
        let (offset, place) = (value.find('^').unwrap(), raw.find('^').unwrap());
        let (raw, value) = (raw.replace('^', ""), value.replace('^', ""));
        if raw != "!Sub |\n  {\n   \"x\"" {
            assert_eq!(yaml_scalar_value(&raw), value, "{raw:?}");
        }
        assert_eq!(yaml_value_offset(&raw, offset), place, "{raw:?}");
        assert!(yaml_value_offset(&raw, value.len() + 9) <= raw.len());
    }
    for raw in ["", "|", ">-", "'", "\"", "\"\\", "\"\\u12", "!", "!a", "&", "|\n", "|\n\n", "''"] {
        assert!(yaml_value_offset(raw, 0) <= raw.len(), "{raw:?}");
        assert!(yaml_value_offset(raw, 7) <= raw.len(), "{raw:?}");
    }
}

/// Every scalar's own replayed decoding gives the value that the parser gave; every span lies on characters.
fn check(tree: &Tree) {
    let text = tree.text();
    for id in 0..tree.len() {
        let node = tree.node(super::NodeId(id as u32));
        let range = node.span().range();
        assert!(text.get(range.clone()).is_some(), "{range:?} is not a stretch of the text");
        for (key, value) in node.members() {
            assert_eq!(key.kind(), Kind::String);
            assert!(value.id().0 < id as u32);
        }
    }
    for problem in &tree.problems {
        assert!(text.get(problem.start as usize..problem.end as usize).is_some(), "{problem:?}");
        if let Some((start, end, _)) = &problem.fix {
            assert!(text.get(*start as usize..*end as usize).is_some(), "{problem:?}");
        }
    }
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            yaml_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
            found.push(path);
        }
    }
}

fn corpus() -> Vec<(PathBuf, String)> {
    let folder = std::env::var("ASLINT_CORPUS").unwrap_or_else(|_| "/work/shared/corpus".into());
    let mut paths = Vec::new();
    yaml_files(Path::new(&folder), &mut paths);
    paths.sort();
    if paths.is_empty() {
        eprintln!("SKIPPED: no YAML files in {folder}; set ASLINT_CORPUS to a folder of real templates");
    }
    paths.into_iter().filter_map(|path| Some((path.clone(), std::fs::read_to_string(&path).ok()?))).collect()
}

#[test]
fn real_files_are_read_and_every_value_can_be_found() {
    for (path, text) in corpus() {
        for text in [text.clone(), format!("\u{feff}{}", text.replace("\r\n", "\n").replace('\n', "\r\n"))] {
            let tree = parse(&text);
            check(&tree);
            for id in 0..tree.len() {
                let node = tree.node(super::NodeId(id as u32));
                let Some(value) = node.str() else { continue };
                let source = node.source();
                let raw = scalar::yaml_scalar_value(source);
                assert_eq!(raw.trim_end(), value.trim_end(), "{}: {source:?}", path.display());
                for (offset, character) in value.trim_end().char_indices().step_by(7) {
                    let place = yaml_value_offset(source, offset);
                    let is_same = source[place..].starts_with(character);
                    assert!(is_same || !character.is_alphanumeric(), "{}: {source:?}", path.display());
                }
            }
            for problem in &tree.problems {
                if problem.kind == YamlSyntax {
                    eprintln!("{}: {}", path.display(), problem.message);
                }
            }
        }
    }
}

#[test]
fn mutated_texts_never_panic() {
    let mut seeds: Vec<String> =
        corpus().into_iter().map(|(_, text)| text).filter(|text| text.len() < 8000).collect();
    seeds.truncate(60);
    seeds.push("a: &x !Sub |\r\n  é ${X}\r\nb: [*x, ${Y}, 'it''s\n\n x', \"\\u00e9\\\n z\"]\n<<: *x\n? {k: 1}\n: >2-\n   f\n".into());
    let signs: Vec<char> = "\n\r\t :-?[]{}'\"|>!&*#%@`,$\\~=<é😀\u{feff}\0abc019.".chars().collect();
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    for round in 0..4000 {
        let mut characters: Vec<char> = seeds[round % seeds.len()].chars().collect();
        for _ in 0..1 + random(6) {
            let place = random(characters.len());
            match random(4) {
                0 => characters.insert(place, signs[random(signs.len())]),
                1 if !characters.is_empty() => drop(characters.remove(place)),
                2 if !characters.is_empty() => characters[place] = signs[random(signs.len())],
                _ => characters.truncate(characters.len() - random(20).min(characters.len())),
            }
        }
        let text: String = characters.into_iter().collect();
        let tree = parse(&text);
        check(&tree);
        for document in tree.documents() {
            let source = document.source();
            assert!(yaml_value_offset(source, random(200)) <= source.len());
        }
    }
}

#[test]
fn an_expression_without_quotes_is_told_and_read_all_the_same() {
    let text = "a: {% $x[0] %} # why\nb: [{% 'y' %}, {%\"\\z\"%}]\nc: {% 1 %} more\nd: {%\n  2 %}\ne: 3\n";
    assert_eq!(
        shown(text),
        r#"{"a":"{% $x[0] %}","b":["{% 'y' %}","{%\"\\z\"%}"],"c":"{% 1 %} more","d":"{% 2 %}","e":3}"#
    );
    let fixes: Vec<_> = parse(text).problems.into_iter().map(|problem| problem.fix).collect();
    let fixes: Vec<_> = fixes.iter().map(|fix| fix.as_ref().map(|(_, _, text)| &**text)).collect();
    assert_eq!(fixes, [Some(r#""{% $x[0] %}""#), Some(r#""{% 'y' %}""#), Some(r#"'{%"\z"%}'"#), None, None]);
    // Nothing says where an expression ends that is not closed, and what follows may be anything.
    assert_eq!(shown("a: {% 1\nb: {% 2 %}\n"), r#"{"a":{}}"#);
}
