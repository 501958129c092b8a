use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use super::error::Error;
use crate::document::{self, Expectation};
use crate::source::{MAX_TEXT_BYTES, SourceFile};

/// A file to lint.
#[derive(Debug)]
pub struct Candidate {
    /// Where it is; none for standard input.
    pub path: Option<PathBuf>,
    /// How findings refer to it.
    pub name: String,
    /// Whether an argument names it, rather than a folder that it is in.
    pub is_named: bool,
    /// Whether it should hold a definition, since a person named it rather than a hook.
    pub is_expected: bool,
}

/// A path with `/` between its parts. Elsewhere than on Windows, a `\` is a letter like others.
pub fn with_slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// A path as findings show it: with a single `/` between parts, without `.`, below the current folder without the way
/// there.
pub fn display(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = if path.is_absolute() { path.strip_prefix(&here).unwrap_or(path) } else { path };
    let parts = path.components().filter(|part| *part != Component::CurDir);
    match with_slashes(&parts.collect::<PathBuf>()) {
        name if name.is_empty() => ".".to_owned(),
        name => name,
    }
}

/// Reads a candidate. Nothing where it came from a folder and cannot hold a definition.
pub fn read(candidate: &Candidate) -> Result<Option<SourceFile>, Error> {
    let name = &candidate.name;
    let bytes = match &candidate.path {
        Some(path) => read_bytes(name, || File::open(path))?,
        None => read_bytes(name, || Ok(std::io::stdin().lock()))?,
    };
    let expects = candidate.is_expected || Expectation::of(name) == Expectation::Definition;
    match String::from_utf8(bytes) {
        Ok(text) if expects || document::may_hold_definition(&text) => {
            Ok(Some(SourceFile::new(name.as_str(), text)))
        }
        Ok(_) => Ok(None),
        // Some file of somebody else's.
        Err(_) if !expects => Ok(None),
        Err(error) => Err(Error::NotUtf8 { path: name.clone(), reason: encoding(error.as_bytes()) }),
    }
}

/// Reads a file that another one names; nothing where there is none.
pub fn read_referenced(path: &Path, name: String) -> Result<Option<SourceFile>, Error> {
    if !path.is_file() {
        return Ok(None);
    }
    read(&Candidate { path: Some(path.to_owned()), name, is_named: true, is_expected: true })
}

/// Reads a text file whose content is none of the linted ones'.
pub fn read_text(path: &Path, name: &str) -> Result<SourceFile, Error> {
    let bytes = read_bytes(name, || File::open(path))?;
    let text = String::from_utf8(bytes)
        .map_err(|error| Error::NotUtf8 { path: name.to_owned(), reason: encoding(error.as_bytes()) })?;
    Ok(SourceFile::new(name, text))
}

/// Writes a text file; folders that are missing are made.
pub fn write_text(path: &Path, name: &str, text: impl AsRef<[u8]>) -> Result<(), Error> {
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    let written = folder.and_then(|()| std::fs::write(path, text));
    written.map_err(|source| Error::Unwritable { path: name.to_owned(), source })
}

fn read_bytes<R: Read>(name: &str, open: impl FnOnce() -> std::io::Result<R>) -> Result<Vec<u8>, Error> {
    let unreadable = |source| Error::Unreadable { path: name.to_owned(), source };
    let mut bytes = Vec::new();
    open().and_then(|reader| reader.take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        return Err(Error::TooLarge { path: name.to_owned(), bytes: None });
    }
    Ok(bytes)
}

/// What a text that is not UTF-8 probably is.
fn encoding(bytes: &[u8]) -> String {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "it is UTF-16".to_owned(),
        _ => {
            let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
            let line = bytes[..valid].iter().filter(|&&byte| byte == b'\n').count() + 1;
            format!("line {line} has a byte (0x{:02X}) that is part of no character", bytes[valid])
        }
    }
}
