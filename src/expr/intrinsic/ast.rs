//! The tree of a parsed intrinsic function call. All spans are bytes of the parsed text.

use std::ops::Range;

use crate::expr::jsonpath::Path;

/// `States.Name(argument, …)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The name with its `States.`; not checked.
    pub name: String,
    /// Where the name stands.
    pub name_span: Range<u32>,
    /// The arguments in order.
    pub arguments: Vec<Argument>,
    /// The whole call, from the name to the `)`.
    pub span: Range<u32>,
}

/// One argument.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// What it is.
    pub kind: ArgumentKind,
    /// Where it stands, quotes included.
    pub span: Range<u32>,
}

/// What an argument is.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgumentKind {
    /// `'text'`.
    String(StringLiteral),
    /// A number of JSON; its text is the argument's span.
    Number(f64),
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A path; its own warnings are in it.
    Path(Path),
    /// A nested call.
    Call(Call),
}

/// A string in single quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringLiteral {
    /// The text with `\'`, `\{`, `\}` and `\\` resolved.
    pub value: String,
    /// Every `{}` without a backslash.
    pub placeholders: Vec<Range<u32>>,
    /// Every other `{` or `}` without a backslash, those of a `${name}` substitution left out.
    pub loose_braces: Vec<Range<u32>>,
    /// Every backslash that escapes none of the four characters, with the character behind it.
    pub open_escapes: Vec<Range<u32>>,
}
