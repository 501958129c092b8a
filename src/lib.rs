//! aslint: a linter and static analyzer for Amazon States Language, the language of AWS Step Functions workflows.
//!
//! The core is one pure function, [`lint`]: texts in, findings out. It opens no file, keeps no state and does not
//! panic. The command line, the tests and editors all call it.

pub mod asl;
pub mod document;
pub mod expr;
pub mod finding;
pub mod fix;
pub mod flow;
pub mod graph;
mod lint;
pub mod report;
pub mod rules;
pub mod source;
pub mod suggest;
pub mod syntax;

#[cfg(feature = "cli")]
pub mod cli;

pub use lint::{DefinitionUse, Linted, Project, Settings, lint, lint_file};
pub use source::Workspace;
