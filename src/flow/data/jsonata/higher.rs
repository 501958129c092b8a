//! The built-in functions that call functions.

use super::Evaluator;
use super::builtins::Arguments;
use super::frame::Root;
use super::items::Items;
use super::value::{Callable, Value};
use crate::expr::jsonata::functions;
use crate::expr::jsonata::{NodeId, NodeKind};
use crate::shape::{Absence, ArrayShape, Numbers, ObjectShape, Others, Presence, Shape};

/// How often the body of a `$reduce` is evaluated for a result that holds after any number of items.
const MAX_ROUNDS: u32 = 8;

/// Functions of one argument that may be passed by name, as in `$map(items, $string)`.
const OF_ONE: [&str; 18] = [
    "uppercase",
    "lowercase",
    "length",
    "trim",
    "number",
    "floor",
    "ceil",
    "abs",
    "sqrt",
    "boolean",
    "not",
    "string",
    "sum",
    "count",
    "max",
    "min",
    "average",
    "type",
];

/// The functions that give sequences.
const SEQUENCES: [&str; 8] = ["map", "filter", "each", "keys", "match", "spread", "distinct", "lookup"];

impl<'e> Evaluator<'e, '_> {
    pub(super) fn higher(&mut self, name: &str, arguments: Arguments) -> Value {
        let first = arguments.get(0);
        let function = arguments.get(1);
        if first.absence == Absence::Always {
            return first;
        }
        match name {
            "map" => self.map(&first, &function),
            "filter" => self.selection(&first, &function).collapse(),
            "single" => self.single(&first, &function, arguments.values.len() > 1),
            "reduce" => self.reduce(&first, &function, arguments.get(2)),
            "each" => self.each(&first, &function),
            _ => self.sift(&first, &function),
        }
    }

    /// What a function gives for an item; the item may be looked at once more where the result is known.
    fn of_item(&mut self, function: &Value, values: Vec<Value>, is_sure: bool) -> Value {
        self.perhaps(is_sure, |this| match function.callable {
            Callable::Lambda(lambda, scope) => {
                let value = this.lambda(lambda, scope, values);
                if this.ends_in_sequence(lambda) { this.spread_out(value) } else { value }
            }
            Callable::Builtin(builtin) if OF_ONE.contains(&builtin.name) => {
                let item = values.into_iter().next().unwrap_or_else(Value::absent);
                let (spans, span) = (Vec::new(), 0..0);
                this.quietly(|this| {
                    this.builtin_result(builtin, Arguments { values: vec![item], spans, span })
                })
            }
            _ => Value::unknown(),
        })
    }

    /// Whether a lambda ends in a call that may give a sequence: what is called last gives it as it is.
    fn ends_in_sequence(&self, lambda: NodeId) -> bool {
        let NodeKind::Lambda(lambda) = self.expression.kind(lambda) else { return true };
        let mut open = vec![lambda.body];
        while let Some(id) = open.pop() {
            match self.expression.kind(id) {
                NodeKind::Block(parts) => open.extend(parts.last()),
                NodeKind::Conditional { then, otherwise, .. } => {
                    open.push(*then);
                    open.extend(otherwise);
                }
                NodeKind::Call { callee, .. } => {
                    let name = self.expression.called_variable(*callee);
                    let is_own =
                        |name: &&str| self.bindings.contains_key(name) || self.parameters.contains(name);
                    let builtin = name.filter(|name| !is_own(name)).and_then(functions::lookup);
                    let makes_sequences = |builtin: &functions::Builtin| SEQUENCES.contains(&builtin.name);
                    if builtin.is_none_or(makes_sequences) {
                        return true;
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// A value that may be a sequence that did not collapse.
    fn spread_out(&mut self, value: Value) -> Value {
        if value.is_never() {
            return value;
        }
        self.has_kept = true;
        let items = Items::of(&value);
        let list = Shape::array(ArrayShape {
            prefix: Vec::new(),
            rest: items.list.item(),
            min: 0,
            max: items.list.max,
        });
        let absence = if value.absence == Absence::Always { Absence::Unknown } else { value.absence };
        Value { shape: value.shape.join(&list), absence, is_plain: false, may_be_item: true, ..value }
    }

    fn indexed_item(&self, items: &Items, whole: &Value) -> Vec<Value> {
        let last = items.list.max.map_or(f64::INFINITY, |max| f64::from(max.max(1)) - 1.0);
        let index = Value::of(Shape::numbers(Numbers { min: 0.0, max: last, is_whole: true }));
        let array = Value { absence: Absence::Never, ..whole.clone().in_array() };
        vec![self.item(items), index, array]
    }

    fn map(&mut self, value: &Value, function: &Value) -> Value {
        let items = Items::of(value);
        if items.absence == Absence::Always {
            return items.collapse();
        }
        let given = self.indexed_item(&items, value);
        let result = self.of_item(function, given, items.absence == Absence::Never);
        let item = Shape::tuple(vec![result.contained()]);
        let each = Items::of(&Value { shape: item, callable: Callable::No, ..result.clone() });
        let each = Items { callable: result.callable, ..each };
        items.gather(super::items::Raw::Items(each)).collapse()
    }

    /// The items for which a function gives something true.
    fn selection(&mut self, value: &Value, function: &Value) -> Items {
        let items = Items::of(value);
        if items.absence == Absence::Always {
            return items;
        }
        let given = self.indexed_item(&items, value);
        let result = self.of_item(function, given.clone(), items.absence == Absence::Never);
        let (can_hold, can_fail) = result.truth();
        if !can_fail {
            return items;
        }
        let mut some = items.some();
        if let Callable::Lambda(lambda, scope) = function.callable {
            match self.narrowed_item(lambda, scope, given) {
                Some(shape) if can_hold => some.list.rest = shape,
                _ => return Items { absence: Absence::Always, ..Items::of(&Value::absent()) },
            }
        }
        some
    }

    /// What an item is for which a lambda gives something true.
    fn narrowed_item(&mut self, lambda: NodeId, scope: u32, given: Vec<Value>) -> Option<Shape> {
        let NodeKind::Lambda(lambda) = self.expression.kind(lambda) else { return Some(Shape::ANY) };
        let item = given.first().map_or(Shape::ANY, |item| item.shape.clone());
        let name = lambda.parameters.first().map(|parameter| self.expression.kind(*parameter));
        let (Some(NodeKind::Variable(name)), None) = (name, &lambda.signature) else { return Some(item) };
        let frame = self.frames.open(scope);
        for (parameter, value) in lambda.parameters.iter().zip(given) {
            if let NodeKind::Variable(name) = self.expression.kind(*parameter) {
                self.frames.set(frame, Root::Variable(name), value);
            }
        }
        let inner = self.frames.refine(frame);
        if !self.refine(lambda.body, true, inner) {
            return None;
        }
        self.frames.get(inner, Root::Variable(name)).map(|value| value.shape.clone())
    }

    fn single(&mut self, value: &Value, function: &Value, has_function: bool) -> Value {
        let items = if has_function { self.selection(value, function) } else { Items::of(value) };
        // Without an item the evaluation fails, unless there is no array at all.
        let absence = if value.absence == Absence::Never { Absence::Never } else { value.absence };
        Value { absence, missing: value.missing.clone(), ..items.item() }
    }

    fn reduce(&mut self, value: &Value, function: &Value, init: Value) -> Value {
        let items = Items::of(value);
        if !matches!(function.callable, Callable::Lambda(..)) {
            return Value::unknown();
        }
        let has_init = init.absence != Absence::Always;
        let first = if has_init && init.absence != Absence::Never {
            return Value::unknown();
        } else if has_init {
            init
        } else {
            Value {
                absence: if items.absence == Absence::Never { Absence::Never } else { Absence::Unknown },
                ..items.item()
            }
        };
        let may_be_empty = !has_init && items.absence != Absence::Never;
        let mut result = Value { absence: Absence::Never, ..first.clone() };
        let mut is_stable = false;
        for round in 0..MAX_ROUNDS {
            let mut given = vec![result.clone()];
            given.extend(self.indexed_item(&items, value));
            let is_sure = round == 0 && items.list.min > u32::from(!has_init);
            let next = self.of_item(function, given, is_sure);
            let joined = result.or(&next);
            let joined = Value { shape: result.shape.widen(&joined.shape), ..joined };
            let is_same = joined.shape == result.shape
                && joined.absence == result.absence
                && joined.callable == result.callable
                && joined.is_plain == result.is_plain;
            result = joined;
            if is_same {
                is_stable = true;
                break;
            }
        }
        if !is_stable {
            return Value::unknown();
        }
        let absence = if may_be_empty { result.absence.then(Absence::Unknown) } else { result.absence };
        let absence =
            absence.then(if value.absence == Absence::Never { Absence::Never } else { Absence::Unknown });
        Value { absence, ..result }
    }

    fn each(&mut self, value: &Value, function: &Value) -> Value {
        let Some(object) = object_of(value) else { return Value::unknown() };
        let given = Self::member_of(value, object);
        let result = self.of_item(function, given, false);
        let min = object.members.iter().filter(|member| member.presence == Presence::Always).count() as u32;
        let max = (object.others == Others::None).then_some(object.members.len() as u32);
        let is_sure = value.is_json() && result.absence == Absence::Never;
        let list = ArrayShape {
            prefix: Vec::new(),
            rest: result.contained(),
            min: if is_sure { min } else { 0 },
            max,
        };
        let items = Items::of(&Value { is_plain: result.is_plain, ..Value::of(Shape::array(list)) });
        let absence = if result.absence == Absence::Always { Absence::Always } else { items.absence };
        Items { absence, callable: result.callable, ..items }.collapse()
    }

    fn sift(&mut self, value: &Value, function: &Value) -> Value {
        let Some(object) = object_of(value) else { return Value::unknown() };
        let given = Self::member_of(value, object);
        self.of_item(function, given, false);
        let mut some = object.clone();
        for member in &mut some.members {
            member.presence = Presence::Unpromised;
        }
        Value { shape: Shape::object(some), absence: Absence::Unknown, ..value.clone() }
    }

    fn member_of(value: &Value, object: &ObjectShape) -> Vec<Value> {
        let item = Value {
            callable: if value.is_plain { Callable::No } else { Callable::Maybe },
            is_plain: value.is_plain,
            ..Value::of(object.values())
        };
        vec![item, Value::of(Shape::text()), Value { absence: Absence::Never, ..value.clone() }]
    }
}

fn object_of(value: &Value) -> Option<&ObjectShape> {
    value.shape.parts().object.as_ref().filter(|_| value.callable == Callable::No)
}
