use std::sync::Arc;

use super::{
    ArrayShape, MAX_DEPTH, MAX_MEMBERS, MAX_PREFIX, MAX_SIZE, MAX_TEXTS, Member, ObjectShape, Others, Parts,
    Presence, Shape, Texts, Values,
};

impl Parts {
    /// The shape of these parts, with the larger of them forgotten where there is too much.
    pub(super) fn into_shape(mut self) -> Shape {
        self.normalize();
        self.measure();
        if self.depth > MAX_DEPTH {
            self.forget(|part| part.depth() >= MAX_DEPTH);
        }
        // A few rounds are enough: at the end no part is left that is larger than its types.
        for share in [8, 32, 128, MAX_SIZE] {
            if self.size <= MAX_SIZE {
                break;
            }
            self.forget(|part| part.size() > (MAX_SIZE / share).max(1));
        }
        Shape(if self.types().is_empty() {
            Values::None
        } else if self.is_any() {
            Values::All
        } else {
            Values::Some(Arc::new(self))
        })
    }

    fn normalize(&mut self) {
        if let Some(Texts::Of(texts)) = &mut self.texts {
            texts.sort_unstable();
            texts.dedup();
            if texts.is_empty() {
                self.texts = None;
            } else if texts.len() > MAX_TEXTS {
                self.texts = Some(Texts::Any);
            }
        }
        if let Some(array) = &mut self.array {
            array.normalize();
            if array.max.is_some_and(|max| max < array.min) {
                self.array = None;
            }
        }
        if let Some(object) = &mut self.object {
            object.normalize();
            let is_impossible =
                |member: &Member| member.presence == Presence::Always && member.shape.is_nothing();
            if object.members.iter().any(is_impossible) {
                self.object = None;
            }
        }
    }

    fn is_any(&self) -> bool {
        self.null
            && self.can_be_false
            && self.can_be_true
            && self.numbers == Some(super::Numbers::ANY)
            && self.texts == Some(Texts::Any)
            && self.array.as_ref().is_some_and(|array| {
                array.prefix.is_empty() && array.rest.is_any() && array.min == 0 && array.max.is_none()
            })
            && self.object.as_ref().is_some_and(ObjectShape::is_any)
    }

    fn measure(&mut self) {
        let (mut size, mut depth) = (1_u32, 0);
        self.each_part(|part| {
            size = size.saturating_add(part.size());
            depth = depth.max(part.depth());
        });
        (self.size, self.depth) = (size, depth + 1);
    }

    fn each_part(&mut self, mut visit: impl FnMut(&mut Shape)) {
        if let Some(array) = &mut self.array {
            array.prefix.iter_mut().for_each(&mut visit);
            visit(&mut array.rest);
        }
        if let Some(object) = &mut self.object {
            object.members.iter_mut().for_each(|member| visit(&mut member.shape));
            if let Others::Of(shape) = &mut object.others {
                visit(shape);
            }
        }
    }

    fn forget(&mut self, is_meant: impl Fn(&Shape) -> bool) {
        self.each_part(|part| {
            if is_meant(part) {
                *part = part.types_only();
            }
        });
        self.measure();
    }
}

impl Shape {
    /// How many parts the shape has, each counted as often as it stands there.
    pub(super) fn size(&self) -> u32 {
        self.parts().size
    }

    /// How many levels the shape has.
    pub fn depth(&self) -> u32 {
        self.parts().depth
    }

    /// All values of the types that the values have.
    pub fn types_only(&self) -> Self {
        let Values::Some(parts) = &self.0 else { return self.clone() };
        let mut wide = Parts {
            numbers: parts.numbers.map(|_| super::Numbers::ANY),
            texts: parts.texts.as_ref().map(|_| Texts::Any),
            array: parts.array.as_ref().map(|_| ArrayShape::any()),
            object: parts.object.as_ref().map(|_| ObjectShape::any()),
            null: parts.null,
            can_be_false: parts.can_be_false,
            can_be_true: parts.can_be_true,
            is_vague: parts.is_vague,
            size: 1,
            depth: 1,
        };
        wide.measure();
        if wide.is_any() { Self::ANY } else { Self(Values::Some(Arc::new(wide))) }
    }

    /// The shape with all below `depth` levels forgotten down to its types.
    pub fn truncated(&self, depth: u32) -> Self {
        if self.depth() <= depth {
            return self.clone();
        }
        if depth <= 1 {
            return self.types_only();
        }
        let mut parts = self.parts().clone();
        parts.each_part(|part| *part = part.truncated(depth - 1));
        parts.into_shape()
    }
}

impl ArrayShape {
    fn normalize(&mut self) {
        if self.rest.is_nothing() {
            let most = self.prefix.len() as u32;
            self.max = Some(self.max.map_or(most, |max| max.min(most)));
        }
        if let Some(impossible) = self.prefix.iter().position(Shape::is_nothing) {
            self.max = Some(self.max.map_or(impossible as u32, |max| max.min(impossible as u32)));
        }
        if let Some(max) = self.max {
            self.prefix.truncate(max as usize);
            if self.prefix.len() as u32 >= max {
                self.rest = Shape::nothing();
            }
        }
        if self.prefix.len() > MAX_PREFIX {
            self.rest = self.item();
            self.prefix.clear();
        }
    }
}

impl ObjectShape {
    fn normalize(&mut self) {
        if self.members.len() > MAX_MEMBERS {
            let shape = self.values();
            *self = Self::map(shape.types_only());
        }
    }
}
