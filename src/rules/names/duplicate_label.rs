//! Two Maps with one `Label`.

use rustc_hash::FxHashMap;

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut first: FxHashMap<&str, Node<'_>> = FxHashMap::default();
    for state in cx.machine.states_of(StateType::Map) {
        let Some(value) =
            cx.machine.value(state.object, Field::Label).filter(|value| !value.has_placeholder())
        else {
            continue;
        };
        let Some(label) = value.str() else { continue };
        if let Some(other) = first.get(label) {
            let place = Place::field(state.object, Field::Label);
            out.report(&place, value.span(), format!("Two Map states have the label `{label}`"))
                .label("the label again")
                .related(other.span(), "first used here")
                .help("Labels are unique over the whole state machine")
                .aws("DUPLICATE_LABEL_NAME", format!("Duplicate Label name: {label}"), cx.location(&place));
        } else {
            first.insert(label, value);
        }
    }
}
