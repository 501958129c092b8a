//! The values of a shape that a condition lets through.

use crate::expr::jsonata::BinaryOperator;
use crate::shape::{Numbers, ObjectShape, Parts, Presence, Shape, Step, Texts, Types};

/// The values with what `keep` leaves at the end of the names; where it may lack, those too that have nothing there.
/// Arrays on the way stay as they are: each of their items is looked into.
pub(super) fn kept(shape: &Shape, names: &[&str], may_lack: bool, keep: &dyn Fn(&Shape) -> Shape) -> Shape {
    let Some((name, rest)) = names.split_first() else { return keep(shape) };
    if shape.is_any() {
        return if may_lack { Shape::ANY } else { with_member(shape, name, rest, keep) };
    }
    let present = with_member(shape, name, rest, keep);
    if !may_lack {
        return present;
    }
    let steps: Vec<Step> = names.iter().map(|name| Step::Name((*name).to_string())).collect();
    present.join(&shape.without(&steps))
}

fn with_member(shape: &Shape, name: &str, rest: &[&str], keep: &dyn Fn(&Shape) -> Shape) -> Shape {
    let parts = shape.parts();
    let mut object = parts.object.clone();
    if let Some(known) = &mut object {
        let child = kept(&known.member(name).shape, rest, false, keep);
        if child.is_nothing() {
            object = None;
        } else {
            known.set(name, child, Presence::Always);
        }
    }
    let mut found = Parts::default();
    (found.object, found.array) = (object, parts.array.clone());
    Shape::of(found)
}

/// The values that are taken for true.
pub(super) fn truthy(shape: &Shape) -> Shape {
    if shape.is_any() {
        return shape.clone();
    }
    let mut parts = shape.parts().clone();
    if let Some(array) = &mut parts.array {
        array.min = array.min.max(1);
    }
    (parts.null, parts.can_be_false) = (false, false);
    Shape::of(parts).without_text("").without_numbers(Numbers::of(0.0))
}

/// The values that are taken for false.
pub(super) fn falsy(shape: &Shape) -> Shape {
    if shape.is_any() {
        return shape.clone();
    }
    let mut parts = shape.parts().clone();
    parts.texts = match &parts.texts {
        Some(Texts::Of(texts)) if texts.iter().all(|text| !text.is_empty()) => None,
        Some(_) => Some(Texts::Of(vec!["".into()])),
        None => None,
    };
    parts.numbers = parts.numbers.filter(|numbers| numbers.contain(0.0)).map(|_| Numbers::of(0.0));
    let has_members =
        |object: &ObjectShape| object.members.iter().any(|member| member.presence == Presence::Always);
    parts.object = parts.object.filter(|object| !has_members(object));
    parts.can_be_true = false;
    Shape::of(parts)
}

/// The values that are equal to that one.
pub(super) fn equal(shape: &Shape, constant: &Shape) -> Shape {
    let parts = constant.parts();
    let types = constant.types();
    let found = shape.only(types);
    match &parts.texts {
        Some(Texts::Of(texts)) => texts.first().map_or(found, |text| shape.only_text(text)),
        _ if types == Types::NUMBER => parts.numbers.map_or(found, |numbers| shape.only_numbers(numbers)),
        _ if types == Types::BOOLEAN => found.without_bool(!parts.can_be_true),
        _ => found,
    }
}

/// The values that are not equal to that one.
pub(super) fn differing(shape: &Shape, constant: &Shape) -> Shape {
    let parts = constant.parts();
    let types = constant.types();
    if shape.is_any() {
        return shape.clone();
    }
    match &parts.texts {
        Some(Texts::Of(texts)) => texts.first().map_or(shape.clone(), |text| shape.without_text(text)),
        _ if types == Types::NUMBER => {
            parts.numbers.map_or(shape.clone(), |numbers| shape.without_numbers(numbers))
        }
        _ if types == Types::BOOLEAN => shape.without_bool(parts.can_be_true),
        _ if types == Types::NULL => shape.only(Types::NULL.not()),
        _ => shape.clone(),
    }
}

/// The values that are among some texts.
pub(super) fn among(shape: &Shape, texts: &Shape) -> Shape {
    match &texts.parts().texts {
        Some(Texts::Of(texts)) => {
            texts.iter().fold(Shape::nothing(), |all, text| all.join(&shape.only_text(text)))
        }
        _ => shape.only(Types::TEXT),
    }
}

/// The numbers that lie so to a bound: a value that has no order to it makes an error.
pub(super) fn ordered(shape: &Shape, operator: BinaryOperator, bound: f64, truth: bool) -> Shape {
    use BinaryOperator::*;
    let below = Numbers { min: f64::NEG_INFINITY, max: bound, is_whole: false };
    let above = Numbers { min: bound, max: f64::INFINITY, is_whole: false };
    let (side, is_strict) = match (operator, truth) {
        (Less, true) | (GreaterOrEqual, false) => (below, true),
        (LessOrEqual, true) | (Greater, false) => (below, false),
        (Greater, true) | (LessOrEqual, false) => (above, true),
        _ => (above, false),
    };
    let found = shape.only_numbers(side);
    if is_strict { found.without_numbers(Numbers::of(bound)) } else { found }
}

/// The values with at least one item, or that are none of arrays.
pub(super) fn filled(shape: &Shape) -> Shape {
    let mut parts = shape.parts().clone();
    match &mut parts.array {
        Some(array) if !shape.is_any() => array.min = array.min.max(1),
        _ => return shape.clone(),
    }
    Shape::of(parts)
}

pub(super) fn type_of(name: &str) -> Option<Types> {
    Some(match name {
        "null" => Types::NULL,
        "boolean" => Types::BOOLEAN,
        "number" => Types::NUMBER,
        "string" => Types::TEXT,
        "array" => Types::ARRAY,
        "object" => Types::OBJECT,
        _ => return None,
    })
}
