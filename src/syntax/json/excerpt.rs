//! Texts that are not one whole value: excerpts, lost braces, text around the definition, things left out.

use super::notes::{Scope, What};
use super::{Parser, Step, SyntaxProblemKind};

impl Parser<'_> {
    /// Passes what stands before the value, and tells when the text is an excerpt.
    pub(super) fn start(&mut self) -> Step {
        self.skip_blank();
        let Some(byte) = self.byte() else { return Step::End };
        let start = self.at;
        if matches!(byte, b',' | b'}' | b']') {
            let rest = &self.bytes[start..];
            let skipped = rest
                .iter()
                .take(super::LOOKAHEAD)
                .take_while(|&&byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b'}' | b']'));
            let first = start + skipped.count();
            if self.is_key_at(first) {
                self.at = first;
            }
        }
        if self.is_key_at(self.at) {
            return self.without_braces();
        }
        let is_value = matches!(byte, b'{' | b'[' | b'"' | b'-' | b'+' | b'.' | b'0'..=b'9' | b'$');
        if !is_value
            && let Some(open) = memchr::memchr2(b'{', b'[', &self.bytes[start..]).map(|offset| start + offset)
            && self.bytes[open + 1..].trim_ascii_start().first().is_some_and(|byte| b"\"{[}".contains(byte))
        {
            let end = start + self.text[start..open].trim_end().len();
            if self.text[start..end].trim_end().ends_with([':', '=']) && !self.text[start..end].contains(' ')
            {
                return self.without_braces();
            }
            let message =
                format!("Expected JSON, but found `{}` before the first bracket", self.excerpt(start, end));
            self.report(
                Self::error(start, end, message, "not JSON").help("Remove the text around the definition"),
            );
            self.is_excerpt = true;
            self.at = open;
        }
        Step::Root
    }

    /// The text begins with a member: the braces around all of it lack.
    fn without_braces(&mut self) -> Step {
        let start = self.at;
        let line_end = start + self.text[start..].find(['\n', '\r', ':']).unwrap_or(self.text.len() - start);
        let message = format!(
            "Expected `{{`, but the text begins with {}: the braces around it are missing",
            self.found(start)
        );
        let end = start + self.text[start..line_end].trim_end().len();
        let problem = Self::error(start, end, message, "a member outside of any object");
        self.report(problem.help("Put the whole text between `{` and `}`"));
        self.is_excerpt = true;
        self.push_frame(true, true, start);
        self.note(start, What::Open(Scope::Excerpt));
        Step::FirstKey
    }

    /// The value is done: only blanks should follow.
    pub(super) fn behind_root(&mut self) -> Step {
        let Some(byte) = self.byte() else { return Step::End };
        if matches!(byte, b'}' | b']') && !self.is_excerpt {
            self.extra_closer();
            return Step::Next;
        }
        let start = self.at;
        self.at = self.bytes.len();
        if self.is_excerpt {
            return Step::End;
        }
        let line = self.text[start..].lines().next().unwrap_or_default().trim_end();
        let end = start + line.len();
        let message = format!("Expected the end of the text, but found {}", self.found(start));
        let problem = Self::error(start, end, message, "behind the end of the value");
        self.brackets_differ = true;
        self.report(problem.help("A definition is one JSON value; remove what follows it"));
        Step::End
    }

    /// Passes a placeholder that stands for members or items of its own, or an ellipsis.
    pub(super) fn skip_insertion(&mut self) -> bool {
        if self.skip_ellipsis() {
            return true;
        }
        if !self.bytes[self.at..].starts_with(b"${") {
            return false;
        }
        let Some(end) = self.placeholder_end(self.at) else { return false };
        let behind = self.bytes[end..].trim_ascii_start().first();
        let is_key =
            self.is_in_object() && !matches!(behind, None | Some(b',' | b'}' | b']' | b'"' | b'$' | b'%'));
        if is_key {
            return false;
        }
        self.at = end;
        self.last_end = end;
        self.is_loose = true;
        true
    }

    /// Passes `...` or `…`, which stands for something that was left out.
    pub(super) fn skip_ellipsis(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let length = rest.len() - rest.trim_start_matches(['.', '…']).len();
        let sign = &rest[..length];
        if !(sign.starts_with("..") || sign.starts_with('…')) {
            return false;
        }
        let sign = self.excerpt(self.at, self.at + length);
        let message = format!("`{sign}` stands for something that was left out");
        let mut problem = Self::error(self.at, self.at + length, message, "left out");
        problem.kind = SyntaxProblemKind::LeftOut;
        self.report(problem.help("Write out what belongs here"));
        self.out.lost(self.at as u32);
        self.at += length;
        self.last_end = self.at;
        self.is_loose = true;
        true
    }
}
