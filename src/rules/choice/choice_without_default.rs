//! A Choice that fails where none of its rules is true.

use std::cell::LazyCell;

use rustc_hash::FxHashSet;

use super::{Context, Reporter, comparison};
use crate::asl::{Field, ObjectId, Place, StateId, StateType};
use crate::flow::ObservationKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    // Of those that fail whatever comes, `no-matching-choice-rule` tells.
    let hopeless: LazyCell<FxHashSet<StateId>, _> = LazyCell::new(|| {
        let observations = if cx.follows_data() { cx.data().observations() } else { &[] };
        observations
            .iter()
            .filter(|observation| matches!(observation.kind, ObservationKind::NothingMatches))
            .map(|observation| observation.state)
            .collect()
    });
    for state in cx.machine.states_of(StateType::Choice) {
        let rules: Vec<ObjectId> = cx.machine.children(state.object, Field::Choices).collect();
        // A rule that has it instead is another finding.
        let has_strayed = |rule: &ObjectId| cx.machine.node(*rule).get(Field::Default.name()).is_some();
        let may_have_default = cx.machine.has(state.object, Field::Default)
            || !cx.machine.is_complete(state.object)
            || cx.machine.misspelt(state.object, Field::Default).is_some()
            || rules.iter().any(has_strayed);
        if rules.is_empty() || may_have_default || is_exhaustive(cx, &rules) || hopeless.contains(&state.id) {
            continue;
        }
        out.report(
            &Place::object(state.object),
            state.key.span(),
            format!("State `{}` fails where none of its rules is true", state.name),
        )
        .label("no `Default`")
        .help("Add a `Default`; a Choice cannot catch `States.NoChoiceMatched`");
    }
}

/// Whether the rules leave nothing over: a rule that is always true, a test beside its opposite, a comparison of
/// numbers with all that is left.
fn is_exhaustive(cx: &Context<'_>, rules: &[ObjectId]) -> bool {
    let mut seen: FxHashSet<(&str, Field, bool)> = FxHashSet::default();
    let mut negated: FxHashSet<&str> = FxHashSet::default();
    let mut plain: FxHashSet<&str> = FxHashSet::default();
    let mut numbers: FxHashSet<(&str, Field, &str)> = FxHashSet::default();
    for &rule in rules {
        if let Some(condition) = cx.machine.value(rule, Field::Condition) {
            let text = condition.str().unwrap_or_default();
            if condition.bool() == Some(true) || text.trim_matches(['{', '%', '}', ' ']) == "true" {
                return true;
            }
            continue;
        }
        if let Some(inner) = cx.machine.child(rule, Field::Not) {
            negated.insert(cx.machine.node(inner).source());
        }
        if let Some((variable, comparator)) = comparison(cx, rule) {
            plain.insert(rule_source(cx, rule));
            if let Some(value) = comparator.value.bool() {
                // `IsPresent: false` and `IsPresent: true` leave nothing; so do the two booleans, type aside.
                if seen.contains(&(variable, comparator.field, !value)) {
                    return true;
                }
                seen.insert((variable, comparator.field, value));
            }
            if let Some(limit) = comparator.value.number_text() {
                let rest: &[Field] = match comparator.field {
                    Field::NumericLessThan => &[Field::NumericGreaterThanEquals],
                    Field::NumericLessThanEquals => &[Field::NumericGreaterThan],
                    Field::NumericGreaterThan => &[Field::NumericLessThanEquals],
                    Field::NumericGreaterThanEquals => &[Field::NumericLessThan],
                    _ => &[],
                };
                if rest.iter().any(|&field| numbers.contains(&(variable, field, limit))) {
                    return true;
                }
                numbers.insert((variable, comparator.field, limit));
            }
        }
    }
    let has_opposite = |source: &&str| {
        let inner: String = source.chars().filter(|letter| !letter.is_whitespace()).collect();
        plain.iter().any(|other| {
            let other: String = other.chars().filter(|letter| !letter.is_whitespace()).collect();
            !inner.is_empty() && other.contains(inner.trim_start_matches('{').trim_end_matches('}'))
        })
    };
    // Comparing texts costs their product; a Choice with many negations is beyond what a person checks.
    const FEW: usize = 16;
    negated.len() <= FEW && plain.len() <= FEW && negated.iter().any(has_opposite)
}

fn rule_source<'t>(cx: &Context<'t>, rule: ObjectId) -> &'t str {
    cx.machine.node(rule).source()
}
