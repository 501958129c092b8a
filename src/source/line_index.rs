/// A place as people count it: both from 1, the column in Unicode code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in code points, from 1.
    pub column: u32,
}

/// Bytes between two remembered character counts of a text that is not ASCII.
const STRIDE: usize = 1024;

/// Where the lines of a text begin.
///
/// A line ends at `\n`, `\r\n` or a lone `\r`. Looking a place up costs the logarithm of the number of lines plus at
/// most a kilobyte of counting, also where the whole text is one line.
#[derive(Debug)]
pub struct LineIndex {
    line_starts: Vec<u32>,
    /// Characters before each multiple of [`STRIDE`] bytes; empty where every character is one byte.
    characters_before: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut line_starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                line_starts.push(at as u32 + 1);
            }
        }
        let mut characters_before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for chunk in bytes.chunks(STRIDE) {
                characters_before.push(count);
                count += count_characters(chunk);
            }
            characters_before.push(count);
        }
        Self { line_starts, characters_before }
    }

    /// How many lines there are; a text that ends in a line break has an empty last line.
    pub fn line_count(&self) -> u32 {
        self.line_starts.len() as u32
    }

    /// Offset of the first byte of `line` (from 1), or of the last line where there are fewer.
    pub fn line_start(&self, line: u32) -> u32 {
        let index = (line.max(1) as usize - 1).min(self.line_starts.len() - 1);
        self.line_starts[index]
    }

    /// Line and column of `offset` in `text`, the text that the index was made of.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts[line - 1];
        let column = self.characters_to(text, offset) - self.characters_to(text, start) + 1;
        LineColumn { line: line as u32, column }
    }

    fn characters_to(&self, text: &str, offset: u32) -> u32 {
        let offset = (offset as usize).min(text.len());
        if self.characters_before.is_empty() {
            return offset as u32;
        }
        let chunk = offset / STRIDE;
        self.characters_before[chunk] + count_characters(&text.as_bytes()[chunk * STRIDE..offset])
    }
}

fn count_characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, offset: u32) -> (u32, u32) {
        let at = LineIndex::new(text).line_column(text, offset);
        (at.line, at.column)
    }

    #[test]
    fn counts_lines_of_every_ending() {
        let text = "a\nbb\r\nccc\rd";
        assert_eq!(place(text, 0), (1, 1));
        assert_eq!(place(text, 3), (2, 2));
        assert_eq!(place(text, 6), (3, 1));
        assert_eq!(place(text, 10), (4, 1));
        assert_eq!(place(text, 11), (4, 2));
    }

    #[test]
    fn counts_columns_in_code_points() {
        let text = "é€😀x";
        assert_eq!(place(text, 9), (1, 4));
    }

    #[test]
    fn counts_far_into_one_long_line() {
        let text = "ü".repeat(5000);
        for character in [0u32, 511, 512, 513, 4999, 5000] {
            assert_eq!(place(&text, character * 2), (1, character + 1));
        }
    }
}
