//! Intrinsic functions evaluated on shapes (spec/intrinsics.md 4.3, spec/runtime_semantics.md 9).

use super::jsonata::over;
use crate::expr::intrinsic::{Argument, ArgumentKind, Call, ValueType, function};
use crate::expr::jsonpath::Path;
use crate::shape::{Absence, ArrayShape, Lookup, Numbers, Shape, Texts, Types};

/// Something that goes wrong in a call.
pub type Problem = super::Problem<ProblemKind>;

/// What goes wrong in an intrinsic function.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// An argument has no type that the function takes.
    Argument {
        /// The name of the function, with `States.`.
        function: &'static str,
        /// What the function takes there.
        wanted: ValueType,
        /// The argument.
        shape: Shape,
    },
    /// `States.Format` prints an array or object in no documented form.
    Composite {
        /// The argument.
        shape: Shape,
    },
    /// `States.ArrayGetItem` asks for an item that the array does not have.
    NoItem {
        /// The array.
        array: Shape,
        /// The index.
        index: Shape,
    },
    /// A number that the function refuses: a chunk size or step of 0, a number beyond 32 bits.
    Number {
        /// The name of the function, with `States.`.
        function: &'static str,
        /// The number.
        shape: Shape,
    },
}

/// How many items `States.ArrayRange` makes at most.
const MAX_RANGE: u32 = 1000;
/// The numbers that `States.MathAdd` takes.
const OF_32_BITS: Numbers = Numbers { min: -2_147_483_648.0, max: 2_147_483_647.0, is_whole: true };

/// What a call gives, and what goes wrong in it; `path` tells what a path in it finds. The parser bounds how deep calls
/// are nested.
pub fn evaluate(call: &Call, path: &mut dyn FnMut(&Path) -> Lookup) -> (Shape, Vec<Problem>) {
    let mut problems = Vec::new();
    let shape = result(call, path, &mut problems);
    problems.sort_by_key(|problem| problem.span.start);
    (shape, problems)
}

fn result(call: &Call, path: &mut dyn FnMut(&Path) -> Lookup, problems: &mut Vec<Problem>) -> Shape {
    let given: Vec<(Shape, &Argument)> = call
        .arguments
        .iter()
        .map(|argument| {
            let shape = match &argument.kind {
                ArgumentKind::String(literal) => Shape::of_text(&literal.value),
                ArgumentKind::Number(number) => Shape::of_number(*number),
                ArgumentKind::Null => Shape::null(),
                ArgumentKind::Boolean(value) => Shape::of_bool(*value),
                ArgumentKind::Path(found) => path(found).shape,
                ArgumentKind::Call(inner) => result(inner, path, problems),
            };
            (shape, argument)
        })
        .collect();
    let Some(function) = function(&call.name) else { return Shape::ANY };
    let count = given.len();
    if count < function.min || function.max.is_some_and(|max| count > max) {
        return declared(function.result);
    }
    let before = problems.len();
    for (at, (shape, argument)) in given.iter().enumerate() {
        let Some((_, wanted)) = function.parameters.get(at).or(function.parameters.last()) else { continue };
        if shape.is_nothing() || shape.types().has(types_of(*wanted)) {
            continue;
        }
        let (kind, is_certain) = match wanted {
            // AWS was seen to print objects (spec/intrinsics.md 4.3).
            ValueType::Scalar => (ProblemKind::Composite { shape: shape.clone() }, false),
            _ => {
                let kind =
                    ProblemKind::Argument { function: function.name, wanted: *wanted, shape: shape.clone() };
                (kind, is_sure(function.name, *wanted))
            }
        };
        problems.push(Problem { span: argument.span.clone(), kind, is_certain });
    }
    if problems.len() > before {
        return declared(function.result);
    }
    let shapes: Vec<&Shape> = given.iter().map(|(shape, _)| shape).collect();
    if let Some((at, kind)) = refused(function.name, &shapes) {
        problems.push(Problem { span: given[at].1.span.clone(), kind, is_certain: true });
        return declared(function.result);
    }
    of_shapes(function.name, &shapes).unwrap_or_else(|| declared(function.result))
}

/// Whether the function certainly fails for an argument of another type: only for these the sheet says so.
fn is_sure(function: &str, wanted: ValueType) -> bool {
    let fails_without_array = matches!(function, "States.ArrayContains" | "States.ArrayLength");
    fails_without_array && wanted == ValueType::Array
}

fn types_of(wanted: ValueType) -> Types {
    match wanted {
        ValueType::Any => Types::ALL,
        ValueType::Scalar => Types::ARRAY.or(Types::OBJECT).not(),
        ValueType::String => Types::TEXT,
        ValueType::Integer => Types::NUMBER,
        ValueType::Boolean => Types::BOOLEAN,
        ValueType::Array => Types::ARRAY,
        ValueType::Object => Types::OBJECT,
    }
}

fn declared(result: ValueType) -> Shape {
    match result {
        ValueType::Any | ValueType::Scalar => Shape::ANY,
        ValueType::String => Shape::text(),
        ValueType::Integer => Shape::whole_number(),
        ValueType::Boolean => Shape::boolean(),
        ValueType::Array => Shape::array(ArrayShape::any()),
        ValueType::Object => Shape::object(crate::shape::ObjectShape::any()),
    }
}

/// The argument of the right type that the function certainly refuses for its value.
fn refused(name: &'static str, shapes: &[&Shape]) -> Option<(usize, ProblemKind)> {
    let constant = |at: usize| whole(shapes.get(at)?).and_then(|numbers| numbers.constant());
    let number =
        |at: usize| Some((at, ProblemKind::Number { function: name, shape: (*shapes.get(at)?).clone() }));
    match name {
        "States.ArrayGetItem" => {
            let index = whole(shapes[1])?;
            let array = shapes[0].parts().array.as_ref()?;
            let is_outside = index.max < 0.0 || array.max.is_some_and(|max| index.min >= f64::from(max));
            let kind = ProblemKind::NoItem { array: shapes[0].clone(), index: shapes[1].clone() };
            is_outside.then_some((1, kind))
        }
        "States.ArrayPartition" if whole(shapes[1])?.max < 1.0 => number(1),
        "States.ArrayRange" if constant(2) == Some(0.0) => number(2),
        "States.MathAdd" => {
            let at = (0..2)
                .find(|at| whole(shapes[*at]).is_some_and(|numbers| numbers.meet(OF_32_BITS).is_none()))?;
            number(at)
        }
        _ => None,
    }
}

/// The numbers of a shape as AWS rounds them: half up.
fn whole(shape: &Shape) -> Option<Numbers> {
    let numbers = shape.parts().numbers?;
    let round = |value: f64| (value + 0.5).floor();
    Some(if numbers.is_whole {
        numbers
    } else {
        Numbers { min: round(numbers.min), max: round(numbers.max), is_whole: true }
    })
}

fn of_shapes(name: &str, shapes: &[&Shape]) -> Option<Shape> {
    let array = |at: usize| shapes[at].parts().array.as_ref();
    Some(match name {
        "States.Array" => Shape::tuple(shapes.iter().map(|shape| (*shape).clone()).collect()),
        "States.ArrayPartition" => {
            let items = array(0)?;
            let size = whole(shapes[1])?;
            let most = if size.max < f64::from(u32::MAX) { Some(size.max as u32) } else { None };
            let chunk = ArrayShape {
                prefix: Vec::new(),
                rest: items.item(),
                min: 1,
                max: match (most, items.max) {
                    (Some(size), Some(length)) => Some(size.min(length)),
                    (one, other) => one.or(other),
                },
            };
            let min = u32::from(items.min > 0);
            Shape::array(ArrayShape { prefix: Vec::new(), rest: Shape::array(chunk), min, max: items.max })
        }
        "States.ArrayRange" => {
            let (first, last) = (whole(shapes[0])?, whole(shapes[1])?);
            let item = Numbers { min: first.min.min(last.min), max: first.max.max(last.max), is_whole: true };
            let max = Some(MAX_RANGE);
            Shape::array(ArrayShape { max, ..ArrayShape::of(Shape::numbers(item)) })
        }
        "States.ArrayGetItem" => {
            let items = array(0)?;
            match whole(shapes[1])?.constant() {
                Some(index) if (0.0..1e9).contains(&index) => {
                    let found = Shape::array(items.clone()).index(index as i64);
                    if found.absence == Absence::Always { return None } else { found.shape }
                }
                _ => items.item(),
            }
        }
        "States.ArrayLength" => {
            let items = array(0)?;
            let max = items.max.map_or(f64::INFINITY, f64::from);
            Shape::numbers(Numbers { min: f64::from(items.min), max, is_whole: true })
        }
        "States.ArrayUnique" => {
            let items = array(0)?;
            let list =
                ArrayShape { prefix: Vec::new(), rest: items.item(), min: items.min.min(1), max: items.max };
            Shape::array(list)
        }
        "States.JsonMerge" => {
            let (below, above) = (shapes[0].parts().object.as_ref()?, shapes[1].parts().object.as_ref()?);
            // Merged deeply, which AWS does not do so far, members of both are something else.
            if shapes[2].can_be_bool(true) {
                return None;
            }
            Shape::object(over(below, above))
        }
        "States.MathAdd" => {
            let (a, b) = (whole(shapes[0])?, whole(shapes[1])?);
            Shape::numbers(Numbers { min: a.min + b.min, max: a.max + b.max, is_whole: true })
        }
        "States.MathRandom" => {
            let (start, end) = (whole(shapes[0])?, whole(shapes[1])?);
            // Whether the end is among them the documents do not agree on.
            Shape::numbers(Numbers { min: start.min, max: end.max, is_whole: true })
        }
        "States.StringSplit" => Shape::array_of(Shape::text()),
        "States.StringToJson" => match &shapes[0].parts().texts {
            Some(Texts::Of(texts)) => {
                texts.iter().fold(Shape::nothing(), |all, text| all.join(&parsed(text)))
            }
            _ => Shape::ANY,
        },
        "States.Format" if shapes.len() == 1 => match &shapes[0].parts().texts {
            Some(Texts::Of(texts)) if texts.iter().all(|text| !text.contains(['{', '}', '\\'])) => {
                shapes[0].only(Types::TEXT)
            }
            _ => return None,
        },
        _ => return None,
    })
}

/// What a text of JSON holds; an empty one is null.
fn parsed(text: &str) -> Shape {
    if text.trim().is_empty() {
        return Shape::null();
    }
    serde_json::from_str(text).map_or(Shape::ANY, |value| Shape::of_value(&value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::intrinsic::parse;
    use crate::shape::{ObjectShape, Presence};

    fn data(path: &Path) -> Lookup {
        let name = path.segments.first().and_then(|segment| segment.kind.name());
        let name = name.map_or("", |name| &*name.text);
        let mut open = ObjectShape::any();
        open.set("a", Shape::of_number(9.0), Presence::Sometimes);
        Lookup::present(match name {
            "text" => Shape::text(),
            "n" => Shape::whole_number(),
            "half" => Shape::of_number(1.5),
            "small" => Shape::numbers(Numbers { min: 1.0, max: 3.0, is_whole: true }),
            "list" => Shape::array_of(Shape::text()),
            "pair" => Shape::tuple(vec![Shape::of_number(1.0), Shape::of_text("b")]),
            "empty" => Shape::tuple(Vec::new()),
            "one" => Shape::record([("a", Shape::of_number(1.0)), ("b", Shape::text())]),
            "two" => Shape::record([("b", Shape::null()), ("c", Shape::boolean())]),
            "open" => Shape::object(open),
            "null" => Shape::null(),
            "mixed" => Shape::text().join(&Shape::null()),
            _ => Shape::ANY,
        })
    }

    fn print(text: &str) -> String {
        let call = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        let (shape, problems) = evaluate(&call, &mut |path| data(path));
        let mut out = shape.to_string();
        for problem in problems {
            let certain = if problem.is_certain { "!" } else { "" };
            let kind = match problem.kind {
                ProblemKind::Argument { wanted, shape, .. } => format!("{shape} is not {}", wanted.article()),
                ProblemKind::Composite { shape } => format!("prints {shape}"),
                ProblemKind::NoItem { array, index } => format!("no item {index} in {array}"),
                ProblemKind::Number { shape, .. } => format!("refuses {shape}"),
            };
            let place = &text[problem.span.start as usize..problem.span.end as usize];
            out.push_str(&format!(" / {certain}{place}: {kind}"));
        }
        out
    }

    #[test]
    fn calls_give_what_they_can() {
        for (text, expected) in [
            ("States.Format('a')", r#""a""#),
            ("States.Format('a {}', $.text)", "string"),
            ("States.Format('{}', $.null)", "string"),
            ("States.Format('{}', $.one)", "string / $.one: prints {a: 1, b: string}"),
            ("States.Format('{}', States.Array(1))", "string / States.Array(1): prints [1]"),
            ("States.Format($.n)", "string / $.n: integer is not a string"),
            ("States.StringToJson($.text)", "any"),
            ("States.StringToJson('')", "null"),
            ("States.StringToJson('[1]')", "[1]"),
            ("States.StringToJson('nonsense')", "any"),
            ("States.StringToJson($.one)", "any / $.one: {a: 1, b: string} is not a string"),
            ("States.JsonToString($.one)", "string"),
            ("States.Array()", "[]"),
            ("States.Array($.n, 'x', null, true)", r#"[integer, "x", null, true]"#),
            ("States.Array(States.Array(1))", "[[1]]"),
            ("States.ArrayPartition($.list, 2)", "[[string…]…]"),
            ("States.ArrayPartition($.pair, 2)", r#"[["b" | 1…]…]"#),
            ("States.ArrayPartition($.list, 0)", "[…] / !0: refuses 0"),
            ("States.ArrayPartition($.text, 2)", "[…] / $.text: string is not an array"),
            ("States.ArrayContains($.list, 'a')", "boolean"),
            ("States.ArrayContains($.text, 'a')", "boolean / !$.text: string is not an array"),
            ("States.ArrayRange(1, 9, 2)", "[integer 1 to 9…]"),
            ("States.ArrayRange(9, 1, -2)", "[integer 1 to 9…]"),
            ("States.ArrayRange(1, 9, 0)", "[…] / !0: refuses 0"),
            ("States.ArrayGetItem($.pair, 1)", r#""b""#),
            ("States.ArrayGetItem($.pair, $.n)", r#""b" | 1"#),
            ("States.ArrayGetItem($.pair, 2)", r#"any / !2: no item 2 in [1, "b"]"#),
            ("States.ArrayGetItem($.empty, 0)", "any / !0: no item 0 in []"),
            ("States.ArrayGetItem($.list, 0)", "string"),
            ("States.ArrayGetItem($.list, -1)", "any / !-1: no item -1 in [string…]"),
            ("States.ArrayGetItem($.list, 'x')", r#"any / 'x': "x" is not a whole number"#),
            ("States.ArrayLength($.list)", "integer from 0"),
            ("States.ArrayLength($.pair)", "2"),
            ("States.ArrayLength($.n)", "integer / !$.n: integer is not an array"),
            ("States.ArrayLength($.mixed)", "integer / !$.mixed: string | null is not an array"),
            ("States.ArrayLength($.unknown)", "integer from 0"),
            ("States.ArrayUnique($.pair)", r#"["b" | 1…]"#),
            ("States.Base64Encode($.text)", "string"),
            ("States.Base64Encode($.n)", "string / $.n: integer is not a string"),
            ("States.Base64Decode($.text)", "string"),
            ("States.Hash($.one, 'MD5')", "string"),
            ("States.JsonMerge($.one, $.two, false)", "{a: 1, b: null, c: boolean}"),
            ("States.JsonMerge($.one, $.open, false)", "{a: integer 1 to 9, b: any, …}"),
            ("States.JsonMerge($.one, $.text, false)", "{…} / $.text: string is not an object"),
            ("States.MathRandom(1, 5)", "integer 1 to 5"),
            ("States.MathAdd(1, 2)", "3"),
            ("States.MathAdd($.small, 10)", "integer 11 to 13"),
            ("States.MathAdd($.half, 0)", "2"),
            ("States.MathAdd(-1.5, 0)", "-1"),
            ("States.MathAdd($.n, -1)", "integer"),
            ("States.MathAdd($.text, 1)", "integer / $.text: string is not a whole number"),
            ("States.MathAdd(3000000000, 1)", "integer / !3000000000: refuses 3000000000"),
            ("States.StringSplit($.text, ',')", "[string…]"),
            ("States.StringSplit($.list, ',')", "[…] / $.list: [string…] is not a string"),
            ("States.UUID()", "string"),
            ("States.Unknown($.text)", "any"),
            ("States.MathAdd(1)", "integer"),
        ] {
            assert_eq!(print(text), expected, "{text}");
        }
    }
}
