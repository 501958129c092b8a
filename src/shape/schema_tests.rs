use serde_json::{Value, json};

use super::Shape;

fn shape(value: Value) -> Shape {
    Shape::of_value(&value)
}

/// Schemas, with values that are valid under them and values that are not.
fn schemas() -> Vec<(Value, Vec<Value>, Vec<Value>)> {
    let order = json!({
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "total": {"type": "number", "minimum": 0},
            "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}, "minItems": 1},
            "note": {"type": ["string", "null"]},
        },
        "required": ["id", "lines"],
        "additionalProperties": false,
        "$defs": {"line": {"type": "object", "properties": {"sku": {"enum": ["A", "B"]}}, "required": ["sku"]}},
    });
    let line = json!({"sku": "A", "more": 1});
    vec![
        (
            order,
            vec![
                json!({"id": "1", "lines": [line], "note": null}),
                json!({"id": "", "total": 0, "lines": [line]}),
            ],
            vec![
                json!({"id": "1", "lines": []}),
                json!({"lines": [line]}),
                json!({"id": "1", "lines": [line], "x": 1}),
            ],
        ),
        (
            json!({"type": "integer", "exclusiveMinimum": 0, "maximum": 9}),
            vec![json!(1), json!(9)],
            vec![json!(0), json!("1")],
        ),
        (json!({"minimum": 1}), vec![json!("text"), json!(1.5), json!({})], vec![json!(0.5)]),
        (
            json!({"prefixItems": [{"type": "string"}, {"const": 1}], "items": false, "type": "array"}),
            vec![json!([]), json!(["a"]), json!(["a", 1])],
            vec![json!([1]), json!(["a", 1, 1])],
        ),
        (
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "type": "array", "items": [{"type": "null"}], "additionalItems": {"type": "boolean"}}),
            vec![json!([null, true, false]), json!([])],
            vec![json!([true]), json!([null, null])],
        ),
        (
            json!({"oneOf": [{"type": "object", "properties": {"kind": {"const": "a"}}, "required": ["kind"]}, {"type": "string"}]}),
            vec![json!({"kind": "a", "x": 1}), json!("a")],
            vec![json!({"kind": "b"}), json!(1)],
        ),
        (
            json!({"allOf": [{"required": ["a"]}, {"properties": {"a": {"type": "number"}}}], "type": "object"}),
            vec![json!({"a": 1, "b": 2})],
            vec![json!({}), json!({"a": "1"}), json!(1)],
        ),
        (
            json!({"type": "object", "patternProperties": {"^x": {}}, "additionalProperties": false}),
            vec![json!({"x1": 1}), json!({})],
            vec![json!([])],
        ),
        (
            json!({"type": "object", "additionalProperties": {"type": "number"}, "required": ["a"]}),
            vec![json!({"a": 1, "z": 2})],
            vec![json!({"a": "1"}), json!({})],
        ),
        (
            json!({"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": "#"}}}, "required": ["children"]}),
            vec![json!({"children": [{"children": [{"children": []}]}]})],
            vec![json!({}), json!({"children": 1})],
        ),
        (json!({"type": "string", "nullable": true}), vec![json!("a")], vec![json!(1)]),
        (
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#/definitions/a", "type": "string", "definitions": {"a": {"type": "number"}}}),
            vec![json!(1)],
            vec![json!("a")],
        ),
        (json!(false), vec![], vec![json!(1)]),
        (
            json!({"properties": {"never": false}, "type": "object"}),
            vec![json!({})],
            vec![json!({"never": 1})],
        ),
        (
            json!({"$defs": {"a": {"$id": "https://example.com/a", "$ref": "#/$defs/b", "$defs": {"b": {"type": "string"}}}, "b": {"type": "number"}}, "$ref": "#/$defs/a"}),
            vec![json!("a")],
            vec![],
        ),
    ]
}

#[test]
fn schemas_hold_what_is_valid_under_them() {
    for (schema, valid, invalid) in schemas() {
        let validator = jsonschema::validator_for(&schema).unwrap();
        let shape = Shape::of_schema(&schema);
        for value in valid {
            assert!(validator.is_valid(&value), "{schema}: {value} is no example");
            assert!(shape.contains(&value), "{schema} became {shape} without {value}");
        }
        for value in invalid {
            assert!(!validator.is_valid(&value), "{schema}: {value} is no counterexample");
            assert!(!shape.contains(&value), "{schema} became {shape} with {value}");
        }
    }
}

#[test]
fn shapes_and_their_schemas_hold_the_same() {
    let shapes = schemas().into_iter().map(|(schema, ..)| Shape::of_schema(&schema));
    let constants = [json!("a"), json!([1, "b", null]), json!({"a": {"b": [true]}})];
    let values: Vec<Value> =
        schemas().into_iter().flat_map(|(_, valid, invalid)| [valid, invalid].concat()).collect();
    let joined = shape(json!("a")).join(&shape(json!(null))).join(&shape(json!({"a": 1})));
    for shape in shapes.chain(constants.into_iter().map(shape)).chain([joined, Shape::ANY, Shape::nothing()])
    {
        let schema = shape.to_schema();
        assert!(jsonschema::meta::is_valid(&schema), "{schema}");
        let validator = jsonschema::validator_for(&schema).unwrap();
        for value in &values {
            assert_eq!(validator.is_valid(value), shape.contains(value), "{shape}, {schema}: {value}");
        }
        assert_eq!(Shape::of_schema(&schema).to_string(), shape.to_string(), "{schema}");
    }
}

#[test]
fn samples_tell_types_and_members() {
    let sample =
        json!({"id": "1", "n": 2, "none": null, "empty": [], "list": [{"a": 1}, {"a": 2, "b": true}]});
    let shape = Shape::of_sample(&sample);
    assert_eq!(
        shape.to_string(),
        "{empty: […], id: string, list: [{a: number, …}…], n: number, none: any, …}"
    );
    assert!(shape.contains(&sample));
}

#[test]
fn tells_schemas_from_samples() {
    for schema in [
        json!({"$schema": "https://json-schema.org/draft/2020-12/schema"}),
        json!({"type": "object"}),
        json!({"type": ["string", "null"], "description": "x"}),
        json!({"properties": {"a": {}}, "required": ["a"], "x-origin": 1}),
        json!({"$ref": "#/$defs/a", "$defs": {"a": true}}),
        json!({"oneOf": [{}, true], "title": "x"}),
    ] {
        assert!(super::is_schema(&schema), "{schema}");
    }
    for sample in [
        json!({}),
        json!({"type": "order"}),
        json!({"type": "string", "value": "x"}),
        json!({"type": ["a"], "title": "x"}),
        json!({"properties": {"rooms": 4}}),
        json!({"items": {"sku": 1}}),
        json!({"title": "x"}),
        json!([{"type": "object"}]),
        json!("object"),
    ] {
        assert!(!super::is_schema(&sample), "{sample}");
    }
}

#[test]
fn hostile_schemas_are_read_fast() {
    let begin = std::time::Instant::now();
    // Each definition leads twice to the next one.
    let mut defs = serde_json::Map::new();
    for at in 0..200 {
        let next = json!({"$ref": format!("#/$defs/d{}", at + 1)});
        defs.insert(format!("d{at}"), json!({"type": "object", "properties": {"l": next, "r": next}}));
    }
    let doubling = json!({"$ref": "#/$defs/d0", "$defs": defs});
    let cycle = json!({"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"anyOf": [{"$ref": "#/$defs/a"}, {"$ref": "#"}]}}});
    let names: Vec<String> =
        (0..50_000_u32).map(|at| format!("m{}", at.wrapping_mul(2_654_435_761))).collect();
    let wide: serde_json::Map<String, Value> =
        names.iter().map(|name| (name.clone(), json!({"const": name}))).collect();
    let wide =
        json!({"type": "object", "properties": wide, "required": names, "additionalProperties": false});
    let large: Value =
        names.iter().map(|name| (name.clone(), Value::Null)).collect::<serde_json::Map<_, _>>().into();
    let choice = json!({"oneOf": names.iter().map(|name| json!({"required": [name], "enum": [name, {name: 1}]})).collect::<Vec<_>>()});
    for schema in [doubling, cycle, wide, choice, json!({"const": large, "enum": [large]})] {
        let shape = Shape::of_schema(&schema);
        assert!(shape.size() <= super::MAX_SIZE && shape.depth() <= super::MAX_DEPTH);
    }
    assert!(Shape::of_sample(&large).size() <= super::MAX_SIZE);
    assert!(begin.elapsed() < std::time::Duration::from_secs(10), "{:?}", begin.elapsed());
}
