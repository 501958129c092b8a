//! What goes wrong with data, a class of failure a definition. The answers are kept as they are shown, to be read.

use std::collections::BTreeSet;

use aslint::report::{Format, Style};
use aslint::rules;

use crate::fixtures::{definitions, name, report};
use crate::support::read;

const LANGUAGES: [&str; 2] = [".jsonpath", ".jsonata"];

#[test]
fn answers_about_data() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => true }, {
        for path in definitions("data-flow") {
            let name = name(&path);
            let answer = report(&[(name.clone(), read(&path))], Format::Full, &Style::default());
            let lines: Vec<&str> = answer.lines().map(str::trim_end).collect();
            insta::assert_snapshot!(name.replace(".asl.json", ""), lines.join("\n"));
        }
    });
}

#[test]
fn each_failure_is_reported_by_a_rule_about_data() {
    let mut classes = BTreeSet::new();
    let mut silent = Vec::new();
    for path in definitions("data-flow") {
        let name = name(&path);
        let answer = report(&[(name.clone(), read(&path))], Format::Json, &Style::default());
        let answer: serde_json::Value = serde_json::from_str(&answer).expect("the report is JSON");
        let mut findings = answer["findings"].as_array().expect("a list").iter();
        let is_about_data = |finding: &serde_json::Value| {
            let rule = finding["rule"].as_str().and_then(rules::find);
            rule.is_some_and(|entry| entry.rule.family == "data-flow")
        };
        if !findings.any(is_about_data) {
            silent.push(name.clone());
        }
        let class = LANGUAGES.iter().find_map(|language| Some(name.split_once(language)?.0.to_owned()));
        classes.insert(class.unwrap_or_else(|| panic!("{name} says no language")));
    }
    assert!(silent.is_empty(), "nothing is said of the data in {silent:?}");
    assert!(classes.len() >= 25, "only {} classes of failure", classes.len());
}
