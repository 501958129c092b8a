//! Reads the pages of `rules/` into the rule table. A page without a module, or a module without a page, is an error.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    summary: String,
    severity: String,
    group: String,
    since: String,
    status: String,
    fix: String,
    /// Fields of which a definition has one if the rule is to look at it; whatever it has where there are none.
    #[serde(default)]
    fields: Vec<String>,
    /// The rule looks at each object or state by itself, so that it can be given a part of them.
    #[serde(default)]
    blockwise: bool,
    #[serde(default)]
    aws: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
    sources: Vec<String>,
    #[serde(default)]
    options: BTreeMap<String, String>,
}

pub fn generate(root: &Path) -> Result<String, String> {
    let mut out = String::from("/// Every rule, by family and id.\npub static RULES: &[RuleEntry] = &[\n");
    let mut seen = BTreeMap::new();
    let mut number = 0;
    for family in entries(&root.join("rules"))? {
        if !root.join("rules").join(&family).is_dir() {
            continue;
        }
        for file in entries(&root.join("rules").join(&family))? {
            let path = root.join("rules").join(&family).join(&file);
            let name = format!("rules/{family}/{file}");
            let id =
                file.strip_suffix(".md").ok_or_else(|| format!("{name}: only pages (`.md`) belong here"))?;
            let text = fs::read_to_string(&path).map_err(|error| format!("{name}: {error}"))?;
            let front = text
                .strip_prefix("+++\n")
                .and_then(|rest| rest.split_once("\n+++\n"))
                .map(|(front, _)| front)
                .ok_or_else(|| format!("{name}: the page begins with TOML between two `+++` lines"))?;
            let front: FrontMatter = toml::from_str(front).map_err(|error| format!("{name}: {error}"))?;
            let (room, module) = (family.replace('-', "_"), id.replace('-', "_"));
            if !root.join(format!("src/rules/{room}/{module}.rs")).is_file() {
                return Err(format!("{name}: there is no src/rules/{room}/{module}.rs"));
            }
            if let Some(other) = seen.insert(id.to_owned(), name.clone()) {
                return Err(format!("{name}: {other} has that id already"));
            }
            let _ = writeln!(
                out,
                "    RuleEntry {{ rule: Rule {{ id: {id:?}, number: {number}, family: {family:?}, group: Group::{}, severity: {}, \
                 summary: {:?}, since: {:?}, status: Status::{}, fix: FixAvailability::{}, aws: &{:?}, aliases: &{:?}, \
                 sources: &{:?}, options: &[{}], page: include_str!({:?}) }}, \
                 check: Check {{ fields: FieldSet::of(&[{}]), is_blockwise: {}, run: crate::rules::{room}::{module}::check }} }},",
                capital(&front.group),
                if front.severity == "off" {
                    "None".to_owned()
                } else {
                    format!("Some(Severity::{})", capital(&front.severity))
                },
                front.summary,
                front.since,
                capital(&front.status),
                capital(&front.fix),
                front.aws,
                front.aliases,
                front.sources,
                front.options.iter().fold(String::new(), |mut list, (name, summary)| {
                    let _ = write!(list, "RuleOption {{ name: {name:?}, summary: {summary:?} }}, ");
                    list
                }),
                path,
                front.fields.iter().map(|field| format!("Field::{field}, ")).collect::<String>(),
                front.blockwise,
            );
            number += 1;
        }
    }
    out.push_str("];\n");
    modules_have_pages(root)?;
    Ok(out)
}

fn modules_have_pages(root: &Path) -> Result<(), String> {
    for family in entries(&root.join("src/rules"))? {
        if !root.join("src/rules").join(&family).is_dir() {
            continue;
        }
        for file in entries(&root.join("src/rules").join(&family))? {
            let Some(module) = file.strip_suffix(".rs").filter(|module| *module != "mod") else { continue };
            let id = module.replace('_', "-");
            let folder = family.replace('_', "-");
            if !root.join(format!("rules/{folder}/{id}.md")).is_file() {
                return Err(format!("src/rules/{family}/{file}: there is no rules/{folder}/{id}.md"));
            }
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<String>, String> {
    let listing = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names = Vec::new();
    for entry in listing {
        let entry = entry.map_err(|error| format!("{}: {error}", folder.display()))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    Ok(names)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}
