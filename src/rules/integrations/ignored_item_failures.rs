//! A call about many items that succeeds although some of them failed.

use super::{Context, Reporter};
use crate::asl::{Field, State};
use crate::aws::Pattern;
use crate::finding::Severity;
use crate::rules::service_call::calls;
use crate::rules::words::Words;
use crate::syntax::{Kind, Node};

/// Service and action of the SDK, and the member of the answer that tells which items failed, or how many.
const FAILURES: [(&str, &str, &str); 30] = [
    ("athena", "batchGetNamedQuery", "UnprocessedNamedQueryIds"),
    ("athena", "batchGetQueryExecution", "UnprocessedQueryExecutionIds"),
    ("cloudwatchlogs", "putLogEvents", "RejectedLogEventsInfo"),
    ("comprehend", "batchDetectEntities", "ErrorList"),
    ("comprehend", "batchDetectKeyPhrases", "ErrorList"),
    ("comprehend", "batchDetectSentiment", "ErrorList"),
    ("dynamodb", "batchGetItem", "UnprocessedKeys"),
    ("dynamodb", "batchWriteItem", "UnprocessedItems"),
    ("ecr", "batchDeleteImage", "Failures"),
    ("ecs", "runTask", "Failures"),
    ("ecs", "startTask", "Failures"),
    ("eventbridge", "putEvents", "FailedEntryCount"),
    ("eventbridge", "putTargets", "FailedEntryCount"),
    ("eventbridge", "removeTargets", "FailedEntryCount"),
    ("firehose", "putRecordBatch", "FailedPutCount"),
    ("glue", "batchCreatePartition", "Errors"),
    ("glue", "batchDeletePartition", "Errors"),
    ("glue", "batchDeleteTable", "Errors"),
    ("glue", "batchStopJobRun", "Errors"),
    ("glue", "batchUpdatePartition", "Errors"),
    ("kinesis", "putRecords", "FailedRecordCount"),
    ("resourcegroupstaggingapi", "tagResources", "FailedResourcesMap"),
    ("resourcegroupstaggingapi", "untagResources", "FailedResourcesMap"),
    ("s3", "deleteObjects", "Errors"),
    ("securityhub", "batchImportFindings", "FailedCount"),
    ("securityhub", "batchUpdateFindings", "UnprocessedFindings"),
    ("sns", "publishBatch", "Failed"),
    ("sqs", "changeMessageVisibilityBatch", "Failed"),
    ("sqs", "deleteMessageBatch", "Failed"),
    ("sqs", "sendMessageBatch", "Failed"),
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    if cx.machine.is_fragment {
        return;
    }
    let mut words = None;
    // An optimized integration fails when an item does (spec/errors.md 7.5).
    let of_sdk = calls(cx).filter(|call| call.optimized.is_none());
    for call in of_sdk.filter(|call| call.pattern == Some(Pattern::RequestResponse)) {
        let Some((_, _, member)) =
            FAILURES.iter().find(|(service, action, _)| (*service, *action) == call.sdk)
        else {
            continue;
        };
        if words.get_or_insert_with(|| Words::of(cx)).has(member) {
            continue;
        }
        let finding = out.report(
            &call.resource_place(),
            call.resource.span(),
            format!(
                "State `{}` succeeds when items of `{}` fail: nothing looks at `{member}`",
                call.state.name, call.name
            ),
        );
        finding.label("succeeds whatever becomes of the items");
        finding.help(match call.sdk {
            ("eventbridge", "putEvents") => {
                "Call `events:putEvents`, which fails when an entry does".to_owned()
            }
            _ => format!("Test `{member}` of the answer, and send again what is in it"),
        });
        if !drops_result(cx, call.state) {
            // Whoever is handed the whole answer may look.
            finding.at_most(Severity::Info);
        }
    }
}

/// Whether the state keeps nothing of its result but what it names.
fn drops_result(cx: &Context<'_>, state: &State<'_>) -> bool {
    let value = |field| cx.machine.value(state.object, field);
    if value(Field::ResultPath).is_some_and(|path| path.kind() == Kind::Null) {
        return !cx.machine.has(state.object, Field::Assign);
    }
    if let Some(selector) = value(Field::ResultSelector).filter(|node| node.kind() == Kind::Object) {
        return !selector.members().any(|(_, value)| value.str().is_none_or(|text| text == "$"));
    }
    value(Field::Output).is_some_and(|output| !may_keep(output))
        && !value(Field::Assign).is_some_and(may_keep)
}

/// Whether the whole result may be part of a value of JSONata: other than by name, nobody reads what failed.
fn may_keep(node: Node<'_>) -> bool {
    const OTHER: [&str; 4] = [".result.", ".input", ".context", ".errorOutput"];
    let text = node.source();
    let is_whole =
        |(at, root): (usize, &str)| !OTHER.iter().any(|part| text[at + root.len()..].starts_with(part));
    text.contains("${") || text.match_indices("$states").any(is_whole)
}

#[cfg(test)]
mod tests {
    use super::FAILURES;
    use crate::aws;

    #[test]
    fn the_answers_have_the_members() {
        for (service, action, member) in FAILURES {
            let found = aws::sdk_service(service).and_then(|service| service.action(action));
            let answer = found.and_then(aws::Action::output);
            assert!(
                answer.is_some_and(|answer| answer.members().get(member).is_some()),
                "{service}:{action}"
            );
        }
        assert!(FAILURES.is_sorted());
    }
}
