//! A member that the context object does not have.

use super::{Context, Reporter, severity};
use crate::asl::Field;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for read in cx.context_reads() {
        let Err(problem) = &read.found else { continue };
        // No result goes into the context object, whatever its members.
        if read.site.field == Field::ResultPath {
            continue;
        }
        let severity = severity(cx, read);
        let finding = out.report_at(
            read.site,
            &problem.span,
            format!("`{}` does not exist: {}", read.path(), problem.message),
        );
        finding.label("no such member").at_most(severity);
        if let Some(meant) = problem.meant {
            finding.help(format!("Did you mean `{meant}`?"));
            let last = problem.replaces.checked_sub(1).and_then(|last| read.members.get(last));
            if let (Some((_, first)), Some((_, last))) = (read.members.first(), last) {
                finding.unsafe_fix(read.site.span(&(first.start..last.end)), meant);
            }
        } else {
            finding.help("Its members are `Execution`, `State`, `StateMachine`, `Task` and `Map`");
        }
    }
}
