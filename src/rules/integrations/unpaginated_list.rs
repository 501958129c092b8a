//! A list of which only the first page is read.

use super::{Context, Reporter};
use crate::aws::{Kind, Pattern, Shape};
use crate::rules::service_call::{ServiceCall, calls};
use crate::rules::words::Words;

/// How an answer says where the next page begins, and how the next call says it.
const TOKENS: [(&str, &str); 15] = [
    ("NextToken", "NextToken"),
    ("NextContinuationToken", "ContinuationToken"),
    ("LastEvaluatedKey", "ExclusiveStartKey"),
    ("LastEvaluatedTableName", "ExclusiveStartTableName"),
    ("LastEvaluatedBackupArn", "ExclusiveStartBackupArn"),
    ("NextMarker", "Marker"),
    ("NextKeyMarker", "KeyMarker"),
    ("NextRecordName", "StartRecordName"),
    ("NextPageToken", "NextPageToken"),
    ("NextPageToken", "PageToken"),
    ("NextPageMarker", "Marker"),
    ("PaginationToken", "PaginationToken"),
    ("Position", "Position"),
    ("ScanId", "ScanId"),
    ("Marker", "Marker"),
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    if cx.machine.is_fragment {
        return;
    }
    let mut words = None;
    for call in calls(cx).filter(|call| call.pattern == Some(Pattern::RequestResponse)) {
        let Some((token, parameter)) = tokens(call).filter(|_| asks_for_all(call)) else { continue };
        let words = words.get_or_insert_with(|| Words::of(cx));
        let reads_list = call.output.is_some_and(|output| lists(output).any(|name| words.reads_all(name)));
        if words.has(token) || !reads_list {
            continue;
        }
        out.report(
            &call.resource_place(),
            call.resource.span(),
            format!(
                "State `{}` reads the first page of what `{}` gives: nothing looks at `{token}`",
                call.state.name, call.name
            ),
        )
        .label("gives a page at a time")
        .help(format!("Call it again with `{parameter}` as long as the answer has `{token}`"));
    }
}

/// The names of the token in the answer and in the call.
fn tokens(call: &ServiceCall<'_>) -> Option<(&'static str, &'static str)> {
    let (answer, sent) = (call.output?.members(), call.input?.members());
    let has_both =
        |(token, parameter): &&(&str, &str)| answer.get(token).is_some() && sent.get(parameter).is_some();
    TOKENS.iter().find(has_both).copied()
}

/// Whether the call is for everything there is: it neither says how much is enough nor names what it is about.
fn asks_for_all(call: &ServiceCall<'_>) -> bool {
    const NAMING: [&str; 7] = ["Id", "Ids", "Identifier", "Name", "Names", "Arn", "Arns"];
    let Some(input) = call.input.filter(|_| call.is_written()) else { return false };
    let is_lookup = ["describe", "get", "batchGet"].iter().any(|verb| call.sdk.1.starts_with(verb));
    !call.sent_names().any(|name| {
        let is_limit = name.starts_with("Max") || name.starts_with("Limit") || name == "PageSize";
        let is_token = TOKENS.iter().any(|(_, parameter)| *parameter == name);
        // Those that the action cannot do without say where to look, not for what.
        let is_optional = input.members().get(name).is_none_or(|member| !member.is_required);
        let is_name = is_lookup && is_optional && NAMING.iter().any(|end| name.ends_with(end));
        is_limit || is_token || is_name
    })
}

/// The names of the lists at the top of an answer, and in the structures there.
fn lists(answer: Shape) -> impl Iterator<Item = &'static str> {
    let inner = answer.members().flat_map(|member| member.shape.members());
    let is_list = |shape: Shape| matches!(shape.kind(), Kind::List { .. });
    answer.members().chain(inner).filter(move |member| is_list(member.shape)).map(|member| member.name)
}
