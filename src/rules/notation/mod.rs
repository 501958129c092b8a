//! How the text is written.

pub mod byte_order_mark;
pub mod duplicate_key;
pub mod json_comment;
pub mod json_syntax;
pub mod nested_too_deep;
pub mod not_a_state_machine;
pub mod trailing_comma;
pub mod yaml_implicit_type;
pub mod yaml_syntax;

use super::{Context, Reporter};
use crate::asl::Place;
use crate::document::Fragment;
use crate::finding::Finding;
use crate::source::{LineIndex, Span};
use crate::syntax::{SyntaxProblem, SyntaxProblemKind};

/// Reports a problem that the parser found.
fn report<'r>(cx: &Context<'_>, out: &'r mut Reporter<'_>, problem: &SyntaxProblem) -> &'r mut Finding {
    let span = |start, end| cx.tree.span(start, end);
    let place = Place::object(cx.machine.root());
    let message = problem.message.trim_end_matches('.');
    let finding = out.report(&place, span(problem.start, problem.end), message);
    finding.label(problem.label.trim_end_matches('.'));
    if let Some((start, end, words)) = &problem.related {
        finding.related(span(*start, *end), words.clone());
    }
    if let Some(help) = &problem.help {
        finding.help(help.trim_end_matches('.'));
    }
    if let Some((start, end, text)) = &problem.fix {
        propose(finding, problem.kind, span(*start, *end), text);
    }
    finding
}

/// Adds the edit of a parser. Somebody has written a comment for a reader.
fn propose(finding: &mut Finding, kind: SyntaxProblemKind, span: Span, text: &str) {
    match kind {
        SyntaxProblemKind::Comment => finding.unsafe_fix(span, text),
        _ => finding.safe_fix(span, text),
    };
}

/// Reports every problem of that kind; each text's once, with its first definition.
fn report_kind(cx: &Context<'_>, out: &mut Reporter<'_>, kind: SyntaxProblemKind) {
    for problem in of_kind(cx, kind) {
        report(cx, out, problem);
    }
}

/// What is one habit, however often it shows: told once for a text.
const HABITS: [&str; 6] = [
    "comment",
    "wrong quotes",
    "key without quotes",
    "text without quotes",
    "not a plain space",
    "trailing comma",
];

/// So many further places of a habit are shown.
const SHOWN: usize = 3;

/// The same, where AWS's JSON reader refuses the text.
fn report_refused(cx: &Context<'_>, out: &mut Reporter<'_>, kinds: &[SyntaxProblemKind]) {
    let problems: Vec<&SyntaxProblem> = kinds.iter().flat_map(|&kind| of_kind(cx, kind)).collect();
    for (index, problem) in problems.iter().enumerate() {
        let is_same =
            |other: &&&SyntaxProblem| HABITS.contains(&&*other.label) && other.label == problem.label;
        if problems[..index].iter().any(|other| is_same(&other)) {
            continue;
        }
        let again: Vec<&SyntaxProblem> = problems[index + 1..].iter().filter(is_same).copied().collect();
        let at = cx.tree.text().get(problem.start as usize..).and_then(|rest| rest.chars().next());
        let message = match at {
            Some(found) => format!("Unexpected character ('{found}' (code {}))", u32::from(found)),
            None => "Unexpected end-of-input".to_owned(),
        };
        let location = source_location(cx, problem.start);
        let finding = report(cx, out, problem);
        finding.aws("INVALID_JSON_DESCRIPTION", message, Some(location));
        repeat(cx, finding, &again);
        if cx.fragment == Some(Fragment::States) && problem.label == NO_BRACES {
            finding.message = BARE_STATES.to_owned();
            finding.help(WRAP_STATES);
        }
    }
}

/// The words of the JSON parser where the braces around the whole are missing.
const NO_BRACES: &str = "a member outside of any object";
const BARE_STATES: &str = "These are states without the state machine around them";
const WRAP_STATES: &str = "Wrap them: { \"StartAt\": \"First state\", \"States\": { … } }";

/// Adds the further places of a habit.
fn repeat(cx: &Context<'_>, finding: &mut Finding, again: &[&SyntaxProblem]) {
    match again.len() {
        0 => return,
        1 => finding.message.push_str(", here and in one more place"),
        more => finding.message.push_str(&format!(", here and in {more} more places")),
    }
    let span = |start, end| cx.tree.span(start, end);
    for problem in again.iter().take(SHOWN) {
        finding.related(span(problem.start, problem.end), "again");
    }
    let fix = |problem: &&SyntaxProblem| Some((problem.kind, problem.fix.clone()?));
    match again.iter().map(fix).collect::<Option<Vec<_>>>() {
        Some(fixes) if finding.fix.is_some() => {
            for (kind, (start, end, text)) in fixes {
                propose(finding, kind, span(start, end), &text);
            }
        }
        _ => finding.fix = None,
    }
}

fn of_kind<'c>(
    cx: &Context<'c>,
    kind: SyntaxProblemKind,
) -> impl Iterator<Item = &'c SyntaxProblem> + use<'c> {
    let problems = if cx.is_first { cx.tree.problems.as_slice() } else { &[] };
    problems.iter().filter(move |problem| problem.kind == kind)
}

/// The place as AWS's JSON reader names it: an excerpt of 500 characters, line and column (spec/aws_diagnostics.md 10.4).
fn source_location(cx: &Context<'_>, offset: u32) -> String {
    let text = cx.tree.text();
    let excerpt: String = text.chars().take(500).collect();
    let cut = if excerpt.len() < text.len() { "[truncated]" } else { "" };
    let at = LineIndex::new(text).line_column(text, offset);
    format!("[Source: (String)\"{excerpt}\"{cut}; line: {}, column: {}]", at.line, at.column)
}
