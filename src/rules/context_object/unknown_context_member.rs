//! A member that the context object does not have.

use super::{Context, Reporter, severity};
use crate::expr::context;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for read in cx.context_reads {
        let names = read.names();
        let Err(problem) = context::check(&names) else { continue };
        let severity = severity(cx, read);
        let finding = out.report_at(
            read.site,
            &problem.span,
            format!("`{}` does not exist: {}", read.path(), problem.message),
        );
        finding.label("no such member").at_most(severity);
        if let Some(meant) = problem.meant {
            finding.help(format!("Did you mean `{meant}`?"));
            let last = names.get(problem.replaces.wrapping_sub(1)).map(|(_, span)| span.end);
            if let (Some(start), Some(end)) = (names.first().map(|(_, span)| span.start), last) {
                let offset = read.site.offset();
                finding.unsafe_fix(
                    read.site.node.span_within(start as usize + offset, end as usize + offset),
                    meant,
                );
            }
        } else {
            finding.help("Its members are `Execution`, `State`, `StateMachine`, `Task` and `Map`");
        }
    }
}
