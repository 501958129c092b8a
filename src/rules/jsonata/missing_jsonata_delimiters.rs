//! An expression without `{%` and `%}`: it is sent as text.

use super::{Context, Reporter, literals, looks_like_expression};
use crate::asl::{QueryLanguage, Types};
use crate::rules::edit;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (site, text) in literals(cx, QueryLanguage::JSONata) {
        if !looks_like_expression(cx, site.node) || text.contains("{%") || text.contains("%}") {
            continue;
        }
        // Where no text may stand at all, that is an error of its own.
        let spec = cx.machine.object(site.object).kind.spec().field(site.field);
        if site.is_whole_field() && spec.is_some_and(|spec| !spec.types.contains(Types::STRING)) {
            continue;
        }
        let place = cx.sites().place(site);
        let finding = out.report(
            &place,
            site.node.span(),
            format!(
                "`{}` is sent as text: an expression stands between `{{%` and `%}}`",
                crate::rules::wording::shorten(text)
            ),
        );
        finding.label("not evaluated").help("Put it between `{%` and `%}`");
        for (span, text) in edit::delimited(site.node, text) {
            finding.unsafe_fix(span, text);
        }
    }
}
