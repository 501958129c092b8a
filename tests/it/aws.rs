//! What is known of AWS's services, against the models and sheets that it was made of, and against real definitions.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use aslint::aws::{self, Action, Bounds, Kind, Pattern, Resource, Shape, Support, Target};
use regex_lite::Regex;
use serde_json::Value;

use crate::support::{read, root, shared};

/// Services whose tables are made anew: large and small, one of each protocol, with all that is special.
const SAMPLE: [&str; 10] = [
    "applicationdiscovery",
    "cloudwatchlogs",
    "dynamodb",
    "ecs",
    "eventbridge",
    "kinesis",
    "rds",
    "s3",
    "sfn",
    "sqs",
];

/// Resources of the corpus that lead nowhere, and why.
const UNRESOLVED: [(&str, &str); 22] = [
    // Definitions for other interpreters of the language, and stand-ins.
    ("", NO_ARN),
    ("arn:aws:rpcmessage:local::function:InternalErrorHandledLambda", OTHER),
    ("arn:aws:rpcmessage:local::function:InternalErrorNotHandledLambda", OTHER),
    ("arn:aws:rpcmessage:local::function:SuccessLambda", OTHER),
    ("arn:aws:rpcmessage:local::function:TimeoutLambda", OTHER),
    ("arn:aws:rpcmessage:local::function:bsdtar-unzip", OTHER),
    ("arn:aws:rpcmessage:local::function:mime-id", OTHER),
    // AWS has retired the services, and botocore has dropped their models.
    ("arn:aws:states:::aws-sdk:iotanalytics:batchPutMessage", RETIRED),
    ("arn:aws:states:::aws-sdk:iotanalytics:createDataset", RETIRED),
    ("arn:aws:states:::aws-sdk:iotanalytics:createDatasetContent", RETIRED),
    ("arn:aws:states:::aws-sdk:iotanalytics:getDatasetContent", RETIRED),
    ("arn:aws:states:::aws-sdk:lookoutvision:describeModel", RETIRED),
    ("arn:aws:states:::aws-sdk:lookoutvision:startModel", RETIRED),
    // It is called `resourceexplorer2`; that AWS takes it in this case is not on record.
    ("arn:aws:states:::aws-sdk:resourceExplorer2:search", NO_SERVICE),
    // The specification has examples like it.
    ("arn:aws:states:us-east-1:123456789012:task:X", NO_INTEGRATION),
    ("asd", NO_ARN),
    ("functionARN", NO_ARN),
    ("go://localhost/CheckBuilt", NO_ARN),
    ("go://localhost/CheckHealthy", NO_ARN),
    ("go://localhost/CleanUp", NO_ARN),
    ("go://localhost/CleanUpFailure", NO_ARN),
    ("go://localhost/FetchValidateCreate", NO_ARN),
];

const NO_ARN: &str = "no ARN";
const OTHER: &str = "nothing that a task calls";
const RETIRED: &str = "retired";
const NO_SERVICE: &str = "no such service";
const NO_INTEGRATION: &str = "no such integration";

/// A shape with its members to a depth, a line each.
fn draw(shape: Shape, depth: usize, indent: usize, out: &mut String) {
    let bounds = |bounds: Bounds<u64>| match (bounds.min, bounds.max) {
        (None, None) => String::new(),
        (min, max) => format!(" {}..{}", min.unwrap_or(0), max.map_or(String::new(), |max| max.to_string())),
    };
    match shape.kind() {
        Kind::Structure(members) | Kind::Union(members) => {
            let is_union = matches!(shape.kind(), Kind::Union(_));
            let _ = writeln!(out, "{}", if is_union { "union" } else { "structure" });
            for member in members.filter(|_| depth > 0) {
                let mark = if member.is_required { "!" } else { "" };
                let _ = write!(out, "{:indent$}{}{mark}: ", "", member.name);
                draw(member.shape, depth - 1, indent + 2, out);
            }
        }
        Kind::List { item, length } => {
            let _ = write!(out, "list{} of ", bounds(length));
            draw(item, depth, indent, out);
        }
        Kind::Map { value, length, .. } => {
            let _ = write!(out, "map{} of ", bounds(length));
            draw(value, depth, indent, out);
        }
        Kind::String { values, length, pattern } => {
            let values: Vec<_> = values.take(3).collect();
            let _ = writeln!(out, "string{} {values:?} {}", bounds(length), pattern.unwrap_or_default());
        }
        Kind::Blob(length) => _ = writeln!(out, "blob{}", bounds(length)),
        other => _ = writeln!(out, "{other:?}"),
    }
}

fn describe(action: Action) -> String {
    let mut out = format!("{}, supported: {}\n", action.name(), action.is_supported());
    for (name, end) in [("takes", action.input()), ("gives", action.output())] {
        let _ = write!(out, "{name} ");
        match end {
            Some(shape) => draw(shape, 2, 2, &mut out),
            None => out.push_str("nothing\n"),
        }
    }
    let _ = writeln!(out, "errors {:?}", action.errors().collect::<Vec<_>>());
    out
}

fn action(service: &str, name: &str) -> Action {
    aws::sdk_service(service).and_then(|service| service.action(name)).expect("an action")
}

#[test]
fn actions_have_inputs_outputs_and_errors() {
    let actions = [
        ("dynamodb", "getItem"),
        ("rds", "startDBInstance"),
        ("s3", "copyObject"),
        ("s3", "selectObjectContent"),
        ("sfn", "startSyncExecution"),
        ("sqs", "sendMessage"),
    ];
    let text: Vec<_> = actions.map(|(service, name)| describe(action(service, name))).into();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn shapes_that_hold_themselves_end() {
    let value =
        action("dynamodb", "putItem").input().expect("an input").members().get("Item").expect("items");
    let Kind::Map { value: attribute, .. } = value.shape.kind() else { panic!("{value:?}") };
    let members = attribute.members();
    assert!(["S", "N", "Bool", "Nul", "Ss", "M", "L"].iter().all(|name| members.get(name).is_some()));
    assert_eq!(members.get_ignoring_case("BOOL"), members.get("Bool"));
    let Some(Kind::List { item, .. }) = members.get("L").map(|member| member.shape.kind()) else { panic!() };
    assert_eq!(item, attribute);
}

#[test]
fn names_are_exact() {
    assert_eq!(aws::sdk_service("sfn").and_then(|service| service.exception_prefix()), Some("Sfn"));
    assert!(
        ["SFN", "states", "stepfunctions", "logs", ""].iter().all(|name| aws::sdk_service(name).is_none())
    );
    let dynamodb = aws::sdk_service("dynamodb").expect("a service");
    assert!(dynamodb.action("putItem").is_some());
    assert!(dynamodb.action("PutItem").is_none());
    let logs = aws::sdk_services().iter().find(|service| service.boto_name() == Some("logs"));
    assert_eq!(logs.map(|service| service.name()), Some("cloudwatchlogs"));
    let retired = aws::sdk_service("qldb").expect("a service");
    assert!(!retired.has_actions() && retired.actions().len() == 0);
}

/// The table of each service as it is committed.
fn committed() -> BTreeMap<String, Vec<u8>> {
    let data = root().join("src/aws/data");
    let bytes = std::fs::read(data.join("models.bin")).expect("the tables");
    let mut rest = bytes.as_slice();
    let mut tables = BTreeMap::new();
    for line in read(&data.join("services.txt")).lines().skip(1) {
        let words: Vec<_> = line.split(' ').collect();
        let (table, behind) = rest.split_at(words[3].parse().expect("a length"));
        rest = behind;
        if !table.is_empty() {
            tables.insert(words[0].to_owned(), table.to_vec());
        }
    }
    tables
}

/// The folder of botocore, if it is there in the version that the facts are made of.
fn botocore() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("ASLINT_BOTOCORE").map(PathBuf::from) else {
        println!(
            "SKIPPED: ASLINT_BOTOCORE names no botocore, so the tables are not compared with its models"
        );
        return None;
    };
    let version = format!("'{}'", aws::models().version);
    let is_same = read(&folder.join("__init__.py"))
        .lines()
        .any(|line| line.starts_with("__version__") && line.contains(&version));
    if !is_same {
        println!("SKIPPED: {} is not botocore {version}, so nothing is compared with it", folder.display());
    }
    is_same.then_some(folder)
}

#[test]
fn tables_are_as_the_generator_makes_them() {
    let Some(botocore) = botocore() else { return };
    let output = Command::new("python3")
        .arg("-B")
        .arg(root().join("tools/aws-models/generate.py"))
        .arg(botocore.join("data"))
        .args(["--only", &SAMPLE.join(",")])
        .output()
        .expect("python3 starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let committed = committed();
    let made = String::from_utf8(output.stdout).expect("text");
    assert_eq!(made.lines().count(), SAMPLE.len());
    for line in made.lines() {
        let (name, made) = line.split_once(' ').expect("a name and a table");
        let table: String = committed[name].iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(table == made, "{name}: run tools/aws-models/generate.py");
    }
}

#[test]
fn the_services_and_actions_of_the_sheets_are_known() {
    let Some(spec) = shared("spec") else { return };
    for row in serde_json::from_str::<Vec<Value>>(&read(&spec.join("aws_sdk_services.json"))).expect("JSON") {
        let name = row["name"].as_str().expect("a name");
        let service = aws::sdk_service(name).unwrap_or_else(|| panic!("{name} is not known"));
        assert_eq!(service.exception_prefix(), row["exceptionPrefix"].as_str(), "{name}");
        for operation in row["unsupported"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let action = operation[..1].to_ascii_lowercase() + &operation[1..];
            // Some of them are gone from the models.
            let is_supported = service.action(&action).is_some_and(Action::is_supported);
            assert!(!is_supported, "{name}:{action}");
        }
    }
    let (mut services, mut actions) = (0, 0);
    for line in read(&spec.join("aws_sdk_actions.txt")).lines().filter(|line| !line.starts_with('#')) {
        let (name, names) = line.split_once(": ").expect("a service and its actions");
        let service = aws::sdk_service(name).unwrap_or_else(|| panic!("{name} is not known"));
        let known: Vec<_> = service.actions().map(Action::name).collect();
        assert_eq!(known, names.split(' ').collect::<Vec<_>>(), "{name}");
        services += 1;
        actions += known.len();
    }
    println!("{services} services with {actions} actions are all known");
    assert!(services > 380 && actions > 18_000);
}

fn texts(folder: &Path, out: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            texts(&path, out);
        } else if let Ok(text) = std::fs::read_to_string(path) {
            out.push(text);
        }
    }
}

/// The values of `Resource` in tasks, wherever they stand.
fn task_resources(value: &Value, out: &mut BTreeSet<String>) {
    if value["Type"] == "Task" {
        out.extend(value["Resource"].as_str().map(str::to_owned));
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| task_resources(item, out)),
        Value::Object(members) => members.values().for_each(|member| task_resources(member, out)),
        _ => {}
    }
}

/// Why a call leads nowhere.
fn unresolved(text: &str) -> Option<&'static str> {
    match Resource::parse(text).target {
        Target::Sdk(call) => {
            let Some(service) = aws::sdk_service(call.service.text) else { return Some(NO_SERVICE) };
            match service.action(call.action.text) {
                None if !service.has_actions() => Some(RETIRED),
                None => Some("no such action"),
                Some(action) if !action.is_supported() => Some("not supported"),
                _ if matches!(call.pattern(), Some(Pattern::RequestResponse | Pattern::WaitForTaskToken)) => {
                    None
                }
                _ => Some("no such pattern"),
            }
        }
        Target::Optimized(call) | Target::Http(call) => {
            let Some(found) = aws::optimized(call.service.text, call.action.text) else {
                return Some(NO_INTEGRATION);
            };
            let support = call.pattern().map_or(Support::No, |pattern| found.supports(pattern));
            (support == Support::No).then_some("no such pattern")
        }
        Target::Lambda { .. } | Target::Activity { .. } | Target::Placeholder => None,
        Target::Other => Some(OTHER),
        Target::NotArn => Some(NO_ARN),
    }
}

#[test]
fn resources_of_published_definitions_resolve() {
    let Some(corpus) = shared("corpus") else { return };
    let mut found = Vec::new();
    texts(&corpus.join("standalone"), &mut found);
    let mut resources = BTreeSet::new();
    for text in &found {
        let value = serde_json::from_str(text).unwrap_or_default();
        task_resources(&value, &mut resources);
    }
    let tasks = resources.len();
    texts(&corpus.join("templates"), &mut found);
    // In templates, partitions and texts are joined in many ways; what calls look like is always the same.
    let call = Regex::new(r":states:::[A-Za-z0-9-]+:[A-Za-z0-9:._-]+").expect("a pattern");
    for text in &found {
        resources.extend(call.find_iter(text).map(|call| format!("arn:aws{}", call.as_str())));
    }
    let wrong: Vec<_> =
        resources.iter().filter_map(|text| Some((text.as_str(), unresolved(text)?))).collect();
    println!("{} resources, {tasks} of them in tasks; {} lead nowhere", resources.len(), wrong.len());
    assert!(resources.len() > 200);
    assert_eq!(wrong, UNRESOLVED);
}
