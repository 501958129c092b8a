//! A path or an intrinsic function under a key without `.$`: it is sent as text.

use super::{Context, Reporter, looks_evaluated};
use crate::asl::{ObjectId, Place, PlaceStep, QueryLanguage};
use crate::flow::SiteKind;
use crate::rules::edit;
use crate::rules::parameters::wrong_parameter_type::is_attribute;
use crate::rules::service_call::{ServiceCall, calls};
use crate::rules::wording::shorten;
use crate::syntax::NodeId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::LazyCell;

/// Where a service evaluates JSONPath itself, so that it must get it as text: the service of the SDK, and the member
/// within which that is so (botocore's models of the services; EventBridge's and Pipes' user guides).
const TAKES_PATHS: [(&str, &[&str]); 9] = [
    ("cloudwatchlogs", &["MetricValue", "Dimensions"]),
    ("codepipeline", &["JsonPath"]),
    ("connect", &["Actions"]),
    (
        "eventbridge",
        &["HttpParameters", "InputPath", "InputPathsMap", "PartitionKeyPath", "SageMakerPipelineParameters"],
    ),
    ("glue", &["CodeGenConfigurationNodes", "JsonPath", "RestConfiguration"]),
    ("kinesisanalytics", &["Mapping", "RecordRowPath"]),
    ("kinesisanalyticsv2", &["Mapping", "RecordRowPath"]),
    ("pipes", &["EnrichmentParameters", "TargetParameters"]),
    (
        "sagemaker",
        &["FeaturesAttribute", "InferenceAttribute", "InputFilter", "OutputFilter", "ProbabilityAttribute"],
    ),
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let takers = LazyCell::new(|| takers(cx));
    let slipped = LazyCell::new(|| slipped(cx));
    let typed = LazyCell::new(|| typed(cx));
    for site in cx.sites().iter() {
        let SiteKind::Literal { key: Some(key), language: QueryLanguage::JSONPath } = &site.kind else {
            continue;
        };
        let (Some(name), Some(text)) = (key.str(), site.node.str()) else { continue };
        if !looks_evaluated(text) {
            continue;
        }
        if slipped.contains(&key.id()) {
            continue;
        }
        let place = cx.sites().place(site);
        if takers.get(&place.object).is_some_and(|members| is_within(&place, members)) {
            continue;
        }
        let what = if text.starts_with('$') { "path" } else { "intrinsic function" };
        let finding = out.report(
            &place,
            key.span(),
            format!("`{name}` is sent as the text `{}`: without `.$` no {what} is evaluated", shorten(text)),
        );
        finding.label("without `.$`").aws_warning(
            "NO_DOLLAR",
            format!("No .$ on the field '{name}', which appears to be a JSONPath or Intrinsic Function"),
            cx.location(&place),
        );
        if typed.contains(&key.id()) {
            finding.help(format!("Write `\"{name}\": {{ \"S.$\": … }}`, with the type of the value"));
            continue;
        }
        let (span, text) = edit::within(*key, name.len(), name.len(), ".$");
        finding.help(format!("Write `{name}.$`")).unsafe_fix(span, text);
    }
}

/// The keys of fields of the state that stand in what is sent.
fn slipped(cx: &Context<'_>) -> FxHashSet<NodeId> {
    let keys = |call: &ServiceCall<'_>| call.slipped_fields().map(|(key, _)| key.id()).collect::<Vec<_>>();
    calls(cx).flat_map(keys).collect()
}

/// The keys of values that DynamoDB takes with their types only: `{ "S": … }`.
fn typed(cx: &Context<'_>) -> FxHashSet<NodeId> {
    let of_dynamodb = calls(cx).filter(|call| call.sdk.0 == "dynamodb");
    let values = of_dynamodb.flat_map(ServiceCall::values).filter(|(_, _, shape)| is_attribute(*shape));
    values.map(|(key, _, _)| key.id()).collect()
}

/// The tasks that call a service which takes paths, with the members in which it does.
fn takers(cx: &Context<'_>) -> FxHashMap<ObjectId, &'static [&'static str]> {
    let members = |service: &str| Some(TAKES_PATHS.iter().find(|(taker, _)| *taker == service)?.1);
    calls(cx).filter_map(|call| Some((call.state.object, members(call.sdk.0)?))).collect()
}

fn is_within(place: &Place, members: &[&str]) -> bool {
    place.steps.iter().any(|step| matches!(step, PlaceStep::Key(key) if members.contains(&key.as_str())))
}
