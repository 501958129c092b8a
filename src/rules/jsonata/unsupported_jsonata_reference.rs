//! `$`, `$$` or a bare name where nothing is in context.

use std::cell::LazyCell;

use super::{Context, Reporter, is_misread, propose, sentence};
use crate::expr::jsonata::{Analysis, Edit, Expression, Node, NodeKind, Span};
use crate::flow::JsonataSite;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for JsonataSite { site, text, expression, analysis: Analysis { references, failures, .. }, .. } in
        cx.expressions()
    {
        let callbacks = LazyCell::new(|| callbacks(expression));
        let misreadings: Vec<_> = failures.iter().filter(|found| is_misread(found.kind)).collect();
        for reference in &references.context {
            let name = reference.name;
            let behind = misreadings.partition_point(|found| found.span.start <= reference.span.start);
            let misread =
                misreadings[..behind].last().filter(|found| found.span.contains(&reference.span.start));
            let message = match (misread, name) {
                (Some(found), _) => sentence(&found.message),
                (None, "$" | "$$") => {
                    format!("`{name}` has no meaning here: the state's input is `$states.input`")
                }
                (None, _) if WORDS.iter().any(|(word, _)| *word == name) => {
                    format!("`{name}` is no value in JSONata")
                }
                (None, _) => format!("`{name}` refers to nothing: the state's input is `$states.input`"),
            };
            let slip = misread.is_none().then(|| slip(name, &callbacks, &reference.span, text)).flatten();
            let finding = out.report_at(site, &reference.span, message);
            finding.label(if name == "$$" { "not supported" } else { "not supported at the top level" });
            let is_variable = cx.variables().is_assigned(name);
            let (start, end) = (reference.span.start, reference.span.end);
            let edit = match name {
                "$" | "$$" => Edit { span: start..end, replacement: "$states.input".to_owned() },
                _ if is_variable => Edit { span: start..start, replacement: "$".to_owned() },
                _ => Edit { span: start..start, replacement: "$states.input.".to_owned() },
            };
            match misread {
                None if slip.is_some() => {
                    let Slip { help, edit } = slip.unwrap_or_default();
                    finding.help(help);
                    propose(finding, site, edit.as_ref());
                }
                Some(found) => {
                    finding.help = found.help.as_deref().map(sentence);
                    propose(finding, site, found.edit.as_ref());
                }
                None if name.starts_with('$') => {
                    finding.help(format!("Did you mean `{}`?", edit.replacement));
                    propose(finding, site, Some(&edit));
                }
                None => {
                    finding
                        .help(format!("Did you mean `{}{name}`? A text stands in quotes", edit.replacement));
                    propose(finding, site, Some(&edit));
                }
            }
            let location = cx.location(&cx.sites().place(site));
            finding.aws("UNSUPPORTED_JSONATA_EXPRESSION", reference.aws_message(), location);
        }
    }
}

/// Values of other languages, with what JSONata writes for them.
const WORDS: [(&str, Option<&str>); 9] = [
    ("undefined", None),
    ("True", Some("true")),
    ("TRUE", Some("true")),
    ("False", Some("false")),
    ("FALSE", Some("false")),
    ("None", Some("null")),
    ("Null", Some("null")),
    ("NULL", Some("null")),
    ("nil", Some("null")),
];

/// What was meant where it is neither a member of the input nor a variable.
#[derive(Default)]
struct Slip {
    help: String,
    edit: Option<Edit>,
}

/// The slip behind a reference that nothing is behind.
fn slip(name: &str, callbacks: &[Span], span: &Span, text: &str) -> Option<Slip> {
    if let Some((_, instead)) = WORDS.iter().find(|(word, _)| *word == name) {
        let edit = instead.map(|word| Edit { span: span.clone(), replacement: word.to_owned() });
        let help = match instead {
            Some(word) => format!("JSONata writes `{word}`"),
            None => "`$exists(…)` asks whether there is a value".to_owned(),
        };
        return Some(Slip { help, edit });
    }
    if matches!(name, "$" | "$$") {
        let behind = callbacks.partition_point(|place| place.start <= span.start);
        let is_inside = callbacks[..behind].last().is_some_and(|place| span.end <= place.end);
        let help = "A function stands here: `function($value) { $value.price > 10 }`".to_owned();
        return is_inside.then_some(Slip { help, edit: None });
    }
    let (start, end) = (span.start as usize, span.end as usize);
    let head = text.get(..start)?.strip_suffix('-')?;
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    let first = head.trim_end_matches(is_part).len();
    let is_name =
        head[..first].ends_with('.') && head[first..].starts_with(|letter: char| letter.is_alphabetic());
    let rest = text.get(end..)?;
    let end = end + rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
    let word = text.get(first..end)?;
    is_name.then(|| Slip {
        help: format!("A name with a hyphen stands in backticks: `` `{word}` ``"),
        edit: Some(Edit { span: first as u32..end as u32, replacement: format!("`{word}`") }),
    })
}

/// The places where a function is to stand and something else does, as in `$filter($items, $.price > 1)`; none of them
/// in another.
fn callbacks(expression: &Expression) -> Vec<Span> {
    const TAKERS: [&str; 6] = ["map", "filter", "single", "reduce", "each", "sift"];
    let place = |node: &Node| {
        let NodeKind::Call { callee, arguments } = &node.kind else { return None };
        let is_taker = TAKERS.contains(&expression.called_variable(*callee)?);
        let second = arguments.get(1).filter(|_| is_taker)?;
        let is_function = matches!(expression.kind(*second), NodeKind::Lambda(_));
        (!is_function).then(|| expression.span(*second))
    };
    let mut places: Vec<Span> = expression.nodes.iter().filter_map(place).collect();
    places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    places.dedup_by(|inner, outer| inner.end <= outer.end);
    places
}
