//! Pictures of definitions: what is drawn, and that every reader of the language can read it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use aslint::diagram::{self, Diagram, Language};
use aslint::document::{self, Expectation};
use aslint::source::SourceFile;
use aslint::{Project, Settings, Workspace};

use crate::fixtures::{definitions, name};
use crate::support::{read, root, shared};

/// The diagrams of every text.
fn draw(texts: &[(String, String)]) -> Vec<Vec<Diagram>> {
    let mut workspace = Workspace::default();
    for (name, text) in texts {
        workspace.add(SourceFile::new(name.as_str(), text.as_str()));
    }
    let read_one = |id| {
        let file: &SourceFile = workspace.file(id);
        document::read(id, file, Expectation::of(file.path()))
    };
    let project = Project::new(&workspace, workspace.ids().map(read_one).collect());
    let draw_one = |id| project.draw(id, &project.lint(id, &Settings::default()).findings);
    workspace.ids().map(draw_one).collect()
}

fn write(language: Language, diagrams: &[Diagram]) -> String {
    let mut text = String::new();
    diagram::write(language, diagrams, &mut text).expect("a String takes everything");
    text
}

fn fixture(file: &str) -> Vec<Diagram> {
    let path = definitions("diagrams").into_iter().find(|path| name(path) == file).expect("a fixture");
    draw(&[(file.to_owned(), read(&path))]).remove(0)
}

fn snapshots(file: &str, diagrams: &[Diagram]) {
    for language in Language::ALL {
        let text = write(language, diagrams);
        assert_eq!(well_formed(language, &text), Ok(()), "{text}");
        let name = format!("{}_{}", file.split('.').next().unwrap_or_default(), language.name());
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, text) });
    }
}

#[test]
fn own_definitions() {
    for file in ["scopes.asl.json", "choices.asl.json", "faulty.asl.yaml", "hostile.asl.json"] {
        snapshots(file, &fixture(file));
    }
}

#[test]
fn a_template_and_the_definition_that_it_names() {
    let paths = definitions("diagrams");
    let files = ["template.yaml", "counter.asl.json"];
    let texts: Vec<_> = files
        .iter()
        .map(|file| paths.iter().find(|path| name(path) == *file).expect("a fixture"))
        .map(|path| (name(path), read(path)))
        .collect();
    let diagrams: Vec<Diagram> = draw(&texts).into_iter().flatten().collect();
    let names: Vec<_> = diagrams.iter().map(|diagram| diagram.name.as_deref()).collect();
    assert_eq!(names, [Some("Greeter"), Some("Counter")]);
    snapshots("template", &diagrams);
}

#[test]
fn findings_of_one_definition_do_not_mark_another() {
    let sound = "StartAt: A\nStates:\n  A: { Type: Succeed }\n";
    let faulty = "StartAt: A\nStates:\n  A: { Type: Pass, Next: B }\n";
    let text = format!("{sound}---\n{faulty}");
    let diagrams = draw(&[("flows.asl.yaml".to_owned(), text)]).remove(0);
    let marks = |diagram: &Diagram| {
        let nodes = diagram.nodes.iter().filter(|node| node.title == ["A"]);
        nodes.flat_map(|node| node.marks.iter().map(|mark| mark.rule)).collect::<Vec<_>>()
    };
    assert_eq!(marks(&diagrams[0]), Vec::<&str>::new());
    assert!(marks(&diagrams[1]).contains(&"unknown-target"));
}

#[test]
fn states_of_the_same_name_are_told_apart() {
    let inner = |next: &str| format!(r#"{{"StartAt": "A", "States": {{"A": {{"Type": "Pass", {next}}}}}}}"#);
    let text = format!(
        r#"{{"StartAt": "P", "States": {{"P": {{"Type": "Parallel", "End": true, "Branches": [{}, {}]}}}}}}"#,
        inner(r#""End": true"#),
        inner(r#""Next": "Nowhere""#),
    );
    let diagram = &draw(&[("flow.asl.json".to_owned(), text)]).remove(0)[0];
    let marked: Vec<bool> = diagram
        .nodes
        .iter()
        .filter(|node| node.title == ["A"])
        .map(|node| node.marks.iter().any(|mark| mark.rule == "unknown-target"))
        .collect();
    assert_eq!(marked, [false, true]);
}

/// What a reader of the language asks for at least: quotes and brackets in pairs, and nodes that are declared before
/// something leads to them.
fn well_formed(language: Language, text: &str) -> Result<(), String> {
    let mut declared = BTreeSet::new();
    let mut depth = 0_i32;
    for line in text.lines().map(str::trim) {
        let problem = |what: &str| Err(format!("{what}: {line}"));
        let outside = match language {
            // A label in HTML runs from `<` to the `>` before a comma or the bracket; no tag in it is left open.
            Language::Dot => {
                let mut outside = String::new();
                for (index, part) in line.split("label=<").enumerate() {
                    let rest = if index == 0 { part } else { after_html(part).ok_or("label")? };
                    outside.push_str(rest);
                }
                outside
            }
            Language::Mermaid => line.to_owned(),
        };
        if outside.matches('"').count() % 2 != 0 {
            return problem("quotes");
        }
        let outside: String = outside.split('"').step_by(2).collect();
        if outside.contains(['#', '<']) && !outside.starts_with("classDef") {
            return problem("not escaped");
        }
        let (open, close) = match language {
            Language::Dot => (outside.ends_with('{'), outside == "}"),
            Language::Mermaid => (outside.starts_with("subgraph "), outside == "end"),
        };
        depth += i32::from(open) - i32::from(close);
        if depth < 0 {
            return problem("closes nothing");
        }
        let is_id = |word: &&str| word.strip_prefix('s').is_some_and(|digits| digits.parse::<u32>().is_ok());
        let words: Vec<&str> =
            outside.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(is_id).collect();
        let is_edge = outside.contains("->");
        if is_edge || outside.starts_with("class ") {
            if words.iter().any(|word| !declared.contains(*word)) || is_edge && words.len() != 2 {
                return problem("not declared");
            }
        } else {
            for word in words {
                if !declared.insert(word.to_owned()) {
                    return problem("declared twice");
                }
            }
        }
    }
    if depth == 0 { Ok(()) } else { Err("not closed".to_owned()) }
}

/// What follows a label in HTML; none where it does not end.
fn after_html(text: &str) -> Option<&str> {
    let mut depth = 1;
    for (at, letter) in text.char_indices() {
        depth += match letter {
            '<' => 1,
            '>' => -1,
            _ => 0,
        };
        if depth == 0 {
            return Some(&text[at + 1..]);
        }
    }
    None
}

#[test]
fn what_is_not_well_formed_is_noticed() {
    for text in ["s0[\"a]", "subgraph f0[\"a\"]", "end", "s0 --> s1", "s0[\"a\"]\ns0[\"b\"]", "s0[a#b]"] {
        assert!(well_formed(Language::Mermaid, text).is_err(), "{text}");
    }
    for text in ["s0 [label=<a]", "s0 [label=<a<b>]", "s0 [tooltip=\"\"\"]", "}", "digraph {", "s0 -> s1"] {
        assert!(well_formed(Language::Dot, text).is_err(), "{text}");
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder can be listed") {
            let path = entry.expect("a folder can be listed").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

#[test]
fn published_definitions_are_drawn() {
    let Some(corpus) = shared("corpus") else { return };
    let texts: Vec<(String, String)> = ["standalone", "templates", "peers-tests"]
        .iter()
        .flat_map(|folder| files(&corpus.join(folder)))
        .filter_map(|path| {
            let name = path.strip_prefix(&corpus).unwrap_or(&path).to_string_lossy().into_owned();
            Some((name, std::fs::read_to_string(&path).ok()?))
        })
        .collect();
    let drawn = draw(&texts);
    for ((name, _), diagrams) in texts.iter().zip(&drawn) {
        for language in Language::ALL {
            assert_eq!(well_formed(language, &write(language, diagrams)), Ok(()), "{name} {language:?}");
        }
    }
    let count: usize = drawn.iter().map(Vec::len).sum();
    println!("{count} definitions drawn");
    assert!(count > 1000);
}

/// `ASLINT_BLESS=1 cargo test diagrams` writes the picture into the page anew.
#[test]
fn the_page_shows_what_the_binary_draws() {
    let path = root().join("docs/graph.md");
    let page = read(&path);
    let example = "examples/order.asl.json";
    let drawn =
        write(Language::Mermaid, &draw(&[(example.to_owned(), read(&root().join(example)))]).remove(0));
    let start = page.find("```mermaid\n").expect("a picture") + "```mermaid\n".len();
    let end = start + page[start..].find("```").expect("the block ends");
    if std::env::var_os("ASLINT_BLESS").is_some() {
        std::fs::write(path, format!("{}{drawn}{}", &page[..start], &page[end..]))
            .expect("the page is written");
        return;
    }
    assert_eq!(page[start..end], drawn, "ASLINT_BLESS=1 cargo test diagrams writes it anew");
}
