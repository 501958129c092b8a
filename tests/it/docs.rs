//! What README.md and the pages of `docs/` say is true.
//!
//! In a block that begins with a line `$ aslint …`, the lines behind such a line are what the command prints, on
//! standard output and then on standard error. `ASLINT_BLESS=1 cargo test docs` writes them anew. The commands run in a
//! copy of the project's `examples/`, one copy a page, in the order of the page.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aslint::Settings;
use aslint::finding::{Finding, Severity};
use aslint::report::Format;
use aslint::rules::{self, RULES};

use crate::support::{copy, lint_text, read, root};

const PROMPT: &str = "$ ";

/// A page that the book makes of `rules/`.
const RULE_INDEX: &str = "rules/index.md";

/// Words with hyphens that stand between backticks and are no rules.
const NO_RULES: &[&str] = &[
    "asl-validator",
    "amazon-states-language-service",
    "cdk-preflight",
    "cfn-lint",
    "deny-warnings",
    "max-warnings",
    "pre-commit",
    "serverless-step-functions",
    "statelint-py",
    "taro-kayo",
    "upload-sarif",
];

fn readme() -> String {
    read(&root().join("README.md"))
}

/// README.md and the pages of `docs/`, by their paths.
fn pages() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).expect("docs/ is there").flatten().map(|entry| entry.path());
    let pages = docs.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let mut pages: Vec<PathBuf> = pages.chain([root().join("README.md")]).collect();
    pages.sort();
    pages
}

/// A folder with a copy of `examples/`, a repository of its own as far as discovery is concerned.
fn playground(page: &Path) -> PathBuf {
    let name = page.file_stem().expect("a page has a name");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("docs").join(name);
    let _ = fs::remove_dir_all(&folder);
    copy(&root().join("examples"), &folder.join("examples"));
    fs::create_dir_all(folder.join(".git")).expect("a folder can be made");
    folder
}

/// What a command of a page prints.
fn print(command: &str, folder: &Path) -> String {
    let mut aslint = Command::new(env!("CARGO_BIN_EXE_aslint"));
    aslint.args(command.split_whitespace().skip(1)).current_dir(folder).env("COLUMNS", "100");
    for name in ["CLICOLOR_FORCE", "FORCE_COLOR", "GITHUB_ACTIONS"] {
        aslint.env_remove(name);
    }
    let output = aslint.output().expect("the binary starts");
    assert_ne!(output.status.code(), Some(2), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8")).concat()
}

/// The page as it must be: behind each command what it prints. A sample that leaves something out stays as it is.
fn with_output(page: &str, folder: &Path) -> String {
    let mut written = String::new();
    // The backticks that end the block.
    let mut fence: Option<&str> = None;
    let mut lines = page.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        written.push_str(line);
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            None if ticks.len() >= 3 => fence = Some(ticks),
            Some(end) if line.trim_end() == end => fence = None,
            _ => {}
        }
        let Some(end) = fence else { continue };
        let Some(command) = line.strip_prefix(PROMPT).filter(|command| command.starts_with("aslint ")) else {
            continue;
        };
        let mut sample = String::new();
        while let Some(line) = lines.next_if(|line| line.trim_end() != end && !line.starts_with(PROMPT)) {
            sample.push_str(line);
        }
        let printed = print(command, folder);
        written.push_str(if shows(&sample, &printed) { &sample } else { &printed });
    }
    written
}

/// The texts between single backticks, outside of fenced blocks.
fn code_spans(page: &str) -> BTreeSet<&str> {
    let prose = page.split("```").step_by(2);
    prose.flat_map(|prose| prose.lines()).flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// Whether a text has the form of a rule's name: words joined by hyphens.
fn looks_like_rule(text: &str) -> bool {
    text.contains('-')
        && !text.starts_with("aslint-")
        && text.split('-').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// The first cells of the table whose header begins so.
fn table<'p>(page: &'p str, header: &str) -> Vec<&'p str> {
    let rows = page.lines().skip_while(|line| !line.starts_with(header)).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.filter_map(|line| Some(line.split('|').nth(1)?.trim().trim_matches('`'))).collect()
}

#[test]
fn pages_show_what_the_binary_prints() {
    for path in pages() {
        let page = read(&path);
        let true_page = with_output(&page, &playground(&path));
        if std::env::var_os("ASLINT_BLESS").is_some() && page != true_page {
            fs::write(&path, true_page).expect("the page can be written");
        } else {
            assert_eq!(page, true_page, "{}: ASLINT_BLESS=1 cargo test docs writes it anew", path.display());
        }
    }
    assert!(readme().contains("\n$ aslint check examples/order.asl.json\n"), "README.md shows a run");
}

#[test]
fn output_stands_behind_its_command_only() {
    let page = "$ aslint --version\n```text\n$ aslint --version\nold\n$ aslint --version\n```\n$ ls\n";
    let version = concat!("aslint ", env!("CARGO_PKG_VERSION"), "\n");
    let expected = format!(
        "$ aslint --version\n```text\n$ aslint --version\n{version}$ aslint --version\n{version}```\n$ ls\n"
    );
    assert_eq!(with_output(page, &root()), expected);
}

#[test]
fn pages_name_rules_that_exist() {
    let families: BTreeSet<&str> = RULES.iter().map(|entry| entry.rule.family).collect();
    for path in pages() {
        let page = read(&path);
        let spans = code_spans(&page);
        let named = spans.iter().filter(|span| looks_like_rule(span) && !families.contains(**span));
        let unknown: Vec<_> = named
            .filter(|span| {
                rules::find(span).is_none() && Format::from_name(span).is_none() && !NO_RULES.contains(span)
            })
            .collect();
        assert!(unknown.is_empty(), "{} names rules that do not exist: {unknown:?}", path.display());
    }
    let page = readme();
    let spans = code_spans(&page);
    let missing: Vec<_> = families.iter().filter(|family| !spans.contains(**family)).collect();
    assert!(missing.is_empty(), "README.md does not name the families {missing:?}");
}

#[test]
fn links_lead_to_files_of_the_project() {
    for path in pages() {
        let page = read(&path);
        let folder = path.parent().expect("a page is in a folder");
        let links = page.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        let local = links.filter(|link| !link.is_empty() && !link.contains(':'));
        let dead: Vec<_> = local.filter(|link| *link != RULE_INDEX && !folder.join(link).exists()).collect();
        assert!(dead.is_empty(), "{} links to {dead:?}", path.display());
    }
}

#[test]
fn what_other_tools_are_compared_on_draws_an_error() {
    let page = read(&root().join("docs/comparison.md"));
    let blocks: Vec<&str> = page.split("\n```").skip(1).step_by(2).collect();
    let tries = blocks.iter().filter_map(|block| block.split_once('\n'));
    let tries: Vec<_> = tries.filter(|(notation, _)| ["json", "yaml"].contains(notation)).collect();
    assert!(tries.len() > 5, "the page has definitions to try");
    for (notation, text) in tries {
        let name = if notation == "yaml" { "template.yaml" } else { "try.asl.json" };
        let findings = lint_text(name, text, &Settings::default());
        let is_error = |finding: &Finding| finding.severity == Severity::Error;
        assert!(findings.iter().any(is_error), "no error in\n{text}");
    }
}

#[test]
fn every_page_is_in_the_book() {
    let summary = read(&root().join("docs/SUMMARY.md"));
    for path in pages() {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a page has a name");
        let is_in = summary.contains(&format!("]({name})"));
        assert!(is_in || ["README.md", "SUMMARY.md"].contains(&name), "docs/SUMMARY.md does not name {name}");
    }
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
fn the_page_on_formats_has_a_sample_of_each() {
    let page = read(&root().join("docs/formats.md"));
    let commands = page.split("```text\n$ aslint ").skip(1).filter_map(|block| block.lines().next());
    let shown: Vec<&str> =
        commands.map(|command| command.split("--format ").nth(1).unwrap_or("full").trim()).collect();
    assert_eq!(shown, Format::ALL.map(Format::name));
}

#[test]
fn readme_lists_every_format_and_exit_code() {
    let page = readme();
    assert_eq!(table(&page, "| `--format` |"), Format::ALL.map(Format::name));
    assert_eq!(table(&page, "| exit code |"), ["0", "1", "2"]);
}
