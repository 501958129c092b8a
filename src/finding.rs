//! What a rule reports.

use crate::source::Span;

/// How bad a finding is. An error means: AWS refuses the definition, or every execution that gets there fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Accepted, and almost certainly not what was meant.
    Warning,
    /// Refused, or certain to fail.
    Error,
}

impl Severity {
    /// The severities, worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Info];

    /// The severity as options and output name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// What a rule is about; sets the most severe that its findings may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// AWS refuses the definition, or every execution that gets there fails.
    Correctness,
    /// Accepted and almost certainly not what was meant.
    Suspicious,
    /// Works until the day something is slow, throttled or large.
    Reliability,
    /// A secret, an injection, too wide a permission.
    Security,
    /// A cheaper form of the same thing.
    Cost,
    /// A matter of taste.
    Style,
}

impl Group {
    /// The group as options and output name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Correctness => "correctness",
            Self::Suspicious => "suspicious",
            Self::Reliability => "reliability",
            Self::Security => "security",
            Self::Cost => "cost",
            Self::Style => "style",
        }
    }

    /// The most severe default that a rule of the group may have.
    pub fn ceiling(self) -> Option<Severity> {
        match self {
            Self::Correctness => Some(Severity::Error),
            Self::Suspicious | Self::Reliability | Self::Security => Some(Severity::Warning),
            Self::Cost => Some(Severity::Info),
            Self::Style => None,
        }
    }
}

/// How far a rule has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Its precision is not yet known.
    Preview,
    /// Here to stay.
    Stable,
    /// About to go.
    Deprecated,
}

impl Status {
    /// The status as output names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Stable => "stable",
            Self::Deprecated => "deprecated",
        }
    }
}

/// Whether the findings of a rule come with a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FixAvailability {
    /// Never.
    None,
    /// Some or all do, and what the definition means stays the same or becomes what was certainly meant.
    Safe,
    /// Some or all do, but a person should look at the result.
    Unsafe,
}

impl FixAvailability {
    /// The availability as output names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// An option of a rule, which takes a list of texts.
#[derive(Debug)]
pub struct RuleOption {
    /// Its name.
    pub name: &'static str,
    /// What it is for, in one sentence.
    pub summary: &'static str,
}

/// What is known of a rule: the front matter of its page under `rules/`, and the page.
#[derive(Debug)]
pub struct Rule {
    /// Its name: kebab-case, names the defect.
    pub id: &'static str,
    /// Its place among all rules.
    pub number: usize,
    /// The folder under `rules/`.
    pub family: &'static str,
    /// What it is about.
    pub group: Group,
    /// How bad its findings are where nothing else is set; none where it is off.
    pub severity: Option<Severity>,
    /// One line.
    pub summary: &'static str,
    /// The version that brought it.
    pub since: &'static str,
    /// How far it has come.
    pub status: Status,
    /// Whether its findings come with a fix.
    pub fix: FixAvailability,
    /// AWS's codes for the same thing.
    pub aws: &'static [&'static str],
    /// Names that it had before.
    pub aliases: &'static [&'static str],
    /// On what the rule rests.
    pub sources: &'static [&'static str],
    /// What of it can be configured.
    pub options: &'static [RuleOption],
    /// The page in Markdown, front matter included.
    pub page: &'static str,
}

impl Rule {
    /// The page without its front matter.
    pub fn body(&self) -> &'static str {
        self.page.splitn(3, "+++\n").nth(2).unwrap_or(self.page).trim_start()
    }

    /// Where the page can be read online.
    pub fn url(&self) -> String {
        format!("{}/blob/main/rules/{}/{}.md", env!("CARGO_PKG_REPOSITORY"), self.family, self.id)
    }
}

/// A place with a few words on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The words; may be empty at the finding's own place.
    pub message: String,
}

/// Whether a fix may be made without a person's look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// The meaning is certain.
    Safe,
    /// The meaning may change.
    Unsafe,
}

impl Applicability {
    /// The applicability as output names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// A replacement of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an insertion where it is empty.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Edits that mend a finding together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether a person should look.
    pub applicability: Applicability,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
}

/// The diagnostic with which AWS's ValidateStateMachineDefinition says the same (spec/aws_diagnostics.md).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwsDiagnostic {
    /// Whether AWS refuses the definition for it.
    pub severity: Severity,
    /// AWS's code.
    pub code: &'static str,
    /// AWS's text.
    pub message: String,
    /// AWS's location; not every diagnostic has one.
    pub location: Option<String>,
}

/// Something that a rule found. [`Finding::new`] takes the primary place, so there is no finding without one.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// One plain sentence that stands alone.
    pub message: String,
    /// The place.
    pub primary: Label,
    /// Further places that explain it.
    pub related: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The edits that mend it.
    pub fix: Option<Fix>,
    /// Which definition of its file it is about, where the file holds several.
    pub definition: Option<String>,
    /// The name of the state it is about.
    pub state: Option<String>,
    /// The place as a JSON pointer from the definition's root.
    pub pointer: String,
    /// AWS's own words.
    pub aws: Option<AwsDiagnostic>,
    /// The place by names alone, for the fingerprint.
    pub stable_path: String,
    /// Names the finding across edits that do not touch it: 16 hexadecimal digits.
    pub fingerprint: String,
}

impl Finding {
    /// A finding of `rule` at `span`.
    pub fn new(rule: &'static Rule, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity,
            message: message.into(),
            primary: Label { span, message: String::new() },
            related: Vec::new(),
            help: None,
            fix: None,
            definition: None,
            state: None,
            pointer: String::new(),
            aws: None,
            stable_path: String::new(),
            fingerprint: String::new(),
        }
    }

    /// Sets the words on the primary place.
    pub fn label(&mut self, message: impl Into<String>) -> &mut Self {
        self.primary.message = message.into();
        self
    }

    /// Adds a place that explains the finding.
    pub fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Label { span, message: message.into() });
        self
    }

    /// Says what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Makes the finding less severe than its rule, unless somebody wants the rule to be more severe than it is.
    pub fn at_most(&mut self, severity: Severity) -> &mut Self {
        let is_raised = self.rule.severity.is_some_and(|usual| self.severity > usual);
        if !is_raised {
            self.severity = self.severity.min(severity);
        }
        self
    }

    /// Spells each edit anew, as `spell` says for its place and text; without one of them there is no fix.
    pub fn respell(&mut self, spell: impl Fn(Span, &str) -> Option<String>) {
        let spelled = |mut fix: Fix| {
            for edit in &mut fix.edits {
                edit.text = spell(edit.span, &edit.text)?;
            }
            Some(fix)
        };
        self.fix = self.fix.take().and_then(spelled);
    }

    /// Gives an edit that is certainly right.
    pub fn safe_fix(&mut self, span: Span, text: impl Into<String>) -> &mut Self {
        self.edit(Applicability::Safe, span, text.into())
    }

    /// Gives an edit that a person should look at.
    pub fn unsafe_fix(&mut self, span: Span, text: impl Into<String>) -> &mut Self {
        self.edit(Applicability::Unsafe, span, text.into())
    }

    fn edit(&mut self, applicability: Applicability, span: Span, text: String) -> &mut Self {
        let fix = self.fix.get_or_insert(Fix { applicability, edits: Vec::new() });
        if applicability == Applicability::Unsafe {
            fix.applicability = applicability;
        }
        fix.edits.push(Edit { span, text });
        self
    }

    /// Says that AWS refuses the definition with that code and text.
    pub fn aws(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        location: Option<String>,
    ) -> &mut Self {
        self.aws = Some(AwsDiagnostic { severity: Severity::Error, code, message: message.into(), location });
        self
    }

    /// Says that AWS warns with that code.
    pub fn aws_warning(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        location: Option<String>,
    ) -> &mut Self {
        self.aws =
            Some(AwsDiagnostic { severity: Severity::Warning, code, message: message.into(), location });
        self
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Finding {}

impl miette::Diagnostic for Finding {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(self.rule.id))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Info => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn std::fmt::Display>)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(self.rule.url()))
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        let file = self.primary.span.file;
        let in_file = self.related.iter().filter(move |label| label.span.file == file);
        let labels = std::iter::once(&self.primary).chain(in_file).map(|label| {
            let words = (!label.message.is_empty()).then(|| label.message.clone());
            miette::LabeledSpan::new(words, label.span.start as usize, label.span.len() as usize)
        });
        Some(Box::new(labels))
    }
}
