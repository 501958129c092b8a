//! The intrinsic functions AWS offers (`spec/intrinsics.md 4.3`).

/// A set of JSON types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// Any value.
    Any,
    /// String, number, boolean or null.
    Scalar,
    /// A string.
    String,
    /// A whole number; AWS rounds others.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl ValueType {
    /// The type with its article.
    pub fn article(self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Scalar => "a string, number, boolean or null",
            Self::String => "a string",
            Self::Integer => "a whole number",
            Self::Boolean => "`true` or `false`",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// One intrinsic function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// The name with `States.`.
    pub name: &'static str,
    /// The parameters' names and types; the last repeats when `max` is `None`.
    pub parameters: &'static [(&'static str, ValueType)],
    /// Fewest arguments.
    pub min: usize,
    /// Most arguments; `None` for any number.
    pub max: Option<usize>,
    /// Type of the result.
    pub result: ValueType,
}

use ValueType::{Any, Array, Boolean, Integer, Object, Scalar, String};

const fn fixed(
    name: &'static str,
    parameters: &'static [(&'static str, ValueType)],
    result: ValueType,
) -> Function {
    Function { name, parameters, min: parameters.len(), max: Some(parameters.len()), result }
}

/// All 18 functions.
pub const FUNCTIONS: [Function; 18] = [
    Function {
        name: "States.Format",
        parameters: &[("template", String), ("value", Scalar)],
        min: 1,
        max: None,
        result: String,
    },
    fixed("States.StringToJson", &[("text", String)], Any),
    fixed("States.JsonToString", &[("value", Any)], String),
    Function { name: "States.Array", parameters: &[("item", Any)], min: 0, max: None, result: Array },
    fixed("States.ArrayPartition", &[("array", Array), ("chunk size", Integer)], Array),
    fixed("States.ArrayContains", &[("array", Array), ("value", Any)], Boolean),
    fixed("States.ArrayRange", &[("first", Integer), ("last", Integer), ("step", Integer)], Array),
    fixed("States.ArrayGetItem", &[("array", Array), ("index", Integer)], Any),
    fixed("States.ArrayLength", &[("array", Array)], Integer),
    fixed("States.ArrayUnique", &[("array", Array)], Array),
    fixed("States.Base64Encode", &[("text", String)], String),
    fixed("States.Base64Decode", &[("text", String)], String),
    fixed("States.Hash", &[("value", Any), ("algorithm", String)], String),
    fixed("States.JsonMerge", &[("first", Object), ("second", Object), ("deep", Boolean)], Object),
    Function {
        name: "States.MathRandom",
        parameters: &[("start", Integer), ("end", Integer), ("seed", Integer)],
        min: 2,
        max: Some(3),
        result: Integer,
    },
    fixed("States.MathAdd", &[("first", Integer), ("second", Integer)], Integer),
    fixed("States.StringSplit", &[("text", String), ("delimiters", String)], Array),
    fixed("States.UUID", &[], String),
];

/// The function of that name; names are case-sensitive.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// The algorithms of `States.Hash`.
pub const HASH_ALGORITHMS: [&str; 5] = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];

/// What is often written instead of a function that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invention {
    /// The name without `States.`, lower case.
    pub name: &'static str,
    /// A function with the same arguments, if there is one.
    pub instead: Option<&'static str>,
    /// What to do.
    pub help: &'static str,
}

const fn renamed(name: &'static str, instead: &'static str, help: &'static str) -> Invention {
    Invention { name, instead: Some(instead), help }
}

const fn replaced(name: &'static str, help: &'static str) -> Invention {
    Invention { name, instead: None, help }
}

const JOIN: &str = "texts are joined with `States.Format('{}{}', $.a, $.b)`";
const TIME: &str = "the time a state was entered is `$$.State.EnteredTime`";
const SUBTRACT: &str = "subtract by adding a negative number: `States.MathAdd($.count, -1)`";
const MATH: &str = "intrinsic functions only add; JSONata has all of arithmetic";
const CASE: &str = "intrinsic functions cannot change case; JSONata has `$lowercase` and `$uppercase`";
const PIECES: &str =
    "a text is cut with `States.StringSplit` and `States.ArrayGetItem`; JSONata has `$substring`";
const REPLACE: &str =
    "intrinsic functions cannot search or replace text; JSONata has `$replace` and `$contains`";
const ARRAYS: &str =
    "arrays cannot be joined in place; `$.list[*][*]` flattens an array of arrays made with `States.Array`";
const LENGTH: &str =
    "the number of items is `States.ArrayLength`; for the length of a text JSONata has `$length`";

/// Names that do not exist but are often tried.
pub const INVENTIONS: [Invention; 51] = [
    replaced("concat", JOIN),
    replaced("join", JOIN),
    replaced("stringjoin", JOIN),
    replaced("stringconcat", JOIN),
    renamed("sprintf", "States.Format", JOIN),
    renamed("stringformat", "States.Format", JOIN),
    renamed("length", "States.ArrayLength", LENGTH),
    renamed("len", "States.ArrayLength", LENGTH),
    renamed("size", "States.ArrayLength", LENGTH),
    renamed("count", "States.ArrayLength", LENGTH),
    renamed("arraysize", "States.ArrayLength", LENGTH),
    replaced("stringlength", "intrinsic functions cannot measure text; JSONata has `$length`"),
    replaced("now", TIME),
    replaced("timestamp", TIME),
    replaced("currenttime", TIME),
    replaced("date", TIME),
    replaced("mathsubtract", SUBTRACT),
    replaced("mathsub", SUBTRACT),
    replaced("subtract", SUBTRACT),
    replaced("mathminus", SUBTRACT),
    replaced("mathmultiply", MATH),
    replaced("mathdivide", MATH),
    replaced("mathmod", MATH),
    renamed("add", "States.MathAdd", "numbers are added with `States.MathAdd`"),
    renamed("mathsum", "States.MathAdd", "numbers are added with `States.MathAdd`"),
    renamed("random", "States.MathRandom", "a random number comes from `States.MathRandom`"),
    renamed("split", "States.StringSplit", "a text is split with `States.StringSplit`"),
    replaced("substring", PIECES),
    replaced("stringsubstring", PIECES),
    replaced("replace", REPLACE),
    replaced("stringreplace", REPLACE),
    replaced("stringcontains", REPLACE),
    replaced("trim", REPLACE),
    replaced("tolower", CASE),
    replaced("toupper", CASE),
    replaced("lowercase", CASE),
    replaced("uppercase", CASE),
    renamed("contains", "States.ArrayContains", "an item is looked up with `States.ArrayContains`"),
    renamed("range", "States.ArrayRange", "a row of numbers comes from `States.ArrayRange`"),
    renamed("unique", "States.ArrayUnique", "double items are removed with `States.ArrayUnique`"),
    replaced("arrayconcat", ARRAYS),
    replaced("arraymerge", ARRAYS),
    replaced("arrayappend", ARRAYS),
    replaced("arrayslice", "a part of an array is taken with a path: `$.list[0:2]`"),
    renamed("merge", "States.JsonMerge", "objects are merged with `States.JsonMerge`"),
    renamed("parsejson", "States.StringToJson", "text becomes JSON with `States.StringToJson`"),
    renamed("jsonparse", "States.StringToJson", "text becomes JSON with `States.StringToJson`"),
    renamed(
        "tojson",
        "States.StringToJson",
        "text becomes JSON with `States.StringToJson`, JSON text with `States.JsonToString`",
    ),
    renamed("tostring", "States.JsonToString", "JSON becomes text with `States.JsonToString`"),
    renamed("jsonstringify", "States.JsonToString", "JSON becomes text with `States.JsonToString`"),
    renamed("base64", "States.Base64Encode", "text is encoded with `States.Base64Encode`"),
];
