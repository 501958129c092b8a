//! JSONPath in a JSONata state: it is sent as text.

use super::{Context, Reporter, literals, looks_like_expression};
use crate::asl::QueryLanguage;
use crate::flow::SiteKind;
use crate::rules::wording::shorten;
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (site, text) in literals(cx, QueryLanguage::JSONata) {
        let SiteKind::Literal { key, .. } = site.kind else { continue };
        let is_dynamic = key.and_then(Node::str).is_some_and(|name| name.ends_with(".$"));
        let is_path = text.starts_with("$.") || text.starts_with("$$.") || text.starts_with("$[");
        let is_call = text.starts_with("States.") && text.ends_with(')');
        let is_jsonpath =
            is_path && !text.contains([' ', '\n']) || is_call || is_dynamic && text.starts_with('$');
        if !is_jsonpath || looks_like_expression(cx, site.node) {
            continue;
        }
        let place = cx.sites().place(site);
        let span = key.filter(|_| is_dynamic).unwrap_or(site.node).span();
        let finding = out.report(
            &place,
            span,
            format!("`{}` is JSONPath, and this state is in JSONata: it is sent as text", shorten(text)),
        );
        finding.label("not evaluated");
        match text
            .strip_prefix("$$.")
            .map(|path| ("context", path))
            .or_else(|| text.strip_prefix("$.").map(|path| ("input", path)))
        {
            Some((root, path)) => {
                finding.help(format!(
                    "Write `{{% $states.{root}.{path} %}}`{}",
                    if is_dynamic { ", under the key without `.$`" } else { "" }
                ));
            }
            None => {
                finding.help("Write it in JSONata, between `{%` and `%}`");
            }
        }
    }
}
