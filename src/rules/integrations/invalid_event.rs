//! An event that EventBridge does not take.

use super::{Context, Reporter};
use crate::rules::service_call::{ServiceCall, calls, has_near, literal, member, names};
use crate::rules::wording::words;
use crate::syntax::Node;

/// The members that EventBridge wants of an event, though its model does not say so.
const NEEDED: [&str; 3] = ["Source", "DetailType", "Detail"];

/// The other members of an event (spec/integrations.md 8.3).
const OTHERS: [&str; 4] = ["EventBusName", "Resources", "Time", "TraceHeader"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx).filter(|call| ["events:putEvents", "eventbridge:putEvents"].contains(&&*call.name))
    {
        let entries = call.member("Entries").into_iter().flat_map(|(_, entries)| entries.items());
        for entry in entries {
            check_entry(cx, out, call, entry);
        }
    }
}

fn check_entry<'t>(cx: &Context<'_>, out: &mut Reporter<'_>, call: &ServiceCall<'t>, entry: Node<'t>) {
    if let Some(given) = names(cx, entry) {
        let is_taken = |name: &str| NEEDED.contains(&name) || OTHERS.contains(&name);
        let has = |name: &str| {
            given.iter().any(|other| other.eq_ignore_ascii_case(name)) || has_near(&given, name, is_taken)
        };
        let missing: Vec<&str> = NEEDED.into_iter().filter(|name| !has(name)).collect();
        if !missing.is_empty() {
            let missing = words(missing, "and");
            out.report(&call.place_of(entry), entry.head_span(), format!("An event needs {missing}"))
                .label("incomplete")
                .help(format!("Add {missing}"));
        }
    }
    if let Some((_, detail)) = member(entry, "Detail")
        && let Some(text) = literal(detail)
        && !serde_json::from_str::<serde_json::Value>(text).is_ok_and(|detail| detail.is_object())
    {
        out.report(&call.place_of(detail), detail.span(), "The detail of an event is a JSON object")
            .label("no JSON object")
            .help("Write an object in place of the text");
    }
    if let Some((_, source)) = member(entry, "Source")
        && let Some(text) = literal(source)
        && text.starts_with("aws.")
    {
        out.report(&call.place_of(source), source.span(), format!("Only AWS sends events from `{text}`"))
            .label("`aws.` is AWS's own")
            .help("Name the source in another way");
    }
}
