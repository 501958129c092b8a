use std::borrow::Cow;

/// Something wrong or unusual in how a text is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxProblem {
    /// What sort of thing.
    pub kind: SyntaxProblemKind,
    /// First byte of the place.
    pub start: u32,
    /// Behind the last byte of the place.
    pub end: u32,
    /// One plain sentence that stands alone.
    pub message: Cow<'static, str>,
    /// A few words on the place itself.
    pub label: Cow<'static, str>,
    /// A second place that explains the first: start, end, a few words. An unclosed bracket, for example.
    pub related: Option<(u32, u32, Cow<'static, str>)>,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// The edit that certainly mends it: start, end, the text to put there.
    pub fix: Option<(u32, u32, Cow<'static, str>)>,
}

impl SyntaxProblem {
    /// Whether the reader of YAML has given up here: what it could mend took nothing with it.
    pub fn cuts_off(&self) -> bool {
        self.kind == SyntaxProblemKind::YamlSyntax && self.fix.is_none()
    }

    /// A problem at `start..end` with nothing but its sentence.
    pub fn new(
        kind: SyntaxProblemKind,
        start: u32,
        end: u32,
        message: impl Into<Cow<'static, str>>,
        label: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (message, label) = (message.into(), label.into());
        Self { kind, start, end, message, label, related: None, help: None, fix: None }
    }

    /// The same with a second place.
    pub fn related(mut self, start: u32, end: u32, label: impl Into<Cow<'static, str>>) -> Self {
        self.related = Some((start, end, label.into()));
        self
    }

    /// The same with advice.
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with the edit that mends it.
    pub fn fix(mut self, start: u32, end: u32, text: impl Into<Cow<'static, str>>) -> Self {
        self.fix = Some((start, end, text.into()));
        self
    }
}

/// The sorts of [`SyntaxProblem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SyntaxProblemKind {
    /// The text is not JSON here; the tree was guessed.
    JsonSyntax,
    /// `...` where something was left out: the object around it has more members than the text shows.
    LeftOut,
    /// The text is not YAML here.
    YamlSyntax,
    /// A comment in JSON.
    Comment,
    /// A comma behind the last member or item in JSON.
    TrailingComma,
    /// A byte-order mark at the very beginning.
    ByteOrderMark,
    /// Deeper nesting, or more text behind aliases, than is followed.
    TooDeep,
    /// A plain YAML scalar that YAML 1.1 reads as something other than the text it shows.
    ImplicitType,
}
