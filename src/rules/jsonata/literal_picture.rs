//! A picture of a time that has no marker, so that the time does not show in it.

use super::{Context, Reporter};
use crate::expr::jsonata::NodeKind;

/// Functions with a picture, and how many arguments stand before it.
const PICTURED: [(&str, usize); 3] = [("now", 0), ("fromMillis", 1), ("toMillis", 1)];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for known in cx.expressions() {
        let expression = known.expression;
        for node in &expression.nodes {
            let NodeKind::Call { callee, arguments } = &node.kind else { continue };
            let name = expression.called_variable(*callee);
            let Some(&(name, before)) = PICTURED.iter().find(|(known, _)| Some(*known) == name) else {
                continue;
            };
            let Some(&picture) = arguments.get(before) else { continue };
            let NodeKind::String(text) = expression.kind(picture) else { continue };
            if text.is_empty() || text.contains('[') {
                continue;
            }
            let message = match name {
                "toMillis" => format!("The picture `{text}` matches no time: it has no marker"),
                _ => format!("The picture `{text}` shows no time: it has no marker"),
            };
            let finding = out.report_at(known.site, &expression.span(picture), message);
            finding.label("nothing in brackets");
            finding.help("Markers stand in brackets: `[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01]Z`");
        }
    }
}
