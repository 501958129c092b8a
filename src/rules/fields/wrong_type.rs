//! A value of a JSON type that its field does not take.

use super::{Context, Reporter};
use crate::asl::{FieldSpec, Holds, Language, ObjectId, Place, QueryLanguage, Types};
use crate::finding::Severity;
use crate::rules::edit;
use crate::rules::wording::{SCHEMA, capital};
use crate::source::Span;
use crate::syntax::{Kind, Node, SyntaxProblemKind};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.entries() {
        let spec = entry.spec;
        let value = cx.machine.field_ref(entry).value;
        let is_accepted = spec.types.accepts(value);
        if is_accepted && spec.holds != Holds::Strings {
            continue;
        }
        let language = cx.machine.object(entry.object).language;
        // A field of the other language has a rule of its own, and so has a scalar that YAML reads in its own way.
        let is_foreign = spec.language.is_some_and(|only| language == Language::Known(only.other()));
        let is_implicit = || {
            let start = value.range().start as u32;
            let first = cx.tree.problems.partition_point(|problem| problem.start < start);
            let mut here = cx.tree.problems[first..].iter().take_while(|problem| problem.start == start);
            here.any(|problem| problem.kind == SyntaxProblemKind::ImplicitType)
        };
        if is_foreign {
            continue;
        }
        if !is_accepted && !is_text_to_be(spec, value, language) && !is_implicit() {
            report(cx, out, entry.object, spec, value);
        } else if spec.holds == Holds::Strings {
            strings(cx, out, entry.object, spec, value);
        }
    }
    for (id, object) in cx.objects() {
        let node = cx.machine.node(id);
        // A field's own object has been looked at above; what is left are states and the items of lists.
        let is_item = matches!(object.step, crate::asl::Step::State(_) | crate::asl::Step::Item(..));
        if is_item && node.kind() != Kind::Object && !node.is_unknown() {
            let what = capital(&cx.describe(object));
            let place = Place::object(id);
            out.report(
                &place,
                head(node),
                format!("{what} is {}, not an object", Types::of(node).describe()),
            )
            .label("an object is expected")
            .aws(SCHEMA, "Expected value of type Object", cx.location(&place));
        }
    }
}

/// Whether the value is a string that something else becomes of: one that a placeholder makes part of may stand where
/// AWS wants a string only, and where it wants a number, `placeholder-for-number` speaks.
fn is_text_to_be(spec: &FieldSpec, value: Node<'_>, language: Language) -> bool {
    if value.has_placeholder() {
        return true;
    }
    let is_expression = value.str().is_some_and(|text| text.starts_with("{%"));
    spec.takes_jsonata && is_expression && language != Language::Known(QueryLanguage::JSONPath)
}

fn report(cx: &Context<'_>, out: &mut Reporter<'_>, object: ObjectId, spec: &FieldSpec, value: Node<'_>) {
    let name = spec.field.name();
    let found = match value.kind() {
        Kind::Bool(value) => format!("`{value}`"),
        Kind::Null => "`null`".to_owned(),
        Kind::Number => format!("the number {}", value.number_text().unwrap_or_default()),
        _ => Types::of(value).describe(),
    };
    let place = Place::field(object, spec.field);
    let wanted = spec.types.describe();
    let finding = out.report(&place, head(value), format!("`{name}` takes {wanted}, not {found}"));
    finding.label(format!("{wanted} is expected"));
    finding.aws(SCHEMA, format!("Expected value of type {}", aws_type(spec)), cx.location(&place));
    if let Some(text) = value.str() {
        let is_expression = spec.takes_jsonata && text.starts_with("{%");
        if is_expression {
            finding.help("A JSONata expression needs `\"QueryLanguage\": \"JSONata\"` on the state");
        } else if is_literal_of(text, spec.types) {
            finding.help("Remove the quotes").safe_fix(value.span(), text.trim());
        } else if spec.takes_jsonata && cx.machine.object(object).language.is(QueryLanguage::JSONata) {
            finding.help("An expression stands between `{%` and `%}`");
            let is_bare = text.contains("$states") && !text.contains("{%") && !text.contains("%}");
            for (span, text) in edit::delimited(value, text).into_iter().filter(|_| is_bare) {
                finding.safe_fix(span, text);
            }
        } else if spec.holds == Holds::Strings {
            finding.help("Put it in brackets").safe_fix(value.span(), format!("[{}]", value.source()));
        } else if text.starts_with('$') {
            let path = crate::asl::Field::from_name(&format!("{name}Path"));
            if let Some(path) =
                path.filter(|&path| cx.machine.object(object).kind.spec().field(path).is_some())
            {
                finding.help(format!("A path goes into `{}`", path.name()));
                let key = cx.machine.field(object, spec.field).map(|field| field.key);
                let is_jsonpath = cx.machine.object(object).language.is(QueryLanguage::JSONPath);
                if let Some(key) = key.filter(|_| is_jsonpath && !cx.machine.has(object, path)) {
                    let (span, text) = edit::within(key, 0, name.len(), path.name());
                    finding.safe_fix(span, text);
                }
            }
        }
    } else if spec.types == Types::STRING && matches!(value.kind(), Kind::Number | Kind::Bool(_)) {
        finding.help("Put it in quotes").safe_fix(value.span(), format!("\"{}\"", value.source()));
    }
    // AWS's editor library takes any JSON for these; what the service says is not recorded (spec/states.md 1.5).
    if matches!(spec.holds, Holds::PayloadTemplate) && spec.field != crate::asl::Field::ResultSelector {
        finding.at_most(Severity::Warning);
    }
}

fn strings(cx: &Context<'_>, out: &mut Reporter<'_>, object: ObjectId, spec: &FieldSpec, value: Node<'_>) {
    for (index, item) in value.items().enumerate() {
        if item.str().is_none() && !item.is_unknown() {
            let place = Place::item(object, spec.field, index);
            let found = Types::of(item).describe();
            out.report(
                &place,
                head(item),
                format!("`{}` lists strings, and this is {found}", spec.field.name()),
            )
            .label("a string is expected")
            .aws(SCHEMA, "Expected value of type String", cx.location(&place));
        }
    }
}

fn is_literal_of(text: &str, types: Types) -> bool {
    let text = text.trim();
    let is_json_number = text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.is_empty()
        && (text == "0" || !text.starts_with('0'));
    (types.contains(Types::INTEGER) && is_json_number && text.len() < 16)
        || (types.contains(Types::BOOLEAN) && ["true", "false"].contains(&text))
}

/// AWS's names of types; two spellings are recorded (spec/aws_diagnostics.md 10.4).
fn aws_type(spec: &FieldSpec) -> &'static str {
    match spec.types {
        _ if spec.field == crate::asl::Field::QueryLanguage => "[STRING]",
        Types::INTEGER => "Integer",
        types if types.contains(Types::NUMBER) => "Number",
        types if types.contains(Types::STRING) => "String",
        types if types.contains(Types::BOOLEAN) => "Boolean",
        types if types.contains(Types::ARRAY) => "Array",
        _ => "Object",
    }
}

/// The value, or its first bracket where it is long.
fn head(node: Node<'_>) -> Span {
    if matches!(node.kind(), Kind::Array | Kind::Object) { node.head_span() } else { node.span() }
}
