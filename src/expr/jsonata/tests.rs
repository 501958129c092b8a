//! Tests of the parser as a whole, and a seeded fuzz of everything behind it.

use super::*;

fn error(text: &str) -> (&'static str, String, Span) {
    let error = parse(text).unwrap_err();
    (error.code, error.message, error.span)
}

/// The tree in brackets: enough to tell one structure from another.
fn shape(expression: &Expression, id: NodeId) -> String {
    let list = |ids: &[NodeId]| ids.iter().map(|id| shape(expression, *id)).collect::<Vec<_>>().join(" ");
    let pairs = |pairs: &[(NodeId, NodeId)]| {
        pairs
            .iter()
            .map(|(k, v)| format!("{}:{}", shape(expression, *k), shape(expression, *v)))
            .collect::<String>()
    };
    match expression.kind(id) {
        NodeKind::Null => "null".into(),
        NodeKind::Boolean(value) => value.to_string(),
        NodeKind::Number(number) => number.to_string(),
        NodeKind::String(text) => format!("{text:?}"),
        NodeKind::Regex(regex) => format!("/{}/{}", regex.pattern, regex.flags),
        NodeKind::Name(name) => name.to_string(),
        NodeKind::Variable(name) => format!("${name}"),
        NodeKind::Wildcard => "*".into(),
        NodeKind::Descendant => "**".into(),
        NodeKind::Parent => "%".into(),
        NodeKind::Placeholder => "?".into(),
        NodeKind::Negate(operand) => format!("(- {})", shape(expression, *operand)),
        NodeKind::Binary(operator, left, right) => {
            format!("({} {} {})", operator.text(), shape(expression, *left), shape(expression, *right))
        }
        NodeKind::Array(items) => format!("[{}]", list(items)),
        NodeKind::Object(items) => format!("{{{}}}", pairs(items)),
        NodeKind::Block(parts) => format!("(block {})", list(parts)),
        NodeKind::Bind { variable, value } => {
            format!("(:= {} {})", shape(expression, *variable), shape(expression, *value))
        }
        NodeKind::Lambda(lambda) => format!(
            "(λ{} {}{})",
            list(&lambda.parameters),
            lambda.signature.as_deref().unwrap_or(""),
            shape(expression, lambda.body)
        ),
        NodeKind::Call { callee, arguments } => {
            format!("(call {} {})", shape(expression, *callee), list(arguments))
        }
        NodeKind::PartialCall { callee, arguments } => {
            format!("(partial {} {})", shape(expression, *callee), list(arguments))
        }
        NodeKind::Conditional { condition, then, otherwise } => {
            let otherwise = otherwise.map_or(String::new(), |id| shape(expression, id));
            format!("(? {} {} {otherwise})", shape(expression, *condition), shape(expression, *then))
        }
        NodeKind::Transform { pattern, update, delete } => {
            let delete = delete.map_or(String::new(), |id| shape(expression, id));
            format!("(| {} {} {delete})", shape(expression, *pattern), shape(expression, *update))
        }
        NodeKind::Sort(terms) => {
            let term = |t: &SortTerm| {
                format!("{}{}", if t.descending { ">" } else { "<" }, shape(expression, t.expression))
            };
            format!("^({})", terms.iter().map(term).collect::<Vec<_>>().join(","))
        }
        NodeKind::Path(path) => {
            let mut out = String::new();
            for (index, step) in path.steps.iter().enumerate() {
                out += if index > 0 { "." } else { "" };
                out += &shape(expression, step.expression);
                step.focus.iter().for_each(|id| out += &format!("@{}", shape(expression, *id)));
                step.index.iter().for_each(|id| out += &format!("#{}", shape(expression, *id)));
                for stage in &step.stages {
                    match stage {
                        Stage::Filter(id) => out += &format!("[{}]", shape(expression, *id)),
                        Stage::Index(id) => out += &format!("#{}", shape(expression, *id)),
                    }
                }
                step.group.iter().for_each(|group| out += &format!("{{{}}}", pairs(&group.pairs)));
            }
            out += if path.keep_array { "[]" } else { "" };
            path.group.iter().for_each(|group| out += &format!("{{{}}}", pairs(&group.pairs)));
            out
        }
    }
}

#[test]
fn expressions_have_the_structure_of_the_language() {
    for (text, tree) in [
        ("1 + 2 * 3 - 4", "(- (+ 1 (* 2 3)) 4)"),
        ("a.b[0].c", "a.b[0].c"),
        ("(a.b)[0]", "(block a.b)[0]"),
        ("$x[a = 1][]", "$x[(= a 1)][]"),
        ("a.b{c: $sum(d)}", "a.b{c:(call $sum d)}"),
        ("a^(>b, c).d", "a.^(>b,<c).d"),
        ("a@$v.b#$i[$i = 0]", "a@$v.b#$i[(= $i 0)]"),
        ("a[b]#$i", "a[b]#$i"),
        ("a ? b : c ? d : e", "(? a b (? c d e))"),
        ("a ? b", "(? a b )"),
        ("$a := $b := 1", "(:= $a (:= $b 1))"),
        ("($x; $y)", "(block $x $y)"),
        ("[1..5, \"a\"]", "[(.. 1 5) \"a\"]"),
        ("{\"a\": 1, b: -2}", "{\"a\":1b:-2}"),
        ("-a.b", "(- a.b)"),
        ("function($a, $b)<nn:n>{ $a }", "(λ$a $b <nn:n>$a)"),
        ("$f(?, 1)(2)", "(call (partial $f ? 1) 2)"),
        ("a ~> $f ~> $g(1)", "(~> (~> a $f) (call $g 1))"),
        ("|a|{\"b\": 1}, \"c\"|", "(| a {\"b\":1} \"c\")"),
        ("a.%.*.**", "a.%.*.**"),
        ("`a b`.\"c\"", "a b.c"),
        ("$match(a, /x\\/[/]+/i)", "(call $match a /x\\/[/]+/i)"),
        ("and and or or in in in", "(or (and and or) (in in in))"),
        ("/* c */ a /* d */ / b", "(/ a b)"),
        ("$ & $$", "(& $ $$)"),
        ("'a\\u00e9\\ud83d\\ude00\\n'", "\"aé😀\\n\""),
    ] {
        let expression = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        assert_eq!(shape(&expression, expression.root), tree, "{text}");
    }
}

#[test]
fn errors_have_the_codes_and_messages_of_the_reference() {
    for (text, code, message) in [
        ("", "S0207", "Unexpected end of expression"),
        ("a[1,2)", "S0202", "Expected \"]\", got \",\""),
        ("(a", "S0203", "Expected \")\" before end of expression"),
        ("1 2", "S0201", "Syntax error: 2"),
        ("\"a", "S0101", "String literal must be terminated by a matching quote"),
        ("1e999", "S0102", "Number out of range: \"1e999\""),
        ("\"\\x\"", "S0103", "Unsupported escape sequence: \\\"x\""),
        ("'\\''", "S0103", "Unsupported escape sequence: \\\"'\""),
        ("\"\\u12g4\"", "S0104", "The escape sequence \\u must be followed by 4 hex digits"),
        ("`a", "S0105", "Quoted property name must be terminated with a backquote (`)"),
        ("/* a", "S0106", "Comment has no closing tag"),
        ("!a", "S0204", "Unknown operator: \"!\""),
        (
            "function(a){1}",
            "S0208",
            "Parameter 1 of function definition must be a variable name (start with $)",
        ),
        ("$x{\"a\":1}[0]", "S0209", "A predicate cannot follow a grouping expression in a step"),
        ("a{b:c}{d:e}", "S0210", "Each step can only have one grouping expression"),
        ("}", "S0211", "The symbol \"}\" cannot be used as a unary operator"),
        ("1 := 2", "S0212", "The left side of := must be a variable name (start with $)"),
        ("a.1", "S0213", "The literal value 1 cannot be used as a step within a path expression"),
        ("a@b", "S0214", "The right side of \"@\" must be a variable name (start with $)"),
        ("a[0]@$x", "S0215", "A context variable binding must precede any predicates on a step"),
        ("a^(b)@$x", "S0216", "A context variable binding must precede the 'order-by' clause on a step"),
        ("a.%.%", "S0217", "The object representing the 'parent' cannot be derived from this expression"),
        ("//", "S0301", "Empty regular expressions are not allowed"),
        ("/a", "S0302", "No terminating / in regular expression"),
        ("function($a)<s<n>>{1}", "S0401", "Type parameters can only be applied to functions and arrays"),
        (
            "function($a)<(sa<n>)>{1}",
            "S0402",
            "Choice groups containing parameterized types are not supported",
        ),
        ("/+/", "D0001", "Invalid regular expression: /+/g: Nothing to repeat"),
    ] {
        let (found, found_message, _) = error(text);
        assert_eq!((found, found_message.as_str()), (code, message), "{text}");
    }
}

#[test]
fn errors_stand_where_the_fault_is() {
    for (text, span) in [("a[1,2)", 3..4), ("1 + ", 4..4), ("a + \"b", 4..6), ("é.1", 3..4), ("a == b", 3..4)]
    {
        assert_eq!(error(text).2, span, "{text}");
    }
}

#[test]
fn spans_cover_their_source() {
    let text = "$x.a[b = 'c'][] & -$f( 1 ) ";
    let expression = parse(text).unwrap();
    let sources: Vec<_> = expression.nodes.iter().map(|n| &text[n.start as usize..n.end as usize]).collect();
    for part in ["$x.a[b = 'c'][]", "b = 'c'", "$f( 1 )", "-$f( 1 )", "$x.a[b = 'c'][] & -$f( 1 )"] {
        assert!(sources.contains(&part), "{part} in {sources:?}");
    }
}

#[test]
fn deep_nesting_is_refused_and_long_chains_are_not() {
    for text in [
        "(".repeat(50_000),
        "[".repeat(50_000),
        "-".repeat(50_000),
        "{a:".repeat(50_000),
        "$a:=".repeat(50_000),
    ] {
        assert_eq!(error(&text).0, "D0000");
    }
    let nested = format!("{}1{}", "(".repeat(MAX_DEPTH - 1), ")".repeat(MAX_DEPTH - 1));
    everything(&nested);
    for unit in ["a.", "1+", "a[0].", "$f(1)&", "$a ~> ", "a^(b).", "a@$v.", "$exists($x) and ", "1,"] {
        let mut text = unit.repeat(100_000);
        text.push('1');
        let text = match unit {
            "a." | "a[0]." | "a^(b)." | "a@$v." => format!("{}b", &text[..text.len() - 1]),
            "1," => format!("[{text}]"),
            _ => text,
        };
        let expression = parse(&text).unwrap_or_else(|error| panic!("{unit}: {error:?}"));
        analyze(&expression, &text);
        collapsing(&expression);
    }
    assert!(parse(&"[0]".repeat(1000).replacen("[0]", "a", 1)).is_ok());
}

/// Runs all there is on a text; what it must not do is panic or point outside the text.
fn everything(text: &str) {
    let inside = |span: &Span| text.get(span.start as usize..span.end as usize).is_some();
    match parse(text) {
        Ok(expression) => {
            for (index, node) in expression.nodes.iter().enumerate() {
                assert!(inside(&node.span()), "{text:?} {index}");
            }
            let found = analyze(&expression, text);
            assert!(found.references.context.iter().all(|reference| inside(&reference.span)));
            assert!(collapsing(&expression).iter().all(|collapse| inside(&collapse.span)));
            for finding in found.failures {
                assert!(
                    inside(&finding.span) && finding.edit.is_none_or(|edit| inside(&edit.span)),
                    "{text:?}"
                );
            }
        }
        Err(error) => {
            assert!(inside(&error.span), "{text:?} {error:?}");
            if let Some(habit) = explain(text, &error) {
                assert!(inside(&habit.span) && habit.edit.is_none_or(|edit| inside(&edit.span)), "{text:?}");
            }
        }
    }
}

#[test]
fn no_text_makes_anything_panic() {
    const PARTS: [&str; 64] = [
        ".",
        "[",
        "]",
        "{",
        "}",
        "(",
        ")",
        ",",
        "@",
        "#",
        ";",
        ":",
        "?",
        "+",
        "-",
        "*",
        "/",
        "%",
        "|",
        "=",
        "<",
        ">",
        "^",
        "&",
        "!",
        "~",
        "..",
        ":=",
        "**",
        "~>",
        " and ",
        " or ",
        " in ",
        "function($a){",
        "function($a)<s:n>{",
        "/a/",
        "\"s\"",
        "'",
        "\"",
        "`",
        "\\",
        "1",
        "2.5",
        "null",
        "true",
        "$x",
        "$",
        "$$",
        "a",
        "b.c",
        "%.",
        "[%.a]",
        "^(",
        "@$v",
        "#$i",
        "[]",
        "[0]",
        "$sum(",
        "$exists($x)",
        "${",
        "é",
        "😀",
        "//",
        " ",
    ];
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut random = move |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound as u64) as usize
    };
    for _ in 0..40_000 {
        let length = 1 + random(14);
        let text: String = (0..length).map(|_| PARTS[random(PARTS.len())]).collect();
        everything(&text);
    }
}
