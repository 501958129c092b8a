//! What services answer.

use std::sync::{LazyLock, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::aws::{self, Kind};
use crate::shape::{Member, ObjectShape, Others, Presence, Shape};

/// How many levels of an answer are told apart.
const MAX_DEPTH: u32 = 6;

/// The answers that have been asked for: states ask again and again for the same.
static ANSWERS: LazyLock<Mutex<FxHashMap<aws::Shape, Shape>>> = LazyLock::new(Mutex::default);

/// The answer of an action of the SDK.
pub(super) fn answer(output: Option<aws::Shape>) -> Shape {
    // An action without an answer of its own gives an object all the same.
    let Some(output) = output else { return with_metadata(Shape::object(ObjectShape::any())) };
    let mut answers = ANSWERS.lock().unwrap_or_else(PoisonError::into_inner);
    answers.entry(output).or_insert_with(|| with_metadata(of_model(output, MAX_DEPTH))).clone()
}

fn with_metadata(answer: Shape) -> Shape {
    let Some(mut object) = answer.parts().object.clone() else { return answer };
    for name in METADATA {
        object.set(name, Shape::object(ObjectShape::any()), Presence::Unpromised);
    }
    Shape::object(object)
}

/// What Step Functions adds to the answers of optimized integrations.
pub(super) const METADATA: [&str; 2] = ["SdkHttpMetadata", "SdkResponseMetadata"];

fn of_model(shape: aws::Shape, depth: u32) -> Shape {
    if depth == 0 {
        return Shape::ANY;
    }
    match shape.kind() {
        Kind::Structure(members) => {
            let member = |member: aws::Member| Member {
                name: member.name.into(),
                shape: of_model(member.shape, depth - 1),
                presence: if member.is_required { Presence::Always } else { Presence::Unpromised },
            };
            let closed = ObjectShape::closed(members.map(member).collect());
            Shape::object(ObjectShape { others: Others::Unlisted, ..closed })
        }
        Kind::Union(_) => Shape::object(ObjectShape::any()),
        Kind::List { item, .. } => Shape::array_of(of_model(item, depth - 1)),
        Kind::Map { value, .. } => Shape::object(ObjectShape::map(of_model(value, depth - 1))),
        Kind::String { values, .. } if values.len() > 0 => Shape::listed_text(values),
        Kind::String { .. } => Shape::text(),
        Kind::Integer(_) | Kind::Long(_) => Shape::whole_number(),
        Kind::Float(_) => Shape::number(),
        Kind::Boolean => Shape::boolean(),
        Kind::Timestamp => Shape::text().join(&Shape::number()),
        // How bytes come is not on record, and a document is anything.
        Kind::Blob(_) | Kind::Document => Shape::ANY,
    }
}
