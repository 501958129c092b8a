//! An expression whose result its field cannot take.

use super::{Context, Reporter, severity};
use crate::asl::{Field, ObjectId};
use crate::expr::jsonata::TypeSet;
use crate::finding::Severity;
use crate::flow::JsonataSite;
use crate::rules::map;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for expression in cx.expressions() {
        let JsonataSite { site, text, analysis, .. } = expression;
        let found = analysis.result;
        let is_whole_field = site.is_whole_field();
        let wanted = if is_whole_field { wanted(site.field) } else { None };
        let json = wanted.unwrap_or(TypeSet::JSON);
        let span = 0..text.len() as u32;
        if !found.may_be(json) && found != TypeSet::NONE {
            let (name, text) = (site.field.name(), found.describe());
            let message = match wanted {
                Some(wanted) => {
                    format!("`{name}` needs {}, and the expression gives {text}", describe(wanted))
                }
                None => format!("The expression gives {text}, which is no JSON"),
            };
            let severity = severity(cx, expression, &expression.expression.span(expression.expression.root));
            let finding = out.report_at(site, &span, message);
            finding.label(format!("gives {text}")).at_most(severity);
        } else if is_whole_field
            && site.field == Field::Items
            && found.is_surely(TypeSet::OBJECT)
            && is_inline(cx, site.object)
        {
            // An older recording refuses an object there, newer pages allow it (spec/states.md 1.13).
            out.report_at(
                site,
                &span,
                "The items of an inline Map may have to be an array, and the expression gives an object",
            )
            .label("gives an object")
            .at_most(Severity::Warning);
        }
    }
}

/// Whether this rule tells of an expression with these results in a field.
pub(in crate::rules) fn tells(field: Field, found: TypeSet) -> bool {
    wanted(field).is_some_and(|wanted| !found.may_be(wanted))
        || field == Field::Items && found.is_surely(TypeSet::OBJECT)
}

fn is_inline(cx: &Context<'_>, map: ObjectId) -> bool {
    let state = cx.machine.object(map).state.map(|state| cx.machine.state(state));
    state.is_some_and(|state| state.object == map && map::is_inline(cx, state) == Some(true))
}

/// What the service takes as the value of a whole field (spec/states.md, spec/jsonata.md 5.6).
fn wanted(field: Field) -> Option<TypeSet> {
    Some(match field {
        Field::Condition => TypeSet::BOOLEAN,
        Field::Items => TypeSet::ARRAY.or(TypeSet::OBJECT),
        Field::Seconds
        | Field::TimeoutSeconds
        | Field::HeartbeatSeconds
        | Field::MaxConcurrency
        | Field::ToleratedFailureCount
        | Field::MaxItems
        | Field::MaxItemsPerBatch
        | Field::MaxInputBytesPerBatch => TypeSet::WHOLE,
        Field::ToleratedFailurePercentage => TypeSet::NUMBER,
        Field::Timestamp | Field::Error | Field::Cause => TypeSet::STRING,
        _ => return None,
    })
}

fn describe(wanted: TypeSet) -> String {
    if wanted == TypeSet::WHOLE { "a whole number".to_owned() } else { wanted.describe() }
}
