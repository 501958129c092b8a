//! Making the edits of fixes.

use crate::finding::{Edit, Fix};
use crate::source::FileId;

/// The text of `file` with the edits of `fixes` made. A fix is made whole or, where it overlaps one before it, not at
/// all; the second value says how many were made.
pub fn apply<'f>(file: FileId, text: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> (String, usize) {
    let mut edits: Vec<&Edit> = Vec::new();
    let mut made = 0;
    for fix in fixes {
        let is_here = fix.edits.iter().all(|edit| edit.span.file == file);
        let is_free = fix.edits.iter().all(|edit| edits.iter().all(|other| !overlap(edit, other)));
        if is_here && is_free {
            edits.extend(&fix.edits);
            made += 1;
        }
    }
    edits.sort_by_key(|edit| edit.span);
    let mut fixed = String::with_capacity(text.len());
    let mut end = 0;
    for edit in edits {
        fixed.push_str(&text[end..edit.span.start as usize]);
        fixed.push_str(&edit.text);
        end = edit.span.end as usize;
    }
    fixed.push_str(&text[end..]);
    (fixed, made)
}

/// Whether two edits touch the same text, or insert at the same place.
fn overlap(a: &Edit, b: &Edit) -> bool {
    a.span.start < b.span.end && b.span.start < a.span.end || a.span.start == b.span.start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Applicability;
    use crate::source::Span;

    fn fix(start: u32, end: u32, text: &str) -> Fix {
        let edits = vec![Edit { span: Span::new(FileId(0), start, end), text: text.to_owned() }];
        Fix { applicability: Applicability::Safe, edits }
    }

    #[test]
    fn makes_edits_in_any_order() {
        let fixes = [fix(4, 5, "E"), fix(0, 1, ""), fix(2, 2, "+")];
        assert_eq!(apply(FileId(0), "abcde", &fixes), ("b+cdE".to_owned(), 3));
    }

    #[test]
    fn leaves_out_what_overlaps() {
        let fixes = [fix(1, 3, "x"), fix(2, 4, "y")];
        assert_eq!(apply(FileId(0), "abcde", &fixes), ("axde".to_owned(), 1));
    }
}
