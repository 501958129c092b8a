//! A result that is put into the input, and that nothing reads before it is dropped.

use rustc_hash::FxHashSet;

use super::{Context, Reporter};
use crate::asl::{Field, Language, ObjectId, Place, QueryLanguage, State, StateId, StateType};
use crate::expr::jsonpath::{Path, Root};
use crate::graph::Via;
use crate::syntax::Kind;

/// How many states are looked at for one result.
const PATIENCE: usize = 300;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut paths: Vec<Vec<(Field, &Path)>> = vec![Vec::new(); cx.machine.states().len()];
    for found in cx.paths() {
        if let Some(StateId(state)) = cx.machine.object(found.site.object).state {
            paths[state as usize].push((found.site.field, found.path));
        }
    }
    let results = cx.sites().iter().filter(|site| site.field == Field::ResultPath);
    for site in results {
        let Some(state) = cx.machine.object(site.object).state.map(|state| cx.machine.state(state)) else {
            continue;
        };
        let Some(name) = site.path().and_then(single_name) else { continue };
        if state.object != site.object || cx.machine.has(state.object, Field::OutputPath) {
            continue;
        }
        let search = Search { cx, paths: &paths, name };
        if search.is_never_read(state) {
            let message = format!("Nothing reads the result that state `{}` puts at `$.{name}`", state.name);
            out.report(&Place::field(state.object, Field::ResultPath), site.node.span(), message)
                .label("dropped before it is read")
                .help("Write `\"ResultPath\": null` to drop it at once, or read it");
        }
    }
}

/// The name in a path of one name.
fn single_name(path: &Path) -> Option<&str> {
    match &*path.segments {
        [segment] => Some(&segment.kind.name()?.text),
        _ => None,
    }
}

struct Search<'s, 'a> {
    cx: &'s Context<'a>,
    /// The paths that each state reads.
    paths: &'s [Vec<(Field, &'a Path)>],
    name: &'s str,
}

impl Search<'_, '_> {
    /// Whether the member is dropped on all ways from `state` before anything reads it.
    fn is_never_read(&self, state: &State<'_>) -> bool {
        let mut seen = FxHashSet::default();
        let mut open: Vec<StateId> = Vec::new();
        if self.cx.graph.is_terminal(state.id) || self.cx.graph.is_open(state.scope) {
            return false;
        }
        for transition in self.cx.graph.leaving(state.id).filter(|transition| transition.via == Via::Next) {
            let Some(target) = transition.target else { return false };
            open.push(target);
        }
        if open.is_empty() {
            return false;
        }
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let state = self.cx.machine.state(id);
            if seen.len() > PATIENCE || self.is_read_by(state) {
                return false;
            }
            let keeps = self.is_kept_by(state);
            if keeps && self.cx.graph.is_terminal(id) && state.state_type != Some(StateType::Fail) {
                return false;
            }
            for transition in self.cx.graph.leaving(id) {
                let goes_on = match transition.via {
                    Via::Catcher(_) => self.is_kept_by_result_path(transition.object),
                    _ => keeps,
                };
                match transition.target {
                    Some(target) if goes_on => open.push(target),
                    // Where a way leads to that names no state, nobody knows.
                    None if goes_on => return false,
                    _ => {}
                }
            }
        }
        true
    }

    fn is_read_by(&self, state: &State<'_>) -> bool {
        let machine = self.cx.machine;
        let has = |field| machine.has(state.object, field);
        if !matches!(machine.object(state.object).language, Language::Known(QueryLanguage::JSONPath)) {
            return true;
        }
        let sends_all = match state.state_type {
            Some(StateType::Task | StateType::Parallel) => !has(Field::Parameters),
            Some(StateType::Map) => !has(Field::ItemsPath),
            Some(StateType::Pass) => false,
            None => true,
            _ => false,
        };
        let input_path = machine.value(state.object, Field::InputPath);
        if input_path.is_some_and(|path| path.kind() == Kind::Null) {
            return false;
        }
        let of_state = &self.paths[state.id.0 as usize];
        if input_path.is_some() {
            let reads = |(field, path): &(Field, &Path)| *field == Field::InputPath && self.reads(path);
            return of_state.iter().any(reads);
        }
        // What these start from is not the input; where it may be after all, the member is there too.
        let is_of_input = |field: Field| !matches!(field, Field::ResultPath | Field::ResultSelector);
        sends_all || of_state.iter().any(|(field, path)| is_of_input(*field) && self.reads(path))
    }

    fn reads(&self, path: &Path) -> bool {
        match (&path.root, path.segments.first()) {
            (Root::Input, Some(segment)) => segment.kind.name().is_none_or(|name| name.text == self.name),
            (Root::Input, None) => true,
            _ => false,
        }
    }

    /// Whether the member is in what the state hands on.
    fn is_kept_by(&self, state: &State<'_>) -> bool {
        let has = |field| self.cx.machine.has(state.object, field);
        let makes_result = match state.state_type {
            Some(StateType::Pass) => has(Field::Result) || has(Field::Parameters),
            Some(StateType::Task | StateType::Parallel | StateType::Map) => true,
            _ => false,
        };
        !makes_result || self.is_kept_by_result_path(state.object)
    }

    fn is_kept_by_result_path(&self, object: ObjectId) -> bool {
        let Some(path) = self.cx.machine.value(object, Field::ResultPath) else { return false };
        // The same place is written anew; any other keeps the rest of the input.
        path.str().is_none_or(|path| path != "$" && path.strip_prefix("$.") != Some(self.name))
    }
}
