//! A path that finds nothing, whatever way an execution has come.

use super::{AbsentPath, Context, Reporter, absent_paths, keeping};
use crate::asl::Field;
use crate::expr::jsonpath::SegmentKind;
use crate::flow::{Source, reasons};
use crate::shape::Absence;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for absent in absent_paths(cx).filter(|absent| absent.absence == Absence::Always) {
        let message = format!("`{}` finds nothing: {}", absent.text(true), absent.lack(cx));
        let help = help(cx, &absent);
        let Some(finding) = absent.report(cx, out, message) else { continue };
        finding.label(absent.missing());
        absent.explain(cx, finding);
        finding.help(help);
    }
}

/// Whether a task waits for an execution whose output comes as a text (spec/runtime_semantics.md 4).
fn waits_for_executions(cx: &Context<'_>) -> bool {
    let mut resources =
        cx.machine.states().iter().filter_map(|state| cx.machine.str(state.object, Field::Resource));
    resources.any(|resource| resource.ends_with(":states:startExecution.sync"))
}

fn help(cx: &Context<'_>, absent: &AbsentPath<'_, '_>) -> String {
    if let Some(meant) = absent.suggestion() {
        return format!("Did you mean `{meant}`?");
    }
    if absent.source == Source::Merged {
        return "Read it below the place where `ResultPath` puts the result, or drop `ResultPath`".to_owned();
    }
    let reasons =
        absent.steps(cx).map(|steps| reasons(cx.machine, cx.data, absent.observation.state, &steps));
    if absent.parent.types().is_only(crate::shape::Types::ARRAY) && absent.name().is_some() {
        return "It is an array: pick an item by its index, or go through all of them with `[*]`".to_owned();
    }
    if absent.parent.types().is_only(crate::shape::Types::TEXT) {
        return match absent.path.segments.get(absent.segment.wrapping_sub(1)).map(|segment| &segment.kind) {
            Some(SegmentKind::Child { names, .. })
                if names[0].text == "Output" && waits_for_executions(cx) =>
            {
                "It is a text: `startExecution.sync:2` gives JSON in its place"
            }
            _ => "It is a text: `States.StringToJson` reads one that holds JSON",
        }
        .to_owned();
    }
    reasons.and_then(|reasons| keeping(&reasons)).unwrap_or("Read something that is there").to_owned()
}
