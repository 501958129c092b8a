//! Credentials on an activity, which nobody takes up.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Task) {
        let Some(credentials) = cx.machine.field(state.object, Field::Credentials) else { continue };
        if !cx.machine.str(state.object, Field::Resource).is_some_and(|arn| arn.contains(":activity:")) {
            continue;
        }
        let place = Place::field(state.object, Field::Credentials);
        let location = cx.location(&Place::object(state.object));
        out.report(
            &place,
            credentials.key.span(),
            format!("State `{}` is an activity, which takes no `Credentials`", state.name),
        )
        .label("not with an activity")
        .help("Remove `Credentials`; the activity's worker has its own")
        .aws(SCHEMA, "The field 'Credentials' is not supported for activities", location);
    }
}
