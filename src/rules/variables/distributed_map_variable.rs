//! A variable from around a Distributed Map, read by an item's own execution.

use super::{Context, Reporter, problems, report, severity};
use crate::flow::ReadProblem;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (read, problem) in problems(cx) {
        let ReadProblem::AcrossDistributed(assignment) = problem else { continue };
        let name = read.name;
        report(cx, out, read, format!("The variable `${name}` does not reach into a Distributed Map: each item has an execution of its own"))
            .label("not assigned in this execution")
            .related(assignment.key.span(), "assigned in the execution around it")
            .help("Hand it over in the Map's `ItemSelector`, and read it from the input here")
            .at_most(severity(cx, read));
    }
}
