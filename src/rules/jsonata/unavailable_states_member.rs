//! `$states.result` or `$states.errorOutput` where there is none.

use super::{Context, Reporter};
use crate::asl::{Field, ObjectKind};
use crate::expr::jsonata::Analysis;
use crate::flow::{JsonataSite, Site};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for JsonataSite { site, analysis: Analysis { references, .. }, .. } in cx.expressions() {
        for reference in &references.states {
            let Some(member @ ("result" | "errorOutput")) = reference.member else { continue };
            if is_available(cx, site, member) {
                continue;
            }
            let place = cx.sites().place(site);
            let field = site.field.name();
            let help = match member {
                "result" => "It exists in `Output` and `Assign` of Task, Parallel and Map states",
                _ => "It exists in `Output` and `Assign` of catchers",
            };
            out.report_at(site, &reference.span, format!("`$states.{member}` does not exist in `{field}`"))
                .label("does not exist here")
                .help(help)
                .aws("UNSUPPORTED_JSONATA_EXPRESSION", reference.aws_message(), cx.location(&place));
        }
    }
}

/// Where the member exists (spec/jsonata.md 5.4).
fn is_available(cx: &Context<'_>, site: &Site<'_>, member: &str) -> bool {
    let kind = cx.machine.object(site.object).kind;
    let is_field = matches!(site.field, Field::Output | Field::Assign);
    is_field
        && match member {
            "result" => {
                matches!(kind, ObjectKind::Task | ObjectKind::Parallel | ObjectKind::Map | ObjectKind::State)
            }
            _ => kind == ObjectKind::Catcher,
        }
}
