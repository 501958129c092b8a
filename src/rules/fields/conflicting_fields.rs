//! Fields that exclude each other in one object.

use super::{Context, Reporter};
use crate::asl::{Field, ObjectKind, Place};
use crate::finding::Severity;
use crate::rules::wording::{SCHEMA, list, words};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (id, object) in cx.objects() {
        let spec = object.kind.spec();
        // Choice rules have their own rules: `choice-rule-kind` and `choice-rule-comparators`.
        if matches!(object.kind, ObjectKind::ChoiceRule | ObjectKind::NestedChoiceRule) {
            continue;
        }
        for group in spec.exactly_one.iter().chain(spec.at_most_one) {
            report(cx, out, id, group, None);
        }
        if object.kind == ObjectKind::Map {
            // Forbidden by statelint; AWS's answer is not recorded (spec/states.md 1.13).
            report(cx, out, id, &[Field::ItemSelector, Field::Parameters], Some(Severity::Warning));
        }
    }
}

fn report(
    cx: &Context<'_>,
    out: &mut Reporter<'_>,
    id: crate::asl::ObjectId,
    group: &[Field],
    at_most: Option<Severity>,
) {
    let is_there = |field: &&Field| cx.machine.has(id, **field);
    if group.iter().filter(is_there).nth(1).is_none() {
        return;
    }
    let mut present: Vec<_> = group.iter().filter_map(|&field| cx.machine.field(id, field)).collect();
    present.sort_by_key(|field| field.key.span());
    let [first, second, ..] = present.as_slice() else { return };
    let names = words(present.iter().map(|field| field.field.name()), "and");
    let place = Place::field(id, second.field);
    let finding = out.report(&place, second.key.span(), format!("{names} exclude each other"));
    finding.label("only one of them may stand here").related(first.key.span(), "the other is here");
    finding.help(format!("Keep {}", words(present.iter().map(|field| field.field.name()), "or")));
    match at_most {
        Some(severity) => finding.at_most(severity),
        None => {
            let message = format!(
                "There should only be one of the following fields: {}",
                list(group.iter().map(|field| field.name()))
            );
            finding.aws(SCHEMA, message, cx.location(&Place::object(id)))
        }
    };
}
