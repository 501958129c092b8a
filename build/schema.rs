//! Reads the JSON Schema of Amazon States Language into tables: which fields each object has, and what each holds.
//!
//! Understood are `properties`, `required`, `allOf` with references to further properties, `type`, `enum`, `minimum`,
//! `maximum`, `minItems`, `items`, `anyOf` of types, `$ref`, `oneOf` of single required names (exactly one of them)
//! and `not` of two required names (at most one of them). Conditions (`if`) are for the schema's other readers.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

#[derive(Default)]
struct Object {
    properties: Vec<(String, Value)>,
    required: Vec<String>,
    exactly_one: Vec<Vec<String>>,
    at_most_one: Vec<Vec<String>>,
    is_closed: bool,
}

#[derive(Default)]
struct Property {
    types: BTreeSet<String>,
    minimum: Option<Value>,
    maximum: Option<Value>,
    values: Vec<String>,
    needs_items: bool,
    takes_jsonata: bool,
    language: Option<String>,
    holds: String,
}

pub fn generate(path: &Path) -> Result<String, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let schema: Value =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let definitions = schema["$defs"].as_object().ok_or("asl.schema.json: no `$defs`")?;

    let mut objects = Vec::new();
    for (name, definition) in definitions {
        if is_object(name, definition) {
            let mut object = Object::default();
            collect(definitions, definition, &mut object)?;
            objects.push((name.clone(), object));
        }
    }
    // A state whose `Type` is unknown may have every field that some state has.
    let state_types: Vec<String> = strings(&definitions["StateBase"]["properties"]["Type"]["enum"]);
    let mut any_state: Vec<(String, Value)> = Vec::new();
    for (name, object) in &objects {
        if state_types.contains(name) {
            for (field, property) in &object.properties {
                if !any_state.iter().any(|(known, _)| known == field) {
                    any_state.push((field.clone(), property.clone()));
                }
            }
        }
    }
    if let Some((_, state)) = objects.iter_mut().find(|(name, _)| name == "State") {
        state.properties = any_state;
        state.is_closed = true;
    }

    let fields: BTreeSet<&str> = objects
        .iter()
        .flat_map(|(_, object)| object.properties.iter().map(|(name, _)| name.as_str()))
        .collect();
    let fields: Vec<&str> = fields.into_iter().collect();

    let mut out = String::new();
    let w = &mut out;
    let _ = writeln!(w, "/// A field of Amazon States Language.");
    let _ = writeln!(
        w,
        "#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[allow(missing_docs)]"
    );
    let _ = writeln!(w, "#[repr(u8)]\npub enum Field {{\n{}\n}}", indent(&fields));
    if fields.len() > 128 {
        return Err("asl.schema.json: more fields than a FieldSet holds".to_owned());
    }
    let _ = writeln!(w, "static FIELDS: [(Field, &str); {}] = [", fields.len());
    for field in &fields {
        let _ = writeln!(w, "    (Field::{field}, {field:?}),");
    }
    let _ = writeln!(w, "];");
    // By length first: a `match` on strings alone compares with one after the other.
    let _ = writeln!(w, "fn field_of_name(name: &str) -> Option<Field> {{\n    Some(match name.len() {{");
    let lengths: BTreeSet<usize> = fields.iter().map(|field| field.len()).collect();
    for length in lengths {
        let _ = writeln!(w, "        {length} => match name {{");
        for field in fields.iter().filter(|field| field.len() == length) {
            let _ = writeln!(w, "            {field:?} => Field::{field},");
        }
        let _ = writeln!(w, "            _ => return None,\n        }},");
    }
    let _ = writeln!(w, "        _ => return None,\n    }})\n}}");

    let names: Vec<&str> = objects.iter().map(|(name, _)| name.as_str()).collect();
    let _ = writeln!(w, "/// An object of Amazon States Language.");
    let _ = writeln!(
        w,
        "#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[allow(missing_docs)]"
    );
    let _ = writeln!(w, "#[repr(u8)]\npub enum ObjectKind {{\n{}\n}}", indent(&names));
    let _ = writeln!(w, "static OBJECTS: [ObjectSpec; {}] = [", objects.len());
    for (name, object) in &objects {
        let mut index = vec![u8::MAX; fields.len()];
        let _ = writeln!(
            w,
            "    ObjectSpec {{ kind: ObjectKind::{name}, is_closed: {}, fields: &[",
            object.is_closed
        );
        for (at, (field, property)) in object.properties.iter().enumerate() {
            let position = fields.iter().position(|known| known == field).ok_or("field lost")?;
            index[position] = u8::try_from(at).map_err(|_| "more than 255 fields")?;
            let is_required = object.required.contains(field);
            let _ = writeln!(w, "        {},", property_text(definitions, field, property, is_required)?);
        }
        let _ = writeln!(
            w,
            "    ], required: FieldSet::of(&{}), exactly_one: {}, at_most_one: {}, index: &{index:?} }},",
            group(&object.required),
            groups(&object.exactly_one),
            groups(&object.at_most_one)
        );
    }
    let _ = writeln!(w, "];");
    Ok(out)
}

fn indent(names: &[&str]) -> String {
    names.iter().map(|name| format!("    {name},")).collect::<Vec<_>>().join("\n")
}

fn group(names: &[String]) -> String {
    format!("[{}]", names.iter().map(|name| format!("Field::{name}")).collect::<Vec<_>>().join(", "))
}

fn groups(groups: &[Vec<String>]) -> String {
    let group = |names: &Vec<String>| format!("&{}", group(names));
    format!("&[{}]", groups.iter().map(group).collect::<Vec<_>>().join(", "))
}

fn collect(definitions: &Map<String, Value>, schema: &Value, object: &mut Object) -> Result<(), String> {
    for part in schema["allOf"].as_array().into_iter().flatten() {
        if let Some(name) = reference(part) {
            collect(definitions, definition(definitions, name)?, object)?;
        } else if part.get("not").is_some() {
            object.at_most_one.push(strings(&part["not"]["required"]));
        }
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        object.properties.push((name.clone(), property.clone()));
    }
    object.required.extend(strings(&schema["required"]));
    if let Some(choices) = schema["oneOf"].as_array() {
        object.exactly_one.push(choices.iter().flat_map(|choice| strings(&choice["required"])).collect());
    }
    object.is_closed |= schema["unevaluatedProperties"] == false;
    Ok(())
}

/// Whether a definition is an object of the language: closed, or one of the two that hold what others say.
fn is_object(name: &str, definition: &Value) -> bool {
    definition["unevaluatedProperties"] == false || name == "Credentials" || name == "State"
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"))
}

fn definition<'a>(definitions: &'a Map<String, Value>, name: &str) -> Result<&'a Value, String> {
    definitions.get(name).ok_or_else(|| format!("asl.schema.json: no definition `{name}`"))
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

fn property_text(
    definitions: &Map<String, Value>,
    field: &str,
    schema: &Value,
    is_required: bool,
) -> Result<String, String> {
    let mut property = Property { holds: "Holds::Value".to_owned(), ..Property::default() };
    read_property(definitions, schema, &mut property)?;
    let number = |value: &Option<Value>| match value {
        Some(value) => {
            format!("Some(Bound {{ value: {:?}, text: \"{value}\" }})", value.as_f64().unwrap_or_default())
        }
        None => "None".to_owned(),
    };
    let language = match &property.language {
        Some(language) => format!("Some(QueryLanguage::{language})"),
        None => "None".to_owned(),
    };
    let types = if property.types.is_empty() {
        "Types::ANY".to_owned()
    } else {
        let bits: Vec<String> =
            property.types.iter().map(|name| format!("Types::{}.0", name.to_uppercase())).collect();
        format!("Types({})", bits.join(" | "))
    };
    Ok(format!(
        "FieldSpec {{ field: Field::{field}, is_required: {is_required}, language: {language}, types: {types}, \
         minimum: {}, maximum: {}, values: &{:?}, needs_items: {}, takes_jsonata: {}, holds: {} }}",
        number(&property.minimum),
        number(&property.maximum),
        property.values,
        property.needs_items,
        property.takes_jsonata,
        property.holds,
    ))
}

fn read_property(
    definitions: &Map<String, Value>,
    schema: &Value,
    property: &mut Property,
) -> Result<(), String> {
    if let Some(language) = schema["x-query-language"].as_str() {
        property.language = Some(language.to_owned());
    }
    if let Some(name) = reference(schema) {
        let target = definition(definitions, name)?;
        match name {
            "JsonataString" => property.takes_jsonata = true,
            "Path" | "ReferencePath" | "ErrorText" | "StateName" | "Timestamp" | "Arn" | "Variables"
            | "PayloadTemplate" => {
                property.holds = format!("Holds::{name}");
                read_property(definitions, target, property)?;
            }
            "PayloadTemplateObject" => {
                property.holds = "Holds::PayloadTemplate".to_owned();
                read_property(definitions, target, property)?;
            }
            "JsonataPayload" => property.holds = "Holds::JsonataPayload".to_owned(),
            _ if is_object(name, target) => {
                property.types.insert("object".to_owned());
                property.holds = format!("Holds::Object(ObjectKind::{name})");
            }
            _ => read_property(definitions, target, property)?,
        }
        return Ok(());
    }
    for choice in schema["anyOf"].as_array().into_iter().flatten() {
        read_property(definitions, choice, property)?;
    }
    match &schema["type"] {
        Value::String(name) => drop(property.types.insert(name.clone())),
        Value::Array(_) => property.types.extend(strings(&schema["type"])),
        _ => {}
    }
    property.values.extend(strings(&schema["enum"]));
    for (key, slot) in [("minimum", &mut property.minimum), ("maximum", &mut property.maximum)] {
        if let Some(value) = schema.get(key) {
            *slot = Some(value.clone());
        }
    }
    property.needs_items |= schema["minItems"] == 1 || schema["minProperties"] == 1;
    if let Some(name) = reference(&schema["items"]) {
        property.holds = format!("Holds::List(ObjectKind::{name})");
    } else if schema["items"]["type"] == "string" {
        property.holds = "Holds::Strings".to_owned();
    }
    if let Some(name) = reference(&schema["additionalProperties"]) {
        property.holds = format!("Holds::ByName(ObjectKind::{name})");
    }
    Ok(())
}
