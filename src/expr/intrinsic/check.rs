//! What is wrong with a call that parses (`spec/intrinsics.md 4.3, 4.4`).

use std::ops::Range;

use super::ast::{Argument, ArgumentKind, Call, StringLiteral};
use super::functions::{FUNCTIONS, Function, HASH_ALGORITHMS, INVENTIONS, ValueType, function};
use crate::expr::jsonpath::parse as parse_path;
use crate::expr::jsonpath::problem::SyntaxProblem;
use crate::suggest::nearest;

/// Something wrong with a call.
pub type Problem = SyntaxProblem<ProblemKind>;

/// The kinds of [`Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// No such function.
    UnknownFunction,
    /// Too few or too many arguments.
    Arity,
    /// A literal, or the result of a nested call, of a type the function does not take.
    ArgumentType,
    /// A number with a fraction where a whole number belongs; AWS rounds it.
    Fraction,
    /// `States.Format` with a number of `{}` other than the number of values.
    Placeholders,
    /// An array or object as a value of `States.Format`.
    FormattedComposite,
    /// A `{` or `}` without a backslash.
    LooseBrace,
    /// A backslash before a character that needs none.
    OpenEscape,
    /// `States.ArrayRange` of more than 1,000 items.
    RangeLength,
    /// `States.ArrayRange` with step 0.
    RangeStep,
    /// `States.ArrayPartition` with a chunk size below 1.
    ChunkSize,
    /// `States.ArrayGetItem` with a negative index.
    NegativeIndex,
    /// `States.Hash` with an algorithm that does not exist.
    HashAlgorithm,
    /// `States.JsonMerge` with `true`.
    DeepMerge,
    /// A number of `States.MathAdd` beyond 32 bits.
    NumberSize,
    /// `States.MathRandom` with a start that is not below its end.
    RandomBounds,
    /// A text of more than 10,000 characters for Base64 or a hash.
    TextLength,
    /// A text that is not Base64.
    NotBase64,
    /// More than 10 nested calls.
    Nesting,
    /// `States.StringSplit` with a delimiter of several characters, which is a set.
    DelimiterSet,
    /// A path in quotes.
    QuotedPath,
    /// Blanks behind the call.
    TrailingBlank,
}

/// How sure it is that a problem stops the workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// It may be meant.
    Suspicious,
    /// The state fails when it runs.
    Fails,
    /// AWS refuses the state machine.
    Refused,
}

impl ProblemKind {
    /// How sure it is that a problem of this kind stops the workflow.
    pub fn certainty(self) -> Certainty {
        match self {
            Self::UnknownFunction => Certainty::Refused,
            Self::Fraction
            | Self::FormattedComposite
            | Self::LooseBrace
            | Self::OpenEscape
            | Self::DelimiterSet
            | Self::QuotedPath
            | Self::TrailingBlank => Certainty::Suspicious,
            _ => Certainty::Fails,
        }
    }
}

use ProblemKind as K;

const MAX_CALLS: usize = 10;
const MAX_RANGE: f64 = 1000.0;
const MAX_TEXT: usize = 10_000;

/// Everything wrong with `call`, which was parsed from `text`, in the order of the text.
pub fn check(call: &Call, text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    check_call(call, 1, &mut problems);
    let end = call.span.end as usize;
    if end < text.len() {
        let message = "blanks behind the call";
        problems.push(Problem::new(K::TrailingBlank, end..text.len(), message).edit(end..text.len(), ""));
    }
    problems.sort_by_key(|problem| problem.span.start);
    problems
}

/// The parser limits how deep calls nest, and so this recursion.
fn check_call(call: &Call, depth: usize, out: &mut Vec<Problem>) {
    if depth == MAX_CALLS + 1 {
        let message = format!("more than {MAX_CALLS} intrinsic functions are nested");
        out.push(Problem::new(K::Nesting, range(&call.name_span), message));
    }
    match function(&call.name) {
        None => out.push(unknown(call)),
        Some(function) => {
            arity(call, function, out);
            for (index, argument) in call.arguments.iter().enumerate() {
                let parameter = match function.max {
                    None => function.parameters.get(index).or(function.parameters.last()),
                    Some(_) => function.parameters.get(index),
                };
                if let Some(&(name, wanted)) = parameter {
                    argument_type(function, name, wanted, argument, out);
                }
            }
            values(call, function, out);
        }
    }
    for (index, argument) in call.arguments.iter().enumerate() {
        match &argument.kind {
            ArgumentKind::Call(inner) => check_call(inner, depth + 1, out),
            // What an unknown function makes of its strings is not known.
            ArgumentKind::String(literal) if function(&call.name).is_some() => {
                string(literal, call.name == "States.Format" && index == 0, out);
            }
            _ => {}
        }
    }
}

fn range(span: &Range<u32>) -> Range<usize> {
    span.start as usize..span.end as usize
}

/// The name without `States.`, which all have.
fn bare_name(name: &str) -> &str {
    name.strip_prefix("States.").unwrap_or(name)
}

fn unknown(call: &Call) -> Problem {
    let span = range(&call.name_span);
    let name = &call.name;
    let problem =
        Problem::new(K::UnknownFunction, span.clone(), format!("there is no intrinsic function `{name}`"));
    let bare = bare_name(name);
    let same = |function: &&Function| {
        bare_name(function.name).eq_ignore_ascii_case(bare) || function.name.eq_ignore_ascii_case(name)
    };
    if let Some(function) = FUNCTIONS.iter().find(same) {
        let help = if function.name.eq_ignore_ascii_case(name) {
            "names are case-sensitive"
        } else {
            "names of intrinsic functions begin with `States.`"
        };
        return problem.help(help).edit(span, function.name);
    }
    if let Some(invention) = INVENTIONS.iter().find(|invention| invention.name.eq_ignore_ascii_case(bare)) {
        let problem = problem.help(invention.help);
        return match invention.instead {
            Some(instead) => problem.edit(span, instead),
            None => problem,
        };
    }
    match nearest(bare, FUNCTIONS.iter().map(|function| bare_name(function.name))) {
        Some(known) => {
            let known = format!("States.{known}");
            problem.help(format!("did you mean `{known}`?")).edit(span, known)
        }
        None => problem,
    }
}

fn arity(call: &Call, function: &Function, out: &mut Vec<Problem>) {
    let count = call.arguments.len();
    if count >= function.min && function.max.is_none_or(|max| count <= max) {
        return;
    }
    let wanted = match (function.min, function.max) {
        (0, Some(0)) => "no arguments".to_owned(),
        (1, Some(1)) => "1 argument".to_owned(),
        (min, Some(max)) if min == max => format!("{min} arguments"),
        (min, Some(max)) => format!("{min} to {max} arguments"),
        (min, None) => format!("at least {min} argument{}", if min == 1 { "" } else { "s" }),
    };
    let message = format!("`{}` takes {wanted}, not {count}", function.name);
    let start = call.name_span.end as usize;
    let span = match function.max.and_then(|max| call.arguments.get(max)) {
        Some(surplus) => surplus.span.start as usize..call.span.end as usize - 1,
        None => start..call.span.end as usize,
    };
    let problem = Problem::new(K::Arity, span, message);
    out.push(match function.max {
        Some(0) => problem.edit(start..call.span.end as usize, "()"),
        _ => {
            let names: Vec<&str> = function.parameters.iter().map(|(name, _)| *name).collect();
            problem.help(format!("the arguments are: {}", names.join(", ")))
        }
    });
}

/// The type of an argument as far as the text tells.
fn known_type(argument: &Argument) -> Option<ValueType> {
    match &argument.kind {
        ArgumentKind::String(_) => Some(ValueType::String),
        ArgumentKind::Number(_) => Some(ValueType::Integer),
        ArgumentKind::Boolean(_) => Some(ValueType::Boolean),
        ArgumentKind::Null => Some(ValueType::Scalar),
        ArgumentKind::Path(_) => None,
        ArgumentKind::Call(call) => function(&call.name).map(|f| f.result).filter(|t| *t != ValueType::Any),
    }
}

fn argument_type(
    function: &Function,
    parameter: &str,
    wanted: ValueType,
    argument: &Argument,
    out: &mut Vec<Problem>,
) {
    let Some(given) = known_type(argument) else { return };
    let composite = matches!(given, ValueType::Array | ValueType::Object);
    let fits = match wanted {
        ValueType::Any => true,
        ValueType::Scalar => !composite,
        _ => given == wanted,
    };
    let span = range(&argument.span);
    if !fits && wanted == ValueType::Scalar {
        let message = format!("`{}` prints {} in no documented form", function.name, given.article());
        let problem = Problem::new(K::FormattedComposite, span, message);
        out.push(problem.help("turn it into text with `States.JsonToString`"));
        return;
    }
    if !fits {
        let given = match &argument.kind {
            ArgumentKind::Null => "`null`",
            ArgumentKind::Number(_) => "a number",
            ArgumentKind::Boolean(_) => "a boolean",
            _ => given.article(),
        };
        let message = format!("`{}` needs {} as {parameter}, not {given}", function.name, wanted.article());
        let mut problem = Problem::new(K::ArgumentType, span.clone(), message);
        if let ArgumentKind::String(literal) = &argument.kind {
            let value = &literal.value;
            let quoted = wanted == ValueType::Integer && value.parse::<i32>().is_ok()
                || wanted == ValueType::Boolean && matches!(value.as_str(), "true" | "false")
                || quoted_path(value);
            if quoted {
                problem = problem.help("it stands without quotes").edit(span, value.clone());
            }
        }
        out.push(problem);
        return;
    }
    if let ArgumentKind::String(literal) = &argument.kind
        && quoted_path(&literal.value)
    {
        let message = "in quotes this is a text, not the value at this path";
        out.push(
            Problem::new(K::QuotedPath, span, message).edit(range(&argument.span), literal.value.clone()),
        );
        return;
    }
    if wanted == ValueType::Integer
        && let ArgumentKind::Number(value) = argument.kind
        && value.fract() != 0.0
    {
        let message = format!("`{}` rounds {value} to a whole number", function.name);
        out.push(
            Problem::new(K::Fraction, span, message)
                .edit(range(&argument.span), format!("{}", value.round())),
        );
    }
}

/// Whether a text is a path, and one with a member, so that it is hardly meant as text.
fn quoted_path(text: &str) -> bool {
    (text.starts_with("$.") || text.starts_with("$$."))
        && parse_path(text).is_ok_and(|path| path.warnings.is_empty() && !path.segments.is_empty())
}

fn number(call: &Call, index: usize) -> Option<(f64, Range<usize>)> {
    let argument = call.arguments.get(index)?;
    match argument.kind {
        ArgumentKind::Number(value) => Some((value.round(), range(&argument.span))),
        _ => None,
    }
}

fn text(call: &Call, index: usize) -> Option<(&StringLiteral, Range<usize>)> {
    let argument = call.arguments.get(index)?;
    match &argument.kind {
        ArgumentKind::String(literal) => Some((literal, range(&argument.span))),
        _ => None,
    }
}

/// What only one function forbids.
fn values(call: &Call, function: &Function, out: &mut Vec<Problem>) {
    let name = function.name;
    match name {
        "States.Format" => placeholders(call, out),
        "States.ArrayRange" => array_range(call, out),
        "States.ArrayPartition" => {
            if let Some((size, span)) = number(call, 1)
                && size < 1.0
            {
                out.push(Problem::new(K::ChunkSize, span, "the chunk size has to be 1 or more"));
            }
        }
        "States.ArrayGetItem" => {
            if let Some((index, span)) = number(call, 1)
                && index < 0.0
            {
                let help = "a path can count from the end: `$.list[-1]`";
                out.push(Problem::new(K::NegativeIndex, span, "the index cannot be negative").help(help));
            }
        }
        "States.Hash" => {
            text_length(call, name, out);
            hash_algorithm(call, out);
        }
        "States.Base64Encode" => text_length(call, name, out),
        "States.Base64Decode" => {
            text_length(call, name, out);
            if let Some((literal, span)) = text(call, 0)
                && !literal
                    .value
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
            {
                out.push(Problem::new(K::NotBase64, span, "this text is not Base64"));
            }
        }
        "States.JsonMerge" => {
            if let Some(Argument { kind: ArgumentKind::Boolean(true), span }) = call.arguments.get(2) {
                let message = "Step Functions cannot merge deeply: the third argument has to be `false`";
                out.push(Problem::new(K::DeepMerge, range(span), message).edit(range(span), "false"));
            }
        }
        "States.MathAdd" => {
            for (value, span) in (0..2).filter_map(|index| number(call, index)) {
                if value < f64::from(i32::MIN) || value > f64::from(i32::MAX) {
                    let message = "`States.MathAdd` takes numbers from -2147483648 to 2147483647";
                    out.push(Problem::new(K::NumberSize, span, message));
                }
            }
        }
        "States.MathRandom" => {
            if let (Some((start, first)), Some((end, last))) = (number(call, 0), number(call, 1))
                && start >= end
            {
                let message = "the start has to be smaller than the end";
                out.push(Problem::new(K::RandomBounds, first.start..last.end, message));
            }
        }
        "States.StringSplit" => {
            if let Some((literal, span)) = text(call, 1)
                && literal.value.chars().next().is_some_and(|first| literal.value.chars().any(|c| c != first))
            {
                let message = "the text is split at each of these characters, not at all of them in a row";
                out.push(Problem::new(K::DelimiterSet, span, message));
            }
        }
        _ => {}
    }
}

fn placeholders(call: &Call, out: &mut Vec<Problem>) {
    let Some((template, span)) = text(call, 0) else { return };
    let values = call.arguments.len() - 1;
    let count = template.placeholders.len();
    if count == values {
        return;
    }
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let message =
        format!("the template has {count} `{{}}`, but {values} value{} follow{}", plural(values), {
            if values == 1 { "s" } else { "" }
        });
    out.push(Problem::new(K::Placeholders, span, message));
}

fn array_range(call: &Call, out: &mut Vec<Problem>) {
    let step = number(call, 2);
    if let Some((0.0, span)) = &step {
        out.push(Problem::new(K::RangeStep, span.clone(), "the step cannot be 0"));
        return;
    }
    if let (Some((first, start)), Some((last, _)), Some((step, end))) =
        (number(call, 0), number(call, 1), step)
    {
        let items = ((last - first) / step).floor() + 1.0;
        if items > MAX_RANGE {
            let message = format!("the range has {items} items, more than 1000");
            out.push(Problem::new(K::RangeLength, start.start..end.end, message));
        }
    }
}

fn text_length(call: &Call, name: &str, out: &mut Vec<Problem>) {
    if let Some((literal, span)) = text(call, 0) {
        let length = literal.value.chars().count();
        if length > MAX_TEXT {
            let message = format!("`{name}` takes at most 10,000 characters, this text has {length}");
            out.push(Problem::new(K::TextLength, span, message));
        }
    }
}

fn hash_algorithm(call: &Call, out: &mut Vec<Problem>) {
    let Some((literal, span)) = text(call, 1) else { return };
    let name = literal.value.as_str();
    if HASH_ALGORITHMS.contains(&name) {
        return;
    }
    let folded = |text: &str| text.to_ascii_uppercase().replace(['-', '_', ' '], "");
    let meant = HASH_ALGORITHMS.iter().find(|known| folded(known) == folded(name)).copied();
    let message = format!("there is no hash algorithm `{name}`");
    let problem = Problem::new(K::HashAlgorithm, span.clone(), message)
        .help(format!("the algorithms are {}", HASH_ALGORITHMS.join(", ")));
    out.push(match meant {
        Some(meant) => problem.edit(span, format!("'{meant}'")),
        None => problem,
    });
}

/// At most one problem of each kind for one string.
fn string(literal: &StringLiteral, template: bool, out: &mut Vec<Problem>) {
    let brace = literal.loose_braces.first();
    let brace = if template { brace } else { brace.or(literal.placeholders.first()) };
    if let Some(brace) = brace {
        let help = if template {
            "values are put at `{}`; a brace that stands for itself is written `\\{`"
        } else {
            "a brace in a string is written `\\{` or `\\}`"
        };
        let message = "braces are reserved in strings of intrinsic functions";
        out.push(Problem::new(K::LooseBrace, range(brace), message).help(help));
    }
    if let Some(escape) = literal.open_escapes.first() {
        let message = "a backslash may stand only before `'`, `{`, `}` and `\\`";
        let at = escape.start as usize;
        out.push(Problem::new(K::OpenEscape, range(escape), message).edit(at..at, "\\"));
    }
}
