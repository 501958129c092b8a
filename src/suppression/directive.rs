//! How a suppression is written: `aslint-ignore[rule-a, rule-b]: why`, or `aslint-ignore: rule-a, rule-b -- why`.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// The word that begins one.
pub const MARK: &str = "aslint-ignore";

/// Finds [`MARK`]; every text is searched for it.
pub static MARK_FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(MARK));

/// The word behind [`MARK`] that makes it hold for the whole file.
const WHOLE_FILE: &str = "-file";

/// A suppression as it is written, in bytes of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directive {
    /// All of it.
    pub range: Range<usize>,
    /// The names of rules, families or groups; [`MARK`] itself where there is none.
    pub names: Vec<Range<usize>>,
    /// Why.
    pub reason: Option<Range<usize>>,
    /// Whether it holds for the whole file.
    pub is_for_file: bool,
}

/// The first directive in `text`, which ends with the text; none where there is none.
pub fn parse(text: &str) -> Option<Directive> {
    let start = MARK_FINDER.find_iter(text.as_bytes()).find(|&at| is_word(text, at))?;
    let end = text.trim_end().len();
    let mut directive = Directive { range: start..end, ..Directive::default() };
    let mut at = start + MARK.len();
    if text[at..].starts_with(WHOLE_FILE) {
        directive.is_for_file = true;
        at += WHOLE_FILE.len();
    }
    let words = text[at..end].trim_start_matches([':', ' ', '\t']);
    if words.starts_with('[') {
        at = end - words.len();
    }
    let (names, behind) = if text[at..].starts_with('[') {
        let close = text[at..end].find(']').map_or(end, |close| at + close);
        (at + 1..close, (close + 1).min(end))
    } else {
        let from = end.max(at) - words.len();
        let to = text[from..end].find("--").map_or(end, |dashes| from + dashes);
        (from..to, to)
    };
    let mark = start..start + MARK.len();
    let mut part = names.start;
    for name in text[names].split(',') {
        let word = name.split_whitespace().next().unwrap_or_default();
        // Marks around a name are not of it.
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let word = if bare.is_empty() { word } else { bare };
        let from = part + name.find(word).unwrap_or_default();
        let rest = &text[from + word.len()..part + name.len()];
        part += name.len() + 1;
        if !word.is_empty() {
            directive.names.push(from..from + word.len());
        }
        if rest.contains(char::is_alphanumeric) {
            // Whoever forgot the dashes goes on with the reason.
            directive.reason = trimmed(text, from + word.len()..end);
            return Some(directive);
        }
    }
    if directive.names.is_empty() {
        directive.names.push(mark);
    }
    directive.reason = trimmed(text, behind..end);
    Some(directive)
}

/// Whether the mark at `at` stands there as a word of its own.
fn is_word(text: &str, at: usize) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let before = text[..at].chars().next_back();
    let behind = text[at + MARK.len()..].chars().next();
    !before.is_some_and(|letter| is_part(letter) || letter == '-') && !behind.is_some_and(is_part)
}

/// `range` without blanks and the marks that lead to a reason; none where nothing else is in it.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let words = text[range.clone()].trim_start_matches([':', '-', ' ', '\t', ',', ';', '.', '`', ')', ']']);
    let start = range.end - words.len();
    (!words.is_empty()).then_some(start..range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_and_reason() {
        for (text, names, reason) in [
            ("aslint-ignore: busy-loop", vec!["busy-loop"], None),
            (
                "Polls. aslint-ignore: busy-loop, self-loop -- a partner's",
                vec!["busy-loop", "self-loop"],
                Some("a partner's"),
            ),
            ("aslint-ignore[busy-loop]: slow", vec!["busy-loop"], Some("slow")),
            ("aslint-ignore[busy-loop , self-loop] slow ", vec!["busy-loop", "self-loop"], Some("slow")),
            ("aslint-ignore[busy-loop", vec!["busy-loop"], None),
            ("aslint-ignore: busy-loop because it is slow", vec!["busy-loop"], Some("because it is slow")),
            ("aslint-ignore busy-loop", vec!["busy-loop"], None),
            ("aslint-ignore", vec![MARK], None),
            ("aslint-ignore: -- why", vec![MARK], Some("why")),
            ("aslint-ignore[]", vec![MARK], None),
            ("aslint-ignore: a,,b", vec!["a", "b"], None),
            ("aslint-ignore: ü -- ö", vec!["ü"], Some("ö")),
            ("aslint-ignore: busy-loop: why", vec!["busy-loop"], Some("why")),
            ("aslint-ignore: busy-loop; why", vec!["busy-loop"], Some("why")),
            ("Polls (aslint-ignore: `busy-loop`, `self-loop`.)", vec!["busy-loop", "self-loop"], None),
            ("aslint-ignore: [busy-loop, self-loop] why", vec!["busy-loop", "self-loop"], Some("why")),
            ("aslint-ignore=busy-loop", vec!["busy-loop"], None),
            ("aslint-ignored, aslint-ignore: busy-loop", vec!["busy-loop"], None),
        ] {
            let directive = parse(text).expect(text);
            let found: Vec<&str> = directive.names.iter().map(|name| &text[name.clone()]).collect();
            assert_eq!((found, directive.reason.map(|reason| &text[reason])), (names, reason), "{text}");
        }
        for text in ["nothing of ours", "aslint-ignored all of it", "no-aslint-ignore: busy-loop"] {
            assert_eq!(parse(text), None);
        }
    }

    #[test]
    fn a_whole_file_is_named() {
        let directive = parse("aslint-ignore-file[busy-loop]: slow").expect("a directive");
        assert!(directive.is_for_file);
        assert_eq!(directive.names[0], 19..28);
    }
}
