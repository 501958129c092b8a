//! What a choice rule tells of the data where it matches, and where it does not (spec/choice.md).

use super::frame::{Frame, Watch};
use super::observation::ObservationKind;
use super::{Bindings, jsonata, path};
use crate::asl::{Field, FieldRef, ObjectId, QueryLanguage};
use crate::expr::jsonpath::{Path, Root};
use crate::shape::{Lookup, Numbers, Shape, Step, Types};

/// How deep rules are looked into.
const MAX_DEPTH: u32 = 64;

/// What the data can be at a point between two rules.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) input: Shape,
    pub(super) variables: Bindings,
}

/// What follows from a rule.
pub(super) struct Judged {
    /// What the data can be where it matches; none where it cannot.
    pub(super) matched: Option<Facts>,
    /// What it can be where it does not.
    pub(super) failed: Option<Facts>,
}

impl Facts {
    fn join(&self, other: &Self) -> Self {
        Self { input: self.input.join(&other.input), variables: self.variables.join(&other.variables) }
    }
}

impl Judged {
    fn open(facts: &Facts) -> Self {
        Self { matched: Some(facts.clone()), failed: Some(facts.clone()) }
    }
}

fn either(left: Option<Facts>, right: Option<Facts>) -> Option<Facts> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.join(&right)),
        (one, None) | (None, one) => one,
    }
}

/// Looks at a rule with what is known before it.
pub(super) fn judge<'a, 't>(
    frame: &Frame<'_, 'a, 't>,
    rule: ObjectId,
    facts: &Facts,
    watch: &mut Watch<'a, 't>,
) -> Judged {
    let frame = frame.knowing(facts);
    match frame.language(rule) {
        Some(QueryLanguage::JSONPath) => judge_rule(&frame, rule, facts, MAX_DEPTH, watch),
        Some(QueryLanguage::JSONata) => judge_condition(&frame, rule, facts, watch),
        None => Judged::open(facts),
    }
}

fn judge_condition<'a, 't>(
    frame: &Frame<'_, 'a, 't>,
    rule: ObjectId,
    facts: &Facts,
    watch: &mut Watch<'a, 't>,
) -> Judged {
    let condition = frame.machine.value(rule, Field::Condition);
    if let Some(constant) = condition.and_then(|node| node.bool()) {
        let side = |truth: bool| (constant == truth).then(|| facts.clone());
        return Judged { matched: side(true), failed: side(false) };
    }
    let Some(site) = frame.site(rule, Field::Condition) else { return Judged::open(facts) };
    // What it gives is only looked at: what follows from it is asked below.
    if watch.is_on() {
        frame.expression(site, watch);
    }
    let Some(expression) = site.expression().filter(|_| !site.node.has_placeholder()) else {
        return Judged::open(facts);
    };
    let side = |truth| {
        let narrowed = frame.read(|readable| jsonata::narrow(expression, readable, truth));
        narrowed.is_possible.then(|| Facts {
            input: narrowed.input.unwrap_or_else(|| facts.input.clone()),
            variables: facts.variables.narrowed(
                narrowed.variables.iter().map(|(name, shape)| (name.as_str(), shape.clone())).collect(),
            ),
        })
    };
    Judged { matched: side(true), failed: side(false) }
}

fn judge_rule<'a, 't>(
    frame: &Frame<'_, 'a, 't>,
    rule: ObjectId,
    facts: &Facts,
    depth: u32,
    watch: &mut Watch<'a, 't>,
) -> Judged {
    let machine = frame.machine;
    if depth == 0 {
        return Judged::open(facts);
    }
    if machine.has(rule, Field::Not) {
        let Some(child) = machine.child(rule, Field::Not) else { return Judged::open(facts) };
        let judged = judge_rule(frame, child, facts, depth - 1, watch);
        return Judged { matched: judged.failed, failed: judged.matched };
    }
    for (field, all) in [(Field::And, true), (Field::Or, false)] {
        if machine.has(rule, field) {
            return judge_parts(frame, machine.children(rule, field), all, facts, depth, watch);
        }
    }
    let mut comparators = machine.fields(rule).filter(|field| field.field.is_comparator());
    let Some((comparator, None)) = comparators.next().map(|first| (first, comparators.next())) else {
        return Judged::open(facts);
    };
    judge_test(frame, rule, comparator, facts, watch)
}

/// Rules of which all must match, or one.
fn judge_parts<'a, 't>(
    frame: &Frame<'_, 'a, 't>,
    parts: impl ExactSizeIterator<Item = ObjectId>,
    all: bool,
    facts: &Facts,
    depth: u32,
    watch: &mut Watch<'a, 't>,
) -> Judged {
    if parts.len() == 0 {
        return Judged::open(facts);
    }
    // What is left where the parts so far have not decided, and what they decided.
    let (mut open, mut decided) = (Some(facts.clone()), None);
    for part in parts {
        let Some(known) = open else { break };
        let judged = judge_rule(&frame.knowing(&known), part, &known, depth - 1, watch);
        let (goes_on, ends) =
            if all { (judged.matched, judged.failed) } else { (judged.failed, judged.matched) };
        decided = either(decided, ends);
        open = goes_on;
    }
    if all { Judged { matched: open, failed: decided } } else { Judged { matched: decided, failed: open } }
}

fn judge_test<'a, 't>(
    frame: &Frame<'_, 'a, 't>,
    rule: ObjectId,
    comparator: FieldRef<'t>,
    facts: &Facts,
    watch: &mut Watch<'a, 't>,
) -> Judged {
    if comparator.field == Field::IsPresent {
        let Some(path) = frame.path_of(rule, Field::Variable) else { return Judged::open(facts) };
        let Some(wanted) = comparator.value.bool() else { return Judged::open(facts) };
        let there = narrowed(frame, path, facts, &|shape, steps| shape.refined(steps, &Shape::clone));
        let gone = narrowed(frame, path, facts, &|shape, steps| shape.without(steps));
        let (matched, failed) = if wanted { (there, gone) } else { (gone, there) };
        return Judged { matched, failed };
    }
    let Some((found, path)) = frame.path(rule, Field::Variable, watch) else { return Judged::open(facts) };
    if found.absence == crate::shape::Absence::Always {
        return Judged::open(facts);
    }
    let (name, is_path) = match comparator.field.name().strip_suffix("Path") {
        Some(name) => (name, true),
        None => (comparator.field.name(), false),
    };
    let operand = if is_path {
        frame.path(rule, comparator.field, watch).map_or(Shape::ANY, |(found, _)| found.shape)
    } else {
        Shape::of_node(comparator.value)
    };
    if let (Some(values), Some(text), "StringEquals") = (found.shape.listed(), comparator.value.str(), name)
        && !is_path
        && !comparator.value.has_placeholder()
        && !values.contain(text)
    {
        let kind = || ObservationKind::UnlistedText { literal: comparator, values };
        frame.observe(watch, rule, Field::Variable, kind);
    }
    let Some(test) = Test::of(name, &operand) else { return Judged::open(facts) };
    let side = |truth: bool| {
        narrowed(frame, path, facts, &|shape, steps| shape.refined(steps, &|value| test.keep(value, truth)))
    };
    Judged { matched: side(true), failed: side(false) }
}

/// The facts with the value that the path starts from narrowed.
fn narrowed(
    frame: &Frame<'_, '_, '_>,
    path: &Path,
    facts: &Facts,
    narrow: &dyn Fn(&Shape, &[Step]) -> Shape,
) -> Option<Facts> {
    let Some(steps) = path::steps(path).filter(|_| path.definite) else { return Some(facts.clone()) };
    match &path.root {
        Root::Input => {
            let input = narrow(&facts.input, &steps);
            (!input.is_nothing()).then(|| Facts { input, variables: facts.variables.clone() })
        }
        Root::Variable { name } => {
            let Some(shape) = facts.variables.get(name) else { return Some(facts.clone()) };
            let shape = narrow(shape, &steps);
            (!shape.is_nothing()).then(|| Facts {
                input: facts.input.clone(),
                variables: facts.variables.narrowed(vec![(name, shape)]),
            })
        }
        Root::Context => {
            let context = narrow(&frame.context, &steps);
            (!context.is_nothing()).then(|| facts.clone())
        }
        Root::Current => Some(facts.clone()),
    }
}

/// A comparison with something that is known.
enum Test {
    /// The value is of one of the types, or is not.
    Type(Types, bool),
    /// The value is that text.
    Text(String),
    /// The value is that truth value.
    Truth(bool),
    /// The value is a number of the first ones; if it is a number of the second ones it is not.
    Number(Numbers, Numbers),
    /// The value is of that type for sure; what else is asked of it is not known.
    Some(Types),
}

impl Test {
    fn of(name: &str, operand: &Shape) -> Option<Self> {
        let parts = operand.parts();
        if let Some(kind) = name.strip_prefix("Is") {
            let wanted = operand.can_be_bool(true);
            if wanted == operand.can_be_bool(false) {
                return None;
            }
            let types = match kind {
                "Null" => Types::NULL,
                "Numeric" => Types::NUMBER,
                "String" => Types::TEXT,
                "Boolean" => Types::BOOLEAN,
                _ if wanted => return Some(Self::Some(Types::TEXT)),
                _ => return None,
            };
            return Some(Self::Type(types, wanted));
        }
        if let Some(relation) = name.strip_prefix("Numeric") {
            let constant = parts.numbers.and_then(|numbers| numbers.constant());
            let constant = constant.filter(|_| operand.types().is_only(Types::NUMBER));
            let Some(value) = constant else { return Some(Self::Some(Types::NUMBER)) };
            let upto = Numbers { max: value, ..Numbers::ANY };
            let from = Numbers { min: value, ..Numbers::ANY };
            return Some(match relation {
                "Equals" => Self::Number(Numbers::of(value), Numbers::ANY),
                "LessThan" | "LessThanEquals" => Self::Number(upto, from),
                _ => Self::Number(from, upto),
            });
        }
        if name == "BooleanEquals" {
            let known = operand.types().is_only(Types::BOOLEAN) && parts.can_be_true != parts.can_be_false;
            return Some(if known { Self::Truth(parts.can_be_true) } else { Self::Some(Types::BOOLEAN) });
        }
        match &parts.texts {
            Some(crate::shape::Texts::Of(texts))
                if name == "StringEquals" && texts.len() == 1 && operand.types().is_only(Types::TEXT) =>
            {
                Some(Self::Text(texts[0].to_string()))
            }
            _ => Some(Self::Some(Types::TEXT)),
        }
    }

    /// The values for which the test comes out as `truth`. Values of another type do not match, and do not fail.
    fn keep(&self, value: &Shape, truth: bool) -> Shape {
        match self {
            Self::Type(types, wanted) => value.only(if *wanted == truth { *types } else { types.not() }),
            Self::Text(text) if truth => value.only_text(text),
            Self::Text(text) => value.without_text(text),
            Self::Truth(wanted) if truth => value.only(Types::BOOLEAN).without_bool(!wanted),
            Self::Truth(wanted) => value.without_bool(*wanted),
            Self::Number(matching, _) if truth => value.only_numbers(*matching),
            Self::Number(matching, failing) => {
                let others = value.only(Types::NUMBER.not());
                let numbers = value.only_numbers(*failing);
                let is_point = matching.constant().is_some();
                others.join(&if is_point { numbers.without_numbers(*matching) } else { numbers })
            }
            Self::Some(types) if truth => value.only(*types),
            Self::Some(_) => value.clone(),
        }
    }
}

/// The value that a test reads, for messages.
pub(super) fn tested(frame: &Frame<'_, '_, '_>, rule: ObjectId) -> Lookup {
    let found = frame.path(rule, Field::Variable, &mut Watch::new(false));
    found.map_or_else(Lookup::unknown, |(found, _)| found)
}
