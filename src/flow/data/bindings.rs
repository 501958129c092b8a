use std::collections::BTreeMap;
use std::sync::Arc;

use crate::shape::Shape;

/// How many variables are told apart.
const MAX_VARIABLES: usize = 200;

/// What is known of a variable.
#[derive(Clone, Debug, PartialEq)]
struct Variable {
    /// Its value, where it has one.
    shape: Shape,
    /// Whether it has one on all ways.
    is_assigned: bool,
}

/// The values of the variables at one point of a machine.
#[derive(Clone, Debug, Default)]
pub struct Bindings {
    known: Arc<BTreeMap<Arc<str>, Variable>>,
    /// Whether there may be more variables than are known.
    is_open: bool,
}

impl Bindings {
    /// Variables of which nothing is known.
    pub fn unknown() -> Self {
        Self { is_open: true, ..Self::default() }
    }

    /// What is known of a variable; none where nothing is, or where nothing has assigned it.
    pub fn get(&self, name: &str) -> Option<&Shape> {
        self.known.get(name).map(|variable| &variable.shape)
    }

    /// The same for a variable that is assigned on all ways; others may be undefined.
    pub fn get_assigned(&self, name: &str) -> Option<&Shape> {
        self.known.get(name).filter(|variable| variable.is_assigned).map(|variable| &variable.shape)
    }

    /// The variables with what is known of them, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Shape)> {
        self.known.iter().map(|(name, variable)| (&**name, &variable.shape))
    }

    /// Whether there may be more variables than are known.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// The same variables, some with other values.
    pub fn with(&self, assigned: Vec<(&str, Shape)>) -> Self {
        let mut all = self.clone();
        for (name, shape) in assigned {
            let known = Arc::make_mut(&mut all.known);
            if known.len() >= MAX_VARIABLES && !known.contains_key(name) {
                all.is_open = true;
            } else {
                known.insert(name.into(), Variable { shape, is_assigned: true });
            }
        }
        all
    }

    /// The same variables where more is known of some of those that are known.
    pub fn narrowed(&self, narrower: Vec<(&str, Shape)>) -> Self {
        let mut all = self.clone();
        for (name, shape) in narrower {
            if let Some(variable) = Arc::make_mut(&mut all.known).get_mut(name) {
                variable.shape = shape;
            }
        }
        all
    }

    /// The values of both. A variable that only one has is read only where that one is the case.
    pub fn join(&self, other: &Self) -> Self {
        self.merge(other, Shape::join)
    }

    /// The same for a loop (see [`Shape::widen`]).
    pub fn widen(&self, other: &Self) -> Self {
        self.merge(other, Shape::widen)
    }

    fn merge(&self, other: &Self, join: impl Fn(&Shape, &Shape) -> Shape) -> Self {
        let is_open = self.is_open || other.is_open;
        if Arc::ptr_eq(&self.known, &other.known) {
            return Self { known: self.known.clone(), is_open };
        }
        let mut known = BTreeMap::new();
        let mut add = |name: &Arc<str>, shape: Shape, is_assigned| {
            known.insert(name.clone(), Variable { shape, is_assigned });
        };
        for (name, here) in self.known.iter() {
            match other.known.get(name) {
                Some(there) => {
                    add(name, join(&here.shape, &there.shape), here.is_assigned && there.is_assigned)
                }
                None if other.is_open => {}
                None => add(name, here.shape.clone(), false),
            }
        }
        let only_there =
            other.known.iter().filter(|(name, _)| !self.is_open && !self.known.contains_key(*name));
        for (name, there) in only_there {
            add(name, there.shape.clone(), false);
        }
        Self { known: Arc::new(known), is_open }
    }
}

impl PartialEq for Bindings {
    fn eq(&self, other: &Self) -> bool {
        self.is_open == other.is_open && (Arc::ptr_eq(&self.known, &other.known) || self.known == other.known)
    }
}
