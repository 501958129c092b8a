//! The tree of a parsed path. All spans are bytes of the parsed text, quotes and brackets included.

use std::ops::Range;

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::problem::PathWarning;

/// A parsed path.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Where the path starts from.
    pub root: Root,
    /// The `$`, `$$`, `$name` or `@`.
    pub root_span: Range<u32>,
    /// The steps, in order.
    pub segments: Vec<Segment>,
    /// The whole path without blanks behind it.
    pub span: Range<u32>,
    /// Whether at most one node can result, so that the result is not gathered into an array: no wildcard, deep
    /// scan, filter, slice or union, or else a function at the end (`spec/paths.md 3.2`).
    pub definite: bool,
    /// What deserves a second look; for a path inside a filter or call the outermost path holds it.
    pub warnings: Vec<PathWarning>,
}

/// Where a path starts from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Root {
    /// `$`, the state's input or whatever the field works on.
    Input,
    /// `$$`, the context object.
    Context,
    /// `$name`, a variable.
    Variable {
        /// The name without `$`.
        name: String,
    },
    /// `@`, the current item; only inside filters and arguments of path functions.
    Current,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// What it selects.
    pub kind: SegmentKind,
    /// The step with its dot or brackets.
    pub span: Range<u32>,
}

/// What a step selects.
#[derive(Clone, Debug, PartialEq)]
pub enum SegmentKind {
    /// Members by name: one, or several in a bracket union.
    Child {
        /// The names; never empty.
        names: SmallVec<[Name; 1]>,
        /// Whether they stand in brackets and quotes.
        bracket: bool,
    },
    /// Items by index: one, or several in a union; never empty. Negative indexes count from the end.
    Index(Vec<Index>),
    /// `[from:to]`; at least one of the two is there.
    Slice {
        /// First index.
        from: Option<i32>,
        /// Index behind the last.
        to: Option<i32>,
    },
    /// `*`, all members or items.
    Wildcard,
    /// `..`, the node and everything below it; the next step says what to pick there.
    DeepScan,
    /// `[?(…)]`.
    Filter(FilterExpr),
    /// `.length()` and the like.
    Call(Call),
    /// `[(@.length-1)]`, not understood further.
    Script,
}

impl SegmentKind {
    /// The name, where the step goes to one member.
    pub fn name(&self) -> Option<&Name> {
        match self {
            Self::Child { names, .. } if names.len() == 1 => names.first(),
            _ => None,
        }
    }
}

/// A member name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name, escapes resolved.
    pub text: SmolStr,
    /// The name with its quotes, if it has any.
    pub span: Range<u32>,
}

/// An index into an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// The index; negative ones count from the end.
    pub value: i32,
    /// The number.
    pub span: Range<u32>,
}

/// A call of a path function.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function's name.
    pub name: Name,
    /// Its arguments.
    pub arguments: Vec<Argument>,
}

/// An argument of a path function.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// JSON text, not looked into.
    Json(Range<u32>),
    /// A path.
    Path(Path),
}

/// The condition of a filter.
#[derive(Clone, Debug, PartialEq)]
pub enum FilterExpr {
    /// `a || b`, two or more.
    Or(Vec<FilterExpr>),
    /// `a && b`, two or more.
    And(Vec<FilterExpr>),
    /// `!(a)`; a negated path alone is [`FilterExpr::Exists`].
    Not(Box<FilterExpr>),
    /// `left operator right`.
    Compare {
        /// Left side.
        left: Operand,
        /// The operator.
        operator: Operator,
        /// Where the operator stands.
        operator_span: Range<u32>,
        /// Right side.
        right: Operand,
    },
    /// `@.a`, or `!@.a` when negated.
    Exists {
        /// What has to exist.
        path: Path,
        /// Whether it must not.
        negated: bool,
    },
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A path below `@` or `$`.
    Path(Path),
    /// A quoted string, with its quotes.
    String(Range<u32>),
    /// A number.
    Number(Range<u32>),
    /// `true` or `false`.
    Boolean(bool, Range<u32>),
    /// `null`.
    Null(Range<u32>),
    /// An array or object, not looked into.
    Json(Range<u32>),
    /// `/pattern/flags`.
    Regex {
        /// The pattern between the slashes.
        pattern: Range<u32>,
        /// The flags behind the second slash.
        flags: Range<u32>,
    },
}

/// A comparison operator of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `===`, equal and of the same type
    SameTypeEqual,
    /// `!==`
    SameTypeNotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `=~`, matches a regular expression
    Matches,
    /// `in`, is an item of the array on the right
    In,
    /// `nin`
    NotIn,
    /// `contains`
    Contains,
    /// `all`
    All,
    /// `size`
    Size,
    /// `exists`
    Exists,
    /// `type`
    Type,
    /// `matches`
    PredicateMatch,
    /// `empty`
    Empty,
    /// `subsetof`
    SubsetOf,
    /// `anyof`
    AnyOf,
    /// `noneof`
    NoneOf,
}

/// The operators as written; words in any case.
pub(super) const OPERATORS: [(&str, Operator); 21] = [
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("===", Operator::SameTypeEqual),
    ("!==", Operator::SameTypeNotEqual),
    ("<", Operator::Less),
    ("<=", Operator::LessOrEqual),
    (">", Operator::Greater),
    (">=", Operator::GreaterOrEqual),
    ("=~", Operator::Matches),
    ("in", Operator::In),
    ("nin", Operator::NotIn),
    ("contains", Operator::Contains),
    ("all", Operator::All),
    ("size", Operator::Size),
    ("exists", Operator::Exists),
    ("type", Operator::Type),
    ("matches", Operator::PredicateMatch),
    ("empty", Operator::Empty),
    ("subsetof", Operator::SubsetOf),
    ("anyof", Operator::AnyOf),
    ("noneof", Operator::NoneOf),
];

/// The path functions of Jayway's JsonPath; on AWS only `length` is attested (`spec/paths.md 3.2`).
pub const PATH_FUNCTIONS: [&str; 13] = [
    "min", "max", "avg", "stddev", "sum", "concat", "length", "size", "append", "keys", "first", "last",
    "index",
];
