//! A definition beyond the megabyte that AWS takes.

use super::{Context, Reporter};
use crate::asl::Place;
use crate::finding::Severity;

/// The longest definition, in characters (spec/limits.md 9.1).
const LIMIT: usize = 1_048_576;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let root = cx.root.range();
    if root.len() <= LIMIT / 5 * 4 {
        return;
    }
    let length = cx.tree.text()[root.clone()].chars().count();
    if length <= LIMIT / 5 * 4 {
        return;
    }
    let place = Place::object(cx.machine.root());
    let head = cx.root.head_span();
    if length > LIMIT {
        let finding = out.report(
            &place,
            head,
            format!("The definition has {length} characters, and AWS takes {LIMIT}"),
        );
        finding.help("Minify it, or move parts into state machines of their own");
        // Without its blanks it may yet fit.
        if dense_len(&cx.tree.text()[root]) <= LIMIT {
            finding.at_most(Severity::Warning);
        }
    } else {
        out.report(
            &place,
            head,
            format!("The definition has {length} of the {LIMIT} characters that AWS takes"),
        )
        .at_most(Severity::Info)
        .help("Move parts into state machines of their own");
    }
}

/// How many bytes are no blanks.
fn dense_len(text: &str) -> usize {
    // So many that their number fits into the byte in which it is counted, which takes a tenth of the time.
    let chunks = text.as_bytes().chunks(255);
    chunks.map(|chunk| usize::from(chunk.iter().map(|&byte| u8::from(byte > b' ')).sum::<u8>())).sum()
}
