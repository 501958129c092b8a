use serde_json::Value;

use super::{Member, Numbers, ObjectShape, Others, Presence, Shape, Texts};
use crate::syntax::{Kind, Node};

impl Shape {
    /// Just the value that a text holds; parts of it that the text leaves open are unknown. A value that is nested
    /// deeper than `MAX_DEPTH` is unknown below.
    pub fn of_node(node: Node<'_>) -> Self {
        of_node(node, super::MAX_DEPTH)
    }

    /// Just that value.
    pub fn of_value(value: &Value) -> Self {
        of_value(value, super::MAX_DEPTH)
    }

    /// Whether the value is among the values of the shape.
    pub fn contains(&self, value: &Value) -> bool {
        if self.is_any() {
            return true;
        }
        let parts = self.parts();
        match value {
            Value::Null => parts.null,
            Value::Bool(value) => self.can_be_bool(*value),
            Value::Number(number) => {
                let value = number.as_f64().unwrap_or(f64::NAN);
                parts.numbers.is_some_and(|numbers| numbers == Numbers::ANY || numbers.contain(value))
            }
            Value::String(text) => match &parts.texts {
                None => false,
                Some(Texts::Any | Texts::Listed(_)) => true,
                Some(Texts::Of(texts)) => texts.iter().any(|known| **known == **text),
            },
            Value::Array(items) => parts.array.as_ref().is_some_and(|array| {
                let length = items.len() as u32;
                let has_length = array.min <= length && array.max.is_none_or(|max| length <= max);
                has_length && items.iter().enumerate().all(|(at, item)| array.at(at).contains(item))
            }),
            Value::Object(members) => parts.object.as_ref().is_some_and(|object| {
                let is_required =
                    |name: &str| object.get(name).map(|member| member.presence) == Some(Presence::Always);
                let has_all = object
                    .members
                    .iter()
                    .filter(|member| is_required(&member.name))
                    .all(|member| members.contains_key(&*member.name));
                has_all && members.iter().all(|(name, value)| object.can_have(name, value))
            }),
        }
    }
}

impl ObjectShape {
    fn can_have(&self, name: &str, value: &Value) -> bool {
        match (self.get(name), &self.others) {
            (Some(member), _) => member.shape.contains(value),
            (None, Others::None) => false,
            (None, Others::Unlisted) => true,
            (None, Others::Of(shape)) => shape.contains(value),
        }
    }
}

fn of_node(node: Node<'_>, depth: u32) -> Shape {
    if depth == 0 {
        return Shape::ANY;
    }
    match node.kind() {
        Kind::Null => Shape::null(),
        Kind::Bool(value) => Shape::of_bool(value),
        Kind::Number => node.number().map_or_else(Shape::number, Shape::of_number),
        Kind::String if node.has_placeholder() => Shape::text(),
        Kind::String => node.str().map_or_else(Shape::text, Shape::of_text),
        Kind::Array => Shape::tuple(node.items().map(|item| of_node(item, depth - 1)).collect()),
        Kind::Object => {
            let mut members = Vec::with_capacity(node.members().len());
            let mut others = Others::None;
            for (key, value) in node.members() {
                match key.str().filter(|_| !key.has_placeholder()) {
                    Some(name) => members.push(Member::certain(name, of_node(value, depth - 1))),
                    None => others = Others::Of(Shape::ANY),
                }
            }
            Shape::object(ObjectShape { others, ..ObjectShape::closed(members) })
        }
        Kind::Unknown | Kind::Missing => Shape::ANY,
    }
}

fn of_value(value: &Value, depth: u32) -> Shape {
    if depth == 0 {
        return Shape::ANY;
    }
    match value {
        Value::Null => Shape::null(),
        Value::Bool(value) => Shape::of_bool(*value),
        Value::Number(number) => number.as_f64().map_or_else(Shape::number, Shape::of_number),
        Value::String(text) => Shape::of_text(text),
        Value::Array(items) => Shape::tuple(items.iter().map(|item| of_value(item, depth - 1)).collect()),
        Value::Object(members) if members.len() > super::MAX_MEMBERS => Shape::object(ObjectShape::any()),
        Value::Object(members) => {
            Shape::record(members.iter().map(|(name, value)| (&**name, of_value(value, depth - 1))))
        }
    }
}
