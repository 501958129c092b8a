//! Random JSON, the paths through it, and what tasks answer.

use serde_json::{Map, Value, json};

use crate::interpreter::random::Random;

/// Names of members; few, so that states meet the names of others.
pub const NAMES: [&str; 12] =
    ["id", "name", "count", "items", "status", "config", "flag", "when", "tags", "note", "total", "order id"];

/// How many of a hundred objects are empty.
const EMPTY: usize = 5;

/// Draws the answer of a task to a Resource.
pub type Results = fn(&str, &mut Random) -> Value;

/// A random value, at most `depth` levels deep.
pub fn value(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 5 } else { 10 }) {
        0 => Value::Null,
        1 => Value::Bool(random.chance(50)),
        2 => number(random),
        3 | 4 => text(random),
        5 | 6 => array(random, depth - 1),
        _ => object(random, depth - 1),
    }
}

pub fn number(random: &mut Random) -> Value {
    match random.below(8) {
        0 => Value::from(random.between(-50, 50) as f64 / 4.0),
        1 => Value::from(random.between(-1_000_000, 1_000_000)),
        2 => Value::from(0),
        _ => Value::from(random.between(0, 20)),
    }
}

pub fn text(random: &mut Random) -> Value {
    const TEXTS: [&str; 12] = [
        "",
        "open",
        "done",
        "a,b;c",
        "Ada Lovelace",
        "42",
        "{\"id\":1}",
        "[1,2]",
        "RGF0YQ==",
        "x-1",
        "naïve ✓",
        "2026-02-03T04:05:06Z",
    ];
    Value::from(*random.pick(&TEXTS))
}

/// A value for a member; most names always have the same type.
fn member(name: &str, random: &mut Random, depth: usize) -> Value {
    if random.chance(12) {
        return value(random, depth);
    }
    match name {
        "id" | "count" | "total" => number(random),
        "name" | "status" | "order id" => text(random),
        "flag" => Value::Bool(random.chance(50)),
        "when" => Value::from("2026-02-03T04:05:06.5Z"),
        "note" => Value::Null,
        "tags" => (0..random.below(4)).map(|_| text(random)).collect(),
        "items" if depth > 0 => rows(random, depth - 1),
        _ if depth > 0 => object(random, depth - 1),
        _ => text(random),
    }
}

pub fn object(random: &mut Random, depth: usize) -> Value {
    let count = if random.chance(EMPTY) { 0 } else { random.between(1, 5) };
    let names: Vec<&str> = (0..count).map(|_| *random.pick(&NAMES)).collect();
    record(&names, random, depth)
}

fn record(names: &[&str], random: &mut Random, depth: usize) -> Value {
    names.iter().map(|name| ((*name).to_owned(), member(name, random, depth))).collect::<Map<_, _>>().into()
}

/// Objects in an array: often they all have the same members, as the rows of a table do.
fn rows(random: &mut Random, depth: usize) -> Value {
    let count = random.below(4);
    if random.chance(40) {
        return (0..count).map(|_| object(random, depth)).collect();
    }
    let names: Vec<&str> = (0..random.between(1, 4)).map(|_| *random.pick(&NAMES)).collect();
    (0..count).map(|_| record(&names, random, depth)).collect()
}

fn array(random: &mut Random, depth: usize) -> Value {
    let length = random.below(4);
    match random.below(3) {
        0 => (0..length).map(|_| number(random)).collect(),
        1 => (0..length).map(|_| text(random)).collect(),
        _ => (0..length).map(|_| value(random, depth)).collect(),
    }
}

/// A step from a value to one in it.
#[derive(Clone, Debug)]
pub enum Part {
    Name(String),
    Index { at: usize, length: usize },
}

/// A value inside another one.
#[derive(Clone, Copy)]
pub struct Place<'v> {
    /// The index of the place that the value lies in, and the step from there; none for the value itself.
    from: Option<(usize, Step<'v>)>,
    pub value: &'v Value,
}

#[derive(Clone, Copy)]
enum Step<'v> {
    Name(&'v str),
    Index(usize),
}

/// Everything in a value, what is outside first; about `limit` places.
pub fn places(value: &Value, limit: usize) -> Vec<Place<'_>> {
    let mut found = vec![Place { from: None, value }];
    let mut next = 0;
    while next < found.len() && found.len() < limit {
        let place = |step, value| Place { from: Some((next, step)), value };
        match found[next].value {
            Value::Object(members) => {
                found.extend(members.iter().map(|(name, value)| place(Step::Name(name), value)));
            }
            Value::Array(items) => {
                found.extend(items.iter().enumerate().map(|(index, item)| place(Step::Index(index), item)));
            }
            _ => {}
        }
        next += 1;
    }
    found
}

/// The way to a place.
pub fn way(places: &[Place<'_>], place: Place<'_>) -> Vec<Part> {
    let mut way = Vec::new();
    let mut place = place;
    while let Some((from, step)) = place.from {
        way.push(match step {
            Step::Name(name) => Part::Name(name.to_owned()),
            Step::Index(at) => Part::Index { at, length: places[from].value.as_array().map_or(0, Vec::len) },
        });
        place = places[from];
    }
    way.reverse();
    way
}

/// A small table of what services answer, by Resource.
pub fn results(resource: &str, random: &mut Random) -> Value {
    let metadata = json!({ "RequestId": random.uuid() });
    let http = json!({ "HttpStatusCode": 200, "HttpHeaders": { "Date": ["Thu, 01 Jan 2026 00:00:00 GMT"] } });
    let action = resource.strip_prefix("arn:aws:states:::").unwrap_or_default();
    let mut answer = match action {
        "lambda:invoke" => {
            json!({ "ExecutedVersion": "$LATEST", "Payload": value(random, 2), "StatusCode": 200 })
        }
        "dynamodb:getItem" => match random.chance(70) {
            true => json!({ "Item": { "id": { "S": "a1" }, "count": { "N": "3" } } }),
            false => json!({}),
        },
        "sqs:sendMessage" => {
            json!({ "MD5OfMessageBody": "9e107d9d372bb6826bd81d3542a419d6", "MessageId": random.uuid() })
        }
        "states:startExecution.sync:2" => {
            return json!({
                "ExecutionArn": "arn:aws:states:eu-central-1:123456789012:execution:child:1", "Input": value(random, 2),
                "InputDetails": { "Included": true }, "Name": "1", "Output": value(random, 2),
                "OutputDetails": { "Included": true }, "StartDate": 1_767_225_600_000_i64, "Status": "SUCCEEDED",
                "StateMachineArn": "arn:aws:states:eu-central-1:123456789012:stateMachine:child",
                "StopDate": 1_767_225_601_000_i64,
            });
        }
        "aws-sdk:s3:listObjectsV2" => {
            let objects = |random: &mut Random| {
                (0..random.below(3))
                    .map(|key| json!({ "Key": format!("in/{key}.csv"), "Size": key * 10 }))
                    .collect()
            };
            let contents: Value = objects(random);
            match random.chance(70) {
                true => {
                    return json!({ "Contents": contents, "IsTruncated": false, "KeyCount": 2, "Name": "bucket" });
                }
                false => return json!({ "IsTruncated": false, "KeyCount": 0, "Name": "bucket" }),
            }
        }
        "aws-sdk:sfn:describeExecution" => {
            return json!({ "Name": "1", "Status": "RUNNING", "StartDate": "2026-01-01T00:00:00Z" });
        }
        _ => return value(random, 3),
    };
    answer["SdkHttpMetadata"] = http;
    answer["SdkResponseMetadata"] = metadata;
    answer
}
