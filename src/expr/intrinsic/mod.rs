//! Intrinsic functions, `States.Format('{}', $.name)`: grammar, table of functions and checks
//! (`spec/intrinsics.md`).

mod ast;
mod check;
mod functions;
mod parser;
#[cfg(test)]
mod tests;

pub use ast::*;
pub use check::{Certainty, Problem, ProblemKind, check};
pub use functions::*;
pub use parser::{IntrinsicError, IntrinsicErrorKind, parse};
