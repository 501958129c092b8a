//! A path or an intrinsic function under a key without `.$`: it is sent as text.

use super::{Context, Reporter, looks_evaluated};
use crate::asl::QueryLanguage;
use crate::flow::SiteKind;
use crate::rules::edit;
use crate::rules::wording::shorten;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for site in cx.sites.iter() {
        let SiteKind::Literal { key: Some(key), language: QueryLanguage::JSONPath } = &site.kind else {
            continue;
        };
        let (Some(name), Some(text)) = (key.str(), site.node.str()) else { continue };
        if !looks_evaluated(text) {
            continue;
        }
        let place = cx.sites.place(site);
        let what = if text.starts_with('$') { "path" } else { "intrinsic function" };
        let finding = out.report(
            &place,
            key.span(),
            format!("`{name}` is sent as the text `{}`: without `.$` no {what} is evaluated", shorten(text)),
        );
        finding.label("without `.$`").help(format!("Write `{name}.$`")).aws_warning(
            "NO_DOLLAR",
            format!("No .$ on the field '{name}', which appears to be a JSONPath or Intrinsic Function"),
            cx.location(&place),
        );
        let (span, text) = edit::within(*key, name.len(), name.len(), ".$");
        finding.unsafe_fix(span, text);
    }
}
