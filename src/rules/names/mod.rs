//! Names of states and labels.

pub mod confusable_state_names;
pub mod duplicate_label;
pub mod duplicate_state_name;
pub mod empty_state_name;
pub mod invalid_label;
pub mod padded_state_name;
pub mod state_name_too_long;

use super::{Context, Reporter};
