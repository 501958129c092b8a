//! A variable of a branch or an item processor that the reading state is not in.

use super::{Context, Reporter, problems, report, severity};
use crate::flow::ReadProblem;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (read, problem) in problems(cx) {
        let ReadProblem::OtherScope(assignment) = problem else { continue };
        let owner = cx
            .machine
            .scope(assignment.scope)
            .owner
            .map(|owner| cx.machine.state(owner).name)
            .unwrap_or_default();
        let name = read.name;
        report(cx, out, read, format!("The variable `${name}` exists only inside state `{owner}`"))
            .label("out of scope")
            .related(assignment.key.span(), "assigned in another scope")
            .help("Pass the value on in the output of that state, and assign it behind it")
            .at_most(severity(cx, read));
    }
}
