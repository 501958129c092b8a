//! The built-in functions that take objects apart and put them together.

use super::items::Items;
use super::operators::is_constant;
use super::value::{Callable, Value};
use crate::shape::{Absence, ArrayShape, ObjectShape, Others, Presence, Shape, Texts, Types};

pub(super) fn keys(value: &Value) -> Value {
    let parts = value.shape.parts();
    if value.callable == Callable::Maybe || value.types().has(Types::ARRAY) {
        let list = ArrayShape::of(Shape::text());
        let absence = Absence::Unknown;
        return Items { list, absence, callable: Callable::No, missing: Vec::new(), is_plain: true }
            .collapse();
    }
    let Some(object) = &parts.object else {
        return Value { missing: value.missing.clone(), ..Value::absent() };
    };
    let known = object.members.iter().filter(|member| !member.shape.is_nothing());
    let is_closed = object.others == Others::None;
    let names =
        if is_closed { Shape::of_texts(known.clone().map(|member| &*member.name)) } else { Shape::text() };
    let min = object.members.iter().filter(|member| member.presence == Presence::Always).count() as u32;
    let max = is_closed.then(|| known.count() as u32);
    let list = ArrayShape { prefix: Vec::new(), rest: names, min, max };
    let items = Items::of(&Value::of(Shape::array(list)));
    let is_object = value.types().is_only(Types::OBJECT) && value.absence == Absence::Never;
    let absence = match items.absence {
        Absence::Always => Absence::Always,
        Absence::Never if is_object => Absence::Never,
        _ => Absence::Unknown.max(value.absence),
    };
    Items { absence, missing: value.missing.clone(), ..items }.collapse()
}

pub(super) fn lookup(value: &Value, name: &Value) -> Value {
    match &name.shape.parts().texts {
        Some(Texts::Of(texts)) if texts.len() == 1 && is_constant(&name.shape) && name.is_json() => {
            super::lookup::member(value, &texts[0]).needs(value)
        }
        _ => Value {
            callable: if value.is_plain { Callable::No } else { Callable::Maybe },
            ..Value::unknown()
        },
    }
}

pub(super) fn spread(value: Value) -> Value {
    match &value.shape.parts().object {
        Some(object) if value.callable == Callable::No && value.types().is_only(Types::OBJECT) => {
            let item = Shape::object(ObjectShape::map(object.values()));
            let keys = keys(&value);
            let items = Items::of(&keys);
            let list = ArrayShape { prefix: Vec::new(), rest: item, ..items.list };
            Items { list, is_plain: value.is_plain, ..items }.collapse()
        }
        _ => Value::unknown(),
    }
}

/// The objects of an array put together, later ones over earlier ones.
pub(super) fn merged(shape: &Shape) -> Shape {
    let items = Items::of(&Value::of(shape.clone())).list;
    let empty = ObjectShape { members: Vec::new(), others: Others::None };
    let objects = |shape: &Shape| shape.parts().object.clone();
    if items.length().is_some_and(|length| length as usize == items.prefix.len()) {
        let each: Option<Vec<ObjectShape>> = items.prefix.iter().map(objects).collect();
        return match each {
            Some(each) => Shape::object(each.iter().fold(empty, |all, object| over(&all, object))),
            None => Shape::nothing(),
        };
    }
    let Some(item) = objects(&items.item()) else { return Shape::object(empty) };
    let mut object = item;
    let is_there = items.min > 0;
    for member in &mut object.members {
        if member.presence != Presence::Always || !is_there {
            member.presence = Presence::Unpromised;
        }
    }
    Shape::object(object)
}

/// An object with the members of another put over its own, as `$merge` and `States.JsonMerge` do.
pub(in crate::flow::data) fn over(below: &ObjectShape, above: &ObjectShape) -> ObjectShape {
    let mut object = below.clone();
    let hidden = match &above.others {
        Others::None => None,
        Others::Unlisted => Some(Shape::ANY),
        Others::Of(shape) => Some(shape.clone()),
    };
    if let Some(hidden) = &hidden {
        for member in &mut object.members {
            if member.shape.is_nothing() && member.presence != Presence::Always {
                member.presence = Presence::Unpromised;
            }
            member.shape = member.shape.join(hidden);
        }
        object.others = match &object.others {
            Others::None => above.others.clone(),
            Others::Of(shape) => Others::Of(shape.join(hidden)),
            Others::Unlisted => Others::Unlisted,
        };
    }
    for member in &above.members {
        if member.presence == Presence::Always {
            object.set(&member.name, member.shape.clone(), Presence::Always);
            continue;
        }
        if member.shape.is_nothing() {
            continue;
        }
        let below = below.member(&member.name);
        let presence = match below.absence {
            Absence::Never => Presence::Always,
            Absence::Unknown => Presence::Unpromised,
            _ => member.presence,
        };
        object.set(&member.name, member.shape.join(&below.shape), presence);
    }
    object
}
