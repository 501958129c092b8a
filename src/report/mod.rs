//! Findings, written for people and machines.
//!
//! Every format is a function of the same [`Report`]; none of them looks at anything else.

pub mod aws;
mod checkstyle;
mod concise;
mod full;
mod github;
mod gitlab;
mod json;
mod json_lines;
mod junit;
mod operational;
mod rdjson;
mod sarif;
mod source_view;
mod summary;
mod xml;

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

use serde::{Serialize, Serializer};

use crate::finding::{Finding, Rule, Severity};
use crate::source::{LineColumn, SourceFile, Span};
use crate::{Linted, Workspace};

pub use full::write_problem;
pub use operational::write_operational;
pub use summary::{plural, write_summary};

/// What there is to write.
#[derive(Debug)]
pub struct Report<'a> {
    /// The texts that were linted.
    pub workspace: &'a Workspace,
    /// What was found in them, in the order of the texts and the places in them.
    pub findings: &'a [Finding],
    /// What was counted.
    pub summary: Summary,
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files that were linted.
    pub files: u32,
    /// Definitions in them.
    pub definitions: u32,
    /// Findings that are errors.
    pub errors: u32,
    /// Findings that are warnings.
    pub warnings: u32,
    /// Findings that are infos.
    pub infos: u32,
    /// Findings that are not reported because somebody decided so.
    pub suppressed: u32,
}

impl Summary {
    /// Counts a file that was linted, but not its findings.
    pub fn add(&mut self, linted: &Linted) {
        self.files += u32::from(linted.definitions > 0);
        self.definitions += linted.definitions;
        self.suppressed += linted.suppressed;
    }

    /// Counts `findings` by their severity.
    pub fn count(&mut self, findings: &[Finding]) {
        for finding in findings {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Info => self.infos += 1,
            }
        }
    }
}

/// How the formats for people look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour with ANSI escapes.
    pub color: bool,
    /// Whether rule names are hyperlinks (OSC 8) to their pages.
    pub links: bool,
    /// Columns of the terminal; fewer than [`Style::MIN_WIDTH`] count as that many.
    pub width: usize,
}

impl Style {
    /// The fewest columns that the full format can be squeezed into.
    pub const MIN_WIDTH: usize = 40;

    fn usable_width(&self) -> usize {
        self.width.max(Self::MIN_WIDTH)
    }

    /// The text in a colour, where there are colours.
    pub(crate) fn paint<'a>(&self, color: &str, text: &'a str) -> Cow<'a, str> {
        if self.color { Cow::Owned(format!("{color}{text}{RESET}")) } else { Cow::Borrowed(text) }
    }

    /// A line of a unified diff: what goes is red, what comes is green.
    pub fn diff_line<'a>(&self, line: &'a str) -> Cow<'a, str> {
        match line.as_bytes().first() {
            Some(b'-') => self.paint(full::REMOVED, line),
            Some(b'+') => self.paint(full::ADDED, line),
            _ => Cow::Borrowed(line),
        }
    }

    fn rule_name(&self, rule: &Rule) -> Cow<'static, str> {
        if self.links {
            Cow::Owned(format!("\x1b]8;;{}\x1b\\{}\x1b]8;;\x1b\\", rule.url(), rule.id))
        } else {
            Cow::Borrowed(rule.id)
        }
    }
}

impl Default for Style {
    /// No escapes, 100 columns.
    fn default() -> Self {
        Self { color: false, links: false, width: 100 }
    }
}

/// The forms in which findings can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people: with the source text around each finding.
    Full,
    /// For people and editors: a line each.
    Concise,
    /// For programs: everything that is known (`schemas/output.schema.json`).
    Json,
    /// For programs: the same, a finding a line.
    JsonLines,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For GitHub Actions: workflow commands that annotate lines.
    GitHub,
    /// For GitLab: a report of Code Quality.
    GitLab,
    /// For CI systems: a report of JUnit.
    JUnit,
    /// For CI systems: a report of Checkstyle.
    Checkstyle,
    /// For reviewdog: the Reviewdog Diagnostic Format.
    Rdjson,
    /// The answer that AWS's ValidateStateMachineDefinition would give (spec/aws_diagnostics.md 10.1).
    Aws,
}

impl Format {
    /// The formats, the default first.
    pub const ALL: [Self; 11] = [
        Self::Full,
        Self::Concise,
        Self::Json,
        Self::JsonLines,
        Self::Sarif,
        Self::GitHub,
        Self::GitLab,
        Self::JUnit,
        Self::Checkstyle,
        Self::Rdjson,
        Self::Aws,
    ];

    /// The format as options name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::JsonLines => "json-lines",
            Self::Sarif => "sarif",
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
            Self::JUnit => "junit",
            Self::Checkstyle => "checkstyle",
            Self::Rdjson => "rdjson",
            Self::Aws => "aws",
        }
    }

    /// What the format is for, in a few words.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Full => "For people: with the source text around each finding",
            Self::Concise => "A line each",
            Self::Json => "Everything that is known, for programs",
            Self::JsonLines => "The findings of `json`, a line each",
            Self::Sarif => "SARIF 2.1.0, for code scanning",
            Self::GitHub => "Annotations in GitHub Actions",
            Self::GitLab => "A Code Quality report for GitLab",
            Self::JUnit => "A JUnit report, for CI systems",
            Self::Checkstyle => "A Checkstyle report, for CI systems",
            Self::Rdjson => "The Reviewdog Diagnostic Format",
            Self::Aws => "The answer that AWS's ValidateStateMachineDefinition would give",
        }
    }

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// Writes the findings of `report` in `format`; the formats for machines take no notice of `style`.
/// Fails only where `out` fails.
pub fn write(format: Format, report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(64 * 1024, out);
    match format {
        Format::Full => full::write(report, style, &mut out)?,
        Format::Concise => concise::write(report, style, &mut out)?,
        Format::Json => json::write(report, &mut out)?,
        Format::JsonLines => json_lines::write(report, &mut out)?,
        Format::Sarif => sarif::write(report, &mut out)?,
        Format::GitHub => github::write(report, &mut out)?,
        Format::GitLab => gitlab::write(report, &mut out)?,
        Format::JUnit => junit::write(report, &mut out)?,
        Format::Checkstyle => checkstyle::write(report, &mut out)?,
        Format::Rdjson => rdjson::write(report, &mut out)?,
        Format::Aws => aws::write(report, &mut out)?,
    }
    out.flush()
}

/// Findings as a list of entries, of which one at a time is held in memory.
struct Each<'a, F> {
    findings: &'a [Finding],
    entry: F,
}

impl<'a, E: Serialize, F: Fn(&'a Finding) -> E> Serialize for Each<'a, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.findings.iter().map(&self.entry))
    }
}

/// The files that have findings, in the order of their paths, with their findings.
fn by_file<'a>(report: &Report<'a>) -> Vec<(&'a SourceFile, Vec<&'a Finding>)> {
    let mut findings: Vec<Vec<&Finding>> = vec![Vec::new(); report.workspace.ids().len()];
    for finding in report.findings {
        findings[finding.primary.span.file.0 as usize].push(finding);
    }
    let files = report.workspace.ids().map(|id| report.workspace.file(id));
    let mut files: Vec<_> = files.zip(findings).filter(|(_, findings)| !findings.is_empty()).collect();
    files.sort_by_key(|(file, _)| file.path());
    files
}

/// Where a stretch of text begins, and the place behind its last character.
fn extent(workspace: &Workspace, span: Span) -> (LineColumn, LineColumn) {
    let file = workspace.file(span.file);
    (file.line_column(span.start), file.line_column(span.end))
}

/// The last line of such a stretch: a line of which it holds no character is not part of it.
fn last_line(start: LineColumn, end: LineColumn) -> u32 {
    if end.column == 1 && end.line > start.line { end.line - 1 } else { end.line }
}

/// What is wrong and what to do, for formats that have one text for both.
fn message_and_help(finding: &Finding) -> String {
    let message = &finding.message;
    match &finding.help {
        Some(help) if message.ends_with(['.', '!', '?']) => format!("{message} {help}"),
        Some(help) => format!("{message}. {help}"),
        None => message.clone(),
    }
}

const RESET: &str = "\x1b[0m";
pub(crate) const BOLD: &str = "\x1b[1m";
pub(crate) const FAINT: &str = "\x1b[2m";

/// Colours out of the sixteen of every terminal that can be read on black and on white; yellow cannot.
fn severity_color(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "\x1b[1;31m",
        Severity::Warning => "\x1b[1;35m",
        Severity::Info => "\x1b[1;36m",
    }
}

/// What is shown for `character`: itself, or one character of one column where a terminal would obey it instead of
/// showing it (C0 and C1 controls, line separators) or where it changes the order of its neighbours (bidi controls).
fn visible_char(character: char) -> char {
    match character {
        '\0'..='\x1f' => char::from_u32(0x2400 + character as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

/// `text` without characters that a terminal would obey.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| visible_char(character) == character) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(visible_char).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{FixAvailability, Group, Status};
    use crate::source::{FileId, SourceFile, Span};

    pub(super) static RULE: Rule = Rule {
        number: 0,
        id: "unknown-target",
        family: "graph",
        group: Group::Correctness,
        severity: Some(Severity::Error),
        summary: "",
        since: "0.1.0",
        status: Status::Stable,
        fix: FixAvailability::None,
        aws: &[],
        aliases: &[],
        sources: &[],
        options: &[],
        page: "",
    };

    pub(super) fn workspace(files: &[(&str, &str)]) -> Workspace {
        let mut workspace = Workspace::default();
        for (path, text) in files {
            workspace.add(SourceFile::new(*path, *text));
        }
        workspace
    }

    /// The place of the first `needle` in file `file`.
    pub(super) fn span_of(workspace: &Workspace, file: u32, needle: &str) -> Span {
        let start = workspace.file(FileId(file)).text().find(needle).unwrap() as u32;
        Span::new(FileId(file), start, start + needle.len() as u32)
    }

    pub(super) fn error(span: Span, message: &str) -> Finding {
        Finding::new(&RULE, Severity::Error, span, message)
    }

    pub(super) fn render(
        format: Format,
        workspace: &Workspace,
        findings: &[Finding],
        style: &Style,
    ) -> String {
        let report = Report { workspace, findings, summary: Summary::default() };
        let mut out = Vec::new();
        write(format, &report, style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn names_are_unique_and_lead_back() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(format));
        }
        assert_eq!(Format::from_name("xml"), None);
    }

    #[test]
    fn help_follows_the_message_as_a_sentence() {
        let workspace = workspace(&[("a.json", "{}")]);
        let said = |message: &str, help: &str| {
            let mut finding = error(span_of(&workspace, 0, "{"), message);
            finding.help(help);
            message_and_help(&finding)
        };
        assert_eq!(said("No `X`", "Did you mean `Y`?"), "No `X`. Did you mean `Y`?");
        assert_eq!(said("Why?", "Remove it"), "Why? Remove it");
        assert_eq!(message_and_help(&error(span_of(&workspace, 0, "{"), "No `X`")), "No `X`");
    }

    #[test]
    fn shows_what_a_terminal_would_obey() {
        assert_eq!(visible("a\x1b[31m\n\u{9b}\u{202e}b\x7f"), "a␛[31m␊\u{fffd}\u{fffd}b␡");
        assert!(matches!(visible("Größe 日本 👩‍🚀"), Cow::Borrowed(_)));
    }
}
