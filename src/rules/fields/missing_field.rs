//! An object lacks a field without which AWS refuses it.

use super::{Context, Reporter};
use crate::asl::{Field, FieldSpec, Object, ObjectId, ObjectKind, Place};
use crate::rules::wording::{SCHEMA, list, words};
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (id, object) in cx.objects() {
        let spec = object.kind.spec();
        if !cx.machine.is_complete(id) {
            continue;
        }
        // A misspelt field is told as such.
        let is_there = |field| cx.machine.has(id, field) || cx.machine.misspelt(id, field).is_some();
        let lacks = |spec: &&FieldSpec| spec.is_required && !is_there(spec.field);
        if !object.present.contains_all(spec.required) && spec.fields.iter().any(|spec| lacks(&spec)) {
            if let Some((key, name)) = definition_within(cx, id) {
                out.report(
                    &Place::object(id),
                    key.span(),
                    format!("The definition stands one level down, in `{name}`"),
                )
                .label("begins in here")
                .help(format!("Leave only what `{name}` holds"))
                .aws(
                    SCHEMA,
                    "These fields are required: [States, StartAt]",
                    cx.location(&Place::object(id)),
                );
                continue;
            }
            let missing: Vec<&str> = spec.fields.iter().filter(lacks).map(|spec| spec.field.name()).collect();
            report(cx, out, id, object, &missing);
        } else if let Some((field, because)) = conditional(cx, id, object.kind) {
            let message = match field {
                Field::CSVHeaderLocation => format!("The field '{}' is required", field.name()),
                _ => format!("These fields are required: [{}]", field.name()),
            };
            let place = Place::object(id);
            out.report(&place, cx.machine.head_span(id), format!("{because} needs `{}`", field.name()))
                .label(format!("`{}` is missing here", field.name()))
                .help(match field {
                    Field::ExecutionType => {
                        "Add `\"ExecutionType\": \"STANDARD\"`, or `\"EXPRESS\"` for short items"
                    }
                    Field::CSVHeaders => "Add `CSVHeaders` with the names of the columns",
                    _ => "Add `\"CSVHeaderLocation\": \"FIRST_ROW\"`, or `\"GIVEN\"` with `CSVHeaders`",
                })
                .aws(SCHEMA, message, cx.location(&place));
        } else if object.kind == ObjectKind::Credentials {
            credentials(cx, out, id);
        }
    }
}

fn report(cx: &Context<'_>, out: &mut Reporter<'_>, id: ObjectId, object: &Object, missing: &[&str]) {
    let owner = cx.describe(object);
    let place = Place::object(id);
    let verb = if missing.len() == 1 { "is" } else { "are" };
    let finding = out.report(
        &place,
        cx.machine.head_span(id),
        format!("{} {verb} missing from {owner}", words(missing.iter().copied(), "and")),
    );
    finding.label(format!("without {}", words(missing.iter().copied(), "and")));
    // AWS names them from the last to the first.
    let listed = list(missing.iter().rev().copied());
    finding.aws(SCHEMA, format!("These fields are required: {listed}"), cx.location(&place));
    finding.help(format!("Add {}", words(missing.iter().copied(), "and")));
    if missing == ["Type"]
        && let Some(state_type) = guess_type(cx.machine.node(id))
    {
        finding.help(format!("Its fields are those of a {state_type} state: \"Type\": \"{state_type}\""));
    }
}

/// The only member of the root, if it holds a whole definition.
pub(super) fn definition_within<'t>(cx: &Context<'t>, id: ObjectId) -> Option<(Node<'t>, &'t str)> {
    let root = cx.machine.node(id);
    let is_root = cx.machine.object(id).parent.is_none() && root.members().len() == 1;
    let (key, value) = root.member(0).filter(|_| is_root)?;
    let is_definition = value.get("StartAt").is_some() && value.get("States").is_some();
    Some((key, key.str().filter(|_| is_definition)?))
}

fn guess_type(state: Node<'_>) -> Option<&'static str> {
    const TELLING: [(&str, &str); 10] = [
        ("Resource", "Task"),
        ("Choices", "Choice"),
        ("Branches", "Parallel"),
        ("ItemProcessor", "Map"),
        ("Iterator", "Map"),
        ("Seconds", "Wait"),
        ("SecondsPath", "Wait"),
        ("Timestamp", "Wait"),
        ("Cause", "Fail"),
        ("Result", "Pass"),
    ];
    TELLING.into_iter().find(|(field, _)| state.get(field).is_some()).map(|(_, state_type)| state_type)
}

/// Fields that another field's value calls for (spec/states.md 1.13).
fn conditional(cx: &Context<'_>, id: ObjectId, kind: ObjectKind) -> Option<(Field, &'static str)> {
    let machine = cx.machine;
    match kind {
        ObjectKind::ProcessorConfig if machine.str(id, Field::Mode) == Some("DISTRIBUTED") => {
            Some((Field::ExecutionType, "A Distributed Map")).filter(|(field, _)| !machine.has(id, *field))
        }
        ObjectKind::ReaderConfig if machine.str(id, Field::CSVHeaderLocation) == Some("GIVEN") => {
            let because = "`CSVHeaderLocation` `GIVEN`";
            Some((Field::CSVHeaders, because)).filter(|(field, _)| !machine.has(id, *field))
        }
        // With an inventory `InputType` has no place at all.
        ObjectKind::ReaderConfig if machine.str(id, Field::ManifestType) == Some("S3_INVENTORY") => None,
        ObjectKind::ReaderConfig if machine.str(id, Field::InputType) == Some("CSV") => {
            Some((Field::CSVHeaderLocation, "Reading CSV")).filter(|(field, _)| !machine.has(id, *field))
        }
        _ => None,
    }
}

fn credentials(cx: &Context<'_>, out: &mut Reporter<'_>, id: ObjectId) {
    let node = cx.machine.node(id);
    if node.get("RoleArn").is_none() && node.get("RoleArn.$").is_none() {
        let place = Place::object(id);
        out.report(&place, cx.machine.head_span(id), "`RoleArn` is missing from `Credentials`")
            .label("without `RoleArn`")
            .help("Name the role that the task takes: `\"RoleArn\": \"arn:aws:iam::…:role/…\"`")
            .aws(SCHEMA, "The field 'RoleArn' is required but was missing", cx.location(&place));
    }
}
