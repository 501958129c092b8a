//! A JSONata expression in a JSONPath state: it is sent as text.

use super::{Context, Reporter, literals};
use crate::asl::QueryLanguage;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (site, text) in literals(cx, QueryLanguage::JSONPath) {
        if text.starts_with("{%") && text.ends_with("%}") {
            let place = cx.sites().place(site);
            out.report(&place, site.node.span(), "A JSONata expression in a JSONPath state is sent as text")
                .label("not evaluated")
                .help("Set `\"QueryLanguage\": \"JSONata\"` on the state, or write it in JSONPath");
        }
    }
}
