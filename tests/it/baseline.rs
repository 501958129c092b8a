//! The findings that are known.

use crate::cli::{folder_with, run, write};
use crate::support::{read, shared};

const OLD: &str =
    r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "B": {"Type": "Pass", "Next": "Gone"}}}"#;

#[test]
fn what_is_known_is_not_told_again() {
    let folder = folder_with("baseline", &[("flows/a.asl.json", OLD)]);
    let baseline = ["check", ".", "--baseline", "aslint-baseline.json"];
    run(&folder, &["check", "."]).exits(1);
    run(&folder, &["check", ".", "--write-baseline"])
        .exits(0)
        .complains("wrote 2 findings to aslint-baseline.json");
    insta::assert_snapshot!("baseline", read(&folder.join("aslint-baseline.json")));
    run(&folder, &baseline).exits(0).says("No findings in 1 file (2 suppressed)");
    // Lines do not matter, nor from where it is run.
    write(&folder, "flows/a.asl.json", format!("\n\n{}", OLD.replace(", ", ",\n  ")));
    run(&folder, &baseline).exits(0);
    run(&folder.join("flows"), &["check", "a.asl.json", "--baseline", "../aslint-baseline.json"]).exits(0);
    // A new fault is told, an old one that is gone too.
    write(
        &folder,
        "flows/a.asl.json",
        OLD.replace("{\"Type\": \"Succeed\"}", "{\"Type\": \"Succeed\", \"Nxt\": 1}"),
    );
    run(&folder, &baseline).exits(1).says("1 error in 1 file (2 suppressed)");
    write(&folder, "flows/a.asl.json", OLD.replace("Gone", "A"));
    run(&folder, &baseline)
        .exits(0)
        .complains("1 finding of the baseline is gone; `--prune-baseline` strikes them");
    run(&folder, &["check", ".", "--baseline", "aslint-baseline.json", "--prune-baseline"]).exits(0);
    let pruned = read(&folder.join("aslint-baseline.json"));
    assert!(!pruned.contains("unknown-target") && pruned.contains("unreachable-state"), "{pruned}");
    // What the configuration names is heeded without an option.
    write(&folder, "aslint.toml", "baseline = \"aslint-baseline.json\"\n");
    run(&folder, &["check", "."]).exits(0).says("(1 suppressed)");
}

#[test]
fn nothing_is_said_of_files_that_were_not_linted() {
    let folder = folder_with("baseline_part", &[("a.asl.json", OLD), ("b.asl.json", OLD)]);
    run(&folder, &["check", ".", "--write-baseline", "--baseline", "known.json"]).exits(0);
    let part = run(&folder, &["check", "a.asl.json", "--baseline", "known.json"]).exits(0);
    assert!(!part.err.contains("gone"), "{part:?}");
    std::fs::remove_file(folder.join("b.asl.json")).expect("it is there");
    run(&folder, &["check", "a.asl.json", "--baseline", "known.json"])
        .complains("2 findings of the baseline are gone");
}

#[test]
fn a_bad_baseline_is_an_error_of_the_run() {
    let folder = folder_with("baseline_bad", &[("a.asl.json", OLD), ("bad.json", "{]")]);
    run(&folder, &["check", ".", "--baseline", "bad.json"])
        .exits(2)
        .complains("cannot read the baseline bad.json");
    run(&folder, &["check", ".", "--baseline", "none.json"])
        .exits(2)
        .complains("cannot read the baseline none.json")
        .complains("`--write-baseline` writes it anew");
    run(&folder, &["check", ".", "--prune-baseline"]).exits(2).complains("there is no baseline");
}

#[test]
fn the_corpus_is_silent_behind_its_own_baseline() {
    let Some(corpus) = shared("corpus/templates") else { return };
    let folder = folder_with("baseline_corpus", &[]);
    let corpus = corpus.to_string_lossy().into_owned();
    run(&folder, &["check", &corpus, "--write-baseline"]);
    let left = run(&folder, &["check", &corpus, "--baseline", "aslint-baseline.json", "--format", "concise"]);
    assert_eq!(left.out, "");
    assert!(!left.err.contains("gone"), "{}", left.err);
}

#[test]
fn what_is_known_is_not_fixed() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": "1", "End": "true"}}}"#;
    let folder = folder_with("baseline_fix", &[("a.asl.json", text)]);
    run(&folder, &["check", ".", "--write-baseline", "--select", "fields"]).exits(0);
    let known = |more: &[&str]| {
        let options = ["check", ".", "--baseline", "aslint-baseline.json"];
        run(&folder, &[&options[..], more].concat())
    };
    assert_eq!(known(&["--diff"]).exits(0).out, "");
    known(&["--fix"]).exits(0);
    assert_eq!(read(&folder.join("a.asl.json")), text);
    // One more of them is new; it is fixed, and the known ones stay, and stay known.
    write(&folder, "a.asl.json", text.replace("\"End\"", "\"Comment\": \"\", \"Comment\": \"\", \"End\""));
    known(&["--fix", "--select", "fields,duplicate-key", "--unsafe-fixes"]).exits(0).says("Fixed 1 finding");
    known(&["--prune-baseline", "--fix"]).exits(0);
    assert!(read(&folder.join("a.asl.json")).contains("\"Seconds\": \"1\""));
    assert!(read(&folder.join("aslint-baseline.json")).contains("wrong-type"));
    // Where the baseline cannot be read, nothing is fixed.
    run(&folder, &["check", ".", "--baseline", "none.json", "--fix"]).exits(2);
    assert!(read(&folder.join("a.asl.json")).contains("\"Seconds\": \"1\""));
    run(&folder, &["check", ".", "--write-baseline", "--diff"]).exits(2).complains("cannot be used with");
}

#[test]
fn writing_a_baseline_of_some_files_keeps_what_is_known_of_others() {
    let folder =
        folder_with("baseline_some", &[("a.asl.json", OLD), ("b.asl.json", OLD), ("c.asl.json", OLD)]);
    run(&folder, &["check", ".", "--write-baseline"]).exits(0);
    write(&folder, "a.asl.json", OLD.replace("Gone", "A"));
    std::fs::remove_file(folder.join("c.asl.json")).expect("it is there");
    run(&folder, &["check", "a.asl.json", "--write-baseline"]).exits(0).complains("wrote 1 finding to");
    let baseline = read(&folder.join("aslint-baseline.json"));
    assert_eq!(
        ["a.asl", "b.asl", "c.asl"].map(|name| baseline.matches(name).count()),
        [1, 2, 0],
        "{baseline}"
    );
}
