//! Closing brackets: which object or array one closes, and what is said of those that close none or the wrong one.

use super::notes::What;
use super::plan::Action;
use super::{Parser, Pass, Step};

/// What a closing bracket does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closing {
    /// Closes the object or array with so many inside it, none of which is closed.
    Frame(usize),
    /// As `Frame`, though it is of the other kind.
    Wrong(usize),
    /// Closes nothing.
    Extra,
}

/// What follows a place, as far as it tells in what it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    /// The text ends.
    End,
    /// A member of an object, or a `}`.
    Object,
    /// An item of an array, or a `]`.
    Array,
    /// Something else.
    Unclear,
}

fn bracket(is_object: bool, is_open: bool) -> char {
    match (is_object, is_open) {
        (true, true) => '{',
        (true, false) => '}',
        (false, true) => '[',
        (false, false) => ']',
    }
}

impl Parser<'_> {
    /// Reads the closing bracket here.
    #[inline]
    pub(super) fn closer(&mut self) -> Step {
        let is_object = self.bytes[self.at] == b'}';
        let is_plain = self.pass == Pass::First && self.frames.len() > 1;
        if is_plain && self.frames.last().is_some_and(|top| top.is_object == is_object && !top.is_implied) {
            self.at += 1;
            return self.pop(self.at);
        }
        self.odd_closer(is_object)
    }

    fn odd_closer(&mut self, is_object: bool) -> Step {
        let at = self.at;
        if self.pass == Pass::Noting {
            let follows = self.follows(at + 1);
            self.note(at, What::Close { is_object, follows });
        }
        let Some(top) = self.frames.last() else { return Step::End };
        if top.is_implied {
            return self.close_implied(is_object);
        }
        match self.closing(at, is_object) {
            Closing::Frame(inside) => {
                self.close_inner(inside);
                self.at = at + 1;
                self.pop(at + 1)
            }
            Closing::Wrong(inside) => {
                self.close_inner(inside);
                self.brackets_differ = true;
                if let Some(frame) = self.frames.last() {
                    let open = frame.open as usize;
                    let (opened, meant) = (bracket(frame.is_object, true), bracket(frame.is_object, false));
                    let found = bracket(is_object, false);
                    let message = format!("Expected `{meant}` to close this `{opened}`, but found `{found}`");
                    let problem = Self::error(at, at + 1, message, format!("should be `{meant}`"))
                        .related(open as u32, open as u32 + 1, format!("`{opened}` was opened here"))
                        .help(format!("Replace `{found}` with `{meant}`"))
                        .fix(at as u32, at as u32 + 1, meant.to_string());
                    self.report(problem);
                }
                self.at = at + 1;
                self.pop(at + 1)
            }
            Closing::Extra => {
                self.extra_closer();
                self.is_loose = true;
                Step::Next
            }
        }
    }

    /// Reports the bracket here as one too many and passes it.
    pub(super) fn extra_closer(&mut self) {
        self.brackets_differ = true;
        let (at, found) = (self.at, self.bytes[self.at] as char);
        let message = format!("This `{found}` closes nothing");
        let problem = Self::error(at, at + 1, message, "one bracket too many");
        self.report(problem.help(format!("Remove the `{found}`, or add the bracket that should open it")));
        self.at += 1;
    }

    /// The bracket here stands in an object whose own braces are not in the text.
    fn close_implied(&mut self, is_object: bool) -> Step {
        let inner_of_array = self.frames.len() > 1;
        if !inner_of_array {
            // The braces around the whole text lack, told already.
            self.at += 1;
            self.is_loose = true;
            return Step::Next;
        }
        if is_object {
            self.at += 1;
        }
        let step = self.pop(self.at);
        if is_object && self.follows(self.at) == Follows::Object {
            // `"Retry": [ "ErrorEquals": … }`: the `[` should have been the `{`.
            return self.pop(self.at);
        }
        step
    }

    /// Reports the `inside` innermost objects and arrays as not closed, and closes them.
    pub(super) fn close_inner(&mut self, inside: usize) {
        for _ in 0..inside {
            self.close_top_unclosed();
        }
    }

    pub(super) fn close_top_unclosed(&mut self) {
        self.brackets_differ = true;
        let Some(frame) = self.frames.last() else { return };
        let (open, end) = (frame.open as usize, self.last_end);
        if !frame.is_implied {
            let (opened, close) = (bracket(frame.is_object, true), bracket(frame.is_object, false));
            let problem =
                Self::error(open, open + 1, format!("This `{opened}` is never closed"), "opened here")
                    .related(end as u32, end as u32, format!("`{close}` seems to be missing here"));
            self.report(problem.help(format!("Add the missing `{close}`")));
        }
        self.pop(end);
    }

    /// Ends everything that is open where the text ends.
    pub(super) fn end_of_text(&mut self) -> Step {
        let end = self.last_end;
        if !self.frames.is_empty() {
            self.out.lost(end as u32);
        }
        if self.is_cut_off {
            self.close_all(end);
        }
        let written: Vec<_> = self.frames.iter().filter(|frame| !frame.is_implied).collect();
        if let [_, .., inner] = written[..] {
            let open = inner.open;
            let missing: String = written.iter().rev().map(|frame| bracket(frame.is_object, false)).collect();
            let opened = bracket(inner.is_object, true);
            let message = format!("The text ends before {} brackets are closed", missing.len());
            let shown: String = missing.chars().take(40).collect();
            let problem =
                Self::error(open as usize, open as usize + 1, message, format!("this `{opened}` and more"))
                    .related(end as u32, end as u32, format!("`{shown}` is missing here"))
                    .help("Add the missing brackets, or look whether the text was cut off");
            self.brackets_differ = true;
            self.report(problem);
            self.close_all(end);
        }
        while !self.frames.is_empty() {
            self.close_top_unclosed();
        }
        self.at = self.bytes.len();
        Step::End
    }

    fn closing(&mut self, at: usize, is_object: bool) -> Closing {
        let depth = self.frames.len();
        if self.pass == Pass::Planned
            && let Some(Action::Close(closing)) = self.planned(at)
        {
            return match closing {
                Closing::Frame(inside) => Closing::Frame(inside.min(depth - 1)),
                Closing::Wrong(inside) => Closing::Wrong(inside.min(depth - 1)),
                Closing::Extra => Closing::Extra,
            };
        }
        let is_noting = self.pass == Pass::Noting;
        let fits = |inside: usize| inside < depth && self.frames[depth - 1 - inside].is_object == is_object;
        // Where the value ends is for the plan to say; all of the text is to be noted.
        if is_noting && depth == 1 && !self.bytes[at + 1..].iter().all(u8::is_ascii_whitespace) {
            Closing::Extra
        } else if fits(0) {
            Closing::Frame(0)
        } else if fits(1) && !(is_noting && depth == 2) {
            Closing::Frame(1)
        } else {
            Closing::Wrong(0)
        }
    }

    /// What the text behind a closing bracket, at `at`, tells about where it stands.
    fn follows(&self, at: usize) -> Follows {
        let behind = |from: usize| {
            let rest = &self.bytes[from..self.bytes.len().min(from + super::LOOKAHEAD)];
            rest.iter().position(|byte| !byte.is_ascii_whitespace()).map(|offset| from + offset)
        };
        let Some(next) = behind(at) else { return Follows::End };
        match self.bytes[next] {
            b'}' => Follows::Object,
            b']' => Follows::Array,
            b',' => match behind(next + 1) {
                None => Follows::Unclear,
                Some(item) if self.is_key_at(item) => Follows::Object,
                Some(item) => match self.bytes[item] {
                    b'}' => Follows::Object,
                    b']' | b'"' | b'{' | b'[' | b'0'..=b'9' | b'-' => Follows::Array,
                    _ => Follows::Unclear,
                },
            },
            _ => Follows::Unclear,
        }
    }

    /// Whether a string with a `:` behind it stands at `at`.
    pub(super) fn is_key_at(&self, at: usize) -> bool {
        if self.byte_at(at) != Some(b'"') {
            return false;
        }
        let rest = &self.bytes[at + 1..self.bytes.len().min(at + super::LOOKAHEAD)];
        let Some(line) = rest.split(|byte| matches!(byte, b'\n' | b'\r')).next() else { return false };
        let close = memchr::memchr_iter(b'"', line).find(|&quote| quote == 0 || line[quote - 1] != b'\\');
        match close {
            Some(quote) => line[quote + 1..].trim_ascii_start().first() == Some(&b':'),
            // The key's closing quote may lack.
            None => line.windows(2).any(|pair| matches!(pair, b": " | b":{" | b":[")),
        }
    }
}
