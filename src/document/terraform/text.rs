//! Terraform's template language: `${…}` for values, `%{…}` for conditions and loops.

use std::ops::Range;

use crate::document::intrinsics::plain;
use crate::source::{EmbeddedText, EmbeddedTextBuilder};

/// So many characters of an expression are kept as the name of what it gives.
const NAME_LENGTH: usize = 60;

/// The text that a template makes, as far as it is written down: expressions become placeholders, and of directives
/// only what is between them is left. Tells whether there are any of those.
pub(super) fn rendered(template: &EmbeddedText) -> (EmbeddedText, bool) {
    let text = template.text();
    let mut builder = EmbeddedTextBuilder::new(template.spelling());
    let mut has_directives = false;
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'$', b'%', &text.as_bytes()[at..]) {
        let start = at + found;
        let rest = &text[start..];
        at = start + 1;
        let host = |end: usize| template.host_range(start as u32..end as u32);
        if rest.starts_with("$${") || rest.starts_with("%%{") {
            builder.part(template, done..start);
            builder.part(template, start + 1..start + 3);
            (done, at) = (start + 3, start + 3);
        } else if rest.starts_with("${") {
            let Range { start: inner, end } = inside(text, start);
            if !is_name(&text[inner..end]) {
                builder.part(template, done..start);
                let name: String =
                    plain(text[inner..end].trim_matches(['~', ' '])).chars().take(NAME_LENGTH).collect();
                let name = if name.is_empty() { "_" } else { &name };
                let behind = (end + 1).min(text.len());
                builder.made(&format!("${{{name}}}"), host(behind));
                done = behind;
            }
            at = (end + 1).min(text.len());
        } else if rest.starts_with("%{") {
            has_directives = true;
            builder.part(template, done..start);
            let behind = (inside(text, start).end + 1).min(text.len());
            (done, at) = (behind, behind);
        }
    }
    builder.part(template, done..text.len());
    (builder.finish(), has_directives)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || "_.:-".contains(letter))
}

/// What stands between the braces that open behind `start`: their expression may have braces and strings of its own.
fn inside(text: &str, start: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let inner = start + 2;
    let (mut depth, mut at) = (1, inner);
    let mut is_string = false;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if is_string => at += 1,
            b'"' => is_string = !is_string,
            b'{' if !is_string => depth += 1,
            b'}' if !is_string => {
                depth -= 1;
                if depth == 0 {
                    return inner..at;
                }
            }
            b'\n' if is_string => is_string = false,
            _ => {}
        }
        at += 1;
    }
    inner..bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_become_placeholders() {
        for (template, text, directives) in [
            ("a ${b} c", "a ${b} c", false),
            ("${var.a[0]}", "${var.a_0_}", false),
            (r#"x${f("}", {a = 1})}y"#, "x${f_______a___1__}y", false),
            ("$${b} %%{c}", "${b} %{c}", false),
            ("a%{ if x }b%{ endif }c", "abc", true),
            ("${open", "${open", false),
            ("${}", "${_}", false),
            ("5 % 3 $", "5 % 3 $", false),
        ] {
            let (rendered, found) = rendered(&EmbeddedText::of_file(template));
            assert_eq!((&**rendered.text(), found), (text, directives), "{template}");
        }
    }
}
