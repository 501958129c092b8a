//! The typed form of a state machine definition: which objects, fields and states a text holds, each with its place.
//!
//! [`lower`] reads a syntax tree into a [`Machine`]: flat tables of objects, fields, states and scopes. Which fields
//! exist is stated once, in `schemas/asl.schema.json`; the tables in [`fields`](self) are generated from it.

mod fields;
mod lower;
mod machine;
mod place;
mod timestamp;

pub use fields::{
    Bound, Field, FieldSet, FieldSpec, Holds, ObjectKind, ObjectSpec, QueryLanguage, StateType, Types,
    comparators,
};
pub use lower::lower;
pub use machine::{
    Entry, FieldRef, Language, Machine, Object, ObjectId, Scope, ScopeId, ScopeKind, State, StateId, Step,
    Stray,
};
pub use place::{Place, PlaceStep};
pub use timestamp::timestamp_problem;
