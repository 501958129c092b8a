use super::arguments::SelectionOptions;
use super::error::Error;
use crate::config::{Layer, Named, Origin};
use crate::finding::{Rule, Severity};
use crate::rules;
use crate::suggest;

/// What the command line asks of the rules.
pub fn layer(options: &SelectionOptions) -> Result<Layer, Error> {
    let named = |names: &[String], option| {
        let named =
            |name: &String| Ok(Named { rules: matching(name, option)?, origin: Origin::Option(option) });
        names.iter().map(named).collect::<Result<Vec<Named>, Error>>()
    };
    let mut severity = Vec::new();
    for text in &options.severity {
        let wrong = || Error::BadSeverity { text: text.clone() };
        let (name, level) = text.split_once('=').ok_or_else(wrong)?;
        let level = match level {
            "off" => None,
            level => Some(Severity::from_name(level).ok_or_else(wrong)?),
        };
        let rules = matching(name, "--severity")?;
        severity.push((Named { rules, origin: Origin::Option("--severity") }, level));
    }
    Ok(Layer {
        select: named(&options.select, "--select")?,
        ignore: named(&options.ignore, "--ignore")?,
        severity,
        workflow_type: options.workflow_type.map(|found| (found.into(), Origin::Option("--type"))),
    })
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
