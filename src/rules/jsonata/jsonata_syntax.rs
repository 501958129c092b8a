//! An expression that is not JSONata.

use super::{Context, Reporter, propose, sentence};
use crate::expr::jsonata;
use crate::finding::Severity;
use crate::flow::SiteKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for site in cx.sites().iter() {
        let SiteKind::Jsonata(Err(error)) = &site.kind else { continue };
        let text = site.jsonata_text();
        let habit = jsonata::explain(&text, error);
        let span = habit.as_ref().map_or(&error.span, |habit| &habit.span);
        let finding = out.report_at(site, span, format!("This is not JSONata: {}", error.message));
        finding.label(error.message.clone());
        if let Some(habit) = &habit {
            finding.help(sentence(&habit.help));
            propose(finding, site, habit.edit.as_ref());
        }
        // Two codes are of the parser's own: what AWS says there is not known. Nor is what a placeholder becomes.
        if error.code.starts_with("D0") || site.node.has_placeholder() {
            finding.at_most(Severity::Warning);
        } else {
            let location = cx.location(&cx.sites().place(site));
            finding.aws("INVALID_JSONATA_EXPRESSION", error.message.clone(), location);
        }
    }
}
