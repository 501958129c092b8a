//! A variable that is read in the very state that assigns it: the reading does not see the new value.

use rustc_hash::FxHashMap;

use super::{Context, Reporter, problems, report, severity};
use crate::asl::{Field, ObjectId};
use crate::finding::Severity;
use crate::flow::{Assigned, Assignment, ReadProblem};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (read, problem) in problems(cx) {
        let ReadProblem::OnlyHere(assignment) = problem else { continue };
        let name = read.name;
        report(
            cx,
            out,
            read,
            format!(
                "The variable `${name}` is not assigned yet: a state does not see what it assigns itself"
            ),
        )
        .label("not assigned yet")
        .related(assignment.key.span(), "takes effect from the next state on")
        .help("Read it in the next state, or repeat the expression")
        .at_most(severity(cx, read));
    }
    let assigned_by: FxHashMap<(ObjectId, &str), &Assignment<'_>> =
        cx.variables().assignments.iter().map(|found| ((found.object, found.name), found)).collect();
    for read in cx.variables().reads.iter().filter(|read| read.site.field == Field::Output) {
        let Some(own) = assigned_by.get(&(read.site.object, read.name)) else { continue };
        if !matches!(read.assigned, Assigned::Always) {
            continue;
        }
        report(
            cx,
            out,
            read,
            format!(
                "`Output` has the old value of `${}`: a state does not see what it assigns itself",
                read.name
            ),
        )
        .label("the value before this state")
        .related(own.key.span(), "takes effect from the next state on")
        .help("If the new value is meant, repeat the expression")
        .at_most(Severity::Info);
    }
}
