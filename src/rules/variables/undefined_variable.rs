//! A variable that nothing has assigned where it is read.

use super::{Context, Reporter, problems, report, severity};
use crate::flow::ReadProblem;
use crate::suggest;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut budget = suggest::BUDGET;
    for (read, problem) in problems(cx) {
        let name = read.name;
        match problem {
            ReadProblem::NoAssignment => {
                let finding = report(cx, out, read, format!("Nothing assigns the variable `${name}`"));
                finding.label("never assigned").at_most(severity(cx, read));
                let names = cx.variables.assignments.iter().map(|assignment| assignment.name);
                match suggest::nearest_within(&mut budget, name, names) {
                    Some(nearest) => {
                        finding.help(format!("Did you mean `${nearest}`?"));
                        finding.unsafe_fix(read.span, format!("${nearest}"));
                    }
                    None if read.site.expression().is_none() => {
                        finding.help(format!("For a field of the input write `$.{name}`"));
                    }
                    None => {
                        finding.help(format!(
                        "For a field of the input write `$states.input.{name}`; variables are set in `Assign`"
                    ));
                    }
                }
            }
            ReadProblem::OnlyLater(assignment) => {
                let state = cx.machine.state(assignment.state).name;
                report(cx, out, read, format!("The variable `${name}` is not assigned yet: state `{state}`, which assigns it, comes later"))
                    .label("not assigned yet")
                    .related(assignment.key.span(), "assigned here")
                    .help("Assign it in a state that every way here passes")
                    .at_most(severity(cx, read));
            }
            _ => {}
        }
    }
}
