//! A retrier behind others that take all it names.

use rustc_hash::FxHashMap;

use super::{ALL, Context, Reporter, handling, names};
use crate::asl::{Field, ObjectId, Place};
use crate::finding::Finding;
use crate::rules::edit;
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    check_list(cx, out, Field::Retry, "retrier");
}

/// Reports each entry of the list whose every name an earlier entry covers.
pub(super) fn check_list(cx: &Context<'_>, out: &mut Reporter<'_>, list: Field, what: &str) {
    for state in handling(cx.states()) {
        if cx.machine.children(state.object, list).len() < 2 {
            continue;
        }
        let mut taken: FxHashMap<&str, Node<'_>> = FxHashMap::default();
        let mut first_of: FxHashMap<&str, ObjectId> = FxHashMap::default();
        for handler in cx.machine.children(state.object, list) {
            let own: Vec<(&str, Node<'_>)> = names(cx, handler).map(|(_, name, item)| (name, item)).collect();
            let covers: Vec<Option<Node<'_>>> = own.iter().map(|(name, _)| covering(&taken, name)).collect();
            if let (Some(first), true) =
                (covers.first().copied().flatten(), covers.iter().all(Option::is_some))
            {
                let finding = report(cx, out, handler, what, &own, first);
                let same_way = |(name, _): &(&str, Node<'_>)| {
                    first_of.get(name).is_some_and(|&other| leads_same_way(cx, other, handler))
                };
                let array = cx.machine.value(state.object, list).filter(|_| own.iter().all(same_way));
                if let Some(cut) = array.and_then(|array| edit::item_removal(array, cx.machine.node(handler)))
                {
                    finding.safe_fix(cut, "");
                }
            }
            for (name, item) in own {
                taken.entry(name).or_insert(item);
                first_of.entry(name).or_insert(handler);
            }
        }
    }
}

/// What `States.TaskFailed` does not stand for, or what it is not known to stand for (spec/errors.md 7.1).
const NOT_IN_TASK_FAILED: [&str; 8] = [
    "States.Timeout",
    "States.HeartbeatTimeout",
    "States.Runtime",
    "States.DataLimitExceeded",
    "States.QueryEvaluationError",
    "States.ResultPathMatchFailure",
    "States.ParameterPathFailure",
    "States.IntrinsicFailure",
];

/// The earlier name that takes every error of that name. `States.ALL` before others is `states-all-not-last`.
fn covering<'t>(taken: &FxHashMap<&str, Node<'t>>, name: &str) -> Option<Node<'t>> {
    if name == ALL {
        return None;
    }
    let exact = taken.get(name).copied();
    let heartbeat =
        || (name == "States.HeartbeatTimeout").then(|| taken.get("States.Timeout").copied()).flatten();
    let task_failed =
        || (!NOT_IN_TASK_FAILED.contains(&name)).then(|| taken.get("States.TaskFailed").copied()).flatten();
    exact.or_else(heartbeat).or_else(task_failed)
}

/// Whether both go to the same state, so that it is reached without the later one too. Retriers go nowhere.
fn leads_same_way(cx: &Context<'_>, earlier: ObjectId, later: ObjectId) -> bool {
    cx.machine.str(earlier, Field::Next) == cx.machine.str(later, Field::Next)
}

fn report<'r>(
    cx: &Context<'_>,
    out: &'r mut Reporter<'_>,
    handler: ObjectId,
    what: &str,
    own: &[(&str, Node<'_>)],
    earlier: Node<'_>,
) -> &'r mut Finding {
    let message = match own {
        [(name, _)] => format!("The {what} for `{name}` is never used: an earlier one takes that error"),
        _ => format!("The {what} is never used: earlier ones take every error that it names"),
    };
    let span = own.first().map_or(cx.machine.head_span(handler), |(_, item)| item.span());
    out.report(&Place::object(handler), span, message)
        .label("never used")
        .related(earlier.span(), "taken here")
        .help(if own.iter().any(|(name, _)| earlier.str() == Some(name)) {
            format!("Join the two, or remove this {what}")
        } else {
            format!("Move the {what} before the one that covers it, or remove it")
        })
}
