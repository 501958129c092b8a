//! The fields that take a number or a time from the data; nothing goes on from them.

use super::Work;
use crate::asl::{Field, timestamp_problem};
use crate::flow::data::frame::{Frame, Watch};
use crate::flow::data::observation::ObservationKind;
use crate::shape::{Numbers, Shape, Texts};

/// A field that takes a number or a time: as a path, or as an expression.
struct Setting {
    path: Field,
    field: Field,
    takes: Takes,
}

/// What such a field takes (spec/runtime_semantics.md 2, 3). A text may stand for the number that it holds.
#[derive(Clone, Copy)]
enum Takes {
    /// A whole number that is not negative.
    Count,
    /// A number from 0 to 100.
    Percentage,
    /// A timestamp with a time zone.
    Timestamp,
}

const SETTINGS: &[Setting] = &[
    Setting { path: Field::SecondsPath, field: Field::Seconds, takes: Takes::Count },
    Setting { path: Field::TimestampPath, field: Field::Timestamp, takes: Takes::Timestamp },
    Setting { path: Field::TimeoutSecondsPath, field: Field::TimeoutSeconds, takes: Takes::Count },
    Setting { path: Field::HeartbeatSecondsPath, field: Field::HeartbeatSeconds, takes: Takes::Count },
    Setting { path: Field::MaxConcurrencyPath, field: Field::MaxConcurrency, takes: Takes::Count },
    Setting {
        path: Field::ToleratedFailureCountPath,
        field: Field::ToleratedFailureCount,
        takes: Takes::Count,
    },
    Setting {
        path: Field::ToleratedFailurePercentagePath,
        field: Field::ToleratedFailurePercentage,
        takes: Takes::Percentage,
    },
];

impl Takes {
    /// Whether the field may take any of the values.
    fn may_take(self, values: &Shape) -> bool {
        let parts = values.parts();
        let takes_number = parts.numbers.is_some_and(|numbers| self.may_take_number(numbers));
        let takes_text = match &parts.texts {
            Some(Texts::Any | Texts::Listed(_)) => true,
            Some(Texts::Of(texts)) => texts.iter().any(|text| self.may_take_text(text)),
            None => false,
        };
        takes_number || takes_text
    }

    fn may_take_number(self, numbers: Numbers) -> bool {
        match self {
            Self::Count => {
                numbers.max >= 0.0 && numbers.constant().is_none_or(|number| number.fract() == 0.0)
            }
            Self::Percentage => numbers.max >= 0.0 && numbers.min <= 100.0,
            Self::Timestamp => false,
        }
    }

    fn may_take_text(self, text: &str) -> bool {
        match self {
            Self::Count | Self::Percentage => {
                text.trim().parse().is_ok_and(|number| self.may_take_number(Numbers::of(number)))
            }
            // Whether small letters will do is not on record.
            Self::Timestamp => timestamp_problem(&text.to_ascii_uppercase()).is_none(),
        }
    }

    fn describe(self) -> &'static str {
        match self {
            Self::Count => "a whole number from 0",
            Self::Percentage => "a number from 0 to 100",
            Self::Timestamp => "a timestamp",
        }
    }
}

impl<'a, 't> Work<'_, 'a, 't> {
    /// Looks at the fields that take a number or a time.
    pub(super) fn settings(&self, frame: &Frame<'_, 'a, 't>, watch: &mut Watch<'a, 't>) {
        if !watch.is_on() {
            return;
        }
        let object = self.state.object;
        for &Setting { path, field, takes } in SETTINGS {
            let found = frame.path(object, path, watch).map(|(found, _)| (path, found.shape));
            let evaluated = || Some((field, frame.expression(frame.site(object, field)?, watch)));
            let Some((field, shape)) = found.or_else(evaluated) else { continue };
            if !shape.is_nothing() && !takes.may_take(&shape) {
                let wanted = takes.describe();
                frame.observe(watch, object, field, || ObservationKind::WrongType { shape, wanted });
            }
        }
    }
}
