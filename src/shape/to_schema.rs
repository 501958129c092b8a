use serde_json::{Map, Number, Value, json};

use super::{ArrayShape, Numbers, ObjectShape, Others, Parts, Presence, Shape, Texts};

impl Shape {
    /// A JSON Schema (2020-12) that the values of the shape, and no others, are valid under.
    pub fn to_schema(&self) -> Value {
        if self.is_any() {
            return true.into();
        }
        let parts = self.parts();
        let mut constants = Vec::new();
        let mut rest = Map::new();
        let types = types(parts, &mut constants);
        if let Some(numbers) = parts.numbers.filter(|numbers| numbers.constant().is_none()) {
            write_numbers(numbers, &mut rest);
        }
        if let Some(array) = &parts.array {
            write_array(array, &mut rest);
        }
        if let Some(object) = &parts.object {
            write_object(object, &mut rest);
        }
        let mut alternatives = Vec::new();
        if !types.is_empty() {
            let named = if let [one] = types[..] { one.into() } else { types.into() };
            let mut schema = Map::from_iter([("type".to_owned(), named)]);
            schema.append(&mut rest);
            alternatives.push(Value::Object(schema));
        }
        match constants.as_slice() {
            [] => {}
            [one] => alternatives.push(json!({ "const": one })),
            _ => alternatives.push(json!({ "enum": constants })),
        }
        match alternatives.len() {
            0 => false.into(),
            1 => alternatives.remove(0),
            _ => json!({ "anyOf": alternatives }),
        }
    }
}

/// The types of which there are more values than a few, and those few values of others.
fn types(parts: &Parts, constants: &mut Vec<Value>) -> Vec<&'static str> {
    let mut types = Vec::new();
    let mut add = |is_there: bool, name| types.extend(is_there.then_some(name));
    add(parts.object.is_some(), "object");
    add(parts.array.is_some(), "array");
    match &parts.texts {
        Some(Texts::Any | Texts::Listed(_)) => add(true, "string"),
        Some(Texts::Of(texts)) => constants.extend(texts.iter().map(|text| Value::from(&**text))),
        None => {}
    }
    if let Some(numbers) = parts.numbers {
        match numbers.constant() {
            Some(value) => constants.push(number(value)),
            None => add(true, if numbers.is_whole { "integer" } else { "number" }),
        }
    }
    match (parts.can_be_true, parts.can_be_false) {
        (true, true) => add(true, "boolean"),
        (can_be_true, can_be_false) => {
            constants.extend((can_be_true || can_be_false).then_some(Value::Bool(can_be_true)));
        }
    }
    // With values that are told apart stands null as one of them.
    if parts.null && constants.is_empty() {
        add(true, "null");
    } else if parts.null {
        constants.push(Value::Null);
    }
    types
}

fn write_numbers(numbers: Numbers, schema: &mut Map<String, Value>) {
    for (bound, keyword) in [(numbers.min, "minimum"), (numbers.max, "maximum")] {
        if bound.is_finite() {
            schema.insert(keyword.to_owned(), number(bound));
        }
    }
}

fn write_array(array: &ArrayShape, schema: &mut Map<String, Value>) {
    let mut put = |keyword: &str, value: Value| drop(schema.insert(keyword.to_owned(), value));
    if !array.prefix.is_empty() {
        put("prefixItems", array.prefix.iter().map(Shape::to_schema).collect());
    }
    if !array.rest.is_any() && !array.rest.is_nothing() {
        put("items", array.rest.to_schema());
    }
    if array.min > 0 {
        put("minItems", array.min.into());
    }
    if let Some(max) = array.max {
        put("maxItems", max.into());
    }
}

fn write_object(object: &ObjectShape, schema: &mut Map<String, Value>) {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for member in &object.members {
        properties.insert((*member.name).to_owned(), member.shape.to_schema());
        required.extend((member.presence == Presence::Always).then(|| Value::from(&*member.name)));
    }
    let mut put = |keyword: &str, value: Value| drop(schema.insert(keyword.to_owned(), value));
    if !properties.is_empty() {
        put("properties", Value::Object(properties));
    }
    if !required.is_empty() {
        put("required", required.into());
    }
    match &object.others {
        Others::None => put("additionalProperties", false.into()),
        Others::Unlisted => {}
        Others::Of(shape) if shape.is_any() => {}
        Others::Of(shape) => put("additionalProperties", shape.to_schema()),
    }
}

/// The number as JSON: a whole one without a point, as far as those are exact.
fn number(value: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() <= EXACT {
        (value as i64).into()
    } else {
        Number::from_f64(value).map_or(Value::Null, Value::Number)
    }
}
