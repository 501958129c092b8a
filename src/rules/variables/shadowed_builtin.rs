//! A variable with the name of a JSONata function.

use rustc_hash::FxHashSet;

use super::{Context, Reporter};
use crate::expr::jsonata::{Analysis, NodeKind, functions};
use crate::flow::JsonataSite;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut called: Option<FxHashSet<String>> = None;
    let mut reported: FxHashSet<&str> = FxHashSet::default();
    for assignment in &cx.variables().assignments {
        let name = assignment.name;
        if functions::lookup(name).is_none() || !reported.insert(name) {
            continue;
        }
        // Where the function is never called, nothing is hidden.
        if !called.get_or_insert_with(|| called_functions(cx)).contains(name) {
            continue;
        }
        out.report(
            &assignment.place(),
            assignment.key.span(),
            format!("The variable `${name}` has the name of a function that is called in this definition"),
        )
        .label(format!("hides `${name}()`"))
        .help("Give it another name");
    }
}

fn called_functions(cx: &Context<'_>) -> FxHashSet<String> {
    let mut names = FxHashSet::default();
    for JsonataSite { expression, analysis: Analysis { references, .. }, .. } in cx.expressions() {
        for &call in &references.builtin_calls {
            if let NodeKind::Call { callee, .. } | NodeKind::PartialCall { callee, .. } =
                expression.kind(call)
            {
                names.extend(expression.called_variable(*callee).map(str::to_owned));
            }
        }
    }
    names
}
