//! What stands below the name of a state.

use unicode_width::UnicodeWidthStr;

use super::text::{plain, shortened};
use crate::asl::{Field, Machine, ObjectId, ScopeKind, State, StateType};
use crate::syntax::Node;

/// So many columns of a note are shown.
const COLUMNS: usize = 36;

/// What a state does, and what it tries again.
pub fn notes(machine: &Machine<'_>, state: &State<'_>, scope: Option<ScopeKind>) -> Vec<String> {
    let object = state.object;
    let does = match state.state_type {
        Some(StateType::Task) => machine.value(object, Field::Resource).map(task),
        Some(StateType::Wait) => wait(machine, object),
        Some(StateType::Fail) => first(machine, object, &[Field::Error, Field::ErrorPath]),
        Some(StateType::Map) => Some(map(machine, object, scope)),
        Some(StateType::Parallel) => Some("Parallel".to_owned()),
        Some(StateType::Pass | StateType::Choice | StateType::Succeed) => None,
        None => machine.value(object, Field::Type).map(|value| format!("Type {}", text(value))),
    };
    let retriers = machine.children(object, Field::Retry);
    let retried: Vec<&str> = retriers.flat_map(|retrier| error_names(machine, retrier)).collect();
    let retry = (!retried.is_empty()).then(|| format!("↻ {}", errors(&retried)));
    let does = does.filter(|note| note != state.name).map(|note| shortened(&plain(&note), COLUMNS));
    does.into_iter().chain(retry).collect()
}

/// The errors that a retrier or catcher is for.
pub fn error_names<'t>(machine: &Machine<'t>, object: ObjectId) -> impl Iterator<Item = &'t str> + use<'t> {
    let names = machine.value(object, Field::ErrorEquals).into_iter().flat_map(Node::items);
    names.filter_map(Node::str)
}

/// The first errors of a list, and how many there are beyond.
pub fn errors(names: &[&str]) -> String {
    let mut text = String::new();
    for (index, name) in names.iter().enumerate() {
        let name = shortened(&plain(name), COLUMNS);
        if index > 0 && text.width() + name.width() > COLUMNS {
            return format!("{text} +{}", names.len() - index);
        }
        text = if index == 0 { name } else { format!("{text}, {name}") };
    }
    text
}

/// The service and the action that a Task calls, as far as its `Resource` tells.
fn task(resource: Node<'_>) -> String {
    let text = text(resource);
    let Some(rest) = text.strip_prefix("arn:") else { return text };
    let parts: Vec<&str> = rest.splitn(5, ':').collect();
    match parts[..] {
        // arn:aws:states:::aws-sdk:s3:getObject
        [_, "states", _, "", action] => action.strip_prefix("aws-sdk:").unwrap_or(action).to_owned(),
        [_, "states", _, _, action] => action.replacen("activity:", "activity ", 1),
        [_, service, _, _, name] => {
            let name = name.strip_prefix("function:").unwrap_or(name);
            format!("{service} {name}")
        }
        _ => text,
    }
}

fn wait(machine: &Machine<'_>, object: ObjectId) -> Option<String> {
    if let Some(seconds) = machine.value(object, Field::Seconds) {
        let unit = if seconds.number().is_some() { " s" } else { "" };
        return Some(format!("{}{unit}", text(seconds)));
    }
    let until = first(machine, object, &[Field::Timestamp, Field::TimestampPath]);
    until.map(|moment| format!("until {moment}")).or_else(|| first(machine, object, &[Field::SecondsPath]))
}

fn map(machine: &Machine<'_>, object: ObjectId, scope: Option<ScopeKind>) -> String {
    let kind = if scope == Some(ScopeKind::Distributed) { "Distributed Map" } else { "Map" };
    match machine.value(object, Field::MaxConcurrency).filter(|value| value.number() != Some(0.0)) {
        Some(number) => format!("{kind} · {} at once", text(number)),
        None => kind.to_owned(),
    }
}

fn first(machine: &Machine<'_>, object: ObjectId, fields: &[Field]) -> Option<String> {
    fields.iter().find_map(|&field| machine.value(object, field)).map(text)
}

/// A scalar as it reads; of a JSONata string the expression.
fn text(node: Node<'_>) -> String {
    node.str().or_else(|| node.number_text()).map_or_else(|| "…".to_owned(), str::to_owned)
}
