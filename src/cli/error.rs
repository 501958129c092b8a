use std::fmt;
use std::io;
use std::sync::Arc;

use miette::Diagnostic;

use crate::config;
use crate::finding::Label;
use crate::source::Workspace;

/// Why something could not be done: shown like a finding, with exit code 2.
#[derive(Debug, Diagnostic)]
pub enum Error {
    /// A file or folder that cannot be read.
    Unreadable {
        /// Its name.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A file that cannot be written.
    Unwritable {
        /// Its name.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A baseline that cannot be read.
    #[diagnostic(help("`--write-baseline` writes it anew"))]
    BadBaseline {
        /// Its name.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// There is no baseline to strike anything from.
    #[diagnostic(help("Name it with `--baseline FILE`, or in `aslint.toml`"))]
    NoBaseline,
    /// A file that is not text.
    #[diagnostic(help("aslint reads UTF-8; save the file in that encoding"))]
    NotUtf8 {
        /// Its name.
        path: String,
        /// What it is instead.
        reason: String,
    },
    /// A file beyond what is read.
    #[diagnostic(help("AWS takes definitions of 1 MiB at most"))]
    TooLarge {
        /// Its name.
        path: String,
        /// Its size in bytes, where it is known.
        bytes: Option<u64>,
    },
    /// A file of Terraform's that cannot be read as one.
    #[diagnostic(help("Run `terraform validate` on it"))]
    NotTerraform {
        /// Its name.
        path: String,
        /// Where and why.
        reason: String,
    },
    /// A pattern for paths that cannot be read.
    #[diagnostic(help("Write patterns as in .gitignore: `vendor/`, `*.tftpl`"))]
    BadPattern {
        /// The option that it was given to.
        option: &'static str,
        /// As it was given.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Something in a configuration file.
    Configuration {
        /// Holds the file.
        workspace: Arc<Workspace>,
        /// What is wrong, and where.
        problem: config::Problem,
    },
    /// A rule that does not exist.
    UnknownRule {
        /// As it was given.
        name: String,
        /// The option that it was given to.
        option: &'static str,
        #[help]
        /// The rule that was probably meant.
        help: String,
    },
    /// A severity that does not exist, or none.
    #[diagnostic(help("Write a rule, `=` and one of error, warning, info, off: --severity busy-loop=off"))]
    BadSeverity {
        /// As it was given.
        text: String,
    },
    /// A folder where a file is needed.
    #[diagnostic(help("Name a file in it"))]
    Folder {
        /// Its name.
        path: String,
    },
    /// A file without any definition.
    NoDefinition {
        /// Its name.
        path: String,
    },
    /// A definition that the file does not hold.
    UnknownDefinition {
        /// The file.
        path: String,
        /// As it was given.
        name: String,
        #[help]
        /// What the file holds.
        help: String,
    },
    /// A state that no definition has.
    UnknownState {
        /// The file.
        path: String,
        /// As it was given.
        name: String,
        #[help]
        /// What the file holds.
        help: String,
    },
    /// A fault of aslint's own.
    #[diagnostic(help("This is a fault of aslint; please report it with the file"))]
    Internal {
        /// The file that was linted.
        path: String,
        /// The panic's message.
        message: String,
    },
    /// Standard output that cannot be written.
    Output(io::Error),
}

impl Error {
    /// Whether linting that file failed.
    pub fn is_internal(&self, file: &str) -> bool {
        matches!(self, Self::Internal { path, .. } if path == file)
    }

    /// Whether nobody reads the output any more.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, source } => write!(out, "cannot read {path}: {source}"),
            Self::Unwritable { path, source } => write!(out, "cannot write {path}: {source}"),
            Self::BadBaseline { path, reason } => write!(out, "cannot read the baseline {path}: {reason}"),
            Self::NoBaseline => write!(out, "--prune-baseline: there is no baseline"),
            Self::NotTerraform { path, reason } => write!(out, "{path} is not Terraform: {reason}"),
            Self::BadPattern { option, pattern, reason } => {
                write!(out, "{option}: `{pattern}` is no pattern: {reason}")
            }
            Self::Configuration { workspace, problem } => {
                write!(out, "{}: {}", workspace.file(problem.span.file).path(), problem.message)
            }
            Self::NotUtf8 { path, reason } => write!(out, "{path} is not UTF-8 text: {reason}"),
            Self::TooLarge { path, bytes: Some(bytes) } => {
                write!(out, "{path} is too large to lint: {bytes} bytes")
            }
            Self::TooLarge { path, bytes: None } => write!(out, "{path} is too large to lint"),
            Self::UnknownRule { name, option, .. } => write!(out, "{option}: there is no rule `{name}`"),
            Self::BadSeverity { text } => write!(out, "--severity: `{text}` is not RULE=LEVEL"),
            Self::Folder { path } => write!(out, "{path} is a folder"),
            Self::NoDefinition { path } => write!(out, "{path} holds no state machine definition"),
            Self::UnknownDefinition { path, name, .. } => {
                write!(out, "--definition: {path} holds none of the name `{name}`")
            }
            Self::UnknownState { path, name, .. } => {
                write!(out, "--state: {path} has no state of the name `{name}`")
            }
            Self::Internal { path, message } => write!(out, "linting {path} failed: {message}"),
            Self::Output(error) => write!(out, "cannot write the output: {error}"),
        }
    }
}

impl std::error::Error for Error {}

/// Writes an error to standard error, in the look of findings.
pub fn show(error: &Error) {
    let style = super::terminal::style_of_errors();
    // There is nowhere left to tell that telling failed.
    if let Error::Configuration { workspace, problem } = error {
        let place = Label { span: problem.span, message: problem.label.clone() };
        let help = problem.help.as_deref();
        let out = &mut io::stderr().lock();
        let _ = crate::report::write_problem(workspace, &place, &problem.message, help, &style, out);
        return;
    }
    let _ = crate::report::write_operational(error, &style, &mut io::stderr().lock());
}
