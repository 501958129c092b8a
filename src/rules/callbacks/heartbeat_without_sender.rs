//! A heartbeat interval where nobody can send heartbeats.

use super::{Context, Reporter, Waiter, tasks};
use crate::asl::{Field, Place};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (state, resource, waiter) in tasks(cx) {
        let fields = [Field::HeartbeatSeconds, Field::HeartbeatSecondsPath];
        let heartbeat = fields.into_iter().find_map(|field| cx.machine.field(state.object, field));
        let Some(heartbeat) = heartbeat.filter(|_| waiter == Waiter::Service) else { continue };
        let place = Place::field(state.object, heartbeat.field);
        out.report(
            &place,
            heartbeat.key.span(),
            format!("Nobody sends heartbeats for state `{}`", state.name),
        )
        .label("takes effect for callbacks and activities only")
        .related(resource.span(), "neither of them")
        .help("Use `TimeoutSeconds`");
    }
}
