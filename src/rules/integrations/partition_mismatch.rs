//! ARNs of several partitions of AWS in one state machine.

use super::{Context, Reporter, sent};
use crate::asl::{Field, Place, PlaceStep, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.machine.states_of(StateType::Task) {
        let (Some(resource), Some(sent)) = (cx.machine.value(state.object, Field::Resource), sent(cx, state))
        else {
            continue;
        };
        let Some(own) = resource.str().and_then(partition) else { continue };
        for (key, value) in sent.value.members() {
            let name = key.str().unwrap_or_default();
            if !name.ends_with("Arn") && name != "FunctionName" {
                continue;
            }
            let Some(other) = value.str().and_then(partition).filter(|other| *other != own) else { continue };
            let mut place = Place::field(state.object, sent.field);
            place.steps.push(PlaceStep::Key(name.to_owned()));
            out.report(
                &place,
                value.span(),
                format!("State `{}` calls something of the partition `{other}` from `{own}`", state.name),
            )
            .label(format!("in `{other}`"))
            .related(resource.span(), format!("in `{own}`"))
            .help("No execution reaches beyond its partition; use ARNs of one partition");
        }
    }
}

/// The partition of an ARN that is written down.
fn partition(text: &str) -> Option<&str> {
    let mut parts = text.strip_prefix("arn:")?.splitn(3, ':');
    let partition = parts.next()?;
    let is_known = ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-eusc"].contains(&partition);
    (is_known && parts.count() == 2).then_some(partition)
}
