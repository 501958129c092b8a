use hashbrown::HashTable;

use super::machine::{
    Entry, Language, Machine, Object, ObjectId, Scope, ScopeId, ScopeKind, State, StateId, Step, Stray,
};
use super::{Field, FieldSet, Holds, ObjectKind, QueryLanguage, StateType};
use crate::document::Fragment;
use crate::suggest;
use crate::syntax::{Kind, Node, Tree};

/// Reads a definition into its tables. Members that their objects do not have are kept as
/// [`strays`](Machine::strays), values of the wrong type are left as they are; nothing stops the rest from being read.
///
/// Objects are read in the order in which they are found, level by level, so that neither the depth nor the shape of
/// the text costs stack.
///
/// A `fragment` is read as far as it goes: its states are lowered, and no rule expects the rest.
pub fn lower(root: Node<'_>, fragment: Option<Fragment>) -> Machine<'_> {
    let tree = root.tree();
    let mut lowering = Lowering {
        machine: Machine {
            tree,
            // About as many as a text of that length has.
            objects: Vec::with_capacity(root.range().len() / 256),
            entries: Vec::with_capacity(root.range().len() / 64),
            present: FieldSet::default(),
            states: Vec::new(),
            scopes: Vec::new(),
            by_type: Default::default(),
            by_name: HashTable::new(),
            strays: Vec::new(),
            cut_offs: cut_offs(tree),
            is_fragment: fragment.is_some(),
        },
        root_language: Language::Known(QueryLanguage::JSONPath),
    };
    lowering.root_language = match root.get(Field::QueryLanguage.name()) {
        Some(value) => named_language(value),
        None => Language::Known(QueryLanguage::JSONPath),
    };
    let machine =
        lowering.push(ObjectKind::StateMachine, None, Step::Root, root, lowering.root_language, None);
    let mut next = 0;
    if fragment.is_some() {
        lowering.begin_scope(machine);
        if fragment == Some(Fragment::States) {
            lowering.read_states(machine, root);
        }
        next = 1;
    }
    while next < lowering.machine.objects.len() {
        lowering.read_children(ObjectId(next as u32));
        next += 1;
    }
    lowering.machine
}

/// Words of other languages for where it goes on.
const ELSEWHERE: [(&str, Field); 6] = [
    ("Then", Field::Next),
    ("Goto", Field::Next),
    ("Target", Field::Next),
    ("NextState", Field::Next),
    ("Else", Field::Default),
    ("Otherwise", Field::Default),
];

fn cut_offs(tree: &Tree) -> Vec<u32> {
    let errors = tree.problems.iter().filter(|problem| problem.cuts_off());
    let mut found: Vec<u32> = errors.map(|problem| problem.start).chain(tree.lost.iter().copied()).collect();
    found.sort_unstable();
    found
}

/// The language that a `QueryLanguage` sets. AWS treats a value that it refuses as JSONata (spec/jsonata.md 5.7).
fn named_language(value: Node<'_>) -> Language {
    if value.is_unknown() || value.has_placeholder() {
        return Language::Either;
    }
    Language::Known(value.str().and_then(QueryLanguage::from_name).unwrap_or(QueryLanguage::JSONata))
}

struct Lowering<'t> {
    machine: Machine<'t>,
    root_language: Language,
}

impl<'t> Lowering<'t> {
    /// Adds an object with its fields. What the fields hold is read later, by [`read_children`](Self::read_children).
    fn push(
        &mut self,
        kind: ObjectKind,
        parent: Option<ObjectId>,
        step: Step,
        node: Node<'t>,
        language: Language,
        state: Option<StateId>,
    ) -> ObjectId {
        let id = ObjectId(self.machine.objects.len() as u32);
        let start = self.machine.entries.len() as u32;
        let is_root_of_fragment = self.machine.is_fragment && parent.is_none();
        let present =
            if is_root_of_fragment { FieldSet::default() } else { self.read_fields(id, kind, node) };
        self.machine.present = self.machine.present.or(present);
        let fields = (start, self.machine.entries.len() as u32);
        let object = Object { kind, parent, step, language, state, present, node: node.id(), fields };
        self.machine.objects.push(object);
        self.guess_strays(id);
        id
    }

    fn read_fields(&mut self, id: ObjectId, kind: ObjectKind, node: Node<'t>) -> FieldSet {
        let spec = kind.spec();
        let start = self.machine.entries.len();
        let mut present = FieldSet::default();
        for (key, value) in node.members() {
            let known = key.str().and_then(Field::from_name).and_then(|field| spec.field(field));
            match known {
                Some(spec) => {
                    let (field, key, value) = (spec.field, key.id(), value.id());
                    let entry = Entry { object: id, field, spec, key, value, children: (0, 0) };
                    // The last of several equal keys counts, as for every JSON reader.
                    if present.contains(field) {
                        let mut earlier = self.machine.entries[start..].iter_mut();
                        if let Some(known) = earlier.find(|known| known.field == field) {
                            *known = entry;
                        }
                    } else {
                        present.insert(field);
                        self.machine.entries.push(entry);
                    }
                }
                None if spec.is_closed => {
                    self.machine.strays.push(Stray {
                        object: id,
                        meant: None,
                        key: key.id(),
                        value: value.id(),
                    });
                }
                None => {}
            }
        }
        present
    }

    /// Finds what the members of an object that it does not have were probably meant as.
    fn guess_strays(&mut self, id: ObjectId) {
        if self.machine.strays.last().is_none_or(|stray| stray.object != id) {
            return;
        }
        let first = self.machine.strays.partition_point(|stray| stray.object < id);
        for at in first..self.machine.strays.len() {
            let key = self.machine.tree.node(self.machine.strays[at].key);
            let name = key.str().filter(|name| Field::from_name(name).is_none()).unwrap_or_default();
            let spec = self.machine.object(id).kind.spec();
            let fields = spec.fields.iter().map(|spec| spec.field);
            let absent = fields.filter(|&field| !self.machine.has(id, field));
            let word = ELSEWHERE.iter().find(|(word, _)| word.eq_ignore_ascii_case(name));
            let field = word.map(|(_, field)| *field);
            let meant = field
                .filter(|&field| spec.field(field).is_some() && !self.machine.has(id, field))
                .or_else(|| suggest::nearest(name, absent.map(Field::name)).and_then(Field::from_name));
            self.machine.strays[at].meant = meant;
        }
    }

    fn read_children(&mut self, id: ObjectId) {
        let Object { kind, fields: (start, end), .. } = *self.machine.object(id);
        if matches!(kind, ObjectKind::StateMachine | ObjectKind::Branch | ObjectKind::ItemProcessor) {
            self.begin_scope(id);
        }
        for at in start..end {
            self.read_children_in(at as usize);
        }
    }

    fn read_children_in(&mut self, at: usize) {
        let entry = self.machine.entries[at];
        let spec = entry.spec;
        let parent = *self.machine.object(entry.object);
        let value = self.machine.tree.node(entry.value);
        let first = self.machine.objects.len() as u32;
        let within = |this: &Self, kind: ObjectKind| match kind {
            // A nested machine has the whole machine's language, whatever its state says (spec/states.md 1.12).
            ObjectKind::Branch | ObjectKind::ItemProcessor => this.root_language,
            _ => parent.language,
        };
        match spec.holds {
            Holds::Object(kind) if value.kind() == Kind::Object => {
                let language = within(self, kind);
                self.push(kind, Some(entry.object), Step::Field(entry.field), value, language, parent.state);
            }
            Holds::List(kind) => {
                let language = within(self, kind);
                for (index, item) in value.items().enumerate() {
                    let step = Step::Item(entry.field, index as u32);
                    self.push(kind, Some(entry.object), step, item, language, parent.state);
                }
            }
            Holds::ByName(_) => self.read_states(entry.object, value),
            _ => {}
        }
        self.machine.entries[at].children = (first, self.machine.objects.len() as u32);
    }

    fn begin_scope(&mut self, object: ObjectId) {
        let owner = self.machine.object(object).state;
        let kind = match self.machine.object(object).kind {
            ObjectKind::StateMachine => ScopeKind::Machine,
            ObjectKind::Branch => ScopeKind::Branch,
            _ if self.is_distributed(object) => ScopeKind::Distributed,
            _ => ScopeKind::Inline,
        };
        let id = ScopeId(self.machine.scopes.len() as u32);
        self.machine.scopes.push(Scope { id, object, owner, kind, states: (0, 0) });
    }

    fn is_distributed(&self, processor: ObjectId) -> bool {
        let config = self.machine.value(processor, Field::ProcessorConfig);
        config.and_then(|config| config.get(Field::Mode.name())).and_then(Node::str) == Some("DISTRIBUTED")
    }

    fn read_states(&mut self, parent: ObjectId, states: Node<'t>) {
        let Some(scope) = self.machine.scopes.last().map(|scope| scope.id) else { return };
        let first = self.machine.states.len() as u32;
        let count = states.members().len();
        self.machine.states.reserve(count);
        self.machine.objects.reserve(count);
        for (key, value) in states.members() {
            let id = StateId(self.machine.states.len() as u32);
            let (mut state_type, mut language) = (None, None);
            for (key, value) in value.members() {
                match key.bytes() {
                    b"Type" => state_type = Some(value),
                    b"QueryLanguage" => language = Some(value),
                    _ => {}
                }
            }
            let state_type = state_type.and_then(Node::str).and_then(StateType::from_name);
            let kind = state_type.map_or(ObjectKind::State, StateType::object_kind);
            let language = self.state_language(language);
            let object = self.push(kind, Some(parent), Step::State(id), value, language, Some(id));
            let name = key.str().unwrap_or_default();
            self.machine.states.push(State { id, object, scope, name, key, state_type });
            if let Some(state_type) = state_type {
                self.machine.by_type[state_type as usize].push(id);
            }
        }
        self.machine.scopes[scope.0 as usize].states = (first, self.machine.states.len() as u32);
        self.machine.enter_names(first as usize);
    }

    /// The language of a state with that `QueryLanguage`.
    fn state_language(&self, named: Option<Node<'_>>) -> Language {
        match named {
            None => self.root_language,
            // Refused in a JSONata machine; AWS then says nothing of the state's fields (spec/jsonata.md 5.7).
            Some(value)
                if value.str() == Some("JSONPath") && self.root_language.is(QueryLanguage::JSONata) =>
            {
                Language::Either
            }
            Some(value) => named_language(value),
        }
    }
}
