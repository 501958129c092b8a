//! The text of files, and places in it.
//!
//! Everything in here counts in bytes of UTF-8; [`LineIndex`] turns a byte offset into the line and column
//! that a person or a machine reader expects.

mod embedded;
mod line_index;
mod span;
mod workspace;

use std::sync::{Arc, OnceLock};

pub use embedded::{EmbeddedText, EmbeddedTextBuilder, Spelling};
pub use line_index::{LineColumn, LineIndex};
pub use span::{FileId, Span};
pub use workspace::{Workspace, join};

/// The largest text that is read, in bytes. AWS refuses definitions over 1 MiB (spec/limits.md 9.1); templates
/// and generated files are larger, but nothing a person deploys comes near this.
pub const MAX_TEXT_BYTES: u64 = 256 * 1024 * 1024;

/// A file's text under the name by which findings refer to it.
#[derive(Debug)]
pub struct SourceFile {
    path: String,
    text: Arc<str>,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// A file called `path` (as the user wrote it, with `/` between its parts) that holds `text`.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into(), lines: OnceLock::new() }
    }

    /// The name by which findings refer to the file.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The text's lines, found on first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Line and column of a byte offset.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        self.lines().line_column(&self.text, offset)
    }
}
