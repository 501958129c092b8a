//! What becomes of text that the grammar does not expect: one mistake gives one problem, and the rest is kept.

use super::{Kind, Member, Parser, Pass, Step};

impl Parser<'_> {
    /// Something that begins no value of JSON stands where a value is expected.
    #[cold]
    pub(super) fn odd_value(&mut self, step: Step) -> Step {
        let at = self.at;
        let is_item = matches!(step, Step::FirstItem | Step::Item);
        if self.skip_ellipsis() {
            if is_item {
                return Step::Next;
            }
            let missing = self.out.simple(Kind::Missing, at as u32, self.at as u32);
            return self.place(missing);
        }
        match self.byte() {
            None => {
                if step == Step::MemberValue {
                    let missing = self.out.simple(Kind::Missing, at as u32, at as u32);
                    self.place(missing);
                }
                self.end_of_text()
            }
            Some(b',' | b'}' | b']') if step == Step::MemberValue => self.missing_value(),
            Some(b',' | b';') if is_item => {
                if step == Step::FirstItem && self.pass != Pass::Planned && self.is_key_behind_comma() {
                    self.close_top_unclosed();
                    return Step::Next;
                }
                self.surplus_comma(step)
            }
            Some(b'}' | b']') if is_item => {
                if step == Step::Item {
                    self.trailing_comma();
                }
                self.closer()
            }
            Some(b':' | b'=') if step == Step::MemberValue => {
                let message = format!("Expected a value, but found a second `{}`", self.bytes[at] as char);
                let problem = Self::error(at, at + 1, message, "one too many");
                self.report(problem.help("Remove it").fix(at as u32, at as u32 + 1, ""));
                self.pass_colon(1)
            }
            Some(_) => match self.foreign_string(false) {
                Some(value) => self.place(value),
                None => self.word(step != Step::MemberValue),
            },
        }
    }

    /// Nothing stands between the colon and a comma or closing bracket.
    fn missing_value(&mut self) -> Step {
        let (at, colon_end) = (self.at, self.colon_end);
        let key = self.frames.last().and_then(|frame| frame.key);
        let name = key.map_or_else(String::new, |key| {
            let span = self.out.node(key).span();
            format!(" for the key `{}`", self.excerpt(span.start as usize, span.end as usize))
        });
        let found = self.found(at);
        let message = format!("Expected a value{name}, but found {found}");
        self.report(Self::error(colon_end - 1, colon_end, message, "no value behind this"));
        let missing = self.out.simple(Kind::Missing, colon_end as u32, colon_end as u32);
        let step = self.place(missing);
        self.last_end = colon_end;
        step
    }

    pub(super) fn surplus_comma(&mut self, step: Step) -> Step {
        let at = self.at;
        let is_first = matches!(step, Step::FirstKey | Step::FirstItem);
        self.at += 1;
        while matches!(self.byte(), Some(b',')) {
            self.at += 1;
        }
        if self.is_loose {
            return step;
        }
        let what = if self.is_in_object() { "a member" } else { "an item" };
        let message = if is_first {
            format!("Expected {what}, but found `,`")
        } else {
            format!("Expected {what} behind `,`, but found another `,`")
        };
        let problem = Self::error(at, self.at, message, "one comma too many");
        self.report(problem.help("Remove the comma").fix(at as u32, self.at as u32, ""));
        self.is_loose = !is_first;
        step
    }

    fn is_key_behind_comma(&self) -> bool {
        let depth = self.frames.len();
        let rest = &self.bytes[self.at + 1..];
        let blanks = rest.iter().take(super::LOOKAHEAD).take_while(|byte| byte.is_ascii_whitespace()).count();
        depth > 1 && self.frames[depth - 2].is_object && self.is_key_at(self.at + 1 + blanks)
    }

    /// The comma before the closing bracket here is one too many.
    pub(super) fn trailing_comma(&mut self) {
        let is_excerpt_end = self.frames.len() == 1 && self.frames[0].is_implied;
        if self.is_loose || is_excerpt_end {
            return;
        }
        let (comma, close) = (self.comma as u32, self.bytes[self.at] as char);
        let message = format!("JSON allows no comma before `{close}`");
        let kind = crate::syntax::SyntaxProblemKind::TrailingComma;
        let problem = crate::syntax::SyntaxProblem::new(kind, comma, comma + 1, message, "trailing comma");
        self.report(problem.help("Remove the comma").fix(comma, comma + 1, ""));
    }

    /// Neither `,` nor a closing bracket follows a value.
    #[cold]
    pub(super) fn odd_next(&mut self) -> Step {
        if self.frames.is_empty() {
            return self.behind_root();
        }
        let Some(byte) = self.byte() else { return self.end_of_text() };
        if self.pass == Pass::Planned && self.note_or_leave(false) {
            self.is_loose = true;
        }
        if self.skip_insertion() {
            return Step::Next;
        }
        let (at, in_object) = (self.at, self.is_in_object());
        match byte {
            b':' | b'=' => self.colon_behind_value(),
            b';' => {
                let message = "Expected `,`, but found `;`";
                let problem = Self::error(at, at + 1, message, "should be `,`");
                self.report(problem.help("Replace `;` with `,`").fix(at as u32, at as u32 + 1, ","));
                let step = self.comma();
                self.is_loose = true;
                step
            }
            b'"' | b'\'' if in_object && !self.is_loose && self.is_stray_string() => {
                let (end, found) = (self.last_end, self.found(at));
                let message = format!("Expected `,` or `}}`, but found {found}");
                let (problems, start) = (self.problem_count, self.at);
                self.string(false);
                self.problem_count = problems;
                let problem = Self::error(start, self.at, message, "a second value").related(
                    end as u32,
                    end as u32,
                    "the value before it ends here",
                );
                self.report(problem);
                Step::Next
            }
            _ if self.is_loose && in_object && !self.may_begin_member() => self.discard_next_value(),
            _ => self.missing_comma(),
        }
    }

    fn may_begin_member(&self) -> bool {
        let digit_or_bracket = matches!(self.byte(), Some(b'{' | b'[' | b'0'..=b'9' | b'-'));
        !digit_or_bracket && (self.byte() != Some(b'"') || self.is_key_at(self.at))
    }

    /// Whether the string here is no key, and nothing that a missing `:` or value would explain.
    fn is_stray_string(&self) -> bool {
        let rest = &self.bytes[self.at..self.bytes.len().min(self.at + super::LOOKAHEAD)];
        let close = memchr::memchr(b'"', rest.get(1..).unwrap_or_default());
        rest.first() == Some(&b'"')
            && close.is_some_and(|length| {
                let behind = rest[length + 2..].trim_ascii_start().first();
                matches!(behind, None | Some(b',' | b'}' | b']'))
            })
    }

    fn missing_comma(&mut self) -> Step {
        let (at, end) = (self.at, self.last_end);
        let byte = self.bytes[at];
        let in_object = self.is_in_object();
        let begins = byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"\"'{[-_`.+".contains(&byte);
        if !begins {
            return self.junk(true);
        }
        if !self.is_loose {
            let what = if in_object { "member" } else { "item" };
            let message = format!("Expected `,` before the next {what}, but found {}", self.found(at));
            let (start, _) = self.text[..end].char_indices().next_back().unwrap_or((0, ' '));
            let problem = Self::error(start, end, message, "`,` is missing behind this");
            self.report(problem.help("Put a `,` here").fix(end as u32, end as u32, ","));
        }
        self.comma = at;
        if in_object { Step::Key } else { Step::Item }
    }

    /// `:` follows a value, so that the value was a key: in an object the value of the key before it lacks, in an
    /// array a bracket does.
    fn colon_behind_value(&mut self) -> Step {
        let at = self.at;
        let Some(frame) = self.frames.last() else { return Step::End };
        let (in_object, base) = (frame.is_object, frame.base);
        let value = if in_object {
            (self.members.len() > base).then(|| self.members[self.members.len() - 1].value)
        } else {
            (self.items.len() > base).then(|| self.items[self.items.len() - 1])
        };
        let Some(key) = value.filter(|&value| self.out.node(value).kind() == Kind::String) else {
            return self.junk(true);
        };
        let span = self.out.node(key).span();
        let name = self.excerpt(span.start as usize, span.end as usize);
        if in_object {
            let Some(Member { key: lonely, .. }) = self.members.pop() else { return Step::Next };
            let lonely_span = self.out.node(lonely).span();
            let lonely_name = self.excerpt(lonely_span.start as usize, lonely_span.end as usize);
            let message = format!("Expected a value for the key `{lonely_name}`, but found the key `{name}`");
            let problem =
                Self::error(lonely_span.start as usize, lonely_span.end as usize, message, "no value");
            self.report(problem.related(span.start, span.end, "the next key"));
            let missing = self.out.simple(Kind::Missing, lonely_span.end, lonely_span.end);
            self.members.push(Member { key: lonely, value: missing });
        } else {
            self.items.pop();
            let depth = self.frames.len();
            let is_first = self.items.len() == base;
            if is_first || depth < 2 || !self.frames[depth - 2].is_object {
                let message = format!("Expected an item, but found the key `{name}`: an array has no keys");
                let problem =
                    Self::error(span.start as usize, span.end as usize, message, "a key in an array");
                self.report(problem.help("Put the members of an object between `{` and `}`"));
                self.push_frame(true, true, span.start as usize);
            } else {
                self.last_end =
                    self.items.last().map_or(self.last_end, |&item| self.out.node(item).span().end as usize);
                self.close_top_unclosed();
            }
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.key = Some(key);
        }
        self.at = at;
        self.pass_colon(1)
    }

    /// Passes text that is nothing at all.
    pub(super) fn junk(&mut self, is_part: bool) -> Step {
        let start = self.at;
        let stops = |c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | '[' | ']' | '"');
        let rest = &self.text[start..];
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let length = first + rest[first..].find(stops).unwrap_or(rest.len() - first);
        let end = start + length;
        if length == 0 {
            return self.end_of_text();
        }
        let expected = match (is_part, self.frames.last()) {
            (_, None) => "a value",
            (false, _) => "a value",
            (true, Some(frame)) if frame.is_object => "a member",
            _ => "an item",
        };
        let message = format!("Expected {expected}, but found `{}`", self.excerpt(start, end));
        self.report(Self::error(start, end, message, "not JSON"));
        self.at = end;
        self.last_end = end;
        if is_part && !self.frames.is_empty() {
            self.is_loose = true;
            return Step::Next;
        }
        let missing = self.out.simple(Kind::Missing, start as u32, end as u32);
        self.place(missing)
    }
}
