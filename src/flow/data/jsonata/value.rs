//! What an expression or a part of it can give: a value, no value, a function.

use super::items::Items;
use super::{Effect, ProblemKind};
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

impl Missing {
    /// What goes wrong for the lack of it.
    pub fn absent(&self, effect: Effect) -> ProblemKind {
        let Self { path, name, parent, .. } = self.clone();
        ProblemKind::Absent { name, parent, path, effect }
    }
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
        let alone = match self.may_be_item {
            true => Shape::tuple(vec![self.shape.only(Types::ARRAY)]),
            false => Shape::nothing(),
        };
        Self {
            shape: Shape::array(items.list).join(&empty).join(&alone),
            callable: Callable::No,
            is_plain: false,
            ..self
        }
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
        Some(Texts::Any | Texts::Listed(_)) => add((true, true)),
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
