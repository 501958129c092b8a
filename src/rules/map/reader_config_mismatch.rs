//! Members of a `ReaderConfig` that do not go together.

use super::{Context, Reporter};
use crate::asl::{Field, FieldRef, ObjectId, ObjectKind, Place};
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (id, _) in cx.objects().filter(|(_, object)| object.kind == ObjectKind::ReaderConfig) {
        let Some(input_type) = cx.machine.field(id, Field::InputType) else { continue };
        let Some(format) = input_type.value.str() else { continue };
        let is_csv = matches!(format, "CSV" | "MANIFEST");
        if !is_csv && ["JSON", "JSONL", "PARQUET"].contains(&format) {
            for field in [Field::CSVHeaderLocation, Field::CSVHeaders, Field::CSVDelimiter] {
                if let Some(found) = cx.machine.field(id, field) {
                    csv_field(cx, out, id, field, found, input_type, format);
                }
            }
        }
        if is_csv
            && cx.machine.str(id, Field::CSVHeaderLocation) == Some("FIRST_ROW")
            && let Some(found) = cx.machine.field(id, Field::CSVHeaders)
        {
            out.report(
                &Place::field(id, Field::CSVHeaders),
                found.key.span(),
                "`CSVHeaders` has no effect where the first row has the headers",
            )
            .label("not read")
            .help("Set `\"CSVHeaderLocation\": \"GIVEN\"`, or remove `CSVHeaders`")
            .at_most(crate::finding::Severity::Warning);
        }
    }
}

fn csv_field(
    cx: &Context<'_>,
    out: &mut Reporter<'_>,
    id: ObjectId,
    field: Field,
    found: FieldRef<'_>,
    input_type: FieldRef<'_>,
    format: &str,
) {
    let name = field.name();
    let finding = out.report(
        &Place::field(id, field),
        found.key.span(),
        format!("`{name}` does not go with the input type {format}"),
    );
    finding
        .label("only with CSV")
        .related(input_type.value.span(), format!("the items are {format}"))
        .help("Remove it, or set `\"InputType\": \"CSV\"`");
    // Recorded for this pair; the others are documented (spec/states.md 1.13).
    if field == Field::CSVHeaderLocation && format == "JSON" {
        finding.aws(SCHEMA, format!("Field '{name}' is not supported"), cx.location(&Place::object(id)));
    } else {
        finding.at_most(crate::finding::Severity::Warning);
    }
}
