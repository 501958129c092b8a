use std::io::{self, Write};

use codespan_reporting::diagnostic::{Diagnostic, LabelStyle, Severity as Kind};
use codespan_reporting::files;
use codespan_reporting::term::{self, Config, WriteStyle};

use super::source_view::{
    Line, Mark, Place, SourceView, TAB_WIDTH, clip, room, visible_source, walk, windows,
};
use super::{BOLD, FAINT, RESET, Report, Style, severity_color, visible};
use crate::Workspace;
use crate::finding::{Applicability, Edit, Finding, Label, Severity};
use crate::source::SourceFile;

/// Related places that are shown; of more, only the number is told.
const MAX_RELATED: usize = 8;
/// Edits of a fix that are shown.
const MAX_EDITS: usize = 3;
/// Lines that a message or a help takes at most: names in them can be as long as a file.
const MAX_TEXT_LINES: usize = 12;

/// Begins with a reset, for it may follow the bold colour of a severity directly.
const RELATED: &str = "\x1b[0;36m";
pub(super) const REMOVED: &str = "\x1b[31m";
pub(super) const ADDED: &str = "\x1b[32m";

/// Writes each finding with the source text it is about, and an empty line behind it. Only a path can make a line
/// wider than the terminal: it stays whole, to be clicked on.
pub(super) fn write(report: &Report, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let config = Config { tab_width: TAB_WIDTH, ..Config::default() };
    let mut text = Vec::new();
    for finding in report.findings {
        text.clear();
        render(report.workspace, finding, style, &config, &mut text)?;
        out.write_all(&text)?;
    }
    Ok(())
}

fn render(
    workspace: &Workspace,
    finding: &Finding,
    style: &Style,
    config: &Config,
    text: &mut Vec<u8>,
) -> io::Result<()> {
    let marks = marks(workspace, finding);
    let digits = digits(&marks);
    let width = style.usable_width();
    let source = workspace.file(finding.primary.span.file);
    let diff = Diff::new(source, finding, digits, width);
    let note_width = width.saturating_sub(digits + " = ".len());
    let mut notes = Vec::new();
    if let Some(name) = &finding.definition {
        notes.push(wrap(&format!("in: {}", visible(name)), note_width, 0, "in: ".len()));
    }
    if let Some(help) = &finding.help {
        notes.push(wrap(&format!("help: {help}"), note_width, 0, "help: ".len()));
    }
    let hidden = finding.related.len().saturating_sub(MAX_RELATED);
    if hidden > 0 {
        notes.push(format!("note: and {hidden} more places"));
    }
    if let Some(diff) = &diff {
        notes.push(diff.title.clone());
    }

    let name = finding.severity.name();
    let used = name.len() + finding.rule.id.len() + "[]: ".len();
    let diagnostic = Diagnostic::new(kind(finding.severity))
        .with_message(wrap(&finding.message, width, used, 2))
        .with_notes(notes);
    let header = format!("{name}[{}]", style.rule_name(finding.rule));
    emit(workspace, &marks, diagnostic, &header, style, config, text)?;
    if let Some(diff) = diff {
        // The diff belongs to the finding: it goes before the empty line that ends it.
        text.pop();
        diff.write(style, text)?;
        text.push(b'\n');
    }
    Ok(())
}

/// How many digits the line numbers have.
fn digits(marks: &[Mark]) -> usize {
    marks.iter().map(|mark| mark.at.line).max().unwrap_or(1).ilog10() as usize + 1
}

fn emit(
    workspace: &Workspace,
    marks: &[Mark],
    diagnostic: Diagnostic<usize>,
    header: &str,
    style: &Style,
    config: &Config,
    text: &mut Vec<u8>,
) -> io::Result<()> {
    let (view, labels) = SourceView::new(workspace, marks, digits(marks), style.usable_width());
    let mut ink = Ink { out: text, color: style.color, header, muted: false };
    term::emit_to_write_style(&mut ink, config, &view, &diagnostic.with_labels(labels)).map_err(|error| {
        match error {
            files::Error::Io(error) => error,
            error => io::Error::other(error),
        }
    })
}

/// Writes what is wrong at a place of a file that is not linted, such as a configuration, in the look of findings.
pub fn write_problem(
    workspace: &Workspace,
    place: &Label,
    message: &str,
    help: Option<&str>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let config = Config { tab_width: TAB_WIDTH, ..Config::default() };
    let width = style.usable_width();
    let at = workspace.file(place.span.file).line_column(place.span.start);
    let mark = Mark { span: place.span, at, words: &place.message, style: LabelStyle::Primary };
    let note_width = width.saturating_sub(digits(std::slice::from_ref(&mark)) + " = ".len());
    let help = help.map(|help| wrap(&format!("help: {help}"), note_width, 0, "help: ".len()));
    let diagnostic = Diagnostic::new(Kind::Error)
        .with_message(wrap(message, width, "error: ".len(), 2))
        .with_notes(help.into_iter().collect());
    let mut text = Vec::new();
    emit(workspace, &[mark], diagnostic, Severity::Error.name(), style, &config, &mut text)?;
    out.write_all(&text)
}

fn marks<'a>(workspace: &Workspace, finding: &'a Finding) -> Vec<Mark<'a>> {
    let mark = |label: &'a Label, style| Mark {
        span: label.span,
        at: workspace.file(label.span.file).line_column(label.span.start),
        words: &label.message,
        style,
    };
    let related = finding.related.iter().take(MAX_RELATED);
    std::iter::once(mark(&finding.primary, LabelStyle::Primary))
        .chain(related.map(|label| mark(label, LabelStyle::Secondary)))
        .collect()
}

fn kind(severity: Severity) -> Kind {
    match severity {
        Severity::Error => Kind::Error,
        Severity::Warning => Kind::Warning,
        Severity::Info => Kind::Note,
    }
}

fn severity(kind: Kind) -> Severity {
    match kind {
        Kind::Bug | Kind::Error => Severity::Error,
        Kind::Warning => Severity::Warning,
        Kind::Note | Kind::Help => Severity::Info,
    }
}

/// `text` in lines of at most `width` columns, without characters that a terminal would obey. `used` columns of the
/// first line are taken; the other lines are indented by `indent`.
fn wrap(text: &str, width: usize, used: usize, indent: usize) -> String {
    let mut out = String::new();
    let mut lines = 1;
    let mut column = used;
    for (number, paragraph) in text.split('\n').enumerate() {
        let paragraph = visible(paragraph.trim_end_matches('\r'));
        let mut at_line_start = number > 0;
        if number > 0 {
            if lines == MAX_TEXT_LINES {
                out.push('…');
                return out;
            }
            lines += 1;
            start_line(&mut out, indent);
            column = indent;
        }
        for word in paragraph.split(' ') {
            let mut word = word;
            loop {
                let space = usize::from(!at_line_start && !out.is_empty());
                // The last line keeps a column for an ellipsis.
                let limit = width - usize::from(lines == MAX_TEXT_LINES);
                let left = limit.saturating_sub(column + space);
                let (end, columns) = walk(word, 0..word.len(), left);
                if end == word.len() && column + space <= limit {
                    out.push_str(&" "[..space]);
                    out.push_str(word);
                    column += space + columns;
                    at_line_start = false;
                    break;
                }
                if lines == MAX_TEXT_LINES {
                    out.push('…');
                    return out;
                }
                // A word longer than a line is broken; any other goes to the next line whole.
                if at_line_start && end > 0 {
                    out.push_str(&word[..end]);
                    word = &word[end..];
                }
                lines += 1;
                start_line(&mut out, indent);
                column = indent;
                at_line_start = true;
            }
        }
    }
    out
}

fn start_line(out: &mut String, indent: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

/// What a fix changes, line by line.
struct Diff {
    title: String,
    digits: usize,
    lines: Vec<DiffLine>,
}

struct DiffLine {
    number: usize,
    before: String,
    after: String,
}

impl Diff {
    /// The diff of the finding's fix; none where an edit goes over a line's end or is in another file.
    fn new(source: &SourceFile, finding: &Finding, digits: usize, width: usize) -> Option<Self> {
        let fix = finding.fix.as_ref()?;
        let mut edits: Vec<&Edit> = fix.edits.iter().collect();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let total = edits.len();
        edits.truncate(MAX_EDITS);
        let lines: Vec<Line> = edits.iter().map(|edit| Line::at(source, edit.span.start)).collect();
        let is_shown = |(edit, line): (&&Edit, &Line)| {
            let in_file = edit.span.file == finding.primary.span.file;
            in_file && edit.span.end as usize <= line.range.end && !edit.text.contains(['\n', '\r'])
        };
        if edits.is_empty() || !edits.iter().zip(&lines).all(is_shown) {
            return None;
        }
        let digits = digits.max(lines.last().map_or(1, |line| line.number.ilog10() as usize + 1));
        let room = room(digits, width);
        let mut shown = Vec::new();
        let mut first = 0;
        while let Some(line) = lines.get(first) {
            let count = lines[first..].iter().take_while(|other| other.number == line.number).count();
            diff_line(source.text(), line, &edits[first..first + count], room, &mut shown);
            first += count;
        }
        let title = match fix.applicability {
            Applicability::Safe => "safe fix",
            Applicability::Unsafe => "unsafe fix",
        };
        let title = if total > MAX_EDITS {
            format!("{title} (the first {MAX_EDITS} of {total} edits):")
        } else {
            format!("{title}:")
        };
        Some(Self { title, digits, lines: shown })
    }

    fn write(&self, style: &Style, out: &mut Vec<u8>) -> io::Result<()> {
        for line in &self.lines {
            let number = format!("{:>width$}", line.number, width = self.digits);
            for (sign, text, color) in [('-', &line.before, REMOVED), ('+', &line.after, ADDED)] {
                let change = format!("{sign} {}", text.replace('\t', "    "));
                writeln!(out, "{} {}", style.paint(FAINT, &number), style.paint(color, change.trim_end()))?;
            }
        }
        Ok(())
    }
}

/// Adds what `edits`, which are in order and all on `line`, make of it.
fn diff_line(text: &str, line: &Line, edits: &[&Edit], room: usize, shown: &mut Vec<DiffLine>) {
    let place = |edit: &&Edit| {
        let part = line.part(text, edit.span);
        let removed = walk(text, part.clone(), room).1;
        let added = walk(&edit.text, 0..edit.text.len(), room).1;
        Place { start: part.start, end: part.end, need: removed.max(added) }
    };
    let places: Vec<Place> = edits.iter().map(place).collect();
    for window in windows(text, &line.range, &places, room) {
        let mut after = String::new();
        let mut at = window.range.start;
        for index in window.places.clone() {
            let Place { start, end, .. } = places[index];
            if start < at || start > window.range.end {
                continue;
            }
            after.push_str(&text[at..start]);
            after.push_str(&edits[index].text);
            at = end.min(window.range.end);
        }
        after.push_str(&text[at..window.range.end]);
        let after = clip(&visible_source(&after), room);
        shown.push(DiffLine {
            number: line.number,
            before: window.show(text, &line.range),
            after: window.frame(&after, &line.range),
        });
    }
}

/// Colours what codespan-reporting writes, and puts our header in the place of its own, which knows neither the
/// severity `info` nor links.
struct Ink<'a> {
    out: &'a mut Vec<u8>,
    color: bool,
    header: &'a str,
    /// Whether what is written is the header that ours stands for.
    muted: bool,
}

impl Ink<'_> {
    fn set(&mut self, color: &str) -> io::Result<()> {
        if self.color { self.out.write_all(color.as_bytes()) } else { Ok(()) }
    }
}

impl Write for Ink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.muted {
            if bytes.first() == Some(&b'\n') {
                // Lines of pointers and empty lines of source end in spaces.
                while self.out.last() == Some(&b' ') {
                    self.out.pop();
                }
            }
            self.out.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteStyle for Ink<'_> {
    fn set_header(&mut self, kind: Kind) -> io::Result<()> {
        self.set(severity_color(severity(kind)))?;
        self.out.write_all(self.header.as_bytes())?;
        self.muted = true;
        Ok(())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.muted = false;
        self.set(RESET)?;
        self.set(BOLD)
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.set(FAINT)
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.set(FAINT)
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.set(FAINT)
    }

    fn set_label(&mut self, kind: Kind, style: LabelStyle) -> io::Result<()> {
        self.set(match style {
            LabelStyle::Primary => severity_color(severity(kind)),
            LabelStyle::Secondary => RELATED,
        })
    }

    fn reset(&mut self) -> io::Result<()> {
        self.set(RESET)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;
    use crate::report::tests::{error, render, span_of, workspace};
    use crate::source::{FileId, Span};

    fn full(workspace: &Workspace, finding: Finding) -> String {
        render(Format::Full, workspace, &[finding], &Style::default())
    }

    /// What is drawn below the first line that holds `source`: its carets.
    fn below<'a>(text: &'a str, source: &str) -> (&'a str, &'a str) {
        let mut lines = text.lines().skip_while(|line| !line.contains(source));
        (lines.next().unwrap(), lines.next().unwrap())
    }

    fn columns(text: &str) -> usize {
        text.chars().map(|c| unicode_width::UnicodeWidthChar::width(c).unwrap_or(0)).sum()
    }

    #[test]
    fn draws_labels_help_and_fix() {
        let workspace = workspace(&[(
            "a.json",
            "{\n  \"A\": {\n    \"Type\": \"Pass\",\n    \"Next\": \"B1\"\n  }\n}\n",
        )]);
        let target = span_of(&workspace, 0, "\"B1\"");
        let mut finding = error(target, "There is no state \"B1\".");
        finding.label("no such state").related(span_of(&workspace, 0, "\"A\""), "in this state");
        finding.help("Did you mean \"B\"?").safe_fix(target, "\"B\"");
        let expected = "\
error[unknown-target]: There is no state \"B1\".
  ┌─ a.json:4:13
  │
2 │   \"A\": {
  │   --- in this state
  ·
4 │     \"Next\": \"B1\"
  │             ^^^^ no such state
  │
  = help: Did you mean \"B\"?
  = safe fix:
4 -     \"Next\": \"B1\"
4 +     \"Next\": \"B\"

";
        assert_eq!(full(&workspace, finding), expected);
    }

    #[test]
    fn names_the_severity_info() {
        let workspace = workspace(&[("a.json", "{}")]);
        let mut finding = error(span_of(&workspace, 0, "{}"), "m");
        finding.at_most(Severity::Info);
        assert!(full(&workspace, finding).starts_with("info[unknown-target]: m\n"));
    }

    #[test]
    fn puts_carets_under_wide_and_combining_characters_and_tabs() {
        let workspace = workspace(&[("a.json", "{\r\n\t\"日本\": \"e\u{301}😀\", \"x\": 1\r\n}\r\n")]);
        let text = full(&workspace, error(span_of(&workspace, 0, "\"x\""), "m"));
        assert!(text.contains("a.json:2:15"), "{text}");
        let (source, carets) = below(&text, "日本");
        assert_eq!(columns(&source[..source.find("\"x\"").unwrap()]), columns(carets) - 3, "{text}");
        assert!(!text.contains(['\r', '\t']), "{text:?}");
        let text = full(&workspace, error(span_of(&workspace, 0, "\u{301}"), "m"));
        assert!(below(&text, "日本").1.contains('^'), "{text}");
    }

    #[test]
    fn draws_a_caret_between_characters_at_the_end_and_in_an_empty_file() {
        let workspace = workspace(&[("a.json", "{}\r\n"), ("b.json", "")]);
        for (file, offset, place) in [(0, 2, "a.json:1:3"), (0, 4, "a.json:2:1"), (1, 0, "b.json:1:1")] {
            let text = full(&workspace, error(Span::new(FileId(file), offset, offset), "m"));
            assert!(text.contains(place), "{text}");
            assert_eq!(text.matches('^').count(), 1, "{text}");
        }
        let text = full(&workspace, error(Span::new(FileId(0), 2, 4), "m"));
        assert!(text.contains("1 │ {}\n  │   ^\n"), "{text}");
    }

    #[test]
    fn shortens_a_span_of_many_lines_to_its_first() {
        let workspace = workspace(&[("a.json", "{\n  \"A\": [\n    1\n  ]\n}")]);
        let text = full(&workspace, error(span_of(&workspace, 0, "[\n    1\n  ]"), "m"));
        assert!(text.ends_with("2 │   \"A\": [\n  │        ^\n\n"), "{text}");
    }

    #[test]
    fn shows_places_in_other_files() {
        let workspace = workspace(&[("a.json", "{}"), ("b.json", "\n\n[1]")]);
        let mut finding = error(span_of(&workspace, 0, "{}"), "m");
        finding.related(span_of(&workspace, 1, "1"), "there");
        let text = full(&workspace, finding);
        assert!(text.contains("┌─ b.json:3:2\n  │\n3 │ [1]\n  │  - there\n"), "{text}");
    }

    #[test]
    fn tells_only_the_number_of_too_many_places() {
        let workspace = workspace(&[("a.json", &"[]\n".repeat(30))]);
        let mut finding = error(span_of(&workspace, 0, "[]"), "m");
        for line in 1..30 {
            finding.related(Span::new(FileId(0), line * 3, line * 3 + 2), "too");
        }
        let text = full(&workspace, finding);
        assert_eq!(text.matches("too").count(), MAX_RELATED);
        assert!(text.contains("= note: and 21 more places\n"), "{text}");
    }

    #[test]
    fn clips_a_minified_file_around_each_place() {
        let json = (0..5000).map(|n| format!("\"S{n}\":{{\"Next\":\"T{n}\"}},")).collect::<String>();
        let workspace = workspace(&[("a.json", &json)]);
        let target = span_of(&workspace, 0, "\"T4000\"");
        let mut finding = error(target, "m");
        finding.label("no such state").related(span_of(&workspace, 0, "\"S3\""), "first");
        finding.unsafe_fix(target, "\"T\"");
        let text = full(&workspace, finding);
        assert!(text.contains(&format!("a.json:1:{}\n", target.start + 1)), "{text}");
        let (source, carets) = below(&text, "\"T4000\"");
        assert!(source.starts_with("1 │ …") && source.ends_with('…'), "{text}");
        assert_eq!(
            columns(&source[..source.find("\"T4000").unwrap()]),
            carets.chars().position(|c| c == '^').unwrap()
        );
        assert!(below(&text, "\"S3\"").1.contains("---- first"), "{text}");
        assert!(text.contains("= unsafe fix:\n1 - …") && text.contains("\"Next\":\"T\"}"), "{text}");
    }

    #[test]
    fn shows_no_diff_over_line_ends_and_few_edits() {
        let workspace = workspace(&[("a.json", "[\n1,\n2,\n3,\n4]")]);
        let mut over = error(span_of(&workspace, 0, "1"), "m");
        over.help("h").safe_fix(span_of(&workspace, 0, "1,\n"), "");
        assert!(full(&workspace, over).ends_with("= help: h\n\n"));
        let mut many = error(span_of(&workspace, 0, "1"), "m");
        for digit in ["4", "3", "2", "1"] {
            many.safe_fix(span_of(&workspace, 0, digit), "0");
        }
        let text = full(&workspace, many);
        assert!(
            text.ends_with(
                "safe fix (the first 3 of 4 edits):\n2 - 1,\n2 + 0,\n3 - 2,\n3 + 0,\n4 - 3,\n4 + 0,\n\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn colours_and_links_on_request() {
        let workspace = workspace(&[("a.json", "{}")]);
        let style = Style { color: true, links: true, width: 100 };
        let text = render(Format::Full, &workspace, &[error(span_of(&workspace, 0, "{}"), "m")], &style);
        assert!(text.starts_with("\x1b[1;31merror[\x1b]8;;https://"), "{text:?}");
        assert!(
            text.contains("unknown-target.md\x1b\\unknown-target\x1b]8;;\x1b\\]\x1b[0m\x1b[1m: m\x1b[0m\n")
        );
    }

    #[test]
    fn wraps_at_words() {
        assert_eq!(wrap("one two three", 8, 0, 2), "one two\n  three");
        assert_eq!(wrap("abcdefghij", 6, 0, 2), "\n  abcd\n  efgh\n  ij");
        assert_eq!(wrap("a\nb", 6, 0, 2), "a\n  b");
        assert_eq!(wrap(&"x".repeat(10_000), 40, 0, 2).lines().count(), MAX_TEXT_LINES);
    }

    /// Whatever the text, the words and the places: nothing panics, no line is wider than the terminal, and nothing
    /// that a terminal obeys gets through.
    #[test]
    fn stands_whatever_comes() {
        let alphabet = [
            "a",
            "\"",
            " ",
            "{",
            "\t",
            "\n",
            "\r",
            "\r\n",
            "\x1b[2J",
            "\0",
            "\u{9b}",
            "é",
            "日",
            "😀",
            "\u{200d}",
            "\u{301}",
            "\u{202e}",
            "\u{feff}",
            "\u{17d8}",
            "long words and more of them",
        ];
        let mut seed = 1u64;
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        for _ in 0..3000 {
            let mut string = |most: usize| {
                let length = random(most);
                (0..length).map(|_| alphabet[random(alphabet.len())]).collect::<String>()
            };
            let (text, message, words, help, new) =
                (string(60), string(40), string(40), string(60), string(5));
            let workspace = workspace(&[("a.json", &text)]);
            let mut span = || {
                let (a, b) = (random(text.len() + 1), random(text.len() + 1));
                let on = |offset: usize| text.floor_char_boundary(offset) as u32;
                Span::new(FileId(0), on(a.min(b)), on(a.max(b)))
            };
            let mut finding = error(span(), &message);
            finding.label(words.as_str()).related(span(), words.as_str()).related(span(), "more").help(help);
            finding.safe_fix(span(), new.as_str());
            finding.unsafe_fix(span(), "x");
            let width = 40 + random(80);
            let style = Style { width, ..Style::default() };
            let shown = render(Format::Full, &workspace, &[finding], &style);
            assert!(shown.contains('^'), "{shown:?}");
            for line in shown.lines() {
                assert!(columns(line) <= width, "{width} {line:?}\n{shown}");
                assert!(!line.chars().any(|c| c.is_control() || c == '\u{202e}'), "{line:?}");
            }
        }
    }
}
