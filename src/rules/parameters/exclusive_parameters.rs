//! Parameters of which only one may be there.

use super::{Context, Reporter};
use crate::aws::Kind as ShapeKind;
use crate::rules::service_call::{ServiceCall, calls, member_name};
use crate::rules::wording::words;
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx) {
        let Some(object) = call.object() else { continue };
        if let Some(entry) = call.optimized.filter(|entry| entry.is_exclusive) {
            check_members(out, call, object, |name| entry.one_of.contains(&name));
        }
        for (node, shape) in call.nested() {
            if let ShapeKind::Union(members) = shape.kind() {
                check_members(out, call, node, |name| members.get(name).is_some());
            }
        }
    }
}

fn check_members<'t>(
    out: &mut Reporter<'_>,
    call: &ServiceCall<'t>,
    object: Node<'t>,
    is_one: impl Fn(&str) -> bool,
) {
    let named = object.members().filter_map(|(key, _)| Some((key, member_name(key)?)));
    let mut given = named.filter(|(_, name)| is_one(name));
    let (Some((first, name)), Some((second, other))) = (given.next(), given.next()) else { return };
    if name == other {
        return;
    }
    let message = format!("`{}` takes only one of {}", call.name, words([name, other], "and"));
    out.report(&call.place_of(second), second.span(), message)
        .label("one too many")
        .related(first.span(), "the other one")
        .help("Keep the one that is meant");
}
