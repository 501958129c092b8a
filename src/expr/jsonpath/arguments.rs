//! Reads the arguments of path functions: `.sum($.a, 1)`.

use super::ast::{Argument, Name};
use super::parser::{Parser, Place};
use super::problem::{PathError, PathErrorKind as E, PathWarning, PathWarningKind as W, to_u32};

impl Parser<'_> {
    /// Reads the arguments of a call whose `(` is at `open`; returns the offset behind the `)`.
    pub(super) fn arguments(
        &mut self,
        name: &Name,
        open: usize,
        end: usize,
        depth: usize,
    ) -> Result<(Vec<Argument>, usize), PathError> {
        let unclosed = || {
            let message = format!("the call of `{}` is not closed", name.text);
            PathError::new(E::UnclosedCall, open..open + 1, message)
        };
        let mut parens = 0usize;
        let closed = self.bytes[open..end].iter().any(|b| {
            match b {
                b'(' => parens += 1,
                b')' => parens -= 1,
                _ => {}
            }
            parens == 0
        });
        if !closed {
            return Err(unclosed());
        }
        if self.bytes[open + 1] == b')' {
            return Ok((Vec::new(), open + 2));
        }
        let mut list = ArgumentList { parens: 1, ..ArgumentList::default() };
        let mut pos = open + 1;
        while pos < end && !list.done {
            pos = list
                .step(self.bytes, pos)
                .map_err(|at| PathError::new(E::UnclosedCall, at..at + 1, "this bracket was never opened"))?;
        }
        if list.parens != 0 || list.brackets != 0 || list.braces != 0 {
            return Err(unclosed());
        }
        if let Some(at) = list.dropped {
            let message = "this argument is dropped: arguments are paths or JSON values in double quotes";
            let width = self.slice(at, end).chars().next().map_or(0, char::len_utf8);
            self.warn(PathWarning::new(W::IgnoredArgument, at..at + width, message));
        }
        let mut arguments = Vec::with_capacity(list.found.len());
        for (is_path, start, stop) in list.found {
            arguments.push(if is_path {
                Argument::Path(self.path(start, stop, Place::Argument, depth + 1)?)
            } else {
                Argument::Json(to_u32(start..stop))
            });
        }
        Ok((arguments, pos))
    }
}

/// Splits the arguments of a call the way Jayway's JsonPath does: an argument ends at a comma or a closing parenthesis
/// on the outer level, and what begins like neither JSON nor a path is skipped.
#[derive(Default)]
struct ArgumentList {
    parens: isize,
    brackets: usize,
    braces: usize,
    quotes: usize,
    prior: u8,
    /// Whether the argument being read is a path, and where it begins.
    current: Option<(bool, usize)>,
    found: Vec<(bool, usize, usize)>,
    dropped: Option<usize>,
    done: bool,
}

impl ArgumentList {
    /// Takes the byte at `pos`; the error is the offset of a bracket that was never opened.
    fn step(&mut self, bytes: &[u8], pos: usize) -> Result<usize, usize> {
        let c = bytes[pos];
        if self.current.is_none() {
            match c {
                b' ' | b'\t' | b'\r' | b'\n' => return Ok(pos + 1),
                b'{' | b'"' | b'-' | b'0'..=b'9' => self.current = Some((false, pos)),
                b'$' | b'@' => self.current = Some((true, pos)),
                b',' | b')' => {}
                _ => self.dropped = self.dropped.or(Some(pos)),
            }
        }
        match c {
            b'"' if self.prior != b'\\' && self.quotes > 0 => self.quotes -= 1,
            b'"' => self.quotes += 1,
            b'(' => self.parens += 1,
            b'{' => self.braces += 1,
            b'[' => self.brackets += 1,
            b'}' => self.braces = self.braces.checked_sub(1).ok_or(pos)?,
            b']' => self.brackets = self.brackets.checked_sub(1).ok_or(pos)?,
            b')' => {
                self.parens -= 1;
                let own = self.parens < 0 || self.prior == b'(';
                self.boundary(c, if own { pos + 1 } else { pos });
            }
            b',' => self.boundary(c, pos),
            b'\\' if self.quotes == 1 && matches!(bytes.get(pos + 1), Some(b',' | b'"')) => {
                self.prior = 0;
                return Ok(pos + 2);
            }
            _ => {}
        }
        self.prior = c;
        Ok(pos + 1)
    }

    fn boundary(&mut self, c: u8, end: usize) {
        let outer = self.quotes == 0 && self.braces == 0 && self.brackets == 0;
        if !outer || !(self.parens == 1 || self.parens == 0 && c == b')') {
            return;
        }
        self.done = self.parens == 0;
        if let Some((is_path, start)) = self.current.take() {
            self.found.push((is_path, start, end));
        }
    }
}
