//! A branch or an iteration that assigns a variable of a scope around it.

use rustc_hash::FxHashMap;

use super::{Context, Reporter};
use crate::asl::{ScopeId, ScopeKind};
use crate::flow::Assignment;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut first: FxHashMap<(ScopeId, &str), &Assignment<'_>> = FxHashMap::default();
    for assignment in &cx.variables().assignments {
        first.entry((assignment.scope, assignment.name)).or_insert(assignment);
    }
    for assignment in &cx.variables().assignments {
        let Some(outer) = outer(cx, assignment, &first) else { continue };
        let name = assignment.name;
        out.report(
            &assignment.place(),
            assignment.key.span(),
            format!(
                "The variable `${name}` belongs to a scope around this one, and is not to be assigned here"
            ),
        )
        .label("assigned inside")
        .related(outer.key.span(), "and outside")
        .help("Give it another name, or pass the value on in the output");
    }
}

fn outer<'c, 't>(
    cx: &Context<'_>,
    assignment: &Assignment<'_>,
    first: &FxHashMap<(ScopeId, &str), &'c Assignment<'t>>,
) -> Option<&'c Assignment<'t>> {
    let mut scope = cx.machine.scope(assignment.scope);
    loop {
        // Whether the rule holds for the executions of a Distributed Map is not known (spec/variables.md 6.5).
        let owner = scope.owner.filter(|_| scope.kind != ScopeKind::Distributed)?;
        scope = cx.machine.scope(cx.machine.state(owner).scope);
        if let Some(outer) = first.get(&(scope.id, assignment.name)) {
            return Some(outer);
        }
    }
}
