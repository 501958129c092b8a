//! Items from an expression that gives a single item bare, not in an array.

use super::{Context, Reporter, propose};
use crate::asl::Field;
use crate::expr::jsonata::{self, CollapseCause, Edit};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for site in cx.sites().iter().filter(|site| site.field == Field::Items) {
        let Some(expression) = site.expression().filter(|_| site.is_whole_field()) else {
            continue;
        };
        for collapse in jsonata::collapsing(expression) {
            let what = match collapse.cause {
                CollapseCause::Predicate => "a filter",
                CollapseCause::Wildcard => "a wildcard",
                CollapseCause::Mapping => "a step that makes something of each item",
                CollapseCause::Sort => "a sort",
                CollapseCause::Function => "a function that gives a sequence",
            };
            let finding = out.report_at(
                site,
                &collapse.span,
                format!("`Items` is no array where {what} leaves a single item"),
            );
            finding.label("one item comes bare, none as nothing");
            finding.help("Put it into brackets: `[…]` always gives an array");
            let open = Edit { span: collapse.span.start..collapse.span.start, replacement: "[".to_owned() };
            let close = Edit { span: collapse.span.end..collapse.span.end, replacement: "]".to_owned() };
            propose(finding, site, Some(&open));
            propose(finding, site, Some(&close));
        }
    }
}
