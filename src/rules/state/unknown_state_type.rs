//! A `Type` that does not exist.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};
use crate::rules::edit;
use crate::rules::wording::{SCHEMA, list, words};
use crate::suggest;

/// What other languages and tools call things, and what it is here.
const HABITS: [(&str, &str); 9] = [
    ("Lambda", "Task"),
    ("Function", "Task"),
    ("Activity", "Task"),
    ("If", "Choice"),
    ("Switch", "Choice"),
    ("Sleep", "Wait"),
    ("Success", "Succeed"),
    ("Failure", "Fail"),
    ("Foreach", "Map"),
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states().iter().filter(|state| state.state_type.is_none()) {
        let Some(value) = cx.machine.value(state.object, Field::Type) else { continue };
        let Some(found) = value.str().filter(|_| !value.has_placeholder()) else { continue };
        let names = || StateType::ALL.into_iter().map(StateType::name);
        let place = Place::field(state.object, Field::Type);
        let message = format!("The field 'Type' should have one of these values: {}", list(names()));
        let finding = out.report(&place, value.span(), format!("There is no state type `{found}`"));
        finding.label("unknown type").aws(SCHEMA, message, cx.location(&place));
        let habit = HABITS.iter().find(|(habit, _)| habit.eq_ignore_ascii_case(found)).map(|(_, name)| *name);
        match habit.or_else(|| suggest::nearest(found, names())) {
            Some(name) => {
                finding.help(format!("Did you mean `{name}`?"));
                let (span, text) = edit::within(value, 0, found.len(), name);
                let is_case_slip = name.eq_ignore_ascii_case(found);
                if is_case_slip { finding.safe_fix(span, text) } else { finding.unsafe_fix(span, text) }
            }
            None => finding.help(format!("The types are {}", words(names(), "and"))),
        };
    }
}
