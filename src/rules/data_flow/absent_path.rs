//! A path that finds nothing, whatever way an execution has come.

use super::{AbsentPath, Context, Reporter, absent_paths, form_of};
use crate::asl::Field;
use crate::shape::Absence;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for absent in absent_paths(cx).filter(|absent| absent.absence == Absence::Always) {
        let message = format!("`{}` finds nothing: {}", absent.text(true), absent.lack(cx));
        let Some(finding) = absent.report(cx, out, message) else { continue };
        finding.label(absent.missing());
        let keeping = absent.explain(cx, finding);
        finding.help(help(cx, &absent, keeping));
    }
}

fn help(cx: &Context<'_>, absent: &AbsentPath<'_, '_>, keeping: Option<String>) -> String {
    if let Some(meant) = absent.suggestion() {
        return format!("Did you mean `{meant}`?");
    }
    if is_output_text(cx, absent) {
        return "It is a text: `startExecution.sync:2` gives JSON in its place".to_owned();
    }
    let form = form_of(absent.parent, absent.name(), false).map(str::to_owned);
    form.or(keeping).unwrap_or_else(|| "Read something that is there".to_owned())
}

/// Whether it is looked for in the output of an execution that has been waited for (spec/runtime_semantics.md 4).
fn is_output_text(cx: &Context<'_>, absent: &AbsentPath<'_, '_>) -> bool {
    let before = absent.segment.checked_sub(1).and_then(|before| absent.path.segments[before].kind.name());
    let is_output = before.is_some_and(|name| name.text == "Output");
    let mut resources =
        cx.machine.states().iter().filter_map(|state| cx.machine.str(state.object, Field::Resource));
    is_output && resources.any(|resource| resource.ends_with(":states:startExecution.sync"))
}
