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
                let names = cx.variables().assignments.iter().map(|assignment| assignment.name);
                let nearest = suggest::nearest_within(&mut budget, name, names);
                let nearest = nearest.map(|nearest| format!("${nearest}"));
                let is_jsonata = read.site.expression().is_some();
                let meant = nearest.or_else(|| of_states(name).filter(|_| is_jsonata).map(str::to_owned));
                match meant {
                    Some(meant) => {
                        finding.help(format!("Did you mean `{meant}`?")).unsafe_fix(read.span(), meant);
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

/// The part of `$states` (spec/jsonata.md 5.4) that a variable of that name was meant to be.
fn of_states(name: &str) -> Option<&'static str> {
    Some(match name {
        "state" | "States" => "$states",
        "input" => "$states.input",
        "context" => "$states.context",
        "result" => "$states.result",
        "errorOutput" => "$states.errorOutput",
        _ => return None,
    })
}
