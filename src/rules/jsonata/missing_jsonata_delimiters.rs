//! An expression without `{%` and `%}`: it is sent as text.

use super::{Context, Reporter, literals, looks_like_expression};
use crate::asl::QueryLanguage;
use crate::rules::edit;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (site, text) in literals(cx, QueryLanguage::JSONata) {
        if !looks_like_expression(cx, site.node) || text.contains("{%") || text.contains("%}") {
            continue;
        }
        let place = cx.sites.place(site);
        let finding = out.report(
            &place,
            site.node.span(),
            format!(
                "`{}` is sent as text: an expression stands between `{{%` and `%}}`",
                crate::rules::wording::shorten(text)
            ),
        );
        finding.label("not evaluated").help("Put it between `{%` and `%}`");
        let (span, wrapped) = edit::within(site.node, 0, text.len(), &format!("{{% {text} %}}"));
        if span == site.node.span() {
            finding.unsafe_fix(span, wrapped);
        } else {
            finding.unsafe_fix(site.node.span_within(0, 0), "{% ");
            finding.unsafe_fix(site.node.span_within(text.len(), text.len()), " %}");
        }
    }
}
