//! A rule whose test an earlier rule has made already.

use rustc_hash::FxHashMap;

use super::{Context, Reporter};
use crate::asl::{Field, ObjectId, Place, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Choice) {
        if !may_repeat(cx, cx.machine.children(state.object, Field::Choices)) {
            continue;
        }
        let mut first: FxHashMap<String, ObjectId> = FxHashMap::default();
        for rule in cx.machine.children(state.object, Field::Choices) {
            let Some(test) = test(cx, rule) else { continue };
            let Some(&other) = first.get(&test) else {
                first.insert(test, rule);
                continue;
            };
            out.report(
                &Place::object(rule),
                cx.machine.head_span(rule),
                format!(
                    "A rule of state `{}` is never reached: an earlier one makes the same test",
                    state.name
                ),
            )
            .label("the same test again")
            .related(cx.machine.head_span(other), "the rule that is taken")
            .help("Remove the rule, or change its test");
        }
    }
}

/// Whether two of the rules may make the same test, told without a look at all of it.
fn may_repeat(cx: &Context<'_>, rules: impl ExactSizeIterator<Item = ObjectId> + Clone) -> bool {
    const FEW: usize = 16;
    let variable = |rule| cx.machine.str(rule, Field::Variable);
    let has_equal = |(index, rule)| rules.clone().take(index).any(|other| variable(other) == variable(rule));
    rules.len() > FEW || rules.clone().enumerate().any(has_equal)
}

/// What the rule tests, without what follows from it and without the blanks of its text.
fn test(cx: &Context<'_>, rule: ObjectId) -> Option<String> {
    let mut parts: Vec<(&str, &str)> = cx
        .machine
        .fields(rule)
        .filter(|field| !matches!(field.field, Field::Next | Field::Comment | Field::Assign | Field::Output))
        .map(|field| (field.field.name(), field.value.source()))
        .collect();
    if parts.is_empty() || parts.iter().any(|(_, value)| value.contains("${")) {
        return None;
    }
    parts.sort_unstable();
    let mut test = String::new();
    for (name, value) in parts {
        test.push_str(name);
        test.push(':');
        test.extend(value.lines().map(str::trim));
        test.push('\n');
    }
    Some(test)
}
