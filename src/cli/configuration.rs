//! The configuration files of a run: which one holds for which file.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::error::Error;
use super::{files, promises};
use crate::config::{self, Config, Effective, FILE_NAME, Layer};
use crate::flow::Contract;
use crate::source::{FileId, Workspace};

/// A configuration file that was read.
#[derive(Debug)]
pub struct ConfigFile {
    /// How it is shown.
    pub name: String,
    /// What it says.
    pub config: Config,
    /// What the files say that its contracts name, contract by contract.
    pub contracts: Vec<Contract>,
}

/// Which configurations are heeded.
enum Which {
    /// The nearest one above each file.
    Nearest,
    /// This one for all.
    Given(Rc<ConfigFile>),
    /// None.
    None,
}

/// The configuration files of a run.
pub struct Configurations {
    which: Which,
    by_folder: FxHashMap<PathBuf, Option<Rc<ConfigFile>>>,
    /// What the command line promises, which outweighs what they do.
    promised: Option<Contract>,
    /// What is wrong with them, each file's once.
    pub errors: Vec<Error>,
}

impl Configurations {
    /// Heeds the file `given`, or none where the run is `isolated`, or the nearest one above each file.
    pub fn new(given: Option<&Path>, isolated: bool) -> Self {
        let mut configurations =
            Self { which: Which::None, by_folder: FxHashMap::default(), promised: None, errors: Vec::new() };
        configurations.which = match given {
            // What is wrong with a file that was named is told even where nothing else of it is of use.
            Some(path) => match configurations.read(path, &here()) {
                Some(file) => Which::Given(file),
                None => Which::None,
            },
            None if isolated => Which::None,
            None => Which::Nearest,
        };
        configurations
    }

    /// Has the input of all definitions described by a file with a JSON Schema or a sample.
    pub fn promise_input(&mut self, path: Option<&Path>) -> Result<(), Error> {
        let input = path.map(promises::read).transpose()?;
        self.promised = input.map(|input| Contract { input: Some(input), ..Contract::default() });
        Ok(())
    }

    /// The configuration of the run as a whole: that of the current folder.
    pub fn of_run(&mut self) -> Option<Rc<ConfigFile>> {
        self.of_folder(&here())
    }

    /// The configuration that holds for a file (absolute).
    pub fn of_file(&mut self, path: &Path) -> Option<Rc<ConfigFile>> {
        path.parent().and_then(|folder| self.of_folder(folder))
    }

    fn of_folder(&mut self, folder: &Path) -> Option<Rc<ConfigFile>> {
        match &self.which {
            Which::None => return None,
            Which::Given(file) => return Some(Rc::clone(file)),
            Which::Nearest => {}
        }
        let mut below = Vec::new();
        let mut found = None;
        for folder in folder.ancestors() {
            if let Some(known) = self.by_folder.get(folder) {
                found = known.clone();
                break;
            }
            below.push(folder.to_owned());
            let path = folder.join(FILE_NAME);
            if path.is_file() {
                found = self.read(&path, folder);
                break;
            }
            if folder.join(".git").exists() {
                break;
            }
        }
        for folder in below {
            self.by_folder.insert(folder, found.clone());
        }
        found
    }

    fn read(&mut self, path: &Path, folder: &Path) -> Option<Rc<ConfigFile>> {
        let name = files::display(path);
        let text = match files::read_text(path, &name) {
            Ok(text) => text,
            Err(error) => {
                self.errors.push(error);
                return None;
            }
        };
        let mut workspace = Workspace::default();
        let id: FileId = workspace.add(text);
        let (config, problems) = config::read(id, workspace.file(id), folder);
        let workspace = Arc::new(workspace);
        let contracts = config.contracts.iter();
        let contracts = contracts.map(|one| promises::contract(one, &workspace, &mut self.errors)).collect();
        let error = |problem| Error::Configuration { workspace: Arc::clone(&workspace), problem };
        self.errors.extend(problems.into_iter().map(error));
        Some(Rc::new(ConfigFile { name, config, contracts }))
    }

    /// The configuration files that were found above the files of the run, in the order of their names.
    pub fn found(&self) -> Vec<Rc<ConfigFile>> {
        let mut files: Vec<Rc<ConfigFile>> = self.by_folder.values().flatten().cloned().collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        files.dedup_by(|a, b| a.name == b.name);
        files
    }

    /// What is in force for a file that findings call `name`; `asked` is what the command line asks for.
    pub fn effective(&mut self, name: &str, asked: &Layer) -> Effective {
        let path = absolute(Path::new(name));
        let file = self.of_file(&path);
        let config = file.as_ref().map(|file| &file.config);
        let layers = config.into_iter().flat_map(|config| config.layers(&path));
        let silenced = config.into_iter().flat_map(|config| config.silenced(&path));
        let mut effective = config::settle(layers.chain([asked]), silenced);
        let options = config.into_iter().flat_map(|config| &config.options);
        effective.settings.options =
            options.map(|(rule, option, values)| ((*rule, *option), values.clone())).collect();
        if let Some(file) = &file {
            let contracts = file.config.contracts.iter().zip(&file.contracts);
            let binding = contracts.filter(|(entry, _)| file.config.binds(entry, &path));
            effective.settings.contracts.extend(binding.map(|(_, contract)| contract.clone()));
        }
        effective.settings.contracts.extend(self.promised.clone());
        effective
    }
}

/// The folder that the command runs in.
fn here() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

/// The path from the root, without `.` and `..`.
pub fn absolute(path: &Path) -> PathBuf {
    PathBuf::from(crate::source::join(&files::with_slashes(&here()), &files::with_slashes(path)))
}
