//! Whatever the bytes: no panic, every place on a character border, every output written.

use aslint::diagram::{self, Language};
use aslint::document::{self, Expectation};
use aslint::finding::{Finding, Label};
use aslint::fix;
use aslint::report::{Format, Report, Style, Summary, write, write_problem};
use aslint::source::SourceFile;
use aslint::{Project, Settings, Workspace, lint_file};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The examples of every rule's page: between them they have every construct of the language.
fn seeds() -> Vec<String> {
    let mut seeds = Vec::new();
    for entry in aslint::rules::RULES {
        seeds.extend(entry.rule.page.split("```").skip(1).step_by(2).map(|block| {
            let text = block.split_once('\n').map_or("", |(_, text)| text);
            text.replace(['»', '«'], "")
        }));
    }
    seeds
}

/// Lints a text as a definition in both notations and as a template, and writes what was found in every format.
fn lint_and_write(text: &str) {
    for name in ["text.asl.json", "text.asl.yaml", "template.yaml", "main.tf"] {
        let mut workspace = Workspace::default();
        let id = workspace.add(SourceFile::new(name, text));
        let expectation = match Expectation::of(name) {
            Expectation::Anything => Expectation::Named,
            expectation => expectation,
        };
        let document = document::read(id, workspace.file(id), expectation);
        let project = Project::new(&workspace, vec![document]);
        let findings = project.lint(id, &Settings::default()).findings;
        for language in Language::ALL {
            diagram::write(language, &project.draw(id, &findings), &mut String::new()).expect("memory");
        }
        findings.iter().for_each(|finding| check_places(text, finding));
        let fixes: Vec<_> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
        let (fixed, made) = fix::apply(id, text, fixes);
        if made > 0 {
            let mut workspace = Workspace::default();
            let id = workspace.add(SourceFile::new(name, fixed));
            lint_file(&workspace, id, expectation, &Settings::default());
        }
        for format in Format::ALL {
            let report = Report { workspace: &workspace, findings: &findings, summary: Summary::default() };
            write(format, &report, &Style { color: true, links: true, width: 80 }, &mut Vec::new())
                .expect("memory");
        }
    }
}

fn check_places(text: &str, finding: &Finding) {
    let labels = std::iter::once(&finding.primary).chain(&finding.related);
    let spans = labels.map(|Label { span, .. }| *span);
    let edits = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
    for span in spans.chain(edits) {
        assert!(text.get(span.range()).is_some(), "{}: {span:?} in {text:?}", finding.rule.id);
    }
}

/// What suppressions are made of, and what may stand around them.
const WORDS: [&str; 24] = [
    "aslint-ignore",
    "-file",
    "[",
    "]",
    ":",
    ",",
    " -- ",
    "self-loop",
    "unreachable-state",
    "all",
    "# ",
    "// ",
    "/* ",
    " */",
    "\n",
    "\r\n",
    "\n    ",
    "\t",
    " ",
    "é",
    "'",
    "\"",
    "Comment: ",
    "Output: |\n      ",
];

/// The same texts in every run. `PROPTEST_RNG_SEED` and `PROPTEST_CASES` choose others, and more of them.
fn config() -> ProptestConfig {
    let given = ProptestConfig::default();
    let rng_seed = match given.rng_seed {
        RngSeed::Random => RngSeed::Fixed(1),
        seed => seed,
    };
    ProptestConfig { failure_persistence: None, rng_seed, ..given }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn arbitrary_text_is_linted(text in "\\PC{0,300}") {
        lint_and_write(&text);
    }

    #[test]
    fn arbitrary_suppressions_are_heeded(words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..40)) {
        let words = words.concat();
        lint_and_write(&words);
        lint_and_write(&format!("StartAt: A\nStates:\n  A:\n    Type: Succeed\n    {words}\n"));
        let comment = serde_json::to_string(&words).expect("a string");
        lint_and_write(&format!(r#"{{"StartAt": "A", "States": {{"A": {{"Type": "Succeed", "Comment": {comment}}}}}}}"#));
    }

    #[test]
    fn arbitrary_configurations_are_read(text in "\\PC{0,100}", lines in prop::collection::vec(("[a-z.\\[\\]\"-]{0,12}|ignore|overrides|severity", "[a-z0-9\"'\\[\\]{}=, !*/-]{0,20}"), 0..6)) {
        let lines = lines.iter().map(|(key, value)| format!("{key} = {value}\n")).collect::<String>();
        for text in [text, lines] {
            let mut workspace = Workspace::default();
            let id = workspace.add(SourceFile::new("aslint.toml", text.as_str()));
            let (_, problems) = aslint::config::read(id, workspace.file(id), "/project".as_ref());
            for problem in problems {
                assert!(text.get(problem.span.range()).is_some(), "{problem:?} in {text:?}");
                let place = Label { span: problem.span, message: problem.label };
                let help = problem.help.as_deref();
                write_problem(&workspace, &place, &problem.message, help, &Style::default(), &mut Vec::new())
                    .expect("memory");
            }
        }
    }

    #[test]
    fn arbitrary_expressions_are_linted(path in "[$.@\\[\\]()'a-z0-9*?=,: ]{0,40}", expression in "[$.a-z0-9()\\[\\]{}'+:=,?&|~> ]{0,60}") {
        let quoted = |text: &str| serde_json::to_string(text).expect("a string");
        lint_and_write(&format!(
            r#"{{"StartAt":"A","States":{{"A":{{"Type":"Pass","InputPath":{path},"Parameters":{{"x.$":{path},"y.$":{call}}},"Next":"B"}},
               "B":{{"Type":"Pass","QueryLanguage":"JSONata","Output":{{"z":{expression}}},"End":true}}}}}}"#,
            path = quoted(&format!("${path}")),
            call = quoted(&format!("States.Format({path})")),
            expression = quoted(&format!("{{%{expression}%}}")),
        ));
    }

    #[test]
    fn mutated_definitions_are_linted(seed in any::<prop::sample::Index>(), cuts in prop::collection::vec((any::<prop::sample::Index>(), "[\\[\\]{}\":,$%a-zé\\\\\n ]{0,3}"), 1..6)) {
        let seeds = seeds();
        let mut text: Vec<char> = seed.get(&seeds).chars().collect();
        for (place, insertion) in cuts {
            let at = place.index(text.len() + 1);
            let end = (at + insertion.len() % 3).min(text.len());
            text.splice(at..end, insertion.chars());
        }
        lint_and_write(&text.into_iter().collect::<String>());
    }
}
