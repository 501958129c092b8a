//! The current item outside the fields of a Map.

use super::{Context, Reporter, severity};
use crate::asl::{Field, ScopeKind, StateType};
use crate::expr::context::Availability;
use crate::finding::Severity;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for read in cx.context_reads() {
        let is_item = read.found.as_ref().is_ok_and(|member| {
            matches!(
                member.available,
                Availability::MapItem | Availability::MapItemOfObject | Availability::MapItemOfDistributed
            )
        });
        let Some(state) = cx.machine.object(read.site.object).state.map(|state| cx.machine.state(state))
        else {
            continue;
        };
        let is_selector = state.state_type == Some(StateType::Map)
            && matches!(read.site.field, Field::ItemSelector | Field::Parameters);
        if !is_item || is_selector || state.state_type.is_none() {
            continue;
        }
        let around = cx.machine.scope(state.scope);
        let is_inside = around.owner.is_some_and(|_| around.kind != ScopeKind::Machine)
            && std::iter::once(around.kind)
                .chain(cx.machine.owners(state.scope).map(|owner| cx.machine.scope(owner.scope).kind))
                .any(|kind| matches!(kind, ScopeKind::Inline | ScopeKind::Distributed));
        let severity = severity(cx, read);
        let finding = out.report_at(
            read.site,
            &read.span,
            format!("`{}` does not exist in state `{}`", read.path(), state.name),
        );
        finding.label("only in the `ItemSelector` of a Map");
        if is_inside || state.state_type == Some(StateType::Map) {
            // That the states of an iteration cannot read it was seen once (spec/states.md 1.13).
            finding
                .at_most(Severity::Warning)
                .help("Put it into the Map's `ItemSelector`, and read it from the input here");
        } else {
            finding.at_most(severity).help("There is no Map around this state");
        }
    }
}
