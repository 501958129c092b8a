//! JSONata 2.0.6, the expression language of `{% … %}` strings (spec/jsonata.md), with byte spans throughout.

mod ast;
mod check;
mod error;
pub mod functions;
mod habits;
mod lexer;
mod parser;
mod references;
mod regex;
mod resolve;
mod signature;
mod structure;
mod types;

pub use ast::{
    BinaryOperator, Expression, Group, Lambda, Node, NodeId, NodeKind, Path, Regex, SortTerm, Span, Stage,
    Step,
};
pub use check::{Analysis, Finding, FindingKind, analyze};
pub use error::ParseError;
pub use habits::{Edit, Habit, HabitKind, explain};
pub use parser::MAX_DEPTH;
pub use references::{ContextReference, FreeVariable, References, StatesReference};
pub use signature::{Parameter, Signature};
pub use types::{Collapse, CollapseCause, TypeSet, collapsing};

/// Parses the text of an expression, without the `{%` and `%}` around it.
///
/// # Errors
/// The first syntax error, with the code and message of the reference implementation 2.0.6; or `D0000` for a text
/// nested deeper than [`MAX_DEPTH`] or of 4 GiB and more.
pub fn parse(text: &str) -> Result<Expression, ParseError> {
    if u32::try_from(text.len()).is_err() {
        return Err(ParseError::new("D0000", "The expression is too long", 0..0));
    }
    resolve::resolve(parser::parse(text)?)
}

#[cfg(test)]
mod tests;
