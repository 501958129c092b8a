//! The built-in functions: one table, with look-up and suggestions.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::signature::{self, Signature};
use crate::suggest;

/// Where a function comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// JSONata 2.0.6.
    Language,
    /// Added by Step Functions (spec/jsonata.md 5.2).
    StepFunctions,
    /// Part of JSONata, but missing in Step Functions.
    Missing,
}

/// A built-in function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Builtin {
    /// The name without the dollar sign.
    pub name: &'static str,
    /// The signature in the language's own notation.
    pub signature: &'static str,
    /// Where it comes from.
    pub origin: Origin,
}

const fn language(name: &'static str, signature: &'static str) -> Builtin {
    Builtin { name, signature, origin: Origin::Language }
}

const fn added(name: &'static str, signature: &'static str) -> Builtin {
    Builtin { name, signature, origin: Origin::StepFunctions }
}

/// All built-in functions. `random` takes a seed in Step Functions and none in the language.
pub const BUILTINS: [Builtin; 69] = [
    language("sum", "<a<n>:n>"),
    language("count", "<a:n>"),
    language("max", "<a<n>:n>"),
    language("min", "<a<n>:n>"),
    language("average", "<a<n>:n>"),
    language("string", "<x-b?:s>"),
    language("substring", "<s-nn?:s>"),
    language("substringBefore", "<s-s:s>"),
    language("substringAfter", "<s-s:s>"),
    language("lowercase", "<s-:s>"),
    language("uppercase", "<s-:s>"),
    language("length", "<s-:n>"),
    language("trim", "<s-:s>"),
    language("pad", "<s-ns?:s>"),
    language("match", "<s-f<s:o>n?:a<o>>"),
    language("contains", "<s-(sf):b>"),
    language("replace", "<s-(sf)(sf)n?:s>"),
    language("split", "<s-(sf)n?:a<s>>"),
    language("join", "<a<s>s?:s>"),
    language("formatNumber", "<n-so?:s>"),
    language("formatBase", "<n-n?:s>"),
    language("formatInteger", "<n-s:s>"),
    language("parseInteger", "<s-s:n>"),
    language("number", "<(nsb)-:n>"),
    language("floor", "<n-:n>"),
    language("ceil", "<n-:n>"),
    language("round", "<n-n?:n>"),
    language("abs", "<n-:n>"),
    language("sqrt", "<n-:n>"),
    language("power", "<n-n:n>"),
    language("boolean", "<x-:b>"),
    language("not", "<x-:b>"),
    language("map", "<af>"),
    language("zip", "<a+>"),
    language("filter", "<af>"),
    language("single", "<af?>"),
    language("reduce", "<afj?:j>"),
    language("sift", "<o-f?:o>"),
    language("keys", "<x-:a<s>>"),
    language("lookup", "<x-s:x>"),
    language("append", "<xx:a>"),
    language("exists", "<x:b>"),
    language("spread", "<x-:a<o>>"),
    language("merge", "<a<o>:o>"),
    language("reverse", "<a:a>"),
    language("each", "<o-f:a>"),
    language("error", "<s?:x>"),
    language("assert", "<bs?:x>"),
    language("type", "<x:s>"),
    language("sort", "<af?:a>"),
    language("shuffle", "<a:a>"),
    language("distinct", "<x:x>"),
    language("base64encode", "<s-:s>"),
    language("base64decode", "<s-:s>"),
    language("encodeUrlComponent", "<s-:s>"),
    language("encodeUrl", "<s-:s>"),
    language("decodeUrlComponent", "<s-:s>"),
    language("decodeUrl", "<s-:s>"),
    language("toMillis", "<s-s?:n>"),
    language("fromMillis", "<n-s?s?:s>"),
    language("clone", "<(oa)-:o>"),
    language("now", "<s?s?:s>"),
    language("millis", "<:n>"),
    Builtin { name: "eval", signature: "<sx?:x>", origin: Origin::Missing },
    added("partition", "<an:a>"),
    added("range", "<nnn:a<n>>"),
    added("hash", "<ss:s>"),
    added("uuid", "<:s>"),
    added("parse", "<s:x>"),
];

/// `$random([seed])`, kept apart because Step Functions changed it.
pub const RANDOM: Builtin = added("random", "<n?:n>");

/// The built-in function of this name (without the dollar sign).
pub fn lookup(name: &str) -> Option<&'static Builtin> {
    static BY_NAME: LazyLock<FxHashMap<&str, &Builtin>> =
        LazyLock::new(|| BUILTINS.iter().chain([&RANDOM]).map(|builtin| (builtin.name, builtin)).collect());
    BY_NAME.get(name).copied()
}

impl Builtin {
    /// The signature, taken apart.
    pub fn parameters(&self) -> &'static Signature {
        static BY_TEXT: LazyLock<FxHashMap<&str, Signature>> = LazyLock::new(|| {
            let texts = BUILTINS.iter().chain([&RANDOM]).map(|builtin| builtin.signature);
            texts.map(|text| (text, signature::parse(text).unwrap_or_default())).collect()
        });
        static NONE: Signature = Signature { parameters: Vec::new(), result: String::new() };
        BY_TEXT.get(self.signature).unwrap_or(&NONE)
    }

    /// The least number of arguments and the greatest, `None` for any number. Arguments that the context value can
    /// stand in for are not counted in the least number.
    pub fn arity(&self) -> (usize, Option<usize>) {
        let parameters = &self.parameters().parameters;
        let least = parameters.iter().filter(|parameter| !parameter.optional && !parameter.context).count();
        let greatest =
            if parameters.iter().any(|parameter| parameter.repeated) { None } else { Some(parameters.len()) };
        (least, greatest)
    }

    /// Whether a numeric result is always a whole number.
    pub fn is_whole(&self) -> bool {
        matches!(self.name, "count" | "length" | "floor" | "ceil" | "millis" | "toMillis" | "parseInteger")
    }
}

/// What to write instead of a function that other languages have; see [`suggest`].
const HABITS: [(&str, &str); 84] = [
    ("toupper", "$uppercase"),
    ("touppercase", "$uppercase"),
    ("upper", "$uppercase"),
    ("uppercasestring", "$uppercase"),
    ("tolower", "$lowercase"),
    ("tolowercase", "$lowercase"),
    ("lower", "$lowercase"),
    ("len", "$length for a string, $count for an array"),
    ("size", "$length for a string, $count for an array"),
    ("arraylength", "$count"),
    ("concat", "the & operator for strings, $append for arrays"),
    ("concatenate", "the & operator for strings, $append for arrays"),
    ("format", "the & operator"),
    ("includes", "$contains for a string, the in operator for an array"),
    ("arraycontains", "the in operator"),
    ("stringify", "$string"),
    ("tostring", "$string"),
    ("str", "$string"),
    ("dumps", "$string"),
    ("tojson", "$string"),
    ("jsontostring", "$string"),
    ("parseint", "$number"),
    ("parsefloat", "$number"),
    ("tonumber", "$number"),
    ("int", "$number"),
    ("float", "$number"),
    ("tointeger", "$number"),
    ("substr", "$substring"),
    ("slice", "$substring for a string, [[from..to]] for an array"),
    ("push", "$append"),
    ("add", "$append for arrays, the + operator for numbers"),
    ("unique", "$distinct"),
    ("uniq", "$distinct"),
    ("arrayunique", "$distinct"),
    ("dedupe", "$distinct"),
    ("arraypartition", "$partition"),
    ("chunk", "$partition"),
    ("arrayrange", "$range"),
    ("sha256", "$hash(…, \"SHA-256\")"),
    ("sha1", "$hash(…, \"SHA-1\")"),
    ("md5", "$hash(…, \"MD5\")"),
    ("fromjson", "$parse"),
    ("parsejson", "$parse"),
    ("jsonparse", "$parse"),
    ("stringtojson", "$parse"),
    ("loads", "$parse"),
    ("tojsonobject", "$parse"),
    ("date", "$now"),
    ("currenttime", "$now"),
    ("utcnow", "$now"),
    ("timestamp", "$now or $millis"),
    ("time", "$millis"),
    ("foreach", "$map for an array, $each for an object"),
    ("find", "$filter, or a predicate in brackets"),
    ("where", "$filter, or a predicate in brackets"),
    ("select", "$map, or a path"),
    ("fold", "$reduce"),
    ("any", "$count($filter(…)) > 0"),
    ("some", "$count($filter(…)) > 0"),
    ("typeof", "$type"),
    ("isarray", "$type(…) = \"array\""),
    ("isnull", "the comparison = null"),
    ("isempty", "$count(…) = 0 for an array, = \"\" for a string"),
    ("isdefined", "$exists"),
    ("exist", "$exists"),
    ("has", "$exists"),
    ("haskey", "$exists"),
    ("defined", "$exists"),
    ("default", "$exists(x) ? x : y"),
    ("coalesce", "$exists(x) ? x : y"),
    ("ifnull", "$exists(x) ? x : y"),
    ("if", "condition ? a : b"),
    ("ceiling", "$ceil"),
    ("pow", "$power"),
    ("mod", "the % operator"),
    ("avg", "$average"),
    ("mean", "$average"),
    ("strip", "$trim"),
    ("replaceall", "$replace"),
    ("startswith", "$contains(…, /^text/)"),
    ("endswith", "$contains(…, /text$/)"),
    ("btoa", "$base64encode"),
    ("atob", "$base64decode"),
    ("mathrandom", "$random"),
];

/// What to write instead of an unknown function `name` (without the dollar sign), as a phrase that fits behind "use":
/// a built-in of nearly the same name, or what does the job of a function other languages have. `budget` is as
/// [`suggest::nearest_within`] takes it.
pub fn suggest(name: &str, budget: &mut usize) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    if lower == "eval" {
        return Some("$parse".to_string());
    }
    let names = || BUILTINS.iter().chain([&RANDOM]).filter(|builtin| builtin.origin != Origin::Missing);
    if let Some(builtin) = names().find(|builtin| builtin.name.eq_ignore_ascii_case(name)) {
        return Some(format!("${}", builtin.name));
    }
    if let Some((_, instead)) = HABITS.iter().find(|(habit, _)| *habit == lower) {
        return Some((*instead).to_string());
    }
    let near = suggest::nearest_within(budget, name, names().map(|builtin| builtin.name));
    near.map(|name| format!("${name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signature_parses_and_every_name_is_unique() {
        for (index, builtin) in BUILTINS.iter().enumerate() {
            assert!(signature::parse(builtin.signature).is_ok(), "{}", builtin.name);
            assert_eq!(BUILTINS.iter().position(|other| other.name == builtin.name), Some(index));
        }
    }

    #[test]
    fn arity_follows_the_signature() {
        for (name, arity) in [
            ("substring", (1, Some(3))),
            ("zip", (1, None)),
            ("millis", (0, Some(0))),
            ("random", (0, Some(1))),
            ("hash", (2, Some(2))),
            ("range", (3, Some(3))),
        ] {
            assert_eq!(lookup(name).map(Builtin::arity), Some(arity), "{name}");
        }
        assert!(lookup("nope").is_none());
    }

    #[test]
    fn suggestions_know_habits_and_misspellings() {
        for (name, instead) in [
            ("toUpper", "$uppercase"),
            ("toString", "$string"),
            ("parseInt", "$number"),
            ("Count", "$count"),
            ("lenght", "$length"),
            ("substing", "$substring"),
            ("eval", "$parse"),
            ("base64Encode", "$base64encode"),
        ] {
            assert_eq!(suggest(name, &mut { suggest::BUDGET }).as_deref(), Some(instead), "{name}");
        }
        assert_eq!(suggest("somethingElseEntirely", &mut { suggest::BUDGET }), None);
    }
}
