//! What README.md says is true. `ASLINT_BLESS=1 cargo test docs` writes the binary's output into it.

use std::collections::BTreeSet;
use std::process::{Command, Output};

use aslint::report::Format;
use aslint::rules::{self, RULES};

use crate::support::{read, root};

const PROMPT: &str = "```text\n$ aslint check examples/order.asl.json\n";

fn readme() -> String {
    read(&root().join("README.md"))
}

fn check_example() -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aslint"));
    command.args(["check", "--color", "never", "examples/order.asl.json"]).current_dir(root());
    command.env("COLUMNS", "100").env_remove("GITHUB_ACTIONS").output().expect("the binary starts")
}

/// The texts between single backticks, outside of fenced blocks.
fn code_spans(page: &str) -> BTreeSet<&str> {
    let prose = page.split("```").step_by(2);
    prose.flat_map(|prose| prose.lines()).flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// Whether a text has the form of a rule's name: words joined by hyphens.
fn looks_like_rule(text: &str) -> bool {
    text.contains('-')
        && text.split('-').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// The first cells of the table whose header begins so.
fn table<'p>(page: &'p str, header: &str) -> Vec<&'p str> {
    let rows = page.lines().skip_while(|line| !line.starts_with(header)).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.filter_map(|line| Some(line.split('|').nth(1)?.trim().trim_matches('`'))).collect()
}

#[test]
fn readme_shows_what_the_binary_prints() {
    let output = check_example();
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    let page = readme();
    let start = page.find(PROMPT).expect("README.md shows a run on the example") + PROMPT.len();
    let end = start + page[start..].find("```").expect("the block ends");
    if std::env::var_os("ASLINT_BLESS").is_some() {
        let page = format!("{}{printed}{}", &page[..start], &page[end..]);
        std::fs::write(root().join("README.md"), page).expect("README.md can be written");
        return;
    }
    assert_eq!(page[start..end], printed, "ASLINT_BLESS=1 cargo test docs writes it anew");
    assert_eq!(output.status.code(), Some(1), "the example has errors");
}

#[test]
fn readme_names_rules_and_families_that_exist() {
    let page = readme();
    let spans = code_spans(&page);
    let families: BTreeSet<&str> = RULES.iter().map(|entry| entry.rule.family).collect();
    let named = spans.iter().filter(|span| looks_like_rule(span) && !families.contains(**span));
    let is_known = |span: &str| rules::find(span).is_some() || Format::from_name(span).is_some();
    let unknown: Vec<_> = named.filter(|span| !is_known(span)).collect();
    assert!(unknown.is_empty(), "README.md names rules that do not exist: {unknown:?}");
    let missing: Vec<_> = families.iter().filter(|family| !spans.contains(**family)).collect();
    assert!(missing.is_empty(), "README.md does not name the families {missing:?}");
    let folders = page.split("](rules/").skip(1).filter_map(|rest| rest.split(')').next());
    let dead: Vec<_> = folders.filter(|folder| !root().join("rules").join(folder).exists()).collect();
    assert!(dead.is_empty(), "README.md links to {dead:?} under rules/");
}

/// Whether a sample shows what is printed; a line `…` of it stands for any lines.
fn shows(sample: &str, printed: &str) -> bool {
    let mut printed = printed.lines();
    let mut is_gap = false;
    for line in sample.lines() {
        if line == "…" {
            is_gap = true;
            continue;
        }
        let is_there = if is_gap { printed.any(|other| other == line) } else { printed.next() == Some(line) };
        if !is_there {
            return false;
        }
        is_gap = false;
    }
    is_gap || printed.next().is_none()
}

#[test]
fn the_page_on_formats_shows_what_the_binary_prints() {
    let path = root().join("docs/formats.md");
    let mut page = read(&path);
    let mut from = 0;
    let mut shown = Vec::new();
    while let Some(at) = page[from..].find("```text\n$ aslint ") {
        let start = from + at + "```text\n$ aslint ".len();
        let body = start + page[start..].find('\n').expect("a command is a line") + 1;
        let end = body + page[body..].find("```").expect("the block ends");
        let mut command = Command::new(env!("CARGO_BIN_EXE_aslint"));
        command.args(page[start..body].split_whitespace()).args(["--color", "never"]).current_dir(root());
        command.env("COLUMNS", "100").env_remove("GITHUB_ACTIONS");
        let printed = String::from_utf8(command.output().expect("the binary starts").stdout).expect("UTF-8");
        shown.push(page[start..body].split("--format ").nth(1).unwrap_or("full").trim().to_owned());
        from = end;
        if std::env::var_os("ASLINT_BLESS").is_some() && !page[body..end].contains("\n…\n") {
            page.replace_range(body..end, &printed);
            from = body + printed.len();
            continue;
        }
        let sample = &page[body..end];
        assert!(
            shows(sample, &printed),
            "ASLINT_BLESS=1 cargo test docs writes it anew:\n{sample}\n{printed}"
        );
    }
    if std::env::var_os("ASLINT_BLESS").is_some() {
        std::fs::write(path, page).expect("the page can be written");
    }
    assert_eq!(shown, Format::ALL.map(Format::name));
}

#[test]
fn readme_lists_every_format_and_exit_code() {
    let page = readme();
    assert_eq!(table(&page, "| `--format` |"), Format::ALL.map(Format::name));
    assert_eq!(table(&page, "| exit code |"), ["0", "1", "2"]);
}
