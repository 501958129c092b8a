//! Choice states and their rules.

pub mod boolean_as_string;
pub mod choice_contradiction;
pub mod choice_rule_comparators;
pub mod choice_rule_kind;
pub mod choice_without_default;
pub mod constant_condition;
pub mod dead_choice_rule;
pub mod ineffective_choice_output;
pub mod late_presence_test;
pub mod literal_looks_like_path;
pub mod needless_string_matches;
pub mod nested_choice_assign;
pub mod regex_in_string_matches;
pub mod wildcard_in_string_equals;

use super::{Context, Reporter};
use crate::asl::{Field, FieldRef, ObjectId, ObjectKind};

/// All choice rules, nested ones included.
fn rules<'c, 't>(cx: &'c Context<'t>) -> impl Iterator<Item = ObjectId> + use<'c, 't> {
    let is_rule = |kind| matches!(kind, ObjectKind::ChoiceRule | ObjectKind::NestedChoiceRule);
    cx.objects().filter(move |(_, object)| is_rule(object.kind)).map(|(id, _)| id)
}

/// The choice rules with `StringMatches`, each with that field.
fn string_matches<'c, 't>(
    cx: &'c Context<'t>,
) -> impl Iterator<Item = (ObjectId, FieldRef<'t>)> + use<'c, 't> {
    rules(cx).filter_map(|rule| Some((rule, cx.machine.field(rule, Field::StringMatches)?)))
}

/// The comparators of a rule; one, where the rule is right.
fn comparators<'c, 't>(
    cx: &'c Context<'t>,
    rule: ObjectId,
) -> impl Iterator<Item = FieldRef<'t>> + use<'c, 't> {
    cx.machine.fields(rule).filter(|field| field.field.is_comparator())
}

/// The comparator of a rule that has a variable and one comparator.
fn comparison<'t>(cx: &Context<'t>, rule: ObjectId) -> Option<(&'t str, FieldRef<'t>)> {
    let variable = cx.machine.str(rule, Field::Variable)?;
    let mut found = comparators(cx, rule);
    let comparator = found.next()?;
    found.next().is_none().then_some((variable, comparator))
}
