//! What stands in an object where a member should begin, or behind a key, and is neither key nor `:`.

use super::{Kind, NodeId, Parser, Pass, Step};

impl Parser<'_> {
    /// Something other than a key, a string in `"`, or a closing bracket stands in an object.
    #[cold]
    pub(super) fn odd_key(&mut self, step: Step) -> Step {
        let at = self.at;
        if !self.is_in_object() {
            return if self.frames.is_empty() { Step::Next } else { Step::Item };
        }
        if self.skip_insertion() {
            return Step::Next;
        }
        match self.byte() {
            None => self.end_of_text(),
            Some(b',' | b';') => self.surplus_comma(step),
            Some(b'%') if step == Step::FirstKey && self.bytes[..at].ends_with(b"{") => {
                self.bare_jsonata(at - 1)
            }
            Some(b'{' | b'[') => self.value_without_key(),
            Some(b':') => {
                let message = "Expected a key before `:`";
                self.report(Self::error(at, at + 1, message, "no key before this"));
                self.pass_colon(1);
                self.discard_next_value()
            }
            Some(_) => match self.foreign_string(true) {
                Some(key) => self.behind_key(key),
                None => self.bare_member(),
            },
        }
    }

    /// A key without quotes, or words that have no business in an object.
    fn bare_member(&mut self) -> Step {
        let (start, end, has_placeholder) = self.bare_key();
        if start == end {
            return self.junk(true);
        }
        let has_colon = matches!(self.bytes[end..].trim_ascii_start().first(), Some(b':' | b'='));
        let lost_quote = self.byte_at(end) == Some(b'"')
            && self.bytes[end + 1..].trim_ascii_start().first() == Some(&b':');
        self.at = end;
        if lost_quote {
            let message = "This key lacks its opening quote";
            let problem = Self::error(start, end + 1, message, "its opening `\"` is missing");
            self.report(problem.help("Put a `\"` before it").fix(start as u32, start as u32, "\""));
            self.at = end + 1;
            let key = self.text_node(start, end + 1, start, end);
            return self.behind_key(key);
        }
        if !has_colon {
            let message = format!("Expected a key, but found `{}`", self.excerpt(start, end));
            self.report(Self::error(start, end, message, "not a member"));
            self.is_loose = true;
            return Step::Next;
        }
        if !has_placeholder {
            let word = self.excerpt(start, end);
            let message = format!("The key `{word}` is not in quotes");
            let mut problem =
                Self::error(start, end, message, "key without quotes").help("Put the key in `\"`");
            if !self.text[start..end].contains('\\') {
                problem = problem.fix(start as u32, end as u32, format!("\"{}\"", &self.text[start..end]));
            }
            self.report(problem);
        }
        let key = self.text_node(start, end, start, end);
        self.behind_key(key)
    }

    /// `{` or `[` where a key should be: an item of an outer array whose last object is not closed, or a value that
    /// lacks its key.
    fn value_without_key(&mut self) -> Step {
        let at = self.at;
        let depth = self.frames.len();
        let parent_is_array = depth > 1 && !self.frames[depth - 2].is_object;
        // A plan has told what is left open, though not of braces that it does not know.
        let may_lack = self.pass != Pass::Planned || self.frames[depth - 1].is_implied;
        if parent_is_array && self.bytes[at] == b'{' && may_lack {
            self.close_top_unclosed();
            return Step::Item;
        }
        let found = self.bytes[at] as char;
        let message = format!("Expected a key before this `{found}`");
        self.report(Self::error(at, at + 1, message, "a value without a key"));
        self.discard_next_value()
    }

    pub(super) fn discard_next_value(&mut self) -> Step {
        if let Some(frame) = self.frames.last_mut() {
            frame.key = None;
        }
        Step::MemberValue
    }

    /// A key is not followed by `:`.
    #[cold]
    pub(super) fn odd_colon(&mut self, key: NodeId) -> Step {
        let at = self.at;
        let key_span = self.out.node(key).span();
        let (key_start, key_end) = (key_span.start as usize, key_span.end as usize);
        let rest = &self.bytes[at..];
        let name = self.excerpt(key_start, key_end);
        let sign = ["=>", ":=", "==", "=", ";"].into_iter().find(|sign| rest.starts_with(sign.as_bytes()));
        if let Some(sign) = sign {
            let message = format!("Expected `:` behind the key `{name}`, but found `{sign}`");
            let problem = Self::error(at, at + sign.len(), message, "should be `:`");
            let end = (at + sign.len()) as u32;
            self.report(problem.help(format!("Replace `{sign}` with `:`")).fix(at as u32, end, ":"));
            return self.pass_colon(sign.len());
        }
        let found = self.found(at);
        let lacks_value = match self.byte() {
            None | Some(b',' | b'}' | b']') => true,
            _ => self.is_key_at(at),
        };
        if lacks_value {
            if self.byte().is_some() {
                let message = format!("Expected `:` and a value behind the key `{name}`, but found {found}");
                self.report(Self::error(key_start, key_end, message, "a key without a value"));
            }
            let missing = self.out.simple(Kind::Missing, key_end as u32, key_end as u32);
            let step = self.place(missing);
            self.last_end = key_end;
            self.is_loose = true;
            return step;
        }
        let message = format!("Expected `:` behind the key `{name}`, but found {found}");
        let problem = Self::error(key_start, key_end, message, "`:` is missing behind this key");
        self.report(problem.help("Put a `:` between the key and its value").fix(
            key_end as u32,
            key_end as u32,
            ":",
        ));
        self.pass_colon(0)
    }

    /// `{% … %}` as a value: a JSONata expression that lacks its quotes.
    fn bare_jsonata(&mut self, start: usize) -> Step {
        let rest = &self.bytes[start..self.bytes.len().min(start + 16 * super::LOOKAHEAD)];
        let Some(length) = memchr::memmem::find(rest, b"%}") else { return self.junk(true) };
        let end = start + length + 2;
        let text = &self.text[start..end];
        let message = "A JSONata expression must stand in a string";
        let mut problem = Self::error(start, end, message, "JSONata without quotes")
            .help("Put the expression, with its `{%` and `%}`, in `\"`");
        if !text.contains(['"', '\\', '\n', '\r', '\t']) {
            problem = problem.fix(start as u32, end as u32, format!("\"{text}\""));
        }
        self.report(problem);
        self.frames.pop();
        self.forget_notes(start);
        self.at = end;
        let (start, end) = (start as u32, end as u32);
        let value = self.out.verbatim(Kind::String, start, end, start, end);
        self.place(value)
    }
}
