//! An intrinsic function that is given values that it does not take.

use super::{Brief, Context, Reporter};
use crate::finding::Severity;
use crate::flow::ObservationKind;
use crate::flow::intrinsic::ProblemKind;
use crate::rules::Failure;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for observation in cx.data.observations() {
        let (ObservationKind::Intrinsic(problem), Some(site)) = (&observation.kind, observation.site) else {
            continue;
        };
        let message = match &problem.kind {
            ProblemKind::Argument { function, wanted, shape } => {
                format!("`{function}` takes {} here, and is given {:.1}", wanted.article(), Brief(shape))
            }
            ProblemKind::Composite { shape } => {
                format!("`States.Format` prints {:.1} in a form that is not JSON", Brief(shape))
            }
            ProblemKind::NoItem { array, index } => {
                format!("`States.ArrayGetItem` is asked for item {index} of {:.1}", Brief(array))
            }
            ProblemKind::Number { function, shape } => {
                format!("`{function}` does not take {:.1}", Brief(shape))
            }
        };
        // Which error AWS answers with is not on record: none that a catcher takes may be relied on.
        let severity =
            if problem.is_certain { cx.severity_at(site, Failure::Catchable) } else { Severity::Warning };
        let finding = out.report_at(site, &problem.span, message);
        finding.at_most(severity);
        if let ProblemKind::Composite { .. } = problem.kind {
            finding.help("`States.JsonToString` makes JSON of it");
        }
    }
}
