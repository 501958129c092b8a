//! A timeout beyond the five minutes that an Express execution may take.

use super::{Context, Reporter};
use crate::asl::{Field, ObjectId, Place, ScopeId, StateType};
use crate::rules::Express;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let whole = cx.machine.scopes().first().map(|scope| (scope.object, scope.id));
    let tasks = cx.machine.states_of(StateType::Task).map(|state| (state.object, state.scope));
    for (object, scope) in whole.into_iter().chain(tasks) {
        report(cx, out, object, scope);
    }
}

fn report(cx: &Context<'_>, out: &mut Reporter<'_>, object: ObjectId, scope: ScopeId) {
    let Some(value) = cx.machine.value(object, Field::TimeoutSeconds) else { return };
    let Some(seconds) = value.number().filter(|&seconds| seconds > Express::SECONDS as f64) else { return };
    let Some(express) = cx.express(scope) else { return };
    let finding = out.report(
        &Place::field(object, Field::TimeoutSeconds),
        value.span(),
        format!("A timeout of {seconds} seconds has no effect: an Express workflow ends after five minutes"),
    );
    finding
        .label("the execution ends before")
        .help("Set less than 300 seconds, or make it a Standard workflow");
    if let Express::Children(span) = express {
        finding.related(span, "the items run as Express workflows");
    }
}
