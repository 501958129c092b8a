//! The constructs that machines must have between them, so that a test with machines proves something.

use aslint::expr::intrinsic;
use aslint::expr::jsonata::functions::BUILTINS;

/// Fields by language and type of state.
const FIELDS: [(&str, &[&str]); 16] = [
    (
        "JSONPath Pass",
        &[
            "InputPath",
            "InputPath null",
            "Parameters",
            "Result",
            "ResultPath",
            "ResultPath null",
            "OutputPath",
            "OutputPath null",
            "Assign",
        ],
    ),
    (
        "JSONPath Task",
        &[
            "InputPath",
            "Parameters",
            "ResultSelector",
            "ResultPath",
            "ResultPath null",
            "OutputPath",
            "Assign",
            "Retry",
            "Catch",
            "TimeoutSeconds",
            "TimeoutSecondsPath",
            "HeartbeatSeconds",
            "HeartbeatSecondsPath",
        ],
    ),
    ("JSONPath Choice", &["InputPath", "OutputPath", "Assign", "Choices"]),
    (
        "JSONPath Wait",
        &["InputPath", "OutputPath", "Assign", "Seconds", "SecondsPath", "Timestamp", "TimestampPath"],
    ),
    ("JSONPath Succeed", &["InputPath", "OutputPath"]),
    ("JSONPath Fail", &["Error", "Cause", "ErrorPath", "CausePath"]),
    (
        "JSONPath Parallel",
        &[
            "InputPath",
            "Parameters",
            "ResultSelector",
            "ResultPath",
            "OutputPath",
            "Assign",
            "Retry",
            "Catch",
        ],
    ),
    (
        "JSONPath Map",
        &[
            "InputPath",
            "ItemsPath",
            "ItemSelector",
            "Parameters",
            "ItemBatcher",
            "ResultWriter",
            "MaxConcurrency",
            "MaxConcurrencyPath",
            "ResultSelector",
            "ResultPath",
            "OutputPath",
            "Assign",
            "Retry",
            "Catch",
        ],
    ),
    ("JSONPath Catch", &["ResultPath", "Assign"]),
    ("JSONata Pass", &["Output", "Assign"]),
    (
        "JSONata Task",
        &["Arguments", "Output", "Assign", "Retry", "Catch", "TimeoutSeconds", "HeartbeatSeconds"],
    ),
    ("JSONata Choice", &["Output", "Assign"]),
    ("JSONata Wait", &["Seconds", "Timestamp", "Output", "Assign"]),
    ("JSONata Parallel", &["Arguments", "Output", "Assign", "Retry", "Catch"]),
    (
        "JSONata Map",
        &[
            "Items",
            "ItemSelector",
            "ItemBatcher",
            "ResultWriter",
            "MaxConcurrency",
            "Output",
            "Assign",
            "Retry",
            "Catch",
        ],
    ),
    ("JSONata Catch", &["Output", "Assign"]),
];

/// Other constructs, as [`super::constructs`] calls them.
const OTHERS: [&str; 52] = [
    "JSONPath Succeed",
    "JSONPath Fail",
    "JSONata Succeed",
    "JSONata Succeed.Output",
    "JSONata Fail",
    "JSONata Fail.Error",
    "JSONata Fail.Cause",
    "Map INLINE",
    "Map DISTRIBUTED",
    "rule And",
    "rule Or",
    "rule Not",
    "rule Condition",
    "rule Assign",
    "rule Output",
    "rule StringMatches",
    "path $",
    "path $$",
    "path $variable",
    "path name",
    "path index",
    "path union",
    "path slice",
    "path wildcard",
    "path deep scan",
    "path filter comparison",
    "path filter compound",
    "path filter exists",
    "path function",
    "query Array",
    "query Bind",
    "query Block",
    "query Boolean",
    "query Conditional",
    "query Descendant",
    "query Lambda",
    "query Negate",
    "query Number",
    "query Object",
    "query PartialCall",
    "query Regex",
    "query Sort",
    "query String",
    "query Wildcard",
    "query []",
    "query call",
    "query group",
    "query path",
    "query predicate",
    "query ~>",
    "query ..",
    "query in",
];

/// Built-in functions that machines do not call.
const LEFT_OUT: [&str; 6] = ["formatNumber", "formatInteger", "parseInteger", "eval", "error", "assert"];

/// All that must occur.
pub fn expected() -> Vec<String> {
    let mut names: Vec<String> = OTHERS.iter().map(|name| (*name).to_owned()).collect();
    names.extend(
        FIELDS.iter().flat_map(|(owner, fields)| fields.iter().map(move |field| format!("{owner}.{field}"))),
    );
    names.extend(intrinsic::FUNCTIONS.iter().map(|function| function.name.to_owned()));
    let builtins = BUILTINS.iter().filter(|builtin| !LEFT_OUT.contains(&builtin.name));
    names.extend(builtins.map(|builtin| format!("${}", builtin.name)));
    names.push("$random".to_owned());
    for family in ["String", "Numeric", "Timestamp"] {
        for order in ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"] {
            names.extend([format!("rule {family}{order}"), format!("rule {family}{order}Path")]);
        }
    }
    let single = [
        "BooleanEquals",
        "BooleanEqualsPath",
        "IsNull",
        "IsPresent",
        "IsNumeric",
        "IsString",
        "IsBoolean",
        "IsTimestamp",
    ];
    names.extend(single.map(|name| format!("rule {name}")));
    for operator in ["+", "-", "*", "/", "%", "&", "=", "!=", "<", "<=", ">", ">=", "and", "or"] {
        names.push(format!("query {operator}"));
    }
    names
}
