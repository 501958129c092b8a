//! What AWS's services are called and take: resource ARNs, the optimized integrations, and the actions of the SDK with
//! the shapes of their inputs and outputs. Facts only; nothing here knows what a state is.
//!
//! The facts about the SDK are made of botocore's service models by `tools/aws-models` and embedded, a table a
//! service. A table is read when its service is first asked for an action, and kept.

mod errors;
mod optimized;
mod resource;
mod sdk;
mod shape;
mod tables;

pub use errors::{ErrorNames, Name, Prefix, has_free_errors};
pub use optimized::{Accepted, Integration, Support, Takes, integrations, optimized};
pub use resource::{Call, Part, Pattern, Resource, Target, has_placeholder};
pub use sdk::{Action, Models, Service, models, sdk_service, sdk_services};
pub use shape::{Bounds, Kind, Member, Members, Shape, Values};
