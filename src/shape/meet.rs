use super::{ArrayShape, ObjectShape, Others, Parts, Presence, Shape, Texts};

impl Shape {
    /// The values that both have, and perhaps more of either.
    pub fn meet(&self, other: &Self) -> Self {
        if self.is_any() {
            return other.clone();
        }
        if other.is_any() {
            return self.clone();
        }
        let (left, right) = (self.parts(), other.parts());
        Self::of(Parts {
            null: left.null && right.null,
            can_be_false: left.can_be_false && right.can_be_false,
            can_be_true: left.can_be_true && right.can_be_true,
            numbers: left.numbers.zip(right.numbers).and_then(|(left, right)| left.meet(right)),
            texts: left.texts.as_ref().zip(right.texts.as_ref()).and_then(|(left, right)| left.meet(right)),
            array: left.array.as_ref().zip(right.array.as_ref()).map(|(left, right)| left.meet(right)),
            object: left.object.as_ref().zip(right.object.as_ref()).map(|(left, right)| left.meet(right)),
            ..Parts::default()
        })
    }
}

impl Texts {
    fn meet(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Any, texts) | (texts, Self::Any) => Some(texts.clone()),
            (Self::Listed(_), texts) | (texts, Self::Listed(_)) => Some(texts.clone()),
            (Self::Of(left), Self::Of(right)) => {
                let both: Vec<_> = left.iter().filter(|text| right.contains(text)).cloned().collect();
                (!both.is_empty()).then_some(Self::Of(both))
            }
        }
    }
}

impl ArrayShape {
    fn meet(&self, other: &Self) -> Self {
        let length = self.prefix.len().max(other.prefix.len());
        Self {
            prefix: (0..length).map(|at| self.at(at).meet(other.at(at))).collect(),
            rest: self.rest.meet(&other.rest),
            min: self.min.max(other.min),
            max: self.max.into_iter().chain(other.max).min(),
        }
    }
}

impl ObjectShape {
    fn meet(&self, other: &Self) -> Self {
        let others = match (&self.others, &other.others) {
            (Others::None, _) | (_, Others::None) => Others::None,
            (Others::Unlisted, others) | (others, Others::Unlisted) => others.clone(),
            (Others::Of(left), Others::Of(right)) => Others::Of(left.meet(right)),
        };
        let mut both = Self { members: Vec::new(), others };
        let names = self.members.iter().chain(&other.members).map(|member| &member.name);
        for name in names {
            if both.get(name).is_some() {
                continue;
            }
            let ((left, here), (right, there)) = (self.promised(name), other.promised(name));
            both.set(name, left.meet(&right), stronger(here, there));
        }
        both
    }

    fn promised(&self, name: &str) -> (Shape, Presence) {
        match (self.get(name), &self.others) {
            (Some(member), _) => (member.shape.clone(), member.presence),
            (None, Others::None) => (Shape::nothing(), Presence::Sometimes),
            (None, Others::Unlisted) => (Shape::ANY, Presence::Unpromised),
            (None, Others::Of(shape)) => (shape.clone(), Presence::Unpromised),
        }
    }
}

/// What is known of a member of which two say something: that it is there outweighs that it may not be.
fn stronger(one: Presence, other: Presence) -> Presence {
    match (one, other) {
        (Presence::Always, _) | (_, Presence::Always) => Presence::Always,
        (Presence::Sometimes, _) | (_, Presence::Sometimes) => Presence::Sometimes,
        (Presence::Unpromised, Presence::Unpromised) => Presence::Unpromised,
    }
}
