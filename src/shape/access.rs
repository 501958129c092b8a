use super::{Member, ObjectShape, Others, Presence, Shape, Step};

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Absence {
    /// It is, in all cases.
    Never,
    /// Nothing speaks against it, and nothing for it.
    Unknown,
    /// In some cases it is known not to be.
    Possibly,
    /// It is not, in all cases.
    Always,
}

/// What stands at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    /// The value, where it is there.
    pub shape: Shape,
    /// Whether it is there.
    pub absence: Absence,
}

impl Absence {
    /// The absence where either of two cases may be the one.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (left, right) if left == right => left,
            (Self::Always, _) | (_, Self::Always) => Self::Possibly,
            (left, right) => left.max(right),
        }
    }

    /// The absence of something that is reached by way of something else, which has the other absence.
    pub fn then(self, other: Self) -> Self {
        self.max(other)
    }
}

impl Lookup {
    /// Something that is there.
    pub fn present(shape: Shape) -> Self {
        Self { shape, absence: Absence::Never }
    }

    /// Something that may be there.
    pub fn unknown() -> Self {
        Self { shape: Shape::ANY, absence: Absence::Unknown }
    }

    /// Something that is not there.
    pub fn absent() -> Self {
        Self { shape: Shape::nothing(), absence: Absence::Always }
    }

    /// What either of two cases gives.
    pub fn or(&self, other: &Self) -> Self {
        Self { shape: self.shape.join(&other.shape), absence: self.absence.or(other.absence) }
    }

    /// The same where the value may also be of a type that has no such part: known to be at times, or just not known.
    fn or_none(self, is_vague: bool) -> Self {
        let absence = match self.absence {
            Absence::Never | Absence::Unknown if is_vague => Absence::Unknown,
            absence => absence.or(Absence::Always),
        };
        Self { absence, ..self }
    }

    /// What a further step from here gives.
    pub fn then(&self, step: impl FnOnce(&Shape) -> Self) -> Self {
        if self.absence == Absence::Always {
            return Self::absent();
        }
        let next = step(&self.shape);
        Self { absence: self.absence.then(next.absence), shape: next.shape }
    }
}

impl ObjectShape {
    /// Whether the list of the answer that this is does not have the name.
    pub fn is_unlisted(&self, name: &str) -> bool {
        self.others == Others::Unlisted && self.get(name).is_none()
    }

    /// The member of that name.
    pub fn member(&self, name: &str) -> Lookup {
        match self.get(name) {
            Some(Member { shape, .. }) if shape.is_nothing() => Lookup::absent(),
            Some(Member { shape, presence, .. }) => {
                let absence = match presence {
                    Presence::Always => Absence::Never,
                    Presence::Unpromised => Absence::Unknown,
                    Presence::Sometimes => Absence::Possibly,
                };
                Lookup { shape: shape.clone(), absence }
            }
            None => match &self.others {
                Others::None => Lookup::absent(),
                Others::Unlisted => Lookup::unknown(),
                Others::Of(shape) if shape.is_nothing() => Lookup::absent(),
                Others::Of(shape) => Lookup { shape: shape.clone(), absence: Absence::Unknown },
            },
        }
    }
}

impl Shape {
    /// What a step leads to.
    pub fn at(&self, step: &Step) -> Lookup {
        match step {
            Step::Name(name) => self.member(name),
            Step::Index(index) => self.index(*index),
        }
    }

    /// The member of that name; values that are no objects have none.
    pub fn member(&self, name: &str) -> Lookup {
        let parts = self.parts();
        let Some(object) = &parts.object else { return Lookup::absent() };
        let found = object.member(name);
        if parts.types().is_only(super::Types::OBJECT) { found } else { found.or_none(parts.is_vague) }
    }

    /// Whether it is an answer of a service whose list does not have the name.
    pub fn is_unlisted(&self, name: &str) -> bool {
        let parts = self.parts();
        let object = parts.object.as_ref().filter(|_| parts.types().is_only(super::Types::OBJECT));
        object.is_some_and(|object| object.is_unlisted(name))
    }

    /// The item of that index, counted from the end if it is negative; values that are no arrays have none.
    pub fn index(&self, index: i64) -> Lookup {
        let parts = self.parts();
        let Some(array) = &parts.array else { return Lookup::absent() };
        let needed = if index < 0 { index.unsigned_abs() } else { index.unsigned_abs().saturating_add(1) };
        let from_start = match (index < 0, array.length()) {
            (false, _) => Some(index),
            (true, length) => length.map(|length| i64::from(length) + index),
        };
        let shape = match from_start {
            Some(at) if at < 0 => Shape::nothing(),
            Some(at) => array.at(usize::try_from(at).unwrap_or(usize::MAX)).clone(),
            None => array.item(),
        };
        let absence = if u64::from(array.min) >= needed {
            Absence::Never
        } else if array.max.is_some_and(|max| u64::from(max) < needed) || shape.is_nothing() {
            Absence::Always
        } else if array.max.is_some() {
            Absence::Possibly
        } else {
            Absence::Unknown
        };
        let found = if absence == Absence::Always { Lookup::absent() } else { Lookup { shape, absence } };
        if parts.types().is_only(super::Types::ARRAY) { found } else { found.or_none(parts.is_vague) }
    }
}
