//! `--fix` and `--diff`: what they change, and what they leave as it is.

use std::fs;

use crate::cli::{folder_with, pipe, run};

/// A safe fix, an unsafe one, and a finding without any.
const ORDER: &str = r#"{
  "StartAt": "Ask",
  "States": {
    "Ask": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:eu-central-1:123456789012:function:ask",
      "TimeoutSeconds": "60",
      "Next": "Answr"
    },
    "Answer": { "Type": "Succeed", "End": true }
  }
}
"#;

#[test]
fn safe_fixes_are_made_and_the_rest_is_reported() {
    let folder = folder_with("fix", &[("order.asl.json", ORDER), ("other.asl.json", "{")]);
    let result = run(&folder, &["check", "order.asl.json", "--fix", "--format", "concise"]).exits(1);
    insta::assert_snapshot!("fix", format!("{}{}", result.out, result.err));
    let safe = ORDER.replace("\"60\"", "60").replace(", \"End\": true", "");
    assert_eq!(fs::read_to_string(folder.join("order.asl.json")).expect("a text"), safe);
    let result = run(&folder, &["check", "order.asl.json", "--fix", "--unsafe-fixes"]).exits(0);
    assert!(result.out.ends_with("Fixed 1 finding in 1 file\n"), "{}", result.out);
    let all = safe.replace("Answr", "Answer");
    assert_eq!(fs::read_to_string(folder.join("order.asl.json")).expect("a text"), all);
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 2, "nothing else is left in the folder");
}

#[test]
fn a_diff_changes_nothing() {
    let folder = folder_with("diff", &[("order.asl.json", ORDER)]);
    let result = run(&folder, &["check", ".", "--diff"]).exits(1);
    insta::assert_snapshot!("diff", result.out);
    assert_eq!(result.err, "Would fix 2 findings in 1 file\n1 more can be fixed with --unsafe-fixes\n");
    assert_eq!(fs::read_to_string(folder.join("order.asl.json")).expect("a text"), ORDER);
    run(&folder, &["check", ".", "--diff", "--select", "unknown-target"]).exits(0);
    let piped =
        pipe(&folder, &["check", "-", "--diff", "--stdin-filename", "order.asl.json"], ORDER.as_bytes());
    assert_eq!(piped.out, result.out);
}

#[test]
fn options_that_make_no_sense_are_refused() {
    let folder = folder_with("senseless", &[("order.asl.json", ORDER)]);
    run(&folder, &["check", ".", "--unsafe-fixes"]).exits(2).complains("--fix");
    run(&folder, &["check", ".", "--fix", "--diff"]).exits(2).complains("cannot be used with");
}

#[test]
fn standard_input_is_fixed_to_standard_output() {
    let folder = folder_with("pipe", &[]);
    let result = pipe(&folder, &["check", "-", "--fix", "--unsafe-fixes"], ORDER.as_bytes()).exits(0);
    assert!(result.out.contains("\"Next\": \"Answer\"") && result.out.ends_with("}\n"), "{}", result.out);
    assert!(result.err.contains("Fixed 3 findings in 1 file"), "{}", result.err);
    // What needs no fix comes out as it went in, and so does what cannot be fixed.
    for text in [result.out.as_str(), "{ \"StartAt\": "] {
        assert_eq!(pipe(&folder, &["check", "-", "--fix"], text.as_bytes()).out, text);
    }
}

#[test]
fn what_no_edit_touches_stays_the_same_to_the_byte() {
    let windows = format!("\u{feff}{}", ORDER.replace('\n', "\r\n").replace("  ", "\t"));
    let template = "Resources:\n  Flow: # the order\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: order.asl.json\n";
    let yaml = "# an order\nStartAt: Ask\n\nStates:\n  Ask:\n    Type: Wait\n    Seconds:   '60'   # a minute\n    End:  True\n";
    let files = [("order.asl.json", &*windows), ("template.yaml", template), ("wait.asl.yaml", yaml)];
    let folder = folder_with("bytes", &files);
    // The template brings the definition that it names.
    run(&folder, &["check", "template.yaml", "wait.asl.yaml", "--fix"]).says("Fixed 4 findings in 2 files");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a text");
    let bare = windows.trim_start_matches('\u{feff}');
    assert_eq!(read("order.asl.json"), bare.replace("\"60\"", "60").replace(", \"End\": true", ""));
    assert_eq!(read("template.yaml"), template);
    assert_eq!(read("wait.asl.yaml"), yaml.replace("'60'", "60"));
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder_with("links", &[("real/order.asl.json", ORDER)]);
    let real = folder.join("real/order.asl.json");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("permissions can be set");
    symlink("real/order.asl.json", folder.join("order.asl.json")).expect("a link can be made");
    run(&folder, &["check", "order.asl.json", "--fix"]).says("Fixed 2 findings in 1 file");
    assert!(fs::symlink_metadata(folder.join("order.asl.json")).expect("it is there").is_symlink());
    assert_eq!(fs::metadata(&real).expect("it is there").permissions().mode() & 0o777, 0o640);
    assert_ne!(fs::read_to_string(&real).expect("a text"), ORDER);
}

#[test]
fn a_file_that_cannot_be_written_is_one_clear_error() {
    let folder = folder_with("unwritable", &[("a.asl.json", ORDER), ("b.asl.json", ORDER)]);
    let path = folder.join("a.asl.json");
    let mut permissions = fs::metadata(&path).expect("it is there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("permissions can be set");
    let result = run(&folder, &["check", ".", "--fix"]).exits(2).complains("cannot write a.asl.json");
    assert_eq!(result.err.matches("error").count(), 1, "{}", result.err);
    assert!(result.out.contains("Fixed 2 findings in 1 file"), "{}", result.out);
    assert_eq!(fs::read_to_string(&path).expect("a text"), ORDER);
    assert_ne!(fs::read_to_string(folder.join("b.asl.json")).expect("a text"), ORDER);
}

#[test]
fn exit_zero_holds_for_a_diff_and_files_are_listed_as_they_are() {
    let folder = folder_with("diff_zero", &[("a.asl.json", ORDER)]);
    run(&folder, &["check", ".", "--diff"]).exits(1);
    run(&folder, &["check", ".", "--diff", "--exit-zero"]).exits(0);
    assert_eq!(run(&folder, &["check", ".", "--show-files", "--fix"]).exits(0).out, "a.asl.json\n");
    assert_eq!(fs::read_to_string(folder.join("a.asl.json")).expect("a text"), ORDER);
}

#[test]
fn comments_side_by_side_go_together() {
    for text in [
        "/* 1 */ /* 2 */ {SOUND}",
        "{SOUND} /* 1 */ // 2\n",
        "{SOUND\n/* 1 */\t/* 2 */}",
        "/* 1 */ # 2\n{SOUND}",
    ] {
        let sound = r#""StartAt": "A", "States": {"A": {"Type": "Succeed"}}"#;
        let folder = folder_with("comments", &[("a.asl.json", &text.replace("SOUND", sound))]);
        run(&folder, &["check", ".", "--fix", "--unsafe-fixes"]).exits(0).says("Fixed 1 finding");
        let fixed = fs::read_to_string(folder.join("a.asl.json")).expect("a text");
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(squeezed(&fixed), squeezed(&format!("{{{sound}}}")), "{text}");
    }
}
