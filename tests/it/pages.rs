//! Every page of `rules/` holds what it must, and its examples are true.
//!
//! A block marked `fail` yields findings of its rule, at the places between `»` and `«`, and nothing more than infos of
//! any other. A block
//! In a block marked `pad=N` the word PADDING stands for N letters. A block
//! marked `template` is a template that holds definitions. A block
//! marked `pass` yields nothing of its rule. A block marked `fixed` is what the fixes of the block before it make.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;

use aslint::finding::{Finding, FixAvailability, Rule, Severity};
use aslint::fix;
use aslint::rules::{RULES, RuleEntry};
use aslint::source::FileId;

use crate::support::{lint_text, root, settings};

const SECTIONS: [&str; 4] = ["## What it does", "## Why it matters", "## Examples", "## How to fix"];

struct Block {
    line: usize,
    notation: String,
    marks: Vec<String>,
    text: String,
}

impl Block {
    fn is(&self, mark: &str) -> bool {
        self.marks.iter().any(|own| own == mark)
    }
}

/// The fenced blocks of a page.
fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (index, line) in page.lines().enumerate() {
        if let Some(info) = line.strip_prefix("```") {
            is_open = !is_open;
            if is_open {
                let mut words = info.split_whitespace().map(str::to_owned);
                let notation = words.next().unwrap_or_default();
                blocks.push(Block { line: index + 1, notation, marks: words.collect(), text: String::new() });
            }
        } else if let (true, Some(block)) = (is_open, blocks.last_mut()) {
            block.text.push_str(line);
            block.text.push('\n');
        }
    }
    blocks
}

/// The text without its marks, and the places that were marked.
fn unmark(marked: &str) -> (String, Vec<Range<u32>>) {
    let (mut text, mut places, mut start) = (String::new(), Vec::new(), 0);
    for letter in marked.chars() {
        match letter {
            '»' => start = text.len() as u32,
            '«' => places.push(start..text.len() as u32),
            letter => text.push(letter),
        }
    }
    (text, places)
}

fn lint(rule: &Rule, block: &Block, text: &str) -> Vec<Finding> {
    let workflow_type = block.marks.iter().find_map(|mark| mark.strip_prefix("type=")).unwrap_or_default();
    let mut settings = settings(workflow_type);
    if rule.severity.is_none() {
        settings.severities.set(rule, Some(Severity::Warning));
    }
    let is_template = block.is("template") || block.notation == "hcl";
    let name = match block.notation.as_str() {
        "hcl" => "example.tf".to_owned(),
        notation if is_template => format!("template.{notation}"),
        notation => format!("example.asl.{notation}"),
    };
    lint_text(&name, text, &settings)
}

fn check_examples(rule: &Rule, page: &str, problems: &mut Vec<String>) {
    let blocks = blocks(page);
    let mut problem =
        |block: &Block, text: String| problems.push(format!("{}:{}: {text}", rule.id, block.line));
    for (index, block) in blocks.iter().enumerate() {
        let pad =
            block.marks.iter().find_map(|mark| mark.strip_prefix("pad=")?.parse().ok()).unwrap_or_default();
        let (text, mut places) = unmark(&block.text.replace("PADDING", &"x".repeat(pad)));
        if block.is("fail") {
            let findings = lint(rule, block, &text);
            for finding in &findings {
                if finding.rule.id != rule.id && finding.severity > Severity::Info {
                    problem(block, format!("also draws {}: {}", finding.rule.id, finding.message));
                }
            }
            let own: Vec<&Finding> = findings.iter().filter(|finding| finding.rule.id == rule.id).collect();
            let mut found: Vec<Range<u32>> =
                own.iter().map(|finding| finding.primary.span.start..finding.primary.span.end).collect();
            found.sort_by_key(|place| (place.start, place.end));
            places.sort_by_key(|place| (place.start, place.end));
            if places.is_empty() || found != places {
                let show = |places: &[Range<u32>]| -> Vec<String> {
                    places
                        .iter()
                        .map(|place| text[place.start as usize..place.end as usize].to_owned())
                        .collect()
                };
                problem(block, format!("marks {:?}, but the rule reports {:?}", show(&places), show(&found)));
            }
            let fixes: Vec<_> = own.iter().filter_map(|finding| finding.fix.as_ref()).collect();
            let fixed_block = blocks.get(index + 1).filter(|next| next.is("fixed"));
            match (fixes.is_empty(), fixed_block) {
                (true, Some(next)) => problem(next, "the finding has no fix".to_owned()),
                (false, None) => problem(block, "has a fix, and no `fixed` block follows".to_owned()),
                (false, Some(next)) => {
                    let (fixed, _) = fix::apply(FileId(0), &text, fixes);
                    if fixed != next.text {
                        problem(next, format!("the fix makes\n{fixed}"));
                    }
                }
                (true, None) => {}
            }
        } else if block.is("pass") || block.is("fixed") {
            if let Some(finding) = lint(rule, block, &text).iter().find(|finding| finding.rule.id == rule.id)
            {
                problem(block, format!("draws the rule: {}", finding.message));
            }
        } else {
            problem(block, "is marked neither `fail` nor `pass` nor `fixed`".to_owned());
        }
    }
    let count = |mark: &str| blocks.iter().filter(|block| block.is(mark)).count();
    if count("fail") == 0 || count("pass") == 0 {
        problems.push(format!("{}: needs a failing and a passing example", rule.id));
    }
    if rule.fix != FixAvailability::None && count("fixed") == 0 {
        problems.push(format!("{}: declares a fix and shows none", rule.id));
    }
}

#[test]
fn pages_are_complete_and_their_examples_true() {
    let mut problems = Vec::new();
    let only = std::env::var("ASLINT_RULE").ok();
    for entry in RULES {
        let rule = &entry.rule;
        if only.as_deref().is_some_and(|only| only != rule.id && only != rule.family) {
            continue;
        }
        let body = rule.page.splitn(3, "+++\n").nth(2).unwrap_or_default().trim_start();
        if !body.starts_with(&format!("# {}\n", rule.id)) {
            problems.push(format!("{}: the page begins with `# {}`", rule.id, rule.id));
        }
        let positions: Vec<_> = SECTIONS.iter().map(|section| body.find(&format!("\n{section}\n"))).collect();
        if positions.iter().any(Option::is_none) || !positions.is_sorted() {
            problems.push(format!("{}: needs the sections {SECTIONS:?} in this order", rule.id));
        }
        check_examples(rule, body, &mut problems);
    }
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn rules_keep_to_the_policy() {
    for entry in RULES {
        let rule = &entry.rule;
        let ceiling = rule.group.ceiling();
        assert!(
            rule.severity <= ceiling,
            "{}: {:?} is above the group's {ceiling:?}",
            rule.id,
            rule.severity
        );
        assert!(!rule.summary.ends_with('.'), "{}: the summary is no sentence", rule.id);
        assert!(!rule.sources.is_empty(), "{}: on what does it rest?", rule.id);
        let is_kebab =
            rule.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        assert!(is_kebab, "{}", rule.id);
    }
}

#[test]
fn every_module_of_a_rule_begins_with_what_it_reports() {
    for entry in RULES {
        let module = entry.rule.id.replace('-', "_");
        let family = entry.rule.family.replace('-', "_");
        let path = root().join(format!("src/rules/{family}/{module}.rs"));
        let text = fs::read_to_string(&path).unwrap_or_default();
        assert!(text.starts_with("//! "), "{}", path.display());
    }
}

/// The fields without which a rule is not asked, as the head of its page names them.
fn fields(page: &str) -> Vec<String> {
    let line = page.lines().find_map(|line| line.strip_prefix("fields = ")).unwrap_or("[]");
    serde_json::from_str(line).expect("a list of names")
}

/// A debug build asks every rule, and panics where one reports that lacks all of its fields.
#[test]
fn rules_report_nothing_where_they_are_not_asked() {
    let of_rules: BTreeSet<Vec<String>> = RULES.iter().map(|entry| fields(entry.rule.page)).collect();
    for RuleEntry { rule, .. } in RULES {
        for block in blocks(rule.page).iter().filter(|block| block.is("fail")) {
            let (text, _) = unmark(&block.text);
            let without = of_rules.iter().map(|fields| {
                fields.iter().fold(text.clone(), |text, field| {
                    let text = text.replace(&format!("\"{field}\":"), &format!("\"{field}é\":"));
                    text.replace(&format!(" {field}:"), &format!(" {field}é:"))
                })
            });
            for changed in without.filter(|changed| *changed != text).collect::<BTreeSet<String>>() {
                lint(rule, block, &changed);
            }
        }
    }
}
