//! A member that `$states` does not have.

use super::{Context, Reporter, propose};
use crate::expr::jsonata::{Analysis, Edit};
use crate::flow::JsonataSite;
use crate::suggest;

/// spec/jsonata.md 5.4
const MEMBERS: [&str; 4] = ["input", "context", "result", "errorOutput"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for JsonataSite { site, analysis: Analysis { references, .. }, .. } in cx.expressions() {
        for reference in &references.states {
            let Some(member) = reference.member.filter(|member| !MEMBERS.contains(member)) else { continue };
            let finding = out.report_at(site, &reference.span, format!("`$states` has no member `{member}`"));
            finding.label("no such member");
            match suggest::nearest(member, MEMBERS) {
                Some(nearest) => {
                    finding.help(format!("Did you mean `$states.{nearest}`?"));
                    let start = reference.span.end - member.len() as u32;
                    propose(
                        finding,
                        site,
                        Some(&Edit { span: start..reference.span.end, replacement: nearest.to_owned() }),
                    );
                }
                None => {
                    finding.help("Its members are `input`, `context`, `result` and `errorOutput`");
                }
            }
        }
    }
}
