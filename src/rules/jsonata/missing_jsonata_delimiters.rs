//! An expression without `{%` and `%}`: it is sent as text.

use super::{Context, Reporter, literals, looks_like_expression};
use crate::asl::QueryLanguage;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (site, text) in literals(cx, QueryLanguage::JSONata) {
        if !looks_like_expression(cx, site.node) || text.contains("{%") || text.contains("%}") {
            continue;
        }
        let place = cx.sites.place(site);
        out.report(
            &place,
            site.node.span(),
            format!(
                "`{}` is sent as text: an expression stands between `{{%` and `%}}`",
                crate::rules::wording::shorten(text)
            ),
        )
        .label("not evaluated")
        .help("Put it between `{%` and `%}`")
        .unsafe_fix(site.node.span_within(0, 0), "{% ")
        .unsafe_fix(site.node.span_within(text.len(), text.len()), " %}");
    }
}
