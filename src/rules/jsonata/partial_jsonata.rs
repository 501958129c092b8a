//! `{%` or `%}` within a text, where nothing is evaluated.

use super::{Context, Reporter, literals};
use crate::asl::QueryLanguage;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let has_sign = |text: &str| memchr::memchr(b'%', text.as_bytes()).is_some() && !text.starts_with("{%");
    for (site, text) in literals(cx, QueryLanguage::JSONata).filter(|(_, text)| has_sign(text)) {
        let place = || cx.sites().place(site);
        let trimmed = text.trim();
        if trimmed.starts_with("{%") && trimmed.ends_with("%}") {
            let blanks = text.len() - text.trim_start().len();
            let span = site.node.span_within(0, blanks);
            let finding = out.report(&place(), span, "With a blank before `{%` the string is not evaluated");
            finding
                .label("remove this")
                .help("`{%` and `%}` are the very first and last characters")
                .unsafe_fix(span, "");
            if text.trim_end().len() < text.len() {
                finding.unsafe_fix(site.node.span_within(text.trim_end().len(), text.len()), "");
            }
        } else if let Some(at) = text.find("{%").or_else(|| text.ends_with("%}").then(|| text.len() - 2)) {
            let end = text.rfind("%}").filter(|&end| end > at).map_or(at + 2, |end| end + 2);
            out.report(
                &place(),
                site.node.span_within(at, end),
                "An expression within a text is not evaluated: the whole string stays as it is",
            )
            .label("stays a text")
            .help("Make the whole string an expression and join the parts: `{% 'Hello ' & $name %}`");
        }
    }
}
