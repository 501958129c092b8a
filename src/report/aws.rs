//! The answer that AWS's ValidateStateMachineDefinition would give (spec/aws_diagnostics.md 10.1).

use std::io::{self, Write};

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::Report;
use crate::finding::{AwsDiagnostic, Finding, Severity};
use crate::source::FileId;

/// How many diagnostics AWS gives where the caller does not ask for fewer.
pub const MAX_DIAGNOSTICS: usize = 100;

/// An answer of ValidateStateMachineDefinition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AwsAnswer {
    /// `OK` or `FAIL`.
    pub result: &'static str,
    /// What AWS says, in its order.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether there were more than [`MAX_DIAGNOSTICS`].
    pub truncated: bool,
}

/// A diagnostic as AWS spells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// `ERROR` or `WARNING`.
    pub severity: &'static str,
    /// AWS's code.
    pub code: &'static str,
    /// AWS's text.
    pub message: String,
    /// AWS's location (spec/aws_diagnostics.md 10.3); left out where AWS gives none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
}

/// What AWS answers for a definition with these findings, which come in the order of the text. As AWS does by
/// default, it holds errors only.
pub fn diagnostics(findings: &[&Finding]) -> AwsAnswer {
    let errors = || {
        let said = findings.iter().filter_map(|finding| finding.aws.as_ref());
        said.filter(|diagnostic| diagnostic.severity == Severity::Error)
    };
    let mut shown: Vec<&AwsDiagnostic> = match errors().find(|said| said.code == "INVALID_JSON_DESCRIPTION") {
        Some(unreadable) => vec![unreadable],
        None => errors().collect(),
    };
    if shown.iter().any(|said| rank(said) == Rank::NoTerminalState) {
        shown.retain(|said| !is_unreachable(said));
    }
    shown.sort_by_key(|said| rank(said));
    let mut seen = FxHashSet::default();
    shown.retain(|said| seen.insert((said.code, said.message.as_str(), said.location.as_deref())));
    AwsAnswer {
        result: if shown.is_empty() { "OK" } else { "FAIL" },
        truncated: shown.len() > MAX_DIAGNOSTICS,
        diagnostics: shown.into_iter().take(MAX_DIAGNOSTICS).map(Diagnostic::new).collect(),
    }
}

/// Writes the answer for the one file, or where there are several a list of the answers with their files.
pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let mut by_file: Vec<Vec<&Finding>> = vec![Vec::new(); report.workspace.ids().len()];
    for finding in report.findings {
        by_file[finding.primary.span.file.0 as usize].push(finding);
    }
    if let [findings] = by_file.as_slice() {
        serde_json::to_writer_pretty(&mut *out, &diagnostics(findings))?;
    } else {
        let path = |index: usize| report.workspace.file(FileId(index as u32)).path();
        let answer = |(index, findings): (usize, &Vec<&Finding>)| FileAnswer {
            file: path(index),
            answer: diagnostics(findings),
        };
        let mut answers: Vec<_> = by_file.iter().enumerate().map(answer).collect();
        answers.sort_by_key(|answer| answer.file);
        serde_json::to_writer_pretty(&mut *out, &answers)?;
    }
    writeln!(out)
}

#[derive(Serialize)]
struct FileAnswer<'a> {
    file: &'a str,
    #[serde(flatten)]
    answer: AwsAnswer,
}

impl Diagnostic {
    fn new(said: &AwsDiagnostic) -> Self {
        Self {
            severity: "ERROR",
            code: said.code,
            message: said.message.clone(),
            location: said.location.clone(),
        }
    }
}

/// AWS's order (spec/aws_diagnostics.md 10.5).
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    DanglingTarget,
    NoTerminalState,
    Other,
}

fn rank(said: &AwsDiagnostic) -> Rank {
    match said.code {
        "MISSING_TRANSITION_TARGET" if said.message.starts_with("Missing 'Next' target") => {
            Rank::DanglingTarget
        }
        "MISSING_END_STATE" => Rank::NoTerminalState,
        _ => Rank::Other,
    }
}

fn is_unreachable(said: &AwsDiagnostic) -> bool {
    said.code == "MISSING_TRANSITION_TARGET" && said.message.ends_with("is not reachable.")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::report::tests::{error, render, span_of, workspace};
    use crate::report::{Format, Style};

    fn said(code: &'static str, message: &str, location: Option<&str>) -> Finding {
        let mut finding = error(crate::source::Span::new(FileId(0), 0, 1), "x");
        finding.aws(code, message, location.map(String::from));
        finding
    }

    fn texts(findings: &[Finding]) -> Vec<String> {
        let answer = diagnostics(&findings.iter().collect::<Vec<_>>());
        answer.diagnostics.into_iter().map(|said| said.message).collect()
    }

    #[test]
    fn orders_and_hides_as_aws_does() {
        let findings = [
            said("SCHEMA_VALIDATION_FAILED", "first", Some("/")),
            said("MISSING_TRANSITION_TARGET", "State \"B\" is not reachable.", Some("/States/B")),
            said("MISSING_END_STATE", "Workflow has no terminal state", None),
            said("MISSING_TRANSITION_TARGET", "Missing 'Next' target: X", Some("/States/A/Next")),
            said("SCHEMA_VALIDATION_FAILED", "last", Some("/")),
            said("SCHEMA_VALIDATION_FAILED", "first", Some("/")),
            said("SCHEMA_VALIDATION_FAILED", "first", Some("/States/A")),
        ];
        let expected =
            ["Missing 'Next' target: X", "Workflow has no terminal state", "first", "last", "first"];
        assert_eq!(texts(&findings), expected);
        assert_eq!(texts(&findings[..2]), ["first", "State \"B\" is not reachable."]);
    }

    #[test]
    fn stops_at_the_first_text_that_is_not_json() {
        let findings = [
            said("SCHEMA_VALIDATION_FAILED", "first", Some("/")),
            said("INVALID_JSON_DESCRIPTION", "one", None),
            said("INVALID_JSON_DESCRIPTION", "two", None),
        ];
        assert_eq!(texts(&findings), ["one"]);
    }

    #[test]
    fn takes_no_notice_of_warnings_and_of_what_aws_does_not_check() {
        let mut warning = error(crate::source::Span::new(FileId(0), 0, 1), "x");
        warning.aws_warning("NO_DOLLAR", "…", None);
        let own = error(crate::source::Span::new(FileId(0), 0, 1), "x");
        let answer = diagnostics(&[&warning, &own]);
        assert_eq!(answer, AwsAnswer { result: "OK", diagnostics: Vec::new(), truncated: false });
    }

    #[test]
    fn gives_at_most_a_hundred() {
        let number = |count: usize| -> Vec<Finding> {
            (0..count).map(|n| said("SCHEMA_VALIDATION_FAILED", &n.to_string(), None)).collect()
        };
        let answer = |findings: Vec<Finding>| diagnostics(&findings.iter().collect::<Vec<_>>());
        assert!(!answer(number(100)).truncated);
        assert!(answer(number(101)).truncated);
        assert_eq!(answer(number(101)).diagnostics.len(), 100);
    }

    #[test]
    fn writes_an_object_for_one_file_and_a_list_for_several() {
        let one = workspace(&[("a.json", "{}")]);
        let mut finding = error(span_of(&one, 0, "{}"), "x");
        finding.aws("SCHEMA_VALIDATION_FAILED", "m", Some("/".into()));
        let answer = json!({
            "result": "FAIL",
            "diagnostics": [
                {"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": "m", "location": "/"}
            ],
            "truncated": false
        });
        let text = render(Format::Aws, &one, std::slice::from_ref(&finding), &Style::default());
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), answer);
        let two = workspace(&[("b.json", "{}"), ("a.json", "{}")]);
        let text = render(Format::Aws, &two, &[finding], &Style::default());
        let list: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(list[0], json!({"file": "a.json", "result": "OK", "diagnostics": [], "truncated": false}));
        assert_eq!((&list[1]["file"], &list[1]["result"]), (&json!("b.json"), &json!("FAIL")));
    }
}
