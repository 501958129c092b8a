//! Every way in which a template can hold a definition: what is found in it, and where, stays the same.

use std::collections::BTreeMap;

use aslint::document::{self, Expectation, WorkflowType};
use aslint::source::SourceFile;
use aslint::{Project, Settings, Workspace};

use crate::support::{read, root, shared};

/// A way to embed a definition.
pub struct Host {
    pub name: &'static str,
    pub file: &'static str,
    /// The template around a definition; none where that cannot stand there.
    pub wrap: fn(&str) -> Option<String>,
    /// A piece of the template as the definition has it.
    unwrap: fn(&str) -> String,
}

const HEAD: &str = "Resources:\n  Flow:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      RoleArn: !GetAtt Role.Arn\n";

pub const HOSTS: [Host; 11] = [
    Host {
        name: "literal block",
        file: "template.yaml",
        wrap: |text| block(text, "|"),
        unwrap: str::to_owned,
    },
    Host {
        name: "folded block",
        file: "template.yaml",
        wrap: |text| block(&one_line(text), ">-"),
        unwrap: str::to_owned,
    },
    Host {
        name: "Sub block",
        file: "template.yaml",
        wrap: |text| block(text, "!Sub |"),
        unwrap: str::to_owned,
    },
    Host {
        name: "double-quoted YAML",
        file: "template.yaml",
        wrap: |text| Some(format!("{HEAD}      DefinitionString: {}\n", json(text))),
        unwrap: unescaped,
    },
    Host {
        name: "single-quoted YAML",
        file: "template.yaml",
        wrap: |text| {
            Some(format!("{HEAD}      DefinitionString: '{}'\n", one_line(text).replace('\'', "''")))
        },
        unwrap: |piece| piece.replace("''", "'"),
    },
    Host {
        name: "YAML value",
        file: "template.yaml",
        wrap: |text| {
            let is_plain = !text.contains('\t') && is_json(text);
            is_plain
                .then(|| format!("{HEAD}      Definition:\n        {}\n", text.replace('\n', "\n        ")))
        },
        unwrap: str::to_owned,
    },
    Host {
        name: "string in JSON",
        file: "template.json",
        wrap: |text| Some(resource(&format!("\"DefinitionString\": {}", json(text)))),
        unwrap: unescaped,
    },
    Host {
        name: "pieces in JSON",
        file: "template.json",
        wrap: |text| {
            let letters: Vec<char> = text.chars().collect();
            let pieces: Vec<String> =
                letters.chunks(97).map(|piece| json(&String::from_iter(piece))).collect();
            Some(resource(&format!(
                "\"DefinitionString\": {{\"Fn::Join\": [\"\", [{}]]}}",
                pieces.join(", ")
            )))
        },
        unwrap: |piece| unescaped(&piece.replace("\", \"", "")),
    },
    Host {
        name: "value in JSON",
        file: "template.json",
        wrap: |text| Some(resource(&format!("\"Definition\": {}", text.trim_start_matches('\u{feff}')))),
        unwrap: str::to_owned,
    },
    Host {
        name: "heredoc",
        file: "main.tf",
        wrap: |text| Some(terraform(&format!("<<EOF\n{}\nEOF", doubled(text)))),
        unwrap: |piece| piece.replace("$${", "${").replace("%%{", "%{"),
    },
    Host {
        name: "jsonencode",
        file: "main.tf",
        wrap: |text| {
            is_json(text).then(|| terraform(&format!("jsonencode({})", doubled(text).replace("\\/", "/"))))
        },
        unwrap: |piece| piece.replace("$${", "${").replace("%%{", "%{"),
    },
];

fn block(text: &str, header: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    // What begins a line with a blank or a tab would tell another indentation.
    (!text.contains('\r')).then(|| {
        format!("{HEAD}      DefinitionString: {header}\n        {}\n", text.replace('\n', "\n        "))
    })
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a string is JSON")
}

fn unescaped(piece: &str) -> String {
    serde_json::from_str(&format!("\"{piece}\"")).unwrap_or_else(|_| piece.to_owned())
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text).is_ok()
}

fn resource(properties: &str) -> String {
    format!(
        "{{\"Resources\": {{\"Flow\": {{\"Type\": \"AWS::StepFunctions::StateMachine\", \"Properties\": {{{properties}}}}}}}}}"
    )
}

fn terraform(definition: &str) -> String {
    format!(
        "resource \"aws_sfn_state_machine\" \"flow\" {{\n  name = \"flow\"\n  definition = {definition}\n}}\n"
    )
}

fn doubled(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// The families whose findings depend on how a text is written, or deployed.
const OF_THE_HOST: [&str; 2] = ["notation", "deployment"];

/// Rule, message and the text that they are about, and how often.
type Findings = BTreeMap<(String, String, String), usize>;

/// What is found; none where the host's notation cannot hold the text: Terraform wants a value on the line of its key.
fn findings(file: &str, text: &str, unwrap: fn(&str) -> String) -> Option<Findings> {
    let mut workspace = Workspace::default();
    let id = workspace.add(SourceFile::new(file, text));
    let project =
        Project::new(&workspace, vec![document::read(id, workspace.file(id), Expectation::of(file))]);
    let settings = Settings { workflow_type: Some(WorkflowType::Standard), ..Settings::default() };
    if project.document(id)?.unreadable.is_some() {
        return None;
    }
    let mut found = BTreeMap::new();
    for finding in project.lint(id, &settings).findings {
        if !OF_THE_HOST.contains(&finding.rule.family) {
            let piece = unwrap(&text[finding.primary.span.range()]);
            *found.entry((finding.rule.id.to_owned(), finding.message, piece)).or_default() += 1;
        }
    }
    Some(found)
}

fn compare(name: &str, text: &str, problems: &mut Vec<String>) -> usize {
    let text = text.trim_start_matches('\u{feff}');
    let mut compared = 0;
    for host in &HOSTS {
        let inner = if ["folded block", "single-quoted YAML"].contains(&host.name) {
            one_line(text)
        } else {
            text.to_owned()
        };
        // Of what is no JSON, some is mended by guesses that depend on lines.
        let Some(template) = (host.wrap)(&inner).filter(|_| is_json(text)) else { continue };
        let alone = findings("flow.asl.json", &inner, str::to_owned).expect("JSON is read");
        let Some(embedded) = findings(host.file, &template, host.unwrap) else { continue };
        compared += 1;
        for (finding, count) in &alone {
            if embedded.get(finding) != Some(count) {
                problems.push(format!("{name} in a {}: {finding:?} is not found", host.name));
            }
        }
        for finding in embedded.keys().filter(|finding| !alone.contains_key(*finding)) {
            problems.push(format!("{name} in a {}: {finding:?} is found there only", host.name));
        }
    }
    compared
}

#[test]
fn definitions_of_the_corpus_draw_the_same_findings_in_every_host() {
    let Some(corpus) = shared("corpus/standalone") else { return };
    let mut paths: Vec<_> =
        std::fs::read_dir(corpus).expect("a folder").filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut problems = Vec::new();
    let mut compared = 0;
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")) {
        compared +=
            compare(&path.file_name().unwrap_or_default().to_string_lossy(), &read(path), &mut problems);
    }
    println!("{compared} embedded definitions compared");
    assert!(
        problems.is_empty(),
        "{} problems\n{}",
        problems.len(),
        problems[..problems.len().min(40)].join("\n")
    );
}

#[test]
fn our_own_definitions_draw_the_same_findings_in_every_host() {
    let mut problems = Vec::new();
    let mut compared = 0;
    let mut folders = vec![root().join("tests/fixtures")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(".asl.json")
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                compared += compare(&path.to_string_lossy(), &text, &mut problems);
            }
        }
    }
    assert!(compared > 100, "only {compared} definitions were compared");
    assert!(
        problems.is_empty(),
        "{} problems\n{}",
        problems.len(),
        problems[..problems.len().min(40)].join("\n")
    );
}
