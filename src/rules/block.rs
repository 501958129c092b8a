use std::ops::Range;

use super::Context;
use crate::asl::{Entry, Machine, Object, ObjectId, State, StateId, StateType};

/// So many objects, with the text of their states, stay in a processor's cache; so few in a debug build that the
/// examples of every rule are cut.
const OBJECTS: usize = if cfg!(debug_assertions) { 3 } else { 256 };

/// A stretch of a definition's objects and one of its states. Rules that look at each of them by itself walk a long
/// definition block by block, all of them one block before any the next, so that its tables come from memory once.
#[derive(Clone, Debug)]
pub struct Block {
    objects: Range<u32>,
    states: Range<u32>,
}

impl Block {
    /// All of a definition.
    pub fn whole(machine: &Machine<'_>) -> Self {
        Self::part(machine, 0, 1)
    }

    /// Block `index` of `count`.
    fn part(machine: &Machine<'_>, index: usize, count: usize) -> Self {
        let part = |len: usize| (len * index / count) as u32..(len * (index + 1) / count) as u32;
        Self { objects: part(machine.objects().len()), states: part(machine.states().len()) }
    }
}

impl<'a> Context<'a> {
    /// This context once for each block of the definition.
    pub(super) fn blocks(&self) -> impl Iterator<Item = Self> {
        let count = self.machine.objects().len().div_ceil(OBJECTS);
        (0..count).map(move |index| Self { block: Block::part(self.machine, index, count), ..self.clone() })
    }

    /// The objects of the block, parents before their children.
    pub fn objects(&self) -> impl Iterator<Item = (ObjectId, &'a Object)> {
        self.machine.objects_in(self.block.objects.clone())
    }

    /// The fields of the objects of the block.
    pub fn entries(&self) -> &'a [Entry] {
        self.machine.entries_in(self.block.objects.clone())
    }

    /// The states of the block.
    pub fn states(&self) -> &'a [State<'a>] {
        &self.machine.states()[self.block.states.start as usize..self.block.states.end as usize]
    }

    /// The states of the block that are of that type.
    pub fn states_of(&self, state_type: StateType) -> impl Iterator<Item = &'a State<'a>> {
        let of_type = self.machine.ids_of(state_type);
        self.within(of_type, |&id| id).iter().map(|&id| self.machine.state(id))
    }

    /// What of a list in the order of states belongs to the states of the block.
    pub(super) fn within<'l, T>(&self, list: &'l [T], state: impl Fn(&T) -> StateId) -> &'l [T] {
        if self.block.states.len() == self.machine.states().len() {
            return list;
        }
        let before = |end: u32| list.partition_point(|item| state(item).0 < end);
        &list[before(self.block.states.start)..before(self.block.states.end)]
    }
}
