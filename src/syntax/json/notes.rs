//! What a reading notes of brackets and what they hold, and how another reading follows the plan made of it.

use super::brackets::Follows;
use super::plan::Action;
use super::{LOOKAHEAD, Parser, Pass};

/// Notes that are taken of a text; what follows them is read without a plan.
const MOST_NOTES: usize = 1 << 20;

/// A bracket, key or item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Note {
    pub(super) at: u32,
    /// Where its line begins.
    pub(super) line: u32,
    /// The indentation of its line.
    pub(super) indent: i32,
    /// Whether it is the first on its line.
    pub(super) is_leading: bool,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// An opening bracket.
    Open(Scope),
    /// `}` or `]`, and what follows it.
    Close { is_object: bool, follows: Follows },
    /// A key or an item, or whatever stands in its place.
    Child(Child),
    /// A comma right behind an opening bracket.
    FirstComma,
}

/// What a place is inside of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Object,
    Array,
    /// `[` with a key behind it: one of the two.
    Either,
    /// The text begins with a member; the braces around it lack.
    Excerpt,
    /// Before the value.
    Start,
    /// Behind the value.
    End,
}

impl Scope {
    pub(super) fn is_closed_by(self, is_object: bool) -> bool {
        match self {
            Self::Object => is_object,
            Self::Array => !is_object,
            Self::Either => true,
            Self::Excerpt | Self::Start | Self::End => false,
        }
    }

    pub(super) fn may_hold(self, child: Child) -> bool {
        match self {
            Self::Object | Self::Excerpt => child != Child::Item,
            Self::Array => child != Child::Key,
            Self::Either | Self::Start => true,
            Self::End => false,
        }
    }

    /// Whether the text may go on so behind something in it that ends.
    pub(super) fn goes_on_with(self, follows: Follows) -> bool {
        match follows {
            Follows::Object => matches!(self, Self::Object | Self::Excerpt | Self::Either),
            Follows::Array => matches!(self, Self::Array | Self::Either),
            Follows::End => self == Self::Start,
            Follows::Unclear => self != Self::Start,
        }
    }
}

/// What a child tells about the bracket it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Child {
    /// A `:` follows it.
    Key,
    /// It is a value that is not followed by `:`.
    Item,
    /// Nothing.
    Any,
}

/// The line of a note.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Line {
    start: usize,
    /// Offset of the first byte that is not a blank.
    content: usize,
    /// Up to where line breaks were looked for.
    seen: usize,
}

impl Parser<'_> {
    /// Notes what stands at `at`, in the reading that does so.
    pub(super) fn note(&mut self, at: usize, what: What) {
        let is_again = self.notes.last().is_some_and(|last| last.at == at as u32 && last.what == what);
        if self.pass != Pass::Noting || is_again {
            return;
        }
        if self.notes.len() == MOST_NOTES {
            self.is_noted_whole = false;
            return;
        }
        self.find_line(at);
        let line = self.line;
        let indent = (line.content - line.start) as i32;
        let is_leading = line.content == at;
        self.notes.push(Note { at: at as u32, line: line.start as u32, indent, is_leading, what });
    }

    /// Goes on to the line of the byte at `at`.
    fn find_line(&mut self, at: usize) {
        let seen = self.line.seen.min(at);
        let line_break = memchr::memrchr2(b'\n', b'\r', &self.bytes[seen..at]);
        if line_break.is_some() || seen == 0 {
            let start = line_break.map_or(0, |offset| seen + offset + 1);
            let blanks = self.bytes[start..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            self.line = Line { start, content: start + blanks, seen };
        }
        self.line.seen = at;
    }

    /// Drops the notes from `start` on: what was taken for a bracket there is none.
    pub(super) fn forget_notes(&mut self, start: usize) {
        let kept = self.notes.partition_point(|note| (note.at as usize) < start);
        self.notes.truncate(kept);
    }

    /// At a key or item, or at what stands in its place: notes it, or else closes what the plan says was left open
    /// before it. Tells whether anything was.
    #[cold]
    pub(super) fn note_or_leave(&mut self, is_first: bool) -> bool {
        let at = self.at;
        let Some(byte) = self.byte().filter(|byte| !matches!(byte, b'}' | b']')) else { return false };
        if self.pass == Pass::Planned {
            let Some(Action::Leave(inside)) = self.planned(at) else { return false };
            self.close_inner(inside.min(self.frames.len().saturating_sub(1)));
            return true;
        }
        if byte != b',' {
            self.note(at, What::Child(self.child_at(at)));
        } else if is_first {
            self.note(at, What::FirstComma);
        }
        false
    }

    fn child_at(&self, at: usize) -> Child {
        let rest = &self.bytes[at + 1..self.bytes.len().min(at + LOOKAHEAD)];
        let ends_item = |behind: Option<&u8>| matches!(behind, Some(b',' | b'}' | b']'));
        let is_item = match self.bytes[at] {
            b'{' | b'[' => true,
            b'"' if self.is_key_at(at) => return Child::Key,
            b'"' => {
                let end = memchr::memchr3(b'"', b'\\', b'\n', rest).filter(|&end| rest[end] == b'"');
                end.is_some_and(|end| ends_item(rest[end + 1..].trim_ascii_start().first()))
            }
            b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                let end = rest.iter().find(|byte| b",}]:=\"$\r\n".contains(byte));
                ends_item(end) || matches!(end, None | Some(b'\r' | b'\n'))
            }
            _ => false,
        };
        if is_item { Child::Item } else { Child::Any }
    }

    /// What the plan says about the place `at`; it is asked once.
    pub(super) fn planned(&mut self, at: usize) -> Option<Action> {
        let passed =
            self.plan[self.plan_step..].iter().take_while(|(place, _)| (*place as usize) < at).count();
        self.plan_step += passed;
        let (_, action) =
            self.plan.get(self.plan_step).copied().filter(|(place, _)| *place as usize == at)?;
        self.plan_step += 1;
        Some(action)
    }
}
