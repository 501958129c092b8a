//! The keys of `aslint.toml`, as data: the reader, its suggestions and the schema all follow these tables.

/// A key and what it takes.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What it is for, in one sentence.
    pub summary: &'static str,
}

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// Names of rules, families or groups, or `all`.
    Rules,
    /// Patterns for paths, as in `.gitignore`.
    Patterns,
    /// Any texts.
    Texts,
    /// A text.
    Text,
    /// `standard` or `express`.
    WorkflowType,
    /// `true` or `false`.
    Switch,
    /// A number that is not negative.
    Count,
    /// A table of rules, each `error`, `warning`, `info` or `off`.
    Severities,
    /// A table of rules with the options that their pages name.
    RuleOptions,
    /// A table of names and, for each, a file with a JSON Schema or a sample.
    Files,
    /// A list of tables with these keys, of which one may not be left out.
    Tables(&'static [Key], &'static str),
}

const fn key(name: &'static str, takes: Takes, summary: &'static str) -> Key {
    Key { name, takes, summary }
}

const SELECT: Key = key("select", Takes::Rules, "Check these rules only.");
const IGNORE: Key = key("ignore", Takes::Rules, "Leave these rules out.");
const SEVERITY: Key = key("severity", Takes::Severities, "How bad the findings of a rule are.");
const TYPE: Key = key(
    "type",
    Takes::WorkflowType,
    "Whether the workflows are Standard or Express, where no template tells.",
);
const PATHS: Key = key(
    "paths",
    Takes::Patterns,
    "The files that this is about, relative to the folder of the configuration.",
);

/// The keys at the top.
pub const TOP: &[Key] = &[
    SELECT,
    IGNORE,
    SEVERITY,
    TYPE,
    key("include", Takes::Patterns, "Look in folders for these files too, whatever their ending."),
    key("exclude", Takes::Patterns, "Leave these files and folders out."),
    key("deny-warnings", Takes::Switch, "Exit with 1 for warnings too."),
    key("max-warnings", Takes::Count, "Exit with 1 for more warnings than these."),
    key(
        "baseline",
        Takes::Text,
        "The file with the findings that are known, relative to the folder of the configuration.",
    ),
    key("rules", Takes::RuleOptions, "Options of single rules."),
    key(
        "overrides",
        Takes::Tables(OVERRIDE, "paths"),
        "What is different for some files; later entries win.",
    ),
    key("suppress", Takes::Tables(SUPPRESSION, "rules"), "Findings that are not wanted."),
    key(
        "contracts",
        Takes::Tables(CONTRACT, "paths"),
        "What the data is, of which a definition does not tell; later entries win.",
    ),
];

/// The keys of an entry of `overrides`.
pub const OVERRIDE: &[Key] = &[PATHS, SELECT, IGNORE, SEVERITY, TYPE];

/// The keys of an entry of `contracts`.
pub const CONTRACT: &[Key] = &[
    PATHS,
    key(
        "definition",
        Takes::Text,
        "The name of the state machine in a template that it is about; without it, it is about all.",
    ),
    key("input", Takes::Text, "A file with the JSON Schema of an execution's input, or with a sample of it."),
    key(
        "results",
        Takes::Files,
        "The same for what tasks give, before ResultSelector, by the names of the states.",
    ),
    key(
        "functions",
        Takes::Files,
        "The same for what Lambda functions answer, by the names of the functions.",
    ),
];

/// The keys of an entry of `suppress`.
pub const SUPPRESSION: &[Key] = &[
    key("rules", Takes::Rules, "The rules that are to be silent."),
    PATHS,
    key("states", Takes::Texts, "The names of the states that it is about; without them it is about all."),
    key("reason", Takes::Text, "Why."),
];
