//! Stub.
use crate::expr::{
    intrinsic::{self, ArgumentKind},
    jsonpath,
};
use crate::shape::{Lookup, Shape};
/// Problem.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Where.
    pub span: std::ops::Range<u32>,
    /// Whether certain.
    pub is_certain: bool,
}
/// Evaluates.
pub fn evaluate(
    call: &intrinsic::Call,
    path: &mut dyn FnMut(&jsonpath::Path) -> Lookup,
) -> (Shape, Vec<Problem>) {
    for argument in &call.arguments {
        match &argument.kind {
            ArgumentKind::Path(found) => drop(path(found)),
            ArgumentKind::Call(call) => drop(evaluate(call, path)),
            _ => {}
        }
    }
    (Shape::ANY, Vec::new())
}
