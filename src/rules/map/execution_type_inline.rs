//! An `ExecutionType` on an inline Map, which has no executions of its own.

use super::{Context, Reporter, processor};
use crate::asl::{Field, Place, StateType};
use crate::finding::Severity;
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Map) {
        let Some((_, processor)) = processor(cx, state) else { continue };
        let Some(config) = cx.machine.child(processor, Field::ProcessorConfig) else { continue };
        let Some(execution_type) = cx.machine.field(config, Field::ExecutionType) else { continue };
        let mode = cx.machine.value(config, Field::Mode);
        let is_inline = mode.is_none_or(|mode| mode.str() == Some("INLINE"));
        if !is_inline {
            continue;
        }
        let location = cx.location(&Place::object(config));
        let finding = out.report(
            &Place::field(config, Field::ExecutionType),
            execution_type.key.span(),
            "An inline Map has no executions of its own, and takes no `ExecutionType`",
        );
        finding
            .label("only with `\"Mode\": \"DISTRIBUTED\"`")
            .help("Set `\"Mode\": \"DISTRIBUTED\"`, or remove `ExecutionType`");
        match mode {
            Some(mode) => finding.related(mode.span(), "the Map runs inline").aws(
                SCHEMA,
                "Field 'ExecutionType' is not supported",
                location,
            ),
            // What AWS says without `Mode` is not recorded (spec/states.md 1.13).
            None => finding.at_most(Severity::Warning),
        };
    }
}
