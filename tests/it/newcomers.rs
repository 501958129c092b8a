//! What newcomers paste first, from slides and blog posts. The answers are kept as they are shown, to be read.

use aslint::report::{Format, Style};

use crate::fixtures::{definitions, name, report};
use crate::support::read;

#[test]
fn answers_to_newcomers() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => true }, {
        for path in definitions("newcomers") {
            let name = name(&path);
            let answer = report(&[(name.clone(), read(&path))], Format::Full, &Style::default());
            let lines: Vec<&str> = answer.lines().map(str::trim_end).collect();
            insta::assert_snapshot!(name.replace(".asl.", "."), lines.join("\n"));
        }
    });
}

#[test]
fn answers_fit_the_width() {
    for path in definitions("newcomers") {
        let name = name(&path);
        for width in [40, 60, 100, 200] {
            let style = Style { width, ..Style::default() };
            let answer = report(&[(name.clone(), read(&path))], Format::Full, &style);
            let long = answer.lines().find(|line| line.chars().count() > width);
            assert_eq!(long, None, "{name} at {width} columns");
        }
    }
}
