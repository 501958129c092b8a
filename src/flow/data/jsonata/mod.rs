//! Stub.
use crate::expr::jsonata::Expression;
use crate::shape::{Lookup, Shape};
use std::ops::Range;

/// What an expression can read.
pub struct Readable<'a> {
    /// The members of `$states`.
    pub states: &'a [(&'static str, Shape)],
    /// The workflow variables.
    pub variable: &'a dyn Fn(&str) -> Option<Shape>,
}
/// Result.
#[derive(Debug)]
pub struct Evaluated {
    /// The result.
    pub value: Lookup,
    /// What goes wrong.
    pub problems: Vec<Problem>,
}
/// Problem.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Where.
    pub span: Range<u32>,
    /// Whether certain.
    pub is_certain: bool,
}
/// Narrowed.
pub struct Narrowed {
    /// Whether possible.
    pub is_possible: bool,
    /// Input.
    pub input: Option<Shape>,
    /// Variables.
    pub variables: Vec<(String, Shape)>,
}
/// Evaluates.
pub fn evaluate(_expression: &Expression, _readable: &Readable<'_>) -> Evaluated {
    Evaluated { value: Lookup::unknown(), problems: Vec::new() }
}
/// Narrows.
pub fn narrow(_expression: &Expression, _readable: &Readable<'_>, _truth: bool) -> Narrowed {
    Narrowed { is_possible: true, input: None, variables: Vec::new() }
}
