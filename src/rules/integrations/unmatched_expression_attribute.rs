//! Names and values of DynamoDB's expressions that the call does not define, or defines and never uses.

use std::collections::BTreeSet;

use super::{Context, Reporter};
use crate::rules::service_call::{ServiceCall, calls, has_unknown, member, member_name};
use crate::suggest;
use crate::syntax::{Kind, Node};

const EXPRESSIONS: [&str; 5] = [
    "ConditionExpression",
    "FilterExpression",
    "KeyConditionExpression",
    "ProjectionExpression",
    "UpdateExpression",
];

/// The members that define what expressions use, with the sign that it begins with.
const MAPS: [(&str, char); 2] = [("ExpressionAttributeNames", '#'), ("ExpressionAttributeValues", ':')];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx).filter(|call| call.name.starts_with("dynamodb:")) {
        let nested = call.nested().map(|(object, _)| object);
        for object in call.object().into_iter().chain(nested).filter(|object| cx.machine.is_whole(*object)) {
            let written = EXPRESSIONS.iter().filter_map(|name| member(object, name));
            let expressions: Vec<Node<'_>> = written.map(|(_, value)| value).collect();
            for (map, sign) in MAPS {
                check_map(out, call, object, &expressions, (map, sign));
            }
        }
    }
}

fn check_map(
    out: &mut Reporter<'_>,
    call: &ServiceCall<'_>,
    object: Node<'_>,
    expressions: &[Node<'_>],
    (map, sign): (&str, char),
) {
    let defined = member(object, map).map(|(_, value)| value);
    let is_computed = |name: &str| object.members().any(|(key, _)| key.str() == Some(&format!("{name}.$")));
    let is_open = |value: Node<'_>| {
        value.kind() != Kind::Object
            || has_unknown(value)
            || value.members().any(|(key, _)| member_name(key).is_none())
    };
    if is_computed(map) || defined.is_some_and(is_open) {
        return;
    }
    let keys =
        || defined.into_iter().flat_map(Node::members).filter_map(|(key, _)| Some((key, member_name(key)?)));
    let names: BTreeSet<&str> = keys().map(|(_, name)| name).collect();
    let mut used = BTreeSet::new();
    let mut undefined = Vec::new();
    let mut all_are_written = !EXPRESSIONS.iter().any(|name| is_computed(name));
    for expression in expressions {
        // A `<` is no placeholder here: it compares.
        let is_filled = |text: &str| ["{%", "${", "{{", "#{"].iter().any(|sign| text.contains(sign));
        let Some(text) = expression.str().filter(|text| !expression.is_unknown() && !is_filled(text)) else {
            all_are_written = false;
            continue;
        };
        let new = tokens(text, sign).filter(|token| used.insert(*token) && !names.contains(token));
        undefined.extend(new.map(|token| (*expression, token)));
    }
    let unused = || keys().filter(|(_, name)| all_are_written && !used.contains(name));
    let spare: Vec<&str> = unused().map(|(_, name)| name).collect();
    let meant = |token: &str| match (undefined.as_slice(), spare.as_slice()) {
        ([_], [only]) => Some(*only),
        _ => suggest::nearest(token, names.iter().copied()),
    };
    for &(expression, token) in &undefined {
        let message = format!("`{token}` is not among the `{map}` of `{}`", call.name);
        let finding = out.report(&call.place_of(expression), expression.span(), message);
        finding.label(format!("uses `{token}`")).stable_path.push_str(token);
        finding.help(match meant(token) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => format!("Define it: `\"{map}\": {{ \"{token}\": … }}`"),
        });
    }
    let told: BTreeSet<&str> = undefined.iter().filter_map(|(_, token)| meant(token)).collect();
    for (key, name) in unused().filter(|(_, name)| !told.contains(name)) {
        let message = format!("No expression of `{}` uses `{name}`, which DynamoDB refuses", call.name);
        let finding = out.report(&call.place_of(key), key.span(), message);
        finding.label("never used").help("Remove it, or use it in an expression");
    }
}

/// The words of an expression that begin with the sign.
fn tokens(text: &str, sign: char) -> impl Iterator<Item = &str> {
    text.match_indices(sign).filter_map(move |(at, _)| {
        let rest = &text[at + 1..];
        let length = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        let end = at + 1 + length.unwrap_or(rest.len());
        (end > at + 1).then(|| &text[at..end])
    })
}
