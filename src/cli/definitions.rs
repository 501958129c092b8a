//! The definitions of one file, for the commands that show them.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::arguments::ConfigurationOptions;
use super::configuration::Configurations;
use super::error::{self, Error};
use super::files::{self, Candidate};
use super::progress::Progress;
use super::texts::{Texts, guarded};
use crate::config::Layer;
use crate::source::FileId;
use crate::{Project, Settings, suggest};

/// The file that the arguments name.
pub struct Named<'a> {
    pub path: &'a Path,
    /// The name of standard input.
    pub stdin: &'a str,
    /// The definition that is asked for.
    pub definition: Option<&'a str>,
    pub configuration: &'a ConfigurationOptions,
    /// The file that describes the input.
    pub input: Option<&'a Path>,
}

impl Named<'_> {
    /// How the file is shown.
    pub fn name(&self) -> String {
        if self.is_stdin() { self.stdin.to_owned() } else { files::display(self.path) }
    }

    fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }

    /// The work on every definition that the file holds or names, as far as they are asked for.
    pub fn each<R>(
        &self,
        work: impl Fn(&Project<'_>, FileId, &Settings) -> Vec<R>,
        name_of: impl Fn(&R) -> Option<&str>,
    ) -> Result<Vec<R>, Error> {
        let name = self.name();
        if !self.is_stdin() && self.path.is_dir() {
            return Err(Error::Folder { path: name });
        }
        let path = (!self.is_stdin()).then(|| self.path.to_owned());
        let candidate = Candidate { path, name: name.clone(), is_named: true, is_expected: true };
        let mut errors = Vec::new();
        let texts = Texts::read(&[candidate], &Progress::new(), &mut errors);
        let project = Project::new(&texts.workspace, texts.documents);
        let from = self.configuration;
        let mut configurations = Configurations::new(from.config.as_deref(), from.isolated);
        configurations.promise_input(self.input)?;
        let mut done = Vec::new();
        for &id in &texts.subjects {
            let file = texts.workspace.file(id);
            let settings = configurations.effective(file.path(), &Layer::default()).settings;
            match guarded(file, || work(&project, id, &settings)) {
                Ok(some) => done.extend(some),
                Err(error) => errors.push(error),
            }
        }
        errors.append(&mut configurations.errors);
        if let Some(last) = errors.pop() {
            errors.iter().for_each(error::show);
            return Err(last);
        }
        if done.is_empty() { Err(Error::NoDefinition { path: name }) } else { self.chosen(done, name_of) }
    }

    /// Those of the name that was asked for.
    fn chosen<R>(&self, all: Vec<R>, name_of: impl Fn(&R) -> Option<&str>) -> Result<Vec<R>, Error> {
        let Some(wanted) = self.definition else { return Ok(all) };
        let (chosen, others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|one| name_of(one) == Some(wanted));
        if !chosen.is_empty() {
            return Ok(chosen);
        }
        let mut names: Vec<&str> = others.iter().filter_map(&name_of).collect();
        names.dedup();
        let help = match suggest::nearest(wanted, names.iter().copied()) {
            Some(nearest) => format!("Did you mean `{nearest}`?"),
            None if names.is_empty() => "It holds one definition, which has no name".to_owned(),
            None => format!("It holds {}", names.join(", ")),
        };
        Err(Error::UnknownDefinition { path: self.name(), name: wanted.to_owned(), help })
    }
}

/// Writes what a command shows to standard output, or to the file that was asked for.
pub fn write(text: &[u8], output: Option<&PathBuf>) -> Result<(), Error> {
    match output {
        Some(path) => files::write_text(path, &files::display(path), text),
        None => {
            let mut out = std::io::stdout().lock();
            out.write_all(text)?;
            Ok(out.flush()?)
        }
    }
}
