//! Syntax errors from other languages' blocks, brackets and conditions: what was meant, and how JSONata writes it.

use super::habits::{Habit, HabitKind, habit, span, word_at};

/// The habit that explains an error between `before` and `after`, if one of these does.
pub(super) fn explain(text: &str, before: &str, after: &str) -> Option<Habit> {
    steps(text, before, after)
        .or_else(|| comma_between_steps(before, after))
        .or_else(|| elvis(before, after))
        .or_else(|| brackets(before, after))
        .or_else(|| null_test(before, after))
        .or_else(|| if_statement(before))
}

/// `$x := 1; $x + 1` without parentheses.
fn steps(text: &str, before: &str, after: &str) -> Option<Habit> {
    if !after.starts_with(';') || is_in_parentheses(before) {
        return None;
    }
    let at = before.len();
    let help = "several expressions stand in parentheses: `( $x := 1; $x + 1 )`";
    let (lead, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
    let mut found = habit(HabitKind::Steps, span(at, at + 1), help, None)?;
    let whole = &text[lead..end];
    found.edit = Some(super::habits::Edit { span: span(lead, end), replacement: format!("({whole})") });
    Some(found)
}

/// `($x := 1, $x + 1)`
fn comma_between_steps(before: &str, after: &str) -> Option<Habit> {
    let part = &before[before.rfind(['(', ';'])? + 1..];
    if !after.starts_with(',') || !part.contains(":=") {
        return None;
    }
    let at = before.len();
    let help = "a `;` stands between the expressions in parentheses";
    habit(HabitKind::Steps, span(at, at + 1), help, Some(";".to_owned()))
}

/// `a ?: b`
fn elvis(before: &str, after: &str) -> Option<Habit> {
    let at = before.len();
    (before.ends_with('?') && after.starts_with(':'))
        .then(|| {
            let help = "write `$exists(a) ? a : b`";
            habit(HabitKind::Coalescing, span(at - 1, at + 1), help, None)
        })
        .flatten()
}

/// `[?a > 1]`, `[0:2]`
fn brackets(before: &str, after: &str) -> Option<Habit> {
    let at = before.len();
    if before.trim_end().ends_with('[') && after.starts_with('?') {
        let help = "the condition stands in the brackets by itself: `[price > 10]`";
        return habit(HabitKind::Brackets, span(at, at + 1), help, Some(String::new()));
    }
    let start = before.rfind('[')? + 1;
    let is_number = |text: &str| text.trim().bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let rest = after.strip_prefix(':')?;
    let behind = &rest[..rest.find(']')?];
    if !is_number(&before[start..]) || !is_number(behind) {
        return None;
    }
    let help = "a range of items is `[[0..2]]`, the last included";
    habit(HabitKind::Brackets, span(start, at + 1 + behind.len()), help, None)
}

/// `a is null`, `a IS NOT NULL`
fn null_test(before: &str, after: &str) -> Option<Habit> {
    let word = word_at(after);
    let at = before.len();
    let help = "`= null` asks for null, `$exists(…)` whether there is a value";
    word.eq_ignore_ascii_case("is")
        .then(|| habit(HabitKind::NullTest, span(at, at + word.len()), help, None))
        .flatten()
}

/// `if (a) b else c`
fn if_statement(before: &str) -> Option<Habit> {
    let lead = before.len() - before.trim_start().len();
    let rest = before[lead..].strip_prefix("if")?;
    let help = "a choice is written `condition ? a : b`";
    rest.trim_start()
        .starts_with('(')
        .then(|| habit(HabitKind::Statement, span(lead, lead + 2), help, None))
        .flatten()
}

/// Whether a parenthesis stands open behind the text, strings not minded.
fn is_in_parentheses(before: &str) -> bool {
    let depth = before.bytes().fold(0, |depth: usize, byte| match byte {
        b'(' => depth + 1,
        b')' => depth.saturating_sub(1),
        _ => depth,
    });
    depth > 0
}
