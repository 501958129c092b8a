use serde_json::{Value, json};

use super::{Absence, Numbers, Others, Presence, Shape, Step, Types};

fn shape(value: Value) -> Shape {
    Shape::of_value(&value)
}

fn name(name: &str) -> Step {
    Step::Name(name.to_owned())
}

#[test]
fn holds_what_it_was_made_of() {
    for value in
        [json!(null), json!(true), json!(1.5), json!("a"), json!([1, "b", []]), json!({"a": {"b": [1]}})]
    {
        assert!(shape(value.clone()).contains(&value), "{value}");
    }
    assert!(!shape(json!({"a": 1})).contains(&json!({"a": 2})));
    assert!(!shape(json!({"a": 1})).contains(&json!({"a": 1, "b": 1})));
    assert!(!shape(json!([1])).contains(&json!([1, 1])));
}

#[test]
fn joins_to_what_holds_both() {
    let (left, right) = (json!({"a": 1, "b": "x"}), json!({"a": 5, "c": [1]}));
    let both = shape(left.clone()).join(&shape(right.clone()));
    assert!(both.contains(&left) && both.contains(&right));
    assert_eq!(both.to_string(), r#"{a: integer 1 to 5, ?b: "x", ?c: [1]}"#);
    assert_eq!(both.member("b").absence, Absence::Possibly);
    assert_eq!(both.member("a").absence, Absence::Never);
    assert_eq!(both.member("d").absence, Absence::Always);
    assert_eq!(both.join(&Shape::ANY), Shape::ANY);
    let open = Shape::object(super::ObjectShape::any());
    assert_eq!(both.join(&open).member("b").absence, Absence::Unknown);
}

#[test]
fn prints_what_people_read() {
    let mut object = super::ObjectShape::any();
    object.set("orderId", Shape::text(), Presence::Always);
    object.set("items", Shape::array_of(Shape::record([("sku", Shape::text())])), Presence::Always);
    object.set("error", Shape::ANY, Presence::Sometimes);
    object.set("gone", Shape::nothing(), Presence::Sometimes);
    let shape = Shape::object(object);
    assert_eq!(shape.to_string(), "{?error: any, gone: absent, items: [{sku: string}…], orderId: string, …}");
    assert_eq!(format!("{shape:.1}"), "{?error: any, gone: absent, items: […], orderId: string, …}");
    assert_eq!(Shape::nothing().to_string(), "nothing");
    assert_eq!(shape.join(&Shape::null()).to_string().split(" | ").last(), Some("null"));
    assert_eq!(Shape::numbers(Numbers::whole_from(0.0)).to_string(), "integer from 0");
}

#[test]
fn looks_up_items() {
    let pair = shape(json!([1, "b"]));
    assert_eq!(pair.index(1).shape, Shape::of_text("b"));
    assert_eq!(pair.index(-1).shape, Shape::of_text("b"));
    assert_eq!(pair.index(2).absence, Absence::Always);
    assert_eq!(pair.index(-3).absence, Absence::Always);
    assert_eq!(Shape::array_of(Shape::text()).index(0).absence, Absence::Unknown);
    assert_eq!(pair.member("a").absence, Absence::Always);
    assert_eq!(pair.join(&shape(json!([]))).index(0).absence, Absence::Possibly);
    assert_eq!(Shape::ANY.member("a").absence, Absence::Unknown);
}

#[test]
fn narrows_by_type_value_and_place() {
    let status = shape(json!({"s": "A"})).join(&shape(json!({"s": "B"}))).join(&shape(json!({})));
    let steps = [name("s")];
    assert_eq!(status.refined(&steps, &|value| value.only_text("A")).to_string(), r#"{s: "A"}"#);
    assert_eq!(status.refined(&steps, &|value| value.without_text("A")).to_string(), r#"{s: "B"}"#);
    assert_eq!(status.without(&steps).member("s").absence, Absence::Always);
    assert!(shape(json!({"s": 1})).without(&steps).is_nothing());
    assert_eq!(Shape::ANY.without(&steps).member("s").absence, Absence::Always);
    assert!(Shape::ANY.without(&steps).contains(&json!("text")));
    assert!(status.refined(&steps, &|value| value.only(Types::NUMBER)).is_nothing());
    let numbers = Shape::numbers(Numbers { min: 0.0, max: 10.0, is_whole: true });
    let above = Numbers { min: 5.0, max: f64::INFINITY, is_whole: false };
    assert_eq!(numbers.without_numbers(above).to_string(), "integer 0 to 4");
    assert_eq!(numbers.only_numbers(above).to_string(), "integer 5 to 10");
}

#[test]
fn puts_values_in_place() {
    let put = |into: Value| shape(into).with(&[name("a"), name("b")], &Shape::of_number(1.0));
    assert_eq!(put(json!({"c": 2})).shape.to_string(), "{a: {b: 1}, c: 2}");
    assert_eq!(put(json!({"a": "text"})).absence, Absence::Always);
    assert_eq!(put(json!([])).absence, Absence::Always);
    let anywhere = Shape::ANY.with(&[name("a")], &Shape::null());
    assert_eq!((anywhere.shape.to_string().as_str(), anywhere.absence), ("{a: null, …}", Absence::Unknown));
}

#[test]
fn forgets_what_is_too_large_or_too_deep() {
    let mut twice = shape(json!({"a": 1}));
    let mut deep = Shape::null();
    for _ in 0..200 {
        twice = Shape::tuple(vec![twice.clone(), twice]);
        deep = Shape::tuple(vec![deep]);
    }
    assert!(twice.size() <= super::MAX_SIZE && twice.depth() <= super::MAX_DEPTH);
    assert!(deep.depth() <= super::MAX_DEPTH);
    let names: Vec<String> = (0..500).map(|at| format!("m{at}")).collect();
    let wide = Shape::record(names.iter().map(|name| (&**name, Shape::null())));
    assert!(matches!(&wide.parts().object.as_ref().unwrap().others, Others::Of(_)));
    assert!(wide.size() <= super::MAX_SIZE);
}

#[test]
fn widening_comes_to_an_end() {
    let mut before = shape(json!({"n": 0, "list": [], "inner": null}));
    let mut steps = 0;
    loop {
        let inner = Shape::record([
            ("n", Shape::of_number(f64::from(steps))),
            ("list", Shape::tuple(vec![Shape::null(); steps as usize % 30])),
            ("inner", before.clone()),
        ]);
        let after = before.widen(&inner);
        if after == before {
            break;
        }
        before = after;
        steps += 1;
        assert!(steps < 40, "{before}");
    }
    assert!(
        before.contains(&json!({"n": 7, "list": [null, null], "inner": {"n": 3, "list": [], "inner": null}}))
    );
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

#[test]
fn long_shapes_are_broken_over_lines() {
    let order = shape(json!({"order": {"id": "1", "lines": [{"sku": "A"}]}, "paid": true}));
    assert_eq!(order.lines(80, 9), [order.to_string()]);
    assert_eq!(
        order.lines(30, 9),
        ["{", "  order: {", "    id: \"1\",", "    lines: [{sku: \"A\"}],", "  },", "  paid: true,", "}"]
    );
    assert_eq!(order.lines(30, 1), ["{order: {…}, paid: true}"]);
    let either = order.join(&shape(json!("text"))).join(&Shape::array_of(Shape::text()));
    assert_eq!(either.lines(30, 9).last().map(String::as_str), Some("} | [string…] | \"text\""));
}
