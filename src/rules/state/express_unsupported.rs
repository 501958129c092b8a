//! What an Express workflow cannot do: wait for jobs, callbacks and activities, run a Distributed Map.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};
use crate::finding::Severity;
use crate::rules::Express;
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Task) {
        let Some(why) = cx.express(state.scope) else { continue };
        let Some(value) = cx.machine.value(state.object, Field::Resource) else { continue };
        let Some(resource) = value.str() else { continue };
        let (what, message) = if resource.ends_with(".sync") || resource.ends_with(".sync:2") {
            (
                "waits for a job to end (`.sync`)",
                "Express state machine does not support '.sync' service integration",
            )
        } else if resource.ends_with(".waitForTaskToken") {
            // AWS's text ends with a blank (spec/aws_diagnostics.md 10.4).
            (
                "waits for a callback",
                "Express state machine does not support '.waitForTaskToken' service integration ",
            )
        } else if resource.contains(":activity:") {
            ("is an activity", "Express state machine does not support Activity ARN")
        } else {
            continue;
        };
        let place = Place::field(state.object, Field::Resource);
        let finding = out.report(
            &place,
            value.span(),
            format!("State `{}` {what}, which an Express workflow cannot do", state.name),
        );
        finding.label("not in an Express workflow");
        match why {
            Express::Whole => finding.aws(SCHEMA, message, cx.location(&place)),
            // That AWS refuses it in the child executions is documented, its answer is not recorded.
            Express::Children(span) => {
                finding.at_most(Severity::Warning).related(span, "the items run as Express workflows")
            }
        };
    }
    for state in cx.states_of(StateType::Map) {
        let Some(why) = cx.express(state.scope) else { continue };
        let processor = [Field::ItemProcessor, Field::Iterator]
            .into_iter()
            .find_map(|field| cx.machine.child(state.object, field));
        let config = processor.and_then(|processor| cx.machine.child(processor, Field::ProcessorConfig));
        let Some(config) =
            config.filter(|&config| cx.machine.str(config, Field::Mode) == Some("DISTRIBUTED"))
        else {
            continue;
        };
        let Some(mode) = cx.machine.value(config, Field::Mode) else { continue };
        let place = Place::field(config, Field::Mode);
        let finding = out.report(
            &place,
            mode.span(),
            format!("State `{}` is a Distributed Map, which an Express workflow cannot run", state.name),
        );
        finding.label("not in an Express workflow");
        match why {
            Express::Whole => finding.aws(
                SCHEMA,
                "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
                cx.location(&place),
            ),
            Express::Children(span) => {
                finding.at_most(Severity::Warning).related(span, "the items run as Express workflows")
            }
        };
    }
}
