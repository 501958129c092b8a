//! YAML as CloudFormation, SAM and PyYAML read it, by way of granit-parser's events.

mod explain;
mod merge;
mod nodes;
mod repair;
mod resolve;
mod scalar;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use granit_parser::{ErrorKind, Event, Parser, ScanError, Span, StructureStyle, Tag, options};
use rustc_hash::FxHashMap;

use self::repair::Patches;
use self::resolve::clip;
pub(super) use self::scalar::yaml_pieces;
pub use self::scalar::{yaml_scalar_value, yaml_value_offset};
use super::{Kind, Member, NodeId, Notation, SyntaxProblem, SyntaxProblemKind, Tree, TreeBuilder};
use crate::source::FileId;

/// Levels of nesting, aliases followed, that a tree may have.
const MAX_DEPTH: usize = 512;

/// Nodes that aliases may add to a tree if each were written out.
const MAX_ALIASED_NODES: u64 = 1_000_000;

/// Reads every document of a YAML stream.
///
/// Plain scalars have the types of the YAML 1.2 core schema; where YAML 1.1 (CloudFormation, SAM) reads something
/// else than the text shows, an [`SyntaxProblemKind::ImplicitType`] problem says so. An alias shares the node of its
/// anchor, merge keys are merged. A value with a tag of its own (`!Sub`) is a [`Kind::Unknown`] that covers tag and
/// value. The parser stops at the first error of a document; what was read of it stays, and the next document is
/// read. Linear in the text.
pub fn parse_yaml(file: FileId, text: &Arc<str>) -> Tree {
    let mut patches = Patches::default();
    loop {
        match Reader::new(file, text, &patches).read() {
            Ok(tree) => return tree,
            Err(found) => patches.apply(text, found),
        }
    }
}

/// What stands in front of a value: its tag, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tagging {
    None,
    /// `!`: a string, whatever it looks like.
    Plain,
    Core(CoreTag),
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CoreTag {
    Str,
    Int,
    Float,
    Bool,
    Null,
    Map,
    Seq,
}

impl Tagging {
    fn of(tag: Option<&Tag>) -> Self {
        let Some(tag) = tag else { return Self::None };
        match tag.core_suffix() {
            Some("str") => Self::Core(CoreTag::Str),
            Some("int") => Self::Core(CoreTag::Int),
            Some("float") => Self::Core(CoreTag::Float),
            Some("bool") => Self::Core(CoreTag::Bool),
            Some("null") => Self::Core(CoreTag::Null),
            Some("map") => Self::Core(CoreTag::Map),
            Some("seq") => Self::Core(CoreTag::Seq),
            _ if tag.handle().is_empty() && tag.suffix() == "!" => Self::Plain,
            _ => Self::Other,
        }
    }
}

/// A node that was made, with what an alias to it costs.
#[derive(Clone, Copy)]
struct Made {
    id: NodeId,
    end: u32,
    /// Nodes in it, aliases written out.
    size: u64,
    /// Levels of nesting in it, itself included.
    height: usize,
}

/// The key that waits for its value.
#[derive(Clone, Copy)]
enum Key {
    None,
    Name(NodeId),
    /// `<<`
    Merge,
    /// A key that no object can have; its member is left out.
    Dropped,
}

struct Frame {
    is_mapping: bool,
    is_flow: bool,
    /// Where the value begins, its tag included.
    start: u32,
    /// Behind the last child.
    end: u32,
    tagging: Tagging,
    anchor: usize,
    /// The first of its members or items in the scratch list.
    first: usize,
    key: Key,
    /// Values of `<<`, and how many members stand before each.
    merges: Vec<(usize, NodeId)>,
    size: u64,
    height: usize,
}

struct Reader<'t> {
    text: &'t str,
    patches: &'t Patches,
    builder: TreeBuilder,
    frames: Vec<Frame>,
    members: Vec<Member>,
    items: Vec<NodeId>,
    anchors: FxHashMap<usize, Made>,
    aliased: u64,
    /// Where the last event ends.
    before: usize,
    has_told_depth: bool,
}

impl<'t> Reader<'t> {
    fn new(file: FileId, text: &'t Arc<str>, patches: &'t Patches) -> Self {
        Self {
            text,
            patches,
            builder: TreeBuilder::new(Notation::Yaml, file, text),
            frames: Vec::new(),
            members: Vec::new(),
            items: Vec::new(),
            anchors: FxHashMap::default(),
            aliased: 0,
            before: 0,
            has_told_depth: false,
        }
    }

    /// Reads all documents; or gives the ranges of the text to patch before the next try.
    fn read(mut self) -> Result<Tree, Vec<Range<usize>>> {
        if self.text.starts_with('\u{feff}') {
            let message = "The text begins with a byte-order mark, which some readers take for a part of it.";
            let problem =
                SyntaxProblem::new(SyntaxProblemKind::ByteOrderMark, 0, 3, message, "byte-order mark");
            self.builder
                .problem(problem.help("Save the file as UTF-8 without a byte-order mark.").fix(0, 3, ""));
        }
        for problem in &self.patches.problems {
            self.builder.problem(problem.clone());
        }
        let options = options! {
            emit_unresolved_aliases: true,
            emit_comments: false,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        let mut parser = Parser::new_from_str_with_options(self.patches.text(self.text), options);
        while let Some(next) = parser.next_event() {
            let is_readable = match next {
                Ok((event, span)) => self.event(&event, &span),
                Err(error) => {
                    self.error(&error)?;
                    false
                }
            };
            if !is_readable {
                self.abandon();
                if !parser.proceed_next_document().unwrap_or(false) {
                    break;
                }
            }
        }
        Ok(self.builder.finish())
    }

    /// Takes one event in; false where the rest of the document shall not be read.
    fn event(&mut self, event: &Event<'_>, span: &Span) -> bool {
        let range = span.byte_range().unwrap_or(self.before..self.before);
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let scalar = self.place_scalar(value, *style, tag.as_deref(), span, &range);
                self.scalar(&scalar, *anchor);
            }
            Event::SequenceStart(style, anchor, tag) => {
                return self.open(false, *style, *anchor, tag.as_deref(), span, &range);
            }
            Event::MappingStart(style, anchor, tag) => {
                return self.open(true, *style, *anchor, tag.as_deref(), span, &range);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(Some(range.end as u32)),
            Event::Alias(anchor) => self.alias(*anchor, range.start as u32, range.end as u32),
            Event::UnresolvedAlias(name) => {
                let (start, end) = (range.start as u32, range.end as u32);
                let message = format!("The alias `*{}` names no anchor above it.", clip(name));
                let help =
                    "Put `&name` before the value that is meant; put text that begins with `*` in quotes.";
                self.syntax_problem(start, end, message, "unknown alias", help);
                self.missing(start, end);
            }
            Event::DocumentStart(..) => self.anchors.clear(),
            _ => {}
        }
        self.before = self.before.max(range.end);
        true
    }

    fn syntax_problem(
        &mut self,
        start: u32,
        end: u32,
        message: impl Into<Cow<'static, str>>,
        label: &'static str,
        help: &'static str,
    ) {
        let problem = SyntaxProblem::new(SyntaxProblemKind::YamlSyntax, start, end, message, label);
        self.builder.problem(problem.help(help));
    }

    fn too_deep(&mut self, problem: SyntaxProblem) {
        if !std::mem::replace(&mut self.has_told_depth, true) {
            self.builder.problem(problem);
        }
    }

    fn error(&mut self, error: &ScanError) -> Result<(), Vec<Range<usize>>> {
        let at = error.marker().byte_offset().unwrap_or(self.before).min(self.text.len());
        let kind = error.kind();
        if let Some(found) = self.patches.find(self.text, kind, at, self.before) {
            return Err(found);
        }
        let mut problem = explain::explain(kind, self.text, at);
        if problem.kind == SyntaxProblemKind::TooDeep {
            self.too_deep(problem);
            return Ok(());
        }
        match kind {
            // There is no closing quote, or it would have been mended: say so where the quote opens.
            ErrorKind::InvalidQuotedScalarIndent => {
                if let Some((quote, None)) = repair::quoted_scalar(self.text, self.before, at) {
                    problem = explain::explain(&ErrorKind::UnclosedQuotedScalar, self.text, quote);
                }
            }
            _ => {
                if let Some(quote) = self.patches.quote_before(self.text, at) {
                    let quote = quote as u32;
                    problem = problem.related(quote, quote + 1, "the quoted text begins here");
                }
            }
        }
        self.builder.problem(problem);
        Ok(())
    }

    /// Closes what is open, as far as it was read.
    fn abandon(&mut self) {
        if let Some(frame) = self.frames.last() {
            self.builder.lost(frame.end);
        }
        while let Some(frame) = self.frames.last() {
            if let Key::Name(_) = frame.key {
                let end = frame.end;
                self.missing(end, end);
            }
            self.close(None);
        }
    }

    fn waits_for_value(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.is_mapping && !matches!(frame.key, Key::None))
    }

    fn waits_for_key(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.is_mapping && matches!(frame.key, Key::None))
    }

    fn set_key(&mut self, key: Key, end: u32) {
        if let Some(frame) = self.frames.last_mut() {
            frame.key = key;
            frame.end = frame.end.max(end);
        }
    }

    /// A value with a tag of its own, which begins at `start`.
    fn tagged(&mut self, start: u32, end: u32, value: NodeId) -> NodeId {
        let source = &self.text[start as usize..end as usize];
        let length = source.find([' ', '\t', '\r', '\n', ',', '[', '{']).unwrap_or(source.len());
        self.builder.tagged(start, start + length as u32, end, value)
    }

    /// A core tag does not fit its value.
    fn misfit(&mut self, outer: u32, end: u32) -> NodeId {
        let source = &self.text[outer as usize..end as usize];
        let tag = source.split([' ', '\t', '\r', '\n']).next().unwrap_or_default();
        let message = format!("The tag `{}` does not fit the value behind it.", clip(tag));
        let tag_end = outer + tag.len() as u32;
        self.syntax_problem(
            outer,
            tag_end,
            message,
            "another type",
            "Remove the tag, or write a value of its type.",
        );
        self.builder.simple(Kind::Unknown, outer, end)
    }

    fn missing(&mut self, start: u32, end: u32) {
        if self.waits_for_key() {
            self.set_key(Key::Dropped, end);
            return;
        }
        let id = self.builder.simple(Kind::Missing, start, end);
        self.complete(Made { id, end, size: 1, height: 1 });
    }

    fn open(
        &mut self,
        is_mapping: bool,
        style: StructureStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: &Span,
        range: &Range<usize>,
    ) -> bool {
        if self.frames.len() == MAX_DEPTH {
            self.too_deep(explain::too_deep(range.start as u32, range.end as u32));
            return false;
        }
        let start =
            span.tag_start().and_then(|marker| marker.byte_offset()).unwrap_or(range.start).min(range.start);
        self.before = self.before.max(range.end);
        self.frames.push(Frame {
            is_mapping,
            is_flow: style == StructureStyle::Flow,
            start: start as u32,
            end: range.end as u32,
            tagging: Tagging::of(tag),
            anchor,
            first: if is_mapping { self.members.len() } else { self.items.len() },
            key: Key::None,
            merges: Vec::new(),
            size: 1,
            height: 1,
        });
        true
    }

    /// Ends the innermost collection; `end` is where its end event ends, unless the document was abandoned.
    fn close(&mut self, end: Option<u32>) {
        let Some(frame) = self.frames.pop() else { return };
        let end = end.filter(|_| frame.is_flow).unwrap_or(frame.end).max(frame.end);
        let start = frame.start;
        let fits = match frame.tagging {
            Tagging::None | Tagging::Plain => true,
            Tagging::Core(CoreTag::Map) => frame.is_mapping,
            Tagging::Core(CoreTag::Seq) => !frame.is_mapping,
            Tagging::Core(_) | Tagging::Other => false,
        };
        let id = if !fits && frame.tagging != Tagging::Other {
            self.misfit(start, end)
        } else if !frame.is_mapping {
            self.builder.array(start, end, &self.items[frame.first..])
        } else if frame.merges.is_empty() {
            self.builder.object(start, end, &self.members[frame.first..])
        } else {
            let members = merge::merged(&mut self.builder, &self.members[frame.first..], &frame.merges);
            self.builder.object(start, end, &members)
        };
        let id = if frame.tagging == Tagging::Other { self.tagged(start, end, id) } else { id };
        if frame.is_mapping {
            self.members.truncate(frame.first);
        } else {
            self.items.truncate(frame.first);
        }
        let made = Made { id, end, size: frame.size, height: frame.height };
        if frame.anchor > 0 {
            self.anchors.insert(frame.anchor, made);
        }
        if self.waits_for_key() {
            let message = "A list or mapping cannot be the key of an object; the member is left out.";
            self.syntax_problem(start, end, message, "not a text", "Write the key as text.");
            self.set_key(Key::Dropped, end);
        } else {
            self.complete(made);
        }
    }

    /// Puts a node where it belongs: at the top, into a list, or behind the key that waits for it.
    fn complete(&mut self, made: Made) {
        let Some(frame) = self.frames.last_mut() else {
            self.builder.document(made.id);
            return;
        };
        frame.end = frame.end.max(made.end);
        frame.size = frame.size.saturating_add(made.size);
        frame.height = frame.height.max(made.height + 1);
        if !frame.is_mapping {
            self.items.push(made.id);
            return;
        }
        match std::mem::replace(&mut frame.key, Key::None) {
            Key::Name(key) => self.members.push(Member { key, value: made.id }),
            Key::Merge => frame.merges.push((self.members.len() - frame.first, made.id)),
            Key::Dropped | Key::None => {}
        }
    }

    fn alias(&mut self, anchor: usize, start: u32, end: u32) {
        let Some(&made) = self.anchors.get(&anchor) else {
            let name = clip(&self.text[start as usize..end as usize]).into_owned();
            let message = format!("The alias `{name}` stands inside the value that it names.");
            let help = "Write the value out; JSON has no value that contains itself.";
            self.syntax_problem(start, end, message, "contains itself", help);
            self.missing(start, end);
            return;
        };
        if self.waits_for_key() {
            self.alias_key(made.id, start, end);
            return;
        }
        let aliased = self.aliased.saturating_add(made.size);
        if aliased > MAX_ALIASED_NODES || self.frames.len() + made.height > MAX_DEPTH {
            let message = "The aliases of this text stand for more values than can be looked at.";
            let problem = SyntaxProblem::new(SyntaxProblemKind::TooDeep, start, end, message, "not followed");
            self.too_deep(problem);
            self.missing(start, end);
            return;
        }
        self.aliased = aliased;
        self.complete(Made { end, ..made });
    }

    fn alias_key(&mut self, id: NodeId, start: u32, end: u32) {
        let node = self.builder.node(id);
        let key = match node.kind() {
            Kind::String => Key::Name(id),
            Kind::Array | Kind::Object => {
                let message = "A list or mapping cannot be the key of an object; the member is left out.";
                self.syntax_problem(start, end, message, "not a text", "Write the key as text.");
                Key::Dropped
            }
            _ => {
                let value = node.source().to_owned();
                Key::Name(self.builder.cooked(Kind::String, start, end, &value))
            }
        };
        self.set_key(key, end);
    }
}
