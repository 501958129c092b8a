use serde_json::{Map, Value};

use super::{
    ArrayShape, MAX_DEPTH, MAX_MEMBERS, MAX_PREFIX, Numbers, ObjectShape, Others, Presence, Shape, Types,
};

/// How many schemas are looked at; references can make few of them many.
const MAX_SCHEMAS: u32 = 5_000;

/// The words of JSON Schema, of all drafts, and OpenAPI's beside them.
const KEYWORDS: &str = "\
    $anchor $comment $defs $dynamicAnchor $dynamicRef $id $recursiveAnchor $recursiveRef $ref \
    $schema $vocabulary additionalItems additionalProperties allOf anyOf const contains \
    contentEncoding contentMediaType contentSchema default definitions dependencies \
    dependentRequired dependentSchemas deprecated description else enum example examples \
    exclusiveMaximum exclusiveMinimum format id if items maxContains maxItems maxLength \
    maxProperties maximum minContains minItems minLength minProperties minimum multipleOf not \
    nullable oneOf pattern patternProperties prefixItems properties propertyNames readOnly required \
    then title type unevaluatedItems unevaluatedProperties uniqueItems writeOnly";

/// Whether a value is meant as a JSON Schema rather than as a sample: it says so by `$schema`; or all its members are
/// words of JSON Schema, and `type`, `properties`, `$ref`, `allOf`, `anyOf` or `oneOf` stands there as in a schema.
pub fn is_schema(value: &Value) -> bool {
    let Some(members) = value.as_object() else { return false };
    if members.get("$schema").is_some_and(Value::is_string) {
        return true;
    }
    let is_word =
        |name: &String| KEYWORDS.split_whitespace().any(|word| word == name) || name.starts_with("x-");
    let is_schema = |value: &Value| value.is_object() || value.is_boolean();
    let is_list = |value: &Value| value.as_array().is_some_and(|all| all.iter().all(is_schema));
    let says = |(name, value): (&String, &Value)| match name.as_str() {
        "type" => !of_types(value).is_any() && !of_types(value).is_nothing(),
        "properties" => value.as_object().is_some_and(|all| all.values().all(is_schema)),
        "$ref" => value.is_string(),
        "allOf" | "anyOf" | "oneOf" => is_list(value),
        _ => false,
    };
    members.keys().all(is_word) && members.iter().any(says)
}

impl Shape {
    /// The values that are valid under a JSON Schema, and more where it says what is not understood: the keywords that
    /// are not are taken for not there, which allows more. References are followed within the schema.
    pub fn of_schema(root: &Value) -> Self {
        // Up to draft 7, what stands beside a reference counts for nothing.
        let draft = root.get("$schema").and_then(Value::as_str).unwrap_or_default();
        let mut reader = Reader {
            root,
            refs_stand_alone: draft.contains("/draft-0"),
            left: MAX_SCHEMAS,
            refs: Vec::new(),
        };
        reader.read(root, MAX_DEPTH)
    }

    /// What a sample tells of the values that are like it: their types and not the values themselves, the members that
    /// they have but not that they have no others.
    pub fn of_sample(sample: &Value) -> Self {
        of_sample(sample, MAX_DEPTH)
    }
}

struct Reader<'s> {
    root: &'s Value,
    refs_stand_alone: bool,
    left: u32,
    /// The references that are being followed.
    refs: Vec<&'s str>,
}

impl<'s> Reader<'s> {
    fn read(&mut self, schema: &'s Value, depth: u32) -> Shape {
        if depth == 0 || self.left == 0 {
            return Shape::ANY;
        }
        self.left -= 1;
        match schema {
            Value::Bool(false) => Shape::nothing(),
            Value::Object(keywords) => self.read_keywords(keywords, depth - 1),
            _ => Shape::ANY,
        }
    }

    fn read_keywords(&mut self, keywords: &'s Map<String, Value>, depth: u32) -> Shape {
        let is_root = std::ptr::eq(self.root.as_object().unwrap_or(keywords), keywords);
        // References in a schema with an identity of its own start from there.
        if !is_root && (keywords.contains_key("$id") || keywords.get("id").is_some_and(Value::is_string)) {
            return Shape::ANY;
        }
        let mut shape = Shape::ANY;
        if let Some(reference) = keywords.get("$ref").and_then(Value::as_str) {
            shape = self.follow(reference, depth);
            if self.refs_stand_alone {
                return shape;
            }
        }
        if let Some(types) = keywords.get("type") {
            shape = shape.meet(&of_types(types));
        }
        if ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
            .iter()
            .any(|word| keywords.contains_key(*word))
        {
            let numbers = bounds(keywords, shape.parts().numbers.is_some_and(|numbers| numbers.is_whole));
            shape = shape.meet(&beside(Types::NUMBER, Shape::numbers(numbers)));
        }
        if ["items", "prefixItems", "minItems", "maxItems"].iter().any(|word| keywords.contains_key(*word)) {
            let array = self.array(keywords, depth);
            shape = shape.meet(&beside(Types::ARRAY, Shape::array(array)));
        }
        if ["properties", "required", "additionalProperties"].iter().any(|word| keywords.contains_key(*word))
        {
            let object = self.object(keywords, depth);
            shape = shape.meet(&beside(Types::OBJECT, Shape::object(object)));
        }
        if let Some(values) = keywords.get("enum").and_then(Value::as_array) {
            shape = shape.meet(&joined(values.iter().map(Shape::of_value)));
        }
        if let Some(value) = keywords.get("const") {
            shape = shape.meet(&Shape::of_value(value));
        }
        for all in keywords.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            shape = shape.meet(&self.read(all, depth));
        }
        for word in ["anyOf", "oneOf"] {
            if let Some(some) = keywords.get(word).and_then(Value::as_array) {
                let some = joined(some.iter().map(|one| self.read(one, depth)));
                shape = shape.meet(&some);
            }
        }
        // OpenAPI's word.
        if keywords.get("nullable") == Some(&Value::Bool(true)) { shape.join(&Shape::null()) } else { shape }
    }

    /// What a reference leads to; anything where that is not in the schema, or leads back here.
    fn follow(&mut self, reference: &'s str, depth: u32) -> Shape {
        let Some(target) = self.target(reference).filter(|_| !self.refs.contains(&reference)) else {
            return Shape::ANY;
        };
        self.refs.push(reference);
        let shape = self.read(target, depth);
        self.refs.pop();
        shape
    }

    fn target(&self, reference: &str) -> Option<&'s Value> {
        // What is written with percent signs, or by an anchor, is not looked for.
        reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer))
    }

    fn array(&mut self, keywords: &'s Map<String, Value>, depth: u32) -> ArrayShape {
        // Up to 2019-09, a list in `items` is what `prefixItems` is now.
        let (prefix, rest) = match (keywords.get("prefixItems"), keywords.get("items")) {
            (Some(Value::Array(prefix)), rest) => (prefix.as_slice(), rest),
            (None, Some(Value::Array(prefix))) => (prefix.as_slice(), keywords.get("additionalItems")),
            (_, rest) => (&[][..], rest),
        };
        let mut rest = rest.map_or(Shape::ANY, |schema| self.read(schema, depth));
        let mut items: Vec<Shape> =
            prefix.iter().take(MAX_PREFIX).map(|schema| self.read(schema, depth)).collect();
        if prefix.len() > MAX_PREFIX {
            items.clear();
            rest = Shape::ANY;
        }
        let count = |word: &str| keywords.get(word).and_then(Value::as_f64).map(|count| count as u32);
        ArrayShape { prefix: items, rest, min: count("minItems").unwrap_or(0), max: count("maxItems") }
    }

    fn object(&mut self, keywords: &'s Map<String, Value>, depth: u32) -> ObjectShape {
        let properties = keywords.get("properties").and_then(Value::as_object);
        let required: Vec<&str> = keywords
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let names = properties.map_or(0, Map::len) + required.len();
        if names > 2 * MAX_MEMBERS {
            return ObjectShape::any();
        }
        let has_patterns =
            keywords.get("patternProperties").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
        let others = match keywords.get("additionalProperties") {
            // What a pattern allows is not read.
            _ if has_patterns => Others::Of(Shape::ANY),
            None => Others::Of(Shape::ANY),
            Some(Value::Bool(false)) => Others::None,
            Some(schema) => Others::Of(self.read(schema, depth)),
        };
        let mut object = ObjectShape { members: Vec::new(), others };
        for (name, schema) in properties.into_iter().flatten() {
            object.set(name, self.read(schema, depth), Presence::Sometimes);
        }
        for name in required {
            let shape = match (object.get(name), &object.others) {
                (Some(member), _) => member.shape.clone(),
                (None, Others::Of(shape)) => shape.clone(),
                (None, _) => Shape::nothing(),
            };
            object.set(name, shape, Presence::Always);
        }
        object
    }
}

/// Those values of some types, and all values of others.
fn beside(types: Types, shape: Shape) -> Shape {
    Shape::ANY.only(types.not()).join(&shape)
}

fn joined(shapes: impl Iterator<Item = Shape>) -> Shape {
    shapes.fold(Shape::nothing(), |all, shape| all.join(&shape))
}

fn of_types(types: &Value) -> Shape {
    match types {
        Value::String(name) => match name.as_str() {
            "null" => Shape::null(),
            "boolean" => Shape::boolean(),
            "integer" => Shape::whole_number(),
            "number" => Shape::number(),
            "string" => Shape::text(),
            "array" => Shape::array(ArrayShape::any()),
            "object" => Shape::object(ObjectShape::any()),
            _ => Shape::ANY,
        },
        Value::Array(names) => joined(names.iter().filter(|name| name.is_string()).map(of_types)),
        _ => Shape::ANY,
    }
}

fn bounds(keywords: &Map<String, Value>, is_whole: bool) -> Numbers {
    let number = |word: &str| keywords.get(word).and_then(Value::as_f64);
    // In draft 4 the word said only how `minimum` was meant.
    let is_exclusive = |word: &str| keywords.get(word) == Some(&Value::Bool(true));
    // Between two numbers that are not whole are no last ones: there the bound stays with the others.
    let next = |bound: f64, step: f64| if is_whole && bound.fract() == 0.0 { bound + step } else { bound };
    let min =
        number("minimum").map(|min| if is_exclusive("exclusiveMinimum") { next(min, 1.0) } else { min });
    let max =
        number("maximum").map(|max| if is_exclusive("exclusiveMaximum") { next(max, -1.0) } else { max });
    let min = min.into_iter().chain(number("exclusiveMinimum").map(|min| next(min, 1.0)));
    let max = max.into_iter().chain(number("exclusiveMaximum").map(|max| next(max, -1.0)));
    Numbers {
        min: min.fold(f64::NEG_INFINITY, f64::max),
        max: max.fold(f64::INFINITY, f64::min),
        is_whole: false,
    }
}

fn of_sample(sample: &Value, depth: u32) -> Shape {
    if depth == 0 {
        return Shape::ANY;
    }
    match sample {
        // What is null once may be anything else.
        Value::Null => Shape::ANY,
        Value::Bool(_) => Shape::boolean(),
        Value::Number(_) => Shape::number(),
        Value::String(_) => Shape::text(),
        Value::Array(items) if items.is_empty() => Shape::array(ArrayShape::any()),
        Value::Array(items) => Shape::array_of(joined(items.iter().map(|item| of_sample(item, depth - 1)))),
        Value::Object(members) if members.len() > MAX_MEMBERS => Shape::object(ObjectShape::any()),
        Value::Object(members) => {
            let mut object = ObjectShape::any();
            for (name, value) in members {
                object.set(name, of_sample(value, depth - 1), Presence::Always);
            }
            Shape::object(object)
        }
    }
}
