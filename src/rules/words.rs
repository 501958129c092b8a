//! The words that a machine's expressions are made of.

use rustc_hash::FxHashMap;

use super::Context;
use crate::asl::Field;
use crate::flow::SiteKind;

/// The words of the expressions of a machine: what is read is among them.
pub struct Words<'t>(FxHashMap<&'t str, bool>);

impl<'t> Words<'t> {
    /// Collects them.
    pub fn of(cx: &Context<'t>) -> Self {
        let mut words = FxHashMap::default();
        for site in cx.sites().iter() {
            let is_read = !matches!(site.kind, SiteKind::Literal { .. }) && site.field != Field::ResultPath;
            let Some(text) = site.node.str().filter(|_| is_read) else { continue };
            let is_jsonata = matches!(site.kind, SiteKind::Jsonata(_));
            for (word, rest) in split(text) {
                // JSONPath takes no member of each item in this way: what has one is no list.
                let is_object = !is_jsonata && has_member(rest);
                *words.entry(word).or_default() |= !is_indexed(rest) && !is_object;
            }
        }
        Self(words)
    }

    /// Whether the word occurs.
    pub fn has(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }

    /// Whether the word occurs where more than one item is taken of what it names: without a number in brackets.
    pub fn reads_all(&self, word: &str) -> bool {
        self.0.get(word).is_some_and(|&reads_all| reads_all)
    }
}

/// The words of a text, each with what follows it.
fn split(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
        let start = rest.find(is_letter)?;
        let end = rest[start..].find(|letter| !is_letter(letter)).map_or(rest.len(), |length| start + length);
        let word = &rest[start..end];
        rest = &rest[end..];
        Some((word, rest))
    })
}

/// Whether what follows a name takes a member of it: `.name`, but not `.length()`.
fn has_member(rest: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    rest.strip_prefix('.').is_some_and(|rest| {
        let behind = rest.trim_start_matches(is_letter);
        behind.len() < rest.len() && !behind.starts_with('(')
    })
}

/// Whether what follows a name takes one item: `[0]`, also behind `['name']`.
fn is_indexed(rest: &str) -> bool {
    let rest = ["']", "\"]", "`"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest);
    let index = rest.strip_prefix('[').map(|index| index.trim_start_matches(['-', ' ']));
    index.is_some_and(|index| {
        let end = index.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(index.len());
        end > 0 && index[end..].starts_with(']')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_what_follows_them() {
        let words: Vec<&str> = split("$.a['Next Token'][*].b_1").map(|(word, _)| word).collect();
        assert_eq!(words, ["a", "Next", "Token", "b_1"]);
    }

    #[test]
    fn one_item_is_taken_by_a_number() {
        let taken = ["[0].Id", "[-1]", "'][12]", "`[0]"];
        assert_eq!(taken.map(is_indexed), [true; 4]);
        let all = ["", "[*]", "[0:2]", "[0,1]", "[$i]", ".length()"];
        assert_eq!(all.map(is_indexed), [false; 6]);
    }

    #[test]
    fn members_are_taken_of_objects() {
        assert_eq!([".a", "._b[0]", ".a.length()"].map(has_member), [true; 3]);
        assert_eq!(["", "[0].a", ".length()", "..a", ".*"].map(has_member), [false; 5]);
    }
}
