//! A state whose `Next` is the state itself.

use super::{Context, Reporter};
use crate::asl::Place;
use crate::graph::Via;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for transition in cx.graph.transitions() {
        let Some(from) = transition.from.filter(|&from| transition.target == Some(from)) else { continue };
        if transition.via != Via::Next {
            continue;
        }
        let name = cx.machine.state(from).name;
        let place = Place::field(transition.object, transition.field);
        out.report(&place, transition.node.span(), format!("State `{name}` names itself as the next state"))
            .label("the state itself")
            .help("Name the state that follows, or end with `\"End\": true`; to try again, use `Retry`");
    }
}
