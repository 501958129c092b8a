//! What code scanning shows of a rule.

use serde_json::{Value, json};

use super::level;
use crate::finding::{Rule, Severity, Status};

/// A `reportingDescriptor`: the rule and its page.
pub(super) fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": description(rule) },
        "help": { "text": format!("See {}", rule.url()), "markdown": page(rule) },
        "helpUri": rule.url(),
        "defaultConfiguration": match rule.severity {
            Some(severity) => json!({ "level": level(severity) }),
            None => json!({ "enabled": false }),
        },
        "properties": {
            "tags": [rule.group.name(), rule.family],
            "problem.severity": problem_severity(rule.severity.unwrap_or(Severity::Info)),
            "precision": if rule.status == Status::Preview { "medium" } else { "high" },
        },
    })
}

/// The page; its links to other pages lead to where they can be read online.
fn page(rule: &Rule) -> String {
    let url = rule.url();
    let folder = url.rfind('/').map_or("", |end| &url[..=end]);
    let mut pieces = rule.body().split("](");
    let mut page = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let target = piece.split(')').next().unwrap_or_default();
        let is_relative = target.ends_with(".md") && !target.contains("://");
        page.push_str("](");
        page.push_str(if is_relative { folder } else { "" });
        page.push_str(piece);
    }
    page
}

/// The first paragraph of the page as plain text.
fn description(rule: &Rule) -> String {
    let page = rule.body().split_once("## What it does\n").map_or("", |(_, rest)| rest);
    match page.trim_start().split("\n\n").next() {
        Some(paragraph) if !paragraph.is_empty() => without_links(&paragraph.replace('\n', " ")),
        _ => rule.summary.to_owned(),
    }
}

/// `text` with the words of its links alone.
fn without_links(text: &str) -> String {
    let mut pieces = text.split("](");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match (plain.rfind('['), piece.split_once(')')) {
            (Some(start), Some((_, rest))) => {
                plain.remove(start);
                plain.push_str(rest);
            }
            _ => {
                plain.push_str("](");
                plain.push_str(piece);
            }
        }
    }
    plain
}

/// What code scanning calls a level where it sorts by it.
fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "recommendation",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{self, RULES};

    #[test]
    fn every_rule_has_what_code_scanning_shows() {
        for rule in RULES.iter().map(|entry| &entry.rule) {
            let description = description(rule);
            assert!((20..1024).contains(&description.len()), "{}: {description}", rule.id);
            assert!(!description.contains("]("), "{}: {description}", rule.id);
            assert!(page(rule).starts_with(&format!("# {}\n", rule.id)), "{}", rule.id);
        }
    }

    #[test]
    fn links_lead_to_pages_online() {
        let rule = &rules::find("shadowed-catcher").expect("a rule").rule;
        assert!(description(rule).contains("reported by `states-all-not-last`."), "{}", description(rule));
        let other = rules::find("states-all-not-last").expect("a rule").rule.url();
        assert!(page(rule).contains(&format!("[`states-all-not-last`]({other})")), "{}", page(rule));
    }

    #[test]
    fn what_is_no_link_stays() {
        assert_eq!(without_links("a [b](c.md) d [`e`](f.md)."), "a b d `e`.");
        for text in ["none", "x](y", "x](y)", "[x](y"] {
            assert_eq!(without_links(text), text);
        }
    }
}
