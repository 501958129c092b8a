//! Whether there is what a task calls.

pub mod misspelt_action;
pub mod region_in_integration;
pub mod unknown_action;
pub mod unknown_service;
pub mod unsupported_pattern;

use std::ops::Range;

use super::{Context, Reporter};
use crate::asl::{Field, Place, State, StateType};
use crate::aws::{self, Call, Resource, Target};
use crate::finding::Finding;
use crate::rules::wording::SCHEMA;
use crate::syntax::Node;

/// A task, the text of its resource, and what it says.
pub type TaskResource<'t> = (&'t State<'t>, Node<'t>, Resource<'t>);

/// The tasks, with their resources taken apart (spec/integrations.md 8.1).
pub fn resources<'c, 't>(cx: &'c Context<'t>) -> &'c [TaskResource<'t>] {
    cx.within(all_resources(cx), |(state, ..)| state.id)
}

/// The same for the whole definition.
pub fn all_resources<'c, 't>(cx: &'c Context<'t>) -> &'c [TaskResource<'t>] {
    cx.shared.tasks.get_or_init(|| {
        let resource = |state: &'t State<'t>| {
            let node = cx.machine.value(state.object, Field::Resource)?;
            Some((state, node, Resource::parse(node.str()?)))
        };
        cx.machine.states_of(StateType::Task).filter_map(resource).collect()
    })
}

/// The action that is meant where there is one of that name but for its case: as the resource would have it.
fn meant_by_case(target: &Target<'_>) -> Option<String> {
    match target {
        Target::Optimized(call) => {
            let same = |entry: &&aws::Integration| {
                entry.service == call.service.text && entry.action.eq_ignore_ascii_case(call.action.text)
            };
            let found = aws::integrations().iter().find(same)?;
            (found.action != call.action.text).then(|| found.action.to_owned())
        }
        Target::Sdk(call) => {
            let service = aws::sdk_service(call.service.text)?;
            if service.action(call.action.text).is_some() {
                return None;
            }
            let same = |action: &aws::Action| action.name().eq_ignore_ascii_case(call.action.text);
            service.actions().find(same).map(|action| action.name().to_owned())
        }
        _ => None,
    }
}

/// Reports that AWS does not recognise a resource, shown at a stretch (in bytes) of it.
fn report<'r>(
    cx: &Context<'_>,
    out: &'r mut Reporter<'_>,
    (state, node): (&State<'_>, Node<'_>),
    range: &Range<usize>,
    message: String,
) -> &'r mut Finding {
    let place = Place::field(state.object, Field::Resource);
    let said = format!(
        "The resource provided {} is not recognized. The value is not a valid resource ARN, or the resource is not \
         available in this region.",
        node.str().unwrap_or_default()
    );
    let finding = out.report(&place, node.span_within(range.start, range.end), message);
    finding.aws(SCHEMA, said, cx.location(&place))
}

/// Service and action, as a person calls them.
fn name(call: &Call<'_>) -> String {
    format!("{}:{}", call.service.text, call.action.text)
}
