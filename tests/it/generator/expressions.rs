//! Expressions from templates: `<n>` and the like stand for an expression of that type.

use serde_json::Value;

use super::data;
use super::reads::{Language, Source, Want, read};
use crate::interpreter::random::Random;

/// The types by the letters in templates.
const HOLES: [(&str, Want); 11] = [
    ("<v>", Want::Any),
    ("<n>", Want::Number),
    ("<w>", Want::Whole),
    ("<s>", Want::Text),
    ("<b>", Want::Bool),
    ("<a>", Want::Array),
    ("<ns>", Want::Numbers),
    ("<ss>", Want::Texts),
    ("<os>", Want::Objects),
    ("<o>", Want::Object),
    ("<t>", Want::Timestamp),
];

/// Intrinsic functions by the type of their result.
const INTRINSICS: [(Want, &[&str]); 9] = [
    (
        Want::Any,
        &[
            "States.ArrayGetItem(<a>, 0)",
            "States.ArrayGetItem(<a>, States.MathAdd(<w>, -1))",
            "States.StringToJson('{\"id\": 7, \"tags\": []}')",
            "States.StringToJson(States.JsonToString(<v>))",
        ],
    ),
    (
        Want::Text,
        &[
            "States.Format('{}', <v>)",
            "States.Format('{}: {}', <s>, <n>)",
            "States.Format('plain')",
            "States.JsonToString(<v>)",
            "States.Base64Encode(<s>)",
            "States.Base64Decode(States.Base64Encode(<s>))",
            "States.Base64Decode('RGF0YQ==')",
            "States.Hash(<v>, 'SHA-256')",
            "States.Hash(<s>, 'MD5')",
            "States.UUID()",
        ],
    ),
    (
        Want::Number,
        &[
            "States.MathAdd(<n>, 1)",
            "States.MathAdd(<w>, <w>)",
            "States.MathRandom(1, 10)",
            "States.MathRandom(1, 9, <w>)",
            "States.ArrayLength(<a>)",
        ],
    ),
    (Want::Whole, &["States.MathRandom(1, 4)", "States.ArrayLength(States.Array(1, <n>))"]),
    (Want::Bool, &["States.ArrayContains(<a>, <v>)", "States.ArrayContains(States.Array(<n>, 1), 1)"]),
    (
        Want::Array,
        &[
            "States.Array(<v>, <v>)",
            "States.Array()",
            "States.ArrayPartition(<a>, <w>)",
            "States.ArrayUnique(<a>)",
            "States.StringSplit(<s>, ',; ')",
            "States.ArrayRange(1, <w>, 1)",
        ],
    ),
    (Want::Numbers, &["States.ArrayRange(0, 6, 2)", "States.Array(<n>, <n>)"]),
    (Want::Texts, &["States.StringSplit(<s>, ' ')", "States.Array(<s>, <s>)"]),
    (Want::Object, &["States.JsonMerge(<o>, <o>, false)", "States.StringToJson('{\"id\": 1}')"]),
];

/// JSONata by the type of the result.
const QUERIES: [(Want, &[&str]); 11] = [
    (
        Want::Any,
        &[
            "(<b> ? <v> : <v>)",
            "($x := <v>; $x)",
            "$clone(<o>)",
            "$lookup(<o>, $keys(<o>)[0])",
            "$parse($string(<v>))",
            "$single([1, 2, 3], function($p){ $p = 2 })",
            "<os>[0]",
            "[<v>, <v>][1]",
            "$shuffle([<v>, <v>])[0]",
            "(<v> ~> function($p){ [$p, 1] })",
            "$reduce([<v>, <v>], function($p, $q){ $q })",
            "{\"k\": <v>}.k",
            "[<o>, <o>].**",
            "<os>.id",
            "<os>.tags",
            "<os>[-1].name",
            "<os>[id > 3].name",
            "<os>[name = \"open\"]",
            "<os>[flag]",
            "<o>.*",
            "<a>[<w>]",
            "$reduce(<a>, function($p, $q){ $q })",
            "(<o>.note ? <v> : <o>.note)",
        ],
    ),
    (
        Want::Number,
        &[
            "<n> + <n>",
            "<n> - 1",
            "<n> * <w>",
            "<n> / 4",
            "<w> % 3",
            "-<n>",
            "$count(<a>)",
            "$sum(<ns>)",
            "$max([1, <n>])",
            "$min([<n>, 5])",
            "$average([<n>, <w>])",
            "$length(<s>)",
            "$number(<b>)",
            "$number(\"12.5\")",
            "$floor(<n>)",
            "$ceil(<n>)",
            "$ceil(<n> / 3)",
            "$round(<n>)",
            "$round(<n>, 1)",
            "$abs(-<n>)",
            "$sqrt($abs(<n>))",
            "$sqrt(<w>)",
            "$power(<w>, 2)",
            "$power(2, <w>)",
            "$random()",
            "$random(<w>)",
            "$millis()",
            "$toMillis(<t>)",
            "$toMillis(\"2026-05-06T07:08:09Z\")",
            "$reduce([<n>, <n>], function($p, $q){ $p + $q })",
            "($x := <n>; $y := $x + 1; $x * $y)",
            "<ns> ~> $sum()",
            "($f := function($p, $q){ $p - $q }; $g := $f(?, 1); $g(<n>))",
            "($f := $abs ~> $sqrt; $f(<n>))",
            "($f := function($p, $q){ $p + $q }; $g := $f(2, ?); $g(<n>))",
            "$sum(<os>.(1))",
            "$max(<ns>)",
            "$min(<ns>)",
            "$average(<ns>)",
            "$count(<os>.id)",
            "$count(<os>[id > 3])",
        ],
    ),
    (Want::Whole, &["$count([1, <v>])", "$length(\"ab\")", "$floor(2.5)"]),
    (
        Want::Text,
        &[
            "<s> & <s>",
            "<s> & <v>",
            "$string(<v>)",
            "$string(<o>, true)",
            "$substring(<s>, 1, 3)",
            "$substring(<s>, -2)",
            "$substringBefore(<s>, \"-\")",
            "$substringAfter(<s>, \" \")",
            "$lowercase(<s>)",
            "$uppercase(<s>)",
            "$trim(<s>)",
            "$pad(<s>, 12, \"#\")",
            "$join(<ss>, \", \")",
            "$join([<s>, <s>])",
            "$base64encode(\"Data\")",
            "$base64decode(\"RGF0YQ==\")",
            "$encodeUrlComponent(<s>)",
            "$encodeUrl(<s>)",
            "$decodeUrlComponent(\"a%20b\")",
            "$decodeUrl(\"ab\")",
            "$hash(<s>, \"SHA-256\")",
            "$uuid()",
            "$type(<v>)",
            "$now()",
            "$fromMillis(1500)",
            "$formatBase(<w>, 2)",
            "$replace(<s>, \"a\", \"b\")",
            "$replace(<s>, /[0-9]+/, \"n\")",
            "$split(\"a b\", \" \")[1]",
            "$match(\"ab12\", /[a-z]+/).match",
            "(<b> ? <s> : \"else\")",
            "(<s> ~> $uppercase ~> $trim)",
        ],
    ),
    (
        Want::Bool,
        &[
            "<n> < <n>",
            "<n> >= <n>",
            "<s> <= <s>",
            "<n> > 3",
            "<v> = <v>",
            "<v> != <v>",
            "<b> and <b>",
            "<b> or <b>",
            "$not(<b>)",
            "$not(<v>)",
            "$boolean(<v>)",
            "$exists(<v>)",
            "$contains(<s>, \"a\")",
            "$contains(<s>, /[0-9]/)",
            "<s> in <ss>",
            "<n> in [1, 2, <n>]",
            "$count(<a>) > 0",
            "$boolean(<a>)",
            "$boolean(<os>.flag)",
            "$not(<os>.note)",
            "<v> in <a>",
            "$exists(<os>.id)",
            "(<s> = \"open\" or <n> > 3)",
            "$type(<v>) = \"number\"",
        ],
    ),
    (
        Want::Array,
        &[
            "[<v>, <v>]",
            "[<n>, <a>]",
            "[1..4]",
            "[1..<w>]",
            "$append(<a>, <v>)",
            "$append([1, 2], <a>)",
            "$reverse([1, <v>])",
            "$distinct([1, 1, <n>, 2])",
            "$zip([1, 2], [<n>, <n>])",
            "$zip(<a>, <a>)",
            "$partition([1, 2, <n>], 2)",
            "$partition(<a>, 2)",
            "$range(1, 7, 2)",
            "$range(<w>, 9, 2)",
            "$map([1, 2], function($p){ $p * 2 })",
            "$map([<n>, 1], $string)",
            "$filter([1, 2, 3, 4], function($p){ $p > 2 })",
            "$sort([3, <n>, 1])",
            "$sort([3, 1, 2], function($p, $q){ $p < $q })",
            "$keys({\"a\": 1, \"b\": <v>})",
            "$spread({\"a\": 1, \"b\": <v>})",
            "[$spread(<o>)]",
            "$each({\"a\": 1, \"b\": 2}, function($p, $q){ $q & $p })",
            "$split(<s>, \",\")",
            "[<os>.{\"k\": 1}]",
            "<o>.*[]",
            "<a>[0][]",
            "[<a>[[0..1]]]",
            "$split(<s>, /[,;]/)",
            "[<os>.id^(>$)]",
            "[<o>, <o>].id[]",
            "[{\"a\": 2}, {\"a\": 1}]^(a)",
            "[{\"a\": 2}, {\"a\": 3}].a",
            "[{\"a\": 2, \"b\": 1}, {\"a\": 3, \"b\": 4}][a > 1].b",
            "[{\"a\": 2}, {\"a\": 3}].[a]",
            "$match(\"a1b2\", /[0-9]/)",
            "<os>.id[]",
            "<os>.tags[]",
            "<os>[id > 3][]",
            "$reverse(<a>)",
            "$sort(<ns>)",
            "$append(<a>, <a>)",
            "$distinct(<a>)",
            "[<os>.(id > 3 ? name : count)]",
            "[<a>[<w>]]",
            "$map(<os>, function($p){ $p.id })[]",
            "[$filter(<os>, function($p){ $p.id > 3 })]",
            "[$keys(<o>)]",
            "[$each(<o>, function($p){ $p })]",
            "<os>^(id)[]",
        ],
    ),
    (Want::Numbers, &["[<n>, <n>]", "[1..3]", "$map([<n>, 2], function($p){ $p + 1 })"]),
    (Want::Texts, &["[<s>, \"x\"]", "$split(\"a,b\", \",\")", "$map([1, 2], $string)"]),
    (Want::Objects, &["[{\"id\": <n>}, {\"id\": 2}]", "[<o>, {\"id\": 3}]"]),
    (
        Want::Object,
        &[
            "{\"id\": <n>, \"name\": <s>}",
            "{\"a\": <v>, \"b\": {\"c\": <v>}}",
            "$merge([<o>, {\"m\": <v>}])",
            "$sift({\"a\": 1, \"b\": 2}, function($p){ $p > 1 })",
            "[{\"k\": \"a\", \"n\": 1}, {\"k\": \"b\", \"n\": 2}, {\"k\": \"a\", \"n\": 3}]{k: $sum(n)}",
            "$merge(<os>)",
            "(<b> ? <o> : {\"other\": <v>})",
            "<o>.{\"inner\": $}",
            "{<s>: 1}",
            "$merge([<o>, <o>])",
            "<os>{$string(name): id}",
            "$sift(<o>, function($p){ $p })",
        ],
    ),
    (Want::Timestamp, &["$now()", "\"2026-05-06T07:08:09Z\""]),
];

/// How deeply expressions nest.
const MAX_DEPTH: usize = 3;

/// An expression and, where it only reads, what it reads.
pub fn expression(random: &mut Random, sources: &[Source], want: Want, language: Language) -> String {
    nested(random, sources, want, language, 0)
}

fn nested(random: &mut Random, sources: &[Source], want: Want, language: Language, depth: usize) -> String {
    let table: &[(Want, &[&str])] = if language == Language::Jsonata { &QUERIES } else { &INTRINSICS };
    let templates = table.iter().find(|(made, _)| *made == want).map(|(_, templates)| *templates);
    let is_leaf = depth >= MAX_DEPTH || random.chance(45 + 15 * depth);
    if is_leaf && let Some((path, _)) = read(random, sources, want, language) {
        return path;
    }
    match templates {
        Some(templates) if !is_leaf || depth == 0 => {
            let template = *random.pick(templates);
            fill(random, template, sources, language, depth)
        }
        _ => literal(random, want, language).unwrap_or_else(|| match templates {
            Some(templates) => fill(random, templates[0], sources, language, depth + 1),
            None => "$".to_owned(),
        }),
    }
}

fn fill(random: &mut Random, template: &str, sources: &[Source], language: Language, depth: usize) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match HOLES.iter().find(|(hole, _)| rest.starts_with(hole)) {
            Some((hole, want)) => {
                let inner = nested(random, sources, *want, language, depth + 1);
                let is_compound = language == Language::Jsonata
                    && inner.contains(' ')
                    && !inner.starts_with(['(', '{', '[', '"']);
                out.push_str(&if is_compound { format!("({inner})") } else { inner });
                rest = &rest[hole.len()..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// A value written out, where the language has it as an argument.
fn literal(random: &mut Random, want: Want, language: Language) -> Option<String> {
    let value = match want {
        Want::Any | Want::Scalar | Want::Text => data::text(random),
        Want::Number => data::number(random),
        Want::Whole => Value::from(random.between(1, 5)),
        Want::Bool => Value::Bool(random.chance(50)),
        Want::Timestamp => Value::from("2026-05-06T07:08:09Z"),
        _ => return None,
    };
    Some(match (&value, language) {
        (Value::String(text), Language::JsonPath) => format!("'{}'", text.replace(['{', '}'], "")),
        _ => value.to_string(),
    })
}

/// A path with a step that selects several nodes, or a function: what `$.…` can do besides names.
pub fn many(random: &mut Random, sources: &[Source]) -> Option<String> {
    const BEHIND_ARRAYS: [&str; 8] = ["[*]", "[0,1]", "[1:]", "[:2]", "[-1:]", "..id", ".length()", "[0:1]"];
    const BEHIND_OBJECTS: [&str; 13] = [
        "[*].id",
        "[*]['order id']",
        "[?(@.id > 3)]",
        "[?(@.name == 'open')].name",
        "[?(@.id)]",
        "[?(@.name)]",
        "[?(@.flag == true || @.id < 2)]",
        "[?(@.id >= 0 && @.name)].id",
        "[?(@.name != 'open' && @.count)]",
        "[?(@.total || @.id)]",
        "[?(!@.note)].id",
        "[?(@.name =~ /o.*/)]",
        "[?(@.id in [1, 2, 3])]",
    ];
    let drawn = random.below(100);
    let want = if drawn < 45 {
        Want::Objects
    } else if drawn < 90 {
        Want::Array
    } else {
        Want::Object
    };
    let (path, value) = read(random, sources, want, Language::JsonPath)?;
    if !value.is_array() {
        return Some(format!("{path}{}", if random.chance(50) { ".*" } else { "..id" }));
    }
    let steps: &[&str] = if want == Want::Objects { &BEHIND_OBJECTS } else { &BEHIND_ARRAYS };
    Some(format!("{path}{}", random.pick(steps)))
}
