//! A field that no object of its kind has under any name like it.

use super::missing_field::definition_within;
use super::{Context, Reporter};
use crate::asl::{Field, ObjectKind, Place, comparators};
use crate::rules::edit;
use crate::rules::wording::{SCHEMA, words};

/// Comparators that people expect and the language lacks, with what to write instead (spec/choice.md 2.3).
const INVENTED_COMPARATORS: [(&str, &str); 8] = [
    ("StringNotEquals", "Write { \"Not\": { \"Variable\": …, \"StringEquals\": … } }"),
    ("NumericNotEquals", "Write { \"Not\": { \"Variable\": …, \"NumericEquals\": … } }"),
    ("BooleanNotEquals", "Write { \"Not\": { \"Variable\": …, \"BooleanEquals\": … } }"),
    ("StringContains", "Write `StringMatches` with `*` on both sides"),
    ("StringStartsWith", "Write `StringMatches` with `*` at the end"),
    ("StringEndsWith", "Write `StringMatches` with `*` at the beginning"),
    ("StringMatchesPath", "`StringMatches` takes a literal pattern only; compare with `StringEqualsPath`"),
    ("IsArray", "There is no test for arrays; `IsPresent` on a path to the first item comes near it"),
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for stray in &cx.machine.strays {
        let (key, value) = cx.machine.stray(stray);
        let Some(name) = key.str() else { continue };
        let object = cx.machine.object(stray.object);
        if definition_within(cx, stray.object).is_some() {
            continue;
        }
        if Field::from_name(name).is_some() || cx.machine.is_fragment && object.parent.is_none() {
            continue;
        }
        let owner = cx.describe(object);
        let place = Place::key(stray.object, name);
        let location = cx.location(&Place::object(stray.object));
        let finding = out.report(&place, key.span(), format!("`{name}` is not a field of {owner}"));
        finding.aws(SCHEMA, format!("Field '{name}' is not supported"), location);
        let bare = name.strip_suffix(".$");
        if let Some((_, help)) = INVENTED_COMPARATORS.iter().find(|(invented, _)| *invented == name) {
            finding.label("there is no such comparator").help(*help);
        } else if let Some(field) =
            bare.and_then(Field::from_name).filter(|&field| object.kind.spec().field(field).is_some())
        {
            let path = Field::from_name(&format!("{}Path", field.name()));
            let path = path.filter(|&path| object.kind.spec().field(path).is_some());
            let is_path = value.str().is_some_and(|text| text.starts_with('$'));
            let meant = path.or(Some(field).filter(|field| field.name().ends_with("Path")));
            if let Some(meant) = meant.filter(|&meant| is_path && !cx.machine.has(stray.object, meant)) {
                let (span, text) = edit::within(key, 0, name.len(), meant.name());
                finding.unsafe_fix(span, text);
            }
            match path {
                Some(path) => finding.help(format!("A path goes into `{}`", path.name())),
                None => finding.help(format!(
                    "Write `{}`; `.$` belongs to the keys inside a payload template",
                    field.name()
                )),
            };
        } else if bare.is_some() {
            finding.help("Put it inside `Parameters`, where keys that end in `.$` are evaluated");
        } else if let Some(meant) = stray.meant.map(Field::name) {
            finding.label("no such field").help(format!("Did you mean `{meant}`?"));
            let (span, text) = edit::within(key, 0, name.len(), meant);
            let is_case_slip = meant.eq_ignore_ascii_case(name);
            if is_case_slip {
                finding.safe_fix(span, text)
            } else {
                finding.unsafe_fix(span, text)
            };
        } else if is_note(name) {
            finding.label("no such field").help("Notes go into `Comment`");
        } else if object.kind == ObjectKind::ChoiceRule && name.starts_with("Is") {
            let tests = comparators().map(Field::name).filter(|name| name.starts_with("Is"));
            finding
                .label("there is no such comparator")
                .help(format!("The type tests are {}", words(tests, "and")));
        } else {
            finding.label("no such field");
        }
    }
}

fn is_note(name: &str) -> bool {
    name.starts_with(['_', '/', '#'])
        || name.to_ascii_lowercase().contains("comment")
        || name == "Description"
}
