//! Something that an action does not take.

use super::{Context, Reporter, severity};
use crate::aws::Shape;
use crate::finding::{Finding, Severity};
use crate::rules::edit;
use crate::rules::service_call::{self, ServiceCall, calls, member_name};
use crate::rules::wording::SCHEMA;
use crate::suggest;
use crate::syntax::{Node, NodeId};
use rustc_hash::FxHashSet;

/// Types of attribute values of DynamoDB, which are also taken as DynamoDB itself spells them: the optimized integration
/// knows no others (spec/integrations.md 8.3).
const ATTRIBUTE_TYPES: [&str; 5] = ["BOOL", "NULL", "SS", "NS", "BS"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut budget = suggest::BUDGET;
    for call in calls(cx) {
        let Some(object) = call.object() else { continue };
        let mut names: Vec<&'static str> = call.own_members().collect();
        names.extend(call.input.into_iter().flat_map(Shape::members).map(|member| member.name));
        // Where neither the integration nor the SDK says what it takes, everything may be right.
        if names.is_empty() && call.input.is_none() {
            continue;
        }
        check_members(cx, out, call, (object, true), &names, &mut budget);
        for (node, shape) in call.nested() {
            let names: Vec<&'static str> = shape.members().map(|member| member.name).collect();
            check_members(cx, out, call, (node, false), &names, &mut budget);
        }
    }
}

fn check_members(
    cx: &Context<'_>,
    out: &mut Reporter<'_>,
    call: &ServiceCall<'_>,
    (object, is_top): (Node<'_>, bool),
    names: &[&'static str],
    budget: &mut usize,
) {
    let missing = if is_top { missing(cx, call) } else { Vec::new() };
    let slipped: FxHashSet<NodeId> = match is_top {
        true => call.slipped_fields().map(|(key, _)| key.id()).collect(),
        false => FxHashSet::default(),
    };
    for (key, _) in object.members() {
        // That is another rule's finding.
        if slipped.contains(&key.id()) {
            continue;
        }
        let is_taken = |name: &str| names.contains(&name) || ATTRIBUTE_TYPES.contains(&name);
        let Some(name) = member_name(key).filter(|name| !is_taken(name)) else { continue };
        let finding =
            out.report(&call.place_of(key), key.span(), format!("`{}` takes no `{name}`", call.name));
        finding.label("not taken");
        if let Some(meant) = names.iter().find(|known| known.eq_ignore_ascii_case(name)) {
            let (span, text) = edit::within(key, 0, name.len(), meant);
            finding.help(format!("Write `{meant}`"));
            // That optimized integrations fold runs of capitals as those of the SDK do is not documented.
            if call.optimized.is_some() && fold(name) == *meant {
                finding.unsafe_fix(span, text);
            } else {
                finding.safe_fix(span, text);
            }
            let is_recorded = name.get(1..) == meant.get(1..);
            if missing.contains(meant) {
                refuse(cx, finding, call, (name, meant));
                continue;
            }
            finding.at_most(if is_recorded { severity(cx, call.state) } else { Severity::Warning });
            continue;
        }
        let needed = suggest::nearest_within(budget, name, missing.iter().copied());
        match needed {
            Some(needed) => refuse(cx, finding, call, (name, needed)),
            // A service may have got a member since the models were made.
            None => drop(finding.at_most(Severity::Warning)),
        }
        match needed.or_else(|| suggest::nearest_within(budget, name, names.iter().copied())) {
            Some(meant) => {
                let (span, text) = edit::within(key, 0, name.len(), meant);
                finding.help(format!("Did you mean `{meant}`?")).unsafe_fix(span, text);
            }
            None => drop(finding.help(format!("`{}` does not know it; leave it out", call.name))),
        }
    }
}

/// The members without which AWS refuses the call (spec/integrations.md 8.3), and which are certainly not there under
/// their own names.
fn missing(cx: &Context<'_>, call: &ServiceCall<'_>) -> Vec<&'static str> {
    let given = call.object().and_then(|object| service_call::names(cx, object));
    let required = call.optimized.map_or(&[][..], |entry| entry.required);
    let is_missing = |name: &&&str| given.as_ref().is_some_and(|given| !given.contains(*name));
    required.iter().filter(is_missing).copied().collect()
}

/// Whatever else the member may be, the one that is meant lacks, and AWS refuses the call.
fn refuse(cx: &Context<'_>, finding: &mut Finding, call: &ServiceCall<'_>, (name, needed): (&str, &str)) {
    finding.message = format!("`{}` needs `{needed}`, and takes no `{name}`", call.name);
    let said = format!("The field '{needed}' is required but was missing");
    finding.aws(SCHEMA, said, cx.location(&call.place(Vec::new())));
}

/// A member of an API as the SDK integrations spell it: the capitals that begin it are one word
/// (spec/integrations.md 8.7). `DBInstance` is `DbInstance`.
fn fold(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let is_small = |at: usize| letters.get(at).is_some_and(|letter| letter.is_lowercase());
    let run = letters.iter().take_while(|letter| letter.is_uppercase()).count();
    let word = if is_small(run) { run.saturating_sub(1) } else { run };
    let folded = |(at, letter): (usize, &char)| match at {
        1.. if at < word => letter.to_ascii_lowercase(),
        _ => *letter,
    };
    letters.iter().enumerate().map(folded).collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn runs_of_capitals_are_folded_where_they_begin_a_name() {
        for (name, folded) in [
            ("DBInstance", "DbInstance"),
            ("SSEKMSKeyId", "SsekmsKeyId"),
            ("TAbleName", "TAbleName"),
            ("EnableIAM", "EnableIAM"),
            ("NULL", "Null"),
            ("", ""),
        ] {
            assert_eq!(fold(name), folded);
        }
    }
}
