//! What services answer.

use crate::aws::{self, Kind};
use crate::shape::{ObjectShape, Others, Presence, Shape};

/// How many levels of an answer are told apart.
const MAX_DEPTH: u32 = 6;

/// The answer of an action of the SDK.
pub(super) fn answer(output: Option<aws::Shape>) -> Shape {
    // An action without an answer of its own gives an object all the same.
    let answer = output.map_or_else(|| Shape::object(ObjectShape::any()), |shape| of_model(shape, MAX_DEPTH));
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
            let mut object = ObjectShape { members: Vec::new(), others: Others::Unlisted };
            for member in members {
                let presence = if member.is_required { Presence::Always } else { Presence::Unpromised };
                object.set(member.name, of_model(member.shape, depth - 1), presence);
            }
            Shape::object(object)
        }
        Kind::Union(_) => Shape::object(ObjectShape::any()),
        Kind::List { item, .. } => Shape::array_of(of_model(item, depth - 1)),
        Kind::Map { value, .. } => Shape::object(ObjectShape::map(of_model(value, depth - 1))),
        Kind::String { .. } => Shape::text(),
        Kind::Integer(_) | Kind::Long(_) => Shape::whole_number(),
        Kind::Float(_) => Shape::number(),
        Kind::Boolean => Shape::boolean(),
        Kind::Timestamp => Shape::text().join(&Shape::number()),
        // How bytes come is not on record, and a document is anything.
        Kind::Blob(_) | Kind::Document => Shape::ANY,
    }
}
