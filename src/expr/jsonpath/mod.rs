//! JSONPath in the dialect of Jayway's JsonPath, which Step Functions uses (`spec/paths.md 3.2`), with byte spans.
//!
//! The parser accepts what Jayway's JsonPath accepts, its leniencies included, and attaches a warning where the
//! meaning is unlikely to be the intended one. Three things differ on purpose: the roots `$$` and `$name` exist and
//! `@` does not, a text without `$` is refused, and `[(@.length-1)]` is a warning.

mod arguments;
mod ast;
mod bracket;
mod filter;
mod parser;
pub(in crate::expr) mod problem;
mod reference;
mod scan;
#[cfg(test)]
mod tests;

pub use ast::*;
pub use parser::{parse, parse_range};
pub use problem::{Edit, PathError, PathErrorKind, PathWarning, PathWarningKind, SyntaxProblem};
pub use reference::{ReferenceProblem, reference_path_problem};
