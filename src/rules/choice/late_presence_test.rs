//! A presence test that comes after the comparison it should guard.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Context, Reporter, comparison, rules};
use crate::asl::{Field, ObjectId, Place};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for rule in rules(cx) {
        let mut compared: FxHashMap<&str, ObjectId> = FxHashMap::default();
        let mut present: FxHashSet<&str> = FxHashSet::default();
        for inner in cx.machine.children(rule, Field::And) {
            let Some((variable, comparator)) = comparison(cx, inner) else { continue };
            if comparator.field != Field::IsPresent {
                if !present.contains(variable) {
                    compared.entry(variable).or_insert(inner);
                }
                continue;
            }
            present.insert(variable);
            let Some(&earlier) = compared.get(variable).filter(|_| comparator.value.bool() == Some(true))
            else {
                continue;
            };
            let span = cx
                .machine
                .value(earlier, Field::Variable)
                .map_or(cx.machine.head_span(earlier), |value| value.span());
            out.report(&Place::object(inner), comparator.key.span(), format!("`IsPresent` of `{variable}` comes too late: the comparison before it fails where the field is missing"))
                .label("tested here")
                .related(span, "compared here, before the test")
                .help("Put the `IsPresent` test first: the rules of `And` are evaluated in order");
        }
    }
}
