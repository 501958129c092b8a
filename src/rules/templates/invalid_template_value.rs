//! A key that ends in `.$` whose value is neither a path nor an intrinsic function.

use super::{Context, Reporter};
use crate::asl::{Place, Types};
use crate::flow::{SiteKind, TemplateValue};
use crate::rules::edit;
use crate::rules::wording::{SCHEMA, shorten};
use crate::syntax::Kind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for site in cx.sites().iter() {
        let SiteKind::Template { key, value } = &site.kind else { continue };
        let name = key.str().unwrap_or_default();
        let bare = name.strip_suffix(".$").unwrap_or(name);
        let found = match value {
            TemplateValue::NotText => Types::of(site.node).describe(),
            TemplateValue::Neither => format!("the text `{}`", shorten(site.node.str().unwrap_or_default())),
            _ => continue,
        };
        let is_container = matches!(site.node.kind(), Kind::Array | Kind::Object);
        let span = if is_container { site.node.head_span() } else { site.node.span() };
        let place = cx.sites().place(site);
        let finding =
            out.report(&place, span, format!("`{name}` takes a path or an intrinsic function, not {found}"));
        finding.label("neither a path nor an intrinsic function");
        let text = site.node.str().unwrap_or_default();
        if text.starts_with("{%") {
            finding.help("A JSONata expression needs `\"QueryLanguage\": \"JSONata\"` on the state");
        } else if text.ends_with(')') && text.starts_with(|letter: char| letter.is_ascii_uppercase()) {
            finding.help("The names of intrinsic functions begin with `States.`");
        } else {
            finding.help(format!("For a fixed value write `{bare}` without `.$`; a path begins with `$`"));
            let start = bare.len();
            if site.node.kind() != Kind::String || !text.contains(['$', '.', '(']) {
                let (span, text) = edit::within(*key, start, name.len(), "");
                finding.unsafe_fix(span, text);
            }
        }
        let message = format!(
            "The value for the field '{name}' must be a valid JSONPath or a valid intrinsic function call"
        );
        finding.aws(SCHEMA, message, cx.location(&Place::field(site.object, site.field)));
    }
}
