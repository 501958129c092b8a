//! A suppression that silences nothing.

use super::{Context, Reporter};
use crate::asl::Place;
use crate::rules;
use crate::suggest;
use crate::suppression::MARK;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for suppression in cx.unused_suppressions {
        let name = &suppression.name;
        let is_known = !suppression.rules.is_empty();
        let message = match () {
            () if is_known => format!("Nothing here draws a finding of `{name}`"),
            () if name == MARK => "The suppression names no rule".to_owned(),
            () => format!("There is no rule `{name}` to ignore"),
        };
        let finding = out.report(&Place::object(cx.machine.root()), suppression.span, message);
        // Two of them in one file are two findings, whatever the order.
        finding.stable_path.push_str(name);
        let nearest = if is_known { None } else { suggest::nearest(name, rules::names()) };
        match nearest {
            Some(nearest) => {
                finding.help(format!("Did you mean `{nearest}`?")).unsafe_fix(suppression.span, nearest);
            }
            None if is_known => {
                finding.help("Take the suppression away");
                if let Some(removal) = suppression.removal {
                    finding.safe_fix(removal, "");
                }
            }
            // Perhaps it is not meant as one.
            None => {
                finding.help("Take it away, or name a rule; `aslint rules` lists them");
            }
        }
    }
}
