//! Reads a path step by step.

use std::ops::Range;

use smallvec::smallvec;

use super::ast::{Call, Name, PATH_FUNCTIONS, Path, Root, Segment, SegmentKind};
use super::problem::{PathError, PathErrorKind as E, PathWarning, PathWarningKind as W, to_u32};

/// How deeply paths may stand inside each other's filters and calls.
const MAX_NESTING: usize = 16;

/// Reads `text` as a path.
///
/// # Errors
/// The first thing that Jayway's JsonPath, and so Step Functions, refuses.
pub fn parse(text: &str) -> Result<Path, PathError> {
    parse_range(text, 0..text.len())
}

/// Reads the stretch `range` of `text` as a path; all offsets count from the start of `text`.
///
/// # Errors
/// As [`parse`]; a range that does not lie on character borders counts as empty.
pub fn parse_range(text: &str, range: Range<usize>) -> Result<Path, PathError> {
    if u32::try_from(text.len()).is_err() {
        return Err(PathError::new(E::TooLong, 0..0, "a path of 4 GiB cannot be read"));
    }
    let Some(head) = text.get(..range.end).filter(|_| text.get(range.clone()).is_some()) else {
        return Err(PathError::new(E::Empty, 0..0, "expected a path"));
    };
    let mut parser = Parser { text: head, bytes: head.as_bytes(), warnings: Vec::new() };
    let mut path = parser.whole(range.start)?;
    path.warnings = parser.warnings;
    path.warnings.sort_by_key(|warning| warning.span.start);
    Ok(path)
}

/// Where a path stands, which decides its roots and how strictly its end is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Field,
    Filter,
    Argument,
}

/// The text and the warnings so far; every method is told where it works.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) warnings: Vec<PathWarning>,
}

/// The offset behind what was read.
pub(super) type Step = Result<usize, PathError>;

impl Parser<'_> {
    pub(super) fn warn(&mut self, warning: PathWarning) {
        self.warnings.push(warning);
    }

    /// The text between two offsets; empty when they do not lie on character borders.
    pub(super) fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn whole(&mut self, start: usize) -> Result<Path, PathError> {
        let end = self.text.len();
        let text = self.slice(start, end);
        let kept = start + text.trim_end_matches([' ', '\t', '\r', '\n']).len();
        let blanks = text.len() - text.trim_start_matches([' ', '\t', '\r', '\n']).len();
        if kept <= start {
            return Err(PathError::new(E::Empty, start..end, "expected a path, found nothing"));
        }
        if blanks > 0 {
            let lead = start..start + blanks;
            let message = "a path begins with `$`, but this text begins with a blank";
            return Err(PathError::new(E::LeadingBlank, lead.clone(), message).edit(lead, ""));
        }
        if kept < end {
            let message = "blanks behind the path";
            let help = "JSONPath readers differ on them, and a line end becomes a part of the last name";
            self.warn(PathWarning::new(W::TrailingBlank, kept..end, message).help(help).edit(kept..end, ""));
        }
        self.path(start, kept, Place::Field, 0)
    }

    /// Reads the path that fills `start..end`.
    pub(super) fn path(
        &mut self,
        start: usize,
        end: usize,
        place: Place,
        depth: usize,
    ) -> Result<Path, PathError> {
        if depth > MAX_NESTING {
            let message = format!("paths nested more than {MAX_NESTING} deep");
            return Err(PathError::new(E::TooDeep, start..end, message));
        }
        let (root, mut pos) = self.root(start, end, place)?;
        let root_end = pos;
        let mut segments = Vec::new();
        if pos < end && place != Place::Argument && self.bytes[end - 1] == b'.' {
            return Err(trailing_dot(self.bytes, start, end));
        }
        while pos < end {
            pos = self.segment(pos, end, &mut segments, depth)?;
            pos = self.dropped_tail(pos, end);
        }
        let ends_in_call = matches!(segments.last(), Some(Segment { kind: SegmentKind::Call(_), .. }));
        let definite = ends_in_call || segments.iter().all(names_one_node);
        Ok(Path {
            root,
            root_span: to_u32(start..root_end),
            segments,
            span: to_u32(start..end),
            definite,
            warnings: Vec::new(),
        })
    }

    /// Reads `$`, `$$`, `$name` or `@` and makes sure that a step or the end follows.
    fn root(&mut self, start: usize, end: usize, place: Place) -> Result<(Root, usize), PathError> {
        let text = self.slice(start, end);
        let (root, len) = if let Some(behind) = text.strip_prefix("$$") {
            if behind.starts_with(name_start) {
                let message = "expected `.` or `[` behind `$$`";
                let at = start + 2..start + 2;
                let help = "members of the context object are written `$$.State.Name`";
                return Err(PathError::new(E::AfterRoot, start..end, message).help(help).edit(at, "."));
            }
            (Root::Context, 2)
        } else if let Some(behind) = text.strip_prefix('$') {
            let len = behind.find(|c| !name_part(c)).unwrap_or(behind.len());
            let name = &behind[..len];
            match name.chars().next() {
                None => (Root::Input, 1),
                Some(first) if name_start(first) || first == '_' => {
                    (Root::Variable { name: name.to_owned() }, 1 + len)
                }
                Some(_) => {
                    let message = format!("`{name}` is no variable name: names begin with a letter");
                    let error = PathError::new(E::BadVariableName, start..start + 1 + len, message);
                    let help = "a member of the input is written with a dot behind the `$`";
                    return Err(error.help(help).edit(start + 1..start + 1, "."));
                }
            }
        } else if text.starts_with('@') && place != Place::Field {
            (Root::Current, 1)
        } else {
            return Err(missing_root(text, start, end));
        };
        let root_end = start + len;
        self.note_root(&root, start, root_end, place);
        match self.bytes[..end].get(root_end) {
            None | Some(b'.' | b'[') => Ok((root, root_end)),
            Some(_) => Err(self.after_root(&root, start, root_end, end)),
        }
    }

    fn note_root(&mut self, root: &Root, start: usize, root_end: usize, place: Place) {
        let outer = matches!(root, Root::Context | Root::Variable { .. });
        if outer && place != Place::Field {
            let message = format!(
                "inside a filter or a path function, `{}` is not known to be replaced by its value",
                self.slice(start, root_end)
            );
            self.warn(PathWarning::new(W::OuterRootInFilter, start..root_end, message));
        }
        let Root::Variable { name } = root else { return };
        if name == "states" {
            let rest = &self.text[root_end..];
            let message = "`$states` exists only in JSONata, and no variable can have this name";
            let mut warning = PathWarning::new(W::StatesVariable, start..root_end, message);
            for (member, root) in [(".input", "$"), (".context", "$$"), (".result", "$")] {
                if rest.strip_prefix(member).is_some_and(|r| !r.starts_with(name_part)) {
                    let help = format!("in JSONPath `$states{member}` is written `{root}`");
                    warning = warning.help(help).edit(start..root_end + member.len(), root);
                }
            }
            self.warn(warning);
        } else if name.starts_with('_') {
            let message = format!("no variable can be named `{name}`: names begin with a letter");
            self.warn(PathWarning::new(W::VariableName, start..root_end, message));
        }
    }

    fn after_root(&self, root: &Root, start: usize, pos: usize, end: usize) -> PathError {
        let rest = self.slice(pos, end);
        let found = rest.chars().next().unwrap_or(' ');
        let width = found.len_utf8();
        let word = self.slice(start, pos);
        if let Root::Variable { .. } = root {
            if found == '(' || found == ':' {
                let message = format!("`{word}{found}` is JSONata, but this is a JSONPath");
                return PathError::new(E::Jsonata, start..end, message);
            }
            if found == '-' {
                let message = "expected `.` or `[` behind the variable; its name cannot hold `-`";
                let help = "a member of the input is written with a dot behind the `$`";
                let error = PathError::new(E::AfterRoot, pos..pos + width, message);
                return error.help(help).edit(start + 1..start + 1, ".");
            }
        }
        if found == ' ' && looks_like_operator(rest.trim_start()) {
            return expression(pos, end);
        }
        if found == '{' && word == "$" {
            let message = "a `${…}` substitution cannot start a path";
            return PathError::new(E::AfterRoot, start..end, message);
        }
        let error =
            PathError::new(E::AfterRoot, pos..pos + width, format!("expected `.` or `[` behind `{word}`"));
        let after = rest.trim_start();
        match (found == ' ' && after.starts_with(['.', '[']), word) {
            (true, _) => error.edit(pos..end - after.len(), ""),
            (false, "$") if found != ' ' => error.edit(pos..pos, "."),
            _ => error,
        }
    }

    /// Reads one step. Behind a bracket or a `*`, a name may follow without a dot.
    fn segment(&mut self, start: usize, end: usize, out: &mut Vec<Segment>, depth: usize) -> Step {
        let mut pos = start;
        if self.bytes[pos] == b'.' {
            pos += 1;
            if self.bytes[..end].get(pos) == Some(&b'.') {
                pos += 1;
                out.push(Segment { kind: SegmentKind::DeepScan, span: to_u32(start..pos) });
            }
            match self.bytes[..end].get(pos) {
                None => return Err(trailing_dot(self.bytes, start, end)),
                Some(b'.') => {
                    let message = "expected a name between the dots";
                    let error = PathError::new(E::EmptySegment, start..pos + 1, message);
                    return Err(error.edit(pos..pos + 1, ""));
                }
                Some(_) => {}
            }
        }
        let deep = pos - start == 2;
        let from = if deep { pos } else { start };
        match self.bytes[pos] {
            b'[' => {
                let (kind, behind) = self.bracket(pos, end, depth)?;
                out.push(Segment { kind, span: to_u32(from..behind) });
                Ok(behind)
            }
            b'*' => {
                out.push(Segment { kind: SegmentKind::Wildcard, span: to_u32(from..pos + 1) });
                Ok(pos + 1)
            }
            _ => {
                if pos == start {
                    let message = "expected `.` or `[`, found a name";
                    self.warn(PathWarning::new(W::MissingDot, pos..pos, message).edit(pos..pos, "."));
                }
                self.name_or_call(from, pos, end, out, depth)
            }
        }
    }

    /// The single character behind a complete step that Jayway's JsonPath never looks at.
    fn dropped_tail(&mut self, pos: usize, end: usize) -> usize {
        let mut rest = self.slice(pos, end).chars();
        let (Some(only), None) = (rest.next(), rest.next()) else { return pos };
        if only.len_utf16() > 1 {
            return pos;
        }
        let warning = if only == '[' {
            PathWarning::new(W::DanglingBracket, pos..end, "the bracket at the end is never closed")
        } else {
            let message = format!("`{only}` behind the path is dropped without a word");
            PathWarning::new(W::IgnoredTail, pos..end, message)
        };
        self.warn(warning.edit(pos..end, ""));
        end
    }

    fn name_or_call(
        &mut self,
        start: usize,
        name_start: usize,
        end: usize,
        out: &mut Vec<Segment>,
        depth: usize,
    ) -> Step {
        let stop = self.bytes[name_start..end].iter().position(|b| matches!(b, b' ' | b'.' | b'[' | b'('));
        let name_end = stop.map_or(end, |offset| name_start + offset);
        let name = Name { text: self.slice(name_start, name_end).into(), span: to_u32(name_start..name_end) };
        match self.bytes[..end].get(name_end) {
            Some(b' ') => Err(self.blank_in_name(start, name_start, name_end, end)),
            Some(b'(') => {
                let (arguments, behind) = self.arguments(&name, name_end, end, depth)?;
                self.note_function(&name);
                let kind = SegmentKind::Call(Call { name, arguments });
                out.push(Segment { kind, span: to_u32(start..behind) });
                Ok(behind)
            }
            next => {
                let next = next.copied();
                self.note_name(&name.text, name_start, name_end, next);
                let kind = SegmentKind::Child { names: smallvec![name], bracket: false };
                out.push(Segment { kind, span: to_u32(start..name_end) });
                Ok(name_end)
            }
        }
    }

    fn blank_in_name(&self, start: usize, name_start: usize, blank: usize, end: usize) -> PathError {
        let behind = self.slice(blank, end).trim_start();
        if looks_like_operator(behind) {
            return expression(blank, end);
        }
        let message = "a name with a blank in it has to stand in brackets and quotes";
        let error = PathError::new(E::BlankInName, blank..blank + 1, message);
        if name_start == blank || behind.starts_with(['.', '[']) {
            return error
                .help("write no blanks around dots and brackets")
                .edit(blank..end - behind.len(), "");
        }
        let name_end = self.slice(blank, end).find(['.', '[', '(', ')']).map_or(end, |offset| blank + offset);
        let name = self.slice(name_start, name_end).trim_end();
        if name.contains(['\'', '\\', '"', '$']) {
            return error;
        }
        error.edit(start..name_start + name.len(), format!("['{name}']"))
    }

    /// Warns of what Jayway's JsonPath takes as a part of a name although it was hardly meant so.
    fn note_name(&mut self, name: &str, start: usize, end: usize, next: Option<u8>) {
        if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return;
        }
        if name.ends_with('?') && matches!(next, Some(b'.' | b'[')) {
            let message = "JSONPath has no optional chaining: `?` becomes a part of the name";
            self.warn(PathWarning::new(W::OptionalChaining, end - 1..end, message).edit(end - 1..end, ""));
        } else if let Some(at) = name.find('\\') {
            let at = start + at;
            let message = "a backslash in a name without brackets stands for itself";
            let help = "write the name in brackets and quotes: `['a.b']`";
            self.warn(PathWarning::new(W::Backslash, at..at + 1, message).help(help));
        } else if let Some(at) = name.find("&&").or_else(|| name.find("||")) {
            let at = start + at;
            let operator = self.slice(at, at + 2).to_owned();
            let message = format!("without a blank before it, `{operator}` becomes a part of the name");
            let edit = format!(" {operator} ");
            self.warn(PathWarning::new(W::OperatorInName, at..at + 2, message).edit(at..at + 2, edit));
        } else if !name.contains("${")
            && let Some((at, c)) = name.char_indices().find(|&(_, c)| suspicious(c))
        {
            let at = start + at;
            let message =
                format!("`{}` becomes a part of the name `{}`", c.escape_debug(), name.escape_debug());
            self.warn(PathWarning::new(W::SuspiciousName, at..at + c.len_utf8(), message));
        }
    }

    fn note_function(&mut self, name: &Name) {
        if PATH_FUNCTIONS.contains(&name.text.as_str()) {
            return;
        }
        let span = name.span.start as usize..name.span.end as usize;
        let message = format!("there is no path function `{}`", name.text);
        let mut warning = PathWarning::new(W::UnknownFunction, span.clone(), message);
        if let Some(known) = crate::suggest::nearest(&name.text, PATH_FUNCTIONS) {
            warning = warning.help(format!("did you mean `{known}`?")).edit(span, known);
        }
        self.warn(warning);
    }
}

fn names_one_node(segment: &Segment) -> bool {
    match &segment.kind {
        SegmentKind::Child { names, .. } => names.len() == 1,
        SegmentKind::Index(indexes) => indexes.len() == 1,
        SegmentKind::Call(_) | SegmentKind::Script => true,
        SegmentKind::Slice { .. }
        | SegmentKind::Wildcard
        | SegmentKind::DeepScan
        | SegmentKind::Filter(_) => false,
    }
}

fn trailing_dot(bytes: &[u8], start: usize, end: usize) -> PathError {
    let dots = bytes[start..end].iter().rev().take_while(|b| **b == b'.').count();
    let span = end - dots..end;
    PathError::new(E::TrailingDot, span.clone(), "expected a name behind the dot, found the end")
        .help("the whole input is written `$`")
        .edit(span, "")
}

fn expression(start: usize, end: usize) -> PathError {
    PathError::new(
        E::ExpressionInPath,
        start..end,
        "a path only selects: it cannot compare, calculate or join",
    )
    .help("use an intrinsic function, or JSONata as the query language")
}

/// What was meant by a text that does not begin with `$`.
fn missing_root(text: &str, start: usize, end: usize) -> PathError {
    let whole = start..end;
    if text.starts_with("{%") {
        let message = "this is JSONata, but a JSONPath is expected here";
        let help = "set `QueryLanguage` to `JSONata` for this state, or write a path that begins with `$`";
        return PathError::new(E::Jsonata, whole, message).help(help);
    }
    if text.starts_with("States.") && text.contains('(') {
        let message = "an intrinsic function call where only a path may stand";
        return PathError::new(E::IntrinsicCall, whole, message);
    }
    let first = text.chars().next().map_or(0, char::len_utf8);
    let error = PathError::new(E::MissingRoot, start..start + first, "a path begins with `$`");
    let names = |text: &str| {
        text.split('.').all(|name| {
            !name.is_empty() && name.chars().all(|c| name_part(c) || matches!(c, '-' | '[' | ']' | '*'))
        })
    };
    if text.starts_with('@') {
        let help = "`@` is the current item of a filter; outside a filter the root is `$`";
        return error.help(help).edit(start..start + 1, "$");
    }
    if text.starts_with(['[', '.']) && (text.starts_with("['") || names(text.trim_start_matches('.'))) {
        return error.edit(start..start, "$");
    }
    if names(text) { error.edit(start..start, "$.") } else { error }
}

fn looks_like_operator(text: &str) -> bool {
    let word = text.split([' ', '(']).next().unwrap_or_default();
    matches!(word, "and" | "or" | "in" | "?" | ":" | "-" | "*" | "/" | "&" | "~>" | "??" | "?:")
        || text.starts_with(['=', '<', '>', '+', '|'])
        || text.starts_with("!=")
        || text.starts_with("&&")
}

fn suspicious(c: char) -> bool {
    matches!(c, ']' | '\'' | '"' | ')' | '{' | '}' | '=' | '<' | '>' | ';' | ',' | '|' | '!')
        || c.is_ascii_control()
}

/// Whether a variable's name may begin with `c` (`spec/variables.md 6.1`).
fn name_start(c: char) -> bool {
    c.is_alphabetic()
}

/// Whether a variable's name may go on with `c`.
pub(super) fn name_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
