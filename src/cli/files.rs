use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::Error;
use crate::document::{self, Expectation};
use crate::source::{MAX_TEXT_BYTES, SourceFile};

/// Folders of other people's files.
const VENDORED: [&str; 5] = ["node_modules", "vendor", "venv", "site-packages", "target"];

/// What may hold a definition.
const ENDINGS: [&str; 8] = ["json", "yaml", "yml", "asl", "jsonc", "template", "tf", "tofu"];

/// A template beyond that is a product of some tool, and names no file of the repository.
const MAX_TEMPLATE_BYTES: u64 = 4 * 1024 * 1024;

/// A file to lint.
#[derive(Debug)]
pub struct Candidate {
    /// Where it is; none for standard input.
    path: Option<PathBuf>,
    /// How findings refer to it.
    pub name: String,
    /// Whether the user named it, rather than a folder that it is in.
    pub is_named: bool,
}

/// The files that the arguments name, each once, in the order of their names, and what could not be looked at.
pub fn collect(paths: &[PathBuf], stdin_name: &str, mut found: impl FnMut()) -> (Vec<Candidate>, Vec<Error>) {
    let mut candidates: BTreeMap<String, Candidate> = BTreeMap::new();
    let mut errors = Vec::new();
    let mut add = |candidate: Candidate| {
        found();
        let known = candidates.entry(candidate.name.clone());
        known.and_modify(|known| known.is_named |= candidate.is_named).or_insert(candidate);
    };
    for path in paths {
        if path.as_os_str() == "-" {
            add(Candidate { path: None, name: stdin_name.to_owned(), is_named: true });
        } else if path.is_dir() {
            for entry in walk(path) {
                match entry {
                    Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                        let path = entry.into_path();
                        add(Candidate { name: display(&path), path: Some(path), is_named: false });
                    }
                    Ok(_) => {}
                    Err(error) => errors.push(unwalkable(path, error)),
                }
            }
        } else {
            add(Candidate { path: Some(path.clone()), name: display(path), is_named: true });
        }
    }
    (candidates.into_values().collect(), errors)
}

/// The files below a folder that may hold definitions; what git ignores, hidden and vendored folders left out.
fn walk(folder: &Path) -> ignore::Walk {
    let mut walk = ignore::WalkBuilder::new(folder);
    walk.require_git(false).sort_by_file_name(Ord::cmp).filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        if entry.depth() == 0 {
            return true;
        }
        match entry.file_type() {
            Some(kind) if kind.is_dir() => !VENDORED.contains(&&*name),
            _ => Path::new(&*name)
                .extension()
                .is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known)),
        }
    });
    walk.build()
}

fn unwalkable(folder: &Path, error: ignore::Error) -> Error {
    let path = display(folder);
    let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other("it cannot be walked"));
    Error::Unreadable { path, source }
}

/// A path with `/` between its parts.
pub fn with_slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// A path as findings show it: with `/`, without `./`, below the current folder without the way there.
pub fn display(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = if path.is_absolute() { path.strip_prefix(&here).unwrap_or(path) } else { path };
    let name = with_slashes(path);
    name.strip_prefix("./").unwrap_or(&name).to_owned()
}

/// Reads a candidate. Nothing where it came from a folder and cannot hold a definition.
pub fn read(candidate: &Candidate) -> Result<Option<SourceFile>, Error> {
    let name = &candidate.name;
    let bytes = match &candidate.path {
        Some(path) => read_bytes(name, || File::open(path))?,
        None => read_bytes(name, || Ok(std::io::stdin().lock()))?,
    };
    let expects = candidate.is_named || Expectation::of(name) == Expectation::Definition;
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
    read(&Candidate { path: Some(path.to_owned()), name, is_named: true })
}

/// The folder that a file is in.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() }
}

/// The files of Terraform in a folder, in the order of their names.
pub fn terraform_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|ending| ending == "tf" || ending == "tofu"))
        .collect();
    files.sort();
    files
}

/// The templates that name one of these files, as far as the root of each file's repository.
pub fn templates_that_name(names: &[&str]) -> Vec<PathBuf> {
    let root_of = |name: &&str| {
        let folder = std::path::absolute(folder(name)).ok()?;
        folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
    };
    let roots: BTreeSet<PathBuf> = names.iter().filter_map(root_of).collect();
    let last_parts: Vec<&str> = names.iter().filter_map(|name| name.rsplit('/').next()).collect();
    let mut found = Vec::new();
    for entry in roots.iter().flat_map(|root| walk(root)).flatten() {
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        let is_small = || entry.metadata().is_ok_and(|metadata| metadata.len() <= MAX_TEMPLATE_BYTES);
        if !is_file || !is_small() {
            continue;
        }
        let Ok(bytes) = std::fs::read(entry.path()) else { continue };
        let has = |word: &str| memchr::memmem::find(&bytes, word.as_bytes()).is_some();
        if last_parts.iter().any(|part| has(part)) && document::TEMPLATE_MARKS.iter().any(|mark| has(mark)) {
            found.push(entry.into_path());
        }
    }
    found
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
