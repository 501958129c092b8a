//! Suppressions in comments: `# aslint-ignore[rule]: why` in YAML and Terraform, `//` and `/*` in JSON too.

use std::ops::Range;

use super::directive::{self, Directive, MARK, MARK_FINDER};

/// A directive in a comment, in bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentDirective {
    /// What is written.
    pub directive: Directive,
    /// The lines that it is about.
    pub region: Range<usize>,
    /// What goes when the comment goes: its line too where nothing else is on it. None where the comment goes on in
    /// other lines.
    pub removal: Option<Range<usize>>,
}

/// The directives in the comments of `text`. With something else on its line, a comment is about that line; on a line of
/// its own, about the next one that is no comment and those below it that are indented deeper.
pub fn directives(text: &str, has_heredocs: bool) -> Vec<CommentDirective> {
    let mut found = Vec::new();
    let mut lines: Option<Lines> = None;
    let mut from = 0;
    while let Some(at) = MARK_FINDER.find(&text.as_bytes()[from..]) {
        let at = from + at;
        let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        from = line_end;
        let Some(start) = comment_start(&text[line_start..at]).map(|start| line_start + start) else {
            continue;
        };
        let is_block = text[start..].starts_with("/*");
        let close = text[at..line_end].find("*/").filter(|_| is_block).map(|close| at + close);
        let Some(directive) = directive::parse(&text[at..close.unwrap_or(line_end)]) else { continue };
        let directive = moved(directive, at);
        let end = close.map_or(line_end, |close| close + "*/".len());
        let (before, behind) = (&text[line_start..start], &text[end..line_end]);
        let (is_first, is_last) = (before.trim().is_empty(), behind.trim().is_empty());
        let is_alone = is_first && is_last;
        let region = match () {
            () if directive.is_for_file => 0..text.len(),
            () if is_alone => lines.get_or_insert_with(|| Lines::new(text, has_heredocs)).below(line_start),
            () => line_start..line_end,
        };
        let removal = match () {
            () if is_alone => line_start..(line_end + 1).min(text.len()),
            () if is_first => start..line_end - behind.trim_start().len(),
            // What ends the line stays.
            () if is_last && close.is_none() => {
                line_start + before.trim_end().len()..start + text[start..end].trim_end().len()
            }
            () => line_start + before.trim_end().len()..end,
        };
        let is_whole = !is_block || close.is_some();
        found.push(CommentDirective { directive, region, removal: is_whole.then_some(removal) });
    }
    found
}

/// Where the comment begins that the text up to a mark ends with; none where it ends otherwise, or within quotes.
fn comment_start(before: &str) -> Option<usize> {
    let trimmed = before.trim_end_matches([' ', '\t']);
    // The last letter of the sign may stand there several times.
    let start = [("#", '#'), ("//", '/'), ("/*", '*')].iter().find_map(|&(sign, last)| {
        let start = trimmed.trim_end_matches(last).len().checked_sub(usize::from(last == '*'))?;
        trimmed.get(start..)?.starts_with(sign).then_some(start)
    })?;
    let is_set_off = before[..start].chars().next_back().is_none_or(char::is_whitespace);
    let mut quotes = 0;
    let mut is_escaped = false;
    for byte in before[..start].bytes() {
        quotes += usize::from(byte == b'"' && !is_escaped);
        is_escaped = byte == b'\\' && !is_escaped;
    }
    (is_set_off && quotes % 2 == 0).then_some(start)
}

fn moved(directive: Directive, by: usize) -> Directive {
    let shift = |range: Range<usize>| range.start + by..range.end + by;
    Directive {
        range: shift(directive.range),
        names: directive.names.into_iter().map(shift).collect(),
        reason: directive.reason.map(shift),
        is_for_file: directive.is_for_file,
    }
}

/// The lines of a text that are neither blank nor a comment, with the end of what stands below each.
struct Lines {
    /// Start of the line, and end of the last line below it that is indented deeper.
    blocks: Vec<Range<usize>>,
}

impl Lines {
    fn new(text: &str, has_heredocs: bool) -> Self {
        let mut starts: Vec<(usize, usize, usize)> = Vec::new();
        let mut start = 0;
        // The lines of a heredoc stand below the one that begins it, however they are indented.
        let mut heredoc: Option<(&str, usize)> = None;
        for line in text.split_inclusive('\n') {
            let content = line.trim_start_matches([' ', '\t']);
            let is_ours = content.trim_start_matches(['#', '/', '*', ' ']).starts_with(MARK);
            let is_comment = is_ours && content.trim_end().ends_with("*/")
                || content.starts_with('#')
                || content.starts_with("//");
            if !content.trim_end().is_empty() && !is_comment {
                // The items of a YAML list may stand no deeper than the key that they belong to.
                let is_item = content.starts_with("- ");
                let own = 2 * (line.len() - content.len()) + usize::from(is_item);
                let depth = heredoc.map_or(own, |(_, depth)| depth + 1 + own);
                starts.push((start, start + line.len(), depth));
                heredoc = match heredoc {
                    None if has_heredocs => heredoc_end(content).map(|end| (end, depth)),
                    Some((end, _)) if content.trim_end() == end => None,
                    heredoc => heredoc,
                };
            }
            start += line.len();
        }
        let mut blocks = vec![0..0; starts.len()];
        // Of the lines below, those that no line between them and here is less deep than.
        let mut open: Vec<usize> = Vec::new();
        for (index, &(start, _, depth)) in starts.iter().enumerate().rev() {
            while open.last().is_some_and(|&below| starts[below].2 > depth) {
                open.pop();
            }
            let last = open.last().map_or(starts.len(), |&below| below) - 1;
            blocks[index] = start..starts[last].1;
            open.push(index);
        }
        Self { blocks }
    }

    /// The first of the lines behind `offset`, and what stands below it.
    fn below(&self, offset: usize) -> Range<usize> {
        let next = self.blocks.partition_point(|block| block.start < offset);
        self.blocks.get(next).cloned().unwrap_or(offset..offset)
    }
}

/// The word that ends the heredoc that a line of Terraform begins.
fn heredoc_end(line: &str) -> Option<&str> {
    let (_, word) = line.trim_end().rsplit_once("<<")?;
    let word = word.strip_prefix('-').unwrap_or(word);
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    (!word.is_empty() && word.chars().all(is_part)).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions(text: &str) -> Vec<&str> {
        directives(text, true).into_iter().map(|found| &text[found.region]).collect()
    }

    #[test]
    fn behind_something_it_is_about_the_line() {
        assert_eq!(regions("a: 1\nb: 2 # aslint-ignore[x]\nc: 3"), ["b: 2 # aslint-ignore[x]"]);
        assert_eq!(regions("{\"a\": 1, // aslint-ignore[x]\n\"b\": 2}"), ["{\"a\": 1, // aslint-ignore[x]"]);
    }

    #[test]
    fn on_its_own_it_is_about_what_follows() {
        let yaml = "States:\n  # aslint-ignore[x]: why\n  # and so on\n  ## aslint-ignore[y]\n  A:\n    Type: Wait\n\n    Next: B\n  B:\n    Type: Pass\n";
        let state = "  A:\n    Type: Wait\n\n    Next: B\n";
        assert_eq!(regions(yaml), [state, state]);
        let list = "# aslint-ignore[x]\nRetry:\n- a: 1\n  b: 2\n- c: 3\nNext: B\n";
        assert_eq!(regions(list), ["Retry:\n- a: 1\n  b: 2\n- c: 3\n"]);
        let item = "Retry:\n# aslint-ignore[x]\n- a: 1\n  b: 2\n- c: 3\n";
        assert_eq!(regions(item), ["- a: 1\n  b: 2\n"]);
        assert_eq!(regions("/* aslint-ignore[x] */\n{\n  \"a\": 1\n}\n"), ["{\n  \"a\": 1\n"]);
        assert_eq!(regions("a: 1\n# aslint-ignore[x]"), [""]);
        let heredoc = "r {\n  # aslint-ignore[x]\n  a = <<-EOF\n{\n  b\n}\nEOF\n  c = 1\n}\n";
        assert_eq!(regions(heredoc), ["  a = <<-EOF\n{\n  b\n}\nEOF\n"]);
    }

    #[test]
    fn the_whole_file_is_the_whole_file() {
        assert_eq!(regions("a: 1\n# aslint-ignore-file[x]\n"), ["a: 1\n# aslint-ignore-file[x]\n"]);
    }

    #[test]
    fn text_that_is_no_comment_is_left_alone() {
        for text in [
            "a: \"# aslint-ignore[x]\"",
            "a: b#aslint-ignore[x]",
            "Comment: aslint-ignore[x]",
            "{\"a\": \"\\\"# aslint-ignore[x]\"}",
        ] {
            assert_eq!(regions(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_comment_is_cut_with_its_blanks() {
        let cut = |text: &str| {
            let removal = directives(text, true)[0].removal.clone().expect("one that ends on its line");
            format!("{}{}", &text[..removal.start], &text[removal.end..])
        };
        assert_eq!(cut("a: 1  # aslint-ignore[x]\r\nb: 2"), "a: 1\r\nb: 2");
        assert_eq!(cut("{\n  /* aslint-ignore[x] */ \"a\": 1}"), "{\n  \"a\": 1}");
        assert_eq!(cut("{\"a\": /* aslint-ignore[x] */ 1}"), "{\"a\": 1}");
        assert_eq!(cut("{\n  /** aslint-ignore[x] */\n  \"a\": 1}"), "{\n  \"a\": 1}");
        assert_eq!(directives("/* aslint-ignore[x]: why\n   and so on */ {}", true)[0].removal, None);
        assert_eq!(cut("a: 1  # aslint-ignore[x]\nb: 2"), "a: 1\nb: 2");
        assert_eq!(cut("a: 1\n  # aslint-ignore[x]\nb: 2"), "a: 1\nb: 2");
    }
}
