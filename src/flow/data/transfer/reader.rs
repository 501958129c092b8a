//! What the `ItemReader` of a Map reads (spec/states.md ItemReader, spec/runtime_semantics.md 6).

use crate::asl::{Field, Machine, ObjectId};
use crate::aws;
use crate::flow::data::service;
use crate::shape::{Member, ObjectShape, Shape};

/// The items, in an array.
pub(super) fn items(machine: &Machine<'_>, reader: ObjectId) -> Shape {
    item(machine, reader).map_or(Shape::ANY, Shape::array_of)
}

/// An item; none where it is not on record what it is.
fn item(machine: &Machine<'_>, reader: ObjectId) -> Option<Shape> {
    let (_, action) = machine.str(reader, Field::Resource)?.split_once(":states:::")?;
    let config = machine.child(reader, Field::ReaderConfig);
    if config.is_none() && machine.has(reader, Field::ReaderConfig) {
        return None;
    }
    let value = |field| machine.value(config?, field);
    // What is read through a manifest, or of the files that are listed, is not looked at.
    let is_plain = value(Field::ManifestType).is_none()
        && value(Field::Transformation).is_none_or(|transformation| transformation.str() == Some("NONE"));
    let input_type = value(Field::InputType).map(|input_type| input_type.str());
    match (action, input_type) {
        _ if !is_plain => None,
        ("s3:listObjectsV2", None) => listed_object(),
        ("s3:getObject", Some(Some("CSV"))) => Some(row(machine, config?)),
        _ => None,
    }
}

/// An object of a bucket, as it is listed.
fn listed_object() -> Option<Shape> {
    let action = aws::sdk_service("s3")?.action("listObjectsV2")?;
    let objects = service::answer(action.output()).member("Contents").shape;
    Some(objects.parts().array.as_ref()?.item())
}

/// A row of CSV: its cells are texts. Missing ones are empty, and those beyond the headers are dropped.
fn row(machine: &Machine<'_>, config: ObjectId) -> Shape {
    let any = || Shape::object(ObjectShape::map(Shape::text()));
    let Some(headers) = machine.value(config, Field::CSVHeaders) else { return any() };
    let column = |name: crate::syntax::Node<'_>| {
        let name = name.str().filter(|_| !name.has_placeholder())?;
        Some(Member::certain(name, Shape::text()))
    };
    let is_given = machine.str(config, Field::CSVHeaderLocation) == Some("GIVEN");
    let columns: Option<Vec<Member>> = headers.items().map(column).collect();
    match columns.filter(|columns| is_given && !columns.is_empty()) {
        Some(columns) => Shape::object(ObjectShape::closed(columns)),
        None => any(),
    }
}
