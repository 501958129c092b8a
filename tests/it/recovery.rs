//! How well the JSON parser recovers: faults are planted in valid definitions, and the tree that is left and the
//! problems that are told are compared with what was planted. Also random bytes, against serde_json.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use aslint::source::{FileId, SourceFile};
use aslint::syntax::{Kind, Node, SyntaxProblemKind, Tree, parse_json};

use crate::support::shared;

/// A small xorshift, so that every run plants the same faults.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

fn parse(text: &str) -> Tree {
    parse_json(FileId(0), SourceFile::new("planted.json", Arc::<str>::from(text)).text())
}

/// Paths of all keys and items, as `/States/A/Retry/0/ErrorEquals`.
fn key_paths(tree: &Tree) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let mut open: Vec<(String, Node<'_>)> = tree.documents().map(|root| (String::new(), root)).collect();
    while let Some((path, node)) = open.pop() {
        for (key, value) in node.members() {
            open.push((format!("{path}/{}", key.str().unwrap_or_default()), value));
        }
        for (index, item) in node.items().enumerate() {
            open.push((format!("{path}/{index}"), item));
        }
        paths.insert(path);
    }
    paths
}

/// A JSON value that the fixtures are written from.
enum Json {
    Text(&'static str),
    Plain(&'static str),
    List(Vec<Json>),
    Fields(Vec<(&'static str, Json)>),
}

use Json::{Fields, List, Plain, Text};

fn write_json(json: &Json, indent: usize, out: &mut String) {
    let pad =
        |out: &mut String, indent: usize| out.push_str(&format!("\n{:indent$}", "", indent = indent * 2));
    match json {
        Text(text) => write!(out, "{text:?}").expect("a String takes everything"),
        Plain(text) => out.push_str(text),
        List(items) if items.is_empty() => out.push_str("[]"),
        Fields(fields) if fields.is_empty() => out.push_str("{}"),
        List(items) => {
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "[" } else { "," });
                pad(out, indent + 1);
                write_json(item, indent + 1, out);
            }
            pad(out, indent);
            out.push(']');
        }
        Fields(fields) => {
            for (index, (key, value)) in fields.iter().enumerate() {
                out.push_str(if index == 0 { "{" } else { "," });
                pad(out, indent + 1);
                write!(out, "{key:?}: ").expect("a String takes everything");
                write_json(value, indent + 1, out);
            }
            pad(out, indent);
            out.push('}');
        }
    }
}

fn retry() -> Json {
    List(vec![
        Fields(vec![
            ("ErrorEquals", List(vec![Text("States.Timeout"), Text("Lambda.TooManyRequestsException")])),
            ("IntervalSeconds", Plain("2")),
            ("MaxAttempts", Plain("6")),
            ("BackoffRate", Plain("2.5")),
        ]),
        Fields(vec![("ErrorEquals", List(vec![Text("States.ALL")])), ("MaxAttempts", Plain("0"))]),
    ])
}

fn catch(next: &'static str) -> Json {
    let catcher = vec![
        ("ErrorEquals", List(vec![Text("States.ALL")])),
        ("ResultPath", Text("$.error")),
        ("Next", Text(next)),
    ];
    List(vec![Fields(catcher)])
}

fn order_machine() -> Json {
    let task = |function: &'static str, next: &'static str| {
        Fields(vec![
            ("Type", Text("Task")),
            ("Resource", Text("arn:aws:states:::lambda:invoke")),
            (
                "Parameters",
                Fields(vec![
                    ("FunctionName", Text(function)),
                    ("Payload", Fields(vec![("order.$", Text("$.order")), ("dry", Plain("false"))])),
                ]),
            ),
            ("ResultPath", Text("$.result")),
            ("Retry", retry()),
            ("Catch", catch("Cancel")),
            ("Next", Text(next)),
        ])
    };
    let rule = |status: &'static str, next: &'static str| {
        Fields(vec![
            ("Variable", Text("$.result.status")),
            ("StringEquals", Text(status)),
            ("Next", Text(next)),
        ])
    };
    let states = vec![
        ("Reserve", task("reserve-stock", "Pay")),
        ("Pay", task("take-payment", "Paid?")),
        (
            "Paid?",
            Fields(vec![
                ("Type", Text("Choice")),
                ("Choices", List(vec![rule("PAID", "Ship"), rule("OPEN", "Wait a while")])),
                ("Default", Text("Cancel")),
            ]),
        ),
        (
            "Wait a while",
            Fields(vec![("Type", Text("Wait")), ("Seconds", Plain("300")), ("Next", Text("Pay"))]),
        ),
        ("Ship", Fields(vec![("Type", Text("Succeed"))])),
        (
            "Cancel",
            Fields(vec![("Type", Text("Fail")), ("Error", Text("Cancelled")), ("Cause", Text("Sold out"))]),
        ),
    ];
    Fields(vec![
        ("Comment", Text("Takes an order: stock, payment, parcel")),
        ("StartAt", Text("Reserve")),
        ("TimeoutSeconds", Plain("3600")),
        ("States", Fields(states)),
    ])
}

fn fan_out_machine() -> Json {
    let branch = |name: &'static str, resource: &'static str| {
        let state =
            Fields(vec![("Type", Text("Task")), ("Resource", Text(resource)), ("End", Plain("true"))]);
        Fields(vec![("StartAt", Text(name)), ("States", Fields(vec![(name, state)]))])
    };
    let processor = Fields(vec![
        ("ProcessorConfig", Fields(vec![("Mode", Text("DISTRIBUTED")), ("ExecutionType", Text("EXPRESS"))])),
        ("StartAt", Text("Resize")),
        (
            "States",
            Fields(vec![
                (
                    "Resize",
                    Fields(vec![
                        ("Type", Text("Task")),
                        ("Resource", Text("${ResizeFunctionArn}")),
                        ("Retry", retry()),
                        ("Next", Text("Done")),
                    ]),
                ),
                (
                    "Done",
                    Fields(vec![("Type", Text("Pass")), ("Result", Fields(vec![])), ("End", Plain("true"))]),
                ),
            ]),
        ),
    ]);
    let states = vec![
        (
            "Look",
            Fields(vec![
                ("Type", Text("Parallel")),
                (
                    "Branches",
                    List(vec![
                        branch("Labels", "${LabelsArn}"),
                        branch("Faces", "${FacesArn}"),
                        branch("Text", "${TextArn}"),
                    ]),
                ),
                ("ResultSelector", Fields(vec![("labels.$", Text("$[0]")), ("faces.$", Text("$[1].items"))])),
                ("Catch", catch("Apologise")),
                ("Next", Text("Each picture")),
            ]),
        ),
        (
            "Each picture",
            Fields(vec![
                ("Type", Text("Map")),
                ("ItemsPath", Text("$.pictures")),
                ("MaxConcurrency", Plain("40")),
                ("ItemProcessor", processor),
                ("ResultPath", Plain("null")),
                ("Next", Text("Report")),
            ]),
        ),
        (
            "Report",
            Fields(vec![
                ("Type", Text("Task")),
                ("Resource", Text("arn:aws:states:::sns:publish")),
                (
                    "Parameters",
                    Fields(vec![("TopicArn", Text("${Topic}")), ("Message.$", Text("$.summary"))]),
                ),
                ("End", Plain("true")),
            ]),
        ),
        ("Apologise", Fields(vec![("Type", Text("Fail")), ("Cause", Text("No picture was understood"))])),
    ];
    Fields(vec![("StartAt", Text("Look")), ("States", Fields(states))])
}

fn jsonata_machine() -> Json {
    let states = vec![
        (
            "Collect",
            Fields(vec![
                ("Type", Text("Task")),
                ("Resource", Text("arn:aws:states:::dynamodb:getItem")),
                (
                    "Arguments",
                    Fields(vec![
                        ("TableName", Text("guests")),
                        ("Key", Fields(vec![("id", Fields(vec![("S", Text("{% $states.input.guest %}"))]))])),
                    ]),
                ),
                (
                    "Assign",
                    Fields(vec![
                        ("guest", Text("{% $states.result.Item.name.S %}")),
                        ("tries", Plain("0")),
                        ("limits", List(vec![Plain("1"), Plain("5"), Plain("25.5")])),
                    ]),
                ),
                ("Output", Text("{% $merge([$states.input, {'seen': true}]) %}")),
                ("Next", Text("Known?")),
            ]),
        ),
        (
            "Known?",
            Fields(vec![
                ("Type", Text("Choice")),
                (
                    "Choices",
                    List(vec![
                        Fields(vec![
                            ("Condition", Text("{% $exists($guest) %}")),
                            ("Assign", Fields(vec![("tries", Text("{% $tries + 1 %}"))])),
                            ("Next", Text("Greet")),
                        ]),
                        Fields(vec![("Condition", Text("{% $tries > 3 %}")), ("Next", Text("Refuse"))]),
                    ]),
                ),
                ("Default", Text("Pause")),
            ]),
        ),
        (
            "Pause",
            Fields(vec![
                ("Type", Text("Wait")),
                ("Seconds", Text("{% $tries * 10 %}")),
                ("Next", Text("Collect")),
            ]),
        ),
        (
            "Greet",
            Fields(vec![
                ("Type", Text("Pass")),
                ("Output", Fields(vec![("text", Text("{% 'Hello ' & $guest %}")), ("tags", List(vec![]))])),
                ("End", Plain("true")),
            ]),
        ),
        ("Refuse", Fields(vec![("Type", Text("Fail")), ("Error", Text("Guest.Unknown"))])),
    ];
    Fields(vec![
        ("QueryLanguage", Text("JSONata")),
        ("Comment", Text("Greets guests: \"known\" ones only")),
        ("StartAt", Text("Collect")),
        ("States", Fields(states)),
    ])
}

fn own_fixtures() -> Vec<String> {
    [order_machine(), fan_out_machine(), jsonata_machine()]
        .iter()
        .map(|json| {
            let mut out = String::new();
            write_json(json, 0, &mut out);
            out + "\n"
        })
        .collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    MissingComma,
    TrailingComma,
    Comment,
    MissingColon,
    UnclosedQuote,
    MissingCloser,
    MissingValue,
    DoubleComma,
    SingleQuotes,
    ExtraCloser,
    WrongCloser,
}

/// Every fault, with the share of texts in which it must give exactly one problem.
const FAULTS: [(Fault, f64); 11] = [
    (Fault::MissingComma, 0.95),
    (Fault::TrailingComma, 0.95),
    (Fault::Comment, 0.95),
    (Fault::MissingColon, 0.95),
    (Fault::UnclosedQuote, 0.95),
    (Fault::MissingCloser, 0.90),
    (Fault::MissingValue, 0.95),
    (Fault::DoubleComma, 0.95),
    (Fault::SingleQuotes, 0.95),
    (Fault::ExtraCloser, 0.75),
    (Fault::WrongCloser, 0.95),
];

/// The tokens of valid JSON: offset and text.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        at += 1;
        match bytes[start] {
            byte if byte.is_ascii_whitespace() => continue,
            b'"' => {
                while bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
            }
            b'{' | b'}' | b'[' | b']' | b',' | b':' => {}
            _ => {
                while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || b"+-.".contains(&bytes[at])) {
                    at += 1;
                }
            }
        }
        found.push((start, &text[start..at]));
    }
    found
}

/// An edit that plants a fault: replaces `start..end`.
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

/// Plants `fault` at a random fitting token; none where the text has no such token.
fn plant(fault: Fault, tokens: &[(usize, &str)], random: &mut Random) -> Option<Edit> {
    let is_string = |token: &str| token.starts_with('"');
    let is_closer = |token: &str| matches!(token, "}" | "]");
    let next_is = |index: usize, wanted: &str| tokens.get(index + 1).is_some_and(|(_, next)| *next == wanted);
    let fits = |index: usize| {
        let token = tokens[index].1;
        match fault {
            Fault::MissingComma | Fault::DoubleComma => token == ",",
            Fault::MissingColon => token == ":",
            Fault::TrailingComma => {
                index + 1 < tokens.len()
                    && is_closer(tokens[index + 1].1)
                    && !matches!(token, "{" | "[" | ",")
            }
            Fault::Comment => matches!(token, "," | "{" | "["),
            Fault::UnclosedQuote => is_string(token) && token.len() > 2,
            Fault::MissingCloser | Fault::WrongCloser => is_closer(token),
            Fault::MissingValue => index > 0 && tokens[index - 1].1 == ":" && !matches!(token, "{" | "["),
            Fault::SingleQuotes => is_string(token) && !token.contains('\'') && !token.contains('\\'),
            Fault::ExtraCloser => {
                !matches!(token, "," | ":" | "{" | "[") && !next_is(index, ":") && index + 1 < tokens.len()
            }
        }
    };
    let sites: Vec<usize> = (0..tokens.len()).filter(|&index| fits(index)).collect();
    if sites.is_empty() {
        return None;
    }
    let (start, token) = tokens[sites[random.below(sites.len())]];
    let end = start + token.len();
    let other = |token: &str| if token == "}" { "]".to_owned() } else { "}".to_owned() };
    let edit = |start, end, text: &str| Edit { start, end, text: text.to_owned() };
    Some(match fault {
        Fault::MissingComma | Fault::MissingColon | Fault::MissingCloser | Fault::MissingValue => {
            edit(start, end, "")
        }
        Fault::TrailingComma | Fault::DoubleComma => edit(end, end, ","),
        Fault::Comment if random.below(2) == 0 => edit(end, end, " /* note */ "),
        Fault::Comment => edit(end, end, " // note\n"),
        Fault::UnclosedQuote => edit(end - 1, end, ""),
        Fault::SingleQuotes => Edit { start, end, text: format!("'{}'", &token[1..token.len() - 1]) },
        Fault::ExtraCloser => edit(end, end, if random.below(2) == 0 { "}" } else { "]" }),
        Fault::WrongCloser => Edit { start, end, text: other(token) },
    })
}

/// What came of the planted faults.
#[derive(Clone, Copy, Default)]
struct Score {
    runs: usize,
    exact: usize,
    paths: usize,
    kept: usize,
}

impl Score {
    fn exact(self) -> f64 {
        self.exact as f64 / self.runs.max(1) as f64
    }

    fn kept(self) -> f64 {
        self.kept as f64 / self.paths.max(1) as f64
    }
}

/// Plants faults of the given sorts, each chosen anew, `runs` times in every text.
fn score(texts: &[String], choices: &[Fault], count: usize, runs: usize, random: &mut Random) -> Score {
    let mut score = Score::default();
    for text in texts {
        let tokens = tokens(text);
        let original = key_paths(&parse(text));
        for _ in 0..runs {
            let mut edits: Vec<Edit> = Vec::new();
            for _ in 0..100 {
                if edits.len() == count {
                    break;
                }
                let fault = choices[random.below(choices.len())];
                let Some(edit) = plant(fault, &tokens, random) else { break };
                if edits.iter().all(|other| edit.end < other.start || edit.start > other.end) {
                    edits.push(edit);
                }
            }
            if edits.len() < count {
                continue;
            }
            edits.sort_by_key(|edit| std::cmp::Reverse(edit.start));
            let mut planted = text.clone();
            for edit in &edits {
                planted.replace_range(edit.start..edit.end, &edit.text);
            }
            let tree = parse(&planted);
            let left = key_paths(&tree);
            score.runs += 1;
            score.exact += usize::from(tree.problems.len() == count);
            score.paths += original.len();
            score.kept += original.iter().filter(|path| left.contains(*path)).count();
            if tree.problems.len() != count && std::env::var_os("SHOW_INEXACT").is_some() {
                println!("=== planted {count} of {choices:?}, found:");
                for problem in &tree.problems {
                    println!("  {}..{} {}", problem.start, problem.end, problem.message);
                }
                let at = edits[0].start;
                let window =
                    planted.char_indices().filter(|(i, _)| i + 250 > at && *i < at + 250).map(|(_, c)| c);
                println!("--- {}", window.collect::<String>());
            }
        }
    }
    score
}

struct Table {
    singles: Vec<(Fault, f64, Score)>,
    mixes: Vec<(usize, Score)>,
}

fn table(name: &str, texts: &[String], runs: usize) -> Table {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let all: Vec<Fault> = FAULTS.iter().map(|(fault, _)| *fault).collect();
    println!("{name}: {} texts, {runs} runs each", texts.len());
    let singles = FAULTS
        .iter()
        .map(|&(fault, least)| (fault, least, score(texts, &[fault], 1, runs, &mut random)))
        .collect();
    let mixes = [2, 3, 5].map(|count| (count, score(texts, &all, count, 4 * runs, &mut random))).to_vec();
    let table = Table { singles, mixes };
    for (fault, _, score) in &table.singles {
        println!(
            "{:<16} exact {:6.2} %  kept {:6.2} %",
            format!("{fault:?}"),
            score.exact() * 100.0,
            score.kept() * 100.0
        );
    }
    for (count, score) in &table.mixes {
        println!(
            "{:<16} exact {:6.2} %  kept {:6.2} %",
            format!("mix of {count}"),
            score.exact() * 100.0,
            score.kept() * 100.0
        );
    }
    table
}

fn assert_figures(table: &Table) {
    for (fault, least, score) in &table.singles {
        assert!(score.runs > 0, "{fault:?} was never planted");
        assert!(score.exact() >= *least, "{fault:?}: {} exact", score.exact());
    }
    let mean =
        table.singles.iter().map(|(.., score)| score.exact()).sum::<f64>() / table.singles.len() as f64;
    assert!(mean >= 0.95, "single faults: {mean} exact on average");
    assert_mixes(table, [(0.95, 0.95), (0.93, 0.92), (0.90, 0.87)]);
}

/// Holds the mixes against the least shares of exact texts and of kept paths.
fn assert_mixes(table: &Table, least: [(f64, f64); 3]) {
    for ((count, score), (exact, kept)) in table.mixes.iter().zip(least) {
        assert!(score.exact() >= exact, "mix of {count}: {} exact", score.exact());
        assert!(score.kept() >= kept, "mix of {count}: {} kept", score.kept());
    }
}

#[test]
fn recovers_from_faults_in_own_definitions() {
    let fixtures = own_fixtures();
    for text in &fixtures {
        assert!(parse(text).problems.is_empty(), "a fixture is not valid");
        assert!((60..=150).contains(&text.lines().count()), "{} lines", text.lines().count());
    }
    assert_figures(&table("own definitions", &fixtures, 250));
}

#[test]
fn recovers_from_faults_in_the_corpus() {
    let Some(folder) = shared("corpus/standalone") else { return };
    let entries = std::fs::read_dir(folder).expect("the corpus can be listed");
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    let texts = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok());
    let texts: Vec<String> = texts.filter(|text| parse(text).problems.is_empty()).collect();
    let table = table("corpus", &texts, 2);
    for (fault, _, score) in &table.singles {
        assert!(score.exact() >= 0.99, "{fault:?}: {} exact", score.exact());
    }
    assert_mixes(&table, [(0.98, 0.99), (0.97, 0.99), (0.94, 0.99)]);
}

fn has_placeholder(tree: &Tree, text: &str) -> bool {
    text.contains("${") || text.contains("%{") || tree.documents().any(|root| root.kind() == Kind::Unknown)
}

fn assert_well_formed(tree: &Tree, text: &str) {
    let length = text.len() as u32;
    for problem in &tree.problems {
        let extra = problem.related.iter().map(|(start, end, _)| (*start, *end));
        let fix = problem.fix.iter().map(|(start, end, _)| (*start, *end));
        for (start, end) in std::iter::once((problem.start, problem.end)).chain(extra).chain(fix) {
            assert!(start <= end && end <= length, "{problem:?} in {text:?}");
            assert!(
                text.is_char_boundary(start as usize) && text.is_char_boundary(end as usize),
                "{problem:?}"
            );
        }
    }
    for id in 0..tree.len() {
        let node = tree.node(aslint::syntax::NodeId(id as u32));
        let range = node.span().range();
        assert!(range.start <= range.end && text.get(range).is_some(), "{:?} in {text:?}", node.span());
        let _ = (node.str(), node.number());
    }
}

#[test]
fn random_edits_agree_with_serde_json() {
    const PIECES: [&str; 30] = [
        "\"", "{", "}", "[", "]", ",", ":", "\\", "\n", " ", "0", "-", ".", "e", "true", "null", "'", "“",
        "é", "\t", "\\u12", "=", ";", "\"a\": 1", "😀", "...", "\\n", "//", "$", "${A}",
    ];
    let mut random = Random(42);
    let fixtures = own_fixtures();
    let mut texts: Vec<String> = fixtures.clone();
    texts.extend(fixtures.iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")));
    texts
        .push("[1, -2.5e3, \"é\\u00e9\\ud83d\\ude00\", true, false, null, {}, [], {\"a\": [[]]}]".to_owned());
    let lenient =
        [SyntaxProblemKind::Comment, SyntaxProblemKind::TrailingComma, SyntaxProblemKind::ByteOrderMark];
    let (mut accepted, mut refused) = (0, 0);
    for run in 0..6000 {
        let mut text = texts[run % texts.len()].clone();
        for _ in 0..=random.below(3) {
            let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let at = boundaries[random.below(boundaries.len())];
            let length = text[at..].chars().next().map_or(0, char::len_utf8) * random.below(2);
            let piece = if random.below(3) == 0 { "" } else { PIECES[random.below(PIECES.len())] };
            text.replace_range(at..at + length, piece);
        }
        let tree = parse(&text);
        assert_well_formed(&tree, &text);
        let is_lenient = tree.problems.iter().any(|problem| lenient.contains(&problem.kind));
        let read = serde_json::from_str::<serde_json::Value>(&text);
        if read.as_ref().is_err_and(|error| error.to_string().contains("hex escape")) {
            continue;
        }
        if read.is_ok() {
            assert!(tree.problems.is_empty(), "{:?} for valid JSON {text}", tree.problems);
            accepted += 1;
        } else if !is_lenient && !has_placeholder(&tree, &text) {
            assert!(!tree.problems.is_empty() || text.trim().is_empty(), "nothing told of {text}");
            refused += 1;
        }
    }
    assert!(accepted > 300 && refused > 1000, "{accepted} accepted, {refused} refused");
}
