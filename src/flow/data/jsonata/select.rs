//! Predicates, indexes, order-by and grouping.

use super::Evaluator;
use super::items::{Items, Raw};
use super::value::{Callable, Value};
use crate::expr::jsonata::{NodeId, NodeKind, Stage, Step};
use crate::shape::{Absence, ArrayShape, Shape, Types};

impl<'e> Evaluator<'e, '_> {
    /// The items for which a predicate holds, or the one of its index.
    pub(super) fn filter(&mut self, raw: Raw, predicate: NodeId, frame: u32) -> Raw {
        let items = raw.items();
        if let NodeKind::Number(index) = self.expression.kind(predicate) {
            return self.indexed(&items, index.floor());
        }
        if items.absence != Absence::Never && self.holds_for_nothing(predicate, frame) {
            return Raw::Items(Items::unknown());
        }
        if items.absence == Absence::Always {
            return Raw::Items(items);
        }
        let inner = self.frames.with_context(frame, self.item(&items));
        let is_sure = items.absence == Absence::Never;
        let value = self.perhaps(is_sure, |this| this.eval(predicate, inner));
        let (can_hold, can_fail) = value.truth();
        let types = value.types();
        let may_be_index = types.has(Types::NUMBER.or(Types::ARRAY)) || value.callable == Callable::Maybe;
        if may_be_index {
            let number = value.shape.parts().numbers.and_then(|numbers| numbers.constant());
            return match number {
                Some(index) if value.is_json() && types == Types::NUMBER => {
                    match self.indexed(&items, index.floor()) {
                        Raw::Value(found) => {
                            let list =
                                Items::of(&Value { shape: Shape::tuple(vec![found.shape.clone()]), ..found });
                            Raw::Items(list)
                        }
                        items => items,
                    }
                }
                _ => {
                    let mut some = items.some();
                    // A row of indexes can name an item several times.
                    some.list.max = some.list.max.filter(|_| !types.has(Types::ARRAY));
                    Raw::Items(some)
                }
            };
        }
        if !can_fail {
            return Raw::Items(items);
        }
        if !can_hold || !self.refine(predicate, true, inner) {
            return Raw::Items(Items { missing: Vec::new(), ..Items::of(&Value::absent()) });
        }
        let narrowed = self.context(inner);
        let mut some = items.some();
        some.list.rest = narrowed.shape;
        Raw::Items(some)
    }

    /// Whether a predicate may hold without a value in context: then no value is an item, for which later steps are made.
    fn holds_for_nothing(&mut self, predicate: NodeId, frame: u32) -> bool {
        let inner = self.frames.with_context(frame, Value::absent());
        let value = self.quietly(|this| this.perhaps(false, |this| this.eval(predicate, inner)));
        value.truth().0 || value.types().has(Types::NUMBER.or(Types::ARRAY))
    }

    pub(super) fn sort(&mut self, terms: &[NodeId], step: &'e Step, items: &Items, frame: u32) -> Raw {
        let inner = self.frames.with_context(frame, self.item(items));
        for term in terms {
            self.perhaps(false, |this| this.eval(*term, inner));
        }
        let list = ArrayShape { prefix: Vec::new(), rest: items.list.item(), ..items.list.clone() };
        let mut raw = Raw::Items(Items { list, ..items.clone() });
        for stage in &step.stages {
            if let Stage::Filter(predicate) = stage {
                raw = self.filter(raw, *predicate, frame);
            }
        }
        match raw {
            // An array of one that an array constructor made stays an array.
            Raw::Items(items) if self.has_whole_arrays => {
                let value = items.collapse();
                Raw::Value(value.or(&value.clone().in_array()))
            }
            raw => raw,
        }
    }

    /// `items{key: value}`: an object of groups, which is there even where there are no items.
    pub(super) fn group(&mut self, pairs: &'e [(NodeId, NodeId)], items: &Items, frame: u32) -> Value {
        let item = Value { absence: items.absence, missing: items.missing.clone(), ..self.item(items) };
        let keys = self.frames.with_context(frame, item.clone());
        let together = if items.is_single() {
            item
        } else {
            // Arrays among the items are put together to one.
            let array = if item.types().has(Types::ARRAY) {
                ArrayShape::of(item.shape.join(&Items::of(&item).list.item()))
            } else {
                ArrayShape { prefix: Vec::new(), rest: item.shape.clone(), min: 2, max: items.list.max }
            };
            Value { shape: item.shape.join(&Shape::array(array)), is_plain: false, ..item }
        };
        let values = self.frames.with_context(frame, together);
        self.members(pairs, keys, values, items.is_single())
    }

    /// The item of an index that the text names.
    fn indexed(&self, items: &Items, index: f64) -> Raw {
        if index.abs() > 1e9 {
            return Raw::Value(Value::unknown());
        }
        let found = Shape::array(items.list.clone()).index(index as i64);
        let mut absence = match items.absence {
            Absence::Always => Absence::Always,
            // That there is a bound to the number of items is no knowledge of lists that are too short.
            _ if found.absence == Absence::Possibly && items.missing.is_empty() => Absence::Unknown,
            _ => found.absence,
        };
        if absence != Absence::Never && absence != Absence::Always {
            absence = absence.then(items.absence);
        }
        Raw::Value(self.taken(Value {
            shape: found.shape,
            absence,
            callable: if absence == Absence::Always { Callable::No } else { items.callable },
            missing: items.missing.clone(),
            is_plain: items.is_plain,
            may_be_item: false,
        }))
    }

    /// What any of the items is.
    pub(super) fn item(&self, items: &Items) -> Value {
        self.taken(items.item())
    }

    /// An item taken out of a list: a sequence that did not collapse when it was put there does so now.
    fn taken(&self, value: Value) -> Value {
        if !self.has_kept || value.is_plain || !value.types().has(Types::ARRAY) {
            return value;
        }
        let inner = Items::of(&value);
        let shape = value.shape.join(&inner.list.item());
        Value { shape, absence: value.absence.then(Absence::Unknown), ..value }
    }
}
