//! What happens to the data: where expressions stand and what they read, and which variables are assigned where.

mod certainty;
mod context_reads;
mod data;
mod expressions;
mod sites;
mod variables;

pub use certainty::{certain_nodes, is_evaluated_on_entry};
pub use context_reads::{ContextRead, context_reads};
pub use data::{
    Arrival, Bindings, Contract, DataFlow, Deed, Entry, Observation, ObservationKind, Promisable, Promise,
    PromiseKind, Reads, Reason, Source, Steps, function_names, in_order, intrinsic, jsonata, path_shape,
    path_steps, promisable, reasons, segment_steps, task_result,
};
pub use expressions::{JsonataSite, PathSite, jsonata_sites, path_sites};
pub use sites::{Site, SiteKind, Sites, TemplateValue};
pub use variables::{Assigned, Assignment, Read, ReadProblem, Variables, Way};
