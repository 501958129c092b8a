//! Functions that search texts, for a text or a regular expression.

use regex_lite::Regex;

use super::super::value::{Function, Val};
use super::super::{Evaluated, Evaluator, throws};
use super::argument;
use crate::interpreter::unsupported;

/// What is searched for.
enum Pattern<'a> {
    Text(&'a str),
    Regex(&'a Regex),
}

pub fn call(_: &mut Evaluator<'_>, name: &str, arguments: &[Val]) -> Option<Evaluated> {
    if !["match", "contains", "replace", "split"].contains(&name) {
        return None;
    }
    let Val::String(text) = argument(arguments, 0) else { return Some(Ok(Val::Undefined)) };
    let pattern = match argument(arguments, 1) {
        Val::String(pattern) => Pattern::Text(pattern),
        Val::Function(function) => match &**function {
            Function::Regex(regex) => Pattern::Regex(regex),
            _ => return Some(unsupported("a function that searches")),
        },
        _ => return Some(unsupported("an undefined pattern")),
    };
    let third = argument(arguments, 2);
    Some(match name {
        "match" => matches(text, &pattern, third),
        "contains" => Ok(Val::Bool(match pattern {
            Pattern::Text(pattern) => text.contains(pattern),
            Pattern::Regex(regex) => regex.is_match(text),
        })),
        "replace" => replace(text, &pattern, third, argument(arguments, 3)),
        _ => split(text, &pattern, third),
    })
}

fn limit(value: &Val) -> Option<usize> {
    match value {
        Val::Undefined => Some(usize::MAX),
        Val::Number(limit) if *limit >= 0.0 => Some(*limit as usize),
        _ => None,
    }
}

fn matches(text: &str, pattern: &Pattern<'_>, most: &Val) -> Evaluated {
    let Pattern::Regex(regex) = pattern else { return unsupported("`$match` of a text") };
    let Some(most) = limit(most) else { return throws("D3040") };
    let found = regex.captures_iter(text).take(most).map(|captures| {
        let whole = captures.get(0).map_or("", |whole| whole.as_str());
        let start = captures.get(0).map_or(0, |whole| text[..whole.start()].chars().count());
        let group =
            |index| captures.get(index).map_or_else(|| Val::text(""), |group| Val::text(group.as_str()));
        Val::object(vec![
            ("match".into(), Val::text(whole)),
            ("index".into(), Val::Number(start as f64)),
            ("groups".into(), Val::array((1..captures.len()).map(group).collect())),
        ])
    });
    Ok(Val::sequence(found.collect()))
}

fn replace(text: &str, pattern: &Pattern<'_>, with: &Val, most: &Val) -> Evaluated {
    let Some(most) = limit(most) else { return throws("D3011") };
    let Val::String(with) = with else { return unsupported("a function that replaces") };
    Ok(match pattern {
        Pattern::Text("") => return throws("D3010"),
        Pattern::Text(pattern) => Val::text(text.replacen(pattern, with, most)),
        Pattern::Regex(_) if with.contains('$') => return unsupported("groups in a replacement"),
        Pattern::Regex(_) if most == 0 => Val::text(text),
        Pattern::Regex(regex) if regex.is_match("") => return throws("D1004"),
        Pattern::Regex(regex) => {
            let most = if most == usize::MAX { 0 } else { most };
            Val::text(regex.replacen(text, most, regex_lite::NoExpand(with)))
        }
    })
}

fn split(text: &str, pattern: &Pattern<'_>, most: &Val) -> Evaluated {
    let Some(most) = limit(most) else { return throws("D3020") };
    let pieces: Vec<Val> = match pattern {
        Pattern::Text("") => text.chars().map(|letter| Val::text(letter.to_string())).take(most).collect(),
        Pattern::Text(pattern) => text.split(pattern).take(most).map(Val::text).collect(),
        Pattern::Regex(regex) => regex.split(text).take(most).map(Val::text).collect(),
    };
    Ok(Val::array(pieces))
}
