//! Rules about what the data can be where it is read.

pub mod absent_path;
pub mod always_matching_choice_rule;
pub mod catch_result_elsewhere;
pub mod growing_loop;
pub mod items_not_array;
pub mod never_matching_choice_rule;
pub mod no_matching_choice_rule;
pub mod output_path_misses_result;
pub mod oversized_payload;
pub mod possibly_absent_path;
pub mod possibly_undefined_result;
pub mod result_path_into_scalar;
pub mod undefined_result;
pub mod unknown_result_member;
pub mod unread_result;
pub mod wrong_intrinsic_argument;
pub mod wrong_operand;
pub mod wrong_value_type;

mod words;

use super::{Context, Failure, Reporter};
use crate::asl::Place;
use crate::flow::Observation;

use self::words::{
    AbsentMember, AbsentPath, Brief, absent_members, absent_paths, explain, explain_path, explain_value,
    form_of, input_steps,
};

/// The place of an observation that is about a field.
fn place(observation: &Observation<'_, '_>) -> Place {
    Place::field(observation.object, observation.field)
}
