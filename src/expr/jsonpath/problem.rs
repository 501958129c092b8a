//! What can be wrong with a path: errors that stop the parse and warnings that do not; the shape serves intrinsic
//! functions too.

use std::fmt;
use std::ops::Range;

/// A replacement of a stretch of the parsed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; empty for an insertion.
    pub range: Range<u32>,
    /// What to put there; empty for a removal.
    pub replacement: String,
}

/// Something to say about one stretch of a text; `K` tells which errors or warnings it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxProblem<K> {
    /// What is wrong, for programs.
    pub kind: K,
    /// Where, in bytes of the parsed text.
    pub span: Range<u32>,
    /// What is wrong, as one plain sentence without a final stop.
    pub message: String,
    /// What was probably meant, or what to do.
    pub help: Option<String>,
    /// A change that mends it, when the intention is recognisable.
    pub edit: Option<Edit>,
}

/// Why a text is not a path.
pub type PathError = SyntaxProblem<PathErrorKind>;

/// Why a path that parses deserves a second look.
pub type PathWarning = SyntaxProblem<PathWarningKind>;

impl<K> SyntaxProblem<K> {
    pub(crate) fn new(kind: K, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { kind, span: to_u32(span), message: message.into(), help: None, edit: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn edit(mut self, range: Range<usize>, replacement: impl Into<String>) -> Self {
        self.edit = Some(Edit { range: to_u32(range), replacement: replacement.into() });
        self
    }
}

impl<K> fmt::Display for SyntaxProblem<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl<K: fmt::Debug> std::error::Error for SyntaxProblem<K> {}

/// Turns offsets into the `u32` of the public types; the parser refuses longer texts beforehand.
pub(crate) fn to_u32(range: Range<usize>) -> Range<u32> {
    range.start as u32..range.end as u32
}

/// The kinds of [`PathError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PathErrorKind {
    /// The text is empty.
    Empty,
    /// The text is 4 GiB or longer.
    TooLong,
    /// Paths, parentheses or calls are nested too deeply to be meant.
    TooDeep,
    /// A blank before the `$`.
    LeadingBlank,
    /// The text does not begin with `$`.
    MissingRoot,
    /// JSONata where a JSONPath belongs.
    Jsonata,
    /// An intrinsic function call where only a path may stand.
    IntrinsicCall,
    /// What follows `$` is no variable name.
    BadVariableName,
    /// Neither `.` nor `[` nor the end behind the root.
    AfterRoot,
    /// A `.` or `..` at the end.
    TrailingDot,
    /// Nothing between two dots.
    EmptySegment,
    /// A blank in a name outside brackets.
    BlankInName,
    /// An operator between paths: a path holds no arithmetic and no comparison.
    ExpressionInPath,
    /// A `[` without its `]`.
    UnclosedBracket,
    /// A quote without its partner.
    UnclosedQuote,
    /// `[]`.
    EmptyBracket,
    /// A bracket that holds neither names, indexes, `*` nor a filter.
    BadBracket,
    /// Not a whole number where an index belongs, or one beyond 32 bits.
    BadIndex,
    /// A slice without any bound, or with a bound that is no whole number.
    BadSlice,
    /// A `\u` escape without four hexadecimal digits.
    BadEscape,
    /// A filter that is not `[?(…)]`.
    FilterForm,
    /// A filter whose condition is not understood.
    FilterCondition,
    /// An operator filters do not have.
    UnknownOperator,
    /// Parentheses of a call that are not closed, or brackets in it that are not.
    UnclosedCall,
}

/// The kinds of [`PathWarning`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PathWarningKind {
    /// Blanks or line ends behind the path.
    TrailingBlank,
    /// `$.a[`: the bracket at the very end is dropped.
    DanglingBracket,
    /// One character behind a complete path, which is dropped.
    IgnoredTail,
    /// `['a']b`: read as if a dot stood between.
    MissingDot,
    /// `[(@.length-1)]`, which Jayway's JsonPath refuses and some published definitions use.
    ScriptExpression,
    /// `?.`, which makes the question mark a part of the name.
    OptionalChaining,
    /// Quotes, closing brackets or operators inside a name without brackets.
    SuspiciousName,
    /// A backslash inside a name without brackets.
    Backslash,
    /// `@.a&&@.b`, where `&&` becomes a part of the name.
    OperatorInName,
    /// `$states…`, which is JSONata.
    StatesVariable,
    /// A variable name that cannot be assigned.
    VariableName,
    /// A path function nobody knows.
    UnknownFunction,
    /// Arguments of a path function that are dropped.
    IgnoredArgument,
    /// A step in a slice, which is dropped.
    IgnoredStep,
    /// `$$…` or `$name` inside a filter.
    OuterRootInFilter,
}
