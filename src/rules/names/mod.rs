//! Names of states and labels.

pub mod confusable_state_names;
pub mod duplicate_label;
pub mod duplicate_state_name;
pub mod empty_state_name;
pub mod invalid_label;
pub mod padded_state_name;
pub mod state_name_too_long;

use hashbrown::HashTable;

use super::{Context, Reporter};
use crate::asl::{State, StateId};

/// The states whose names are like that of a state before them, each behind the first of those. Names that are alike
/// have one hash.
fn earlier_alike<'t>(
    cx: &Context<'t>,
    hash: impl Fn(&str) -> u64,
    is_alike: impl Fn(&str, &str) -> bool,
) -> impl Iterator<Item = (&'t State<'t>, &'t State<'t>)> {
    let machine = cx.machine;
    // Ids alone, so that the table of a long definition stays small.
    let mut first: HashTable<StateId> = HashTable::with_capacity(machine.states().len());
    machine.states().iter().filter_map(move |state| {
        let name_of = |&id: &StateId| machine.state(id).name;
        let is_same = |id: &StateId| is_alike(name_of(id), state.name);
        let slot = first.entry(hash(state.name), is_same, |id| hash(name_of(id))).or_insert(state.id);
        let earlier = machine.state(*slot.get());
        (earlier.id != state.id).then_some((earlier, state))
    })
}
