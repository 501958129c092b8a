//! A field of the language in an object that does not have it.

use super::{Context, Reporter};
use crate::asl::{Field, ObjectKind, Place, StateType};
use crate::rules::edit;
use crate::rules::wording::{SCHEMA, capital, words};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for stray in &cx.machine.strays {
        let (key, _) = cx.machine.stray(stray);
        let Some(field) = key.str().and_then(Field::from_name) else { continue };
        let object = cx.machine.object(stray.object);
        if cx.machine.is_fragment && object.parent.is_none() {
            continue;
        }
        let owner = match object.kind {
            kind if kind.is_state() && kind != ObjectKind::State => format!("a {} state", kind.spec().name()),
            _ => cx.describe(object),
        };
        let name = field.name();
        let place = Place::key(stray.object, name);
        let location = cx.location(&Place::object(stray.object));
        let finding = out.report(&place, key.span(), format!("{} has no `{name}`", capital(&owner)));
        finding.label("not a field of this object").help(advice(object.kind, field)).aws(
            SCHEMA,
            format!("Field '{name}' is not supported"),
            location,
        );
        let ends_anyway = matches!(object.kind, ObjectKind::Succeed | ObjectKind::Fail);
        if field == Field::End
            && ends_anyway
            && let Some(cut) = edit::member_removal(cx.machine.node(stray.object), key)
        {
            finding.safe_fix(cut, "");
        }
    }
}

fn advice(kind: ObjectKind, field: Field) -> String {
    match (kind, field) {
        (ObjectKind::Succeed | ObjectKind::Fail, Field::Next | Field::End) => {
            "The state ends by itself; remove the field".to_owned()
        }
        (ObjectKind::Choice, Field::Next) => {
            "A Choice leaves through `Choices[].Next` and `Default`".to_owned()
        }
        (ObjectKind::Choice | ObjectKind::ChoiceRule, Field::End) => {
            "A Choice cannot end the execution; go to a Succeed state".to_owned()
        }
        (ObjectKind::NestedChoiceRule, Field::Next) => {
            "Only the outermost rule says where to go; move `Next` there".to_owned()
        }
        (ObjectKind::Branch | ObjectKind::ItemProcessor, Field::QueryLanguage) => {
            "Set `QueryLanguage` on the state machine, or on single states".to_owned()
        }
        _ => {
            let states =
                StateType::ALL.into_iter().filter(|state| state.object_kind().spec().field(field).is_some());
            let states: Vec<&str> = states.map(StateType::name).collect();
            match states.len() {
                0 => "Move it to the object it belongs to, or remove it".to_owned(),
                8 => "It is a field of states; move it into one".to_owned(),
                _ => format!("It is a field of {} states", words(states, "and")),
            }
        }
    }
}
