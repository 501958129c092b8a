//! A statement or command that is put together of what somebody hands in.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Context, Reporter};
use crate::asl::{Field, ObjectId};
use crate::expr::intrinsic::{ArgumentKind, Call};
use crate::expr::jsonata::{BinaryOperator, Expression, NodeId, NodeKind};
use crate::finding::Severity;
use crate::flow::Site;
use crate::rules::origin::{self, ExecutionInput, Origin};
use crate::rules::service_call::calls;

/// An action that runs a text.
struct Runner {
    sdk: (&'static str, &'static str),
    /// The member that holds the text.
    member: &'static str,
    /// The member that takes values for the `?` or `:name` in the text.
    values: Option<&'static str>,
}

const fn runner(
    service: &'static str,
    action: &'static str,
    member: &'static str,
    values: Option<&'static str>,
) -> Runner {
    Runner { sdk: (service, action), member, values }
}

#[rustfmt::skip]
const RUNNERS: [Runner; 13] = [
    runner("athena", "startQueryExecution", "QueryString", Some("ExecutionParameters")),
    runner("cloudwatchlogs", "startQuery", "QueryString", None),
    runner("config", "selectResourceConfig", "Expression", None),
    runner("dynamodb", "batchExecuteStatement", "Statement", Some("Parameters")),
    runner("dynamodb", "executeStatement", "Statement", Some("Parameters")),
    runner("dynamodb", "executeTransaction", "Statement", Some("Parameters")),
    runner("neptunegraph", "executeQuery", "QueryString", Some("Parameters")),
    runner("rdsdata", "batchExecuteStatement", "Sql", Some("ParameterSets")),
    runner("rdsdata", "executeStatement", "Sql", Some("Parameters")),
    runner("redshiftdata", "batchExecuteStatement", "Sqls", None),
    runner("redshiftdata", "executeStatement", "Sql", Some("Parameters")),
    runner("ssm", "sendCommand", "commands", None),
    runner("timestreamquery", "query", "QueryString", None),
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut runners: FxHashMap<ObjectId, (&Runner, &str)> = FxHashMap::default();
    for call in calls(cx) {
        if let Some(runner) = RUNNERS.iter().find(|runner| runner.sdk == call.sdk) {
            runners.insert(call.state.object, (runner, &call.name));
        }
    }
    if runners.is_empty() {
        return;
    }
    let input = ExecutionInput::of(cx);
    for site in cx.sites().iter().filter(|site| [Field::Parameters, Field::Arguments].contains(&site.field)) {
        let Some((runner, name)) = runners.get(&site.object) else { continue };
        let key = cx.sites().key(site).map(|key| key.strip_suffix(".$").unwrap_or(key));
        let Some(inserted) = inserted(site).filter(|_| key == Some(runner.member)) else { continue };
        let finding =
            out.report_at(site, &inserted.range, format!("What `{name}` runs is put together of its input"));
        finding.label("whoever sets this decides what is run");
        finding.help(match runner.values {
            Some(values) if inserted.is_value => {
                format!("Write `?` or a named parameter in the text, and send the value in `{values}`")
            }
            _ => "Take a value of those that a Choice state knows".to_owned(),
        });
        // For the name of a table or column there is no parameter, and what a state before has made may be harmless.
        let is_value = inserted.is_value || runner.sdk.0 == "ssm";
        if !is_value || !input.holds(cx, site.object, inserted.origin) {
            finding.at_most(Severity::Info);
        }
    }
}

/// The first part of a text that comes from outside.
struct Inserted {
    /// Its place in the expression.
    range: Range<u32>,
    origin: Origin,
    /// Whether it stands where the text has a value, rather than a name.
    is_value: bool,
}

fn inserted(site: &Site<'_>) -> Option<Inserted> {
    if let Some(call) = site.call() {
        return in_format(call, site.node.str()?);
    }
    in_concatenation(site.expression()?)
}

/// `States.Format('… {} …', $.part)`, perhaps within another function.
fn in_format(call: &Call, text: &str) -> Option<Inserted> {
    let mut open = vec![call];
    while let Some(call) = open.pop() {
        let nested = call.arguments.iter().filter_map(|argument| match &argument.kind {
            ArgumentKind::Call(call) => Some(call),
            _ => None,
        });
        open.extend(nested);
        let Some((template, values)) = call.arguments.split_first().filter(|_| call.name == "States.Format")
        else {
            continue;
        };
        let ArgumentKind::String(literal) = &template.kind else { continue };
        for (value, place) in values.iter().zip(&literal.placeholders) {
            let ArgumentKind::Path(path) = &value.kind else { continue };
            let Some(origin) = origin::of_path(path).filter(|_| is_text(&literal.value)) else { continue };
            let before = text.get(template.span.start as usize + 1..place.start as usize).unwrap_or_default();
            return Some(Inserted { range: value.span.clone(), origin, is_value: is_before_value(before) });
        }
    }
    None
}

/// `"…" & $states.input.part & "…"`.
fn in_concatenation(expression: &Expression) -> Option<Inserted> {
    let operands = |node: NodeId| match expression.kind(expression.peel(node)) {
        NodeKind::Binary(BinaryOperator::Concatenate, left, right) => Some((*left, *right)),
        _ => None,
    };
    let mut before: Option<&str> = None;
    let mut open = vec![expression.root];
    while let Some(node) = open.pop() {
        if let Some((left, right)) = operands(node) {
            open.extend([right, left]);
        } else if let NodeKind::String(text) = expression.kind(expression.peel(node)) {
            before = Some(text).map(|text| &**text).filter(|text| is_text(text)).or(before);
        } else if let (Some(before), Some(origin)) = (before, origin::of_node(expression, node)) {
            return Some(Inserted {
                range: expression.span(node),
                origin,
                is_value: is_before_value(before),
            });
        }
    }
    None
}

/// Whether a text says something by itself.
fn is_text(text: &str) -> bool {
    text.contains(|letter: char| letter.is_alphabetic())
}

/// Whether what stands before a place in a statement leaves a value to follow: an opened quote or bracket, an operator,
/// a word that takes a value.
fn is_before_value(before: &str) -> bool {
    const WORDS: [&str; 10] =
        ["LIKE", "BETWEEN", "AND", "OR", "VALUES", "LIMIT", "WHERE", "HAVING", "IN", "DATE"];
    let before = before.trim_end().trim_end_matches('%');
    let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    before.ends_with(['\'', '=', '<', '>', ',', '('])
        || WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{self, Kind};

    #[test]
    fn the_actions_take_the_members() {
        for Runner { sdk: (service, action), member, values } in RUNNERS {
            let found = aws::sdk_service(service).and_then(|service| service.action(action));
            let input = found.and_then(aws::Action::input).unwrap_or_else(|| panic!("{service}:{action}"));
            let inner = input.members().flat_map(|member| match member.shape.kind() {
                Kind::List { item, .. } => item.members(),
                _ => member.shape.members(),
            });
            let names: Vec<&str> = input.members().chain(inner).map(|member| member.name).collect();
            // The names of a command's parameters are those of its document.
            assert!(member == "commands" || names.contains(&member), "{service}:{action} {member}");
            assert!(values.is_none_or(|values| names.contains(&values)), "{service}:{action} {values:?}");
        }
    }

    #[test]
    fn values_stand_behind_quotes_and_operators() {
        let values =
            ["WHERE id = '", "WHERE id = \\'", "a >= ", "IN (", "VALUES (1, ", "name like '%", "LIMIT "];
        assert_eq!(values.map(is_before_value), [true; 7]);
        let names = ["SELECT * FROM ", "SELECT * FROM \"", "FROM db.", "ALTER TABLE t ADD COLUMN "];
        assert_eq!(names.map(is_before_value), [false; 4]);
    }
}
