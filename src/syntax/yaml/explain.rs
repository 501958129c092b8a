//! What granit-parser found wrong, in our own words.

use std::borrow::Cow;

use granit_parser::ErrorKind;

use super::super::{SyntaxProblem, SyntaxProblemKind};

type Words = (Cow<'static, str>, Cow<'static, str>, Option<&'static str>);

const NESTING: &str = "The text is nested more deeply than 512 levels; what is inside is not looked at.";

/// The problem that a parse error at byte `at` of `text` stands for.
pub(super) fn explain(kind: &ErrorKind, text: &str, at: usize) -> SyntaxProblem {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if *kind == ErrorKind::RecursionLimitExceeded {
        return too_deep(at as u32, character_end(text, at) as u32);
    }
    if let Some(problem) = tab_indentation(kind, text, at) {
        return problem;
    }
    if *kind == ErrorKind::ExpectedBlockMappingKey {
        at = dash_before(text, at).unwrap_or(at);
    }
    let (message, label, help) = words(kind, text, at);
    let (start, end) = place(text, at);
    let problem = SyntaxProblem::new(SyntaxProblemKind::YamlSyntax, start as u32, end as u32, message, label);
    match help {
        Some(help) => problem.help(help),
        None => problem,
    }
}

/// The nesting limit was reached at `start..end`.
pub(super) fn too_deep(start: u32, end: u32) -> SyntaxProblem {
    SyntaxProblem::new(SyntaxProblemKind::TooDeep, start, end, NESTING, "too deep")
}

/// A tab in the indentation of the line of `at`; where the fault is a tab, of the next line that has one.
fn tab_indentation(kind: &ErrorKind, text: &str, at: usize) -> Option<SyntaxProblem> {
    let is_tab_fault = matches!(
        kind,
        ErrorKind::TabInIndentation
            | ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInPlainScalar
    );
    let may_be_tab = matches!(
        kind,
        ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedBlockSequenceEntry
            | ErrorKind::ExpectedDocumentStart
            | ErrorKind::ExpectedNodeContent
            | ErrorKind::InvalidIndentation
            | ErrorKind::InvalidSimpleKey
            | ErrorKind::MappingValueNotAllowed
            | ErrorKind::SimpleKeyExpected
            | ErrorKind::UnexpectedCharacter { .. }
    );
    if !is_tab_fault && !may_be_tab {
        return None;
    }
    let mut start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let tab = text[start..].split_inclusive('\n').take(if is_tab_fault { usize::MAX } else { 1 }).find_map(
        |line| {
            let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
            let tab = line[..indentation].find('\t').map(|length| start + length);
            start += line.len();
            tab
        },
    )?;
    let end = tab + text[tab..].bytes().take_while(|&byte| byte == b'\t').count();
    let message = "YAML does not allow a tab in the indentation of a line.";
    let problem = SyntaxProblem::new(SyntaxProblemKind::YamlSyntax, tab as u32, end as u32, message, "a tab");
    Some(problem.help("Indent with spaces."))
}

/// The `-` that begins the line of `at`, with only blanks between: the parser points behind it.
fn dash_before(text: &str, at: usize) -> Option<usize> {
    let before = text[..at].trim_end_matches([' ', '\t']).strip_suffix('-')?;
    let is_first = before.is_empty() || before.trim_end_matches([' ', '\t']).ends_with(['\n', '\r']);
    is_first.then_some(before.len())
}

fn character_end(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// The word or sign at `at`; the place between two characters at the end of a line.
fn place(text: &str, at: usize) -> (usize, usize) {
    let rest = &text[at..];
    match rest.chars().next() {
        None | Some('\n' | '\r') => (at, at),
        Some(first) if first.is_alphanumeric() => {
            let word =
                rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(rest.len());
            (at, at + word)
        }
        Some(first) => (at, at + first.len_utf8()),
    }
}

/// The sign at `at`, for a message.
fn found(text: &str, at: usize) -> Cow<'static, str> {
    let (start, end) = place(text, at);
    let blank = text[at..].starts_with([' ', '\t']);
    match &text[start..end] {
        "" if start == text.len() => Cow::Borrowed("the end of the text"),
        "" => Cow::Borrowed("the end of the line"),
        _ if blank => Cow::Borrowed("white space"),
        word => Cow::Owned(format!("`{}`", super::resolve::clip(word))),
    }
}

fn words(kind: &ErrorKind, text: &str, at: usize) -> Words {
    use ErrorKind as E;
    let fixed = |message: &'static str, label: &'static str, help| {
        (Cow::Borrowed(message), Cow::Borrowed(label), Some(help))
    };
    let bare = |message: &'static str, label: &'static str| (message.into(), label.into(), None);
    let expected = |what: &str, inside: &str| {
        let found = found(text, at);
        (format!("Expected {what} {inside}, found {found}.").into(), format!("expected {what}").into(), None)
    };
    match kind {
        E::UnexpectedEofFlowSequence => expected("`]`", "at the end of a list"),
        E::UnexpectedEofFlowMapping | E::UnexpectedEofImplicitFlowMapping => {
            expected("`}`", "at the end of a mapping")
        }
        E::UnexpectedEof | E::UnexpectedEofBlockSequence | E::UnexpectedEofBlockMapping => {
            bare("The text ends where more YAML is expected.", "ends here")
        }
        E::UnclosedFlowCollection { open } => {
            let close = if *open == '[' { ']' } else { '}' };
            let message = format!("The bracket `{open}` is never closed with `{close}`.");
            (message.into(), "never closed".into(), None)
        }
        E::MismatchedFlowCollectionEnd { open, close } => {
            let right = if *open == '[' { ']' } else { '}' };
            let message =
                format!("A bracket opened with `{open}` is closed with `{close}`; expected `{right}`.");
            (message.into(), format!("closed with `{close}`").into(), None)
        }
        E::MisplacedFlowCollectionEnd => {
            (format!("The bracket {} closes nothing.", found(text, at)).into(), "not opened".into(), None)
        }
        E::ExpectedFlowMappingSeparator => expected("`,` or `}`", "in a mapping in braces"),
        E::ExpectedFlowSequenceSeparator => expected("`,` or `]`", "in a list in brackets"),
        E::FlowMappingValueAdjacentCollection => {
            bare("A colon in a mapping in braces needs a space behind it.", "no space behind the colon")
        }
        E::InvalidColonPlacement => fixed(
            "A colon stands where no key can be; a bracket or brace before it may not be closed.",
            "unexpected colon",
            "Close the bracket, or put text with a colon in quotes.",
        ),
        E::ExpectedBlockMappingKey => (
            format!("Expected a key of the mapping above, found {}.", found(text, at)).into(),
            "expected a key".into(),
            Some("Write `key: value`, indented as the other keys of the mapping."),
        ),
        E::ExpectedBlockSequenceEntry => (
            format!("Expected `-` for the next item of the list above, found {}.", found(text, at)).into(),
            "expected `-`".into(),
            Some("Indent the line as what it belongs to."),
        ),
        E::SimpleKeyExpected | E::InvalidSimpleKey => fixed(
            "A key must stand on one line and be followed by a colon.",
            "expected a colon behind a key",
            "Write `key: value`, and indent text that goes on from the line before.",
        ),
        E::MappingValueNotAllowed => fixed(
            "A colon stands where no mapping can begin.",
            "unexpected colon",
            "Put text that has a colon and a space in it in quotes; where this is a key, look for a missing colon or a \
             wrong indentation above it.",
        ),
        E::MappingKeyNotAllowed => bare("A key stands where no mapping can begin.", "unexpected key"),
        E::InvalidMappingValueWhitespace => {
            bare("A colon behind a key needs a space behind it.", "no space behind the colon")
        }
        E::BlockSequenceEntryNotAllowed => fixed(
            "An item of a list (`-`) stands where no list can begin.",
            "unexpected `-`",
            "Begin the list on its own line below the key.",
        ),
        E::BlockEntryInFlowCollection => {
            bare("An item with `-` cannot stand inside brackets or braces.", "unexpected `-`")
        }
        E::InvalidBlockEntryWhitespace | E::PlainScalarStartsWithDashFlowIndicator => {
            bare("A `-` needs a space behind it, or quotes around the text it begins.", "no space behind `-`")
        }
        E::InvalidIndentation | E::InvalidFlowScalarIndent => fixed(
            "The indentation of this line fits nothing above it.",
            "wrong indentation",
            "Indent the line as what it belongs to.",
        ),
        E::InvalidQuotedScalarIndent => fixed(
            "Quoted text goes on in a line that is not indented, or its quote is never closed.",
            "inside quoted text",
            "Close the quote, or indent the line.",
        ),
        E::UnclosedQuotedScalar => bare("The quote is never closed.", "opened here"),
        E::DocumentIndicatorInQuotedScalar => bare(
            "A new document begins inside quoted text; the quote is never closed.",
            "document begins here",
        ),
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => fixed(
            "Text follows directly behind a closing quote.",
            "behind the closing quote",
            "Close the quote at the end of the text; write a quotation mark inside it as `''` or `\\\"`.",
        ),
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => fixed(
            "A backslash in double quotes begins something that is no escape sequence.",
            "text with a wrong escape",
            "Write a backslash as `\\\\`, or use single quotes.",
        ),
        E::ZeroBlockScalarIndent | E::InvalidBlockScalarHeader => fixed(
            "Text follows `|` or `>` on the same line.",
            "wrong block header",
            "Begin the text on the next line; only `-`, `+`, a digit from 1 to 9 and a comment may follow.",
        ),
        E::InvalidBlockScalarIndent => fixed(
            "A line of block text is indented less than the line it begins with.",
            "wrong indentation",
            "Indent all lines of the text alike.",
        ),
        E::TabAtBlockScalarStart
        | E::TabInIndentation
        | E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInPlainScalar => fixed("YAML does not allow a tab here.", "a tab", "Use spaces."),
        E::UnexpectedCharacter { character: character @ ('@' | '`') } => (
            format!("Plain text cannot begin with the reserved character {character:?}.").into(),
            "reserved character".into(),
            Some("Put the text in quotes."),
        ),
        E::UnexpectedCharacter { character: '%' } if text[..at].ends_with('{') => (
            "A JSONata expression needs quotes: YAML takes `{` for the beginning of a mapping.".into(),
            "begins a mapping".into(),
            Some("Put the expression with its `{%` and `%}` in quotes."),
        ),
        E::UnexpectedCharacter { character } => (
            format!("The character {character:?} cannot stand here.").into(),
            "unexpected character".into(),
            Some("Put text that begins with this character in quotes."),
        ),
        E::CommentInterceptedScalar => {
            bare("A comment cannot stand inside plain text of several lines.", "text goes on")
        }
        E::CommentNotSeparated => bare("A comment needs a space before its `#`.", "no space before `#`"),
        E::ExpectedNodeContent => expected("a value", "here"),
        E::ExpectedDocumentStart | E::InvalidDocumentEnd => (
            format!("Expected the end of the document, found {}.", found(text, at)).into(),
            "the value ended before".into(),
            Some("Indent the line as what it belongs to, or begin a new document with `---`."),
        ),
        E::UnknownAnchor => bare("This alias names no anchor above it.", "unknown alias"),
        E::MissingAnchorOrAliasName => fixed(
            "An anchor (`&`) or alias (`*`) needs a name.",
            "no name",
            "Put text that begins with `&` or `*` in quotes.",
        ),
        E::UndeclaredTagHandle => {
            bare("This tag uses a handle that no `%TAG` line declares.", "unknown handle")
        }
        E::ExpectedTagBang
        | E::InvalidGlobalTagCharacter
        | E::InvalidTagTerminator
        | E::MissingTagUri
        | E::UnclosedVerbatimTag
        | E::InvalidTagEscape
        | E::InvalidTagUtf8LeadingByte
        | E::InvalidTagUtf8TrailingByte
        | E::InvalidTagUtf8 => fixed(
            "This is not a tag that YAML can read.",
            "wrong tag",
            "Write `!Name` and a space; put text that begins with `!` in quotes.",
        ),
        E::BomInsideDocument => bare("A byte-order mark stands inside a document.", "byte-order mark"),
        E::DuplicateVersionDirective
        | E::UnsupportedYamlMajorVersion
        | E::DuplicateTagDirective
        | E::MissingDocumentEndBeforeDirective
        | E::ExpectedTagDirectiveBang
        | E::InvalidDirectiveTerminator
        | E::MissingYamlVersionSeparator
        | E::MissingDirectiveName
        | E::InvalidDirectiveName
        | E::DirectiveByteLimitExceeded { .. }
        | E::TooManyReservedDirectiveParams { .. }
        | E::YamlVersionTooLong
        | E::MissingYamlVersion
        | E::InvalidTagDirectiveTerminator => fixed(
            "This `%` line is not a directive that YAML can read.",
            "wrong directive",
            "Put text that begins with `%` in quotes.",
        ),
        E::ExpectedWhitespace => expected("white space", "here"),
        _ => (format!("This is not YAML: unexpected {}.", found(text, at)).into(), "unexpected".into(), None),
    }
}
