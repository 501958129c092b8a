use super::{intrinsic, jsonata};
use crate::asl::{Field, FieldRef, ObjectId, StateId};
use crate::aws::Values;
use crate::expr::jsonpath::Path;
use crate::flow::Site;
use crate::shape::{Absence, Shape};

/// Something noteworthy about the data of a state.
#[derive(Debug)]
pub struct Observation<'a, 't> {
    /// The state.
    pub state: StateId,
    /// The object whose field it is about.
    pub object: ObjectId,
    /// That field.
    pub field: Field,
    /// The expression it is about, if it is about one.
    pub site: Option<&'a Site<'t>>,
    /// What it is.
    pub kind: ObservationKind<'a, 't>,
}

/// What is noteworthy.
#[derive(Debug)]
pub enum ObservationKind<'a, 't> {
    /// A path finds nothing.
    Absent {
        /// The path.
        path: &'a Path,
        /// The segment of it that finds nothing.
        segment: usize,
        /// What that segment looks into.
        parent: Shape,
        /// What the path starts from.
        source: Source,
        /// Whether it finds nothing in all cases.
        absence: Absence,
    },
    /// Something is wrong within an intrinsic function.
    Intrinsic(intrinsic::Problem),
    /// Something is wrong within a JSONata expression.
    Jsonata(jsonata::Problem),
    /// A JSONata expression gives nothing.
    Undefined,
    /// A text is compared with one that the service that gives it does not list.
    UnlistedText {
        /// The text, with its comparator.
        literal: FieldRef<'t>,
        /// Those that it lists.
        values: Values,
    },
    /// A Map is to go through something that is no array.
    NotIterable {
        /// What it is.
        shape: Shape,
        /// Whether AWS's answer is known to be a failure.
        is_certain: bool,
    },
    /// A value has none of the types that its field takes.
    WrongType {
        /// What it is.
        shape: Shape,
        /// What the field takes.
        wanted: &'static str,
    },
    /// A result is to be put into something that has no members.
    NoPlaceForResult {
        /// What that is.
        shape: Shape,
        /// Whether it is so in all cases.
        absence: Absence,
    },
    /// A choice rule can never be the one that is taken.
    NeverMatches {
        /// What it is tested on.
        input: Shape,
    },
    /// A choice rule is always taken when it is looked at.
    AlwaysMatches,
    /// No rule of a Choice can be taken, and there is no Default.
    NothingMatches,
}

/// What `$` stands for where a path is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The state's input.
    Input,
    /// The input behind `InputPath`.
    EffectiveInput,
    /// The result of the state's work.
    Result,
    /// The input with the result in it.
    Merged,
    /// What a catcher is given.
    Error,
    /// The context object.
    Context,
    /// A variable.
    Variable,
}
