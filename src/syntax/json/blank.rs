//! What may stand between two tokens: blanks, and with a problem comments and a byte-order mark.

use super::{LOOKAHEAD, Parser};
use crate::syntax::{SyntaxProblem, SyntaxProblemKind};

/// Eight spaces: indentation is passed so many at a time.
const SPACES: u64 = 0x2020_2020_2020_2020;

/// Characters that look like blanks and are none in JSON, other than the byte-order mark.
const FOREIGN_BLANKS: [char; 6] = ['\u{a0}', '\u{2007}', '\u{202f}', '\u{200b}', '\u{3000}', '\u{2060}'];

/// Braces inside a placeholder that are followed.
const PLACEHOLDER_DEPTH: usize = 16;

impl Parser<'_> {
    pub(super) fn byte_order_mark(&mut self) {
        if self.text.starts_with('\u{feff}') {
            self.at = 3;
            let message = "The text begins with a byte-order mark, which JSON does not allow";
            let problem =
                SyntaxProblem::new(SyntaxProblemKind::ByteOrderMark, 0, 3, message, "byte-order mark");
            self.report(problem.help("Save the file as UTF-8 without a byte-order mark").fix(0, 3, ""));
        }
    }

    /// Passes blanks and comments, and silently Terraform's `%{ directives }`.
    #[inline]
    pub(super) fn skip_blank(&mut self) {
        loop {
            if let Some(chunk) = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk::<8>()) {
                let others = u64::from_le_bytes(*chunk) ^ SPACES;
                self.at += others.trailing_zeros() as usize / 8;
                if others == 0 {
                    continue;
                }
            }
            match self.byte() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(b'/' | b'#' | b'%' | 0xC2 | 0xE2 | 0xE3 | 0xEF) => {
                    if !self.skip_odd_blank() {
                        return;
                    }
                }
                _ => return,
            }
        }
    }

    /// Whether there was something to pass.
    #[cold]
    fn skip_odd_blank(&mut self) -> bool {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(b"//") || rest.starts_with(b"#") {
            let end = memchr::memchr2(b'\n', b'\r', rest).map_or(self.bytes.len(), |length| self.at + length);
            self.comment(end);
            return true;
        }
        if rest.starts_with(b"/*") {
            match memchr::memmem::find(&rest[2..], b"*/") {
                Some(length) => self.comment(self.at + length + 4),
                None => {
                    let message = "This comment is never closed, and JSON has no comments";
                    let problem = Self::error(self.at, self.at + 2, message, "the comment begins here");
                    self.report(problem.help("Remove the comment"));
                    self.is_cut_off = true;
                    self.at = self.bytes.len();
                }
            }
            return true;
        }
        if rest.starts_with(b"%{") {
            let Some(end) = self.placeholder_end(self.at) else { return false };
            self.at = end;
            self.is_loose = true;
            return true;
        }
        self.skip_foreign_blanks()
    }

    fn comment(&mut self, end: usize) {
        let message = "A comment stands here, but JSON has no comments";
        let problem =
            SyntaxProblem::new(SyntaxProblemKind::Comment, self.at as u32, end as u32, message, "comment");
        let (start, behind) = self.without_comment(end);
        self.report(problem.help("Say it in a `Comment` field").fix(start as u32, behind as u32, ""));
        self.at = end;
    }

    /// What goes with a comment from here to `end`: its line, or else the blanks that set it off.
    fn without_comment(&self, end: usize) -> (usize, usize) {
        let start = self.text[..self.at].trim_end_matches([' ', '\t']).len();
        let rest = self.text[end..].trim_start_matches([' ', '\t']);
        let is_line_start = start == 0 || self.text[..start].ends_with('\n');
        // What sets off another comment goes with that one.
        let behind = if rest.starts_with(['/', '#']) { end } else { self.text.len() - rest.len() };
        match ["\r\n", "\n"].into_iter().find(|line_break| rest.starts_with(line_break)) {
            Some(line_break) if is_line_start => (start, behind + line_break.len()),
            None if is_line_start || start == self.at => (self.at, behind),
            _ => (start, end),
        }
    }

    fn skip_foreign_blanks(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let behind = rest.trim_start_matches(|c| FOREIGN_BLANKS.contains(&c) || c == '\u{feff}');
        let end = self.text.len() - behind.len();
        if end == self.at {
            return false;
        }
        let code = rest.chars().next().map_or(0, u32::from);
        let message =
            format!("The character U+{code:04X} looks like a blank, but JSON does not allow it here");
        let problem = Self::error(self.at, end, message, "not a plain space");
        self.report(problem.help("Replace it with a plain space").fix(self.at as u32, end as u32, " "));
        self.at = end;
        true
    }

    /// Behind the `}` that ends the `${…}` or `%{…}` at `start`; braces and quoted text inside are passed. None
    /// where it does not end nearby.
    pub(super) fn placeholder_end(&self, start: usize) -> Option<usize> {
        let limit = self.bytes.len().min(start + LOOKAHEAD);
        let mut depth = 1;
        let mut is_quoted = false;
        let mut at = start + 2;
        while at < limit {
            match self.bytes[at] {
                b'\\' => at += 1,
                b'"' => is_quoted = !is_quoted,
                b'{' if !is_quoted && depth == PLACEHOLDER_DEPTH => return None,
                b'{' if !is_quoted => depth += 1,
                b'}' if !is_quoted => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        None
    }
}
