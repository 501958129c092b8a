//! The task token in a state that has none.

use super::{Context, Reporter, severity};
use crate::asl::{Field, StateType};
use crate::expr::context::Availability;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for read in cx.context_reads() {
        let is_token = read.found.as_ref().is_ok_and(|member| member.available == Availability::Callback);
        let Some(state) = cx.machine.object(read.site.object).state.map(|state| cx.machine.state(state))
        else {
            continue;
        };
        if !is_token || has_token(cx, state) {
            continue;
        }
        let severity = severity(cx, read);
        let is_task = state.state_type == Some(StateType::Task);
        let finding = out.report_at(
            read.site,
            &read.span,
            format!("State `{}` has no task token: it does not wait for a callback", state.name),
        );
        finding.label("does not exist here").at_most(severity);
        if let Some(resource) = cx.machine.field(state.object, Field::Resource).filter(|_| is_task) {
            finding.related(resource.value.span(), "without `.waitForTaskToken`");
            finding.help("Add `.waitForTaskToken` to the `Resource`, or remove the token");
        } else {
            finding.help("Only a Task with `.waitForTaskToken`, or an activity, has a task token");
        }
    }
}

fn has_token(cx: &Context<'_>, state: &crate::asl::State<'_>) -> bool {
    state.state_type.is_none()
        || state.state_type == Some(StateType::Task)
            && cx.machine.str(state.object, Field::Resource).is_none_or(|resource| {
                // What a placeholder stands for is not known; `.sync` tasks have a token too (spec/paths.md 3.6).
                [".waitForTaskToken", ":activity:", "${", ".sync"].iter().any(|mark| resource.contains(mark))
            })
}
