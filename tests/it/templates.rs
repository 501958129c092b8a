//! Definitions in templates: those of the corpus, and every way of embedding one.

use std::collections::BTreeMap;
use std::path::Path;

use aslint::document::{self, Content, Expectation};
use aslint::finding::Severity;
use aslint::source::SourceFile;
use aslint::{Project, Settings, Workspace};
use serde_json::Value;

use crate::support::{read, root, shared};

fn add_folder(folder: &Path, base: &Path, workspace: &mut Workspace) {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add_folder(&path, base, workspace);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path.strip_prefix(base).unwrap_or(&path).to_string_lossy().into_owned();
            workspace.add(SourceFile::new(name, text));
        }
    }
}

/// How many state machines a template declares, counted in its text.
fn declared(kind: &str, text: &str) -> usize {
    let types = |name: &str| {
        text.match_indices(name)
            .filter(|(at, _)| {
                let before = text[..*at].trim_end_matches(['"', '\'', ' ']);
                let key = before.strip_suffix(':').map(|key| key.trim_end_matches(['"', '\'', ' ']));
                let after = text[at + name.len()..].chars().next();
                key.is_some_and(|key| key.ends_with("Type"))
                    && after.is_none_or(|after| !after.is_alphanumeric())
            })
            .count()
    };
    match kind {
        "terraform" => {
            text.lines().filter(|line| line.starts_with("resource \"aws_sfn_state_machine\"")).count()
        }
        "serverless-framework" => text.lines().filter(|line| line.trim().starts_with("definition:")).count(),
        _ => types("AWS::Serverless::StateMachine") + types("AWS::StepFunctions::StateMachine"),
    }
}

/// The names in a list: each line has one, and a reason behind it.
fn listed(name: &str) -> Vec<String> {
    let text = read(&root().join(name));
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once(' ').expect("a reason behind the name").0.to_owned()).collect()
}

/// Whether `pattern`, which may end in `*`, is about `name`.
fn covers(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
}

#[test]
fn definitions_of_published_templates_are_found() {
    let Some(corpus) = shared("corpus") else { return };
    let mut workspace = Workspace::default();
    add_folder(&corpus.join("templates"), &corpus, &mut workspace);
    let read_one = |id| {
        let file: &SourceFile = workspace.file(id);
        document::read(id, file, Expectation::of(file.path()))
    };
    let project = Project::new(&workspace, workspace.ids().map(read_one).collect());
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut unread = Vec::new();
    for row in read(&corpus.join("manifest.jsonl")).lines() {
        let row: Value = serde_json::from_str(row).expect("a row is JSON");
        let (kind, name) =
            (row["kind"].as_str().unwrap_or_default(), row["file"].as_str().unwrap_or_default());
        if !name.starts_with("templates/") || kind == "standalone" || row["parse_ok"] == false {
            continue;
        }
        let id = workspace.find(name).unwrap_or_else(|| panic!("{name} is not in the corpus"));
        let is_read = |content: &Content| match content {
            Content::Elsewhere => false,
            Content::File(file) => workspace.find(&file.path).is_some(),
            _ => true,
        };
        let mut machines: BTreeMap<String, bool> = BTreeMap::new();
        for definition in &project.document(id).expect("each file is read").definitions {
            let name = definition.resource.as_ref().map(|resource| resource.name.clone()).unwrap_or_default();
            *machines.entry(name).or_default() |= is_read(&definition.content);
        }
        let expected = declared(kind, workspace.file(id).text());
        let found = machines.values().filter(|&&is_read| is_read).count();
        // What the text shows of those is not what they declare.
        let is_miscounted = name.starts_with("templates/aws+serverless-application-model/");
        let expected = if is_miscounted { machines.len() } else { expected };
        let count = counts.entry(kind.to_owned()).or_default();
        for (sum, number) in count.iter_mut().zip([expected, machines.len(), found]) {
            *sum += number;
        }
        if machines.len() < expected || found < machines.len() {
            unread.push((
                name.to_owned(),
                format!("{expected} declared, {} found, {found} read", machines.len()),
            ));
        }
    }
    for (kind, [expected, found, is_read]) in &counts {
        println!(
            "{kind}: {expected} state machines declared, {found} found, {is_read} with their definition"
        );
    }
    let listed = listed("tests/unread-definitions.txt");
    let is_listed = |name: &str| listed.iter().any(|pattern| covers(pattern, name));
    let problems: Vec<_> = unread.iter().filter(|(name, _)| !is_listed(name)).collect();
    assert!(problems.is_empty(), "{} templates\n{problems:#?}", problems.len());
    for name in &listed {
        assert!(
            unread.iter().any(|(unread, _)| covers(name, unread)),
            "{name} is listed, and yet all is read"
        );
    }
    for (kind, [expected, found, _]) in counts {
        assert!(found * 100 >= expected * 98, "{kind}: {found} of {expected}");
    }
}

#[test]
fn no_error_on_published_templates_but_true_ones() {
    let Some(corpus) = shared("corpus") else { return };
    let mut workspace = Workspace::default();
    add_folder(&corpus.join("templates"), &corpus, &mut workspace);
    let read_one = |id| {
        let file: &SourceFile = workspace.file(id);
        document::read(id, file, Expectation::of(file.path()))
    };
    let project = Project::new(&workspace, workspace.ids().map(read_one).collect());
    let listed = listed("tests/template-errors.txt");
    let mut problems = Vec::new();
    let mut found = Vec::new();
    for id in workspace.ids() {
        let name = workspace.file(id).path();
        for finding in project.lint(id, &Settings::default()).findings {
            if finding.severity == Severity::Error {
                let key = format!("{name}:{}", finding.rule.id);
                if !listed.iter().any(|pattern| covers(pattern, &key)) {
                    problems.push(format!("{key} {}", finding.message));
                }
                found.push(key);
            }
        }
    }
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
    for key in &listed {
        assert!(
            found.iter().any(|found| covers(key, found)),
            "{key} is listed in tests/template-errors.txt, and not found"
        );
    }
}
