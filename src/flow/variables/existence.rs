//! What choice rules tell of variables: that one exists, or that it does not.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::asl::{Field, Machine, ObjectId, ObjectKind, StateType};
use crate::expr::jsonata::{BinaryOperator, Expression, NodeKind};
use crate::flow::{Site, Sites};

/// Of so many variables at most it is remembered that earlier rules of a Choice found them: each rule behind them has
/// a list of its own.
const MAX_FROM_EARLIER: usize = 100;

/// A choice rule that asks with `IsPresent` for a variable, or for something in it.
struct PresenceTest<'t> {
    name: &'t str,
    /// Whether it asks for the variable itself: only then does its absence tell that there is no such variable.
    is_whole: bool,
    /// What `IsPresent` wants; none where a placeholder stands.
    wanted: Option<bool>,
}

impl<'t> PresenceTest<'t> {
    fn of(machine: &Machine<'t>, rule: ObjectId) -> Option<Self> {
        let wanted = machine.value(rule, Field::IsPresent)?;
        let path = machine.str(rule, Field::Variable)?.strip_prefix('$')?;
        let name = path.split(['.', '[']).next().filter(|name| !name.is_empty())?;
        Some(Self { name, is_whole: path == name, wanted: wanted.bool() })
    }
}

/// The variables whose existence a part of an `And` tests, with the first such part.
#[derive(Default)]
pub(super) struct Guards<'t>(FxHashMap<(ObjectId, &'t str), ObjectId>);

impl<'t> Guards<'t> {
    pub(super) fn new(machine: &Machine<'t>) -> Self {
        let mut guards = FxHashMap::default();
        for entry in machine.entries().iter().filter(|entry| entry.field == Field::And) {
            for rule in machine.children(entry.object, Field::And) {
                if let Some(PresenceTest { name, wanted: Some(true), .. }) = PresenceTest::of(machine, rule) {
                    guards.entry((entry.object, name)).or_insert(rule);
                }
            }
        }
        Self(guards)
    }

    /// Whether a path of a choice rule is read behind, or in, a test that the variable is there.
    pub(super) fn cover(&self, machine: &Machine<'t>, site: &Site<'t>, name: &str) -> bool {
        if PresenceTest::of(machine, site.object).is_some_and(|test| test.name == name) {
            return true;
        }
        let object = machine.object(site.object);
        let parent = object.parent.filter(|_| object.kind == ObjectKind::NestedChoiceRule);
        parent
            .and_then(|parent| self.0.get(&(parent, name)))
            .is_some_and(|&first_test| first_test < site.object)
    }
}

/// Variables known to exist along a choice rule (`false`) or along `Default` (`true`), by the rule or the Choice.
pub(super) type KnownToExist<'s> = FxHashMap<(ObjectId, bool), FxHashSet<&'s str>>;

/// What the rules of each Choice tell of variables on the ways behind them.
pub(super) fn known_to_exist<'s, 't>(machine: &Machine<'t>, sites: &'s Sites<'t>) -> KnownToExist<'s> {
    let conditions: FxHashMap<ObjectId, &Expression> = sites
        .iter()
        .filter(|site| site.field == Field::Condition)
        .filter_map(|site| Some((site.object, site.expression()?)))
        .collect();
    let mut known = KnownToExist::default();
    for state in machine.states_of(StateType::Choice) {
        let mut from_earlier: FxHashSet<&str> = FxHashSet::default();
        for rule in machine.children(state.object, Field::Choices) {
            let (mut if_true, mut if_false) = (from_earlier.clone(), Vec::new());
            match conditions.get(&rule) {
                Some(condition) => told_by_condition(condition, &mut if_true, &mut if_false),
                None => told_by_rule(machine, rule, &mut if_true, &mut if_false),
            }
            if !if_true.is_empty() {
                known.insert((rule, false), if_true);
            }
            if from_earlier.len() < MAX_FROM_EARLIER {
                from_earlier.extend(if_false);
            }
        }
        if !from_earlier.is_empty() {
            known.insert((state.object, true), from_earlier);
        }
    }
    known
}

fn told_by_rule<'t>(
    machine: &Machine<'t>,
    rule: ObjectId,
    if_true: &mut FxHashSet<&'t str>,
    if_false: &mut Vec<&'t str>,
) {
    for part in std::iter::once(rule).chain(machine.children(rule, Field::And)) {
        match PresenceTest::of(machine, part) {
            Some(PresenceTest { name, wanted: Some(true), .. }) => {
                if_true.insert(name);
            }
            Some(PresenceTest { name, wanted: Some(false), is_whole: true }) if part == rule => {
                if_false.push(name);
            }
            _ => {}
        }
    }
    let negated = machine.child(rule, Field::Not).and_then(|rule| PresenceTest::of(machine, rule));
    if let Some(PresenceTest { name, wanted: Some(true), is_whole: true }) = negated {
        if_false.push(name);
    }
}

fn told_by_condition<'s>(
    condition: &'s Expression,
    if_true: &mut FxHashSet<&'s str>,
    if_false: &mut Vec<&'s str>,
) {
    let exists = |id| match condition.kind(condition.peel(id)) {
        NodeKind::Call { callee, arguments } if condition.called_variable(*callee) == Some("exists") => {
            let mut argument = condition.peel(*arguments.first()?);
            let is_whole = matches!(condition.kind(argument), NodeKind::Variable(_));
            if let NodeKind::Path(path) = condition.kind(argument) {
                argument = path.steps[0].expression;
            }
            match condition.kind(argument) {
                NodeKind::Variable(name) if !name.is_empty() => Some((&**name, is_whole)),
                _ => None,
            }
        }
        _ => None,
    };
    let mut open = vec![condition.root];
    while let Some(id) = open.pop() {
        match condition.kind(condition.peel(id)) {
            NodeKind::Binary(BinaryOperator::And, left, right) => open.extend([*left, *right]),
            _ => if_true.extend(exists(id).map(|(name, _)| name)),
        }
    }
    if let NodeKind::Call { callee, arguments } = condition.kind(condition.peel(condition.root))
        && condition.called_variable(*callee) == Some("not")
    {
        let inner = arguments.first().and_then(|&argument| exists(argument));
        if_false.extend(inner.filter(|(_, is_whole)| *is_whole).map(|(name, _)| name));
    }
}
