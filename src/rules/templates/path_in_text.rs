//! A path in the middle of a text, where none is looked for.

use super::{Context, Reporter, looks_evaluated};
use crate::asl::QueryLanguage;
use crate::flow::SiteKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for site in cx.sites().iter() {
        let SiteKind::Literal { language: QueryLanguage::JSONPath, .. } = &site.kind else { continue };
        let Some(text) = site.node.str().filter(|text| !looks_evaluated(text)) else { continue };
        let Some((start, end)) = path_within(text) else { continue };
        let place = cx.sites().place(site);
        out.report(
            &place,
            site.node.span_within(start, end),
            format!("`{}` within a text stays a text", &text[start..end]),
        )
        .label("not evaluated")
        .help("Build the text with `States.Format`, under a key that ends in `.$`");
    }
}

/// A path between other things: behind a `/`, a blank, `=`, `:` or `-`, and of letters only.
fn path_within(text: &str) -> Option<(usize, usize)> {
    // Programs and queries in payloads have dollars of their own.
    if text.len() > 300 || text.contains(['\n', '{', '(', '`']) {
        return None;
    }
    text.match_indices("$.").find_map(|(at, _)| {
        let before = text[..at].chars().next_back()?;
        let rest = &text[at + 2..];
        let length = rest
            .find(|letter: char| !letter.is_ascii_alphanumeric() && !"_.".contains(letter))
            .unwrap_or(rest.len());
        let name = rest[..length].trim_end_matches('.');
        let is_path = "/ =:-_".contains(before)
            && name.len() > 1
            && name.starts_with(|letter: char| letter.is_ascii_alphabetic());
        is_path.then_some((at, at + 2 + name.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::path_within;

    #[test]
    fn finds_paths_between_other_text() {
        assert_eq!(path_within("/orders/$.scenario"), Some((8, 18)));
        assert_eq!(path_within("Order $.id."), Some((6, 10)));
        assert_eq!(path_within("price in $. Or"), None);
        assert_eq!(path_within("^a$.b"), None);
    }
}
