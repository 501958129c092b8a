//! Real definitions: what is said about them, against what is known of them.

use std::path::Path;

use aslint::Settings;
use aslint::asl;
use aslint::finding::{Finding, Severity};
use aslint::flow::{DataFlow, Reads, Sites};
use aslint::graph::Graph;
use aslint::rules::DATA_FLOW;
use aslint::shape::Shape;
use aslint::source::{SourceFile, Workspace};
use aslint::syntax::{self, Notation};
use serde_json::Value;

use crate::support::{lint_text, read, root, shared};

/// A definition of the corpus that is really wrong, or several of one kind.
struct KnownError {
    /// The path in the corpus; `*` stands for anything.
    path: String,
    rule: String,
    is_found: bool,
}

impl KnownError {
    fn covers(&self, path: &str, rule: &str) -> bool {
        let mut parts = self.path.split('*');
        let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
        let is_path = parts.clone().count() == 0 && rest.is_empty()
            || parts.clone().count() > 0
                && parts.all(|part| match rest.find(part) {
                    Some(at) => {
                        rest = &rest[at + part.len()..];
                        true
                    }
                    None => false,
                });
        is_path && self.rule == rule
    }
}

fn known_errors() -> Vec<KnownError> {
    let mut known = Vec::new();
    for line in read(&root().join("tests/corpus-errors.txt")).lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.split_whitespace();
        let (path, rule) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        assert!(words.next().is_some(), "tests/corpus-errors.txt: {line}: say on what it rests");
        known.push(KnownError { path: path.to_owned(), rule: rule.to_owned(), is_found: false });
    }
    known
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let Ok(listing) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = listing.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    files
}

#[test]
fn no_error_on_published_definitions_but_true_ones() {
    let Some(corpus) = shared("corpus") else { return };
    let mut known = known_errors();
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    let mut folders = vec![corpus.join("standalone")];
    folders.extend(files(&corpus.join("peers-tests")).into_iter().map(|peer| peer.join("valid")));
    for path in folders.iter().flat_map(|folder| files(folder)) {
        let name = path.strip_prefix(&corpus).unwrap_or(&path).to_string_lossy().into_owned();
        let findings = lint_text(&name, &read(&path), &Settings::default());
        // What the tests of other tools hold was never run: their data fits nothing.
        let was_run =
            |finding: &&Finding| !name.starts_with("peers-tests") || finding.rule.family != DATA_FLOW;
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
        for finding in errors.filter(was_run) {
            let mut entries =
                known.iter_mut().filter(|known| known.covers(&name, finding.rule.id)).peekable();
            if entries.peek().is_none() {
                problems.push(format!("{name} {} {}", finding.rule.id, finding.message));
            }
            entries.for_each(|known| known.is_found = true);
        }
        if name.starts_with("standalone") {
            warnings.push(findings.iter().filter(|finding| finding.severity == Severity::Warning).count());
        }
    }
    let stale = known.iter().filter(|known| !known.is_found);
    problems.extend(
        stale.map(|known| {
            format!("{} {}: listed in tests/corpus-errors.txt, not found", known.path, known.rule)
        }),
    );
    warnings.sort_unstable();
    println!("{} definitions, median of {} warnings", warnings.len(), warnings[warnings.len() / 2]);
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
    assert!(warnings[warnings.len() / 2] <= 2);
}

#[test]
fn no_error_on_definitions_that_other_tools_reject_wrongly() {
    let Some(path) = shared("design/valid.jsonl") else { return };
    for line in read(&path).lines() {
        let row: Value = serde_json::from_str(line).expect("a row is JSON");
        let text = serde_json::to_string_pretty(&row["definition"]).expect("JSON");
        for finding in lint_text("valid.asl.json", &text, &Settings::default()) {
            assert!(
                finding.severity < Severity::Error,
                "{}: {} {}",
                row["name"],
                finding.rule.id,
                finding.message
            );
        }
    }
}

/// How many in a thousand of the expressions in published definitions are known to give something of a kind.
const KNOWN_READS: usize = 339;

#[test]
fn as_much_is_known_of_published_data_as_before() {
    let Some(corpus) = shared("corpus") else { return };
    let mut reads = Reads::default();
    for path in files(&corpus.join("standalone")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let mut workspace = Workspace::default();
        let id = workspace.add(SourceFile::new(&*name, &*text));
        let tree = syntax::parse(id, workspace.file(id), Notation::of(&name, &text));
        let Some(root) = tree.documents().next() else { continue };
        let machine = asl::lower(root, None);
        let (graph, sites) = (Graph::new(&machine), Sites::new(&machine));
        let found = DataFlow::new(&machine, &graph, &sites, Shape::ANY).reads();
        reads.known += found.known;
        reads.all += found.all;
    }
    let share = reads.known * 1000 / reads.all.max(1);
    println!(
        "{} of {} expressions of the corpus have a known shape, {share} in a thousand",
        reads.known, reads.all
    );
    assert!(share >= KNOWN_READS, "{share} in a thousand are known, and {KNOWN_READS} were");
}
