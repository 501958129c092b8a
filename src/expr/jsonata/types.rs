//! What is known of an expression's result without running it.

use super::ast::{BinaryOperator, Expression, NodeId, NodeKind, Path, Span, Stage, Step};
use super::functions::{self, Builtin};
use smallvec::SmallVec;

/// A set of possible types of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeSet(u16);

impl TypeSet {
    /// `null`.
    pub const NULL: TypeSet = TypeSet(1);
    /// A boolean.
    pub const BOOLEAN: TypeSet = TypeSet(1 << 1);
    /// A whole number.
    pub const WHOLE: TypeSet = TypeSet(1 << 2);
    /// A number that is not whole.
    pub const FRACTION: TypeSet = TypeSet(1 << 3);
    /// Any number.
    pub const NUMBER: TypeSet = TypeSet(3 << 2);
    /// A string.
    pub const STRING: TypeSet = TypeSet(1 << 4);
    /// An array.
    pub const ARRAY: TypeSet = TypeSet(1 << 5);
    /// An object.
    pub const OBJECT: TypeSet = TypeSet(1 << 6);
    /// A function.
    pub const FUNCTION: TypeSet = TypeSet(1 << 7);
    /// A regular expression.
    pub const REGEX: TypeSet = TypeSet(1 << 8);
    /// No value.
    pub const UNDEFINED: TypeSet = TypeSet(1 << 9);
    /// Nothing is known.
    pub const UNKNOWN: TypeSet = TypeSet((1 << 10) - 1);
    /// Any JSON value.
    pub const JSON: TypeSet = TypeSet((1 << 7) - 1);
    /// No type at all.
    pub const NONE: TypeSet = TypeSet(0);

    /// All types of both sets.
    pub const fn or(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 | other.0)
    }

    /// The types in both sets.
    pub const fn and(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 & other.0)
    }

    /// Whether the value may have one of these types.
    pub const fn may_be(self, types: TypeSet) -> bool {
        self.0 & types.0 != 0
    }

    /// Whether the value has one of these types for certain.
    pub const fn is_surely(self, types: TypeSet) -> bool {
        self.0 & !types.0 == 0
    }

    /// The set with `undefined` added if `condition` holds.
    const fn or_undefined_if(self, condition: bool) -> TypeSet {
        if condition { self.or(TypeSet::UNDEFINED) } else { self }
    }

    /// The types in words, with an article: `a number or a string`.
    pub fn describe(self) -> String {
        const NAMES: [(TypeSet, &str); 9] = [
            (TypeSet::NULL, "null"),
            (TypeSet::BOOLEAN, "a boolean"),
            (TypeSet::NUMBER, "a number"),
            (TypeSet::STRING, "a string"),
            (TypeSet::ARRAY, "an array"),
            (TypeSet::OBJECT, "an object"),
            (TypeSet::FUNCTION, "a function"),
            (TypeSet::REGEX, "a regular expression"),
            (TypeSet::UNDEFINED, "nothing"),
        ];
        let names: Vec<_> =
            NAMES.iter().filter(|(types, _)| self.may_be(*types)).map(|(_, name)| *name).collect();
        match names.split_last() {
            Some((last, [])) => (*last).to_string(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => "no value".to_string(),
        }
    }
}

/// The types of the nodes of an expression; most have no more of them.
pub(super) type NodeTypes = SmallVec<[TypeSet; 16]>;

/// The possible types of every node, by id.
pub(super) fn node_types(expression: &Expression, builtin_calls: &[NodeId]) -> NodeTypes {
    let mut types = NodeTypes::with_capacity(expression.nodes.len());
    for (index, node) in expression.nodes.iter().enumerate() {
        let known = |id: &NodeId| types[id.0 as usize];
        let undefined = |id: &NodeId| known(id).may_be(TypeSet::UNDEFINED);
        let set = match &node.kind {
            NodeKind::Null => TypeSet::NULL,
            NodeKind::Boolean(_) => TypeSet::BOOLEAN,
            NodeKind::Number(number) if number.fract() == 0.0 => TypeSet::WHOLE,
            NodeKind::Number(_) => TypeSet::FRACTION,
            NodeKind::String(_) => TypeSet::STRING,
            NodeKind::Regex(_) => TypeSet::REGEX,
            NodeKind::Array(_) => TypeSet::ARRAY,
            NodeKind::Object(_) => TypeSet::OBJECT,
            NodeKind::Lambda(_) | NodeKind::PartialCall { .. } | NodeKind::Transform { .. } => {
                TypeSet::FUNCTION
            }
            NodeKind::Block(expressions) => expressions.last().map_or(TypeSet::UNDEFINED, known),
            NodeKind::Bind { value, .. } => known(value),
            NodeKind::Negate(operand) => number_like(known(operand)).or_undefined_if(undefined(operand)),
            NodeKind::Conditional { then, otherwise, .. } => {
                known(then).or(otherwise.as_ref().map_or(TypeSet::UNDEFINED, known))
            }
            NodeKind::Binary(BinaryOperator::Chain, _, right) => chained(expression, *right, builtin_calls),
            NodeKind::Binary(operator, left, right) => {
                binary(*operator, known(left), known(right), undefined(left) || undefined(right))
            }
            NodeKind::Call { arguments, .. }
                if builtin_calls.binary_search(&NodeId(index as u32)).is_ok() =>
            {
                let builtin = called_builtin(expression, NodeId(index as u32));
                let missing = arguments.is_empty() || arguments.iter().any(undefined);
                let whole = arguments.iter().all(|argument| known(argument).is_surely(TypeSet::WHOLE));
                builtin
                    .map_or(TypeSet::UNKNOWN, |builtin| call_result(builtin, missing, whole, arguments.len()))
            }
            NodeKind::Path(path) => path_type(expression, path, &types),
            _ => TypeSet::UNKNOWN,
        };
        types.push(set);
    }
    types
}

fn number_like(operand: TypeSet) -> TypeSet {
    if operand.and(TypeSet::NUMBER).is_surely(TypeSet::WHOLE) { TypeSet::WHOLE } else { TypeSet::NUMBER }
}

fn binary(operator: BinaryOperator, left: TypeSet, right: TypeSet, undefined: bool) -> TypeSet {
    use BinaryOperator::*;
    match operator {
        Divide => TypeSet::NUMBER.or_undefined_if(undefined),
        Add | Subtract | Multiply | Modulo => {
            number_like(left.or(right).and(TypeSet::NUMBER)).or_undefined_if(undefined)
        }
        Concatenate => TypeSet::STRING,
        Equal | NotEqual | In | And | Or => TypeSet::BOOLEAN,
        Less | LessOrEqual | Greater | GreaterOrEqual => TypeSet::BOOLEAN.or_undefined_if(undefined),
        Range => TypeSet::ARRAY.or_undefined_if(undefined),
        Chain => TypeSet::UNKNOWN,
    }
}

/// The built-in function a call node calls by name.
pub(super) fn called_builtin(expression: &Expression, call: NodeId) -> Option<&'static Builtin> {
    match expression.kind(call) {
        NodeKind::Call { callee, .. } => functions::lookup(expression.called_variable(*callee)?),
        _ => None,
    }
}

fn chained(expression: &Expression, right: NodeId, builtin_calls: &[NodeId]) -> TypeSet {
    if builtin_calls.binary_search(&right).is_err() {
        return TypeSet::UNKNOWN;
    }
    called_builtin(expression, right).map_or(TypeSet::UNKNOWN, |builtin| call_result(builtin, true, false, 1))
}

/// The type of a call's result; `missing` says that an argument may be undefined.
fn call_result(builtin: &Builtin, missing: bool, whole: bool, arguments: usize) -> TypeSet {
    match builtin.name {
        "count" => return TypeSet::WHOLE,
        "exists" => return TypeSet::BOOLEAN,
        "now" | "uuid" => return TypeSet::STRING,
        "millis" => return TypeSet::WHOLE,
        // A text that does not fit the picture has no time.
        "toMillis" => return TypeSet::WHOLE.or(TypeSet::UNDEFINED),
        "random" => return TypeSet::NUMBER,
        "round" if arguments == 1 => return TypeSet::WHOLE.or_undefined_if(missing),
        "sum" | "max" | "min" | "average" => return TypeSet::NUMBER.or(TypeSet::UNDEFINED),
        "abs" if whole => return TypeSet::WHOLE,
        "append" | "zip" | "map" | "filter" | "single" | "reduce" | "lookup" | "distinct" | "assert"
        | "clone" => {
            return TypeSet::UNKNOWN;
        }
        "error" => return TypeSet::NONE,
        "keys" => return TypeSet::ARRAY.or(TypeSet::STRING).or(TypeSet::UNDEFINED),
        "sift" => return TypeSet::OBJECT.or(TypeSet::UNDEFINED),
        "each" | "spread" | "match" => return TypeSet::UNKNOWN,
        "parse" => return TypeSet::JSON.or_undefined_if(missing),
        _ => {}
    }
    let result = match builtin.parameters().result.as_bytes().first() {
        Some(b's') => TypeSet::STRING,
        Some(b'n') if builtin.is_whole() => TypeSet::WHOLE,
        Some(b'n') => TypeSet::NUMBER,
        Some(b'b') => TypeSet::BOOLEAN,
        Some(b'a') => TypeSet::ARRAY,
        Some(b'o') => TypeSet::OBJECT,
        _ => TypeSet::UNKNOWN,
    };
    result.or_undefined_if(missing)
}

fn path_type(expression: &Expression, path: &Path, types: &[TypeSet]) -> TypeSet {
    let binds = |step: &Step| step.focus.is_some() || step.index.is_some();
    if path.steps.iter().any(binds) {
        return TypeSet::UNKNOWN;
    }
    if path.group.is_some() || path.steps.last().is_some_and(|step| step.group.is_some()) {
        return TypeSet::OBJECT.or(TypeSet::UNDEFINED);
    }
    match path.steps.as_slice() {
        [step] if !matches!(expression.kind(step.expression), NodeKind::Name(_)) => {
            let item = types[step.expression.0 as usize];
            // A predicate lets a single value pass or not; `[]` keeps an array only of a sequence.
            match (step.stages.is_empty(), path.keep_array) {
                (true, false) => item,
                (true, true) => item.or(TypeSet::ARRAY),
                (false, _) if item.may_be(TypeSet::ARRAY) => TypeSet::UNKNOWN,
                (false, false) => item.or(TypeSet::UNDEFINED),
                (false, true) => item.or(TypeSet::ARRAY).or(TypeSet::UNDEFINED),
            }
        }
        steps if path.keep_array => {
            let sorted =
                steps.iter().any(|step| matches!(expression.kind(step.expression), NodeKind::Sort(_)));
            if sorted { TypeSet::UNKNOWN } else { TypeSet::ARRAY.or(TypeSet::UNDEFINED) }
        }
        _ => TypeSet::UNKNOWN,
    }
}

/// Why an expression may yield a single item in place of an array of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CollapseCause {
    /// A predicate other than a literal index.
    Predicate,
    /// `*` or `**`.
    Wildcard,
    /// A constructor or a computed step applied to each item (`.{…}`, `.(…)`, `.$f(…)`).
    Mapping,
    /// An order-by step.
    Sort,
    /// A built-in function that returns a sequence: `$filter`, `$map`, `$each`, `$keys`, …
    Function,
}

/// A part of an expression whose result is a sequence: no value for no item, the item itself for one, an array for more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collapse {
    /// The path or call, without what surrounds it. `[]` behind a path, or `[…]` around a call, keeps the array.
    pub span: Span,
    /// What makes it a sequence.
    pub cause: CollapseCause,
}

/// The parts of the expression that may become its whole result and collapse to a single item.
pub fn collapsing(expression: &Expression) -> Vec<Collapse> {
    let mut found = Vec::new();
    let mut work = vec![expression.root];
    while let Some(id) = work.pop() {
        match expression.kind(id) {
            NodeKind::Block(expressions) => work.extend(expressions.last()),
            NodeKind::Bind { value, .. } => work.push(*value),
            NodeKind::Conditional { then, otherwise, .. } => {
                work.extend(otherwise);
                work.push(*then);
            }
            NodeKind::Path(path) => {
                if let Some(cause) = path_cause(expression, path) {
                    found.push(Collapse { span: expression.span(id), cause });
                }
            }
            NodeKind::Binary(BinaryOperator::Chain, _, right) if returns_sequence(expression, *right) => {
                found.push(Collapse { span: expression.span(id), cause: CollapseCause::Function });
            }
            NodeKind::Call { .. } if returns_sequence(expression, id) => {
                found.push(Collapse { span: expression.span(id), cause: CollapseCause::Function });
            }
            _ => {}
        }
    }
    found
}

fn returns_sequence(expression: &Expression, call: NodeId) -> bool {
    called_builtin(expression, call).is_some_and(|builtin| {
        matches!(builtin.name, "filter" | "map" | "each" | "keys" | "match" | "spread")
    })
}

fn path_cause(expression: &Expression, path: &Path) -> Option<CollapseCause> {
    if path.keep_array || path.group.is_some() {
        return None;
    }
    let mut cause = None;
    for (index, step) in path.steps.iter().enumerate() {
        let before = cause;
        match expression.kind(step.expression) {
            NodeKind::Wildcard | NodeKind::Descendant => cause = Some(CollapseCause::Wildcard),
            NodeKind::Sort(_) => cause = Some(CollapseCause::Sort),
            // A path that ends in an array constructor collects arrays.
            NodeKind::Array(_) if index > 0 => cause = None,
            NodeKind::Block(_) | NodeKind::Object(_) | NodeKind::Call { .. } if index > 0 => {
                cause = Some(CollapseCause::Mapping);
            }
            NodeKind::Call { .. } if returns_sequence(expression, step.expression) => {
                cause = Some(CollapseCause::Function);
            }
            _ => {}
        }
        for stage in &step.stages {
            if let Stage::Filter(predicate) = stage {
                // An index picks one item for each context item, or one of all when the step is the first.
                cause = match expression.kind(*predicate) {
                    NodeKind::Number(_) if index == 0 => None,
                    NodeKind::Number(_) => before,
                    _ => Some(CollapseCause::Predicate),
                };
            }
        }
    }
    cause
}

#[cfg(test)]
mod tests {
    use super::super::{analyze, parse};
    use super::*;

    #[test]
    fn results_have_the_types_they_must_have() {
        for (text, types) in [
            ("null", TypeSet::NULL),
            ("1", TypeSet::WHOLE),
            ("1 + 2.5", TypeSet::NUMBER),
            ("1 + 2 * 3", TypeSet::WHOLE),
            ("1 / 2", TypeSet::NUMBER),
            ("-1", TypeSet::WHOLE),
            ("\"a\" & $x", TypeSet::STRING),
            ("$a = $b", TypeSet::BOOLEAN),
            ("$a < $b", TypeSet::BOOLEAN.or(TypeSet::UNDEFINED)),
            ("1 < 2", TypeSet::BOOLEAN),
            ("[1]", TypeSet::ARRAY),
            ("{}", TypeSet::OBJECT),
            ("function($x){ $x }", TypeSet::FUNCTION),
            ("/a/", TypeSet::REGEX),
            ("()", TypeSet::UNDEFINED),
            ("($x := 1; \"a\")", TypeSet::STRING),
            ("$a ? 1 : \"b\"", TypeSet::WHOLE.or(TypeSet::STRING)),
            ("$a ? 1", TypeSet::WHOLE.or(TypeSet::UNDEFINED)),
            ("$count($x)", TypeSet::WHOLE),
            ("$uppercase(\"a\")", TypeSet::STRING),
            ("$uppercase($x)", TypeSet::STRING.or(TypeSet::UNDEFINED)),
            ("($count := function(){ \"a\" }; $count())", TypeSet::UNKNOWN),
            ("$x ~> $string()", TypeSet::STRING.or(TypeSet::UNDEFINED)),
            ("$x.a", TypeSet::UNKNOWN),
            ("$x.a[]", TypeSet::ARRAY.or(TypeSet::UNDEFINED)),
            ("\"a\"[]", TypeSet::STRING.or(TypeSet::ARRAY)),
            ("\"a\"[$b]", TypeSet::STRING.or(TypeSet::UNDEFINED)),
            ("$x{a: b}", TypeSet::OBJECT.or(TypeSet::UNDEFINED)),
            ("$not(true)", TypeSet::BOOLEAN),
        ] {
            assert_eq!(analyze(&parse(text).unwrap(), text).result, types, "{text}");
        }
    }

    #[test]
    fn sequences_that_collapse_are_found() {
        for (text, spans) in [
            ("$states.input.items", vec![]),
            ("$states.input.items[status = \"x\"]", vec!["$states.input.items[status = \"x\"]"]),
            ("$states.input.items[status = \"x\"][]", vec![]),
            ("[$states.input.items[status = \"x\"]]", vec![]),
            ("$states.input.items[0]", vec![]),
            ("$states.input.items[a = 1][0].name", vec![]),
            ("$states.input.items.{\"a\": b}", vec!["$states.input.items.{\"a\": b}"]),
            ("$a ? $x[y] : [1]", vec!["$x[y]"]),
            ("($z := 1; $filter($x, function($v){ $v = 1 }))", vec!["$filter($x, function($v){ $v = 1 })"]),
            ("$x.*", vec!["$x.*"]),
            ("$x^(y)", vec!["$x^(y)"]),
            ("$count($x[y])", vec![]),
        ] {
            let found = collapsing(&parse(text).unwrap());
            let found: Vec<_> =
                found.iter().map(|c| &text[c.span.start as usize..c.span.end as usize]).collect();
            assert_eq!(found, spans, "{text}");
        }
    }

    #[test]
    fn types_read_well() {
        assert_eq!(TypeSet::NUMBER.or(TypeSet::STRING).describe(), "a number or a string");
        assert_eq!(TypeSet::WHOLE.describe(), "a number");
        assert!(TypeSet::WHOLE.is_surely(TypeSet::NUMBER));
    }
}
