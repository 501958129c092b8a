//! Reference Paths: paths that name one node (`spec/paths.md 3.1, 3.2`).

use std::ops::Range;

use super::ast::{Path, Segment, SegmentKind};

/// What keeps a path from being a Reference Path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferenceProblem {
    /// `*`
    Wildcard,
    /// `..`
    DeepScan,
    /// `[?(…)]`
    Filter,
    /// `[0:2]`
    Slice,
    /// `[0,1]`, `['a','b']`
    Union,
    /// `.length()`
    Function,
    /// `[(@.length-1)]`
    Script,
    /// `@`, `?`, `,`, `:` or `*` in a name without brackets.
    OperatorInName,
}

impl ReferenceProblem {
    /// The reason as the end of a sentence that begins with "a Reference Path names a single node, so it cannot …".
    pub fn reason(self) -> &'static str {
        match self {
            Self::Wildcard => "hold the wildcard `*`",
            Self::DeepScan => "search with `..`",
            Self::Filter => "hold a filter",
            Self::Slice => "hold a slice",
            Self::Union => "name several members or items at once",
            Self::Function => "call a function",
            Self::Script => "hold an expression",
            Self::OperatorInName => {
                "hold `@`, `?`, `,`, `:` or `*` in a name without brackets; write the name as `['…']`"
            }
        }
    }
}

/// Why `path` is not a Reference Path, with the first offending part; `None` if it is one.
///
/// Says nothing about the root: whether `$$` or a variable may stand in a field depends on the field.
pub fn reference_path_problem(path: &Path) -> Option<(Range<u32>, ReferenceProblem)> {
    path.segments.iter().find_map(|segment| Some((segment.span.clone(), problem(segment)?)))
}

fn problem(segment: &Segment) -> Option<ReferenceProblem> {
    match &segment.kind {
        SegmentKind::Child { names, .. } if names.len() > 1 => Some(ReferenceProblem::Union),
        SegmentKind::Child { names, bracket: false } => names
            .iter()
            .any(|name| name.text.contains(['@', '?', ',', ':', '*']))
            .then_some(ReferenceProblem::OperatorInName),
        SegmentKind::Child { .. } => None,
        SegmentKind::Index(indexes) => (indexes.len() > 1).then_some(ReferenceProblem::Union),
        SegmentKind::Slice { .. } => Some(ReferenceProblem::Slice),
        SegmentKind::Wildcard => Some(ReferenceProblem::Wildcard),
        SegmentKind::DeepScan => Some(ReferenceProblem::DeepScan),
        SegmentKind::Filter(_) => Some(ReferenceProblem::Filter),
        SegmentKind::Call(_) => Some(ReferenceProblem::Function),
        SegmentKind::Script => Some(ReferenceProblem::Script),
    }
}
