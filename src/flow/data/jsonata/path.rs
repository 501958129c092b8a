//! Paths: steps, predicates, order-by and grouping, with the flattening of sequences.

use super::frame::Root;
use super::items::{Items, Raw};
use super::lookup::member;
use super::value::{Callable, Missing, Value};
use super::{Effect, Evaluator, ProblemKind};
use crate::expr::jsonata::{NodeId, NodeKind, Path, Stage, Step};
use crate::shape::{Absence, ArrayShape, Others, Presence, Shape, Types};

impl<'e> Evaluator<'e, '_> {
    pub(super) fn path(&mut self, id: NodeId, path: &'e Path, frame: u32) -> Value {
        if self.carries_tuples(path) {
            return self.opaque(path, frame);
        }
        let start = self.expression.node(id).start;
        let first = &path.steps[0];
        let is_name = matches!(self.expression.kind(first.expression), NodeKind::Name(_));
        if path.steps.len() == 1 && !is_name {
            return self.predicated(path, first, frame);
        }
        let last = path.steps.len() - 1;
        let (begin, mut at) = match self.states_member(path, frame) {
            Some(value) if last == 1 => return self.finished(path, Raw::Value(value), frame),
            Some(value) => (value, 2),
            None => {
                let raw = self.first_step(first, start, last == 0, frame);
                if last == 0 {
                    return self.finished(path, raw, frame);
                }
                (raw.collapse(), 1)
            }
        };
        let mut items = self.flattened(&begin);
        // An array constructor that gives no item ends the path, and is its result.
        let is_array = matches!(self.expression.kind(first.expression), NodeKind::Array(_));
        let is_constructed = is_array && at == 1 && first.is_plain() || self.may_be_whole(&begin);
        let may_end = is_constructed && items.list.min == 0;
        while at < last {
            items = match self.step(&path.steps[at], &items, start, false, frame) {
                Raw::Items(items) => items,
                Raw::Value(value) => self.flattened(&value),
            };
            at += 1;
        }
        let mut raw = self.step(&path.steps[last], &items, start, true, frame);
        if may_end {
            let value = raw.collapse();
            let absence = if value.absence == Absence::Never { Absence::Never } else { Absence::Unknown };
            let shape = value.shape.join(&Shape::tuple(Vec::new()));
            raw = Raw::Value(Value { shape, absence, is_plain: false, ..value });
        }
        self.finished(path, raw, frame)
    }

    /// `$states.name` at the start of a path: its value.
    fn states_member(&self, path: &'e Path, frame: u32) -> Option<Value> {
        let (first, second) = (&path.steps[0], path.steps.get(1)?);
        let NodeKind::Variable(variable) = self.expression.kind(first.expression) else { return None };
        let NodeKind::Name(name) = self.expression.kind(second.expression) else { return None };
        let is_states = &**variable == "states"
            && first.is_plain()
            && second.is_plain()
            && self.frames.get(frame, Root::Variable("states")).is_none();
        is_states.then(|| self.states(name, frame))
    }

    /// An expression with predicates of its own.
    fn predicated(&mut self, path: &'e Path, step: &'e Step, frame: u32) -> Value {
        let mut raw = self.raw(step.expression, frame);
        for stage in &step.stages {
            if let Stage::Filter(predicate) = stage {
                raw = self.filter(raw, *predicate, frame);
            }
        }
        if let Some(group) = step.group.as_ref().or(path.group.as_ref()) {
            return self.group(&group.pairs, &raw.items(), frame);
        }
        match raw {
            Raw::Items(items) if path.keep_array => items.collapse().in_array(),
            // What a predicate picks is a sequence, which `[]` keeps an array.
            Raw::Value(value) if path.keep_array && !step.stages.is_empty() => {
                Value { is_plain: false, ..value.in_array() }
            }
            // Whether a value is a sequence, which `[]` keeps an array, is not always known.
            Raw::Value(value)
                if path.keep_array && (!value.is_plain || self.makes_sequences(step.expression)) =>
            {
                value.or(&value.clone().in_array())
            }
            raw => raw.collapse(),
        }
    }

    /// The value of a node before it collapses, where a predicate tells the difference.
    fn raw(&mut self, id: NodeId, frame: u32) -> Raw {
        let value = self.eval(id, frame);
        if self.makes_sequences(id) && value.may_be_item {
            return Raw::Items(Items { absence: value.absence.then(Absence::Unknown), ..Items::unknown() });
        }
        Raw::Value(value)
    }

    /// Whether a node may give a sequence, and is no path.
    fn makes_sequences(&self, id: NodeId) -> bool {
        matches!(self.expression.kind(id), NodeKind::Call { .. } | NodeKind::Wildcard | NodeKind::Binary(..))
    }

    fn first_step(&mut self, step: &'e Step, start: u32, is_last: bool, frame: u32) -> Raw {
        let context = self.frames.get(frame, Root::Context).cloned();
        let is_variable = matches!(self.expression.kind(step.expression), NodeKind::Variable(_));
        // Such an array is an item of its own, now and later.
        let is_array = matches!(self.expression.kind(step.expression), NodeKind::Array(_));
        let is_name = matches!(self.expression.kind(step.expression), NodeKind::Name(_));
        if let Some(context) = &context
            && !is_variable
            && !is_array
            && context.types().has(Types::ARRAY)
        {
            // The step is made for each item; without a value in context, once.
            if context.absence == Absence::Never || is_name {
                return self.step(step, &Items::of(context), start, is_last, frame);
            }
            return Raw::Items(Items::unknown());
        }
        let item = context.unwrap_or_else(Value::unknown);
        match self.expression.kind(step.expression) {
            NodeKind::Name(_) => match self.step_of_item(step, &item, start, frame) {
                Raw::Value(value) => Raw::Value(value.needs(&item)),
                Raw::Items(items) => Raw::Items(Items { absence: items.absence.then(item.absence), ..items }),
            },
            _ => self.step_of_item(step, &item, start, frame),
        }
    }

    /// Whether a value may be an array that steps do not take apart.
    fn may_be_whole(&self, value: &Value) -> bool {
        self.has_whole_arrays && !value.is_plain && value.types().has(Types::ARRAY)
    }

    /// A value as the items that the next step works on.
    fn flattened(&self, value: &Value) -> Items {
        if self.may_be_whole(value) {
            return Items { absence: value.absence.then(Absence::Unknown), ..Items::unknown() };
        }
        Items::of(value)
    }

    fn step(&mut self, step: &'e Step, items: &Items, start: u32, is_last: bool, frame: u32) -> Raw {
        if let NodeKind::Sort(terms) = self.expression.kind(step.expression) {
            let terms: Vec<NodeId> = terms.iter().map(|term| term.expression).collect();
            return self.sort(&terms, step, items, frame);
        }
        if items.absence == Absence::Always {
            return Raw::Items(items.clone());
        }
        let item = self.item(items);
        let inner = self.frames.with_context(frame, item.clone());
        let is_sure = items.absence == Absence::Never;
        let raw = self.perhaps(is_sure, |this| this.step_of_item(step, &item, start, inner));
        // Such an array is an item of its own, now and later.
        let is_array = matches!(self.expression.kind(step.expression), NodeKind::Array(_));
        let raw = match raw {
            Raw::Value(value) if is_array => Raw::Value(Value { is_plain: false, ..value }),
            raw => raw,
        };
        let stays = match &raw {
            // The only result stays the array that it is.
            Raw::Value(value) if is_last => Some(value.clone()),
            _ => None,
        };
        let each = match raw {
            Raw::Value(value) if is_array && step.stages.is_empty() => {
                Items::of(&Value { shape: Shape::tuple(vec![value.shape.clone()]), ..value })
            }
            Raw::Value(value) => self.flattened(&value),
            Raw::Items(items) => items,
        };
        let gathered = items.gather(Raw::Items(each));
        let Some(value) = stays else { return Raw::Items(gathered) };
        let is_alone = items.is_single();
        let may_be_alone = items.list.min <= 1 || value.absence != Absence::Never;
        let is_kept = self.has_kept && !value.is_plain;
        if is_alone && !is_kept {
            let of_items = Value { absence: items.absence, missing: items.missing.clone(), ..Value::never() };
            return Raw::Value(value.needs(&of_items));
        }
        if !may_be_alone || !value.types().has(Types::ARRAY) {
            return Raw::Items(gathered);
        }
        // One result, which stays an array, or several that make a sequence.
        let array = value.shape.only(Types::ARRAY);
        let collapsed = gathered.collapse();
        let absence = match collapsed.absence {
            Absence::Always => Absence::Unknown,
            absence => absence,
        };
        Raw::Value(Value { shape: collapsed.shape.join(&array), absence, is_plain: false, ..collapsed })
    }

    fn step_of_item(&mut self, step: &'e Step, item: &Value, start: u32, inner: u32) -> Raw {
        let mut raw = match self.expression.kind(step.expression) {
            NodeKind::Name(name) => Raw::Value(self.named(step.expression, name, item, start)),
            NodeKind::Wildcard => Raw::Items(wildcard(item)),
            NodeKind::Descendant => Raw::Items(Items { absence: Absence::Unknown, ..Items::unknown() }),
            _ => self.raw(step.expression, inner),
        };
        for stage in &step.stages {
            if let Stage::Filter(predicate) = stage {
                raw = self.filter(raw, *predicate, inner);
            }
        }
        match &step.group {
            Some(group) => Raw::Value(self.group(&group.pairs, &raw.items(), inner)),
            None => raw,
        }
    }

    fn named(&mut self, id: NodeId, name: &str, item: &Value, start: u32) -> Value {
        let mut found = member(item, name);
        let step = self.span(id);
        let path = start..step.end;
        if found.absence >= Absence::Possibly && !item.shape.is_nothing() && item.callable == Callable::No {
            let parent = item.shape.clone();
            found.missing.push(Missing { step, path, name: name.to_string(), parent });
        } else if item.shape.is_unlisted(name) {
            let (name, parent) = (name.to_string(), item.shape.clone());
            let kind = ProblemKind::Absent { name, parent, path, effect: Effect::Unlisted };
            self.report(step, kind, false);
        }
        found
    }

    fn finished(&mut self, path: &'e Path, raw: Raw, frame: u32) -> Value {
        if let Some(group) = &path.group {
            return self.group(&group.pairs, &raw.items(), frame);
        }
        let value = raw.collapse();
        if !path.keep_array {
            return value;
        }
        if self.has_whole_arrays && value.types().has(Types::ARRAY) {
            let shape = Shape::array(ArrayShape::any());
            return Value { shape, callable: Callable::No, is_plain: false, ..value };
        }
        value.in_array()
    }

    /// Whether a path binds variables to its items or looks back from them: such paths are not followed.
    fn carries_tuples(&self, path: &Path) -> bool {
        self.has_parents
            || path.steps.iter().any(|step| {
                step.focus.is_some()
                    || step.index.is_some()
                    || step.stages.iter().any(|stage| matches!(stage, Stage::Index(_)))
            })
    }

    fn opaque(&mut self, path: &'e Path, frame: u32) -> Value {
        let inner = self.frames.with_context(frame, Value::unknown());
        for step in &path.steps {
            let indexes = step.stages.iter().filter_map(|stage| match stage {
                Stage::Index(variable) => Some(variable),
                Stage::Filter(_) => None,
            });
            for variable in step.focus.iter().chain(&step.index).chain(indexes) {
                if let NodeKind::Variable(name) = self.expression.kind(*variable) {
                    self.frames.set(inner, Root::Variable(name), Value::unknown());
                }
            }
        }
        for (at, step) in path.steps.iter().enumerate() {
            if at > 0 || !matches!(self.expression.kind(step.expression), NodeKind::Name(_)) {
                self.perhaps(false, |this| this.eval(step.expression, if at == 0 { frame } else { inner }));
            }
            let groups = step.group.iter().chain(path.group.iter().filter(|_| at == 0));
            let pairs = groups.flat_map(|group| &group.pairs).flat_map(|(key, value)| [*key, *value]);
            let predicates = step.stages.iter().filter_map(|stage| match stage {
                Stage::Filter(predicate) => Some(*predicate),
                Stage::Index(_) => None,
            });
            for part in predicates.chain(pairs) {
                self.perhaps(false, |this| this.eval(part, inner));
            }
        }
        Value::unknown()
    }
}

/// The values of all members and items, arrays taken apart.
pub(super) fn wildcard(value: &Value) -> Items {
    let parts = value.shape.parts();
    let object = match &parts.object {
        Some(object) if value.callable == Callable::No && value.types().is_only(Types::OBJECT) => object,
        _ => return Items { callable: value.callable, ..Items::unknown() },
    };
    let values = object.values();
    if values.types().has(Types::ARRAY) {
        return Items { is_plain: value.is_plain, ..Items::unknown() };
    }
    let min = object.members.iter().filter(|member| member.presence == Presence::Always).count() as u32;
    let max = match object.others {
        Others::None => Some(object.members.len() as u32),
        _ => None,
    };
    let list = ArrayShape { prefix: Vec::new(), rest: values, min, max };
    Items { is_plain: value.is_plain, ..Items::of(&Value::of(Shape::array(list))) }
}
