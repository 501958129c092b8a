//! Which fields an object has, and what they hold.

pub mod asl_field_in_payload;
pub mod conflicting_fields;
pub mod empty_list;
pub mod invalid_path;
pub mod invalid_reference_path;
pub mod invalid_timestamp;
pub mod misplaced_field;
pub mod missing_field;
pub mod out_of_range;
pub mod placeholder_for_number;
pub mod query_language_downgrade;
pub mod unknown_field;
pub mod unknown_value;
pub mod wrong_language_field;
pub mod wrong_type;

use super::{Context, Reporter};
