//! An action that exists in other capitals.

use super::{Context, Reporter, meant_by_case, name, report, resources};
use crate::aws::Target;
use crate::rules::edit;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for &(state, node, ref resource) in resources(cx) {
        let Some(meant) = meant_by_case(&resource.target) else { continue };
        let (Target::Optimized(call) | Target::Sdk(call)) = &resource.target else { continue };
        let message = format!("No action is called `{}`", name(call));
        let range = &call.action.range;
        let (span, text) = edit::within(node, range.start, range.end, &meant);
        report(cx, out, (state, node), range, message)
            .label("in other capitals")
            .help(format!("Write `{meant}`"))
            .safe_fix(span, text);
    }
}
