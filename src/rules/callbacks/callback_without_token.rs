//! A task that waits for an answer, and tells nobody how to give it.

use super::{CALLBACK, Context, Reporter, Waiter, suffix, tasks};
use crate::asl::{Field, ObjectId, Place, QueryLanguage};
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (state, resource, waiter) in tasks(cx) {
        let fields = [Field::Parameters, Field::Arguments].map(|field| cx.machine.field(state.object, field));
        let sent = fields.into_iter().flatten().next();
        if waiter != Waiter::Callback
            || sends_token(cx, state.object)
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

/// Whether what a state sends has the token in it: the token itself, or something of the context that holds it.
fn sends_token(cx: &Context<'_>, state: ObjectId) -> bool {
    let holds_token =
        |members: &[&str]| ["Task", "Token"].iter().zip(members).all(|(wanted, name)| wanted == name);
    let in_context = cx.context_reads.iter().any(|read| {
        let members: Vec<&str> = read.members.iter().map(|(name, _)| *name).collect();
        read.site.object == state && holds_token(&members)
    });
    // All of `$states`, whatever becomes of it.
    let in_states = || {
        cx.expressions.iter().any(|found| {
            found.site.object == state
                && found.analysis.references.states.iter().any(|read| read.member.is_none())
        })
    };
    in_context || in_states()
}

/// Whether the token may be in a value although no expression shows it.
fn is_open(value: Node<'_>) -> bool {
    // What cannot be read, or is put together elsewhere, is not known.
    let mut rest = vec![value];
    while let Some(node) = rest.pop() {
        let text = node.str().unwrap_or_default();
        if node.is_unknown()
            || text.contains("${")
            || text.contains("Task.Token")
            || text.contains("['Token']")
        {
            return true;
        }
        rest.extend(node.items());
        rest.extend(node.members().map(|(_, value)| value));
    }
    false
}
