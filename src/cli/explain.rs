use std::io::Write;

use super::arguments::{ExplainOptions, RulesOptions};
use super::error::Error;
use super::{CLEAN, selection, terminal};
use crate::finding::{Rule, Severity};
use crate::rules::{self, RULES};

const BOLD: &str = "\x1b[1m";
const CYAN: &str = "\x1b[36m";
const RESET: &str = "\x1b[0m";

/// Lists the rules, a line each.
pub fn list(options: &RulesOptions) -> Result<u8, Error> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if options.json {
        let rules: Vec<_> = RULES.iter().map(|entry| as_json(&entry.rule)).collect();
        serde_json::to_writer_pretty(&mut out, &rules).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        let style = terminal::style_of_output(options.color.color);
        let longest = RULES.iter().map(|entry| entry.rule.id.len()).max().unwrap_or_default();
        let mut family = "";
        for RuleLine { rule, severity } in RULES.iter().map(|entry| RuleLine::new(&entry.rule)) {
            if rule.family != family {
                let break_before = if family.is_empty() { "" } else { "\n" };
                family = rule.family;
                let (bold, reset) = if style.color { (BOLD, RESET) } else { ("", "") };
                writeln!(out, "{break_before}{bold}{family}{reset}")?;
            }
            let fix = if rule.fix == crate::finding::FixAvailability::None { " " } else { "*" };
            writeln!(out, "  {:longest$}  {severity:7} {fix} {}", rule.id, rule.summary)?;
        }
        writeln!(out, "\n{} rules; * has a fix. `aslint explain RULE` prints a rule's page.", RULES.len())?;
    }
    out.flush()?;
    Ok(CLEAN)
}

struct RuleLine {
    rule: &'static Rule,
    severity: &'static str,
}

impl RuleLine {
    fn new(rule: &'static Rule) -> Self {
        Self { rule, severity: rule.severity.map_or("off", Severity::name) }
    }
}

fn as_json(rule: &Rule) -> serde_json::Value {
    serde_json::json!({
        "id": rule.id,
        "family": rule.family,
        "group": rule.group.name(),
        "severity": rule.severity.map_or("off", Severity::name),
        "summary": rule.summary,
        "since": rule.since,
        "status": rule.status.name(),
        "fix": rule.fix.name(),
        "aws": rule.aws,
        "aliases": rule.aliases,
        "sources": rule.sources,
        "url": rule.url(),
    })
}

/// Prints the page of a rule.
pub fn explain(options: &ExplainOptions) -> Result<u8, Error> {
    let entry =
        rules::find(&options.rule).ok_or_else(|| selection::unknown_rule(&options.rule, "explain"))?;
    let style = terminal::style_of_output(options.color.color);
    let rule = &entry.rule;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut is_code = false;
    for line in rule.body().lines() {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        match () {
            () if !style.color => writeln!(out, "{line}")?,
            () if !is_code && line.starts_with('#') => writeln!(out, "{BOLD}{line}{RESET}")?,
            () if is_code || is_fence => writeln!(out, "{CYAN}{line}{RESET}")?,
            () => writeln!(out, "{line}")?,
        }
    }
    let severity = rule.severity.map_or("off", Severity::name);
    writeln!(out, "\n{} · {severity} · fix: {} · since {}", rule.group.name(), rule.fix.name(), rule.since)?;
    if !rule.aws.is_empty() {
        writeln!(out, "AWS: {}", rule.aws.join(", "))?;
    }
    writeln!(out, "Rests on: {}", rule.sources.join("; "))?;
    out.flush()?;
    Ok(CLEAN)
}
