//! A JSONPath state in a JSONata state machine.

use super::{Context, Reporter};
use crate::asl::{Field, Place, QueryLanguage};
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let Some(whole) = cx.machine.field(cx.machine.root(), Field::QueryLanguage) else { return };
    if !cx.machine.object(cx.machine.root()).language.is(QueryLanguage::JSONata) {
        return;
    }
    for state in cx.states() {
        let Some(own) = cx.machine.field(state.object, Field::QueryLanguage) else { continue };
        if own.value.str() == Some(QueryLanguage::JSONPath.name()) {
            let place = Place::field(state.object, Field::QueryLanguage);
            let message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
            out.report(
                &place,
                own.value.span(),
                format!("State `{}` cannot be in JSONPath within a JSONata state machine", state.name),
            )
            .label("JSONPath here")
            .related(whole.value.span(), "the whole state machine is in JSONata")
            .help("Mix the other way round: a JSONPath state machine may have JSONata states")
            .aws(SCHEMA, message, cx.location(&Place::object(state.object)));
        }
    }
}
