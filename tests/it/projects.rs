//! Whole projects, with templates of every kind, as the command line sees them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{copy, root};

/// A copy of a project of the fixtures, in a git repository of its own.
fn project(name: &str, test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects").join(test);
    let _ = fs::remove_dir_all(&folder);
    copy(&root().join("tests/fixtures/projects").join(name), &folder);
    fs::create_dir_all(folder.join(".git")).expect("a folder can be made");
    fs::write(folder.join(".gitignore"), "cdk.out/\nbuild/\n*.template.json\n")
        .expect("a file can be written");
    folder
}

fn check(folder: &Path, arguments: &[&str]) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aslint"));
    let output = command.current_dir(folder).arg("check").args(arguments).output().expect("aslint starts");
    (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

fn findings(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let (out, _) = check(folder, &[arguments, &["--format", "json"]].concat());
    let mut report: Value = serde_json::from_str(&out).expect("the output is JSON");
    let Value::Array(findings) = report["findings"].take() else { panic!("findings are a list") };
    findings
}

#[test]
fn every_kind_of_template_is_read() {
    let folder = project("shop", "every_kind");
    let (out, err) = check(&folder, &[".", "cdk/cdk.out", "--format", "concise"]);
    insta::assert_snapshot!("shop", format!("{out}{err}"));
}

#[test]
fn faults_are_shown_where_they_stand() {
    let folder = project("shop", "faults");
    let findings = findings(&folder, &[".", "cdk/cdk.out", "--select", "unknown-field"]);
    for finding in &findings {
        let text =
            fs::read(folder.join(finding["file"].as_str().unwrap_or_default())).expect("the file is there");
        let start = finding["offset"].as_u64().unwrap_or_default() as usize;
        let end = start + finding["length"].as_u64().unwrap_or_default() as usize;
        let shown = String::from_utf8_lossy(&text[start..end]).into_owned();
        assert_eq!(shown.trim_matches(['"', '\\']), "FAULT", "{finding}");
    }
    // Each file has the word once for each way of embedding.
    let planted = ["sam/template.yaml", "sam/workflows/orders.asl.json", "cloudformation/template.yml"]
        .into_iter()
        .chain([
            "terraform/main.tf",
            "terraform/orders.tftpl",
            "serverless/serverless.yml",
            "serverless/billing.yml",
        ])
        .chain(["cdk/cdk.out/Shop.template.json"])
        .map(|name| fs::read_to_string(folder.join(name)).expect("a text").matches("FAULT").count())
        .sum::<usize>();
    // One stands in a comment, and one is a target.
    assert_eq!(findings.len(), planted - 2);
}

#[test]
fn a_definition_named_alone_is_linted_as_in_a_walk() {
    let folder = project("shop", "named");
    let walked = findings(&folder, &["."]);
    for name in ["sam/workflows/orders.asl.json", "terraform/orders.tftpl", "serverless/billing.yml"] {
        let of_file = |finding: &&Value| finding["file"] == name;
        let alone = findings(&folder, &[name]);
        let alone: Vec<_> = alone.iter().filter(of_file).collect();
        let in_walk: Vec<_> = walked.iter().filter(of_file).collect();
        assert!(!alone.is_empty(), "{name} has a fault");
        assert_eq!(alone, in_walk, "{name}");
        // From within its folder too, but for the way to it.
        let (within, last) = name.rsplit_once('/').expect("a folder");
        let from_within = findings(&folder.join(within), &[last]);
        let messages = |findings: &[Value]| {
            findings.iter().map(|finding| finding["message"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(messages(&from_within), messages(&findings(&folder, &[name])), "{name} from its folder");
    }
}

#[test]
fn a_template_brings_the_definitions_that_it_names() {
    let folder = project("shop", "brings");
    let found = findings(&folder, &["sam/template.yaml"]);
    assert!(found.iter().any(|finding| finding["file"] == "sam/workflows/orders.asl.json"));
}

#[test]
fn output_of_the_cdk_is_ignored_unless_it_is_named() {
    let folder = project("shop", "cdk");
    let (out, err) = check(&folder, &["cdk", "--format", "concise"]);
    assert_eq!(out, "");
    assert!(
        err.contains(
            "note: cdk/cdk.out is ignored by git; to lint it too, name it: aslint check cdk/cdk.out"
        ),
        "{err}"
    );
    let (out, err) = check(&folder, &["cdk/cdk.out", "--format", "concise"]);
    assert!(out.contains("Shop/Orders/Resource"), "{out}");
    assert!(!err.contains("note:"), "{err}");
}

#[test]
fn patterns_leave_files_out_and_take_them_in() {
    let folder = project("shop", "patterns");
    let files = |arguments: &[&str]| {
        let mut files: Vec<String> =
            findings(&folder, arguments).iter().map(|finding| finding["file"].to_string()).collect();
        files.dedup();
        files
    };
    let all = files(&["."]);
    let fewer = files(&[".", "--exclude", "terraform/,serverless.yml"]);
    assert!(
        all.iter().any(|file| file.contains("terraform"))
            && !fewer.iter().any(|file| file.contains("terraform"))
    );
    assert!(
        !fewer.iter().any(|file| file.contains("serverless.yml"))
            && fewer.iter().any(|file| file.contains("sam"))
    );
    assert!(!files(&["terraform/main.tf", "--exclude", "*.tf"]).is_empty(), "a named file is linted");
    assert!(files(&["terraform/main.tf", "--exclude", "*.tf", "--force-exclude"]).is_empty());
    fs::write(folder.join("flow.json.j2"), r#"{"StartAt": "A", "States": {}}"#)
        .expect("a file can be written");
    assert!(!files(&["."]).iter().any(|file| file.contains("j2")));
    assert!(files(&[".", "--include", "*.j2"]).iter().any(|file| file.contains("j2")));
}

#[test]
fn what_is_no_pattern_is_one_clear_error() {
    let folder = project("shop", "no_pattern");
    let (_, err) = check(&folder, &[".", "--exclude", "a[z-a]"]);
    assert!(err.contains("--exclude: `a[z-a]` is no pattern"), "{err}");
}

#[test]
fn a_broken_module_is_one_clear_error_and_the_rest_is_linted() {
    let folder = project("shop", "broken");
    fs::write(folder.join("terraform/broken.tf"), "resource \"aws_sfn_state_machine\" \"x\" {")
        .expect("a file can be written");
    let (out, err) = check(&folder, &["terraform", "--format", "concise"]);
    assert!(err.contains("terraform/broken.tf is not Terraform: line 1"), "{err}");
    assert!(out.contains("terraform/main.tf"), "{out}");
}

#[test]
fn a_template_that_breaks_off_before_its_state_machine_is_told() {
    let folder = project("shop", "cut");
    let machine =
        "  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties: {DefinitionUri: flow.asl.json}\n";
    let write = |text: &str| {
        fs::write(folder.join("cut.yaml"), format!("Resources:\n{text}{machine}"))
            .expect("a file can be written");
        check(&folder, &["cut.yaml", "--format", "concise"]).1
    };
    let told = write("  Queue:\n    Type: \"AWS::SQS::\" Queue\n");
    assert!(told.contains("cut.yaml could not be read up to its state machine: line 3"), "{told}");
    let told = write("  Queue:\n    Type: {{ kind }} \"queue\n");
    assert!(!told.contains("could not be read"), "{told}");
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_do_no_harm() {
    let folder = project("shop", "circle");
    std::os::unix::fs::symlink(&folder, folder.join("sam/again")).expect("a link can be made");
    assert!(!check(&folder, &[".", "--format", "concise"]).0.contains("again"));
}

/// Hooks name whatever files are about to be committed.
#[test]
fn files_that_a_hook_names_need_hold_no_definition() {
    let folder = project("shop", "hook");
    let write =
        |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("a file can be written");
    write("package.json", br#"{"name": "shop"}"#);
    write("states.json", br#"{"States": {"BY": "Bavaria"}}"#);
    write("utf16.json", b"\xff\xfe{\0}\0");
    write("broken.tf", b"resource {{ cookiecutter.name }} {");
    let files = ["package.json", "states.json", "utf16.json", "broken.tf", "--format", "concise"];
    let (_, err) = check(&folder, &files);
    assert!(
        err.contains("package.json holds no state machine definition") && err.contains("utf16.json"),
        "{err}"
    );
    let (out, err) = check(&folder, &[&files[..], &["--force-exclude"]].concat());
    assert_eq!((out.as_str(), err.as_str()), ("", "Nothing was checked\n"));
    let name = "sam/workflows/orders.asl.json";
    assert_eq!(
        findings(&folder, &[name, "--force-exclude"]),
        findings(&folder, &[name]),
        "its templates still tell"
    );
}
