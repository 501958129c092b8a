use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, ValueHint};

use super::outputs::Outputs;
use crate::diagram::Language;
use crate::document::WorkflowType;
use crate::report::Format;

/// Lints Amazon States Language, the language of AWS Step Functions workflows.
#[derive(Debug, Parser)]
#[command(name = "aslint", version, about, disable_help_subcommand = true, after_help = AFTER_HELP)]
#[command(disable_version_flag = true, arg_required_else_help = true, override_usage = "aslint <COMMAND>")]
pub struct Arguments {
    /// Print the version
    #[arg(long, short = 'V')]
    pub version: bool,

    /// With --version: say how old the facts about AWS's services are
    #[arg(long, requires = "version")]
    pub verbose: bool,

    /// None where only the version is asked for.
    #[command(subcommand)]
    pub command: Option<Command>,
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
    Check(Deferred<CheckOptions>),
    /// List the rules
    Rules(Deferred<RulesOptions>),
    /// Print the page of a rule
    Explain(Deferred<ExplainOptions>),
    /// Show what is in force for a file, and where it comes from
    Config(Deferred<ConfigOptions>),
    /// Write an `aslint.toml` to begin with
    Init(Deferred<InitOptions>),
    /// Draw state machines, with what is wrong with them
    Graph(Deferred<GraphOptions>),
    /// Show what the data can be on its way through state machines
    Flow(Deferred<FlowOptions>),
    /// Print a script that completes aslint's arguments in a shell
    Completions(Deferred<CompletionsOptions>),
    /// Print the manual page, or write one for each command
    Man(Deferred<ManOptions>),
}

/// The arguments of a command, which clap is told of when the command is called: telling of all takes longer than to lint
/// a file.
#[derive(Debug)]
pub struct Deferred<T>(pub T);

impl<T: Args> Args for Deferred<T> {
    fn augment_args(command: clap::Command) -> clap::Command {
        command.defer(|command| {
            // Options that are flattened into the command's have words of their own.
            let about = command.get_about().cloned().unwrap_or_default();
            T::augment_args(command).about(about)
        })
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        command.defer(T::augment_args_for_update)
    }
}

impl<T: FromArgMatches> FromArgMatches for Deferred<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

#[derive(Debug, Args)]
pub struct CheckOptions {
    /// Files or folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub outputs: Outputs,

    #[command(flatten)]
    pub selection: SelectionOptions,

    /// Look in folders for these files too, whatever their ending; patterns as in .gitignore
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub include: Vec<String>,

    /// Leave these files and folders out; patterns as in .gitignore
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub exclude: Vec<String>,

    /// Treat named files as files found in a folder: leave excluded ones out, expect no definition; for hooks
    #[arg(long)]
    pub force_exclude: bool,

    #[command(flatten)]
    pub configuration: ConfigurationOptions,

    #[command(flatten)]
    pub known: BaselineOptions,

    /// The input of all definitions: a file with its JSON Schema, or with a sample
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub input: Option<PathBuf>,

    #[command(flatten)]
    pub fixing: FixOptions,

    /// Exit with 1 for warnings too
    #[arg(long)]
    pub deny_warnings: bool,

    /// Exit with 1 for more warnings than these
    #[arg(long, value_name = "COUNT")]
    pub max_warnings: Option<u32>,

    /// Exit with 0 whatever is found
    #[arg(long)]
    pub exit_zero: bool,

    /// Write findings of severity error, and nothing else
    #[arg(long, short)]
    pub quiet: bool,

    /// Say how long reading and each rule took
    #[arg(long, short)]
    pub verbose: bool,

    /// Count the findings of each rule instead of writing them to standard output
    #[arg(long)]
    pub statistics: bool,

    /// List the files that would be linted, and lint none
    #[arg(long)]
    pub show_files: bool,

    /// The name under which standard input is linted; its ending tells JSON from YAML
    #[arg(long, value_name = "NAME", default_value = "stdin.asl.json", hide_default_value = true)]
    pub stdin_filename: String,

    #[command(flatten)]
    pub color: ColorOption,
}

#[derive(Debug, Args)]
pub struct SelectionOptions {
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
}

#[derive(Debug, Args)]
pub struct ConfigurationOptions {
    /// Use this configuration for all files, rather than the nearest `aslint.toml` above each
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Use no configuration file
    #[arg(long, conflicts_with = "config")]
    pub isolated: bool,
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
pub struct BaselineOptions {
    /// Leave the findings out that this file knows
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Write all findings down as known, to the baseline or to `aslint-baseline.json`
    #[arg(long, conflicts_with = "diff")]
    pub write_baseline: bool,

    /// Strike from the baseline what is not found any more
    #[arg(long, conflicts_with_all = ["write_baseline", "diff"])]
    pub prune_baseline: bool,
}

#[derive(Debug, Args)]
pub struct ConfigOptions {
    /// The file; it need not exist
    #[arg(value_name = "FILE", default_value = "definition.asl.json", hide_default_value = true)]
    pub file: PathBuf,

    #[command(flatten)]
    pub selection: SelectionOptions,

    #[command(flatten)]
    pub configuration: ConfigurationOptions,
}

#[derive(Debug, Args)]
pub struct InitOptions {
    /// The folder to write it to
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub folder: PathBuf,
}

#[derive(Debug, Args)]
pub struct GraphOptions {
    /// A definition, or a template with definitions; `-` is standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub path: PathBuf,

    /// The language of the picture
    #[arg(long, value_name = "FORMAT", default_value = "mermaid")]
    pub format: LanguageArgument,

    /// Draw only the definition of that name
    #[arg(long, value_name = "NAME")]
    pub definition: Option<String>,

    /// Write the picture to a file
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub configuration: ConfigurationOptions,

    /// The name under which standard input is read; its ending tells JSON from YAML
    #[arg(long, value_name = "NAME", default_value = "stdin.asl.json", hide_default_value = true)]
    pub stdin_filename: String,
}

#[derive(Debug, Args)]
pub struct FlowOptions {
    /// A definition, or a template with definitions; `-` is standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub path: PathBuf,

    /// Show only the states of that name
    #[arg(long, value_name = "NAME")]
    pub state: Option<String>,

    /// Show only the definition of that name
    #[arg(long, value_name = "NAME")]
    pub definition: Option<String>,

    /// The input of executions: a file with its JSON Schema, or with a sample
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub input: Option<PathBuf>,

    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: FlowFormat,

    /// Write to a file
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub configuration: ConfigurationOptions,

    /// The name under which standard input is read; its ending tells JSON from YAML
    #[arg(long, value_name = "NAME", default_value = "stdin.asl.json", hide_default_value = true)]
    pub stdin_filename: String,

    #[command(flatten)]
    pub color: ColorOption,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FlowFormat {
    /// For people: a line a shape
    Text,
    /// For programs: each shape as text and as JSON Schema
    Json,
}

/// A language by its name in [`Language`], so that the list stands in one place.
#[derive(Clone, Copy, Debug)]
pub struct LanguageArgument(pub Language);

impl ValueEnum for LanguageArgument {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [LanguageArgument; 2] = {
            let [first, second] = Language::ALL;
            [LanguageArgument(first), LanguageArgument(second)]
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()).help(self.0.summary()))
    }
}

#[derive(Debug, Args)]
pub struct CompletionsOptions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct ManOptions {
    /// Write a page for aslint and one for each command into this folder
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub output_dir: Option<PathBuf>,
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
