//! The binary operators.

use super::items::Items;
use super::value::{Callable, Value};
use super::{Evaluator, ProblemKind};
use crate::expr::jsonata::{BinaryOperator, NodeId, NodeKind};
use crate::shape::{Absence, ArrayShape, Numbers, Shape, Texts, Types};

/// What a bare number holds: up to here all whole numbers are exact.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

impl<'e> Evaluator<'e, '_> {
    /// An operator and those in its left operand, which may be nested deeper than brackets are.
    pub(super) fn binary(&mut self, id: NodeId, frame: u32) -> Value {
        let expression = self.expression;
        let mut spine = Vec::new();
        let mut leftmost = id;
        while let NodeKind::Binary(operator, left, right) = expression.kind(leftmost) {
            spine.push((*operator, *left, *right));
            leftmost = *left;
        }
        let mut value = self.eval(leftmost, frame);
        // Where the left side of a row of `and` holds, or none of a row of `or`.
        let mut inner: Option<(BinaryOperator, u32)> = None;
        for (operator, left, right) in spine.into_iter().rev() {
            if value.is_never() {
                return value;
            }
            if self.fuel == 0 {
                self.is_exhausted = true;
                return Value::unknown();
            }
            self.fuel -= 1;
            value = match operator {
                BinaryOperator::And | BinaryOperator::Or => {
                    self.boolean(operator, (left, value), right, frame, &mut inner)
                }
                BinaryOperator::Chain => self.chain((left, value), right, frame),
                _ => {
                    let other = self.eval(right, frame);
                    if other.is_never() {
                        return other;
                    }
                    self.operation(operator, (left, value), (right, other))
                }
            };
        }
        value
    }

    fn boolean(
        &mut self,
        operator: BinaryOperator,
        (left, value): (NodeId, Value),
        right: NodeId,
        frame: u32,
        inner: &mut Option<(BinaryOperator, u32)>,
    ) -> Value {
        let truth = operator == BinaryOperator::And;
        let (can_hold, can_fail) = value.truth();
        let (goes_on, ends) = if truth { (can_hold, can_fail) } else { (can_fail, can_hold) };
        let mut shape = if ends { Shape::of_bool(!truth) } else { Shape::nothing() };
        let (scope, newest) = match *inner {
            Some((known, scope)) if known == operator => match self.expression.kind(left) {
                NodeKind::Binary(_, _, newest) => (scope, *newest),
                _ => (scope, left),
            },
            _ => (self.frames.refine(frame), left),
        };
        *inner = Some((operator, scope));
        if goes_on && self.refine(newest, truth, scope) {
            let other = self.perhaps(!ends, |this| this.eval(right, scope));
            let (can_hold, can_fail) = other.truth();
            for (truth, is_possible) in [(true, can_hold), (false, can_fail)] {
                if is_possible {
                    shape = shape.join(&Shape::of_bool(truth));
                }
            }
        }
        Value::of(shape)
    }

    fn operation(
        &mut self,
        operator: BinaryOperator,
        (left, value): (NodeId, Value),
        (right, other): (NodeId, Value),
    ) -> Value {
        use BinaryOperator::*;
        if matches!(operator, Equal | NotEqual | In) {
            self.unlisted_texts(operator, (left, &value), (right, &other));
        }
        match operator {
            Add | Subtract | Multiply | Divide | Modulo => {
                let is_wrong = self.operand(&value, Types::NUMBER, Some(operator), left);
                if !is_wrong {
                    self.operand(&other, Types::NUMBER, Some(operator), right);
                }
                let pair = value.shape.parts().numbers.zip(other.shape.parts().numbers);
                let numbers =
                    pair.map_or_else(Shape::nothing, |(a, b)| Shape::numbers(arithmetic(operator, a, b)));
                value.with(numbers).needs(&other)
            }
            Less | LessOrEqual | Greater | GreaterOrEqual => {
                self.comparison(operator, (left, &value), (right, &other));
                let shape = compared(operator, &value.shape, &other.shape);
                value.with(shape).needs(&other)
            }
            Equal | NotEqual => Value::of(equality(operator == Equal, &value, &other)),
            In => Value::of(inclusion(&value, &other)),
            Concatenate => {
                self.ignores(&value);
                self.ignores(&other);
                concatenated(&value, &other)
            }
            Range => self.range((left, value), (right, other)),
            And | Or | Chain => Value::unknown(),
        }
    }

    fn comparison(
        &mut self,
        operator: BinaryOperator,
        (left, value): (NodeId, &Value),
        (right, other): (NodeId, &Value),
    ) {
        let ordered = Types::NUMBER.or(Types::TEXT);
        if self.operand(value, ordered, Some(operator), left)
            || self.operand(other, ordered, Some(operator), right)
        {
            return;
        }
        let types = (value.types(), other.types());
        let differ = |a: Types, b: Types| {
            !a.is_empty() && !b.is_empty() && a.is_only(Types::NUMBER) && b.is_only(Types::TEXT)
        };
        let are_json = value.callable == Callable::No && other.callable == Callable::No;
        if are_json && (differ(types.0, types.1) || differ(types.1, types.0)) {
            let is_certain = value.is_json() && other.is_json();
            let kind =
                ProblemKind::Comparison { operator, left: value.shape.clone(), right: other.shape.clone() };
            self.report(self.span(left).start..self.span(right).end, kind, is_certain);
        }
    }

    fn range(&mut self, (left, value): (NodeId, Value), (right, other): (NodeId, Value)) -> Value {
        for (id, side) in [(left, &value), (right, &other)] {
            self.operand(side, Types::NUMBER, Some(BinaryOperator::Range), id);
        }
        let whole = |value: &Value| value.shape.parts().numbers.and_then(whole_part);
        let Some((from, to)) = whole(&value).zip(whole(&other)) else {
            return value.with(Shape::nothing()).needs(&other);
        };
        let length = |length: f64| if length < 1e7 { Some(length.max(0.0) as u32) } else { None };
        let list = ArrayShape {
            prefix: Vec::new(),
            rest: Shape::numbers(Numbers { min: from.min, max: to.max, is_whole: true }),
            min: length(to.min - from.max + 1.0).unwrap_or(0),
            max: length(to.max - from.min + 1.0),
        };
        let is_whole_row = list.min > 0;
        let items = Items {
            absence: if is_whole_row { value.absence } else { value.absence.then(Absence::Unknown) },
            ..Items::of(&Value::of(Shape::array(list)))
        };
        Value { missing: value.missing, ..items.collapse() }.needs(&other)
    }
}

/// The whole numbers among these.
fn whole_part(numbers: Numbers) -> Option<Numbers> {
    let (min, max) = (numbers.min.ceil(), numbers.max.floor());
    (min <= max).then_some(Numbers { min, max, is_whole: true })
}

/// A number with the other sign.
pub(super) fn negated(shape: &Shape) -> Shape {
    let numbers = shape.parts().numbers;
    numbers.map_or_else(Shape::nothing, |numbers| {
        Shape::numbers(Numbers { min: -numbers.max, max: -numbers.min, is_whole: numbers.is_whole })
    })
}

fn arithmetic(operator: BinaryOperator, a: Numbers, b: Numbers) -> Numbers {
    use BinaryOperator::*;
    let is_whole = a.is_whole && b.is_whole;
    let found = match operator {
        Add => spanning(&[a.min + b.min, a.max + b.max], is_whole),
        Subtract => spanning(&[a.min - b.max, a.max - b.min], is_whole),
        Multiply => spanning(&products(a, b, |a, b| a * b), is_whole),
        Divide if b.min > 0.0 || b.max < 0.0 => {
            let found = spanning(&products(a, b, |a, b| a / b), false);
            let is_constant = found.constant().is_some_and(|value| value.fract() == 0.0);
            Numbers { is_whole: is_constant, ..found }
        }
        // Nothing is said of a remainder of 0, which is no number.
        Modulo if b.min > 0.0 || b.max < 0.0 => {
            let most = b.min.abs().max(b.max.abs());
            let (least, most) = (if a.min < 0.0 { -most } else { 0.0 }, if a.max > 0.0 { most } else { 0.0 });
            let is_sure = !(least.is_nan() || most.is_nan());
            if is_sure {
                Numbers { min: least, max: most, is_whole }
            } else {
                Numbers { is_whole, ..Numbers::ANY }
            }
        }
        _ => Numbers::ANY,
    };
    // A large whole number may be rounded otherwise by another implementation.
    if found.min.abs() < MAX_EXACT && found.max.abs() < MAX_EXACT { found } else { loosened(found) }
}

fn loosened(numbers: Numbers) -> Numbers {
    let min = if numbers.min.abs() < MAX_EXACT { numbers.min } else { f64::NEG_INFINITY };
    let max = if numbers.max.abs() < MAX_EXACT { numbers.max } else { f64::INFINITY };
    Numbers { min, max, is_whole: numbers.is_whole }
}

fn products(a: Numbers, b: Numbers, of: impl Fn(f64, f64) -> f64) -> [f64; 4] {
    [of(a.min, b.min), of(a.min, b.max), of(a.max, b.min), of(a.max, b.max)]
}

fn spanning(ends: &[f64], is_whole: bool) -> Numbers {
    if ends.iter().any(|end| end.is_nan()) {
        return Numbers { is_whole, ..Numbers::ANY };
    }
    let min = ends.iter().copied().fold(f64::INFINITY, f64::min);
    let max = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Numbers { min, max, is_whole }
}

fn compared(operator: BinaryOperator, left: &Shape, right: &Shape) -> Shape {
    use BinaryOperator::{Greater, GreaterOrEqual, Less};
    let (left, right) = (left.parts(), right.parts());
    let has_texts = left.texts.is_some() && right.texts.is_some();
    let mut shape = if has_texts { Shape::boolean() } else { Shape::nothing() };
    if let Some((a, b)) = left.numbers.zip(right.numbers) {
        let (a, b) = if matches!(operator, Greater | GreaterOrEqual) { (b, a) } else { (a, b) };
        let is_strict = matches!(operator, Less | Greater);
        let can_hold = if is_strict { a.min < b.max } else { a.min <= b.max };
        let can_fail = if is_strict { a.max >= b.min } else { a.max > b.min };
        for (truth, is_possible) in [(true, can_hold), (false, can_fail)] {
            if is_possible {
                shape = shape.join(&Shape::of_bool(truth));
            }
        }
    }
    shape
}

/// Whether values may be equal.
fn may_be_equal(left: &Shape, right: &Shape) -> bool {
    let (a, b) = (left.parts(), right.parts());
    let texts = match (&a.texts, &b.texts) {
        (Some(Texts::Of(left)), Some(Texts::Of(right))) => left.iter().any(|text| right.contains(text)),
        (left, right) => left.is_some() && right.is_some(),
    };
    let arrays =
        a.array.as_ref().zip(b.array.as_ref()).is_some_and(|(a, b)| {
            a.max.is_none_or(|max| b.min <= max) && b.max.is_none_or(|max| a.min <= max)
        });
    a.null && b.null
        || a.can_be_true && b.can_be_true
        || a.can_be_false && b.can_be_false
        || a.numbers.zip(b.numbers).is_some_and(|(a, b)| a.meet(b).is_some())
        || texts
        || arrays
        || a.object.is_some() && b.object.is_some()
}

/// Whether a shape is of a single value: `null`, a truth value, a number, a text.
pub(super) fn is_constant(shape: &Shape) -> bool {
    let parts = shape.parts();
    let types = parts.types();
    types == Types::NULL
        || types == Types::BOOLEAN && !(parts.can_be_true && parts.can_be_false)
        || types == Types::NUMBER && parts.numbers.is_some_and(|numbers| numbers.constant().is_some())
        || types == Types::TEXT && matches!(&parts.texts, Some(Texts::Of(texts)) if texts.len() == 1)
}

fn equality(wanted: bool, left: &Value, right: &Value) -> Shape {
    let are_there = left.is_json() && right.is_json();
    let are_functions = left.callable != Callable::No && right.callable != Callable::No;
    let is_never_there = left.absence == Absence::Always || right.absence == Absence::Always;
    // Without one of the sides both `=` and `!=` are false.
    let mut can_be_equal = may_be_equal(&left.shape, &right.shape) || are_functions;
    let mut can_differ =
        !(are_there && is_constant(&left.shape) && is_constant(&right.shape) && can_be_equal);
    if is_never_there {
        (can_be_equal, can_differ) = (false, false);
    }
    let can_lack = !are_there;
    let (can_hold, can_fail) =
        if wanted { (can_be_equal, can_differ || can_lack) } else { (can_differ, can_be_equal || can_lack) };
    booleans(can_hold, can_fail)
}

fn booleans(can_hold: bool, can_fail: bool) -> Shape {
    match (can_hold, can_fail) {
        (true, false) => Shape::of_bool(true),
        (false, _) => Shape::of_bool(false),
        (true, true) => Shape::boolean(),
    }
}

/// `in` compares scalars with the items of the right side; arrays and objects are in nothing but themselves.
fn inclusion(left: &Value, right: &Value) -> Shape {
    let items = Items::of(right);
    let is_function = left.callable != Callable::No || right.callable != Callable::No;
    let is_absent = left.absence == Absence::Always || items.absence == Absence::Always;
    let can_hold = !is_absent && (is_function || may_be_equal(&left.shape, &items.list.item()));
    let is_sure = left.is_json()
        && is_constant(&left.shape)
        && items
            .list
            .prefix
            .iter()
            .take(items.list.min as usize)
            .any(|item| is_constant(item) && may_be_equal(item, &left.shape));
    booleans(can_hold, !is_sure)
}

fn concatenated(left: &Value, right: &Value) -> Value {
    let (Some(left), Some(right)) = (texts_of(left), texts_of(right)) else {
        return Value::of(Shape::text());
    };
    if left.len() * right.len() > 12 {
        return Value::of(Shape::text());
    }
    let both = left.iter().flat_map(|left| right.iter().map(move |right| format!("{left}{right}")));
    let both: Vec<String> = both.collect();
    Value::of(Shape::of_texts(both.iter().map(String::as_str)))
}

/// The texts that a value can be joined as, where they are few and short.
fn texts_of(value: &Value) -> Option<Vec<String>> {
    const MAX_LENGTH: usize = 400;
    if value.callable != Callable::No {
        return None;
    }
    let mut texts = match &value.shape.parts().texts {
        _ if !value.types().is_only(Types::TEXT) => return None,
        Some(Texts::Of(texts)) => texts.iter().map(|text| text.to_string()).collect(),
        Some(Texts::Any | Texts::Listed(_)) => return None,
        None => Vec::new(),
    };
    if value.absence != Absence::Never {
        texts.push(String::new());
    }
    texts.iter().all(|text| text.len() <= MAX_LENGTH).then_some(texts)
}
