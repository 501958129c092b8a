//! Terraform's template language: `${…}` for values, `%{…}` for conditions and loops.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::intrinsics::{Branch, plain};
use crate::source::{EmbeddedText, EmbeddedTextBuilder};

/// So many characters of an expression are kept as the name of what it gives.
const NAME_LENGTH: usize = 60;

/// A text that a template makes, as far as it is written down: expressions become placeholders, and of conditions one
/// branch is left.
pub(super) struct Rendering<'t> {
    /// The text. Outside of strings `%{}` stands where a directive stood.
    pub(super) text: EmbeddedText,
    /// Whether there were directives.
    pub(super) has_directives: bool,
    /// The conditions that were met.
    pub(super) conditions: FxHashSet<&'t str>,
}

/// Renders a template where its conditions turn out like `branch`.
pub(super) fn render(template: &EmbeddedText, branch: Branch) -> Rendering<'_> {
    let text = template.text();
    let mut writer = Writer::new(template);
    let mut blocks = Blocks::default();
    let mut has_directives = false;
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'$', b'%', &text.as_bytes()[at..]) {
        let start = at + found;
        let rest = &text[start..];
        at = start + 1;
        if rest.starts_with("$${") || rest.starts_with("%%{") {
            at = start + 3;
            // No placeholder for anybody: the template does not show one there.
            writer.replace(start..at, &rest[1..3]);
        } else if rest.starts_with("${") {
            let inner = inside(text, start);
            at = (inner.end + 1).min(text.len());
            let name = &text[inner];
            if !is_name(name) {
                let name: String = plain(name.trim_matches(['~', ' '])).chars().take(NAME_LENGTH).collect();
                let name = if name.is_empty() { "_" } else { &name };
                writer.replace(start..at, &format!("${{{name}}}"));
            } else if blocks.binds(name.split('.').next().unwrap_or(name)) {
                writer.replace(start..at, &rest[..at - start]);
            }
        } else if rest.starts_with("%{") {
            has_directives = true;
            let inner = inside(text, start);
            at = (inner.end + 1).min(text.len());
            writer.pass(start);
            let directive = text[inner].trim_matches(|letter: char| letter == '~' || letter.is_whitespace());
            let is_inserted = blocks.follow(directive, branch, writer.is_in_string);
            let mark = if !writer.is_in_string {
                "%{}"
            } else if is_inserted {
                "${_}"
            } else {
                ""
            };
            writer.replace(start..at, mark);
            writer.is_hidden = blocks.hidden > 0;
        }
    }
    writer.pass(text.len());
    Rendering { text: writer.builder.finish(), has_directives, conditions: blocks.conditions }
}

/// Writes what is left of a template.
struct Writer<'t> {
    template: &'t EmbeddedText,
    builder: EmbeddedTextBuilder,
    /// So much of the template is passed.
    done: usize,
    /// Whether what is passed is left out.
    is_hidden: bool,
    /// Whether what is written ends within a string of JSON.
    is_in_string: bool,
}

impl<'t> Writer<'t> {
    fn new(template: &'t EmbeddedText) -> Self {
        let builder = EmbeddedTextBuilder::new(template.spelling());
        Self { template, builder, done: 0, is_hidden: false, is_in_string: false }
    }

    /// Takes over what is not passed yet, up to `end`.
    fn pass(&mut self, end: usize) {
        if !self.is_hidden {
            self.builder.part(self.template, self.done..end);
            let mut is_escaped = false;
            for byte in self.template.text()[self.done..end].bytes() {
                self.is_in_string ^= byte == b'"' && !is_escaped;
                is_escaped = byte == b'\\' && !is_escaped;
            }
        }
        self.done = end;
    }

    /// Writes `text` for a stretch of the template.
    fn replace(&mut self, range: Range<usize>, text: &str) {
        self.pass(range.start);
        if !self.is_hidden {
            self.builder.made(text, self.template.host_range(range.start as u32..range.end as u32));
        }
        self.done = range.end;
    }
}

/// The conditions and loops around a place of a template.
#[derive(Default)]
struct Blocks<'t> {
    open: Vec<Block<'t>>,
    /// How many of them hide what they hold.
    hidden: usize,
    /// The names that the loops give values, with the number of loops that do.
    bound: FxHashMap<&'t str, usize>,
    /// All conditions that were met.
    conditions: FxHashSet<&'t str>,
}

enum Block<'t> {
    Condition { is_hidden: bool },
    Loop { names: Vec<&'t str>, is_hidden: bool },
}

impl<'t> Blocks<'t> {
    fn binds(&self, name: &str) -> bool {
        self.bound.get(name).is_some_and(|&count| count > 0)
    }

    /// Goes on behind a directive. A loop within a string makes a text that nobody knows, and what it holds is hidden:
    /// tells whether that is so.
    fn follow(&mut self, directive: &'t str, branch: Branch, is_in_string: bool) -> bool {
        let (word, rest) = directive.split_once(char::is_whitespace).unwrap_or((directive, ""));
        match word {
            "if" => {
                let condition = rest.trim().trim_start_matches('!');
                let is_negated = (rest.trim().len() - condition.len()) % 2 == 1;
                self.conditions.insert(condition.trim());
                let is_hidden = (branch == Branch::Then) == is_negated;
                self.hidden += usize::from(is_hidden);
                self.open.push(Block::Condition { is_hidden });
            }
            "else" => {
                if let Some(Block::Condition { is_hidden }) = self.open.last_mut() {
                    self.hidden = self.hidden + usize::from(!*is_hidden) - usize::from(*is_hidden);
                    *is_hidden = !*is_hidden;
                }
            }
            "for" => {
                let names = rest.split(" in ").next().unwrap_or_default();
                let names: Vec<&str> = names.split(',').map(str::trim).collect();
                names.iter().for_each(|name| *self.bound.entry(name).or_default() += 1);
                let is_first = is_in_string && self.hidden == 0;
                self.hidden += usize::from(is_in_string);
                self.open.push(Block::Loop { names, is_hidden: is_in_string });
                return is_first;
            }
            "endif" => {
                if let Some(Block::Condition { is_hidden }) =
                    self.open.pop_if(|block| matches!(block, Block::Condition { .. }))
                {
                    self.hidden -= usize::from(is_hidden);
                }
            }
            "endfor" => {
                if let Some(Block::Loop { names, is_hidden }) =
                    self.open.pop_if(|block| matches!(block, Block::Loop { .. }))
                {
                    self.hidden -= usize::from(is_hidden);
                    for name in names {
                        self.bound.entry(name).and_modify(|count| *count -= 1);
                    }
                }
            }
            _ => {}
        }
        false
    }
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
            ("a%{ if x }b%{ endif }c", "a%{}b%{}c", true),
            ("${open", "${open", false),
            ("${}", "${_}", false),
            ("5 % 3 $", "5 % 3 $", false),
        ] {
            let template = EmbeddedText::of_file(template);
            let rendering = render(&template, Branch::Then);
            let rendered = (&**rendering.text.text(), rendering.has_directives);
            assert_eq!(rendered, (text, directives), "{}", template.text());
        }
    }

    #[test]
    fn one_branch_of_each_condition_is_left() {
        for (template, then, otherwise) in [
            ("a%{ if x ~}b%{~ else }c%{ endif }d", "a%{}b%{}d", "a%{}c%{}d"),
            ("%{if !x}a%{else}b%{endif}", "%{}b%{}", "%{}a%{}"),
            ("%{if x}a%{if y}b%{else}c%{endif}%{else}d%{endif}", "%{}a%{}b%{}%{}", "%{}d%{}"),
            (r#""a%{if x}b%{else}c%{endif}d" %{if x}"e"%{endif}"#, r#""abd" %{}"e"%{}"#, r#""acd" %{}"#),
            ("%{endif}%{else}%{endfor}a%{for x in y}%{endif}b", "%{}%{}%{}a%{}%{}b", "%{}%{}%{}a%{}%{}b"),
        ] {
            let template = EmbeddedText::of_file(template);
            let rendered = |branch| render(&template, branch).text.text().to_string();
            assert_eq!(
                (rendered(Branch::Then).as_str(), rendered(Branch::Otherwise).as_str()),
                (then, otherwise)
            );
        }
    }

    #[test]
    fn names_of_loops_and_escapes_are_no_placeholders_of_the_template() {
        let template = "%{ for k, v in m }${k} ${v.a}%{ for w in v }${w}%{ endfor }${w}%{ endfor }${k} $${k}";
        let template = EmbeddedText::of_file(template);
        let text = render(&template, Branch::Then).text;
        let shown = |found: &crate::document::Placeholder<'_>| {
            text.is_verbatim(&(found.range.start as u32..found.range.end as u32))
        };
        let found: Vec<_> =
            crate::document::placeholders(text.text()).filter(shown).map(|p| p.name).collect();
        assert_eq!(found, ["w", "k"]);
    }

    #[test]
    fn a_loop_within_a_string_gives_a_text_that_nobody_knows() {
        let template =
            EmbeddedText::of_file(r#"{"a": "b%{ for x in y }"%{ for z in x }c%{ endfor }%{ endfor }d"}"#);
        assert_eq!(&**render(&template, Branch::Then).text.text(), r#"{"a": "b${_}d"}"#);
    }
}
