//! Notes on what a configuration says that is about nothing: entries of `suppress` and of `contracts`.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::configuration::{ConfigFile, Configurations};
use super::files;
use crate::config::{ConfigContract, Layer, Origin};
use crate::flow::{Promisable, function_names};
use crate::suggest;

/// A finding that a configuration silences: its file (absolute), its rule, its state.
pub type Silenced = (PathBuf, &'static str, Option<String>);

/// What contracts can name of a definition, with its file (absolute).
pub type Bound = (PathBuf, Promisable);

/// Notes on entries of `suppress` that silence nothing, in configurations of folders that were `walked` (absolute): of
/// others, not all files were looked at.
pub fn suppressions(
    configurations: &mut Configurations,
    walked: &[PathBuf],
    silenced: &[Silenced],
) -> Vec<String> {
    let mut paths: FxHashMap<(&str, Option<&str>), Vec<&Path>> = FxHashMap::default();
    for (path, rule, state) in silenced {
        paths.entry((rule, None)).or_default().push(path);
        if state.is_some() {
            paths.entry((rule, state.as_deref())).or_default().push(path);
        }
    }
    let mut notes = Vec::new();
    for file in configurations.found().into_iter().filter(|file| is_walked(file, walked)) {
        let any_file = files::with_slashes(&file.config.folder.join("any.asl.json"));
        let settings = configurations.effective(&any_file, &Layer::default()).settings;
        for entry in &file.config.suppressions {
            let rules = || entry.rules.iter().flat_map(|named| &named.rules);
            let is_used = |rule: &str, state: Option<&str>| {
                let is_about =
                    |path: &&Path| file.config.silenced(path).any(|other| std::ptr::eq(other, entry));
                paths.get(&(rule, state)).is_some_and(|paths| paths.iter().any(is_about))
            };
            let silences = rules().any(|rule| match entry.states.as_slice() {
                [] => is_used(rule.id, None),
                states => states.iter().any(|state| is_used(rule.id, Some(state))),
            });
            // What is off might have been found.
            let is_off = !rules().any(|rule| settings.severity(rule).is_some());
            if let Some(Origin::Line(line)) =
                entry.rules.first().map(|named| named.origin).filter(|_| !silences && !is_off)
            {
                notes.push(format!("{}:{line}: this entry of `suppress` silences nothing", file.name));
            }
        }
    }
    notes
}

/// Notes on what contracts name and no definition has, where all definitions were looked at that they are about.
pub fn contracts(configurations: &mut Configurations, walked: &[PathBuf], bound: &[Bound]) -> Vec<String> {
    let linted: FxHashSet<&Path> = bound.iter().map(|(path, _)| path.as_path()).collect();
    let mut notes = Vec::new();
    for file in configurations.found() {
        let own: Vec<&Bound> = bound
            .iter()
            .filter(|(path, _)| configurations.of_file(path).is_some_and(|other| Rc::ptr_eq(&other, &file)))
            .collect();
        let is_walked = is_walked(&file, walked);
        let mut found = Vec::new();
        for entry in &file.config.contracts {
            if is_walked || file.config.names_only(entry, &linted) {
                let about = own.iter().filter(|(path, _)| file.config.binds(entry, path));
                let about: Vec<&Promisable> = about.map(|(_, promisable)| promisable).collect();
                unmet(entry, &about, &mut |line, note| found.push((line, note)));
            }
        }
        found.sort();
        notes.extend(found.iter().map(|(line, note)| format!("{}:{line}: {note}", file.name)));
    }
    notes
}

/// What a contract names that none of the definitions in its files has.
fn unmet(entry: &ConfigContract, found: &[&Promisable], tell: &mut impl FnMut(u32, String)) {
    if found.is_empty() {
        return tell(entry.line, "this entry of `contracts` is about no definition".to_owned());
    }
    let mut about = found.to_vec();
    if let Some((name, line)) = &entry.definition {
        about.retain(|one| one.definitions.contains(name));
        if about.is_empty() {
            let names = found.iter().flat_map(|one| &one.definitions);
            let meant = meant(name, names.map(String::as_str));
            return tell(*line, format!("the files of this contract have no definition `{name}`{meant}"));
        }
    }
    if !about.iter().all(|one| one.is_whole) {
        return;
    }
    let tasks: FxHashSet<&str> = about.iter().flat_map(|one| &one.tasks).map(String::as_str).collect();
    for (name, described) in entry.results.iter().filter(|(name, _)| !tasks.contains(name.as_str())) {
        let meant = meant(name, about.iter().flat_map(|one| &one.tasks).map(String::as_str));
        tell(described.line, format!("the definitions of this contract have no Task state `{name}`{meant}"));
    }
    let called = || about.iter().flat_map(|one| &one.functions).map(|text| function_names(text));
    let functions: FxHashSet<&str> = called().flatten().collect();
    for (name, described) in entry.functions.iter().filter(|(name, _)| !functions.contains(name.as_str())) {
        let meant = meant(name, called().map(|[_, name]| name));
        let note =
            format!("the definitions of this contract have no task that function `{name}` answers{meant}");
        tell(described.line, note);
    }
}

fn meant<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> String {
    let nearest = suggest::nearest_within(&mut { suggest::BUDGET }, name, names);
    nearest.map(|nearest| format!(", did you mean `{nearest}`?")).unwrap_or_default()
}

/// Whether all files were looked at that a configuration is about.
fn is_walked(file: &ConfigFile, walked: &[PathBuf]) -> bool {
    walked.iter().any(|folder| file.config.folder.starts_with(folder))
}
