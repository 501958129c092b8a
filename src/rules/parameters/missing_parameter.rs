//! Something that an action needs and is not sent.

use super::{Context, Reporter};
use crate::aws::{Accepted, Kind as ShapeKind, Shape, Takes};
use crate::finding::Severity;
use crate::rules::service_call::{ServiceCall, calls, has_near, names};
use crate::rules::wording::SCHEMA;
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx) {
        match call.object() {
            Some(object) => check_object(cx, out, call, object),
            None if call.sent.is_none() => check_absence(cx, out, call),
            None => {}
        }
        check_nested(cx, out, call);
    }
}

/// The members that the call cannot do without.
fn required(call: &ServiceCall<'_>) -> Vec<&'static str> {
    let of_sdk =
        call.input.filter(|_| call.optimized.is_none_or(|entry| matches!(entry.accepted, Accepted::AsSdk)));
    let of_sdk = of_sdk.into_iter().flat_map(Shape::members).filter(|member| member.is_required);
    let own = call.optimized.into_iter().flat_map(|entry| entry.required.iter().copied());
    let mut names: Vec<&'static str> = own.chain(of_sdk.map(|member| member.name)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn check_object(cx: &Context<'_>, out: &mut Reporter<'_>, call: &ServiceCall<'_>, object: Node<'_>) {
    let Some(given) = names(cx, object) else { return };
    let Some(sent) = call.sent else { return };
    // A member in other capitals is the other rule's finding.
    let has = |name: &str| given.iter().any(|known| known.eq_ignore_ascii_case(name));
    let is_taken = |name: &str| call.takes(name);
    for name in required(call) {
        if has(name) || has_near(&given, name, is_taken) {
            continue;
        }
        let place = call.place(Vec::new());
        let message = format!("`{}` needs `{name}`", call.name);
        let finding = out.report(&place, sent.key.span(), message);
        finding.label(format!("no `{name}`"));
        if call.optimized.is_some_and(|entry| entry.required.contains(&name)) {
            let said = format!("The field '{name}' is required but was missing");
            finding.aws(SCHEMA, said, cx.location(&place));
        } else {
            // A service may be more lenient than its model.
            finding.at_most(Severity::Warning);
        }
        finding.help(format!("Add `{name}`, or `{name}.$` with a path"));
        finding.stable_path.push_str(name);
    }
    let one_of = call.optimized.map_or(&[][..], |entry| entry.one_of);
    if !one_of.is_empty() && !one_of.iter().any(|name| has(name) || has_near(&given, name, is_taken)) {
        let names = one_of.join("`, `");
        out.report(
            &call.place(Vec::new()),
            sent.key.span(),
            format!("`{}` needs one of `{names}`", call.name),
        )
        .label("none of them")
        .help(format!("Add `{}`", one_of[0]))
        .at_most(Severity::Warning);
    }
}

/// Without a field for it, the whole input is sent.
fn check_absence(cx: &Context<'_>, out: &mut Reporter<'_>, call: &ServiceCall<'_>) {
    let needed = required(call);
    if needed.is_empty() || !cx.machine.is_complete(call.state.object) {
        return;
    }
    let (field, names) = (call.field.name(), needed.join("`, `"));
    let message = format!("`{}` is sent the whole input, which must hold `{names}`", call.name);
    out.report(&call.place(Vec::new()), call.resource.span(), message)
        .label(format!("has no `{field}`"))
        .help(format!("Add `{field}` with `{names}`"))
        .at_most(Severity::Warning);
}

/// Looks at the objects within what is sent.
fn check_nested(cx: &Context<'_>, out: &mut Reporter<'_>, call: &ServiceCall<'_>) {
    for (node, shape) in call.nested() {
        let Some(given) = names(cx, node) else { continue };
        let ShapeKind::Structure(members) = shape.kind() else { continue };
        let is_taken = |name: &str| shape.members().get(name).is_some();
        let has = |name: &str| {
            given.iter().any(|known| known.eq_ignore_ascii_case(name)) || has_near(&given, name, is_taken)
        };
        for member in members.filter(|member| member.is_required && !has(member.name)) {
            report_nested(out, call, node, member.name);
        }
    }
    for (_, node, takes) in call.own_values() {
        let (Takes::With(name), Some(given)) = (takes, names(cx, node)) else { continue };
        if !given.contains(&name) {
            report_nested(out, call, node, name);
        }
    }
}

fn report_nested<'t>(out: &mut Reporter<'_>, call: &ServiceCall<'t>, node: Node<'t>, name: &str) {
    let message = format!("This part of `{}` needs `{name}`", call.name);
    let finding = out.report(&call.place_of(node), node.head_span(), message);
    finding.label(format!("no `{name}`")).help(format!("Add `{name}`"));
    finding.at_most(Severity::Warning).stable_path.push_str(name);
}
