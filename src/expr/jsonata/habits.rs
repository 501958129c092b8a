//! Syntax errors that come from other languages: what was meant, and how JSONata writes it.

use super::ast::Span;
use super::error::ParseError;
use super::structure;

/// A change of the expression text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes replaced; empty for an insertion.
    pub span: Span,
    /// What takes their place.
    pub replacement: String,
}

/// The habit behind a syntax error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HabitKind {
    /// `==`, `===`, `!==`, `<>`.
    Equality,
    /// `&&`, `||`, `AND`, `OR`.
    Logic,
    /// `!x`, `not x`.
    Negation,
    /// `a?.b`.
    OptionalChaining,
    /// `a ?? b`.
    Coalescing,
    /// `` `text ${x}` ``.
    TemplateLiteral,
    /// `x => y`.
    Arrow,
    /// `// text`.
    LineComment,
    /// `let x = …`, `return x`.
    Statement,
    /// `[1, 2,]`.
    TrailingComma,
    /// `{%` or `%}` inside the expression.
    Delimiter,
    /// Several expressions without parentheses, or with commas between them.
    Steps,
    /// `[?a > 1]`, `[0:2]`.
    Brackets,
    /// `a is null`.
    NullTest,
}

/// What a syntax error comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Habit {
    /// The habit.
    pub kind: HabitKind,
    /// The bytes that show it.
    pub span: Span,
    /// How JSONata says it.
    pub help: String,
    /// A change that mends this place, where it is simple enough.
    pub edit: Option<Edit>,
}

pub(super) fn habit(
    kind: HabitKind,
    span: Span,
    help: impl Into<String>,
    replacement: Option<String>,
) -> Option<Habit> {
    let edit = replacement.map(|replacement| Edit { span: span.clone(), replacement });
    Some(Habit { kind, span, help: help.into(), edit })
}

/// The habit of another language that explains a syntax error of `text`, if one does.
pub fn explain(text: &str, error: &ParseError) -> Option<Habit> {
    let start = error.span.start as usize;
    let (before, after) = (text.get(..start)?, text.get(start..)?);
    delimiter(text, before, after)
        .or_else(|| equality(before, after))
        .or_else(|| logic(text, before, after))
        .or_else(|| question(before, after))
        .or_else(|| negation(before, after))
        .or_else(|| line_comment(text, before, after))
        .or_else(|| template_literal(text))
        .or_else(|| trailing_comma(before, after))
        .or_else(|| statement(before, after))
        .or_else(|| structure::explain(text, before, after))
}

pub(super) fn span(from: usize, to: usize) -> Span {
    from as u32..to as u32
}

fn delimiter(text: &str, before: &str, after: &str) -> Option<Habit> {
    let lead = text.len() - text.trim_start().len();
    let help = "the expression stands between one {% and one %}";
    if text[lead..].starts_with("{%") {
        return habit(HabitKind::Delimiter, span(lead, lead + 2), help, Some(String::new()));
    }
    if before.ends_with('%') && after.starts_with('}') {
        let at = before.len() - 1;
        let last = after[1..].trim().is_empty();
        return habit(HabitKind::Delimiter, span(at, at + 2), help, last.then(String::new));
    }
    None
}

/// The run of comparison characters an error stands in.
fn equality(before: &str, after: &str) -> Option<Habit> {
    let part = |c: char| matches!(c, '=' | '!' | '<' | '>');
    let head = before.len() - before.trim_end_matches(part).len();
    let tail = after.len() - after.trim_start_matches(part).len();
    let from = before.len() - head;
    let run = [&before[from..], &after[..tail]].concat();
    let place = span(from, from + run.len());
    let (help, replacement) = match run.as_str() {
        "==" | "===" => ("equality is a single `=`", Some("=")),
        "!==" => ("inequality is `!=`", Some("!=")),
        "<>" => ("inequality is `!=`", Some("!=")),
        "=<" => ("at most is `<=`", Some("<=")),
        "=>" => {
            let help = "a function is written `function($x) { … }`";
            return habit(HabitKind::Arrow, place, help, None);
        }
        _ => return None,
    };
    habit(HabitKind::Equality, place, help, replacement.map(str::to_string))
}

/// A word in place of an operator, with the blanks it needs around it.
fn spaced(text: &str, place: &Span, word: &str) -> String {
    let (from, to) = (place.start as usize, place.end as usize);
    let left = if text[..from].ends_with([' ', '\n', '\t', '\r']) || from == 0 { "" } else { " " };
    let right = if text[to..].starts_with([' ', '\n', '\t', '\r']) { "" } else { " " };
    format!("{left}{word}{right}")
}

fn logic(text: &str, before: &str, after: &str) -> Option<Habit> {
    let at = before.len();
    let (place, word) = if before.ends_with('&') && after.starts_with('&') {
        (span(at - 1, at + 1), "and")
    } else if after.starts_with("||") {
        (span(at, at + 2), "or")
    } else if before.ends_with('|') && after.starts_with('|') {
        (span(at - 1, at + 1), "or")
    } else {
        let word = word_at(after);
        let lower = match word {
            "AND" | "And" => "and",
            "OR" | "Or" => "or",
            "IN" | "In" => "in",
            _ => return None,
        };
        return habit(
            HabitKind::Logic,
            span(at, at + word.len()),
            format!("the operator is written `{lower}`"),
            Some(lower.to_string()),
        );
    };
    let replacement = spaced(text, &place, word);
    habit(HabitKind::Logic, place, format!("the operator is written `{word}`"), Some(replacement))
}

fn question(before: &str, after: &str) -> Option<Habit> {
    let at = before.len();
    if !before.ends_with('?') {
        return None;
    }
    if after.starts_with('.') {
        let help = "a plain `.` does: a field of nothing is nothing";
        return habit(HabitKind::OptionalChaining, span(at - 1, at + 1), help, Some(".".to_string()));
    }
    if after.starts_with('?') {
        let help = "write `$exists(a) ? a : b`";
        return habit(HabitKind::Coalescing, span(at - 1, at + 1), help, None);
    }
    None
}

fn negation(before: &str, after: &str) -> Option<Habit> {
    let at = before.len();
    let help = "negation is `$not(…)`";
    if let Some(operand) = after.strip_prefix('!') {
        if operand.starts_with('=') {
            return None;
        }
        return match simple_operand(operand) {
            Some(length) => {
                let operand = &operand[..length];
                let bare =
                    operand.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(operand);
                habit(HabitKind::Negation, span(at, at + 1 + length), help, Some(format!("$not({bare})")))
            }
            None => habit(HabitKind::Negation, span(at, at + 1), help, None),
        };
    }
    let word_start = before
        .trim_end()
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |index| index + before[index..].chars().next().map_or(1, char::len_utf8));
    if before[word_start..].trim_end() == "not" && before.ends_with([' ', '\t', '\n']) {
        return habit(HabitKind::Negation, span(word_start, word_start + 3), help, None);
    }
    None
}

/// The length of an operand that is one variable path, call or pair of brackets, with nothing behind it that would
/// bind closer than the negation.
fn simple_operand(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = 0;
    while bytes
        .get(end)
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'$' | b'_' | b'.'))
    {
        end += 1;
    }
    if bytes.get(end) == Some(&b'(') {
        let mut depth = 0usize;
        while let Some(byte) = bytes.get(end) {
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                b'"' | b'\'' | b'`' | b'/' => return None,
                _ => {}
            }
            end += 1;
            if depth == 0 {
                break;
            }
        }
        if depth > 0 {
            return None;
        }
    }
    if end == 0 {
        return None;
    }
    let closer =
        matches!(bytes.get(end), Some(b'[' | b'.' | b'(' | b'{' | b'@' | b'#' | b'`' | b'"' | b'\''));
    (!closer && text.is_char_boundary(end) && bytes.get(end).is_none_or(u8::is_ascii)).then_some(end)
}

fn line_comment(text: &str, before: &str, after: &str) -> Option<Habit> {
    let at = if after.starts_with("//") {
        before.len()
    } else if before.ends_with('/') && after.starts_with('/') {
        before.len() - 1
    } else {
        return None;
    };
    let length = text[at..].find('\n').unwrap_or(text.len() - at);
    let comment = text[at + 2..at + length].trim();
    let edit = (!comment.contains("*/")).then(|| format!("/* {comment} */"));
    habit(HabitKind::LineComment, span(at, at + length), "a comment is written `/* … */`", edit)
}

fn template_literal(text: &str) -> Option<Habit> {
    let mut from = 0;
    // Every second piece stands in backticks; the last may be unclosed.
    for (index, piece) in text.split('`').enumerate() {
        if index % 2 == 1 && piece.contains("${") {
            let help =
                "there are no template literals; join strings with the & operator: \"text \" & $variable";
            let to = (from + piece.len() + 1).min(text.len());
            return habit(HabitKind::TemplateLiteral, span(from - 1, to), help, None);
        }
        from += piece.len() + 1;
    }
    None
}

fn trailing_comma(before: &str, after: &str) -> Option<Habit> {
    let list = before.trim_end();
    if list.ends_with(',') && after.starts_with([']', '}', ')']) {
        let at = list.len() - 1;
        return habit(
            HabitKind::TrailingComma,
            span(at, at + 1),
            "no comma follows the last item",
            Some(String::new()),
        );
    }
    None
}

pub(super) fn word_at(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn statement(before: &str, after: &str) -> Option<Habit> {
    let trimmed = before.trim_end();
    if trimmed.len() == before.len() {
        return None;
    }
    let from = trimmed
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |index| index + trimmed[index..].chars().next().map_or(1, char::len_utf8));
    let place = span(from, trimmed.len());
    match &trimmed[from..] {
        "let" | "const" | "var" => {
            let help = format!(
                "a variable is bound with `${} := value` inside `( … ; … )`",
                word_at(after.trim_start_matches('$'))
            );
            habit(HabitKind::Statement, place, help, None)
        }
        "return" => {
            let help = "the last expression of `( … ; … )` is its value; there is no return";
            habit(HabitKind::Statement, span(from, before.len()), help, Some(String::new()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn found(text: &str) -> Option<Habit> {
        explain(text, &parse(text).unwrap_err())
    }

    #[test]
    fn edits_turn_habits_into_jsonata() {
        for (text, kind, mended) in [
            ("$a == 1", HabitKind::Equality, "$a = 1"),
            ("$a === 1", HabitKind::Equality, "$a = 1"),
            ("$a !== 1", HabitKind::Equality, "$a != 1"),
            ("$a <> 1", HabitKind::Equality, "$a != 1"),
            ("$a && $b", HabitKind::Logic, "$a and $b"),
            ("$a&&$b", HabitKind::Logic, "$a and $b"),
            ("$a || $b", HabitKind::Logic, "$a or $b"),
            ("($a||$b)", HabitKind::Logic, "($a or $b)"),
            ("$a AND $b", HabitKind::Logic, "$a and $b"),
            ("$a?.b", HabitKind::OptionalChaining, "$a.b"),
            ("!$a", HabitKind::Negation, "$not($a)"),
            ("!$states.input.ok and $b", HabitKind::Negation, "$not($states.input.ok) and $b"),
            ("!($a = 1)", HabitKind::Negation, "$not($a = 1)"),
            ("$b and !$exists($a)", HabitKind::Negation, "$b and $not($exists($a))"),
            ("1 // one", HabitKind::LineComment, "1 /* one */"),
            ("// one\n1", HabitKind::LineComment, "/* one */\n1"),
            ("[1, 2, ]", HabitKind::TrailingComma, "[1, 2 ]"),
            ("{\"a\": 1,}", HabitKind::TrailingComma, "{\"a\": 1}"),
            ("$a %}", HabitKind::Delimiter, "$a "),
            ("return $a", HabitKind::Statement, "$a"),
            ("$x := 1; $x + 1", HabitKind::Steps, "($x := 1; $x + 1)"),
            ("($x := 1, $x + 1)", HabitKind::Steps, "($x := 1; $x + 1)"),
            ("$a[?b > 1].c", HabitKind::Brackets, "$a[b > 1].c"),
        ] {
            let habit = found(text).unwrap_or_else(|| panic!("{text}: {:?}", parse(text)));
            assert_eq!(habit.kind, kind, "{text}");
            let edit = habit.edit.unwrap();
            let mut out = text.to_string();
            out.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.replacement);
            assert_eq!(out, mended);
            assert!(parse(&out).is_ok(), "{out}");
        }
    }

    #[test]
    fn habits_without_a_simple_edit_get_help() {
        for (text, kind) in [
            ("$a ?? 1", HabitKind::Coalescing),
            ("$x => 1", HabitKind::Arrow),
            ("($x) => $x + 1", HabitKind::Arrow),
            ("!$a[0]", HabitKind::Negation),
            ("not $a", HabitKind::Negation),
            ("let $a = 1", HabitKind::Statement),
            ("`a ${$b} c", HabitKind::TemplateLiteral),
            ("`a ${$b}` `c`", HabitKind::TemplateLiteral),
            ("{% $a %}", HabitKind::Delimiter),
            ("$a ?: 1", HabitKind::Coalescing),
            ("$a[0:2]", HabitKind::Brackets),
            ("$a is null", HabitKind::NullTest),
            ("$a IS NOT NULL", HabitKind::NullTest),
            ("if ($a) 1 else 2", HabitKind::Statement),
        ] {
            let habit = found(text).unwrap_or_else(|| panic!("{text}: {:?}", parse(text)));
            assert_eq!(habit.kind, kind, "{text}");
        }
    }

    #[test]
    fn other_errors_are_left_alone() {
        for text in ["1 +", "(", "a[1,2)", "\"open", "$a b", "", "a }", "/x"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
