//! A choice rule that is of no kind, or of several.

use super::{Context, Reporter, comparators, rules};
use crate::asl::{Field, Language, ObjectId, Place, QueryLanguage};
use crate::rules::wording::{SCHEMA, words};
use crate::syntax::Kind;

/// A rule has exactly one of these (spec/choice.md 2.2).
const KINDS: [Field; 5] = [Field::And, Field::Or, Field::Not, Field::Variable, Field::Condition];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for rule in rules(cx) {
        if cx.machine.node(rule).kind() != Kind::Object {
            continue;
        }
        let present = || KINDS.into_iter().filter_map(|field| cx.machine.field(rule, field));
        let mut found = present();
        match (found.next(), found.next()) {
            (None, _) if cx.machine.is_complete(rule) => none(cx, out, rule),
            (None, _) | (Some(_), None) => {}
            (Some(first), Some(second)) => {
                let names = words(present().map(|field| field.field.name()), "and");
                let place = Place::field(rule, second.field);
                out.report(&place, second.key.span(), format!("A choice rule cannot have {names} together"))
                    .label("only one of them")
                    .related(first.key.span(), "the other is here")
                    .help("Put them side by side into `And` or `Or`")
                    .aws(SCHEMA, MESSAGE, cx.location(&Place::object(rule)));
            }
        }
    }
}

const MESSAGE: &str =
    "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]";

fn none(cx: &Context<'_>, out: &mut Reporter<'_>, rule: ObjectId) {
    let place = Place::object(rule);
    let language = cx.machine.object(rule).language;
    let comparator = comparators(cx, rule).next();
    let (span, message) = match comparator {
        Some(field) => (field.key.span(), format!("`{}` needs a `Variable` to compare", field.field.name())),
        None if language == Language::Known(QueryLanguage::JSONata) => {
            (cx.machine.head_span(rule), "A choice rule needs a `Condition`".to_owned())
        }
        None => {
            (cx.machine.head_span(rule), "A choice rule needs a `Variable`, `And`, `Or` or `Not`".to_owned())
        }
    };
    // A misspelt member is told as such.
    if cx
        .machine
        .strays
        .iter()
        .any(|stray| stray.object == rule && cx.machine.stray(stray).0.str() != Some("End"))
    {
        return;
    }
    out.report(&place, span, message).label("nothing to decide by").aws(SCHEMA, MESSAGE, cx.location(&place));
}
