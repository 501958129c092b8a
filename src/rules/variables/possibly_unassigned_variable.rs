//! A variable that some way to the reading state does not assign.

use super::{Context, Reporter, problems, report};
use crate::flow::ReadProblem;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (read, problem) in problems(cx) {
        let ReadProblem::Possibly(assignment, way) = problem else { continue };
        let name = read.name;
        let message = match way.states.last().map(|&state| cx.machine.state(state).name) {
            Some(through) => format!(
                "The variable `${name}` is not assigned on every way here: not on the one through state `{through}`"
            ),
            None => format!("The variable `${name}` is not assigned the first time that this state runs"),
        };
        let finding = report(cx, out, read, message);
        finding.label("may not be assigned").related(assignment.key.span(), "assigned here");
        for (index, &state) in way.states.iter().enumerate() {
            let words = if way.is_whole && index == 0 {
                "a way that does not assign it begins here"
            } else {
                "and goes through here"
            };
            finding.related(cx.machine.state(state).key.span(), words);
        }
        finding.help(match read.site.expression() {
            Some(_) => format!("Assign it on that way too, or read it behind `$exists(${name})`"),
            None => format!("Assign it on that way too, or test `IsPresent` of `${name}` first"),
        });
    }
}
