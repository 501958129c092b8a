//! Making the edits of fixes.

use std::collections::BTreeMap;

use crate::Project;
use crate::document::Document;
use crate::finding::{Edit, Finding, Fix};
use crate::source::{FileId, SourceFile, Workspace};

/// So many times fixes are made and the texts linted anew, at most.
pub const MAX_ROUNDS: u32 = 10;

/// The text of `file` with the edits of `fixes` made. A fix is made whole or, where it overlaps one before it, not at
/// all; the second value says how many were made.
pub fn apply<'f>(file: FileId, text: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> (String, usize) {
    let mut edits = Edits::new();
    let mut made = 0;
    for fix in fixes {
        if fix.edits.iter().all(|edit| edit.span.file == file && is_free(&edits, edit)) {
            edits.extend(fix.edits.iter().enumerate().map(|(index, edit)| ((edit.span.start, index), edit)));
            made += 1;
        }
    }
    let mut fixed = String::with_capacity(text.len());
    let mut end = 0;
    for edit in edits.values() {
        fixed.push_str(&text[end..edit.span.start as usize]);
        fixed.push_str(&edit.text);
        end = edit.span.end as usize;
    }
    fixed.push_str(&text[end..]);
    (fixed, made)
}

/// Edits by where they begin, and by their number in the fix.
type Edits<'f> = BTreeMap<(u32, usize), &'f Edit>;

/// Whether an edit touches the text of none of `edits`, and begins where none of them does.
fn is_free(edits: &Edits<'_>, edit: &Edit) -> bool {
    let at = (edit.span.start, 0);
    let before = edits.range(..at).next_back();
    let behind = edits.range(at..).next();
    before.is_none_or(|(_, before)| before.span.end <= edit.span.start)
        && behind.is_none_or(|(&(start, _), _)| start > edit.span.start && edit.span.end <= start)
}

/// What came of making fixes round by round.
#[derive(Debug)]
pub struct Outcome {
    /// The documents of the texts as they are now.
    pub documents: Vec<Document>,
    /// How many fixes were made in each text.
    pub made: BTreeMap<FileId, usize>,
    /// Whether nothing is left to make; not so where [`MAX_ROUNDS`] did not suffice.
    pub is_settled: bool,
}

/// Makes the `wanted` fixes of what `lint` finds until there are none left to make: one fix may bring another finding
/// to light, and of fixes that overlap one waits for the next round. The texts change in `workspace`; `read` reads the
/// changed ones anew.
pub fn make(
    workspace: &mut Workspace,
    mut documents: Vec<Document>,
    wanted: impl Fn(&Fix) -> bool,
    read: impl Fn(FileId, &SourceFile) -> Document,
    mut lint: impl FnMut(&Project<'_>) -> Vec<Finding>,
) -> Outcome {
    let mut made = BTreeMap::new();
    let mut rounds = 0;
    loop {
        let project = Project::new(workspace, documents);
        let findings = lint(&project);
        documents = project.into_documents();
        let changed = changed_texts(workspace, &findings, &wanted);
        if changed.is_empty() || rounds == MAX_ROUNDS {
            return Outcome { documents, made, is_settled: changed.is_empty() };
        }
        rounds += 1;
        documents.retain(|document| !changed.contains_key(&document.file));
        for (id, (text, count)) in changed {
            workspace.replace(id, text);
            documents.push(read(id, workspace.file(id)));
            *made.entry(id).or_insert(0) += count;
        }
    }
}

/// The texts that the wanted fixes change, with how many are made in each.
fn changed_texts(
    workspace: &Workspace,
    findings: &[Finding],
    wanted: impl Fn(&Fix) -> bool,
) -> BTreeMap<FileId, (String, usize)> {
    let mut fixes: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(|fix| wanted(fix)) {
        if let Some(edit) = fix.edits.first() {
            fixes.entry(edit.span.file).or_default().push(fix);
        }
    }
    let changed = fixes.into_iter().map(|(id, fixes)| (id, apply(id, workspace.file(id).text(), fixes)));
    changed.filter(|(id, (text, _))| **text != **workspace.file(*id).text()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{self, Expectation};
    use crate::finding::{Applicability, Severity};
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
        for (other, made) in
            [(fix(2, 4, "y"), 1), (fix(0, 2, "y"), 1), (fix(1, 1, "y"), 1), (fix(2, 2, "y"), 1)]
        {
            assert_eq!(apply(FileId(0), "abcde", &[fix(1, 3, "x"), other]), ("axde".to_owned(), made));
        }
        assert_eq!(apply(FileId(0), "abcde", &[fix(1, 3, "x"), fix(3, 4, "y")]), ("axye".to_owned(), 2));
        assert_eq!(apply(FileId(0), "abcde", &[fix(1, 3, "x"), fix(0, 5, "y")]), ("axde".to_owned(), 1));
    }

    #[test]
    fn fixes_that_come_to_no_end_are_given_up() {
        let mut workspace = Workspace::default();
        let id = workspace.add(SourceFile::new("a.asl.json", "{}"));
        let read = |id, file: &SourceFile| document::read(id, file, Expectation::Definition);
        let documents = vec![read(id, workspace.file(id))];
        let endless = |_: &Project<'_>| {
            let mut finding =
                Finding::new(&crate::rules::RULES[0].rule, Severity::Error, Span::new(id, 0, 0), "");
            finding.safe_fix(Span::new(id, 0, 0), " ");
            vec![finding]
        };
        let outcome = make(&mut workspace, documents, |_| true, read, endless);
        assert_eq!((outcome.is_settled, outcome.made[&id]), (false, MAX_ROUNDS as usize));
        assert_eq!(&**workspace.file(id).text(), "          {}");
    }

    #[test]
    fn a_fix_may_insert_twice_at_one_place() {
        let twice = Fix { edits: [fix(2, 2, "<").edits, fix(2, 2, ">").edits].concat(), ..fix(0, 0, "") };
        assert_eq!(apply(FileId(0), "abcde", &[twice]), ("ab<>cde".to_owned(), 1));
    }
}
