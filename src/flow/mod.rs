//! What happens to the data: where expressions stand and what they read, and which variables are assigned where.

mod certainty;
mod expressions;
mod sites;
mod variables;

pub use certainty::{certain_nodes, is_evaluated_on_entry};
pub use expressions::{JsonataSite, jsonata_sites};
pub use sites::{Site, SiteKind, Sites, TemplateValue};
pub use variables::{Assigned, Assignment, Read, ReadProblem, Variables};
