//! Rules about what the data can be where it is read.

pub mod absent_path;
pub mod always_matching_choice_rule;
pub mod catch_result_elsewhere;
pub mod growing_loop;
pub mod ignored_member;
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
pub mod unknown_result_value;
pub mod unread_result;
pub mod wrong_computed_parameter;
pub mod wrong_intrinsic_argument;
pub mod wrong_operand;
pub mod wrong_value_type;

mod words;

use rustc_hash::FxHashMap;

use super::{Context, Failure, Reporter};
use crate::asl::{Field, ObjectId, Place};
use crate::flow::{JsonataSite, Observation};
use crate::rules::choice::constant_condition::constant;
use crate::syntax::NodeId;

use self::words::{
    AbsentMember, AbsentPath, Brief, absent_members, absent_paths, explain, explain_path, explain_value,
    form_of, input_steps, is_conditional, needed_members,
};

/// The place of an observation that is about a field.
fn place(observation: &Observation<'_, '_>) -> Place {
    Place::field(observation.object, observation.field)
}

/// Whether the condition of a rule is written down as `true` or `false`, of which `constant-condition` tells.
fn is_constant(cx: &Context<'_>, rule: ObjectId) -> bool {
    cx.machine.value(rule, Field::Condition).is_some_and(|condition| constant(condition).is_some())
}

/// The JSONata expressions, with what the text of each tells without the data, by the nodes that hold them.
fn expressions<'a>(cx: &Context<'a>) -> FxHashMap<NodeId, &'a JsonataSite<'a, 'a>> {
    cx.expressions().iter().map(|known| (known.site.node.id(), known)).collect()
}
