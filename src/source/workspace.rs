use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{FileId, SourceFile};

/// The texts to lint, and nothing else: the core reads no file.
#[derive(Debug, Default)]
pub struct Workspace {
    folder: String,
    files: Vec<SourceFile>,
    by_path: FxHashMap<String, FileId>,
}

impl Workspace {
    /// No texts yet; their paths are below `folder`, which is absolute, or empty where it does not matter.
    pub fn new(folder: impl Into<String>) -> Self {
        Self { folder: folder.into(), ..Self::default() }
    }

    /// Adds a text and says under which id findings refer to it.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(self.files.len() as u32);
        self.by_path.insert(join(&self.folder, file.path()), id);
        self.files.push(file);
        id
    }

    /// Puts another text in the place of one.
    pub fn replace(&mut self, id: FileId, text: impl Into<Arc<str>>) {
        let path = std::mem::take(&mut self.files[id.0 as usize].path);
        self.files[id.0 as usize] = SourceFile::new(path, text);
    }

    /// That text.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The text of that path, however the path is written.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.by_path.get(&join(&self.folder, path)).copied()
    }

    /// All texts.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = FileId> + use<> {
        (0..self.files.len() as u32).map(FileId)
    }
}

/// The path `path`, seen from `folder`, without `.` and, as far as they can be followed, without `..`.
pub fn join(folder: &str, path: &str) -> String {
    let is_absolute = path.starts_with('/') || folder.starts_with('/');
    let folder = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("{}{}", if is_absolute { "/" } else { "" }, parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined() {
        for (folder, path, joined) in [
            ("", "flow.asl.json", "flow.asl.json"),
            ("infra", "./flow.asl.json", "infra/flow.asl.json"),
            ("infra", "../flows/a.json", "flows/a.json"),
            ("", "../flows/a.json", "../flows/a.json"),
            ("../x", "../a.json", "../a.json"),
            ("/repo", "a.json", "/repo/a.json"),
            ("/repo/flows", "../../../a.json", "/../a.json"),
            ("infra", "/tmp/./a.json", "/tmp/a.json"),
        ] {
            assert_eq!(join(folder, path), joined, "{folder} {path}");
        }
    }

    #[test]
    fn a_text_is_found_however_its_path_is_written() {
        let mut workspace = Workspace::new("/repo/flows");
        let id = workspace.add(SourceFile::new("a.json", ""));
        for path in ["a.json", "./a.json", "../flows/a.json", "/repo/flows/a.json"] {
            assert_eq!(workspace.find(path), Some(id), "{path}");
        }
        assert_eq!(workspace.find("../a.json"), None);
    }
}
