//! Reading `aslint.toml`.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{self, Key, Takes};
use super::{Config, ConfigContract, ConfigSuppression, Described, Layer, Named, Origin, Paths, Problem};
use crate::document::WorkflowType;
use crate::finding::{Rule, Severity};
use crate::rules;
use crate::source::{FileId, SourceFile, Span};
use crate::suggest;

type Value<'v> = Spanned<DeValue<'v>>;

/// So many mistakes of a file are told, and of the others how many they are.
const MAX_PROBLEMS: usize = 100;

/// Reads a configuration whose paths are relative to `folder`. What is wrong is left out, and told.
pub fn read(id: FileId, file: &SourceFile, folder: &Path) -> (Config, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(file.text());
    let mut reader = Reader { id, file, problems: Vec::new(), untold: 0 };
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        let end = range.end.min(file.text().len());
        reader.problem(
            range.start.min(end)..end,
            format!("This is no TOML: {}", error.message()),
            "here",
            None,
        );
    }
    let mut config = Config { folder: folder.to_owned(), ..Config::default() };
    if errors.is_empty() {
        reader.read_top(table.get_ref(), &mut config);
    }
    reader.problems.sort_by_key(|problem| problem.span);
    if reader.untold > 0 {
        let end = file.text().len() as u32;
        reader.problems.push(Problem {
            span: Span::new(id, end, end),
            message: format!("{} more mistakes are not shown", reader.untold),
            label: "the file ends here".to_owned(),
            help: None,
        });
    }
    (config, reader.problems)
}

struct Reader<'r> {
    id: FileId,
    file: &'r SourceFile,
    problems: Vec<Problem>,
    /// How many there are beyond [`MAX_PROBLEMS`].
    untold: usize,
}

impl Reader<'_> {
    fn read_top(&mut self, table: &DeTable<'_>, config: &mut Config) {
        for (key, value) in self.known(table, keys::TOP) {
            match key.name {
                "include" => config.include = self.paths(key, value),
                "exclude" => config.exclude = self.paths(key, value),
                "deny-warnings" => config.deny_warnings = self.take(key, value, |value| value.as_bool()),
                "max-warnings" => config.max_warnings = self.take(key, value, count),
                "baseline" => {
                    config.baseline = self.text(key, value).map(|path| config.folder.join(path));
                }
                "rules" => self.read_options(key, value, config),
                "overrides" => {
                    for table in self.tables(key, value) {
                        let (mut paths, mut layer) = (Paths::default(), Layer::default());
                        for (key, value) in self.known(table, keys::OVERRIDE) {
                            match key.name {
                                "paths" => paths = self.paths(key, value),
                                _ => self.read_layer(key, value, &mut layer),
                            }
                        }
                        config.overrides.push((paths, layer));
                    }
                }
                "suppress" => {
                    for table in self.tables(key, value) {
                        let mut entry =
                            ConfigSuppression { rules: Vec::new(), paths: None, states: Vec::new() };
                        for (key, value) in self.known(table, keys::SUPPRESSION) {
                            match key.name {
                                "rules" => entry.rules = self.rules(key, value),
                                "paths" => entry.paths = Some(self.paths(key, value)),
                                "states" => {
                                    entry.states =
                                        self.texts(key, value).into_iter().map(|(text, _)| text).collect()
                                }
                                _ => drop(self.text(key, value)),
                            }
                        }
                        config.suppressions.push(entry);
                    }
                }
                "contracts" => {
                    for table in self.tables(key, value) {
                        let contract = self.read_contract(table, &config.folder);
                        config.contracts.push(contract);
                    }
                }
                _ => self.read_layer(key, value, &mut config.base),
            }
        }
    }

    fn read_layer(&mut self, key: &Key, value: &Value<'_>, layer: &mut Layer) {
        match key.name {
            "select" => layer.select = self.rules(key, value),
            "ignore" => layer.ignore = self.rules(key, value),
            "severity" => layer.severity = self.severities(key, value),
            _ => {
                layer.workflow_type = self.text(key, value).and_then(|name| {
                    let known = WorkflowType::from_name(&name);
                    if known.is_none() {
                        self.wrong(key, value, None);
                    }
                    Some((known?, self.origin(value)))
                });
            }
        }
    }

    fn read_contract(&mut self, table: &DeTable<'_>, folder: &Path) -> ConfigContract {
        let mut contract = ConfigContract::default();
        for (key, value) in self.known(table, keys::CONTRACT) {
            match key.name {
                "paths" => (contract.paths, contract.line) = (self.paths(key, value), self.line(value)),
                "definition" => {
                    contract.definition = self.text(key, value).map(|name| (name, self.line(value)));
                }
                "input" => contract.input = self.described(key, value, folder),
                "results" => contract.results = self.files(key, value, folder),
                _ => contract.functions = self.files(key, value, folder),
            }
        }
        contract
    }

    fn files(&mut self, key: &Key, value: &Value<'_>, folder: &Path) -> Vec<(String, Described)> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(key, value, None);
            return Vec::new();
        };
        let described = |(name, value): (&Spanned<std::borrow::Cow<'_, str>>, &Value<'_>)| {
            let name = name.get_ref().clone().into_owned();
            Some((name, self.described(key, value, folder)?))
        };
        table.iter().filter_map(described).collect()
    }

    fn described(&mut self, key: &Key, value: &Value<'_>, folder: &Path) -> Option<Described> {
        let path = folder.join(self.text(key, value)?);
        let range = value.span();
        let span = Span::new(self.id, range.start as u32, range.end as u32);
        Some(Described { path, span, line: self.line(value) })
    }

    /// The members of a table whose keys are known, with what the tables say of them.
    fn known<'t, 'v>(
        &mut self,
        table: &'t DeTable<'v>,
        keys: &'static [Key],
    ) -> Vec<(&'static Key, &'t Value<'v>)> {
        let mut known = Vec::new();
        for (name, value) in table.iter() {
            match keys.iter().find(|key| key.name == name.get_ref()) {
                Some(key) => known.push((key, value)),
                None => {
                    let names = keys.iter().map(|key| key.name);
                    self.unknown(&name.span(), "key", name.get_ref(), names);
                }
            }
        }
        known
    }

    fn rules(&mut self, key: &Key, value: &Value<'_>) -> Vec<Named> {
        let texts = self.texts(key, value);
        texts.into_iter().filter_map(|(name, range)| self.named(&name, &range)).collect()
    }

    fn named(&mut self, name: &str, range: &std::ops::Range<usize>) -> Option<Named> {
        let rules = rules::named(name);
        if rules.is_empty() {
            self.unknown(range, "rule", name, rules::names());
            return None;
        }
        Some(Named { rules, origin: Origin::Line(self.file.line_column(range.start as u32).line) })
    }

    fn severities(&mut self, key: &Key, value: &Value<'_>) -> Vec<(Named, Option<Severity>)> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(key, value, None);
            return Vec::new();
        };
        let mut found = Vec::new();
        for (name, level) in table.iter() {
            let Some(named) = self.named(name.get_ref(), &name.span()) else { continue };
            let severity = match level.get_ref().as_str() {
                Some("off") => None,
                Some(text) if Severity::from_name(text).is_some() => Severity::from_name(text),
                _ => {
                    let help = "Write `error`, `warning`, `info` or `off`".to_owned();
                    self.problem(
                        level.span(),
                        format!("`{}` has no such severity", name.get_ref()),
                        "not a severity",
                        Some(help),
                    );
                    continue;
                }
            };
            found.push((named, severity));
        }
        found
    }

    fn read_options(&mut self, key: &Key, value: &Value<'_>, config: &mut Config) {
        let Some(table) = value.get_ref().as_table() else { return self.wrong(key, value, None) };
        for (name, options) in table.iter() {
            let with_options = || rules::RULES.iter().filter(|entry| !entry.rule.options.is_empty());
            let Some(rule) = rules::find(name.get_ref()).map(|entry| &entry.rule) else {
                self.unknown(&name.span(), "rule", name.get_ref(), with_options().map(|entry| entry.rule.id));
                continue;
            };
            let Some(options) = options.get_ref().as_table() else {
                self.wrong(key, options, None);
                continue;
            };
            for (option, value) in options.iter() {
                self.read_option(rule, option, value, config);
            }
        }
    }

    fn read_option(
        &mut self,
        rule: &'static Rule,
        name: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Value<'_>,
        config: &mut Config,
    ) {
        let Some(option) = rule.options.iter().find(|option| option.name == name.get_ref()) else {
            let names = rule.options.iter().map(|option| option.name);
            return self.unknown(&name.span(), "option", name.get_ref(), names);
        };
        let key = Key { name: option.name, takes: Takes::Texts, summary: option.summary };
        let values = self.texts(&key, value).into_iter().map(|(text, _)| text).collect();
        config.options.push((rule.id, option.name, values));
    }

    fn paths(&mut self, key: &Key, value: &Value<'_>) -> Paths {
        let (texts, ranges): (Vec<_>, Vec<_>) = self.texts(key, value).into_iter().unzip();
        Paths::new(texts).unwrap_or_else(|(index, reason)| {
            let range = ranges.get(index).cloned().unwrap_or_else(|| value.span());
            self.problem(range, format!("This is no pattern: {reason}"), "not a pattern", None);
            Paths::default()
        })
    }

    /// The texts of a list.
    fn texts(&mut self, key: &Key, value: &Value<'_>) -> Vec<(String, std::ops::Range<usize>)> {
        let Some(items) = value.get_ref().as_array() else {
            // One is a list of one.
            if let Some(text) = value.get_ref().as_str() {
                return vec![(text.to_owned(), value.span())];
            }
            self.wrong(key, value, None);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text.to_owned(), item.span())),
                None => self.wrong(key, item, Some("a list of texts")),
            }
        }
        texts
    }

    /// The tables of a list that have what they must have.
    fn tables<'t, 'v>(&mut self, key: &Key, value: &'t Value<'v>) -> Vec<&'t DeTable<'v>> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(key, value, None);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            match (item.get_ref().as_table(), key.takes) {
                (Some(table), Takes::Tables(_, required)) if table.contains_key(required) => {
                    tables.push(table)
                }
                (Some(_), Takes::Tables(_, required)) => {
                    let message = format!("`{required}` is missing");
                    self.problem(item.span(), message, "does not say what it is about", None);
                }
                _ => self.wrong(key, item, None),
            }
        }
        tables
    }

    fn text(&mut self, key: &Key, value: &Value<'_>) -> Option<String> {
        self.take(key, value, |value| value.as_str().map(str::to_owned))
    }

    fn take<R>(
        &mut self,
        key: &Key,
        value: &Value<'_>,
        read: impl Fn(&DeValue<'_>) -> Option<R>,
    ) -> Option<R> {
        let read = read(value.get_ref());
        if read.is_none() {
            self.wrong(key, value, None);
        }
        read
    }

    fn origin(&self, value: &Value<'_>) -> Origin {
        Origin::Line(self.line(value))
    }

    /// The line of a value, from 1.
    fn line(&self, value: &Value<'_>) -> u32 {
        self.file.line_column(value.span().start as u32).line
    }

    fn unknown<'n>(
        &mut self,
        range: &std::ops::Range<usize>,
        what: &str,
        name: &str,
        names: impl Iterator<Item = &'n str> + Clone,
    ) {
        if self.is_full() {
            return;
        }
        let help = match suggest::nearest(name, names.clone()) {
            Some(nearest) => Some(format!("Did you mean `{nearest}`?")),
            None if what == "rule" => Some("`aslint rules` lists them".to_owned()),
            None => {
                let known: Vec<&str> = names.collect();
                (!known.is_empty()).then(|| format!("Known here: {}", known.join(", ")))
            }
        };
        self.problem(range.clone(), format!("There is no {what} `{name}`"), &format!("no such {what}"), help);
    }

    fn wrong(&mut self, key: &Key, value: &Value<'_>, wanted: Option<&str>) {
        let wanted = wanted.unwrap_or(key.takes.description());
        let label = match (key.takes, value.get_ref().as_str()) {
            (Takes::WorkflowType, Some(_)) => "neither of them".to_owned(),
            _ => format!("a value of type {}", value.get_ref().type_str()),
        };
        self.problem(value.span(), format!("`{}` takes {wanted}", key.name), &label, None);
    }

    /// Whether enough mistakes are told; then another one is counted.
    fn is_full(&mut self) -> bool {
        let is_full = self.problems.len() >= MAX_PROBLEMS;
        self.untold += usize::from(is_full);
        is_full
    }

    fn problem(&mut self, range: std::ops::Range<usize>, message: String, label: &str, help: Option<String>) {
        if self.is_full() {
            return;
        }
        let span = Span::new(self.id, range.start as u32, range.end as u32);
        self.problems.push(Problem { span, message, label: label.to_owned(), help });
    }
}

fn count(value: &DeValue<'_>) -> Option<u32> {
    let number = value.as_integer()?;
    u32::from_str_radix(number.as_str(), number.radix()).ok()
}

impl Takes {
    fn description(self) -> &'static str {
        match self {
            Self::Rules => "a list of names of rules, families or groups",
            Self::Patterns => "a list of patterns",
            Self::Texts => "a list of texts",
            Self::Text => "a text",
            Self::WorkflowType => "`standard` or `express`",
            Self::Switch => "true or false",
            Self::Count => "a whole number from 0",
            Self::Severities => "a table of rules and severities",
            Self::RuleOptions => "a table of options for each rule",
            Self::Files => "a table of names and files",
            Self::Tables(..) => "a list of tables",
        }
    }
}
