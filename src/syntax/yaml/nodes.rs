//! Scalar events become nodes.

use std::ops::Range;

use granit_parser::{ScalarStyle, Span, Tag};

use super::resolve::{self, Trap, Value, clip};
use super::{CoreTag, Key, Made, Reader, Tagging, scalar};
use crate::syntax::{Kind, NodeId, SyntaxProblem, SyntaxProblemKind};

/// A scalar event and its place.
pub(super) struct Scalar<'e> {
    value: &'e str,
    style: ScalarStyle,
    tagging: Tagging,
    /// The scalar itself; a block scalar from its header on.
    start: u32,
    end: u32,
    /// Where the tag begins, or the scalar.
    outer: u32,
    /// Nothing is written: `key:`.
    is_empty: bool,
    /// Where granit's own span begins: behind the header of a block scalar.
    content: u32,
}

impl Reader<'_> {
    /// Where a scalar stands.
    pub(super) fn place_scalar<'e>(
        &self,
        value: &'e str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        span: &Span,
        range: &Range<usize>,
    ) -> Scalar<'e> {
        let is_empty = style == ScalarStyle::Plain && range.is_empty();
        let (mut start, mut end) = (range.start, range.end);
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if is_block {
            start = block_header(self.text, self.before).unwrap_or(start).min(end);
            let text = &self.text[start..end];
            let words = text.trim_end_matches([' ', '\t', '\r', '\n']).len();
            end = start + text[words..].find(['\n', '\r']).map_or(text.len(), |length| words + length);
        } else if is_empty && self.waits_for_value() {
            // granit puts an empty value behind its key; it is to be seen behind the colon.
            let rest = &self.text[start..];
            let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            if rest[gap..].starts_with(':') && tag.is_none() {
                start += gap + 1;
                end = start;
            }
        }
        let outer = span.tag_start().and_then(|marker| marker.byte_offset()).unwrap_or(start).min(start);
        Scalar {
            value: if is_empty { "" } else { value },
            style,
            tagging: Tagging::of(tag),
            start: start as u32,
            end: end as u32,
            outer: outer as u32,
            is_empty,
            content: range.start as u32,
        }
    }

    /// Takes in a scalar: a key or a value.
    pub(super) fn scalar(&mut self, scalar: &Scalar<'_>, anchor: usize) {
        let is_nothing = scalar.is_empty && scalar.tagging == Tagging::None;
        if self.frames.is_empty() && is_nothing && anchor == 0 {
            return;
        }
        if self.waits_for_key() {
            let is_plain = scalar.style == ScalarStyle::Plain;
            let key = if is_plain && scalar.value == "<<" && scalar.tagging == Tagging::None {
                Key::Merge
            } else {
                if is_plain && scalar.tagging == Tagging::None && !scalar.is_empty {
                    let (_, trap) = resolve::resolve(scalar.value);
                    self.trap(scalar, trap);
                }
                Key::Name(self.string(scalar, scalar.start))
            };
            if let (Key::Name(id), 1..) = (key, anchor) {
                self.anchors.insert(anchor, Made { id, end: scalar.end, size: 1, height: 1 });
            }
            self.set_key(key, scalar.end);
            return;
        }
        let id = self.scalar_node(scalar);
        let made = Made { id, end: scalar.end, size: 1, height: 1 };
        if anchor > 0 {
            self.anchors.insert(anchor, made);
        }
        self.complete(made);
    }

    fn trap(&mut self, scalar: &Scalar<'_>, trap: Option<Trap>) {
        let Some(trap) = trap else { return };
        let shown = clip(scalar.value);
        let message = format!("A YAML 1.1 reader takes the unquoted `{shown}` for {}.", trap.taken_for);
        let label = format!("read as {}", trap.taken_for);
        let (start, end) = (scalar.start, scalar.end);
        let mut problem = SyntaxProblem::new(SyntaxProblemKind::ImplicitType, start, end, message, label);
        problem = problem.help(trap.help);
        if let Some(fix) = trap.fix {
            problem = problem.fix(start, end, fix);
        }
        self.builder.problem(problem);
    }

    /// The string that a scalar shows, whatever its type.
    fn string(&mut self, scalar: &Scalar<'_>, outer: u32) -> NodeId {
        self.value_node(Kind::String, scalar, outer)
    }

    fn value_node(&mut self, kind: Kind, scalar: &Scalar<'_>, outer: u32) -> NodeId {
        let value_start = match scalar.style {
            ScalarStyle::Plain => scalar.start,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => scalar.start + 1,
            ScalarStyle::Literal | ScalarStyle::Folded => scalar.content,
        };
        let (start, end) = (scalar.start as usize, scalar.end as usize);
        let is_patched = self.patches.touch(start, end);
        let decoded = is_patched.then(|| {
            let content = scalar.content as usize;
            let is_block = matches!(scalar.style, ScalarStyle::Literal | ScalarStyle::Folded);
            let indent =
                is_block.then(|| content - self.text[..content].rfind(['\n', '\r']).map_or(0, |at| at + 1));
            scalar::value_of(&self.text[start..end], indent)
        });
        let value = decoded.as_deref().unwrap_or(scalar.value);
        let value_end = value_start as usize + value.len();
        if self.text.get(value_start as usize..value_end) == Some(value) && value_end <= self.text.len() {
            return self.builder.verbatim(kind, outer, scalar.end, value_start, value_end as u32);
        }
        self.builder.cooked(kind, outer, scalar.end, value)
    }

    fn scalar_node(&mut self, scalar: &Scalar<'_>) -> NodeId {
        let (outer, end) = (scalar.outer, scalar.end);
        match scalar.tagging {
            Tagging::Other => {
                let value = self.string(scalar, scalar.start);
                self.tagged(outer, end, value)
            }
            Tagging::Plain | Tagging::Core(CoreTag::Str) => self.string(scalar, outer),
            Tagging::Core(tag) => self.core_tagged(tag, scalar),
            Tagging::None if scalar.style != ScalarStyle::Plain => self.string(scalar, outer),
            Tagging::None => self.plain(scalar),
        }
    }

    fn plain(&mut self, scalar: &Scalar<'_>) -> NodeId {
        let (start, end) = (scalar.start, scalar.end);
        let is_patched = self.patches.touch(start as usize, end as usize);
        let text = if is_patched { &self.text[start as usize..end as usize] } else { scalar.value };
        let (value, trap) = resolve::resolve(text);
        self.trap(scalar, trap);
        match value {
            Value::Text => self.string(scalar, start),
            value => self.typed(value, scalar),
        }
    }

    fn typed(&mut self, value: Value<'_>, scalar: &Scalar<'_>) -> NodeId {
        let (outer, end) = (scalar.outer, scalar.end);
        match value {
            Value::Null => self.builder.simple(Kind::Null, outer, end),
            Value::Bool(value) => self.builder.simple(Kind::Bool(value), outer, end),
            Value::Placeholder => self.builder.simple(Kind::Unknown, outer, end),
            Value::Text => self.string(scalar, outer),
            Value::Number(number) if number == self.text[scalar.start as usize..end as usize] => {
                self.builder.verbatim(Kind::Number, outer, end, scalar.start, end)
            }
            Value::Number(number) => self.builder.cooked(Kind::Number, outer, end, &number),
        }
    }

    /// A scalar with `!!int` and the like.
    fn core_tagged(&mut self, tag: CoreTag, scalar: &Scalar<'_>) -> NodeId {
        let (value, _) = resolve::resolve(scalar.value);
        let value = match (tag, value) {
            (CoreTag::Bool, Value::Text) => resolve::legacy_bool_value(scalar.value).map(Value::Bool),
            (CoreTag::Int | CoreTag::Float, value @ Value::Number(_))
            | (CoreTag::Bool, value @ Value::Bool(_))
            | (CoreTag::Null, value @ Value::Null) => Some(value),
            (_, Value::Placeholder) => Some(Value::Placeholder),
            _ => None,
        };
        match value {
            Some(value) => self.typed(value, scalar),
            None => self.misfit(scalar.outer, scalar.end),
        }
    }
}

/// The `|` or `>` of the block scalar behind `at`, with nothing but signs, properties and comments between.
fn block_header(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = at;
    loop {
        match bytes.get(at)? {
            b'|' | b'>' => return Some(at),
            b'#' => at += memchr::memchr2(b'\n', b'\r', &bytes[at..])?,
            b'!' | b'&' => at += bytes[at..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count(),
            b':' | b'-' | b'?' | b' ' | b'\t' | b'\n' | b'\r' => at += 1,
            _ => return None,
        }
    }
}
