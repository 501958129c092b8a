//! A way of calling that the action does not take.

use super::{Context, Reporter, name, report, resources};
use crate::asl::State;
use crate::aws::{self, Part, Pattern, Support, Target};
use crate::finding::Severity;
use crate::rules::edit;
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for &(state, node, ref resource) in resources(cx) {
        if let Target::Lambda { function, qualifier } = &resource.target {
            check_function(cx, out, (state, node), qualifier.as_ref().unwrap_or(function));
            continue;
        }
        let (Target::Optimized(call) | Target::Sdk(call) | Target::Http(call)) = &resource.target else {
            continue;
        };
        let Some(suffix) = &call.suffix else { continue };
        let supports = |pattern| match &resource.target {
            Target::Sdk(_) => match pattern {
                Pattern::RequestResponse | Pattern::WaitForTaskToken => Support::Yes,
                Pattern::Sync | Pattern::Sync2 => Support::No,
            },
            _ => aws::optimized(call.service.text, call.action.text)
                .map_or(Support::Uncertain, |entry| entry.supports(pattern)),
        };
        let Some(pattern) = call.pattern() else {
            let message = format!("No call of a task ends in `{}`", suffix.text);
            let meant = Pattern::ALL.into_iter().find(|known| is_near(known.suffix(), suffix.text));
            let finding = report(cx, out, (state, node), &suffix.range, message);
            finding.label("no such pattern");
            match meant {
                Some(meant) => {
                    let (span, text) =
                        edit::within(node, suffix.range.start, suffix.range.end, meant.suffix());
                    finding.help(format!("Write `{}`", meant.suffix())).safe_fix(span, text);
                }
                None => drop(finding.help("There are `.sync`, `.sync:2` and `.waitForTaskToken`")),
            }
            continue;
        };
        if supports(pattern) != Support::No {
            continue;
        }
        let others = Pattern::ALL.into_iter().filter(|other| supports(*other) == Support::Yes);
        let others: Vec<&str> = others.map(Pattern::suffix).filter(|suffix| !suffix.is_empty()).collect();
        let message = format!("`{}` cannot be called with `{}`", name(call), suffix.text);
        let finding = report(cx, out, (state, node), &suffix.range, message);
        finding.label("not taken here");
        finding.help(match others.as_slice() {
            [] => "It answers at once; leave the suffix out".to_owned(),
            others => format!("It takes `{}`, or no suffix", others.join("` and `")),
        });
    }
}

/// Functions called by their ARNs take no suffix (spec/integrations.md 8.1), and no name has a point.
fn check_function(cx: &Context<'_>, out: &mut Reporter<'_>, task: (&State<'_>, Node<'_>), last: &Part<'_>) {
    let Some(at) = last.text.find('.').filter(|_| !last.has_placeholder()) else { return };
    let suffix = &last.text[at..];
    if !Pattern::ALL.into_iter().any(|pattern| pattern.suffix() == suffix) {
        return;
    }
    let range = last.range.start + at..last.range.end;
    report(cx, out, task, &range, format!("A function called by its ARN takes no `{suffix}`"))
        .label("not taken here")
        .help("Call it as `arn:aws:states:::lambda:invoke`, which takes `.waitForTaskToken`")
        .at_most(Severity::Warning);
}

/// Whether a suffix is that one but for its case, or is the first form of a job.
fn is_near(known: &str, suffix: &str) -> bool {
    !known.is_empty() && (known.eq_ignore_ascii_case(suffix) || known == ".sync" && suffix == ".sync:1")
}
