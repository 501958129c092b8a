//! Where data was lost: the way back from a state that lacks something to the states that dropped it.

use rustc_hash::FxHashSet;

use super::{Arrival, DataFlow};
use crate::asl::{Field, Machine, ObjectId, StateId, StateType};
use crate::graph::Via;
use crate::shape::{Absence, Lookup, Shape, Step};
use crate::syntax::Kind;

/// How many states are looked at on the way back.
const MAX_STATES: usize = 300;
/// How many states are told of.
const MAX_REASONS: usize = 3;

/// A place that makes data what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The state, catcher, … that it belongs to.
    pub object: ObjectId,
    /// The field that does it; none where the object as a whole does, for lack of a field.
    pub field: Option<Field>,
    /// What is done there.
    pub deed: Deed,
    /// What the data is behind it.
    pub shape: Shape,
}

/// What is done to data at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The result takes the place of the whole input.
    ReplacesInput,
    /// The error takes the place of the whole input.
    ErrorReplacesInput,
    /// Something new is made, or a part is picked.
    Makes,
    /// The result is put into the input.
    AddsResult,
    /// The error is put into the input.
    AddsError,
    /// What each iteration or branch begins with.
    Begins,
}

/// What stands at the end of `steps`.
pub fn path_shape(shape: &Shape, steps: &[Step]) -> Lookup {
    steps.iter().fold(Lookup::present(shape.clone()), |found, step| found.then(|shape| shape.at(step)))
}

/// Whether something does not have, at times at least, what `steps` lead to: the answer of a service what its list
/// does not have.
fn lacks(shape: &Shape, steps: &[Step]) -> bool {
    let is_unlisted = |at: usize| {
        let (Some(Step::Name(name)), Some(before)) = (steps.get(at), steps.get(..at)) else { return false };
        path_shape(shape, before).shape.is_unlisted(name)
    };
    path_shape(shape, steps).absence >= Absence::Possibly || (0..steps.len()).any(is_unlisted)
}

/// The places that leave the input of `state` without what `steps` lead to, the nearest ones first found.
pub fn reasons(
    machine: &Machine<'_>,
    flow: &DataFlow<'_, '_>,
    state: StateId,
    steps: &[Step],
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut seen = FxHashSet::default();
    let mut open = vec![state];
    let mut next = 0;
    while let Some(&state) = open.get(next).filter(|_| next < MAX_STATES) {
        next += 1;
        // Where some ways have it, it is the others that are told of.
        let is_on_some_ways = flow.arrivals(state).iter().any(|arrival| !lacks(&arrival.input, steps));
        for arrival in flow.arrivals(state) {
            if !lacks(&arrival.input, steps) || reasons.len() >= MAX_REASONS {
                continue;
            }
            if !seen.insert((arrival.from, via_key(arrival.via))) {
                continue;
            }
            let reason = reason(machine, arrival);
            let replaces = matches!(reason.deed, Deed::ReplacesInput | Deed::ErrorReplacesInput);
            // What a result that takes the place of the input has not, is lost before only where it always is.
            let least = if replaces { Absence::Always } else { Absence::Possibly };
            let lacked_before = !is_on_some_ways
                && is_same_data(machine, arrival)
                && !is_put_by(machine, &reason, steps)
                && flow.has_arrivals(arrival.from)
                && flow
                    .entry(arrival.from)
                    .is_some_and(|entry| path_shape(&entry.input, steps).absence >= least);
            if lacked_before {
                open.push(arrival.from);
            }
            if !lacked_before || replaces {
                reasons.push(reason);
            }
        }
    }
    reasons
}

fn via_key(via: Via) -> (u8, u32) {
    match via {
        Via::StartAt => (0, 0),
        Via::Next => (1, 0),
        Via::Default => (2, 0),
        Via::ChoiceRule(index) => (3, index),
        Via::Catcher(index) => (4, index),
    }
}

impl DataFlow<'_, '_> {
    fn has_arrivals(&self, state: StateId) -> bool {
        !self.arrivals(state).is_empty()
    }
}

/// Whether paths into what arrives lead where they lead in the input of the state that it comes from.
fn is_same_data(machine: &Machine<'_>, arrival: &Arrival) -> bool {
    let state = machine.state(arrival.from);
    let is_parallel = state.state_type == Some(StateType::Parallel);
    let shapes = [Field::Parameters, Field::Arguments, Field::InputPath];
    arrival.via != Via::StartAt
        || is_parallel && !shapes.iter().any(|&field| machine.has(state.object, field))
}

/// Whether the place that `steps` lead to is where a `ResultPath` puts something, or within it.
fn is_put_by(machine: &Machine<'_>, reason: &Reason, steps: &[Step]) -> bool {
    let (Deed::AddsResult | Deed::AddsError, Some(Step::Name(first))) = (reason.deed, steps.first()) else {
        return false;
    };
    let path = machine.value(reason.object, Field::ResultPath).and_then(|path| path.str());
    path.is_some_and(|path| path.split(['.', '[']).nth(1) == Some(first))
}

fn reason(machine: &Machine<'_>, arrival: &Arrival) -> Reason {
    let state = machine.state(arrival.from);
    let found =
        |object: ObjectId, fields: &[Field]| fields.iter().copied().find(|&field| machine.has(object, field));
    let shape = arrival.input.clone();
    let at = |object, field, deed| Reason { object, field, deed, shape: shape.clone() };
    match arrival.via {
        Via::StartAt => {
            let fields = [
                Field::ItemSelector,
                Field::Arguments,
                Field::Parameters,
                Field::ItemReader,
                Field::ItemsPath,
                Field::Items,
            ];
            at(state.object, found(state.object, &fields), Deed::Begins)
        }
        Via::Catcher(index) => {
            let catcher =
                machine.children(state.object, Field::Catch).nth(index as usize).unwrap_or(state.object);
            match found(catcher, &[Field::Output, Field::ResultPath]) {
                Some(Field::ResultPath) if !is_root(machine, catcher) => {
                    at(catcher, Some(Field::ResultPath), Deed::AddsError)
                }
                Some(Field::Output) => at(catcher, Some(Field::Output), Deed::Makes),
                field => at(catcher, field, Deed::ErrorReplacesInput),
            }
        }
        Via::ChoiceRule(_) | Via::Default => {
            at(state.object, found(state.object, &[Field::OutputPath, Field::InputPath]), Deed::Makes)
        }
        Via::Next => {
            if let Some(field) = found(state.object, &[Field::OutputPath, Field::Output]) {
                return at(state.object, Some(field), Deed::Makes);
            }
            if machine.has(state.object, Field::ResultPath) && !is_root(machine, state.object) {
                return at(state.object, Some(Field::ResultPath), Deed::AddsResult);
            }
            // These hand on their input; without `InputPath` as it is.
            let is_plain_pass = state.state_type == Some(StateType::Pass)
                && found(state.object, &[Field::Result, Field::Parameters]).is_none();
            if is_plain_pass || matches!(state.state_type, Some(StateType::Wait | StateType::Succeed)) {
                return at(state.object, found(state.object, &[Field::InputPath]), Deed::Makes);
            }
            let makers: &[Field] = match state.state_type {
                Some(StateType::Pass) => &[Field::Result, Field::Parameters],
                _ => &[
                    Field::ResultSelector,
                    Field::Resource,
                    Field::Branches,
                    Field::ResultWriter,
                    Field::ItemProcessor,
                    Field::Iterator,
                    Field::InputPath,
                ],
            };
            at(state.object, found(state.object, makers), Deed::ReplacesInput)
        }
    }
}

/// Whether the `ResultPath` of an object is `$`, which is what it is where it is absent.
fn is_root(machine: &Machine<'_>, object: ObjectId) -> bool {
    let value = machine.value(object, Field::ResultPath);
    value.is_none_or(|value| value.kind() != Kind::Null && value.str() == Some("$"))
}
