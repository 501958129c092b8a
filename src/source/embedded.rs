use std::ops::Range;
use std::sync::Arc;

/// A text that stands inside another: a definition in a block scalar, in a string with escapes, in the pieces of a
/// `Fn::Join`, in a heredoc. It knows where each of its bytes comes from.
#[derive(Clone, Debug)]
pub struct EmbeddedText {
    text: Arc<str>,
    /// In the order of the text, without gaps.
    segments: Vec<Segment>,
    /// Whether that is the order of the host too.
    is_in_order: bool,
    spelling: Spelling,
}

/// How the text around an [`EmbeddedText`] spells its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// As they are: a block scalar, a heredoc, a file of its own.
    Verbatim,
    /// With a backslash before quotes and backslashes: strings of JSON and Terraform, double-quoted YAML.
    Escaped,
    /// A quote twice: single-quoted YAML.
    SingleQuoted,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    start: u32,
    host: Range<u32>,
    /// The text repeats the host byte for byte.
    is_verbatim: bool,
}

/// Makes an [`EmbeddedText`] from its beginning.
#[derive(Debug)]
pub struct EmbeddedTextBuilder {
    text: String,
    segments: Vec<Segment>,
    spelling: Spelling,
}

impl EmbeddedTextBuilder {
    /// An empty text in a host that spells like that.
    pub fn new(spelling: Spelling) -> Self {
        Self { text: String::new(), segments: Vec::new(), spelling }
    }

    /// Adds `text`, which stands in the host as it is, at `host`.
    pub fn verbatim(&mut self, text: &str, host: u32) {
        if text.is_empty() {
            return;
        }
        let host = host..host + text.len() as u32;
        match self.segments.last_mut() {
            Some(last) if last.is_verbatim && last.host.end == host.start => last.host.end = host.end,
            _ => self.segments.push(Segment { start: self.text.len() as u32, host, is_verbatim: true }),
        }
        self.text.push_str(text);
    }

    /// Adds `text`, which the host has made of its `host`.
    pub fn made(&mut self, text: &str, host: Range<u32>) {
        if !text.is_empty() {
            self.segments.push(Segment { start: self.text.len() as u32, host, is_verbatim: false });
            self.text.push_str(text);
        }
    }

    /// Adds the stretch `range` of another embedded text.
    pub fn part(&mut self, other: &EmbeddedText, range: Range<usize>) {
        let (start, end) = (range.start as u32, range.end as u32);
        let first = other.segments.partition_point(|segment| segment.start <= start).saturating_sub(1);
        for (index, segment) in other.segments.iter().enumerate().skip(first) {
            if segment.start >= end {
                break;
            }
            let segment_end = other.segment_end(index);
            let (from, to) = (segment.start.max(start), segment_end.min(end));
            let text = &other.text[from as usize..to as usize];
            match segment.is_verbatim {
                true => self.verbatim(text, segment.host.start + (from - segment.start)),
                false => self.made(text, segment.host.clone()),
            }
        }
    }

    /// The text.
    pub fn finish(self) -> EmbeddedText {
        let is_in_order = self.segments.is_sorted_by_key(|segment| segment.host.start);
        let Self { text, segments, spelling } = self;
        EmbeddedText { text: text.into(), segments, is_in_order, spelling }
    }
}

impl EmbeddedText {
    /// The whole of a file.
    pub fn of_file(text: &str) -> Self {
        let mut builder = EmbeddedTextBuilder::new(Spelling::Verbatim);
        builder.verbatim(text, 0);
        builder.finish()
    }

    /// The text itself.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// How the text around it spells.
    pub fn spelling(&self) -> Spelling {
        self.spelling
    }

    /// The same text in a host that spells like that.
    pub fn spelled(mut self, spelling: Spelling) -> Self {
        self.spelling = spelling;
        self
    }

    fn segment_end(&self, index: usize) -> u32 {
        self.segments.get(index + 1).map_or(self.text.len() as u32, |next| next.start)
    }

    fn segment_at(&self, offset: u32) -> Option<&Segment> {
        let behind = self.segments.partition_point(|segment| segment.start <= offset);
        behind.checked_sub(1).map(|index| &self.segments[index])
    }

    /// The place in the host of a stretch of the text, in bytes.
    pub fn host_range(&self, range: Range<u32>) -> Range<u32> {
        let start = match self.segment_at(range.start) {
            Some(segment) if segment.is_verbatim => segment.host.start + (range.start - segment.start),
            Some(segment) if range.start >= self.text.len() as u32 => segment.host.end,
            Some(segment) => segment.host.start,
            None => 0,
        };
        if range.is_empty() {
            return start..start;
        }
        let end = match self.segment_at(range.end - 1) {
            Some(segment) if segment.is_verbatim => segment.host.start + (range.end - segment.start),
            Some(segment) => segment.host.end,
            None => start,
        };
        // The pieces of a text may stand in the host in another order than in the text.
        start..end.max(start)
    }

    /// Whether the host shows a stretch of the text just as it is.
    pub fn is_verbatim(&self, range: &Range<u32>) -> bool {
        self.segment_at(range.start).is_some_and(|segment| {
            segment.is_verbatim && range.end - segment.start <= segment.host.end - segment.host.start
        })
    }

    /// `replacement` as the host, whose text is `host_text`, would spell it in place of `host`; none where the host has
    /// no such place, because something else was made of it, or where the replacement cannot be spelled there.
    pub fn spell(&self, host_text: &str, host: &Range<u32>, replacement: &str) -> Option<String> {
        if replacement.is_empty() && self.can_cut(host_text, host) {
            return Some(String::new());
        }
        let covers = |segment: &Segment| {
            segment.is_verbatim && segment.host.start <= host.start && host.end <= segment.host.end
        };
        let shown = if self.is_in_order {
            // The last that begins there, or the one before, where it begins behind nothing.
            let behind = self.segments.partition_point(|segment| segment.host.start <= host.start);
            self.segments[behind.saturating_sub(2)..behind].iter().find(|segment| covers(segment))
        } else {
            self.segments.iter().find(|segment| covers(segment))
        };
        let offset = shown.map(|segment| segment.start + (host.start - segment.host.start))?;
        if replacement.contains(['\n', '\r']) {
            return self.spell_lines(host_text, host.start, offset, replacement);
        }
        Some(match self.spelling {
            Spelling::Verbatim => replacement.to_owned(),
            Spelling::Escaped => replacement.replace('\\', "\\\\").replace('"', "\\\""),
            Spelling::SingleQuoted => replacement.replace('\'', "''"),
        })
    }

    /// The same for a replacement of several lines, to stand at `offset` of the text: each is indented by what the host puts
    /// before the line there.
    fn spell_lines(&self, host_text: &str, host: u32, offset: u32, replacement: &str) -> Option<String> {
        let line = |text: &'_ str, end: u32| {
            text.get(..end as usize).map(|text| text.rfind('\n').map_or(0, |at| at + 1))
        };
        let own = self.text.get(line(&self.text, offset)?..offset as usize)?;
        let shown = host_text.get(line(host_text, host)?..host as usize)?;
        let indent = shown.strip_suffix(own).filter(|indent| indent.trim().is_empty())?;
        (self.spelling == Spelling::Verbatim).then(|| replacement.replace('\n', &format!("\n{indent}")))
    }

    /// Whether nothing but the text, its escapes and its indentation stands in `host`.
    fn can_cut(&self, host_text: &str, host: &Range<u32>) -> bool {
        if !self.is_in_order {
            return false;
        }
        let shown = |range: Range<u32>| host_text.get(range.start as usize..range.end as usize);
        let is_blank = |text: &str| text.trim().is_empty();
        let first = self.segments.partition_point(|segment| segment.host.end <= host.start);
        let mut end = host.start;
        for segment in self.segments[first..].iter().take_while(|segment| segment.host.start < host.end) {
            let is_inside = host.start <= segment.host.start && segment.host.end <= host.end;
            let is_escape = || {
                shown(segment.host.clone())
                    .is_some_and(|text| text.starts_with(['\\', '\'']) || is_blank(text))
            };
            let is_gap_blank =
                segment.host.start <= end || shown(end..segment.host.start).is_some_and(is_blank);
            if !is_gap_blank || !(segment.is_verbatim || is_inside && is_escape()) {
                return false;
            }
            end = segment.host.end;
        }
        host.end <= end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "0123456789{\\\"a\\\"${X}} ";

    fn sample() -> EmbeddedText {
        let mut builder = EmbeddedTextBuilder::new(Spelling::Escaped);
        builder.verbatim("{", 10);
        builder.made("\"", 11..13);
        builder.verbatim("a", 13);
        builder.made("\"", 14..16);
        builder.made("long", 16..20);
        builder.verbatim("}", 20);
        builder.finish()
    }

    #[test]
    fn every_byte_has_its_place() {
        let text = sample();
        assert_eq!(&**text.text(), "{\"a\"long}");
        assert_eq!(text.host_range(0..1), 10..11);
        assert_eq!(text.host_range(1..4), 11..16);
        assert_eq!(text.host_range(2..3), 13..14);
        assert_eq!(text.host_range(5..6), 16..20);
        assert_eq!(text.host_range(8..9), 20..21);
        assert_eq!(text.host_range(9..9), 21..21);
        assert_eq!(text.host_range(0..9), 10..21);
    }

    #[test]
    fn a_part_keeps_its_places() {
        let mut builder = EmbeddedTextBuilder::new(Spelling::Escaped);
        builder.part(&sample(), 2..6);
        let part = builder.finish();
        assert_eq!(&**part.text(), "a\"lo");
        assert_eq!((part.host_range(0..1), part.host_range(3..4)), (13..14, 16..20));
    }

    #[test]
    fn replacements_are_spelled_as_the_host_does() {
        let text = sample();
        assert_eq!(text.spell(HOST, &(13..14), "b\"\\").as_deref(), Some("b\\\"\\\\"));
        assert_eq!(text.spell(HOST, &(16..20), "b"), None);
        assert_eq!(text.spell(HOST, &(13..16), "b"), None);
        assert_eq!(text.spell(HOST, &(13..14), "b\nc"), None);
    }

    #[test]
    fn lines_are_indented_as_the_host_indents_them() {
        let host = "x: |\n  {\n    a\n  }";
        let mut builder = EmbeddedTextBuilder::new(Spelling::Verbatim);
        builder.verbatim("{\n", 7);
        builder.verbatim("  a\n", 11);
        builder.verbatim("}", 17);
        let text = builder.finish();
        assert_eq!(text.spell(host, &(13..13), "b\n  ").as_deref(), Some("b\n    "));
        assert_eq!(text.spell(host, &(17..18), "c\n}").as_deref(), Some("c\n  }"));
        // What stands before it in the line is not what the text shows.
        assert_eq!(text.spell("x: |\n  {\n -- a\n  }", &(13..13), "b\n  "), None);
        assert_eq!(text.spelled(Spelling::Escaped).spell(host, &(13..13), "b\n  "), None);
    }

    #[test]
    fn a_cut_may_go_over_an_indentation_and_over_nothing_else() {
        let mut builder = EmbeddedTextBuilder::new(Spelling::Verbatim);
        builder.verbatim("ab\n", 0);
        builder.verbatim("cd", 5);
        let text = builder.finish();
        assert_eq!(text.spell("ab\n  cd", &(1..6), "").as_deref(), Some(""));
        assert_eq!(text.spell("ab\n,-cd", &(1..6), ""), None);
        assert_eq!(text.spell("ab\n  cd", &(1..6), "x"), None);
    }

    #[test]
    fn what_the_text_shows_can_be_cut_and_what_was_made_cannot() {
        let text = sample();
        assert_eq!(text.spell(HOST, &(11..16), "").as_deref(), Some(""));
        assert_eq!(text.spell(HOST, &(12..16), ""), None, "half an escape");
        assert_eq!(text.spell(HOST, &(11..20), ""), None, "a placeholder");
        assert_eq!(text.spell(HOST, &(20..22), ""), None, "beyond the end");
    }
}
