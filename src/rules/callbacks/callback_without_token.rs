//! A task that waits for an answer, and tells nobody how to give it.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{CALLBACK, Context, Reporter, Waiter, suffix, tasks};
use crate::asl::{Field, ObjectId, Place, QueryLanguage};
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let senders = senders(cx);
    for (state, resource, waiter) in tasks(cx) {
        let fields = [Field::Parameters, Field::Arguments].map(|field| cx.machine.field(state.object, field));
        let sent = fields.into_iter().flatten().next();
        if waiter != Waiter::Callback
            || senders.contains(&state.object)
            || sent.is_some_and(|sent| is_open(sent.value))
        {
            continue;
        }
        let token = if cx.machine.object(state.object).language.is(QueryLanguage::JSONata) {
            "{% $states.context.Task.Token %}"
        } else {
            "$$.Task.Token"
        };
        let finding = out.report(
            &Place::field(state.object, Field::Resource),
            suffix(resource),
            format!("State `{}` waits for an answer, and sends nobody its task token", state.name),
        );
        finding.label("only a timeout ends this");
        if let Some(sent) = sent {
            finding.related(sent.key.span(), "has no task token");
        }
        finding.help(format!("Send `{token}` with the call, or take `{CALLBACK}` away"));
    }
}

/// The states that read the token, or something of the context that holds it, or all of `$states`.
fn senders(cx: &Context<'_>) -> FxHashSet<ObjectId> {
    let holds_token = |members: &[(&str, Range<u32>)]| {
        ["Task", "Token"].iter().zip(members).all(|(wanted, (name, _))| wanted == name)
    };
    let in_context = cx.context_reads().iter().filter(|read| holds_token(&read.members));
    let in_states = cx
        .expressions()
        .iter()
        .filter(|found| found.analysis.references.states.iter().any(|read| read.member.is_none()));
    in_context.map(|read| read.site.object).chain(in_states.map(|found| found.site.object)).collect()
}

/// Whether the token may be in a value although no expression shows it.
fn is_open(value: Node<'_>) -> bool {
    // What cannot be read, or is put together elsewhere, is not known.
    let mut rest = vec![value];
    while let Some(node) = rest.pop() {
        let text = node.str().unwrap_or_default();
        if node.is_unknown()
            || text.contains("${")
            || text.contains("Task.Token") && !text.starts_with("$.")
            || text.contains("['Token']")
        {
            return true;
        }
        rest.extend(node.items());
        rest.extend(node.members().map(|(_, value)| value));
    }
    false
}
