//! The nodes of an expression, one by one.

use super::frame::Root;
use super::value::{Callable, Value};
use super::{Evaluator, MAX_DEPTH, ProblemKind};
use crate::expr::jsonata::functions::{self, Origin};
use crate::expr::jsonata::{BinaryOperator, NodeId, NodeKind};
use crate::shape::{Absence, ObjectShape, Others, Presence, Shape, Types};

impl<'e> Evaluator<'e, '_> {
    /// What a node gives in a frame.
    pub(super) fn eval(&mut self, id: NodeId, frame: u32) -> Value {
        if self.fuel == 0 || self.depth >= MAX_DEPTH {
            self.is_exhausted = true;
        }
        if self.is_exhausted {
            return Value::unknown();
        }
        self.fuel -= 1;
        self.depth += 1;
        let value = self.node(id, frame);
        self.depth -= 1;
        value
    }

    fn node(&mut self, id: NodeId, frame: u32) -> Value {
        let expression = self.expression;
        match expression.kind(id) {
            NodeKind::Null => Value::of(Shape::null()),
            NodeKind::Boolean(value) => Value::of(Shape::of_bool(*value)),
            NodeKind::Number(value) => Value::of(Shape::of_number(*value)),
            NodeKind::String(text) => Value::of(Shape::of_text(text)),
            NodeKind::Regex(_) => Value::function(Callable::Regex),
            NodeKind::Lambda(_) => Value::function(Callable::Lambda(id, frame)),
            NodeKind::Variable(name) => self.variable(name, frame),
            NodeKind::Path(path) => self.path(id, path, frame),
            NodeKind::Negate(operand) => self.negate(*operand, frame),
            NodeKind::Binary(..) => self.binary(id, frame),
            NodeKind::Array(items) => self.array(items, frame),
            NodeKind::Object(pairs) => self.object(pairs, frame),
            NodeKind::Block(parts) => {
                let scope = self.frames.open(frame);
                let mut last = Value::absent();
                for part in parts {
                    last = self.eval(*part, scope);
                }
                last
            }
            NodeKind::Bind { variable, value } => {
                let value = self.eval(*value, frame);
                if let NodeKind::Variable(name) = expression.kind(*variable) {
                    self.frames.bind(frame, name, value.clone());
                }
                value
            }
            NodeKind::Conditional { condition, then, otherwise } => {
                self.conditional(*condition, *then, *otherwise, frame)
            }
            NodeKind::Call { callee, arguments } => self.call(id, *callee, arguments, None, frame),
            NodeKind::PartialCall { arguments, .. } => {
                for argument in arguments {
                    self.eval(*argument, frame);
                }
                Value::function(Callable::Maybe)
            }
            NodeKind::Transform { pattern, update, delete } => {
                let item = self.frames.with_context(frame, Value::unknown());
                self.quietly(|this| {
                    for part in [*pattern, *update].into_iter().chain(*delete) {
                        this.perhaps(false, |this| this.eval(part, item));
                    }
                });
                Value::function(Callable::Maybe)
            }
            NodeKind::Name(name) => {
                let context = self.context(frame);
                super::lookup::member(&context, name).needs(&context)
            }
            NodeKind::Wildcard => {
                let context = self.context(frame);
                super::path::wildcard(&context).collapse().needs(&context)
            }
            NodeKind::Descendant | NodeKind::Parent | NodeKind::Sort(_) | NodeKind::Placeholder => {
                Value::unknown()
            }
        }
    }

    /// Evaluates without noting problems.
    pub(super) fn quietly<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.is_quiet, true);
        let result = run(self);
        self.is_quiet = before;
        result
    }

    /// The item in context.
    pub(super) fn context(&self, frame: u32) -> Value {
        self.frames.get(frame, Root::Context).cloned().unwrap_or_else(Value::unknown)
    }

    /// A variable: of the expression, of the workflow, or a built-in function.
    pub(super) fn variable(&self, name: &'e str, frame: u32) -> Value {
        match name {
            "" => return self.context(frame),
            "$" => return Value::unknown(),
            _ => {}
        }
        if let Some(value) = self.frames.get(frame, Root::Variable(name)) {
            return value.clone();
        }
        if name == "states" {
            let mut object = ObjectShape { members: Vec::new(), others: Others::Of(Shape::ANY) };
            for (name, shape) in self.readable.states {
                object.set(name, shape.clone(), Presence::Always);
            }
            return Value::of(Shape::object(object));
        }
        if let Some(shape) = (self.readable.variable)(name) {
            return Value::of(shape);
        }
        match functions::lookup(name) {
            Some(builtin) if builtin.origin != Origin::Missing => Value::function(Callable::Builtin(builtin)),
            // A workflow variable, if there is one of that name: those hold JSON.
            _ => Value { absence: Absence::Unknown, ..Value::of(Shape::ANY) },
        }
    }

    /// A member of `$states`.
    pub(super) fn states(&self, name: &'e str, frame: u32) -> Value {
        if let Some(value) = self.frames.get(frame, Root::States(name)) {
            return value.clone();
        }
        let known = self.readable.states.iter().find(|(known, _)| *known == name);
        let unknown = Value { absence: Absence::Unknown, ..Value::of(Shape::ANY) };
        known.map_or(unknown, |(_, shape)| Value::of(shape.clone()))
    }

    fn array(&mut self, items: &'e [NodeId], frame: u32) -> Value {
        let mut list = Value::of(Shape::tuple(Vec::new()));
        let mut is_plain = true;
        for item in items {
            let value = self.eval(*item, frame);
            if value.is_never() {
                return value;
            }
            self.ignores(&value);
            is_plain &= value.is_plain || !value.nests_arrays();
            self.holds_functions |= value.callable != Callable::No;
            let added = if self.is_array_literal(*item) {
                Value { shape: Shape::tuple(vec![value.shape]), ..value }
            } else {
                value
            };
            list = super::lists::appended(&list, &added);
        }
        Value { is_plain, ..list }
    }

    /// Whether a node is an array as it is written, with predicates or without: it is an item of its own in another.
    fn is_array_literal(&self, id: NodeId) -> bool {
        match self.expression.kind(id) {
            NodeKind::Array(_) => true,
            NodeKind::Path(path) if path.steps.len() == 1 => {
                matches!(self.expression.kind(path.steps[0].expression), NodeKind::Array(_))
            }
            _ => false,
        }
    }

    fn object(&mut self, pairs: &'e [(NodeId, NodeId)], frame: u32) -> Value {
        let context = self.context(frame);
        // Each item of an array in context makes members of its own.
        if self.frames.get(frame, Root::Context).is_some() && context.types().has(Types::ARRAY) {
            return self.group(pairs, &super::items::Items::of(&context), frame);
        }
        self.members(pairs, frame, frame, true)
    }

    /// The object of the pairs, the keys evaluated in one frame, the values in another.
    pub(super) fn members(
        &mut self,
        pairs: &'e [(NodeId, NodeId)],
        keys: u32,
        values: u32,
        is_single: bool,
    ) -> Value {
        let mut object = ObjectShape { members: Vec::new(), others: Others::None };
        let mut is_plain = true;
        for (key, value) in pairs {
            let name = self.perhaps(is_single, |this| this.eval(*key, keys));
            if name.is_never() {
                return name;
            }
            // Without a name there is no member, whatever its value.
            let is_named = name.absence == Absence::Never;
            if name.absence == Absence::Always {
                continue;
            }
            let value = self.perhaps(is_named, |this| this.eval(*value, values));
            if value.is_never() {
                if is_named {
                    return value;
                }
                continue;
            }
            if is_named {
                self.ignores(&value);
            }
            is_plain &= value.is_plain;
            self.holds_functions |= value.callable != Callable::No;
            add_member(&mut object, &name, &value, is_single);
        }
        Value { is_plain, ..Value::of(Shape::object(object)) }
    }

    fn conditional(
        &mut self,
        condition: NodeId,
        then: NodeId,
        otherwise: Option<NodeId>,
        frame: u32,
    ) -> Value {
        let value = self.eval(condition, frame);
        if value.is_never() {
            return value;
        }
        let (can_hold, can_fail) = value.truth();
        let mut result = Value::never();
        for (truth, is_possible, branch) in [(true, can_hold, Some(then)), (false, can_fail, otherwise)] {
            if !is_possible {
                continue;
            }
            let Some(branch) = branch else {
                result = result.or(&Value::absent());
                continue;
            };
            let inner = self.frames.refine(frame);
            if self.refine(condition, truth, inner) {
                let is_sure = !(can_hold && can_fail);
                let value = self.perhaps(is_sure, |this| this.eval(branch, inner));
                result = result.or(&value);
            }
        }
        result
    }

    fn negate(&mut self, operand: NodeId, frame: u32) -> Value {
        let value = self.eval(operand, frame);
        self.operand(&value, Types::NUMBER, None, operand);
        let shape = super::operators::negated(&value.shape);
        value.with(shape)
    }

    /// Notes an operand that has no type that the operator takes.
    pub(super) fn operand(
        &mut self,
        value: &Value,
        wanted: Types,
        operator: Option<BinaryOperator>,
        id: NodeId,
    ) -> bool {
        let is_wrong = match value.callable {
            Callable::No => !value.types().has(wanted) && !value.shape.is_nothing(),
            Callable::Maybe => false,
            _ => value.absence == Absence::Never && value.shape.is_nothing(),
        };
        if is_wrong {
            let kind = ProblemKind::Operand { operator, shape: value.shape.clone() };
            self.report(self.span(id), kind, value.absence == Absence::Never);
        }
        is_wrong
    }
}

/// Puts a member into an object whose name may be computed.
fn add_member(object: &mut ObjectShape, name: &Value, value: &Value, is_single: bool) {
    let presence = match value.absence {
        Absence::Never => Presence::Always,
        Absence::Unknown => Presence::Unpromised,
        Absence::Possibly => Presence::Sometimes,
        Absence::Always => return,
    };
    let shape = value.contained();
    let constant = match &name.shape.parts().texts {
        Some(crate::shape::Texts::Of(texts)) if texts.len() == 1 && name.absence == Absence::Never => {
            texts.first().filter(|_| name.types().is_only(Types::TEXT))
        }
        _ => None,
    };
    match constant {
        Some(name) if is_single || object.get(name).is_none() => object.set(name, shape, presence),
        _ => {
            // A computed name may be any of those that are there already: but then the evaluation fails (D1009).
            let others = match &object.others {
                Others::Of(known) => known.join(&shape),
                _ => shape,
            };
            object.others = Others::Of(others);
        }
    }
}
