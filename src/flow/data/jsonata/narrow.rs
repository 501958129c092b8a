//! What is known of the data where a condition holds, or where it fails.

use super::frame::Root;
use super::keep::{among, differing, equal, falsy, filled, kept, ordered, truthy, type_of};
use super::operators::is_constant;
use super::value::{Callable, Value};
use super::{Evaluator, Narrowed, Readable};
use crate::expr::jsonata::{BinaryOperator, Expression, NodeId, NodeKind};
use crate::shape::{Absence, Shape, Texts, Types};

/// What is known of what the expression reads where its result is taken for `truth`: for the conditions of a Choice.
pub fn narrow(expression: &Expression, readable: &Readable<'_>, truth: bool) -> Narrowed {
    let mut evaluator = Evaluator::new(expression, readable);
    evaluator.is_quiet = true;
    let value = evaluator.eval(expression.root, 0);
    if evaluator.is_exhausted {
        return Narrowed { is_possible: true, input: None, variables: Vec::new() };
    }
    let (can_hold, can_fail) = value.truth();
    let inner = evaluator.frames.refine(0);
    let is_possible =
        (if truth { can_hold } else { can_fail }) && evaluator.refine(expression.root, truth, inner);
    let mut narrowed = Narrowed { is_possible, input: None, variables: Vec::new() };
    if !is_possible || evaluator.is_exhausted {
        narrowed.is_possible |= evaluator.is_exhausted;
        return narrowed;
    }
    for (root, value) in evaluator.frames.take(inner) {
        match root {
            Root::States("input") => narrowed.input = Some(value.shape),
            Root::Variable(name) => narrowed.variables.push((name.to_string(), value.shape)),
            _ => {}
        }
    }
    narrowed.variables.sort_by(|left, right| left.0.cmp(&right.0));
    narrowed
}

/// A place that an expression names: from where, and by which members.
struct Place<'e> {
    root: Root<'e>,
    names: Vec<&'e str>,
}

impl<'e> Evaluator<'e, '_> {
    /// Says in `frame` what is known where the result of a node is taken for `truth`; false where it cannot be. The
    /// node has been evaluated before.
    pub(super) fn refine(&mut self, id: NodeId, truth: bool, frame: u32) -> bool {
        if self.depth >= super::MAX_DEPTH || self.fuel == 0 {
            return true;
        }
        self.fuel -= 1;
        self.depth += 1;
        let is_possible = self.refine_node(id, truth, frame);
        self.depth -= 1;
        is_possible
    }

    fn refine_node(&mut self, id: NodeId, truth: bool, frame: u32) -> bool {
        use BinaryOperator::*;
        let id = self.expression.peel(id);
        match self.expression.kind(id) {
            NodeKind::Binary(operator @ (And | Or), ..) => {
                let operands = self.operands(id, *operator);
                if (*operator == And) == truth {
                    operands.into_iter().all(|operand| self.refine(operand, truth, frame))
                } else {
                    self.alternatives(&operands, truth, frame)
                }
            }
            NodeKind::Binary(operator, left, right) => {
                self.refine_operator(*operator, *left, *right, truth, frame)
            }
            NodeKind::Call { callee, arguments } => self.refine_call(*callee, arguments, truth, frame),
            NodeKind::Conditional { condition, then, otherwise: Some(otherwise) } => {
                let can_be = |this: &mut Self, side| {
                    let (can_hold, can_fail) = this.quietly(|this| this.eval(side, frame)).truth();
                    if truth { can_hold } else { can_fail }
                };
                match (can_be(self, *then), can_be(self, *otherwise)) {
                    (true, true) => true,
                    (true, false) => self.refine(*condition, true, frame) && self.refine(*then, truth, frame),
                    (false, true) => {
                        self.refine(*condition, false, frame) && self.refine(*otherwise, truth, frame)
                    }
                    (false, false) => false,
                }
            }
            _ => self
                .refine_place(id, frame, !truth, &|shape| if truth { truthy(shape) } else { falsy(shape) }),
        }
    }

    /// The operands of a row of the same operator.
    fn operands(&self, id: NodeId, operator: BinaryOperator) -> Vec<NodeId> {
        let (mut operands, mut next) = (Vec::new(), id);
        while let NodeKind::Binary(known, left, right) = self.expression.kind(next) {
            if *known != operator {
                break;
            }
            operands.push(*right);
            next = *left;
        }
        operands.push(next);
        operands.reverse();
        operands
    }

    /// Any of the operands has that truth.
    fn alternatives(&mut self, operands: &[NodeId], truth: bool, frame: u32) -> bool {
        let mut all: Option<rustc_hash::FxHashMap<Root<'e>, Value>> = None;
        for operand in operands {
            let inner = self.frames.refine(frame);
            if !self.refine(*operand, truth, inner) {
                continue;
            }
            let known = self.frames.take(inner);
            all = Some(match all {
                None => known,
                Some(mut all) => {
                    all.retain(|root, _| known.contains_key(root));
                    for (root, value) in &mut all {
                        if let Some(other) = known.get(root) {
                            *value = value.or(other);
                        }
                    }
                    all
                }
            });
        }
        let Some(all) = all else { return false };
        for (root, value) in all {
            self.frames.set(frame, root, value);
        }
        true
    }

    fn refine_call(&mut self, callee: NodeId, arguments: &'e [NodeId], truth: bool, frame: u32) -> bool {
        let (NodeKind::Variable(name), [argument]) = (self.expression.kind(callee), arguments) else {
            return true;
        };
        if !matches!(self.variable(name, frame).callable, Callable::Builtin(_)) {
            return true;
        }
        match &**name {
            "exists" if truth => self.refine_place(*argument, frame, false, &Shape::clone),
            "exists" => self.refine_place(*argument, frame, true, &|_| Shape::nothing()),
            "boolean" => self.refine(*argument, truth, frame),
            "not" if truth => {
                // Of no value, `$not` gives none.
                self.refine(*argument, false, frame) && self.refine_defined(*argument, frame)
            }
            "not" => {
                let value = self.quietly(|this| this.eval(*argument, frame));
                value.absence != Absence::Never || self.refine(*argument, true, frame)
            }
            // A number, of which only 0 is taken for false.
            "count" | "length" | "sum" if truth => self.refine_place(*argument, frame, false, &Shape::clone),
            _ => true,
        }
    }

    /// What is known where a node gives a value.
    fn refine_defined(&mut self, id: NodeId, frame: u32) -> bool {
        self.refine_place(id, frame, false, &Shape::clone)
    }

    fn refine_operator(
        &mut self,
        operator: BinaryOperator,
        left: NodeId,
        right: NodeId,
        truth: bool,
        frame: u32,
    ) -> bool {
        use BinaryOperator::*;
        let sides = [(left, right, operator), (right, left, mirrored(operator))];
        match operator {
            Equal | NotEqual | Less | LessOrEqual | Greater | GreaterOrEqual | In => {}
            _ => return true,
        }
        for (side, other, operator) in sides {
            if operator == In && side != left {
                continue;
            }
            let other = self.quietly(|this| this.eval(other, frame));
            if !self.refine_side(operator, side, &other, truth, frame) {
                return false;
            }
        }
        true
    }

    fn refine_side(
        &mut self,
        operator: BinaryOperator,
        side: NodeId,
        other: &Value,
        truth: bool,
        frame: u32,
    ) -> bool {
        use BinaryOperator::*;
        if let Some((place, function)) = self.measured(side, frame) {
            return self.refine_measured(operator, place, function, other, truth, frame);
        }
        let is_known = other.is_json() && is_constant(&other.shape);
        match operator {
            Equal | NotEqual if (operator == Equal) == truth => match is_known {
                // `!=` that fails may do so for want of a value.
                true if operator == Equal => {
                    self.refine_place(side, frame, false, &|shape| equal(shape, &other.shape))
                }
                true => self.refine_place(side, frame, true, &|shape| equal(shape, &other.shape)),
                false if truth => self.refine_defined(side, frame),
                false => true,
            },
            Equal | NotEqual => match is_known {
                true => {
                    self.refine_place(side, frame, operator == Equal, &|shape| differing(shape, &other.shape))
                }
                false if truth => self.refine_defined(side, frame),
                false => true,
            },
            In if truth => {
                let items = super::items::Items::of(other).list.item();
                let is_few = items.types().is_only(Types::TEXT);
                self.refine_place(side, frame, false, &|shape| {
                    if is_few { among(shape, &items) } else { shape.clone() }
                })
            }
            Less | LessOrEqual | Greater | GreaterOrEqual => {
                let numbers =
                    other.shape.parts().numbers.filter(|_| other.types() == Types::NUMBER && other.is_json());
                match numbers.and_then(|numbers| numbers.constant()) {
                    Some(bound) => self
                        .refine_place(side, frame, !truth, &|shape| ordered(shape, operator, bound, truth)),
                    None if truth => self.refine_defined(side, frame),
                    None => true,
                }
            }
            _ => true,
        }
    }

    /// The argument of `$count(x)` or `$type(x)`.
    fn measured(&self, id: NodeId, frame: u32) -> Option<(NodeId, &'e str)> {
        let NodeKind::Call { callee, arguments } = self.expression.kind(self.expression.peel(id)) else {
            return None;
        };
        let (NodeKind::Variable(name), [argument]) = (self.expression.kind(*callee), arguments.as_slice())
        else {
            return None;
        };
        let is_builtin = matches!(self.variable(name, frame).callable, Callable::Builtin(_));
        (is_builtin && matches!(&**name, "count" | "type")).then_some((*argument, &**name))
    }

    fn refine_measured(
        &mut self,
        operator: BinaryOperator,
        argument: NodeId,
        function: &str,
        other: &Value,
        truth: bool,
        frame: u32,
    ) -> bool {
        use BinaryOperator::*;
        if !other.is_json() || !is_constant(&other.shape) {
            return true;
        }
        if function == "type" {
            let Some(Texts::Of(texts)) = &other.shape.parts().texts else { return true };
            let Some(types) = texts.first().and_then(|name| type_of(name)) else { return true };
            return match (operator, truth) {
                (Equal, true) => self.refine_place(argument, frame, false, &|shape| shape.only(types)),
                (NotEqual, true) => {
                    self.refine_place(argument, frame, false, &|shape| shape.only(types.not()))
                }
                (Equal, false) => self.refine_place(argument, frame, true, &|shape| shape.only(types.not())),
                (NotEqual, false) => self.refine_place(argument, frame, true, &|shape| shape.only(types)),
                _ => true,
            };
        }
        let Some(bound) = other.shape.parts().numbers.and_then(|numbers| numbers.constant()) else {
            return true;
        };
        // Whether the count is more than none.
        let is_some = match (operator, truth) {
            (Greater, true) | (LessOrEqual, false) => bound >= 0.0,
            (GreaterOrEqual, true) | (Less, false) => bound > 0.0,
            (Equal, true) | (NotEqual, false) => bound > 0.0,
            (NotEqual, true) | (Equal, false) => bound == 0.0,
            _ => false,
        };
        !is_some || self.refine_place(argument, frame, false, &filled)
    }

    /// Keeps what `keep` says of the value at a place, if the node names one; `may_lack` where it may be absent.
    fn refine_place(
        &mut self,
        id: NodeId,
        frame: u32,
        may_lack: bool,
        keep: &dyn Fn(&Shape) -> Shape,
    ) -> bool {
        let Some(place) = self.place(id, frame) else { return true };
        let value = match place.root {
            Root::Variable(name) => self.variable(name, frame),
            Root::States(name) => self.states(name, frame),
            Root::Context => self.context(frame),
        };
        if value.callable != Callable::No || self.has_kept && !value.is_plain {
            return true;
        }
        let shape = kept(&value.shape, &place.names, may_lack, keep);
        let lacks = may_lack && value.absence != Absence::Never;
        if shape.is_nothing() && !lacks {
            return false;
        }
        let absence = match (shape.is_nothing(), lacks) {
            (true, _) => Absence::Always,
            (false, true) => value.absence,
            (false, false) => Absence::Never,
        };
        let missing = if absence == Absence::Never { Vec::new() } else { value.missing.clone() };
        self.frames.set(frame, place.root, Value { shape, absence, missing, ..value });
        true
    }

    /// The place that a node names, if it is a plain path of names.
    fn place(&self, id: NodeId, frame: u32) -> Option<Place<'e>> {
        let id = self.expression.peel(id);
        let (first, rest) = match self.expression.kind(id) {
            NodeKind::Path(path) if path.group.is_none() && !path.keep_array => {
                if path.steps.iter().any(|step| !step.is_plain()) || self.has_parents {
                    return None;
                }
                path.steps.split_first().map(|(first, rest)| (first.expression, rest))?
            }
            _ => (id, &[][..]),
        };
        let mut names = Vec::new();
        let mut root = match self.expression.kind(first) {
            NodeKind::Variable(name) if &**name == "$" => return None,
            NodeKind::Variable(name) if name.is_empty() => Root::Context,
            NodeKind::Variable(name) => Root::Variable(name),
            NodeKind::Name(name) => {
                names.push(&**name);
                Root::Context
            }
            _ => return None,
        };
        for step in rest {
            match self.expression.kind(step.expression) {
                NodeKind::Name(name) => names.push(name),
                _ => return None,
            }
        }
        if root == Root::Variable("states") && self.frames.get(frame, root).is_none() {
            root = Root::States(names.first()?);
            names.remove(0);
        }
        self.is_settled(root, frame).then_some(Place { root, names })
    }

    /// Whether nothing binds the variable anew after this.
    fn is_settled(&self, root: Root<'e>, frame: u32) -> bool {
        match root {
            Root::Variable(name) => match self.bindings.get(name) {
                None => true,
                Some(1) => self.frames.is_bound(frame, root),
                Some(_) => false,
            },
            Root::States(_) => !self.bindings.contains_key("states"),
            Root::Context => self.frames.get(frame, root).is_some(),
        }
    }
}

fn mirrored(operator: BinaryOperator) -> BinaryOperator {
    use BinaryOperator::*;
    match operator {
        Less => Greater,
        LessOrEqual => GreaterOrEqual,
        Greater => Less,
        GreaterOrEqual => LessOrEqual,
        other => other,
    }
}
