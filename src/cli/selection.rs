use rustc_hash::FxHashMap;

use super::error::Error;
use crate::finding::{Rule, Severity};
use crate::rules::{self, RULES};
use crate::suggest;

/// How bad the findings of each rule are, where the command line differs from the pages.
pub fn severities(
    select: &[String],
    ignore: &[String],
    severity: &[String],
) -> Result<FxHashMap<&'static str, Option<Severity>>, Error> {
    let mut severities = FxHashMap::default();
    if !select.is_empty() {
        severities.extend(RULES.iter().map(|entry| (entry.rule.id, None)));
        for name in select {
            for rule in matching(name, "--select")? {
                // A rule that is off by default is wanted when it is selected.
                severities.insert(rule.id, Some(rule.severity.unwrap_or(Severity::Warning)));
            }
        }
    }
    for name in ignore {
        severities.extend(matching(name, "--ignore")?.into_iter().map(|rule| (rule.id, None)));
    }
    for text in severity {
        let (name, level) = text.split_once('=').ok_or_else(|| Error::BadSeverity { text: text.clone() })?;
        let level = match level {
            "off" => None,
            level => {
                Some(Severity::from_name(level).ok_or_else(|| Error::BadSeverity { text: text.clone() })?)
            }
        };
        severities.extend(matching(name, "--severity")?.into_iter().map(|rule| (rule.id, level)));
    }
    Ok(severities)
}

/// The rules that a name stands for.
fn matching(name: &str, option: &'static str) -> Result<Vec<&'static Rule>, Error> {
    let rules = rules::named(name);
    if rules.is_empty() { Err(unknown_rule(name, option)) } else { Ok(rules) }
}

/// The error for a name that no rule has.
pub fn unknown_rule(name: &str, option: &'static str) -> Error {
    let help = match suggest::nearest(name, rules::names()) {
        Some(nearest) => format!("Did you mean `{nearest}`?"),
        None => "`aslint rules` lists them".to_owned(),
    };
    Error::UnknownRule { name: name.to_owned(), option, help }
}
