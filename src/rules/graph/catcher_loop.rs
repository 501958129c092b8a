//! A catcher that leads straight back to the state that failed.

use super::{Context, Reporter};
use crate::asl::Place;
use crate::graph::Via;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for transition in cx.graph.transitions() {
        let Some(from) = transition.from.filter(|&from| transition.target == Some(from)) else { continue };
        if !matches!(transition.via, Via::Catcher(_)) {
            continue;
        }
        let name = cx.machine.state(from).name;
        let place = Place::field(transition.object, transition.field);
        out.report(
            &place,
            transition.node.span(),
            format!("When state `{name}` fails, it starts again, without pause or end"),
        )
        .label("the state that failed")
        .help("Use `Retry`, which waits longer each time and gives up");
    }
}
