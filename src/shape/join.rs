use std::cmp::Ordering;
use std::sync::Arc;

use super::{ArrayShape, Member, Numbers, ObjectShape, Others, Parts, Presence, Shape, Texts, Values};

/// How many levels a shape keeps that grows in a loop.
const WIDENED_DEPTH: u32 = 8;

impl Shape {
    /// The values of both.
    pub fn join(&self, other: &Self) -> Self {
        match (&self.0, &other.0) {
            (Values::All, _) | (_, Values::All) => Self::ANY,
            (Values::None, _) => other.clone(),
            (_, Values::None) => self.clone(),
            (Values::Some(left), Values::Some(right)) if Arc::ptr_eq(left, right) => self.clone(),
            (Values::Some(left), Values::Some(right)) => left.join(right).into_shape(),
        }
    }

    /// The values of both and more, so that a loop that adds values comes to an end: bounds that move are dropped.
    pub fn widen(&self, other: &Self) -> Self {
        let joined = self.join(other);
        if joined == *self { joined } else { joined.widened_from(self).truncated(WIDENED_DEPTH) }
    }

    fn widened_from(&self, before: &Self) -> Self {
        let (parts, old) = match (&self.0, &before.0) {
            (Values::Some(parts), Values::Some(old)) => (parts, old),
            (Values::All, _) | (_, Values::All) => return Self::ANY,
            _ => return self.clone(),
        };
        if Arc::ptr_eq(parts, old) || parts == old {
            return self.clone();
        }
        let mut parts = (**parts).clone();
        if let (Some(numbers), Some(old)) = (&mut parts.numbers, &old.numbers) {
            if numbers.min < old.min {
                numbers.min = f64::NEG_INFINITY;
            }
            if numbers.max > old.max {
                numbers.max = f64::INFINITY;
            }
        }
        if parts.texts != old.texts && old.texts.is_some() {
            parts.texts = parts.texts.map(|_| Texts::Any);
        }
        if let (Some(array), Some(old)) = (&mut parts.array, &old.array) {
            *array = array.widened_from(old);
        }
        if let (Some(object), Some(old)) = (&mut parts.object, &old.object) {
            for member in &mut object.members {
                if let Some(old) = old.get(&member.name) {
                    member.shape = member.shape.widened_from(&old.shape);
                }
            }
            if let (Others::Of(shape), Others::Of(old)) = (&mut object.others, &old.others) {
                *shape = shape.widened_from(old);
            }
        }
        parts.into_shape()
    }
}

impl ArrayShape {
    fn widened_from(&self, old: &Self) -> Self {
        let (item, old_item) = (self.item(), old.item());
        if self.prefix.len() == old.prefix.len() && self.max == old.max {
            let pairs = self.prefix.iter().zip(&old.prefix);
            let prefix = pairs.map(|(item, old)| item.widened_from(old)).collect();
            let min = if self.min < old.min { 0 } else { self.min };
            return Self { prefix, rest: self.rest.widened_from(&old.rest), min, max: self.max };
        }
        Self { prefix: Vec::new(), rest: item.widened_from(&old_item), min: 0, max: None }
    }

    /// The arrays of both.
    pub fn join(&self, other: &Self) -> Self {
        let length = self.prefix.len().min(other.prefix.len());
        // Where one has items that the other has no word for, they are joined with what the other has behind.
        let longest = self.prefix.len().max(other.prefix.len());
        let (is_closed, other_is_closed) = (self.rest.is_nothing(), other.rest.is_nothing());
        let keep = if is_closed && other_is_closed { longest } else { length };
        let prefix = (0..keep).map(|at| self.at(at).join(other.at(at))).collect();
        let behind = |array: &Self| {
            array.prefix.iter().skip(keep).fold(array.rest.clone(), |all, item| all.join(item))
        };
        Self {
            prefix,
            rest: behind(self).join(&behind(other)),
            min: self.min.min(other.min),
            max: self.max.zip(other.max).map(|(left, right)| left.max(right)),
        }
    }
}

impl ObjectShape {
    fn join(&self, other: &Self) -> Self {
        let mut members = Vec::with_capacity(self.members.len().max(other.members.len()));
        let (mut left, mut right) = (self.members.iter().peekable(), other.members.iter().peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(left), Some(right)) => left.name.cmp(&right.name),
            };
            let member = match order {
                Ordering::Less => left.next().and_then(|member| member.beside(&other.others)),
                Ordering::Greater => right.next().and_then(|member| member.beside(&self.others)),
                Ordering::Equal => left.next().zip(right.next()).map(|(left, right)| Member {
                    name: left.name.clone(),
                    shape: left.shape.join(&right.shape),
                    presence: left.presence.max(right.presence),
                }),
            };
            members.extend(member);
        }
        Self { members, others: self.others.join(&other.others) }
    }
}

impl Member {
    /// The member in the objects that have it and in those that have no word for it.
    fn beside(&self, others: &Others) -> Option<Self> {
        match others {
            Others::None => Some(Self { presence: Presence::Sometimes, ..self.clone() }),
            // More than the list says is seldom meant: the member is told as absent, though it may be there.
            Others::Unlisted => {
                Some(Self { presence: Presence::Sometimes, shape: Shape::ANY, name: self.name.clone() })
            }
            Others::Of(shape) if shape.is_any() => None,
            Others::Of(shape) => Some(Self {
                name: self.name.clone(),
                shape: self.shape.join(shape),
                presence: self.presence.max(Presence::Unpromised),
            }),
        }
    }
}

impl Others {
    fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Of(left), Self::Of(right)) => Self::Of(left.join(right)),
            (Self::Of(_), Self::Unlisted) | (Self::Unlisted, Self::Of(_)) => Self::Of(Shape::ANY),
            (Self::Of(shape), Self::None) | (Self::None, Self::Of(shape)) => Self::Of(shape.clone()),
            (Self::None, Self::None) => Self::None,
            _ => Self::Unlisted,
        }
    }
}

impl Parts {
    fn join(&self, other: &Self) -> Self {
        Self {
            null: self.null || other.null,
            can_be_false: self.can_be_false || other.can_be_false,
            can_be_true: self.can_be_true || other.can_be_true,
            numbers: either(self.numbers.as_ref(), other.numbers.as_ref(), |left, right| {
                Numbers::join(*left, *right)
            }),
            texts: either(self.texts.as_ref(), other.texts.as_ref(), Texts::join),
            array: either(self.array.as_ref(), other.array.as_ref(), ArrayShape::join),
            is_vague: self.is_vague || other.is_vague,
            object: either(self.object.as_ref(), other.object.as_ref(), ObjectShape::join),
            ..Self::default()
        }
    }
}

impl Texts {
    fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Of(left), Self::Of(right)) => Self::Of(left.iter().chain(right).cloned().collect()),
            (Self::Listed(values), Self::Listed(others)) if values == others => self.clone(),
            (Self::Listed(values), Self::Of(texts)) | (Self::Of(texts), Self::Listed(values))
                if texts.iter().all(|text| values.contain(text)) =>
            {
                Self::Listed(values.clone())
            }
            _ => Self::Any,
        }
    }
}

fn either<T: Clone>(left: Option<&T>, right: Option<&T>, join: impl Fn(&T, &T) -> T) -> Option<T> {
    match (left, right) {
        (Some(left), Some(right)) => Some(join(left, right)),
        (one, None) | (None, one) => one.cloned(),
    }
}
