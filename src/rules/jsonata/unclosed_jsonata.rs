//! A string that begins as a JSONata expression and does not end as one.

use super::{Context, Reporter, literals};
use crate::asl::QueryLanguage;
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (site, text) in literals(cx, QueryLanguage::JSONata).filter(|(_, text)| text.starts_with("{%")) {
        let place = cx.sites().place(site);
        let end = text.trim_end();
        let finding = if end.ends_with("%}") {
            let span = site.node.span_within(end.len(), text.len());
            let finding = out.report(
                &place,
                span,
                "Behind the `%}` of a JSONata expression nothing may follow, not even a blank",
            );
            finding.label("remove this").help("The string ends with `%}`").safe_fix(span, "");
            finding
        } else {
            let rest = text.rfind("%}").map(|at| at + 2);
            let span = rest.map_or(site.node.span_within(0, 2), |at| site.node.span_within(at, text.len()));
            let finding =
                out.report(&place, span, "A JSONata expression that begins with `{%` has to end with `%}`");
            match rest {
                Some(_) => finding
                    .label("text behind the expression")
                    .help("Join texts within the expression: `{% $a & ' text' %}`"),
                None => finding.label("never closed").help("End the string with `%}`"),
            };
            finding
        };
        finding.aws(SCHEMA, "JSONata string must start with {% and end with %}", cx.location(&place));
    }
}
