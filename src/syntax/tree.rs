use std::ops::Range;
use std::sync::Arc;

use super::json::json_pieces;
use super::yaml::yaml_pieces;
use super::{Dialect, Notation, SyntaxProblem, json_value_offset, yaml_value_offset};
use crate::source::{EmbeddedText, EmbeddedTextBuilder, FileId, Span, Spelling};
use rustc_hash::{FxHashMap, FxHashSet};

/// Names a node of its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; [`Node::number`] has its value.
    Number,
    /// A string; [`Node::str`] has its value.
    String,
    /// An array; [`Node::items`].
    Array,
    /// An object; [`Node::members`].
    Object,
    /// A value that only a later step makes: an unquoted `${Placeholder}`, a YAML tag such as `!GetAtt`.
    /// It may turn out to be of any type.
    Unknown,
    /// Nothing where a value is needed; a [`SyntaxProblem`] has told so.
    Missing,
}

/// A member of an object, in the order of the text; a key may stand there more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The key, a [`Kind::String`] node.
    pub key: NodeId,
    /// The value.
    pub value: NodeId,
}

/// How a `${Placeholder}` begins.
const PLACEHOLDER: &str = "${";

#[derive(Clone, Copy, Debug)]
struct NodeData {
    start: u32,
    end: u32,
    /// String, number: where the value begins, in the text or in `cooked`. Array, object: the first child.
    first: u32,
    /// String, number: bytes of the value. Array, object: number of children.
    count: u32,
    kind: Kind,
    /// The value stands in `cooked`, because the text writes it in another way.
    is_cooked: bool,
    /// A string that a `${Placeholder}` makes part of.
    has_placeholder: bool,
}

/// What stands behind a YAML tag such as `!Sub`.
#[derive(Clone, Copy, Debug)]
struct Tagged {
    start: u32,
    end: u32,
    value: NodeId,
}

/// The values of a text, each with the place where it stands, and what was wrong with the text.
#[derive(Debug)]
pub struct Tree {
    notation: Notation,
    file: FileId,
    text: Arc<str>,
    nodes: Vec<NodeData>,
    members: Vec<Member>,
    items: Vec<NodeId>,
    cooked: String,
    documents: Vec<NodeId>,
    tagged: FxHashMap<NodeId, Tagged>,
    embedding: Option<EmbeddedText>,
    /// What was wrong or unusual, in the order of the text.
    pub problems: Vec<SyntaxProblem>,
    /// Where text was lost or left out: what the objects around these offsets lack may have stood there.
    pub lost: Vec<u32>,
}

impl Tree {
    /// The file that the tree was read from.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The text that the tree was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How the text is written.
    pub fn notation(&self) -> Notation {
        self.notation
    }

    /// The place in the file of `start..end`, in bytes of the text: where the text is embedded in another, the place
    /// in that one.
    pub fn span(&self, start: u32, end: u32) -> Span {
        let range = match &self.embedding {
            Some(embedding) => embedding.host_range(start..end),
            None => start..end,
        };
        Span::new(self.file, range.start, range.end)
    }

    /// Where the text comes from, if it is a part of the file or made from it.
    pub fn embedding(&self) -> Option<&EmbeddedText> {
        self.embedding.as_ref()
    }

    /// The tree as one of a text that comes from another: from here on all places are those of the other.
    pub fn embedded(mut self, embedding: EmbeddedText) -> Self {
        debug_assert_eq!(&*self.text, &**embedding.text());
        self.embedding = Some(embedding);
        self
    }

    /// The values at the top: one for JSON, one for each document of a YAML stream, none for an empty text.
    pub fn documents(&self) -> impl ExactSizeIterator<Item = Node<'_>> {
        self.documents.iter().map(|&id| self.node(id))
    }

    /// The node of that id.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node { tree: self, id }
    }

    /// Every object of the tree, keys and nesting aside; each once, however many aliases name it.
    pub fn objects(&self) -> impl Iterator<Item = Node<'_>> {
        self.nodes_of(Kind::Object)
    }

    /// Every string of the tree, keys too; each once.
    pub fn strings(&self) -> impl Iterator<Item = Node<'_>> {
        self.nodes_of(Kind::String)
    }

    fn nodes_of(&self, kind: Kind) -> impl Iterator<Item = Node<'_>> {
        let of_kind = self.nodes.iter().enumerate().filter(move |(_, data)| data.kind == kind);
        of_kind.map(|(at, _)| self.node(NodeId(at as u32)))
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node at all.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

/// A value of a [`Tree`].
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: NodeId,
}

impl<'t> Node<'t> {
    fn data(self) -> &'t NodeData {
        &self.tree.nodes[self.id.0 as usize]
    }

    /// The node's id in its tree.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The tree that the node belongs to.
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// What the node is.
    pub fn kind(self) -> Kind {
        self.data().kind
    }

    /// Where the node stands in the file: quotes and brackets included, a YAML tag too.
    pub fn span(self) -> Span {
        let data = self.data();
        self.tree.span(data.start, data.end)
    }

    /// Where the node stands in [`Tree::text`].
    pub fn range(self) -> Range<usize> {
        let data = self.data();
        data.start as usize..data.end as usize
    }

    /// The node's first character, an opening bracket mostly: where something is said of the whole of a long value.
    pub fn head_span(self) -> Span {
        let start = self.data().start;
        let first = self.source().chars().next().map_or(0, char::len_utf8) as u32;
        self.tree.span(start, start + first)
    }

    /// The node's own text, as written.
    pub fn source(self) -> &'t str {
        &self.tree.text[self.range()]
    }

    /// The value of a string.
    pub fn str(self) -> Option<&'t str> {
        (self.kind() == Kind::String).then(|| self.value_text())
    }

    /// The value of a string in bytes; empty for anything else.
    pub fn bytes(self) -> &'t [u8] {
        let data = self.data();
        let range = data.first as usize..(data.first + data.count) as usize;
        match data.kind {
            Kind::String if data.is_cooked => &self.tree.cooked.as_bytes()[range],
            Kind::String => &self.tree.text.as_bytes()[range],
            _ => &[],
        }
    }

    fn value_text(self) -> &'t str {
        let data = self.data();
        let range = data.first as usize..(data.first + data.count) as usize;
        if data.is_cooked { &self.tree.cooked[range] } else { &self.tree.text[range] }
    }

    /// The value of a number; infinite where it is too large for a double.
    pub fn number(self) -> Option<f64> {
        let text = self.number_text()?;
        Some(match short_number(text) {
            Some(number) => number as f64,
            None => text.parse().unwrap_or(f64::NAN),
        })
    }

    /// A number as JSON would write it.
    pub fn number_text(self) -> Option<&'t str> {
        (self.kind() == Kind::Number).then(|| self.value_text())
    }

    /// Whether a number has no fraction: `5`, but also `5.0` and `5e0`.
    pub fn is_integer(self) -> bool {
        self.number_text().and_then(short_number).is_some()
            || self.number().is_some_and(|number| number.fract() == 0.0 && number.is_finite())
    }

    /// The value of a boolean.
    pub fn bool(self) -> Option<bool> {
        match self.kind() {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The members of an object; none of any other node.
    pub fn members(self) -> Members<'t> {
        let data = self.data();
        let range = data.first as usize..(data.first + data.count) as usize;
        let members = if data.kind == Kind::Object { &self.tree.members[range] } else { &[] };
        Members { tree: self.tree, members: members.iter() }
    }

    /// Whether two keys of an object are equal.
    pub fn has_equal_keys(self) -> bool {
        /// Up to so many members, comparing each with each is cheaper than hashing.
        const FEW: usize = 8;
        let keys = self.members().map(|(key, _)| key.bytes());
        if keys.len() > FEW {
            let mut seen = FxHashSet::with_capacity_and_hasher(keys.len(), Default::default());
            return keys.into_iter().any(|key| !seen.insert(key));
        }
        // One of 64 marks for each key: those of few keys mostly differ.
        let mut marks = 0_u64;
        let is_marked_twice = keys.clone().fold(false, |is_marked_twice, key| {
            let end = |letter: Option<&u8>| usize::from(letter.copied().unwrap_or_default());
            let mark = 1 << ((end(key.first()) * 5 + end(key.last()) * 3 + key.len()) % 64);
            let is_marked = marks & mark != 0;
            marks |= mark;
            is_marked_twice | is_marked
        });
        is_marked_twice
            && keys.clone().enumerate().any(|(index, key)| keys.clone().take(index).any(|other| other == key))
    }

    /// The member of an object at that index of [`Node::members`].
    pub fn member(self, index: usize) -> Option<(Node<'t>, Node<'t>)> {
        let member = self.members().members.as_slice().get(index)?;
        Some(Members::pair(self.tree, member))
    }

    /// The item of an array at that index of [`Node::items`].
    pub fn item(self, index: usize) -> Option<Node<'t>> {
        let id = self.items().items.as_slice().get(index)?;
        Some(self.tree.node(*id))
    }

    /// The items of an array; none of any other node.
    pub fn items(self) -> Items<'t> {
        let data = self.data();
        let range = data.first as usize..(data.first + data.count) as usize;
        let items = if data.kind == Kind::Array { &self.tree.items[range] } else { &[] };
        Items { tree: self.tree, items: items.iter() }
    }

    /// The value of an object's member of that name; of the last one where there are several, as JSON readers do.
    pub fn get(self, name: &str) -> Option<Node<'t>> {
        self.members().rev().find(|(key, _)| key.str() == Some(name)).map(|(_, value)| value)
    }

    /// Whether the value is not told by this text: a placeholder, a tag, or a hole that a syntax error left.
    pub fn is_unknown(self) -> bool {
        matches!(self.kind(), Kind::Unknown | Kind::Missing)
    }

    /// Whether the value is a string that a `${Placeholder}` makes part of.
    pub fn has_placeholder(self) -> bool {
        self.data().has_placeholder
    }

    /// The place of `start..end` (bytes of [`Node::str`]) in the text, through escapes and block scalars.
    pub fn span_within(self, start: usize, end: usize) -> Span {
        let data = self.data();
        if self.kind() != Kind::String || start > end || end > data.count as usize {
            return self.span();
        }
        if !data.is_cooked {
            return self.tree.span(data.first + start as u32, data.first + end as u32);
        }
        let offset = |at| match self.tree.notation {
            Notation::Json => json_value_offset(self.source(), at, Dialect::Json),
            Notation::Terraform => json_value_offset(self.source(), at, Dialect::Terraform),
            Notation::Yaml => yaml_value_offset(self.source(), at),
        };
        let (from, to) = (offset(start) as u32, offset(end) as u32);
        self.tree.span(data.start + from, (data.start + to).clamp(data.start + from, data.end))
    }

    /// The tag of a value of unknown type, and the value behind it: `!GetAtt`, and `Function.Arn`.
    pub fn tag(self) -> Option<(&'t str, Node<'t>)> {
        let tagged = self.tree.tagged.get(&self.id)?;
        let name = &self.tree.text[tagged.start as usize..tagged.end as usize];
        Some((name, self.tree.node(tagged.value)))
    }

    /// The value of a string as a text of its own that knows where it stands.
    pub fn embedded_text(self) -> Option<EmbeddedText> {
        let value = self.str()?;
        let data = self.data();
        let host = self.tree.span(data.start, data.end).start;
        let raw = self.source();
        let quote = raw.trim_start_matches(|letter| letter != '\'' && letter != '"').chars().next();
        let spelling = match (self.tree.notation, quote) {
            (Notation::Json | Notation::Terraform, _) => Spelling::Escaped,
            (Notation::Yaml, Some('"')) if raw.ends_with('"') => Spelling::Escaped,
            (Notation::Yaml, Some('\'')) if raw.ends_with('\'') => Spelling::SingleQuoted,
            (Notation::Yaml, _) => Spelling::Verbatim,
        };
        let mut builder = EmbeddedTextBuilder::new(spelling);
        if !data.is_cooked {
            builder.verbatim(value, self.tree.span(data.first, data.first + data.count).start);
            return Some(builder.finish());
        }
        match self.tree.notation {
            Notation::Json => json_pieces(raw, host, Dialect::Json, &mut builder),
            Notation::Terraform => json_pieces(raw, host, Dialect::Terraform, &mut builder),
            Notation::Yaml => yaml_pieces(raw, host, &mut builder),
        }
        let text = builder.finish();
        if &**text.text() == value {
            return Some(text);
        }
        // Some readings of odd texts are not retraced; their parts have no place of their own.
        let mut whole = EmbeddedTextBuilder::new(spelling);
        whole.made(value, host..host + raw.len() as u32);
        Some(whole.finish())
    }
}

/// The value of a number that is nothing but a few digits, as most numbers are.
fn short_number(text: &str) -> Option<u64> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u64::from(byte - b'0'));
    let add = |number: u64, byte| Some(number * 10 + digit(byte)?);
    (text.len() < 16).then(|| text.bytes().try_fold(0, add)).flatten()
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:?} {:?}", self.kind(), self.source())
    }
}

/// The members of an object: key and value.
#[derive(Clone)]
pub struct Members<'t> {
    tree: &'t Tree,
    members: std::slice::Iter<'t, Member>,
}

impl<'t> Members<'t> {
    fn pair(tree: &'t Tree, member: &Member) -> (Node<'t>, Node<'t>) {
        (tree.node(member.key), tree.node(member.value))
    }
}

impl<'t> Iterator for Members<'t> {
    type Item = (Node<'t>, Node<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        self.members.next().map(|member| Self::pair(self.tree, member))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.members.size_hint()
    }
}

impl DoubleEndedIterator for Members<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.members.next_back().map(|member| Self::pair(self.tree, member))
    }
}

impl ExactSizeIterator for Members<'_> {}

/// The items of an array.
#[derive(Clone)]
pub struct Items<'t> {
    tree: &'t Tree,
    items: std::slice::Iter<'t, NodeId>,
}

impl<'t> Iterator for Items<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Self::Item> {
        self.items.next().map(|&id| self.tree.node(id))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

impl ExactSizeIterator for Items<'_> {}

/// Makes a [`Tree`], children before their parents.
pub struct TreeBuilder {
    tree: Tree,
}

impl TreeBuilder {
    /// Begins the tree of `text`.
    pub fn new(notation: Notation, file: FileId, text: &Arc<str>) -> Self {
        let text = Arc::clone(text);
        let nodes = Vec::with_capacity(text.len() / 14);
        let members = Vec::with_capacity(text.len() / 28);
        let (items, documents, problems) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            tree: Tree {
                notation,
                file,
                text,
                nodes,
                members,
                items,
                cooked: String::new(),
                documents,
                tagged: FxHashMap::default(),
                embedding: None,
                problems,
                lost: Vec::new(),
            },
        }
    }

    /// Begins a tree of copies of nodes of `other`.
    pub fn for_part_of(other: &Tree) -> Self {
        let mut builder = Self::new(other.notation, other.file, &Arc::from(""));
        builder.tree.text = Arc::clone(&other.text);
        builder.tree.embedding = other.embedding.clone();
        builder
    }

    fn push(&mut self, data: NodeData) -> NodeId {
        let id = NodeId(self.tree.nodes.len() as u32);
        self.tree.nodes.push(data);
        id
    }

    /// Adds `null`, a boolean, or a value that is unknown or missing.
    pub fn simple(&mut self, kind: Kind, start: u32, end: u32) -> NodeId {
        self.push(NodeData { start, end, first: 0, count: 0, kind, is_cooked: false, has_placeholder: false })
    }

    /// Adds a string or number whose value the text shows as it is, in `value_start..value_end`.
    pub fn verbatim(&mut self, kind: Kind, start: u32, end: u32, value_start: u32, value_end: u32) -> NodeId {
        let has_placeholder = self.tree.text[value_start as usize..value_end as usize].contains(PLACEHOLDER);
        let count = value_end - value_start;
        self.push(NodeData { start, end, first: value_start, count, kind, is_cooked: false, has_placeholder })
    }

    /// Adds a string in quotes, whose value the text between them shows as it is, and of which the caller knows whether
    /// a `${Placeholder}` makes part of it.
    pub fn quoted(&mut self, start: u32, end: u32, has_placeholder: bool) -> NodeId {
        let (first, count, kind) = (start + 1, end - start - 2, Kind::String);
        self.push(NodeData { start, end, first, count, kind, is_cooked: false, has_placeholder })
    }

    /// Adds a string or number whose value is written in another way than it reads.
    pub fn cooked(&mut self, kind: Kind, start: u32, end: u32, value: &str) -> NodeId {
        let first = self.tree.cooked.len() as u32;
        self.tree.cooked.push_str(value);
        let (count, has_placeholder) = (value.len() as u32, value.contains(PLACEHOLDER));
        self.push(NodeData { start, end, first, count, kind, is_cooked: true, has_placeholder })
    }

    /// Adds an array of nodes that were added before.
    pub fn array(&mut self, start: u32, end: u32, items: &[NodeId]) -> NodeId {
        let first = self.tree.items.len() as u32;
        self.tree.items.extend_from_slice(items);
        let count = items.len() as u32;
        self.parent(Kind::Array, start, end, first, count)
    }

    /// Adds an object of nodes that were added before.
    pub fn object(&mut self, start: u32, end: u32, members: &[Member]) -> NodeId {
        let first = self.tree.members.len() as u32;
        self.tree.members.extend_from_slice(members);
        let count = members.len() as u32;
        self.parent(Kind::Object, start, end, first, count)
    }

    fn parent(&mut self, kind: Kind, start: u32, end: u32, first: u32, count: u32) -> NodeId {
        self.push(NodeData { start, end, first, count, kind, is_cooked: false, has_placeholder: false })
    }

    /// Adds a value of unknown type: a tag, which stands in `start..tag_end`, and the value behind it.
    pub fn tagged(&mut self, start: u32, tag_end: u32, end: u32, value: NodeId) -> NodeId {
        let id = self.simple(Kind::Unknown, start, end);
        self.tree.tagged.insert(id, Tagged { start, end: tag_end, value });
        id
    }

    /// Adds a copy of a node of another tree of the same text; of an array or object without what is in it.
    pub fn copy_of(&mut self, node: Node<'_>) -> NodeId {
        let data = *node.data();
        match data.kind {
            Kind::String | Kind::Number if data.is_cooked => {
                self.cooked(data.kind, data.start, data.end, node.value_text())
            }
            Kind::Array | Kind::Object => self.push(NodeData { first: 0, count: 0, ..data }),
            _ => self.push(data),
        }
    }

    /// The node of that id, as far as the tree is made.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        self.tree.node(id)
    }

    /// Makes `id` a value at the top.
    pub fn document(&mut self, id: NodeId) {
        self.tree.documents.push(id);
    }

    /// Reports a problem.
    pub fn problem(&mut self, problem: SyntaxProblem) {
        self.tree.problems.push(problem);
    }

    /// Notes that text was lost at an offset, which a problem has told.
    pub fn lost(&mut self, at: u32) {
        self.tree.lost.push(at);
    }

    /// Ends the tree; its problems are put in the order of the text.
    pub fn finish(mut self) -> Tree {
        self.tree.problems.sort_by_key(|problem| (problem.start, problem.end));
        self.tree
    }
}
