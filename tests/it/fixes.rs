//! What holds for every fix of every finding, made alone and together with all others: the text can be read, the
//! finding is gone, no error is new, and making the fixes again changes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use aslint::document::{self, Document, Expectation};
use aslint::finding::{Applicability, Finding, Fix, FixAvailability, Severity};
use aslint::fix;
use aslint::rules::RULES;
use aslint::source::{FileId, SourceFile};
use aslint::{Linted, Project, Settings, Workspace};
use serde_json::Value;

use crate::embedding::HOSTS;
use crate::support::{root, settings, shared};

/// So many fixes of one rule in one text are made one at a time.
const ALONE: usize = 3;

/// Fixes after which errors of other rules may show: the error was there before, and something hid it.
const UNCOVERS: [(&str, &str, &str); 2] = [
    ("unknown-state-type", "invalid-resource", "only of a Task is it known what a Resource is"),
    ("unknown-state-type", "misplaced-field", "only of a known type is it known which fields it has"),
];

/// Texts that belong together.
struct Texts {
    workspace: Workspace,
    settings: Settings,
    /// Whether each text is taken for a definition, whatever its name says.
    are_definitions: bool,
}

impl Texts {
    fn new(are_definitions: bool, mut settings: Settings) -> Self {
        // What is off by default has fixes too.
        let off = RULES.iter().filter(|entry| entry.rule.severity.is_none());
        off.for_each(|entry| settings.severities.set(&entry.rule, Some(Severity::Info)));
        Self { workspace: Workspace::default(), settings, are_definitions }
    }

    fn one(name: &str, text: &str, are_definitions: bool, settings: Settings) -> Self {
        let mut texts = Self::new(are_definitions, settings);
        texts.workspace.add(SourceFile::new(name, text));
        texts
    }

    fn read(&self, id: FileId, file: &SourceFile) -> Document {
        let expectation =
            if self.are_definitions { Expectation::Definition } else { Expectation::of(file.path()) };
        document::read(id, file, expectation)
    }

    fn documents(&self) -> Vec<Document> {
        self.workspace.ids().map(|id| self.read(id, self.workspace.file(id))).collect()
    }
}

/// How many errors each rule reports.
fn errors(linted: &Linted) -> BTreeMap<&'static str, usize> {
    let mut errors = BTreeMap::new();
    for finding in linted.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        *errors.entry(finding.rule.id).or_default() += 1;
    }
    errors
}

/// What is worse than before.
fn worse(fixed: Option<&str>, before: &Linted, after: &Linted) -> Option<String> {
    if before.definitions != after.definitions {
        return Some(format!("{} definitions become {}", before.definitions, after.definitions));
    }
    let (errors_before, errors_after) = (errors(before), errors(after));
    let is_new = |(rule, count): &(&&'static str, &usize)| {
        let is_uncovered =
            UNCOVERS.iter().any(|(fix, other, _)| other == *rule && fixed.is_none_or(|fixed| fixed == *fix));
        errors_before.get(**rule).copied().unwrap_or_default() < **count && !is_uncovered
    };
    let (rule, _) = errors_after.iter().find(is_new)?;
    let finding = after.findings.iter().rfind(|finding| finding.rule.id == *rule)?;
    Some(format!("a new {rule}: {}", finding.message))
}

/// The number of fixes that were tried.
fn check(texts: &mut Texts, problems: &mut Vec<String>) -> usize {
    let mut documents = texts.documents();
    let mut tried = 0;
    for id in texts.workspace.ids() {
        let project = Project::new(&texts.workspace, documents);
        let before = project.lint(id, &texts.settings);
        documents = project.into_documents();
        let text = texts.workspace.file(id).text().clone();
        let mut of_rule: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &before.findings {
            let Some(fix) = &finding.fix else { continue };
            let rule = finding.rule.id;
            let mut problem = |what: String| {
                let path = texts.workspace.file(id).path();
                problems.push(format!("{path}: {rule}: {}: {what}", finding.message));
            };
            if let Some(what) = misdeclared(finding, fix) {
                problem(what);
            }
            let count = of_rule.entry(rule).or_default();
            *count += 1;
            if *count > ALONE {
                continue;
            }
            tried += 1;
            let edited = fix.edits.first().map_or(id, |edit| edit.span.file);
            let original = texts.workspace.file(edited).text().clone();
            let (fixed, made) = fix::apply(edited, &original, [fix]);
            if made != 1 || *fixed == *original {
                problem("the fix changes nothing".to_owned());
                continue;
            }
            documents.retain(|document| document.file != edited);
            texts.workspace.replace(edited, &*fixed);
            documents.push(texts.read(edited, texts.workspace.file(edited)));
            let project = Project::new(&texts.workspace, documents);
            let after = project.lint(id, &texts.settings);
            let unreadable = project.document(edited).and_then(|document| document.unreadable.clone());
            documents = project.into_documents();
            let mut problem = |what: String| {
                let path = texts.workspace.file(id).path();
                let edit = &fix.edits[0];
                let line = text[..edit.span.start as usize].lines().count();
                problems.push(format!(
                    "{path}:{line}: {rule}: {}: {what} (puts {:?})",
                    finding.message, edit.text
                ));
            };
            let is_same = |other: &&Finding| other.rule.id == rule && other.message == finding.message;
            let count = |linted: &Linted| linted.findings.iter().filter(is_same).count();
            if let Some(reason) = unreadable {
                problem(format!("the text cannot be read: {reason}"));
            } else if let Some(what) = worse(Some(rule), &before, &after) {
                problem(what);
            } else if count(&after) >= count(&before) {
                problem("the finding is still there".to_owned());
            }
            documents.retain(|document| document.file != edited);
            texts.workspace.replace(edited, original);
            documents.push(texts.read(edited, texts.workspace.file(edited)));
        }
    }
    check_together(texts, documents, problems);
    tried
}

/// What a fix is must be what the page of its rule says.
fn misdeclared(finding: &Finding, fix: &Fix) -> Option<String> {
    let is_true = match finding.rule.fix {
        FixAvailability::None => false,
        FixAvailability::Safe => fix.applicability == Applicability::Safe,
        FixAvailability::Unsafe => true,
    };
    (!is_true).then(|| {
        format!(
            "a fix that is {}, though the page says {}",
            fix.applicability.name(),
            finding.rule.fix.name()
        )
    })
}

/// Makes all safe fixes, and then the unsafe ones too.
fn check_together(texts: &mut Texts, mut documents: Vec<Document>, problems: &mut Vec<String>) {
    let ids: Vec<FileId> = texts.workspace.ids().collect();
    let settings = texts.settings.clone();
    let lint = |project: &Project<'_>| ids.iter().map(|&id| project.lint(id, &settings)).collect::<Vec<_>>();
    for most in [Applicability::Safe, Applicability::Unsafe] {
        let mut workspace = std::mem::take(&mut texts.workspace);
        let mut rounds = Vec::new();
        let outcome = fix::make(
            &mut workspace,
            documents,
            |fix| most == Applicability::Unsafe || fix.applicability == Applicability::Safe,
            |id, file| texts.read(id, file),
            |project| {
                rounds.push(lint(project));
                rounds[rounds.len() - 1].iter().flat_map(|linted| linted.findings.clone()).collect()
            },
        );
        texts.workspace = workspace;
        documents = outcome.documents;
        let (Some(first), Some(last)) = (rounds.first(), rounds.last()) else { continue };
        let path = texts.workspace.file(ids[0]).path();
        if !outcome.is_settled {
            problems.push(format!("{path}: the {} fixes come to no end", most.name()));
        }
        for ((&id, before), after) in ids.iter().zip(first).zip(last) {
            if let Some(what) = worse(None, before, after) {
                let path = texts.workspace.file(id).path();
                problems.push(format!("{path}: all {} fixes together: {what}", most.name()));
            }
        }
    }
}

#[track_caller]
fn conclude(tried: usize, at_least: usize, problems: &[String]) {
    println!("{tried} fixes made one at a time");
    assert!(
        problems.is_empty(),
        "{} problems\n{}",
        problems.len(),
        problems[..problems.len().min(80)].join("\n")
    );
    assert!(tried >= at_least, "only {tried} fixes were tried");
}

/// A block of a rule's page.
struct Example {
    rule: &'static str,
    info: String,
    text: String,
}

fn examples() -> Vec<Example> {
    let mut examples = Vec::new();
    for entry in RULES {
        let page = entry.rule.page;
        for block in page.split("```").skip(1).step_by(2) {
            let (info, text) = block.split_once('\n').unwrap_or_default();
            let text = text.replace(['»', '«'], "");
            examples.push(Example { rule: entry.rule.id, info: info.to_owned(), text });
        }
    }
    examples
}

#[test]
fn fixes_of_the_examples_of_pages_mend() {
    let (mut tried, mut problems) = (0, Vec::new());
    for Example { rule, info, text } in examples() {
        let notation = info.split(' ').next().unwrap_or_default();
        let is_template = info.contains("template") || notation == "hcl";
        let name = format!("{rule}.{}", if notation == "hcl" { "tf" } else { notation });
        let kind = if info.contains("express") { "express" } else { "" };
        let mut texts = Texts::one(&name, &text, !is_template, settings(kind));
        tried += check(&mut texts, &mut problems);
    }
    conclude(tried, 60, &problems);
}

#[test]
fn fixes_mend_in_every_host() {
    let (mut tried, mut problems) = (0, Vec::new());
    for Example { rule, info, text } in
        examples().iter().filter(|example| example.info.starts_with("json fail"))
    {
        for host in &HOSTS {
            if let Some(template) = (host.wrap)(text) {
                let name = format!("{} {rule}/{}", host.name, host.file);
                let kind = if info.contains("express") { "express" } else { "" };
                tried += check(&mut Texts::one(&name, &template, false, settings(kind)), &mut problems);
            }
        }
        if let Ok(value) = serde_json::from_str(text) {
            for (style, ending) in [("", "\n"), ("CRLF ", "\r\n")] {
                let yaml = yaml(&value, 0).replace('\n', ending);
                let name = format!("{style}{rule}.asl.yaml");
                tried += check(&mut Texts::one(&name, &yaml, true, Settings::default()), &mut problems);
            }
            let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
            let name = format!("CRLF {rule}.asl.json");
            tried += check(&mut Texts::one(&name, &text, true, Settings::default()), &mut problems);
        }
    }
    conclude(tried, 400, &problems);
}

/// The value in YAML as people write it: in blocks, without quotes as far as that can be.
fn yaml(value: &Value, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) if !members.is_empty() => {
            let member = |(key, value): (&String, &Value)| {
                let is_nested = value.as_object().is_some_and(|members| !members.is_empty())
                    || value.as_array().is_some_and(|items| !items.is_empty());
                let between = if is_nested { "\n" } else { " " };
                format!("{indent}{}:{between}{}", plain(key), yaml(value, depth + 1))
            };
            let text: String = members.iter().map(member).collect();
            text
        }
        Value::Array(items) if !items.is_empty() => {
            let item = |item: &Value| {
                let text = yaml(item, depth + 1);
                format!("{indent}- {}", text.trim_start())
            };
            items.iter().map(item).collect()
        }
        Value::String(text) => format!("{}\n", plain(text)),
        other => format!("{other}\n"),
    }
}

fn plain(text: &str) -> String {
    let is_plain = text.starts_with(|letter: char| letter.is_alphabetic() || letter == '$')
        && !text.contains([':', '#', '[', '{', '%', '\\'])
        && text.trim() == text
        && !["yes", "no", "on", "off", "true", "false", "null", "y", "n"].contains(&&*text.to_lowercase());
    if is_plain { text.to_owned() } else { Value::from(text).to_string() }
}

/// Where fixes get in each other's way: states in JSON.
const CROWDED: [&str; 5] = [
    r#""A": {"Type": "Task", "Resource": "${F}", "Retry": [{"ErrorEquals": ["States.ALL"]},
        {"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}, {"ErrorEquals": ["X"]}], "End": true}"#,
    r#""A": {"Type": "Task", "Resource": "${F}", "Retry": [{"ErrorEquals": ["X", "X", "Y", "X", "Y"]},
        {"ErrorEquals": ["X"]}, {"ErrorEquals": ["Y", "Y"]}, {"ErrorEquals": ["Z", "States.ALL"]}], "End": true}"#,
    r#""A": {"Type": "Wait", "Comment": "c", "Comment": "c", "Seconds": "1", "Comment": "c", "InputPath": "$",
        "OutputPath": "$", "Next": "B", "End": false}, "B": {"End": true, "Type": "succeed"}"#,
    r#""A": {"Type": "Task", "Resource": "${F}", "Catch": [{"ErrorEquals": ["X"], "Next": "B"},
        {"ErrorEquals": ["X"], "Next": "C"}, {"ErrorEquals": ["X"], "Next": "C"}], "End": true},
        "B": {"Type": "Succeed"}, "C": {"Type": "Succeed"}"#,
    r#""A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {"FunctionName": "f", "Payload": {"t.$": "$$.Task.Token"}}, "End": true}"#,
];

#[test]
fn fixes_that_get_in_each_others_way_mend() {
    let (mut tried, mut problems) = (0, Vec::new());
    for (number, states) in CROWDED.iter().enumerate() {
        let text = format!("{{\"StartAt\": \"A\", \"States\": {{{states}}}}}");
        let name = format!("{number}.asl.json");
        tried += check(&mut Texts::one(&name, &text, true, Settings::default()), &mut problems);
    }
    conclude(tried, 12, &problems);
}

#[test]
fn fixes_of_the_fixtures_mend() {
    let (mut tried, mut problems) = (0, Vec::new());
    for_each_file(&root().join("tests/fixtures"), &mut |path, text| {
        let name = path.to_string_lossy();
        let mut texts = Texts::one(&name, &text, name.contains(".asl."), Settings::default());
        tried += check(&mut texts, &mut problems);
    });
    conclude(tried, 50, &problems);
}

#[test]
fn fixes_of_published_definitions_mend() {
    let Some(corpus) = shared("corpus/standalone") else { return };
    let (mut tried, mut problems) = (0, Vec::new());
    for_each_file(&corpus, &mut |path, text| {
        let mut texts = Texts::one(&path.to_string_lossy(), &text, true, Settings::default());
        tried += check(&mut texts, &mut problems);
    });
    conclude(tried, 500, &problems);
}

#[test]
fn fixes_of_published_templates_mend() {
    let Some(corpus) = shared("corpus/templates") else { return };
    let (mut tried, mut problems) = (0, Vec::new());
    for repository in std::fs::read_dir(&corpus).expect("a folder").flatten() {
        let mut texts = Texts::new(false, Settings::default());
        for_each_file(&repository.path(), &mut |path, text| {
            let name = path.strip_prefix(&corpus).unwrap_or(path).to_string_lossy().into_owned();
            texts.workspace.add(SourceFile::new(name, text));
        });
        tried += check(&mut texts, &mut problems);
    }
    conclude(tried, 200, &problems);
}

/// Every text below a folder, in the order of the names.
fn for_each_file(folder: &Path, act: &mut dyn FnMut(&Path, String)) {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            for_each_file(&path, act);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            act(&path, text);
        }
    }
}
