use crate::aws::Values;

use super::{ArrayShape, Member, Numbers, Others, Parts, Presence, Shape, Texts};

/// A set of JSON types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    /// No type.
    pub const NONE: Self = Self(0);
    /// `null`.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOLEAN: Self = Self(1 << 1);
    /// Numbers.
    pub const NUMBER: Self = Self(1 << 2);
    /// Texts.
    pub const TEXT: Self = Self(1 << 3);
    /// Arrays.
    pub const ARRAY: Self = Self(1 << 4);
    /// Objects.
    pub const OBJECT: Self = Self(1 << 5);
    /// All types.
    pub const ALL: Self = Self((1 << 6) - 1);

    /// The types of both.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// All other types.
    pub const fn not(self) -> Self {
        Self(Self::ALL.0 & !self.0)
    }

    /// Whether the sets have a type in common.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether all types are among the others.
    pub const fn is_only(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether there is no type.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A step into a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// To the member of that name.
    Name(String),
    /// To the item of that index.
    Index(i64),
}

impl Parts {
    /// The types of the values.
    pub fn types(&self) -> Types {
        let of = |is_there: bool, types: Types| if is_there { types } else { Types::NONE };
        of(self.null, Types::NULL)
            .or(of(self.can_be_false || self.can_be_true, Types::BOOLEAN))
            .or(of(self.numbers.is_some(), Types::NUMBER))
            .or(of(self.texts.is_some(), Types::TEXT))
            .or(of(self.array.is_some(), Types::ARRAY))
            .or(of(self.object.is_some(), Types::OBJECT))
    }
}

impl Shape {
    /// The types of the values.
    pub fn types(&self) -> Types {
        self.parts().types()
    }

    /// The values of those types.
    pub fn only(&self, types: Types) -> Self {
        if self.types().is_only(types) {
            return self.clone();
        }
        let parts = self.parts();
        Self::of(Parts {
            null: parts.null && types.has(Types::NULL),
            can_be_false: parts.can_be_false && types.has(Types::BOOLEAN),
            can_be_true: parts.can_be_true && types.has(Types::BOOLEAN),
            numbers: parts.numbers.filter(|_| types.has(Types::NUMBER)),
            texts: parts.texts.clone().filter(|_| types.has(Types::TEXT)),
            array: parts.array.clone().filter(|_| types.has(Types::ARRAY)),
            object: parts.object.clone().filter(|_| types.has(Types::OBJECT)),
            is_vague: parts.is_vague,
            ..Parts::default()
        })
    }

    /// The numbers of the values that are among those.
    pub fn only_numbers(&self, wanted: Numbers) -> Self {
        let met = self.parts().numbers.and_then(|numbers| numbers.meet(wanted));
        met.map_or_else(Self::nothing, Self::numbers)
    }

    /// That text, if it is among the values.
    pub fn only_text(&self, text: &str) -> Self {
        if self.can_be_text(text) { Self::of_text(text) } else { Self::nothing() }
    }

    /// What the list of a service has of the texts, where there are no others.
    pub fn listed(&self) -> Option<Values> {
        match &self.parts().texts {
            Some(Texts::Listed(values)) => Some(values.clone()),
            _ => None,
        }
    }

    /// Whether that text is among the values.
    pub fn can_be_text(&self, text: &str) -> bool {
        match &self.parts().texts {
            None => false,
            Some(Texts::Any | Texts::Listed(_)) => true,
            Some(Texts::Of(texts)) => texts.iter().any(|known| **known == *text),
        }
    }

    /// Whether that truth value is among the values.
    pub fn can_be_bool(&self, value: bool) -> bool {
        if value { self.parts().can_be_true } else { self.parts().can_be_false }
    }

    /// The values but that text.
    pub fn without_text(&self, text: &str) -> Self {
        match &self.parts().texts {
            Some(Texts::Of(texts)) if texts.iter().any(|known| **known == *text) => {
                let texts = texts.iter().filter(|known| ***known != *text).cloned().collect();
                Self::of(Parts { texts: Some(Texts::Of(texts)), ..self.parts().clone() })
            }
            _ => self.clone(),
        }
    }

    /// The values but that truth value.
    pub fn without_bool(&self, value: bool) -> Self {
        let parts = self.parts();
        Self::of(Parts {
            can_be_true: parts.can_be_true && !value,
            can_be_false: parts.can_be_false && value,
            ..parts.clone()
        })
    }

    /// The values but those numbers, as far as the rest has no hole.
    pub fn without_numbers(&self, unwanted: Numbers) -> Self {
        let Some(numbers) = self.parts().numbers else { return self.clone() };
        let mut left = numbers;
        let is_covered = !unwanted.is_whole || numbers.is_whole;
        if is_covered && unwanted.min <= numbers.min && numbers.max <= unwanted.max {
            return self.only(Types::NUMBER.not());
        }
        if numbers.is_whole {
            if unwanted.min <= left.min && left.min <= unwanted.max {
                left.min = unwanted.max.floor() + 1.0;
            }
            if unwanted.min <= left.max && left.max <= unwanted.max {
                left.max = unwanted.min.ceil() - 1.0;
            }
        } else if !unwanted.is_whole {
            if unwanted.min <= left.min && left.min <= unwanted.max {
                left.min = unwanted.max;
            }
            if unwanted.min <= left.max && left.max <= unwanted.max {
                left.max = unwanted.min;
            }
        }
        Self::of(Parts { numbers: left.normalized(), ..self.parts().clone() })
    }

    /// The values that have something at the end of `steps`, as `keep` leaves it.
    pub fn refined(&self, steps: &[Step], keep: &dyn Fn(&Self) -> Self) -> Self {
        let Some((step, rest)) = steps.split_first() else { return keep(self) };
        let parts = self.parts();
        match step {
            Step::Name(name) => {
                let Some(object) = &parts.object else { return Self::nothing() };
                let child = object.member(name).shape.refined(rest, keep);
                let mut object = object.clone();
                object.set(name, child, Presence::Always);
                Self::object(object)
            }
            Step::Index(index) => {
                let Some(array) = &parts.array else { return Self::nothing() };
                let mut array = array.clone();
                if let Ok(at) = u32::try_from(*index) {
                    array.min = array.min.max(at.saturating_add(1));
                    if let Some(item) = array.prefix.get_mut(at as usize) {
                        *item = item.refined(rest, keep);
                    }
                }
                Self::array(array)
            }
        }
    }

    /// The values that have nothing at the end of `steps`.
    pub fn without(&self, steps: &[Step]) -> Self {
        let Some((step, rest)) = steps.split_first() else { return Self::nothing() };
        let parts = self.parts();
        let (Step::Name(name), Some(object)) = (step, &parts.object) else { return self.clone() };
        let mut object = object.clone();
        let is_possible = match object.get(name).cloned() {
            Some(Member { presence: Presence::Always, .. }) if rest.is_empty() => false,
            Some(Member { shape, presence, .. }) => {
                let shape = shape.without(rest);
                let is_possible = presence != Presence::Always || !shape.is_nothing();
                object.set(name, shape, presence);
                is_possible
            }
            None => {
                if rest.is_empty() && object.others != Others::None {
                    object.set(name, Self::nothing(), Presence::Sometimes);
                }
                true
            }
        };
        Self::of(Parts { object: is_possible.then_some(object), ..parts.clone() })
    }

    /// The values with `value` put at the end of `steps`, and whether that may fail: in a value that is no object or
    /// array (spec/paths.md 3.4). Missing objects on the way are made.
    pub fn with(&self, steps: &[Step], value: &Self) -> super::Lookup {
        use super::{Absence, Lookup};
        let Some((step, rest)) = steps.split_first() else { return Lookup::present(value.clone()) };
        let parts = self.parts();
        let Step::Name(name) = step else {
            let arrays = Self::array(ArrayShape::any());
            let is_array = parts.array.is_some();
            return if is_array {
                Lookup { shape: arrays, absence: Absence::Unknown }
            } else {
                Lookup::absent()
            };
        };
        let Some(object) = &parts.object else { return Lookup::absent() };
        let found = object.member(name);
        let child = match found.absence {
            Absence::Always => Self::record([]).with(rest, value),
            Absence::Never => found.shape.with(rest, value),
            _ => found.shape.with(rest, value).or(&Self::record([]).with(rest, value)),
        };
        if child.absence == Absence::Always {
            return Lookup::absent();
        }
        let mut object = object.clone();
        object.set(name, child.shape, Presence::Always);
        let is_object = parts.types().is_only(Types::OBJECT);
        let own = if is_object {
            Absence::Never
        } else if parts.is_vague {
            Absence::Unknown
        } else {
            Absence::Possibly
        };
        Lookup { shape: Self::object(object), absence: own.then(child.absence) }
    }
}
