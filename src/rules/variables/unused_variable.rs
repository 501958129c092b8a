//! A variable that nothing reads.

use rustc_hash::FxHashSet;

use super::{Context, Reporter};
use crate::asl::ScopeId;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    if cx.variables().is_open || cx.machine.is_fragment {
        return;
    }
    let mut reported: FxHashSet<(ScopeId, &str)> = FxHashSet::default();
    for assignment in &cx.variables().assignments {
        // What cannot be assigned at all has rules of its own.
        let is_name =
            assignment.name != "states" && super::invalid_variable_name::offending(assignment.name).is_none();
        if !is_name
            || cx.variables().mentioned.contains(assignment.name)
            || !reported.insert((assignment.scope, assignment.name))
        {
            continue;
        }
        let name = assignment.name;
        out.report(
            &assignment.place(),
            assignment.key.span(),
            format!("Nothing reads the variable `${name}`"),
        )
        .label("assigned, never read")
        .help("Remove it, or read it where it is needed");
    }
}
