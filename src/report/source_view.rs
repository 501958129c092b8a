//! What the full format shows of the source text: the labelled lines and nothing else, clipped to the terminal.
//!
//! codespan-reporting draws whole lines and looks at every character of them, so it is given a short text of its
//! own, made of windows around the labels, that knows the line and column numbers of the original.

use std::borrow::Cow;
use std::ops::Range;

use codespan_reporting::diagnostic::{Label, LabelStyle};
use codespan_reporting::files::{Error, Files};
use unicode_width::UnicodeWidthChar;

use super::{visible, visible_char};
use crate::Workspace;
use crate::source::{FileId, LineColumn, SourceFile, Span};

/// Columns from one tab stop to the next.
pub(super) const TAB_WIDTH: usize = 4;

/// Stands for text that is not shown; one column.
const ELLIPSIS: char = '…';

/// A place to show, with words beside it.
pub(super) struct Mark<'a> {
    pub(super) span: Span,
    /// Where `span` begins.
    pub(super) at: LineColumn,
    pub(super) words: &'a str,
    pub(super) style: LabelStyle,
}

/// The texts of one diagnostic, by the order in which its marks name their files.
pub(super) struct SourceView<'a> {
    files: Vec<FileView<'a>>,
}

struct FileView<'a> {
    id: FileId,
    path: Cow<'a, str>,
    text: String,
    lines: Vec<ViewLine>,
    /// Where labels begin in the view, and the columns of the original there.
    columns: Vec<(usize, usize)>,
}

/// A line of the view: one window of a line of the original.
struct ViewLine {
    /// Its index for codespan-reporting, which draws a gap between lines whose indices are three apart.
    index: usize,
    /// Where it begins in the view, an ellipsis included.
    start: usize,
    /// Line of the original.
    number: usize,
}

impl<'a> SourceView<'a> {
    /// Shows `marks` in at most `width` columns, and says where in the view they are.
    pub(super) fn new(
        workspace: &'a Workspace,
        marks: &[Mark],
        digits: usize,
        width: usize,
    ) -> (Self, Vec<Label<usize>>) {
        let room = room(digits, width);
        let mut view = Self { files: Vec::new() };
        let mut labels = Vec::new();
        for mark in marks {
            if view.files.iter().any(|file| file.id == mark.span.file) {
                continue;
            }
            let mut in_file: Vec<&Mark> = marks.iter().filter(|m| m.span.file == mark.span.file).collect();
            in_file.sort_by_key(|mark| (mark.span.start, mark.span.end));
            let source = workspace.file(mark.span.file);
            let mut file = FileView::new(mark.span.file, source);
            let mut rest = in_file.as_slice();
            while let Some(first) = rest.first() {
                let line = Line::numbered(source, first.at.line);
                let on_line = rest.partition_point(|mark| (mark.span.start as usize) < line.next_start);
                // The first mark is on the line even where its offset lies behind the end of the text.
                let (here, after) = rest.split_at(on_line.max(1));
                file.add_line(source.text(), &line, here, room, view.files.len(), &mut labels);
                rest = after;
            }
            view.files.push(file);
        }
        (view, labels)
    }

    fn file(&self, id: usize) -> Result<&FileView<'a>, Error> {
        self.files.get(id).ok_or(Error::FileMissing)
    }
}

impl<'a> FileView<'a> {
    fn new(id: FileId, source: &'a SourceFile) -> Self {
        Self { id, path: visible(source.path()), text: String::new(), lines: Vec::new(), columns: Vec::new() }
    }

    fn add_line(
        &mut self,
        text: &str,
        line: &Line,
        marks: &[&Mark],
        room: usize,
        file_id: usize,
        labels: &mut Vec<Label<usize>>,
    ) {
        let fitted: Vec<Fitted> = marks.iter().map(|mark| Fitted::new(text, line, mark, room)).collect();
        let places: Vec<Place> = fitted.iter().map(|fitted| fitted.place).collect();
        for window in windows(text, &line.range, &places, room) {
            let text_start = self.add_window(text, line, &window);
            for index in window.places {
                let Fitted { place, words, hangs } = &fitted[index];
                let in_view = |offset: usize| {
                    let offset = offset.clamp(window.range.start, window.range.end);
                    text_start + visible_source(&text[window.range.start..offset]).len()
                };
                let range = self.with_caret(in_view(place.start)..in_view(place.end));
                let mark = marks[index];
                self.columns.push((range.start, mark.at.column as usize));
                if *hangs {
                    labels.push(Label::secondary(file_id, range.clone()));
                }
                labels.push(Label::new(mark.style, file_id, range).with_message(words));
            }
        }
    }

    /// Adds a window of `line`; returns where its source text begins in the view.
    fn add_window(&mut self, text: &str, line: &Line, window: &Window) -> usize {
        let index = match self.lines.last() {
            Some(last) if last.number + 1 == line.number => last.index + 1,
            Some(last) => last.index + 3,
            None => 0,
        };
        let start = self.text.len();
        let text_start = start + if window.range.start > line.range.start { ELLIPSIS.len_utf8() } else { 0 };
        self.text.push_str(&window.show(text, &line.range));
        self.text.push('\n');
        self.lines.push(ViewLine { index, start, number: line.number });
        text_start
    }

    /// `range`, a part of the last line, that begins at a character which takes a column: carets and pointers are
    /// drawn to columns.
    fn with_caret(&self, range: Range<usize>) -> Range<usize> {
        let line_end = self.text.len() - 1;
        let behind = &self.text[range.start..line_end];
        let start =
            behind.find(|character| columns_of(character) > 0).map_or(line_end, |at| range.start + at);
        start..range.end.max(start)
    }

    fn line(&self, index: usize) -> Result<(usize, &ViewLine), Error> {
        let found = self.lines.binary_search_by_key(&index, |line| line.index);
        match found {
            Ok(position) => Ok((position, &self.lines[position])),
            Err(_) => Err(Error::LineTooLarge { given: index, max: self.lines.len() }),
        }
    }
}

impl<'a> Files<'a> for SourceView<'_> {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.file(id)?.path)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.file(id)?.text)
    }

    fn line_index(&'a self, id: usize, byte_index: usize) -> Result<usize, Error> {
        let lines = &self.file(id)?.lines;
        let after = lines.partition_point(|line| line.start <= byte_index);
        let line = lines.get(after.saturating_sub(1));
        line.map(|line| line.index).ok_or(Error::IndexTooLarge { given: byte_index, max: 0 })
    }

    fn line_number(&'a self, id: usize, line_index: usize) -> Result<usize, Error> {
        Ok(self.file(id)?.line(line_index)?.1.number)
    }

    fn column_number(&'a self, id: usize, _line_index: usize, byte_index: usize) -> Result<usize, Error> {
        let columns = &self.file(id)?.columns;
        let column = columns.iter().find(|(start, _)| *start == byte_index).map(|&(_, column)| column);
        column.ok_or(Error::ColumnTooLarge { given: byte_index, max: 0 })
    }

    fn line_range(&'a self, id: usize, line_index: usize) -> Result<Range<usize>, Error> {
        let file = self.file(id)?;
        let (position, line) = file.line(line_index)?;
        let end = file.lines.get(position + 1).map_or(file.text.len(), |next| next.start);
        Ok(line.start..end)
    }
}

/// A line of a file.
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    /// Its bytes without the line break.
    pub(super) range: Range<usize>,
    /// Where the next line begins; behind every offset where there is none.
    next_start: usize,
}

impl Line {
    /// The line that holds `offset`.
    pub(super) fn at(file: &SourceFile, offset: u32) -> Self {
        Self::numbered(file, file.line_column(offset).line)
    }

    /// The line of that number, from 1.
    fn numbered(file: &SourceFile, number: u32) -> Self {
        let start = file.lines().line_start(number) as usize;
        let is_last = number >= file.lines().line_count();
        let next = if is_last { file.text().len() } else { file.lines().line_start(number + 1) as usize };
        let content = file.text()[start..next].trim_end_matches(['\n', '\r']);
        let next_start = if is_last { usize::MAX } else { next };
        Self { number: number as usize, range: start..start + content.len(), next_start }
    }

    /// The part of `span` that is on the line, on character boundaries of `text`.
    pub(super) fn part(&self, text: &str, span: Span) -> Range<usize> {
        let on_line =
            |offset: u32| text.floor_char_boundary((offset as usize).clamp(self.range.start, self.range.end));
        on_line(span.start)..on_line(span.end)
    }
}

/// A mark, cut to what there is room for.
struct Fitted {
    place: Place,
    words: String,
    /// Whether the words go below the carets, because there is no room beside them.
    hangs: bool,
}

impl Fitted {
    fn new(text: &str, line: &Line, mark: &Mark, room: usize) -> Self {
        let part = line.part(text, mark.span);
        let (end, columns) = walk(text, part.clone(), room);
        // The caret of a place without columns is as wide as the character behind it, at most a tab.
        let carets = if columns == 0 { TAB_WIDTH } else { columns };
        let words = clip(&visible(mark.words), room);
        let words_columns = walk(&words, 0..words.len(), room).1;
        let beside = if words.is_empty() { carets } else { carets + 1 + words_columns };
        let hangs = beside > room;
        let need = if hangs { carets.max(words_columns) } else { beside };
        Self { place: Place { start: part.start, end, need }, words, hangs }
    }
}

/// A stretch of a line that is to be seen, in bytes of the file's text.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Columns from `start` on for the stretch and what is written beside it.
    pub(super) need: usize,
}

/// A part of a line that fits on the terminal.
pub(super) struct Window {
    /// Bytes of the file's text.
    pub(super) range: Range<usize>,
    /// The places that are to be seen in it.
    pub(super) places: Range<usize>,
}

impl Window {
    /// The text to show, with an ellipsis where some of `line` is left out.
    pub(super) fn show(&self, text: &str, line: &Range<usize>) -> String {
        self.frame(&visible_source(&text[self.range.clone()]), line)
    }

    /// `shown` between the ellipses of the window.
    pub(super) fn frame(&self, shown: &str, line: &Range<usize>) -> String {
        let before = if self.range.start > line.start { "…" } else { "" };
        // What is too long is cut already.
        let is_open = self.range.end < line.end && !shown.ends_with(ELLIPSIS);
        let after = if is_open { "…" } else { "" };
        format!("{before}{shown}{after}")
    }
}

/// Columns for source text between a gutter with line numbers of `digits` digits, its border and two ellipses.
pub(super) fn room(digits: usize, width: usize) -> usize {
    width.saturating_sub(digits + " │ ".chars().count() + 2).max(1)
}

/// The windows of `line` in which all `places`, which are in order, can be seen: as few as there can be of `room`
/// columns each, without a look at the rest of the line.
pub(super) fn windows(text: &str, line: &Range<usize>, places: &[Place], room: usize) -> Vec<Window> {
    let mut windows = Vec::new();
    let mut first = 0;
    while let Some(&Place { start: from, mut need, .. }) = places.get(first) {
        let mut next = first + 1;
        while let Some(place) = places.get(next) {
            let (reached, columns) = walk(text, from..place.start, room);
            if reached < place.start || columns + place.need > room {
                break;
            }
            need = need.max(columns + place.need);
            next += 1;
        }
        let spare = room.saturating_sub(need);
        let mut start = walk_back(text, line.start..from, spare);
        if start > line.start {
            start = walk_back(text, line.start..from, spare / 2);
        }
        let end = walk(text, start..line.end, room).0;
        windows.push(Window { range: start..end, places: first..next });
        first = next;
    }
    windows
}

/// How far into `range` one gets in `room` columns, and the columns up to there. Characters without a column count
/// a little too, so that a line of nothing else costs no more than another.
pub(super) fn walk(text: &str, range: Range<usize>, room: usize) -> (usize, usize) {
    let mut columns = 0;
    for (count, (at, character)) in text[range.clone()].char_indices().enumerate() {
        let next = columns + columns_of(character);
        if next > room || count >= room * 4 {
            return (range.start + at, columns);
        }
        columns = next;
    }
    (range.end, columns)
}

/// How far before the end of `range` one gets in `room` columns.
fn walk_back(text: &str, range: Range<usize>, room: usize) -> usize {
    let mut columns = 0;
    let mut reached = range.end;
    for (count, (at, character)) in text[range.clone()].char_indices().rev().enumerate() {
        columns += columns_of(character);
        if columns > room || count >= room * 4 {
            return reached;
        }
        reached = range.start + at;
    }
    reached
}

/// Columns that `character` takes at most, as codespan-reporting counts them.
fn columns_of(character: char) -> usize {
    if character == '\t' { TAB_WIDTH } else { visible_char(character).width().unwrap_or(0) }
}

/// `text` cut to `room` columns, with an ellipsis for what is cut off.
pub(super) fn clip(text: &str, room: usize) -> String {
    if walk(text, 0..text.len(), room).0 == text.len() {
        return text.to_owned();
    }
    let (end, _) = walk(text, 0..text.len(), room.saturating_sub(1));
    format!("{}{ELLIPSIS}", &text[..end])
}

/// Source text without characters that a terminal would obey; tabs stay, codespan-reporting draws them.
pub(super) fn visible_source(text: &str) -> String {
    text.chars()
        .map(|character| if character == '\t' { character } else { visible_char(character) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, places: &[(usize, usize)], room: usize) -> Vec<String> {
        let places: Vec<Place> =
            places.iter().map(|&(start, end)| Place { start, end, need: end - start }).collect();
        let line = 0..text.len();
        windows(text, &line, &places, room).iter().map(|window| window.show(text, &line)).collect()
    }

    #[test]
    fn shows_a_line_that_fits_whole() {
        assert_eq!(shown("0123456789", &[(8, 10)], 10), ["0123456789"]);
    }

    #[test]
    fn shows_a_window_of_a_line_that_does_not_fit() {
        let line = "abcdefghijklmnopqrstuvwxyz";
        assert_eq!(shown(line, &[(0, 2)], 8), ["abcdefgh…"]);
        assert_eq!(shown(line, &[(12, 14)], 8), ["…jklmnopq…"]);
        assert_eq!(shown(line, &[(25, 26)], 8), ["…wxyz"]);
    }

    #[test]
    fn shows_places_far_apart_in_windows_of_their_own() {
        let line = "abcdefghijklmnopqrstuvwxyz";
        assert_eq!(shown(line, &[(1, 2), (3, 4), (20, 21)], 6), ["abcdef…", "…stuvwx…"]);
    }

    #[test]
    fn clips_by_columns() {
        assert_eq!(clip("日本語", 6), "日本語");
        assert_eq!(clip("日本語", 5), "日本…");
        assert_eq!(clip("日本語", 4), "日…");
    }
}
