//! A reader or writer of a Distributed Map with an action that is none of its own.

use super::{Context, Reporter};
use crate::asl::{Field, ObjectKind, Place};
use crate::finding::Severity;
use crate::rules::edit;
use crate::rules::wording::{SCHEMA, words};
use crate::suggest;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (id, object) in cx.objects() {
        let actions: &'static [&'static str] = match object.kind {
            ObjectKind::ItemReader => &["s3:getObject", "s3:listObjectsV2"],
            ObjectKind::ResultWriter => &["s3:putObject"],
            _ => continue,
        };
        let Some(value) = cx.machine.value(id, Field::Resource).filter(|value| !value.has_placeholder())
        else {
            continue;
        };
        let Some(resource) = value.str() else { continue };
        let action = resource
            .strip_prefix("arn:")
            .and_then(|rest| rest.split_once(":states:::"))
            .map(|(_, action)| action);
        if action.is_some_and(|action| actions.contains(&action)) {
            continue;
        }
        let name = object.kind.spec().name();
        let place = Place::field(id, Field::Resource);
        let finding = out.report(&place, value.span(), format!("`{name}` cannot use `{resource}`"));
        finding.label(format!("{} is expected", words(actions.iter().copied(), "or")));
        match action.and_then(|action| nearest(action, actions).map(|nearest| (action, nearest))) {
            Some((action, nearest)) => {
                let start = resource.len() - action.len();
                let (span, text) = edit::within(value, start, resource.len(), nearest);
                finding.help(format!("Did you mean `{nearest}`?")).unsafe_fix(span, text);
            }
            None => {
                finding.help(format!("Write `arn:aws:states:::{}`", actions[0]));
            }
        }
        if object.kind == ObjectKind::ItemReader {
            let message = "The field 'Resource' does not match any of the allowed values";
            finding.aws(SCHEMA, message, cx.location(&Place::object(id)));
        } else {
            // Documented, but AWS's answer is not recorded.
            finding.at_most(Severity::Warning);
        }
    }
}

/// The action that was probably meant; `aws-sdk:` stands before the actions of tasks only.
fn nearest(action: &str, actions: &'static [&'static str]) -> Option<&'static str> {
    suggest::nearest(action.strip_prefix("aws-sdk:").unwrap_or(action), actions.iter().copied())
}
