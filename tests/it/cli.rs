//! The contract of the command line: what users and scripts rely on.

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const CLEAN: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;
const WARNING: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage",
 "Parameters": {"QueueUrl": "q", "MessageBody": "m"}, "Retry": [{"ErrorEquals": ["X", "X"]}], "End": true}}}"#;
const ERROR: &str =
    r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "C": {"Type": "Succeed"}}}"#;

const FORMATS: [&str; 11] = [
    "full",
    "concise",
    "json",
    "json-lines",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "aws",
];

/// A new empty folder for one test.
pub fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

/// A folder with these files in it.
pub fn folder_with(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = folder(test);
    for (name, text) in files {
        write(&folder, name, text);
    }
    folder
}

pub fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
    fs::write(path, bytes).expect("a file can be written");
}

pub fn aslint<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aslint"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS"] {
        command.env_remove(name);
    }
    command
}

pub fn run<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> Run {
    Run::from(aslint(folder, arguments).output().expect("aslint starts"))
}

/// What a run left behind.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Run {
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.out.contains(text), "no {text:?} in\n{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn complains(self, text: &str) -> Self {
        assert!(self.err.contains(text), "no {text:?} in\n{}", self.err);
        self
    }

    #[track_caller]
    pub fn silent_on(self, text: &str) -> Self {
        assert!(
            !self.out.contains(text) && !self.err.contains(text),
            "{text:?} in\n{}\n{}",
            self.out,
            self.err
        );
        self
    }
}

/// Runs aslint with a text on standard input.
pub fn pipe(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    let mut command = aslint(folder, arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("aslint starts");
    // aslint may give up before it has read everything.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    Run::from(child.wait_with_output().expect("aslint ends"))
}

#[test]
fn exit_codes_are_the_same_in_every_format() {
    let files = [("clean.asl.json", CLEAN), ("warning.asl.json", WARNING), ("error.asl.json", ERROR)];
    let folder = folder_with("exit", &files);
    for format in FORMATS {
        for (file, code, denied) in [("clean", 0, 0), ("warning", 0, 1), ("error", 1, 1), ("absent", 2, 2)] {
            let file = format!("{file}.asl.json");
            run(&folder, &["check", "--format", format, &file]).exits(code);
            run(&folder, &["check", "--format", format, "--deny-warnings", &file]).exits(denied);
        }
        run(&folder, &["check", "--format", format, "."]).exits(1);
    }
    for arguments in
        [&["check"][..], &["chekc", "."], &["--nonsense"], &["check", "--formt", "json", "."], &[]]
    {
        run(&folder, arguments).exits(2).complains("Usage");
    }
    run(&folder, &["check", "--format", "xml", "."]).exits(2).complains("full, concise, json, json-lines");
    run(&folder, &["--version"]).exits(0).says("aslint ");
    run(&folder, &["-V"]).exits(0).says("aslint ");
    run(&folder, &["--version", "--verbose"]).exits(0).says("aslint ").says("AWS services: botocore 1.");
    run(&folder, &["--verbose"]).exits(2).complains("--version");
    run(&folder, &["--help"]).exits(0).says("Exit codes");
}

#[test]
fn an_unreadable_file_outweighs_findings() {
    let folder = folder_with("outweighs", &[("error.asl.json", ERROR)]);
    run(&folder, &["check", "error.asl.json", "absent.asl.json"])
        .exits(2)
        .says("unknown-target")
        .complains("absent");
}

#[test]
fn rules_are_selected_ignored_and_weighed() {
    let folder = folder_with("select", &[("a.asl.json", ERROR)]);
    let check = |options: &[&str]| {
        let mut arguments = vec!["check", "a.asl.json", "--format", "concise"];
        arguments.extend(options);
        run(&folder, &arguments)
    };
    check(&[]).exits(1).says("unknown-target").says("unreachable-state");
    check(&["--select", "unknown-target"]).exits(1).says("unknown-target").silent_on("unreachable-state");
    check(&["--select", "graph"]).exits(1).says("unknown-target").says("unreachable-state");
    check(&["--select", "correctness"]).exits(1).says("unknown-target");
    check(&["--select", "all"]).exits(1).says("unknown-target");
    check(&["--select", "names"]).exits(0).silent_on("unknown-target");
    check(&["--select", "names,unknown-target"]).exits(1).says("unknown-target");
    check(&["--ignore", "unknown-target"]).exits(1).says("unreachable-state").silent_on("unknown-target");
    check(&["--ignore", "unknown-target,unreachable-state"]).exits(0).silent_on("error[");
    check(&["--ignore", "graph"]).exits(0).silent_on("error[");
    check(&["--select", "graph", "--ignore", "unknown-target"]).exits(1).silent_on("unknown-target");
    check(&["--severity", "graph=warning"]).exits(0).says("warning[unknown-target]");
    check(&["--severity", "graph=warning", "--deny-warnings"]).exits(1);
    check(&["--severity", "graph=info", "--deny-warnings"]).exits(0).says("info[unknown-target]");
    check(&["--severity", "unknown-target=off"]).exits(1).silent_on("unknown-target");
    check(&["--ignore", "graph", "--severity", "unknown-target=error"]).exits(1).says("unknown-target");
}

#[test]
fn an_unknown_rule_is_told_with_the_one_that_was_meant() {
    let folder = folder_with("unknown", &[("a.asl.json", ERROR)]);
    for (option, value) in [
        ("--select", "unknwon-target"),
        ("--ignore", "unknown_target"),
        ("--ignore", "unreachable-state,unknown-targt"),
        ("--severity", "unknown-traget=off"),
    ] {
        let run = run(&folder, &["check", "a.asl.json", option, value]).exits(2);
        let run =
            run.complains(option).complains("there is no rule").complains("Did you mean `unknown-target`?");
        assert_eq!(run.out, "");
    }
    run(&folder, &["check", "a.asl.json", "--select", "quite-something-else"])
        .exits(2)
        .complains("aslint rules");
    for value in ["graph=loud", "graph", "=error", "graph="] {
        run(&folder, &["check", "a.asl.json", "--severity", value]).exits(2).complains("--severity");
    }
    run(&folder, &["explain", "unknwon-target"]).exits(2).complains("Did you mean `unknown-target`?");
}

#[test]
fn standard_input_is_linted_under_a_name() {
    let folder = folder("stdin");
    pipe(&folder, &["check", "-"], ERROR.as_bytes()).exits(1).says("stdin.asl.json:1:");
    pipe(&folder, &["check", "-"], CLEAN.as_bytes()).exits(0);
    let name = ["check", "-", "--stdin-filename", "flows/order.asl.yaml"];
    let yaml = b"StartAt: A\nStates:\n  A: {Type: Pass, Next: B}\n";
    pipe(&folder, &name, yaml).exits(1).says("flows/order.asl.yaml:3:");
    pipe(&folder, &["check", "-"], b"").exits(1).says("empty");
    pipe(&folder, &["check", "-"], b"\xFF\xFE{\0}\0").exits(2).complains("UTF-16");
    // The others are linted beside it.
    write(&folder, "a.asl.json", CLEAN);
    pipe(&folder, &["check", "a.asl.json", "-"], ERROR.as_bytes()).exits(1).says("in 1 of 2 files");
}

#[test]
fn what_cannot_be_read_is_one_clear_error() {
    let folder = folder("unreadable");
    write(&folder, "utf16.asl.json", b"\xFF\xFE{\0}\0");
    write(&folder, "utf16-big.asl.json", b"\xFE\xFF\0{\0}");
    write(&folder, "latin1.asl.json", b"{\n\"Comment\": \"caf\xE9\"}");
    write(&folder, "cut.asl.json", b"{\"Comment\": \"caf\xC3");
    let cases = [
        ("utf16.asl.json", "UTF-16"),
        ("utf16-big.asl.json", "UTF-16"),
        ("latin1.asl.json", "line 2 has a byte (0xE9)"),
        ("cut.asl.json", "line 1 has a byte (0xC3)"),
        ("absent.asl.json", "cannot read absent.asl.json"),
        ("absent/a.asl.json", "cannot read absent/a.asl.json"),
    ];
    for (file, complaint) in cases {
        let run = run(&folder, &["check", "--format", "concise", file])
            .exits(2)
            .complains(complaint)
            .complains(file);
        assert_eq!(run.err.lines().filter(|line| line.starts_with("error")).count(), 1, "{}", run.err);
        assert_eq!(run.out, "");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_one_clear_error() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder_with("forbidden", &[("a.asl.json", ERROR), ("b.asl.json", CLEAN)]);
    let locked = folder.join("b.asl.json");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("permissions can be set");
    if fs::File::open(&locked).is_ok() {
        println!("SKIPPED: nothing is forbidden to the superuser");
    } else {
        for path in [".", "b.asl.json"] {
            run(&folder, &["check", path, "a.asl.json"])
                .exits(2)
                .complains("b.asl.json")
                .says("unknown-target");
        }
    }
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o644)).expect("permissions can be set");
}

#[test]
fn an_empty_file_is_a_finding() {
    let folder = folder_with("empty", &[("a.asl.json", ""), ("b.asl.yaml", "# nothing\n"), ("c.json", "")]);
    run(&folder, &["check", "a.asl.json"]).exits(1).says("not-a-state-machine");
    run(&folder, &["check", "b.asl.yaml"]).exits(1).says("not-a-state-machine");
    run(&folder, &["check", "."]).exits(1).says("in 2 files").silent_on("c.json");
}

#[test]
fn deep_nesting_is_a_finding() {
    let folder = folder("deep");
    for (name, text) in [
        ("open.asl.json", "[".repeat(100_000)),
        ("objects.asl.json", "{\"States\":".repeat(100_000)),
        ("open.asl.yaml", "[".repeat(100_000)),
        ("closed.asl.json", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
    ] {
        write(&folder, name, text);
        for format in FORMATS {
            let run = run(&folder, &["check", "--format", format, name]).exits(1);
            assert!(run.out.len() < 100_000, "{name} {format}: {} bytes", run.out.len());
        }
    }
}

#[test]
fn a_huge_file_is_refused_without_being_read() {
    let folder = folder_with("huge", &[("b.asl.json", ERROR)]);
    let file = fs::File::create(folder.join("a.asl.json")).expect("a file can be made");
    file.set_len(1 << 30).expect("a sparse file can be made");
    let run =
        run(&folder, &["check", "."]).exits(2).complains("a.asl.json is too large").says("unknown-target");
    assert_eq!(run.err.matches("too large").count(), 1);
    drop(file);
    fs::remove_file(folder.join("a.asl.json")).expect("it can be removed");
}

#[test]
fn one_bad_file_does_not_keep_the_others_from_being_linted() {
    let folder = folder_with("beside", &[("c.asl.json", ERROR), ("d.asl.json", CLEAN)]);
    write(&folder, "a.asl.json", b"\xFF\xFE{\0}\0");
    write(&folder, "b.asl.json", b"{ not json");
    for format in FORMATS {
        run(&folder, &["check", "--format", format, "."])
            .exits(2)
            .complains("a.asl.json is not UTF-8")
            .says("c.asl.json");
    }
    // Not named as a definition, and not to be read: somebody else's.
    fs::rename(folder.join("a.asl.json"), folder.join("a.json")).expect("it can be renamed");
    run(&folder, &["check", "."]).exits(1).silent_on("a.json");
}

#[test]
fn a_walk_leaves_out_what_is_not_the_projects() {
    let files = [
        ("flows/b.asl.json", ERROR),
        ("flows/a.json", ERROR),
        ("flows/c.yaml", "StartAt: A\nStates:\n  A: {Type: Pass, Next: B}\n"),
        ("flows/d.yml", "StartAt: A\nStates:\n  A: {Type: Pass, Next: B}\n"),
        ("flows/e.asl", ERROR),
        ("flows/notes.txt", ERROR),
        ("package.json", r#"{"name": "x", "States": 1}"#),
        ("other.yaml", "key: value\n"),
        (".gitignore", "build/\n*.generated.asl.json\n"),
        ("build/x.asl.json", ERROR),
        ("flows/x.generated.asl.json", ERROR),
        (".hidden/x.asl.json", ERROR),
        (".hidden.asl.json", ERROR),
        ("node_modules/x/x.asl.json", ERROR),
        ("sub/vendor/x.asl.json", ERROR),
        ("venv/x.asl.json", ERROR),
        ("lib/site-packages/x.asl.json", ERROR),
        ("target/x.asl.json", ERROR),
        ("vendor.asl.json", ERROR),
    ];
    let folder = folder_with("walk", &files);
    let run_ = run(&folder, &["check", "--format", "json", "."]).exits(1);
    assert_eq!(run_.err, "");
    let report: Value = serde_json::from_str(&run_.out).expect("the report is JSON");
    let mut seen: Vec<&str> = report["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|finding| finding["file"].as_str())
        .collect();
    seen.dedup();
    let expected =
        ["flows/a.json", "flows/b.asl.json", "flows/c.yaml", "flows/d.yml", "flows/e.asl", "vendor.asl.json"];
    assert_eq!(seen, expected);
    assert_eq!(report["summary"]["files"], 6);
    // What is named is linted wherever it is.
    for name in ["build/x.asl.json", ".hidden/x.asl.json", "node_modules/x/x.asl.json", "flows/notes.txt"] {
        run(&folder, &["check", name]).exits(1).says(name);
    }
    run(&folder, &["check", "node_modules"]).exits(1).says("node_modules/x/x.asl.json");
}

#[test]
fn names_are_the_same_however_a_file_is_named() {
    let folder = folder_with("names", &[("flows/a.asl.json", ERROR)]);
    let absolute = folder.join("flows/a.asl.json");
    let absolute = absolute.to_str().expect("UTF-8");
    let expected = run(&folder, &["check", "flows/a.asl.json"]).exits(1);
    for path in [".", "flows", "./flows/a.asl.json", ".//flows/./a.asl.json", "./flows/", absolute] {
        assert_eq!(run(&folder, &["check", path]), expected, "{path}");
    }
    // Each file once.
    assert_eq!(run(&folder, &["check", ".", "flows", "flows//a.asl.json", absolute]), expected);
}

#[cfg(unix)]
#[test]
fn a_backslash_in_a_name_is_a_letter() {
    let folder = folder_with("backslash", &[(r"a\b.asl.json", "{ }"), ("a/b.asl.json", ERROR)]);
    run(&folder, &["check", r"a\b.asl.json", "--format", "concise"]).exits(1).says(r"a\b.asl.json:1:1: ");
    write(&folder, r"a\b.asl.json", ERROR.replace("}}}", "},}}"));
    run(&folder, &["check", r"a\b.asl.json", "--fix"]).says("Fixed 1 finding");
    assert_eq!(std::fs::read_to_string(folder.join("a/b.asl.json")).expect("a text"), ERROR);
    assert_eq!(std::fs::read_to_string(folder.join(r"a\b.asl.json")).expect("a text"), ERROR);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_are_harmless() {
    use std::os::unix::fs::symlink;
    let folder = folder_with("links", &[("flows/a.asl.json", ERROR)]);
    symlink("..", folder.join("flows/up")).expect("a link can be made");
    symlink("self", folder.join("self")).expect("a link can be made");
    symlink("b.asl.json", folder.join("b.asl.json")).expect("a link can be made");
    symlink("nowhere.asl.json", folder.join("c.asl.json")).expect("a link can be made");
    run(&folder, &["check", "."]).exits(1).says("flows/a.asl.json:1:").says("in 1 file");
    run(&folder, &["check", "b.asl.json"]).exits(2).complains("cannot read b.asl.json");
    run(&folder, &["check", "c.asl.json"]).exits(2).complains("cannot read c.asl.json");
}

#[test]
fn what_is_named_and_no_definition_gets_a_note() {
    let files = [("package.json", r#"{"name": "x"}"#), ("values.yaml", "a: 1\n"), ("README.md", "# Hello\n")];
    let folder = folder_with("note", &files);
    for (name, _) in files {
        run(&folder, &["check", name]).exits(0).complains("note:").complains(name);
    }
    let run_ = run(&folder, &["check", "."]).exits(0);
    assert_eq!(run_.err, "");
}

#[test]
fn colours_are_for_terminals_or_on_demand() {
    let folder = folder_with("color", &[("a.asl.json", ERROR)]);
    for format in FORMATS {
        run(&folder, &["check", "--format", format, "."]).exits(1).silent_on("\x1b");
        run(&folder, &["check", "--format", format, "--color", "never", "."]).exits(1).silent_on("\x1b");
    }
    for arguments in
        [&["rules"][..], &["rules", "--json"], &["explain", "busy-loop"], &["--help"], &["check"]]
    {
        run(&folder, arguments).silent_on("\x1b");
    }
    run(&folder, &["check", "absent.asl.json"]).exits(2).silent_on("\x1b");
    for arguments in [
        &["check", "--color", "always", "."][..],
        &["rules", "--color", "always"],
        &["explain", "busy-loop", "--color", "always"],
    ] {
        run(&folder, arguments).says("\x1b[");
    }
    // Formats for programs stay as they are.
    for format in FORMATS.iter().filter(|format| !["full", "concise"].contains(format)) {
        run(&folder, &["check", "--format", format, "--color", "always", "."]).silent_on("\x1b");
    }
    let forced = |name: &str| {
        let mut command = aslint(&folder, &["check", "."]);
        command.env("CLICOLOR_FORCE", "1");
        if !name.is_empty() {
            command.env(name, "1");
        }
        Run::from(command.output().expect("aslint starts"))
    };
    forced("").says("\x1b[");
    forced("NO_COLOR").silent_on("\x1b");
}

#[test]
fn each_format_is_written_to_its_output() {
    let folder = folder_with("outputs", &[("a.asl.json", ERROR)]);
    let alone = |format: &str| run(&folder, &["check", "--format", format, "a.asl.json"]).exits(1).out;
    let written = |name: &str| fs::read_to_string(folder.join(name)).expect("the file was written");
    let check = |options: &[&str]| {
        let arguments: Vec<&str> = ["check", "a.asl.json"].iter().chain(options).copied().collect();
        run(&folder, &arguments)
    };
    let several = check(&[
        "--format",
        "github",
        "--format=sarif",
        "--output",
        "a.sarif",
        "--format",
        "full",
        "--output=out/a.txt",
        "--color",
        "always",
    ])
    .exits(1)
    .complains("in 1 file");
    assert_eq!(several.out, alone("github"));
    assert_eq!(written("a.sarif"), alone("sarif"));
    assert_eq!(written("out/a.txt"), alone("full"));

    // Whoever closes the pipe early gets the file nevertheless.
    let mut piped =
        aslint(&folder, &["check", "a.asl.json", "--format", "json", "--format", "sarif", "--output", "d"]);
    let mut child = piped.stdout(Stdio::piped()).spawn().expect("aslint starts");
    drop(child.stdout.take());
    child.wait().expect("aslint ends");
    assert_eq!(written("d"), alone("sarif"));

    let only = check(&["--output", "b.txt"]).exits(1);
    assert_eq!((only.out.as_str(), only.err.as_str()), ("", ""));
    assert_eq!(written("b.txt"), alone("full"));

    let first = check(&["--output", "c.txt", "--format", "json"]).exits(1);
    assert_eq!((first.out, written("c.txt")), (alone("json"), alone("full")));
}

#[test]
fn outputs_that_do_not_fit_together_are_one_clear_error() {
    let folder = folder_with("misfit", &[("a.asl.json", ERROR)]);
    for (options, complaint) in [
        (
            &["--format", "json", "--format", "sarif"][..],
            "json and sarif cannot both be written to standard output",
        ),
        (
            &["--format", "json", "--output", "x", "--output", "y"],
            "--output y: the format before it has an --output",
        ),
        (
            &["--output", "x", "--format", "json", "--output", "x"],
            "full and json cannot both be written to x",
        ),
    ] {
        let arguments: Vec<&str> = ["check", "a.asl.json"].iter().chain(options).copied().collect();
        let run = run(&folder, &arguments).exits(2).complains(complaint).complains("Usage");
        assert_eq!(run.err.matches("error").count(), 1, "{}", run.err);
        assert_eq!(run.out, "");
    }
    assert!(!folder.join("x").exists());
}

#[test]
fn files_are_written_beside_statistics() {
    let folder = folder_with("statistics_files", &[("a.asl.json", ERROR)]);
    let arguments = ["check", ".", "--statistics", "--format", "json", "--output", "a.json"];
    let statistics = run(&folder, &arguments).exits(1).says("1  unknown-target");
    assert!(!statistics.out.contains('{'), "{statistics:?}");
    assert!(std::fs::read_to_string(folder.join("a.json")).expect("it is there").contains("\"findings\""));
}

#[test]
fn quiet_is_silent_where_nothing_is_wrong() {
    let sound = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;
    let folder = folder_with("quiet", &[("a.asl.json", sound), ("b.asl.json", ERROR)]);
    for options in [&[][..], &["--format", "concise"], &["--diff"], &["--fix"], &["--statistics"]] {
        let run = run(&folder, &[&["check", "a.asl.json", "--quiet"], options].concat()).exits(0);
        assert_eq!((&*run.out, &*run.err), ("", ""), "{options:?}");
    }
    let run = run(&folder, &["check", ".", "--quiet", "--format", "concise"]).exits(1);
    assert_eq!((run.out.lines().count(), &*run.err), (2, ""));
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let folder = folder_with("unwritable", &[("a.asl.json", ERROR), ("file", "")]);
    for output in [".", "file/a.sarif"] {
        run(&folder, &["check", "a.asl.json", "--format", "json", "--format", "sarif", "--output", output])
            .exits(2)
            .says("unknown-target")
            .complains(&format!("cannot write {output}: "));
    }
}

#[test]
fn github_actions_gets_annotations() {
    let folder = folder_with("github", &[("a.asl.json", ERROR)]);
    let check = |value: &str, options: &[&str]| {
        let arguments: Vec<&str> = ["check", "a.asl.json"].iter().chain(options).copied().collect();
        let mut command = aslint(&folder, &arguments);
        Run::from(command.env("GITHUB_ACTIONS", value).output().expect("aslint starts"))
    };
    check("true", &[]).exits(1).says("::error file=a.asl.json,line=1,").complains("in 1 file");
    check("true", &["--format", "concise"]).exits(1).silent_on("::error");
    check("false", &[]).exits(1).silent_on("::error");
}

#[test]
fn the_width_is_heeded() {
    let folder = folder_with("width", &[("a.asl.json", ERROR)]);
    for columns in ["40", "60", "100", "200"] {
        let output =
            aslint(&folder, &["check", "."]).env("COLUMNS", columns).output().expect("aslint starts");
        let width: usize = columns.parse().expect("a number");
        assert!(Run::from(output).out.lines().all(|line| line.chars().count() <= width), "{columns}");
    }
}

#[test]
fn a_closed_pipe_is_quiet() {
    let many: Vec<String> =
        (0..3000).map(|state| format!(r#""S{state}": {{"Type": "Pass", "Next": "S{state}"}}"#)).collect();
    let text = format!(r#"{{"StartAt": "S0", "States": {{{}}}}}"#, many.join(",\n"));
    let folder = folder_with("pipe", &[("a.asl.json", &text)]);
    for arguments in
        [&["check", "."][..], &["check", "--format", "json", "."], &["check", "--format", "concise", "."]]
    {
        let mut command = aslint(&folder, arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("aslint starts");
        let mut first = [0; 10];
        let mut out = child.stdout.take().expect("a pipe");
        out.read_exact(&mut first).expect("there is output");
        drop(out);
        let run = Run::from(child.wait_with_output().expect("aslint ends"));
        assert_eq!(run.err, "", "{arguments:?}");
        assert!(matches!(run.code, Some(0 | 1)), "{arguments:?}: {:?}", run.code);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_one_clear_error() {
    let folder = folder_with("full_disk", &[("a.asl.json", ERROR)]);
    for arguments in
        [&["check", "a.asl.json"][..], &["check", "a.asl.json", "--show-files"], &["init"], &["rules"]]
    {
        let full = || std::fs::File::options().write(true).open("/dev/full").expect("it is there");
        let output = aslint(&folder, arguments).stdout(full()).output().expect("aslint starts");
        Run::from(output).exits(2).complains("cannot write the output");
        // Notes and complaints that cannot be written are lost, and nothing else.
        let output = aslint(&folder, arguments).stderr(full()).output().expect("aslint starts");
        assert_ne!(output.status.code(), Some(101), "{arguments:?}");
    }
    let arguments = ["check", "a.asl.json", "--write-baseline"];
    let full = std::fs::File::options().write(true).open("/dev/full").expect("it is there");
    let output = aslint(&folder, &arguments).stderr(full).output().expect("aslint starts");
    Run::from(output).exits(0);
}

#[test]
fn the_same_input_gives_the_same_output() {
    let files: Vec<(String, String)> = (0..40)
        .map(|file| {
            (format!("flows/{file}.asl.json"), ERROR.replace("\"B\"", &format!("\"Nowhere {file}\"")))
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder_with("same", &files);
    for format in FORMATS {
        let first = run(&folder, &["check", "--format", format, "."]).exits(1);
        for _ in 0..4 {
            assert_eq!(run(&folder, &["check", "--format", format, "."]), first);
        }
    }
}

#[test]
fn rules_are_listed_and_explained() {
    let folder = folder("rules");
    let list = run(&folder, &["rules"]).exits(0).says("unknown-target").says("graph\n").says("* has a fix");
    let json = run(&folder, &["rules", "--json"]).exits(0);
    let rules: Value = serde_json::from_str(&json.out).expect("the list is JSON");
    let rules = rules.as_array().expect("a list");
    assert!(rules.len() > 80);
    for rule in rules {
        let id = rule["id"].as_str().expect("a rule has a name");
        assert!(list.out.contains(&format!("  {id} ")), "{id} is not in the list");
        for member in ["family", "group", "severity", "summary", "since", "status", "fix", "url"] {
            assert!(rule[member].as_str().is_some_and(|text| !text.is_empty()), "{id} has no {member}");
        }
        let page = run(&folder, &["explain", id]).exits(0);
        for part in [&format!("# {id}"), "Rests on: "] {
            assert!(page.out.contains(part), "{id} has no {part}");
        }
    }
    run(&folder, &["explain"]).exits(2).complains("Usage");
}

#[test]
fn graph_draws_what_a_file_holds() {
    let template = "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: flow.asl.json\n";
    let files = [("flow.asl.json", ERROR), ("template.yaml", template), ("other.json", "{}")];
    let folder = folder_with("graph", &files);
    // Findings are drawn, and are no reason to fail.
    let drawn =
        run(&folder, &["graph", "flow.asl.json"]).exits(0).says("flowchart TD").says("unknown-target");
    assert_eq!(run(&folder, &["graph", "--format", "mermaid", "flow.asl.json"]), drawn);
    run(&folder, &["graph", "--format", "dot", "flow.asl.json"]).exits(0).says("digraph {");
    run(&folder, &["graph", "template.yaml", "--definition", "Flow"]).exits(0).says("unknown-target");

    run(&folder, &["graph", "flow.asl.json", "--output", "flow.mmd"]).exits(0).silent_on("flowchart");
    assert_eq!(fs::read_to_string(folder.join("flow.mmd")).expect("a picture"), drawn.out);
    run(&folder, &["graph", "flow.asl.json", "-o", "flow.asl.json/flow.mmd"])
        .exits(2)
        .complains("cannot write flow.asl.json/flow.mmd");

    run(&folder, &["graph", "template.yaml", "--definition", "Flew"])
        .exits(2)
        .complains("Did you mean `Flow`?");
    run(&folder, &["graph", "other.json"]).exits(2).complains("holds no state machine definition");
    run(&folder, &["graph", "absent.asl.json"]).exits(2).complains("cannot read absent.asl.json");
    run(&folder, &["graph", "."]).exits(2).complains("is a folder");
    run(&folder, &["graph"]).exits(2);
}

#[test]
fn graph_reads_standard_input() {
    let folder = folder("graph-stdin");
    pipe(&folder, &["graph", "-"], CLEAN.as_bytes()).exits(0).says("([\"A\"])");
    let yaml = b"StartAt: A\nStates:\n  A: { Type: Succeed }\n";
    pipe(&folder, &["graph", "-", "--stdin-filename", "a.asl.yaml"], yaml).exits(0).says("([\"A\"])");
}

#[test]
fn graph_warns_of_what_mermaid_does_not_draw() {
    let state = |at: usize| format!(r#""S{at}": {{"Type": "Pass", "Next": "S{}"}}"#, at + 1);
    let states: Vec<String> = (0..600).map(state).collect();
    let text =
        format!(r#"{{"StartAt": "S0", "States": {{{}, "S600": {{"Type": "Succeed"}}}}}}"#, states.join(", "));
    let folder = folder("graph-large");
    pipe(&folder, &["graph", "-"], text.as_bytes()).exits(0).complains("note: Mermaid draws 500 edges");
    assert_eq!(pipe(&folder, &["graph", "-", "--format", "dot"], text.as_bytes()).exits(0).err, "");
}

/// The commands, each with what `--help` says of it.
fn commands(folder: &Path) -> Vec<(String, String)> {
    let help = run(folder, &["--help"]).exits(0).out;
    let list = help.split("Commands:\n").nth(1).expect("a list").split("\n\n").next().expect("its end");
    let line = |line: &str| {
        line.trim().split_once(' ').map(|(name, about)| (name.to_owned(), about.trim().to_owned()))
    };
    list.lines().filter_map(line).collect()
}

#[test]
fn the_help_of_a_command_begins_with_what_it_does() {
    let folder = folder("help");
    for (command, about) in commands(&folder) {
        let help = run(&folder, &[&command, "--help"]).exits(0).out;
        assert!(help.starts_with(&about), "{command}: {help}");
    }
}

#[test]
fn completions_know_every_command() {
    let folder = folder("completions");
    let commands = commands(&folder);
    assert!(commands.len() >= 6, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&folder, &["completions", shell]).exits(0).out;
        for (command, _) in &commands {
            assert!(script.contains(command.as_str()), "{shell} does not know {command}");
        }
        assert!(script.contains("stdin-filename"), "{shell} does not know the options");
    }
    run(&folder, &["completions", "tcsh"]).exits(2);
}

#[test]
fn manual_pages_know_every_command() {
    let folder = folder("man");
    let page = run(&folder, &["man"]).exits(0).says(".TH aslint 1").out;
    run(&folder, &["man", "--output-dir", "man1"]).exits(0);
    assert!(folder.join("man1/aslint.1").exists());
    for (command, _) in commands(&folder) {
        assert!(page.contains(&format!("aslint\\-{command}(1)")), "no {command} in\n{page}");
        assert!(folder.join(format!("man1/aslint-{command}.1")).exists(), "no page of {command}");
    }
}
