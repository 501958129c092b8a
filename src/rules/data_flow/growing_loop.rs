//! A loop in which each round puts all data of the one before into its own.

use super::{Context, Reporter};
use crate::asl::{Field, ObjectId, StateId};
use crate::expr::jsonpath::Root;
use crate::flow::Site;

/// The levels that data has which grows in a loop, where the analysis has let go of it.
const ENDLESS: u32 = 8;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut in_cycle = vec![false; cx.machine.states().len()];
    for &StateId(state) in cx.graph.cycles().iter().flatten() {
        in_cycle[state as usize] = true;
    }
    for site in cx.sites().iter().filter(|site| is_kept(cx, site) && is_whole_input(site)) {
        let Some(state) = cx.machine.object(site.object).state.filter(|state| in_cycle[state.0 as usize])
        else {
            continue;
        };
        let grows = cx.data().entry(state).is_some_and(|entry| entry.input.depth() >= ENDLESS);
        if grows && cx.data().steps(state).output.as_ref().is_some_and(|output| output.depth() >= ENDLESS) {
            let name = cx.machine.state(state).name;
            let message = format!("Each round of the loop nests the data of state `{name}` one level deeper");
            out.report(&cx.sites().place(site), site.node.span(), message)
                .label("all that the last round made")
                .help("Pick the members that the next round needs");
        }
    }
}

/// Whether what stands at the site becomes a part of what the state hands on.
fn is_kept(cx: &Context<'_>, site: &Site<'_>) -> bool {
    let is_pass = |object: ObjectId| cx.machine.object(object).kind == crate::asl::ObjectKind::Pass;
    match site.field {
        Field::Parameters => is_pass(site.object) && !cx.machine.has(site.object, Field::Result),
        Field::Output | Field::ResultSelector => true,
        _ => false,
    }
}

/// Whether an expression that is a part of its field gives the whole input.
fn is_whole_input(site: &Site<'_>) -> bool {
    let is_path = site.path().is_some_and(|path| path.root == Root::Input && path.segments.is_empty());
    !site.is_whole_field()
        && (is_path || site.expression().is_some() && site.jsonata_text().trim() == "$states.input")
}
