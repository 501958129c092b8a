//! Writes the sources of the book into a folder: the pages of `docs/`, and a page for each rule, made of `rules/`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use aslint::finding::{Rule, Severity};
use aslint::rules::RULES;

fn main() -> io::Result<()> {
    let target = PathBuf::from(std::env::args_os().nth(1).unwrap_or_else(|| "target/book/src".into()));
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for entry in fs::read_dir(docs)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "md") {
            write(
                &target.join(path.file_name().unwrap_or_default()),
                &within_book(&fs::read_to_string(&path)?),
            )?;
        }
    }
    for entry in RULES {
        let rule = &entry.rule;
        write(&target.join(format!("rules/{}/{}.md", rule.family, rule.id)), &page(rule))?;
    }
    let summary = target.join("SUMMARY.md");
    let chapters = fs::read_to_string(&summary)?.replace(RULES_CHAPTER, &rule_chapters());
    write(&target.join("rules/index.md"), &index())?;
    write(&summary, &chapters)
}

/// The line of the table of contents that the rules stand below.
const RULES_CHAPTER: &str = "- [Rules](rules/index.md)\n";

fn write(path: &Path, text: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}

/// A page of `docs/` with links that hold in the book: `rules/` lies within it, the rest of the project is online.
fn within_book(page: &str) -> String {
    let online = concat!("](", env!("CARGO_PKG_REPOSITORY"), "/blob/main/");
    page.replace("](../rules)", "](rules/index.md)")
        .replace("](../rules/", "](rules/")
        .replace("](../", online)
}

/// The page of a rule: its title, a table of what its front matter says, and its text.
fn page(rule: &Rule) -> String {
    let title = format!("# {}\n", rule.id);
    let body = rule.body();
    let (title, text) = body.split_at(if body.starts_with(&title) { title.len() } else { 0 });
    let aws = rule.aws.join(", ");
    let rows = [
        ("Severity", severity(rule)),
        ("Group", rule.group.name()),
        ("Fix", rule.fix.name()),
        ("AWS calls it", aws.as_str()),
        ("Status", rule.status.name()),
        ("Since", rule.since),
    ];
    let rows = rows.iter().filter(|(_, value)| !value.is_empty());
    let table: String = rows.map(|(name, value)| format!("| {name} | {value} |\n")).collect();
    format!("{title}\n{}.\n\n| | |\n|---|---|\n{table}{}", rule.summary, examples(text))
}

fn severity(rule: &Rule) -> &'static str {
    rule.severity.map_or("off", Severity::name)
}

/// The text with examples as readers like them: without marks, and with a word on what each one shows.
fn examples(text: &str) -> String {
    let mut out = String::new();
    let mut is_code = false;
    for line in text.lines() {
        if let Some(info) = line.strip_prefix("```") {
            is_code = !is_code;
            let mut words = info.split_whitespace();
            let language = words.next().unwrap_or_default();
            let says = words.find_map(|word| CAPTIONS.iter().find(|(mark, _)| *mark == word));
            says.into_iter().for_each(|(_, caption)| out.push_str(&format!("*{caption}:*\n\n")));
            out.push_str(&format!("```{language}\n"));
        } else if is_code {
            out.push_str(&line.replace(['»', '«'], ""));
            out.push('\n');
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

const CAPTIONS: [(&str, &str); 3] = [("fail", "Reported"), ("pass", "Not reported"), ("fixed", "Fixed")];

/// The table of all rules, a section for each family.
fn index() -> String {
    let mut out = format!("# Rules\n\naslint has {} rules.\n", RULES.len());
    for family in families() {
        out.push_str(&format!(
            "\n## {family}\n\n| rule | severity | fix | what it reports |\n|---|---|---|---|\n"
        ));
        for rule in rules_of(family) {
            let (id, fix, summary) = (rule.id, rule.fix.name(), rule.summary.replace('|', "\\|"));
            out.push_str(&format!(
                "| [`{id}`]({family}/{id}.md) | {} | {fix} | {summary} |\n",
                severity(rule)
            ));
        }
    }
    out
}

/// The chapter of the rules in the table of contents.
fn rule_chapters() -> String {
    let mut out = RULES_CHAPTER.to_owned();
    for family in families() {
        out.push_str(&format!("  - [{family}]()\n"));
        for rule in rules_of(family) {
            out.push_str(&format!("    - [{}](rules/{family}/{}.md)\n", rule.id, rule.id));
        }
    }
    out
}

fn families() -> Vec<&'static str> {
    let mut families: Vec<&str> = RULES.iter().map(|entry| entry.rule.family).collect();
    families.dedup();
    families
}

fn rules_of(family: &str) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().map(|entry| &entry.rule).filter(move |rule| rule.family == family)
}
