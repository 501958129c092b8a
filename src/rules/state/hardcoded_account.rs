//! An account number in a `Resource`.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Task) {
        let Some(value) = cx.machine.value(state.object, Field::Resource) else { continue };
        let Some(resource) = value.str().filter(|text| text.starts_with("arn:")) else { continue };
        let Some(account) = resource
            .split(':')
            .nth(4)
            .filter(|part| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit()))
        else {
            continue;
        };
        let start = resource.match_indices(':').nth(3).map_or(0, |(at, _)| at + 1);
        out.report(
            &Place::field(state.object, Field::Resource),
            value.span_within(start, start + account.len()),
            format!("State `{}` works in account {account} only", state.name),
        )
        .label("an account number")
        .help("Let the template that deploys the definition fill it in");
    }
}
