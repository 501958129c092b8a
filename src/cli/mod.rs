//! The command line: arguments, files, exit codes. No analysis.

mod arguments;
mod check;
mod configuration;
mod definitions;
mod discovery;
mod error;
mod explain;
mod files;
mod fixing;
mod flow;
mod graph;
mod init;
mod known;
mod manual;
mod outputs;
mod progress;
mod promises;
mod selection;
mod show_config;
mod statistics;
mod terminal;
mod texts;
mod unused;
mod version;

use std::process::ExitCode;

use clap::Parser;

pub use arguments::command;
use arguments::{Arguments, Command, Deferred};

/// No finding of severity error.
const CLEAN: u8 = 0;
/// At least one finding of severity error; with `--deny-warnings`, of severity warning.
const FINDINGS: u8 = 1;
/// A wrong argument, a file that cannot be read, a fault of aslint's own.
const FAILURE: u8 = 2;

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let Some(command) = arguments.command.as_ref().filter(|_| !arguments.version) else {
        return settle(version::run(arguments.verbose));
    };
    settle(match command {
        Command::Check(Deferred(options)) => check::run(options),
        Command::Rules(Deferred(options)) => explain::list(options),
        Command::Explain(Deferred(options)) => explain::explain(options),
        Command::Config(Deferred(options)) => show_config::run(options),
        Command::Init(Deferred(options)) => init::run(options),
        Command::Graph(Deferred(options)) => graph::run(options),
        Command::Flow(Deferred(options)) => flow::run(options),
        Command::Completions(Deferred(options)) => manual::completions(options),
        Command::Man(Deferred(options)) => manual::man(options),
    })
}

/// The exit code that goes with an outcome; an error is shown.
fn settle(outcome: Result<u8, error::Error>) -> ExitCode {
    ExitCode::from(outcome.unwrap_or_else(|error| {
        // Whoever closed our output has seen enough.
        if error.is_broken_pipe() {
            return CLEAN;
        }
        error::show(&error);
        FAILURE
    }))
}
