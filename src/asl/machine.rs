use std::hash::BuildHasher;
use std::ops::Range;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry as Slot;
use rustc_hash::FxBuildHasher;

use super::{Field, FieldSet, FieldSpec, ObjectKind, QueryLanguage, StateType};
use crate::source::Span;
use crate::syntax::{Kind, Node, NodeId, Tree};

/// Names an object of its [`Machine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub u32);

/// Names a state of its [`Machine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateId(pub u32);

/// Names a scope of its [`Machine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub u32);

/// Where an object stands in its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The definition itself.
    Root,
    /// In a field.
    Field(Field),
    /// In an array in a field.
    Item(Field, u32),
    /// In the field `States`, under the name of that state.
    State(StateId),
}

/// The query language in force at an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// The language is known.
    Known(QueryLanguage),
    /// The text does not tell it: a placeholder, or a `QueryLanguage` that AWS refuses here.
    Either,
}

impl Language {
    /// Whether the language is certainly that one.
    pub fn is(self, language: QueryLanguage) -> bool {
        self == Self::Known(language)
    }
}

/// An object of the language: the machine, a state, a retrier, a choice rule, …
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// The object that holds it.
    pub parent: Option<ObjectId>,
    /// Where in its parent.
    pub step: Step,
    /// The query language in force.
    pub language: Language,
    /// The state that it is, or is part of.
    pub state: Option<StateId>,
    /// The fields that it has.
    pub present: FieldSet,
    pub(super) node: NodeId,
    pub(super) fields: (u32, u32),
}

/// A field of an object, as the definition has it.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The object.
    pub object: ObjectId,
    /// The field.
    pub field: Field,
    /// What the language says of it in such an object.
    pub spec: &'static FieldSpec,
    pub(super) key: NodeId,
    pub(super) value: NodeId,
    /// The objects that the field holds.
    pub(super) children: (u32, u32),
}

/// A field's name and value.
#[derive(Clone, Copy, Debug)]
pub struct FieldRef<'t> {
    /// The field.
    pub field: Field,
    /// The name, as written.
    pub key: Node<'t>,
    /// The value.
    pub value: Node<'t>,
}

/// A member that its object does not have.
#[derive(Clone, Copy, Debug)]
pub struct Stray {
    /// The object that holds it.
    pub object: ObjectId,
    /// The field of the object that was probably meant, and that the object lacks.
    pub meant: Option<Field>,
    pub(super) key: NodeId,
    pub(super) value: NodeId,
}

/// A state.
#[derive(Clone, Copy, Debug)]
pub struct State<'t> {
    /// Its id.
    pub id: StateId,
    /// Its object.
    pub object: ObjectId,
    /// The scope that it belongs to.
    pub scope: ScopeId,
    /// Its name.
    pub name: &'t str,
    /// The name, as written.
    pub key: Node<'t>,
    /// What it does; nothing where `Type` is missing or unknown.
    pub state_type: Option<StateType>,
}

impl State<'_> {
    fn is_called(&self, scope: ScopeId, name: &str) -> bool {
        self.scope == scope && self.name == name
    }
}

/// What a scope is to the state that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// The whole state machine.
    Machine,
    /// A branch of a Parallel state.
    Branch,
    /// The `ItemProcessor` or `Iterator` of a Map state, within the execution.
    Inline,
    /// The same in child executions of its own.
    Distributed,
}

/// One `States` object with its `StartAt`.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// Its id.
    pub id: ScopeId,
    /// Its object.
    pub object: ObjectId,
    /// The state that holds it; none for the machine's own.
    pub owner: Option<StateId>,
    /// What it is to that state.
    pub kind: ScopeKind,
    pub(super) states: (u32, u32),
}

fn name_hash(scope: ScopeId, name: &str) -> u64 {
    FxBuildHasher.hash_one((scope, name))
}

/// A state machine definition, in flat tables.
#[derive(Debug)]
pub struct Machine<'t> {
    pub(super) tree: &'t Tree,
    pub(super) objects: Vec<Object>,
    pub(super) entries: Vec<Entry>,
    pub(super) present: FieldSet,
    pub(super) states: Vec<State<'t>>,
    pub(super) scopes: Vec<Scope>,
    pub(super) by_type: [Vec<StateId>; 8],
    /// The states by scope and name; ids alone, so that the table of a long definition stays small.
    pub(super) by_name: HashTable<StateId>,
    /// Where text was lost or left out, in order: what stands open there may have more members than the tree shows.
    pub(super) cut_offs: Vec<u32>,
    /// Whether the text holds a part of a state machine only, so that nothing can be said of what lacks.
    pub is_fragment: bool,
    /// Members that their objects do not have, in the order of the text within each object.
    pub strays: Vec<Stray>,
}

impl<'t> Machine<'t> {
    /// The tree that the definition was read from.
    pub fn tree(&self) -> &'t Tree {
        self.tree
    }

    /// The definition's own object.
    pub fn root(&self) -> ObjectId {
        ObjectId(0)
    }

    /// That object.
    pub fn object(&self, id: ObjectId) -> &Object {
        &self.objects[id.0 as usize]
    }

    /// The object's text.
    pub fn node(&self, id: ObjectId) -> Node<'t> {
        self.tree.node(self.object(id).node)
    }

    /// All objects, parents before their children.
    pub fn objects(&self) -> impl ExactSizeIterator<Item = (ObjectId, &Object)> {
        self.objects_in(0..self.objects.len() as u32)
    }

    /// A stretch of the objects.
    pub fn objects_in(&self, range: Range<u32>) -> impl ExactSizeIterator<Item = (ObjectId, &Object)> {
        let objects = &self.objects[range.start as usize..range.end as usize];
        range.zip(objects).map(|(at, object)| (ObjectId(at), object))
    }

    /// All fields of all objects.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The fields that some object has.
    pub fn present(&self) -> FieldSet {
        self.present
    }

    /// Name and value of that field.
    pub fn field_ref(&self, entry: &Entry) -> FieldRef<'t> {
        FieldRef { field: entry.field, key: self.tree.node(entry.key), value: self.tree.node(entry.value) }
    }

    /// Name and value of a member that its object does not have.
    pub fn stray(&self, stray: &Stray) -> (Node<'t>, Node<'t>) {
        (self.tree.node(stray.key), self.tree.node(stray.value))
    }

    /// The fields of a stretch of objects.
    pub fn entries_in(&self, objects: Range<u32>) -> &[Entry] {
        let of_objects = &self.objects[objects.start as usize..objects.end as usize];
        match (of_objects.first(), of_objects.last()) {
            (Some(first), Some(last)) => &self.entries[first.fields.0 as usize..last.fields.1 as usize],
            _ => &[],
        }
    }

    fn entries_of(&self, object: ObjectId) -> &[Entry] {
        let (start, end) = self.object(object).fields;
        &self.entries[start as usize..end as usize]
    }

    fn entry(&self, object: ObjectId, field: Field) -> Option<&Entry> {
        if !self.has(object, field) {
            return None;
        }
        self.entries_of(object).iter().find(|entry| entry.field == field)
    }

    /// Whether the object was read to its end, so that what it lacks it really lacks.
    pub fn is_complete(&self, id: ObjectId) -> bool {
        let is_root_of_fragment = self.is_fragment && self.object(id).parent.is_none();
        !is_root_of_fragment && self.is_whole(self.node(id))
    }

    /// The same for an object that is not one of the language's.
    pub fn is_whole(&self, node: Node<'_>) -> bool {
        let is_cut_off = || {
            let span = node.span();
            let first = self.cut_offs.partition_point(|&at| at < span.start);
            self.cut_offs.get(first).is_some_and(|&at| at <= span.end)
        };
        node.kind() == Kind::Object && (self.cut_offs.is_empty() || !is_cut_off())
    }

    /// The fields of an object, in the order of the text.
    pub fn fields(&self, object: ObjectId) -> impl Iterator<Item = FieldRef<'t>> + '_ {
        self.entries_of(object).iter().map(|entry| self.field_ref(entry))
    }

    /// A field of an object.
    pub fn field(&self, object: ObjectId, field: Field) -> Option<FieldRef<'t>> {
        self.entry(object, field).map(|entry| self.field_ref(entry))
    }

    /// The value of a field of an object.
    pub fn value(&self, object: ObjectId, field: Field) -> Option<Node<'t>> {
        self.field(object, field).map(|field| field.value)
    }

    /// The string in a field of an object.
    pub fn str(&self, object: ObjectId, field: Field) -> Option<&'t str> {
        self.value(object, field)?.str()
    }

    /// The value of a member that probably was meant as that field, which the object lacks. Absence is then no error
    /// of its own.
    pub fn misspelt(&self, object: ObjectId, field: Field) -> Option<Node<'t>> {
        Some(self.tree.node(self.stray_meant(object, field)?.value))
    }

    /// The key of that member.
    pub fn misspelt_key(&self, object: ObjectId, field: Field) -> Option<&'t str> {
        self.tree.node(self.stray_meant(object, field)?.key).str()
    }

    fn stray_meant(&self, object: ObjectId, field: Field) -> Option<&Stray> {
        if self.strays.is_empty() {
            return None;
        }
        let of_object = self.strays.partition_point(|stray| stray.object < object);
        let mut strays = self.strays[of_object..].iter().take_while(|stray| stray.object == object);
        strays.find(|stray| stray.meant == Some(field))
    }

    /// Whether an object has a field.
    pub fn has(&self, object: ObjectId, field: Field) -> bool {
        self.object(object).present.contains(field)
    }

    /// The objects that a field of an object holds: one, or the items of its list.
    pub fn children(
        &self,
        object: ObjectId,
        field: Field,
    ) -> impl ExactSizeIterator<Item = ObjectId> + DoubleEndedIterator + Clone + use<> {
        let (start, end) = self.entry(object, field).map_or((0, 0), |entry| entry.children);
        (start..end).map(ObjectId)
    }

    /// The one object that a field of an object holds.
    pub fn child(&self, object: ObjectId, field: Field) -> Option<ObjectId> {
        self.children(object, field).next()
    }

    /// All states; those of one scope stand together.
    pub fn states(&self) -> &[State<'t>] {
        &self.states
    }

    /// That state.
    pub fn state(&self, id: StateId) -> &State<'t> {
        &self.states[id.0 as usize]
    }

    /// The states of that type.
    pub fn states_of(&self, state_type: StateType) -> impl Iterator<Item = &State<'t>> {
        self.ids_of(state_type).iter().map(|&id| self.state(id))
    }

    /// The same by their ids, in order.
    pub fn ids_of(&self, state_type: StateType) -> &[StateId] {
        &self.by_type[state_type as usize]
    }

    /// All scopes, outer before inner.
    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    /// That scope.
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    /// The states of a scope.
    pub fn states_in(&self, scope: ScopeId) -> &[State<'t>] {
        let (start, end) = self.scope(scope).states;
        &self.states[start as usize..end as usize]
    }

    /// The state of that name in a scope; the last one where there are several.
    pub fn state_named(&self, scope: ScopeId, name: &str) -> Option<StateId> {
        let is_meant = |&id: &StateId| self.state(id).is_called(scope, name);
        self.by_name.find(name_hash(scope, name), is_meant).copied()
    }

    /// Enters the states from that index on under their names; of several of one name in a scope the last counts.
    pub(super) fn enter_names(&mut self, first: usize) {
        let states = &self.states;
        let state = |id: &StateId| &states[id.0 as usize];
        let hash = |id: &StateId| name_hash(state(id).scope, state(id).name);
        self.by_name.reserve(states.len() - first, hash);
        for State { id, scope, name, .. } in &states[first..] {
            match self.by_name.entry(hash(id), |other| state(other).is_called(*scope, name), hash) {
                Slot::Occupied(mut earlier) => *earlier.get_mut() = *id,
                Slot::Vacant(slot) => drop(slot.insert(*id)),
            }
        }
    }

    /// Whether no two states of one scope have the same name.
    pub fn has_unique_names(&self) -> bool {
        self.by_name.len() == self.states.len()
    }

    /// The states that hold a scope, from the inside out.
    pub fn owners(&self, scope: ScopeId) -> impl Iterator<Item = &State<'t>> {
        let mut next = self.scope(scope).owner;
        std::iter::from_fn(move || {
            let state = self.state(next?);
            next = self.scope(state.scope).owner;
            Some(state)
        })
    }

    /// The place where something that an object lacks is best shown: a state's name, else the opening bracket.
    pub fn head_span(&self, id: ObjectId) -> Span {
        let object = self.object(id);
        let key = match object.step {
            Step::State(state) => Some(self.state(state).key),
            Step::Field(field) => {
                object.parent.and_then(|parent| self.field(parent, field)).map(|field| field.key)
            }
            Step::Root | Step::Item(..) => None,
        };
        match key {
            Some(key) => key.span(),
            None => self.node(id).head_span(),
        }
    }
}
