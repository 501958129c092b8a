/// The numbers between two bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numbers {
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// Whether all of them are whole.
    pub is_whole: bool,
}

impl Numbers {
    /// All numbers.
    pub const ANY: Self = Self { min: f64::NEG_INFINITY, max: f64::INFINITY, is_whole: false };

    /// That number; all where it is none that JSON can hold.
    pub fn of(value: f64) -> Self {
        if value.is_finite() {
            Self { min: value, max: value, is_whole: value.fract() == 0.0 }
        } else {
            Self::ANY
        }
    }

    /// Whole numbers from `min` on.
    pub fn whole_from(min: f64) -> Self {
        Self { min, max: f64::INFINITY, is_whole: true }
    }

    /// The number, if there is but one.
    pub fn constant(&self) -> Option<f64> {
        (self.min == self.max).then_some(self.min)
    }

    /// Whether a number is among them.
    pub fn contain(&self, value: f64) -> bool {
        self.min <= value && value <= self.max && (!self.is_whole || value.fract() == 0.0)
    }

    /// The numbers, if there are any.
    pub(super) fn normalized(self) -> Option<Self> {
        (self.min <= self.max).then_some(self)
    }

    /// The numbers of both.
    pub fn join(self, other: Self) -> Self {
        Self {
            min: self.min.min(other.min),
            max: self.max.max(other.max),
            is_whole: self.is_whole && other.is_whole,
        }
    }

    /// The numbers that both have, if there are any.
    pub fn meet(self, other: Self) -> Option<Self> {
        let met = Self {
            min: self.min.max(other.min),
            max: self.max.min(other.max),
            is_whole: self.is_whole || other.is_whole,
        };
        met.normalized()
    }
}
