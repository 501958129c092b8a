//! aslint: a linter and static analyzer for Amazon States Language, the language of AWS Step Functions workflows.
//!
//! The core is one pure function, [`lint`]: texts in, findings out. It opens no file, keeps no state and does not
//! panic. The command line, the tests and editors all call it.

pub mod asl;
pub mod aws;
#[cfg(feature = "cli")]
pub mod config;
pub mod diagram;
pub mod document;
pub mod expr;
pub mod finding;
pub mod fix;
pub mod flow;
pub mod graph;
mod lint;
mod project;
pub mod report;
pub mod rules;
pub mod shape;
pub mod source;
mod subject;
pub mod suggest;
pub mod suppression;
pub mod syntax;
pub mod trace;

#[cfg(feature = "cli")]
pub mod cli;

pub use lint::{Linted, Settings, Severities, Silence, lint, lint_file};
pub use project::{DefinitionUse, Project};
pub use rules::RuleTimes;
pub use source::Workspace;
