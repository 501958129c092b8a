//! Tests joined by `And` that no value passes.

use rustc_hash::FxHashMap;

use super::{Context, Reporter, comparison, rules};
use crate::asl::{Field, FieldRef, ObjectId, Place};

/// What is known of a variable from the tests so far.
#[derive(Default)]
struct Known<'t> {
    at_least: Option<(f64, bool, FieldRef<'t>)>,
    at_most: Option<(f64, bool, FieldRef<'t>)>,
    equal: Option<(&'t str, FieldRef<'t>)>,
    present: Option<(bool, FieldRef<'t>)>,
}

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for rule in rules(cx) {
        if let Some((inner, variable, earlier, comparator)) = contradicting(cx, rule) {
            report(out, inner, variable, earlier, comparator);
        }
    }
}

/// Whether no value passes the tests that `And` joins in a rule.
pub(in crate::rules) fn contradicts_itself(cx: &Context<'_>, rule: ObjectId) -> bool {
    contradicting(cx, rule).is_some()
}

/// The first test of a rule that no value passes together with one before it: its object, the variable and both tests.
fn contradicting<'t>(
    cx: &Context<'t>,
    rule: ObjectId,
) -> Option<(ObjectId, &'t str, FieldRef<'t>, FieldRef<'t>)> {
    let mut known: FxHashMap<&str, Known<'_>> = FxHashMap::default();
    cx.machine.children(rule, Field::And).find_map(|inner| {
        let (variable, comparator) = comparison(cx, inner)?;
        let earlier = contradiction(known.entry(variable).or_default(), comparator)?;
        Some((inner, variable, earlier, comparator))
    })
}

/// Adds a test to what is known; gives the earlier test that it contradicts.
fn contradiction<'t>(known: &mut Known<'t>, test: FieldRef<'t>) -> Option<FieldRef<'t>> {
    if let Some(number) = test.value.number() {
        let (lower, upper) = match test.field {
            Field::NumericEquals => (Some(false), Some(false)),
            Field::NumericGreaterThan => (Some(true), None),
            Field::NumericGreaterThanEquals => (Some(false), None),
            Field::NumericLessThan => (None, Some(true)),
            Field::NumericLessThanEquals => (None, Some(false)),
            _ => (None, None),
        };
        if let Some(is_strict) = lower
            && known.at_least.is_none_or(|(least, _, _)| number >= least)
        {
            known.at_least = Some((number, is_strict, test));
        }
        if let Some(is_strict) = upper
            && known.at_most.is_none_or(|(most, _, _)| number <= most)
        {
            known.at_most = Some((number, is_strict, test));
        }
        let ((least, above, low), (most, below, high)) = known.at_least.zip(known.at_most)?;
        let is_empty = least > most || (least == most && (above || below));
        return is_empty.then_some(if low.value.id() == test.value.id() { high } else { low });
    }
    match test.field {
        Field::StringEquals => {
            let text = test.value.str().filter(|_| !test.value.has_placeholder())?;
            let earlier = known.equal.replace((text, test));
            earlier.filter(|(other, _)| *other != text).map(|(_, field)| field)
        }
        Field::IsPresent => {
            let value = test.value.bool()?;
            let earlier = known.present.replace((value, test));
            earlier.filter(|(other, _)| *other != value).map(|(_, field)| field)
        }
        _ => None,
    }
}

fn report(out: &mut Reporter<'_>, rule: ObjectId, variable: &str, earlier: FieldRef<'_>, test: FieldRef<'_>) {
    let words = |test: FieldRef<'_>| format!("{} {}", test.field.name(), test.value.source());
    let message = format!("No value of `{variable}` passes both `{}` and `{}`", words(earlier), words(test));
    out.report(&Place::field(rule, test.field), test.value.span(), message)
        .label("contradicts the test before")
        .related(earlier.value.span(), "this test")
        .help("The rule is never true; join the tests with `Or`, or mend one of them");
}
