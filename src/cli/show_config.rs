//! `aslint config`: what is in force for a file, and where it comes from.

use std::io::Write;

use super::arguments::ConfigOptions;
use super::configuration::{Configurations, absolute};
use super::error::{self, Error};
use super::{CLEAN, FAILURE, files, selection};
use crate::config::{Effective, FILE_NAME, Origin};
use crate::finding::Severity;
use crate::rules::RULES;

/// Shows it; gives the exit code.
pub fn run(options: &ConfigOptions) -> Result<u8, Error> {
    let asked = selection::layer(&options.selection)?;
    let from = &options.configuration;
    let mut configurations = Configurations::new(from.config.as_deref(), from.isolated);
    let name = files::display(&options.file);
    let path = absolute(&options.file);
    let Effective { settings, origins, type_origin } = configurations.effective(&name, &asked);
    let file = configurations.of_file(&path);

    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let place = |origin: Origin| match (origin, &file) {
        (Origin::Option(option), _) => option.to_owned(),
        (Origin::Line(line), Some(file)) => format!("{}:{line}", file.name),
        (Origin::Line(line), None) => format!("{FILE_NAME}:{line}"),
    };
    let mut line = |text: String, from: String| writeln!(out, "{text:<48} # {from}");
    match &file {
        Some(file) => line(format!("# {name}"), format!("configured by {}", file.name))?,
        None => line(format!("# {name}"), "no configuration file".to_owned())?,
    }
    if let (Some(workflow_type), Some(origin)) = (settings.workflow_type, type_origin) {
        line(format!("type = \"{}\"", workflow_type.name()), place(origin))?;
    }
    if let Some(file) = &file {
        let config = &file.config;
        for (key, paths) in [("include", &config.include), ("exclude", &config.exclude)] {
            if !paths.patterns().is_empty() {
                line(format!("{key} = {:?}", paths.patterns()), file.name.clone())?;
            }
        }
        if let Some(is_denied) = config.deny_warnings {
            line(format!("deny-warnings = {is_denied}"), file.name.clone())?;
        }
        if let Some(count) = config.max_warnings {
            line(format!("max-warnings = {count}"), file.name.clone())?;
        }
        if let Some(baseline) = &config.baseline {
            line(format!("baseline = {:?}", files::display(baseline)), file.name.clone())?;
        }
    }
    let name_of = |severity: Option<Severity>| severity.map_or("off", Severity::name);
    for rule in RULES.iter().map(|entry| &entry.rule) {
        if let Some(origin) = origins.get(rule.id) {
            line(format!("severity.{} = \"{}\"", rule.id, name_of(settings.severity(rule))), place(*origin))?;
        }
    }
    for rule in RULES.iter().map(|entry| &entry.rule) {
        for option in rule.options {
            if let (Some(values), Some(file)) = (settings.options.get(&(rule.id, option.name)), &file) {
                line(format!("rules.{}.{} = {values:?}", rule.id, option.name), file.name.clone())?;
            }
        }
    }
    if let Some(file) = &file {
        let bound = file.config.contracts.iter().zip(&file.contracts);
        for (_, contract) in bound.filter(|(entry, _)| file.config.binds(entry, &path)) {
            let about = contract.definition.as_ref().map(|name| format!(" for {name}")).unwrap_or_default();
            let input = contract.input.iter().map(|promise| ("input".to_owned(), promise));
            let results =
                contract.results.iter().map(|(name, promise)| (format!("results.{name:?}"), promise));
            let functions = contract.functions.iter();
            let functions = functions.map(|(name, promise)| (format!("functions.{name:?}"), promise));
            for (key, promise) in input.chain(results).chain(functions) {
                let from = format!("{}{about}, a {}", file.name, promise.kind.name());
                line(format!("contracts.{key} = {:?}", promise.file), from)?;
            }
        }
    }
    let asleep = settings.silenced.len();
    if let (Some(file), true) = (&file, asleep > 0) {
        line(format!("# suppressed in some states or files: {asleep}"), file.name.clone())?;
    }
    line("# all other rules are as `aslint rules` lists them".to_owned(), "default".to_owned())?;
    out.flush()?;
    configurations.errors.iter().for_each(error::show);
    Ok(if configurations.errors.is_empty() { CLEAN } else { FAILURE })
}
