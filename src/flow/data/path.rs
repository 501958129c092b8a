use crate::expr::jsonpath::{Path, Segment, SegmentKind};
use crate::shape::{Absence, Lookup, Numbers, Shape, Step, Types};

/// What a path gives.
pub(super) struct Found {
    pub(super) lookup: Lookup,
    /// The segment that may find nothing, and what it looks into.
    pub(super) broken: Option<(usize, Shape)>,
}

/// Follows a path (spec/paths.md 3.2). One that may give several values gives an array of them and does not fail
/// (spec/runtime_semantics.md 4).
pub(super) fn follow(path: &Path, root: Lookup) -> Found {
    if !path.definite {
        let shape =
            if root.absence == Absence::Always { Shape::ANY } else { gather(&path.segments, root.shape) };
        return Found { lookup: Lookup::present(shape), broken: None };
    }
    let mut lookup = root;
    let mut broken = None;
    for (at, segment) in path.segments.iter().enumerate() {
        let next = lookup.then(|shape| step(&segment.kind, shape));
        let is_worse = next.absence > lookup.absence && next.absence >= Absence::Possibly;
        if is_worse || broken.is_none() && is_unlisted(&segment.kind, &lookup.shape) {
            broken = Some((at, lookup.shape));
        }
        lookup = next;
    }
    Found { lookup, broken }
}

fn step(kind: &SegmentKind, shape: &Shape) -> Lookup {
    if let Some(name) = kind.name() {
        return shape.member(&name.text);
    }
    match kind {
        SegmentKind::Index(indices) if indices.len() == 1 => shape.index(i64::from(indices[0].value)),
        SegmentKind::Call(call) if call.name.text == "length" => Lookup {
            shape: Shape::numbers(Numbers::whole_from(0.0)).join(&Shape::null()),
            absence: Absence::Unknown,
        },
        _ => Lookup::unknown(),
    }
}

/// Whether a segment names a member that the list of a service's answer does not have.
fn is_unlisted(kind: &SegmentKind, shape: &Shape) -> bool {
    kind.name().is_some_and(|name| shape.is_unlisted(&name.text))
}

/// The values that an indefinite path gives, in an array.
fn gather(segments: &[Segment], root: Shape) -> Shape {
    let mut item = root;
    let (mut is_plain, mut is_union) = (true, false);
    for segment in segments {
        item = match &segment.kind {
            SegmentKind::Child { .. } | SegmentKind::Index(_) => step(&segment.kind, &item).shape,
            SegmentKind::Wildcard => {
                let parts = item.parts();
                let items = parts.array.as_ref().map_or_else(Shape::nothing, |array| array.item());
                items.join(&parts.object.as_ref().map_or_else(Shape::nothing, |object| object.values()))
            }
            SegmentKind::Slice { .. } => {
                item.parts().array.as_ref().map_or_else(Shape::nothing, |array| array.item())
            }
            SegmentKind::Filter(_) => {
                let items = item.parts().array.as_ref().map_or_else(Shape::nothing, |array| array.item());
                items.join(&item.only(Types::OBJECT))
            }
            _ => Shape::ANY,
        };
        is_plain &= !matches!(segment.kind, SegmentKind::Call(_) | SegmentKind::Script);
        is_union |= matches!(&segment.kind, SegmentKind::Child { names, .. } if names.len() > 1);
    }
    if !is_plain {
        return Shape::ANY;
    }
    if is_union {
        // Jayway makes an object of what several names give, the specification an array (spec/paths.md 3.2).
        return Shape::ANY.only(Types::ARRAY.or(Types::OBJECT));
    }
    Shape::array_of(item)
}

/// The steps of a path that leads to one place by names and indices only.
pub fn steps(path: &Path) -> Option<Vec<Step>> {
    segment_steps(&path.segments)
}

/// The steps that some segments of a path make, if each of them is a name or an index.
pub fn segment_steps(segments: &[Segment]) -> Option<Vec<Step>> {
    let step = |segment: &Segment| match &segment.kind {
        SegmentKind::Index(indices) if indices.len() == 1 => Some(Step::Index(i64::from(indices[0].value))),
        kind => Some(Step::Name(kind.name()?.text.to_string())),
    };
    segments.iter().map(step).collect()
}
