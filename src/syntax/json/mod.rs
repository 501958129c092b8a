//! JSON, read leniently: one pass, no recursion, and a tree whatever the text.
//!
//! The steps in this file are the grammar; whatever they do not expect goes to the `odd_…` functions, which mend
//! one mistake with one problem. Where brackets do not match, the text is read again: what is in it is noted, the
//! notes tell what happened to the brackets, with the indentation as a witness, and the last reading follows that.

mod blank;
mod brackets;
mod escape;
mod excerpt;
mod key;
mod notes;
mod odd;
mod plan;
mod string;
#[cfg(test)]
mod tests;
mod word;

use std::borrow::Cow;
use std::sync::Arc;

use self::notes::{Scope, What};
use super::{Kind, Member, NodeId, Notation, SyntaxProblem, SyntaxProblemKind, Tree, TreeBuilder};
use crate::source::FileId;
pub(super) use escape::json_pieces;
pub use escape::{Dialect, json_value_offset, terraform_string_value};

/// Nesting that is followed; deeper text is reported and left.
const DEPTH_LIMIT: usize = 512;

/// Syntax errors that are told of one text; what has more is not JSON at all.
const PROBLEM_LIMIT: usize = 1000;

/// Objects, arrays and their children that are seldom more while they wait for their end.
const TYPICAL_OPEN: usize = 32;

/// Bytes that are looked ahead at most, so that no text costs quadratic time.
const LOOKAHEAD: usize = 2048;

/// Reads JSON, or what was meant to be JSON. A text of nothing but whitespace and comments has no document.
pub fn parse_json(file: FileId, text: &Arc<str>) -> Tree {
    let plain = Parser::new(file, text, Pass::First).run();
    if !plain.brackets_differ {
        return plain.out.finish();
    }
    let noted = Parser::new(file, text, Pass::Noting).run();
    let mut planned = Parser::new(file, text, Pass::Planned);
    planned.plan = plan::plan(&noted.notes, noted.is_noted_whole);
    planned.run().out.finish()
}

/// Which reading of the text this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    /// The only one, unless brackets do not match.
    First,
    /// Notes the brackets and what they hold.
    Noting,
    /// Follows the plan that was made of the notes.
    Planned,
}

/// What the text is expected to hold next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The one value of the text.
    Root,
    /// A key or `}` behind `{`.
    FirstKey,
    /// A key behind `,`.
    Key,
    /// The value behind `:`.
    MemberValue,
    /// An item or `]` behind `[`.
    FirstItem,
    /// An item behind `,`.
    Item,
    /// `,` or the closing bracket.
    Next,
    /// Nothing but blanks.
    End,
}

/// An object or array that is not closed yet.
#[derive(Debug)]
struct Frame {
    is_object: bool,
    /// The opening bracket is not in the text; `open` is the first byte of the first child.
    is_implied: bool,
    /// Offset of the opening bracket.
    open: u32,
    /// Number of finished children of the outer frames, in `members` or `items`.
    base: usize,
    /// The key that waits for its value; none where the value has no place in the tree.
    key: Option<NodeId>,
}

struct Parser<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    out: TreeBuilder,
    frames: Vec<Frame>,
    members: Vec<Member>,
    items: Vec<NodeId>,
    root: Option<NodeId>,
    /// Offset of the last comma that was read.
    comma: usize,
    /// Behind the last colon that was read.
    colon_end: usize,
    /// Behind the last value or bracket that was read.
    last_end: usize,
    /// Something without a place in the tree was just skipped (a placeholder that inserts members, a directive,
    /// an ellipsis), so that a comma may lack or be one too many.
    is_loose: bool,
    /// The braces around the whole text lack, or text was skipped before the value, and that has been told: what
    /// is left over at the end belongs to the same mistake.
    is_excerpt: bool,
    /// The rest of the text is lost in a comment that is never closed.
    is_cut_off: bool,
    pass: Pass,
    brackets_differ: bool,
    problem_count: usize,
    /// The line of the last note.
    line: notes::Line,
    /// The brackets and children of the text, while they are noted.
    notes: Vec<notes::Note>,
    is_noted_whole: bool,
    /// What to do about brackets, by offset, and how much of it was done.
    plan: Vec<(u32, plan::Action)>,
    plan_step: usize,
}

impl<'t> Parser<'t> {
    fn new(file: FileId, text: &'t Arc<str>, pass: Pass) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            out: TreeBuilder::new(Notation::Json, file, text),
            frames: Vec::with_capacity(TYPICAL_OPEN),
            members: Vec::with_capacity(TYPICAL_OPEN),
            items: Vec::with_capacity(TYPICAL_OPEN),
            root: None,
            comma: 0,
            colon_end: 0,
            last_end: 0,
            is_loose: false,
            is_excerpt: false,
            is_cut_off: false,
            pass,
            brackets_differ: false,
            problem_count: 0,
            line: notes::Line::default(),
            notes: Vec::new(),
            is_noted_whole: true,
            plan: Vec::new(),
            plan_step: 0,
        }
    }

    fn run(mut self) -> Self {
        self.byte_order_mark();
        let mut step = self.start();
        while self.problem_count <= PROBLEM_LIMIT {
            step = match step {
                Step::FirstKey | Step::Key => self.key(step),
                Step::MemberValue | Step::FirstItem | Step::Item | Step::Root => self.value(step),
                Step::Next => self.next(),
                Step::End => break,
            };
        }
        self.close_all(self.at);
        if let Some(root) = self.root {
            self.out.document(root);
        }
        self
    }

    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn byte_at(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn key(&mut self, step: Step) -> Step {
        self.skip_blank();
        if self.pass != Pass::First && self.note_or_leave(step == Step::FirstKey) && self.byte() == Some(b',')
        {
            return Step::Next;
        }
        match self.byte() {
            Some(b'"') if self.is_in_object() => {
                let key = self.string(true);
                self.behind_key(key)
            }
            Some(b'}' | b']') => {
                if step == Step::Key {
                    self.trailing_comma();
                }
                self.closer()
            }
            _ => self.odd_key(step),
        }
    }

    fn behind_key(&mut self, key: NodeId) -> Step {
        if let Some(frame) = self.frames.last_mut() {
            frame.key = Some(key);
        }
        if self.byte() != Some(b':') {
            self.skip_blank();
        }
        if self.byte() == Some(b':') {
            return self.pass_colon(1);
        }
        self.odd_colon(key)
    }

    /// Passes the colon behind a key, or the `length` bytes that stand there in its place.
    fn pass_colon(&mut self, length: usize) -> Step {
        self.at += length;
        self.colon_end = self.at;
        Step::MemberValue
    }

    fn value(&mut self, step: Step) -> Step {
        // Mostly one space stands before a value.
        if self.byte() == Some(b' ') && matches!(self.byte_at(self.at + 1), Some(b'"' | b'{' | b'[')) {
            self.at += 1;
        } else {
            self.skip_blank();
        }
        if self.pass != Pass::First
            && matches!(step, Step::FirstItem | Step::Item)
            && self.note_or_leave(step == Step::FirstItem)
        {
            return if self.byte() == Some(b',') {
                Step::Next
            } else if self.is_in_object() {
                Step::Key
            } else {
                Step::Item
            };
        }
        match self.byte() {
            Some(b'"') => {
                let value = self.string(false);
                self.place(value)
            }
            Some(b'{') => self.open(true),
            Some(b'[') => self.open(false),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.literal("true", Kind::Bool(true)),
            Some(b'f') => self.literal("false", Kind::Bool(false)),
            Some(b'n') => self.literal("null", Kind::Null),
            Some(b']') if step == Step::FirstItem => self.closer(),
            _ => self.odd_value(step),
        }
    }

    fn next(&mut self) -> Step {
        if self.byte() != Some(b',') {
            self.skip_blank();
        }
        match self.byte() {
            Some(b',') if !self.frames.is_empty() => self.comma(),
            Some(b'}' | b']') if !self.frames.is_empty() => self.closer(),
            _ => self.odd_next(),
        }
    }

    fn comma(&mut self) -> Step {
        self.comma = self.at;
        self.at += 1;
        self.is_loose = false;
        if self.is_in_object() { Step::Key } else { Step::Item }
    }

    fn is_in_object(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.is_object)
    }

    /// Gives a finished value its place in the tree.
    fn place(&mut self, value: NodeId) -> Step {
        self.is_loose = false;
        self.last_end = self.at;
        match self.frames.last() {
            None => {
                self.root = Some(value);
                return Step::Next;
            }
            Some(Frame { is_object: true, key, .. }) => {
                if let Some(key) = *key {
                    self.members.push(Member { key, value });
                }
            }
            Some(_) => self.items.push(value),
        }
        Step::Next
    }

    fn open(&mut self, is_object: bool) -> Step {
        let open = self.at;
        self.push_frame(is_object, false, open);
        self.at += 1;
        self.last_end = self.at;
        self.is_loose = false;
        if self.frames.len() > DEPTH_LIMIT {
            return self.too_deep(open);
        }
        if is_object { Step::FirstKey } else { Step::FirstItem }
    }

    fn push_frame(&mut self, is_object: bool, is_implied: bool, open: usize) {
        let base = if is_object { self.members.len() } else { self.items.len() };
        self.frames.push(Frame { is_object, is_implied, open: open as u32, base, key: None });
        if self.pass != Pass::First && !is_implied {
            self.note(open, What::Open(if is_object { Scope::Object } else { Scope::Array }));
        }
    }

    fn too_deep(&mut self, open: usize) -> Step {
        let message =
            format!("The nesting is deeper than {DEPTH_LIMIT} levels, the rest of the text was not read");
        self.report(SyntaxProblem::new(
            SyntaxProblemKind::TooDeep,
            open as u32,
            open as u32 + 1,
            message,
            "too deep",
        ));
        self.close_all(open + 1);
        self.out.lost(open as u32 + 1);
        self.at = self.bytes.len();
        Step::End
    }

    /// Ends the innermost object or array behind `end` and gives it its place.
    fn pop(&mut self, end: usize) -> Step {
        let Some(frame) = self.frames.pop() else { return Step::End };
        let node = if frame.is_object {
            let node = self.out.object(frame.open, end as u32, &self.members[frame.base..]);
            self.members.truncate(frame.base);
            node
        } else {
            let node = self.out.array(frame.open, end as u32, &self.items[frame.base..]);
            self.items.truncate(frame.base);
            node
        };
        let (at, last_end) = (self.at, self.last_end);
        let step = self.place(node);
        self.last_end = if end == at { end } else { last_end };
        step
    }

    fn close_all(&mut self, end: usize) {
        while !self.frames.is_empty() {
            self.pop(end);
        }
    }

    fn report(&mut self, problem: SyntaxProblem) {
        if problem.kind == SyntaxProblemKind::JsonSyntax {
            self.problem_count += 1;
            if self.problem_count > PROBLEM_LIMIT {
                return;
            }
        }
        self.out.problem(problem);
    }

    /// The start of a [`SyntaxProblemKind::JsonSyntax`] problem.
    fn error(
        start: usize,
        end: usize,
        message: impl Into<Cow<'static, str>>,
        label: impl Into<Cow<'static, str>>,
    ) -> SyntaxProblem {
        SyntaxProblem::new(SyntaxProblemKind::JsonSyntax, start as u32, end as u32, message, label)
    }
}
