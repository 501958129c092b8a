use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::document::WorkflowType;
use crate::report::Format;

/// Lints Amazon States Language, the language of AWS Step Functions workflows.
#[derive(Debug, Parser)]
#[command(name = "aslint", version, about, disable_help_subcommand = true, after_help = AFTER_HELP)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

const AFTER_HELP: &str = "\
Exit codes: 0 clean, 1 findings of severity error (with --deny-warnings, of severity warning; \
with --diff, something to fix), 2 a wrong argument, an unreadable file or a fault of aslint's own.";

/// The command line as clap knows it, for completions and manuals.
pub fn command() -> clap::Command {
    Arguments::command()
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lint definitions
    Check(CheckOptions),
    /// List the rules
    Rules(RulesOptions),
    /// Print the page of a rule
    Explain(ExplainOptions),
}

#[derive(Debug, Args)]
pub struct CheckOptions {
    /// Files or folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// How findings are written
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub format: FormatArgument,

    /// Whether the workflows are Standard or Express
    #[arg(long = "type", value_name = "TYPE")]
    pub workflow_type: Option<WorkflowTypeArgument>,

    /// Check these rules only: names of rules, families or groups, or `all`
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,

    /// Leave these rules out: names of rules, families or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,

    /// Make a rule error, warning, info or off
    #[arg(long, value_name = "RULE=LEVEL", value_delimiter = ',')]
    pub severity: Vec<String>,

    /// Look in folders for these files too, whatever their ending; patterns as in .gitignore
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub include: Vec<String>,

    /// Leave these files and folders out; patterns as in .gitignore
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub exclude: Vec<String>,

    /// Leave excluded files out even where they are named, as pre-commit does
    #[arg(long)]
    pub force_exclude: bool,

    /// Exit with 1 for warnings too
    #[arg(long)]
    pub deny_warnings: bool,

    #[command(flatten)]
    pub fixing: FixOptions,

    /// The name under which standard input is linted; its ending tells JSON from YAML
    #[arg(long, value_name = "NAME", default_value = "stdin.asl.json", hide_default_value = true)]
    pub stdin_filename: String,

    #[command(flatten)]
    pub color: ColorOption,
}

#[derive(Debug, Args)]
pub struct FixOptions {
    /// Make the fixes that are safe, and report what remains
    #[arg(long, group = "fixing")]
    pub fix: bool,

    /// Print what --fix would change, and change nothing; exit with 1 if there is anything
    #[arg(long, group = "fixing")]
    pub diff: bool,

    /// With --fix or --diff: make the unsafe fixes too
    #[arg(long, requires = "fixing")]
    pub unsafe_fixes: bool,
}

#[derive(Debug, Args)]
pub struct RulesOptions {
    /// Write JSON
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub color: ColorOption,
}

#[derive(Debug, Args)]
pub struct ExplainOptions {
    /// The rule
    #[arg(value_name = "RULE")]
    pub rule: String,

    #[command(flatten)]
    pub color: ColorOption,
}

#[derive(Debug, Args)]
pub struct ColorOption {
    /// When to use colours; NO_COLOR is heeded
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorArgument,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorArgument {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A format by its name in [`Format`], so that the list stands in one place.
#[derive(Clone, Copy, Debug)]
pub struct FormatArgument(pub Format);

impl ValueEnum for FormatArgument {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: std::sync::OnceLock<Vec<FormatArgument>> = std::sync::OnceLock::new();
        ALL.get_or_init(|| Format::ALL.into_iter().map(FormatArgument).collect())
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.name()).help(self.0.summary()))
    }
}

impl std::fmt::Display for FormatArgument {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.0.name())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WorkflowTypeArgument {
    /// Up to a year, each step exactly once
    Standard,
    /// Up to five minutes, no jobs, callbacks or activities
    Express,
}

impl From<WorkflowTypeArgument> for WorkflowType {
    fn from(argument: WorkflowTypeArgument) -> Self {
        match argument {
            WorkflowTypeArgument::Standard => Self::Standard,
            WorkflowTypeArgument::Express => Self::Express,
        }
    }
}
