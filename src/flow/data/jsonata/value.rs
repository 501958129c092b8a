//! What an expression or a part of it can give: a value, no value, a function; and the sequences that paths make.

use crate::expr::jsonata::functions::Builtin;
use crate::expr::jsonata::{NodeId, Span};
use crate::shape::{Absence, ArrayShape, Lookup, Others, Presence, Shape, Texts, Types};

/// How many reasons why a value may be absent are kept.
const MAX_MISSING: usize = 6;

/// A member that is read and not there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Missing {
    /// The step that names it.
    pub step: Span,
    /// From the start of the path to the end of the step.
    pub path: Span,
    /// Its name.
    pub name: String,
    /// What it is looked for in.
    pub parent: Shape,
}

/// What can be called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Callable {
    /// The value is no function.
    No,
    /// It may be one.
    Maybe,
    /// It is that function.
    Builtin(&'static Builtin),
    /// It is a regular expression.
    Regex,
    /// It is that lambda, made in that frame.
    Lambda(NodeId, u32),
}

/// What an expression can give.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// The values of JSON. Nothing at all, with an absence of `Never`, is the value of what never returns.
    pub shape: Shape,
    /// Whether there is a value.
    pub absence: Absence,
    /// Whether the value may be a function.
    pub callable: Callable,
    /// The members for the lack of which it is absent.
    pub missing: Vec<Missing>,
    /// Whether no array in it is a sequence: one that collapses to its item or to nothing where it has but one or none.
    pub is_plain: bool,
    /// Whether it may be an array that was the only item of a sequence, which then collapsed to it.
    pub may_be_item: bool,
}

impl Value {
    /// A value as it stands in JSON.
    pub fn of(shape: Shape) -> Self {
        Self {
            shape,
            absence: Absence::Never,
            callable: Callable::No,
            missing: Vec::new(),
            is_plain: true,
            may_be_item: false,
        }
    }

    /// A value of which nothing is known, not even whether there is one.
    pub fn unknown() -> Self {
        Self { absence: Absence::Unknown, callable: Callable::Maybe, is_plain: false, ..Self::of(Shape::ANY) }
    }

    /// No value.
    pub fn absent() -> Self {
        Self { absence: Absence::Always, ..Self::of(Shape::nothing()) }
    }

    /// The value of what never returns.
    pub fn never() -> Self {
        Self::of(Shape::nothing())
    }

    /// A function.
    pub fn function(callable: Callable) -> Self {
        Self { callable, ..Self::of(Shape::nothing()) }
    }

    /// The same, with another shape and no function.
    pub fn with(self, shape: Shape) -> Self {
        let shape = if self.absence == Absence::Always { Shape::nothing() } else { shape };
        Self { shape, callable: Callable::No, is_plain: true, may_be_item: false, ..self }
    }

    /// The same where `other` is there, which is needed for it.
    pub fn needs(mut self, other: &Self) -> Self {
        self.absence = self.absence.then(other.absence);
        if self.absence == Absence::Always {
            self.shape = Shape::nothing();
            self.callable = Callable::No;
        }
        add_missing(&mut self.missing, &other.missing);
        self
    }

    /// The value as a result: its shape and whether it is there.
    pub fn lookup(&self) -> Lookup {
        Lookup { shape: self.shape.clone(), absence: self.absence }
    }

    /// The types of what is there; none where the value may be a function.
    pub fn types(&self) -> Types {
        self.shape.types()
    }

    /// Whether the value is there and no function, whatever it is.
    pub fn is_json(&self) -> bool {
        self.absence == Absence::Never && self.callable == Callable::No
    }

    /// Whether the expression never gives a value nor goes on without.
    pub fn is_never(&self) -> bool {
        self.absence == Absence::Never && self.callable == Callable::No && self.shape.is_nothing()
    }

    /// Whether there may be arrays within the value.
    pub fn nests_arrays(&self) -> bool {
        let parts = self.shape.parts();
        let has_arrays = |shape: &Shape| shape.types().has(Types::ARRAY.or(Types::OBJECT));
        self.callable != Callable::No
            || parts.object.is_some()
            || parts.array.as_ref().is_some_and(|array| has_arrays(&array.item()))
    }

    /// What stands in a container that the value is put into: functions are not told apart there.
    pub fn contained(&self) -> Shape {
        if self.callable == Callable::No { self.shape.clone() } else { Shape::ANY }
    }

    /// What either of two ways gives.
    pub fn or(&self, other: &Self) -> Self {
        if self.is_never() {
            return other.clone();
        }
        if other.is_never() {
            return self.clone();
        }
        let mut missing = self.missing.clone();
        add_missing(&mut missing, &other.missing);
        let is_nothing_else = |value: &Self| value.absence == Absence::Always;
        let callable = match (self.callable, other.callable) {
            (left, right) if left == right => left,
            (left, _) if is_nothing_else(other) => left,
            (_, right) if is_nothing_else(self) => right,
            _ => Callable::Maybe,
        };
        let is_told = !missing.is_empty();
        let absence = match self.absence.or(other.absence) {
            // That there is a way without a value is no knowledge of the data.
            Absence::Possibly if !is_told => Absence::Unknown,
            absence => absence,
        };
        Self {
            shape: self.shape.join(&other.shape),
            absence,
            callable,
            missing,
            is_plain: self.is_plain && other.is_plain,
            may_be_item: self.may_be_item || other.may_be_item,
        }
    }

    /// The value with `[]` behind the path that gave it: a single item is kept in an array.
    pub fn in_array(self) -> Self {
        let mut items = Items::of(&self);
        items.list.min = items.list.min.max(1);
        let empty = match &self.shape.parts().array {
            Some(array) if array.min == 0 => Shape::tuple(Vec::new()),
            _ => Shape::nothing(),
        };
        if self.absence == Absence::Always {
            return self;
        }
        Self { shape: Shape::array(items.list).join(&empty), callable: Callable::No, is_plain: false, ..self }
    }

    /// Whether the value can be taken for true, and whether it can be taken for false.
    pub fn truth(&self) -> (bool, bool) {
        if self.is_never() {
            return (false, false);
        }
        let (is_true, is_false) = truth(&self.shape, 0);
        let is_function = self.callable != Callable::No;
        (
            is_true || self.callable == Callable::Maybe,
            is_false || is_function || self.absence != Absence::Never,
        )
    }
}

/// Adds reasons that are not there yet.
pub(super) fn add_missing(missing: &mut Vec<Missing>, more: &[Missing]) {
    for reason in more {
        if missing.len() < MAX_MISSING && !missing.iter().any(|known| known.step == reason.step) {
            missing.push(reason.clone());
        }
    }
}

/// Whether a shape has values that JSONata takes for true, and such that it takes for false.
fn truth(shape: &Shape, depth: u32) -> (bool, bool) {
    if shape.is_any() || depth > 4 {
        return (true, true);
    }
    let parts = shape.parts();
    let mut found = (parts.can_be_true, parts.null || parts.can_be_false);
    let mut add = |(is_true, is_false): (bool, bool)| found = (found.0 | is_true, found.1 | is_false);
    if let Some(numbers) = parts.numbers {
        add((numbers.constant() != Some(0.0), numbers.contain(0.0)));
    }
    match &parts.texts {
        Some(Texts::Of(texts)) => {
            add((texts.iter().any(|text| !text.is_empty()), texts.iter().any(|text| text.is_empty())));
        }
        Some(Texts::Any) => add((true, true)),
        None => {}
    }
    if let Some(array) = &parts.array {
        add(array_truth(array, depth));
    }
    if let Some(object) = &parts.object {
        let has_member = object.members.iter().any(|member| member.presence == Presence::Always);
        let can_have_members =
            object.others != Others::None || object.members.iter().any(|member| !member.shape.is_nothing());
        add((can_have_members, !has_member));
    }
    found
}

fn array_truth(array: &ArrayShape, depth: u32) -> (bool, bool) {
    if array.max == Some(0) {
        return (false, true);
    }
    let (is_true, is_false) = truth(&array.item(), depth + 1);
    // An array is true where one of its items is.
    (is_true, is_false || array.min == 0)
}

/// The items that a step works on: an array, flattened.
#[derive(Clone, Debug)]
pub(super) struct Items {
    /// The items; their number too.
    pub list: ArrayShape,
    /// Whether there are none.
    pub absence: Absence,
    /// Whether an item may be a function.
    pub callable: Callable,
    /// The members for the lack of which there are none.
    pub missing: Vec<Missing>,
    /// As in [`Value`], of the items.
    pub is_plain: bool,
}

impl Items {
    /// Any items.
    pub fn unknown() -> Self {
        Self {
            list: ArrayShape::any(),
            absence: Absence::Unknown,
            callable: Callable::Maybe,
            missing: Vec::new(),
            is_plain: false,
        }
    }

    /// A value as items: those of an array, a single one of another value, none of no value.
    pub fn of(value: &Value) -> Self {
        let parts = value.shape.parts();
        let single = value.shape.only(Types::ARRAY.not());
        let mut lists = Shape::nothing();
        if let Some(array) = &parts.array {
            lists = lists.join(&Shape::array(array.clone()));
        }
        if !single.is_nothing() || value.callable != Callable::No {
            let item = if value.callable == Callable::No { single } else { Shape::ANY };
            lists = lists.join(&Shape::tuple(vec![item]));
        }
        let mut list = lists.parts().array.clone().unwrap_or_else(|| ArrayShape::of(Shape::nothing()));
        let own = if value.is_never() || list.min > 0 {
            Absence::Never
        } else if list.max == Some(0) {
            Absence::Always
        } else {
            Absence::Unknown
        };
        let absence =
            if value.absence == Absence::Always { Absence::Always } else { own.then(value.absence) };
        if absence != Absence::Never {
            list.min = 0;
        }
        Self {
            list,
            absence,
            callable: value.callable,
            missing: value.missing.clone(),
            is_plain: value.is_plain,
        }
    }

    /// What any of the items is.
    pub fn item(&self) -> Value {
        Value {
            shape: self.list.item(),
            absence: Absence::Never,
            callable: self.callable,
            missing: Vec::new(),
            is_plain: self.is_plain,
            may_be_item: false,
        }
    }

    /// Whether there is at most one.
    pub fn is_single(&self) -> bool {
        self.list.max.is_some_and(|max| max <= 1)
    }

    /// The items that a step gives that makes `result` of each of these items, put together.
    pub fn gather(&self, result: Raw) -> Self {
        let each = result.items();
        let is_sure = self.absence == Absence::Never && each.absence == Absence::Never;
        if self.absence == Absence::Always {
            return self.clone();
        }
        let mut missing = self.missing.clone();
        add_missing(&mut missing, &each.missing);
        let (list, absence) = if self.is_single() {
            let min = if is_sure { each.list.min } else { 0 };
            (ArrayShape { min, ..each.list }, self.absence.then(each.absence))
        } else {
            let max = self.list.max.zip(each.list.max).map(|(many, each)| many.saturating_mul(each));
            let min = if is_sure { self.list.min.saturating_mul(each.list.min) } else { 0 };
            let absence = match each.absence {
                _ if is_sure => Absence::Never,
                Absence::Always => Absence::Always,
                _ => Absence::Unknown,
            };
            (ArrayShape { prefix: Vec::new(), rest: each.list.item(), min, max }, absence)
        };
        Self { list, absence, missing, ..each }
    }

    /// Some of the items, how many is not known.
    pub fn some(&self) -> Self {
        let list = ArrayShape { prefix: Vec::new(), rest: self.list.item(), min: 0, max: self.list.max };
        Self { list, absence: self.absence.then(Absence::Unknown), ..self.clone() }
    }

    /// The sequence as a value: nothing for no item, the item itself for one, an array for more.
    pub fn collapse(self) -> Value {
        let (min, max) = (self.list.min, self.list.max);
        let mut shape = Shape::nothing();
        if min <= 1 && max != Some(0) {
            shape = shape.join(self.list.at(0));
        }
        let is_nested = shape.types().has(Types::ARRAY);
        let has_array = max.is_none_or(|max| max >= 2);
        if has_array {
            shape = shape.join(&Shape::array(ArrayShape { min: min.max(2), ..self.list }));
        }
        if self.absence == Absence::Always {
            return Value { missing: self.missing, ..Value::absent() };
        }
        Value {
            shape,
            absence: self.absence,
            callable: self.callable,
            missing: self.missing,
            is_plain: self.is_plain && !has_array,
            may_be_item: is_nested,
        }
    }
}

/// A result before it collapses.
pub(super) enum Raw {
    /// A value that stays as it is.
    Value(Value),
    /// A sequence.
    Items(Items),
}

impl Raw {
    /// The result as it is seen from outside.
    pub fn collapse(self) -> Value {
        match self {
            Self::Value(value) => value,
            Self::Items(items) => items.collapse(),
        }
    }

    /// The result as items.
    pub fn items(self) -> Items {
        match self {
            Self::Value(value) => Items::of(&value),
            Self::Items(items) => items,
        }
    }
}
