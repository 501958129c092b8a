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
use crate::finding::Finding;
use crate::source::Span;
use crate::syntax::{SyntaxProblem, SyntaxProblemKind};

/// Reports a problem that the parser found.
fn report<'r>(cx: &Context<'_>, out: &'r mut Reporter<'_>, problem: &SyntaxProblem) -> &'r mut Finding {
    let file = cx.tree.file();
    let span = |start, end| Span::new(file, start, end);
    let place = Place::object(cx.machine.root());
    let finding = out.report(&place, span(problem.start, problem.end), problem.message.clone());
    finding.label(problem.label.clone());
    if let Some((start, end, words)) = &problem.related {
        finding.related(span(*start, *end), words.clone());
    }
    if let Some(help) = &problem.help {
        finding.help(help.clone());
    }
    if let Some((start, end, text)) = &problem.fix {
        finding.safe_fix(span(*start, *end), text.clone());
    }
    finding
}

/// Reports every problem of that kind; each text's once, with its first definition.
fn report_kind(cx: &Context<'_>, out: &mut Reporter<'_>, kind: SyntaxProblemKind) {
    for problem in of_kind(cx, kind) {
        report(cx, out, problem);
    }
}

/// The same, where AWS's JSON reader refuses the text.
fn report_refused(cx: &Context<'_>, out: &mut Reporter<'_>, kind: SyntaxProblemKind) {
    for problem in of_kind(cx, kind) {
        let at = cx.tree.text().get(problem.start as usize..).and_then(|rest| rest.chars().next());
        let message = match at {
            Some(found) => format!("Unexpected character ('{found}' (code {}))", u32::from(found)),
            None => "Unexpected end-of-input".to_owned(),
        };
        report(cx, out, problem).aws(
            "INVALID_JSON_DESCRIPTION",
            message,
            Some(source_location(cx, problem.start)),
        );
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
    let at = cx.file.line_column(offset);
    format!("[Source: (String)\"{excerpt}\"{cut}; line: {}, column: {}]", at.line, at.column)
}
