//! A cluster of EMR with settings that Step Functions does not take.

use super::{Context, Reporter};
use crate::rules::service_call::{calls, names};
use crate::syntax::Kind;

const KEEP: &str = "KeepJobFlowAliveWhenNoSteps";

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in
        calls(cx).filter(|call| call.optimized.is_some() && call.name == "elasticmapreduce:createCluster")
    {
        if let Some((key, _)) = call.member("Steps") {
            out.report(&call.place_of(key), key.span(), format!("`{}` takes no `Steps`", call.name))
                .label("not taken")
                .help("Add steps with `elasticmapreduce:addStep`");
        }
        let Some((_, instances)) = call.member("Instances") else { continue };
        let Some(given) = names(cx, instances) else { continue };
        let message = format!("`{}` needs `{KEEP}` to be true", call.name);
        match instances.get(KEEP) {
            Some(value) if value.kind() == Kind::Bool(false) => {
                out.report(&call.place_of(value), value.span(), message)
                    .label("true is expected")
                    .safe_fix(value.span(), "true")
                    .help("Write `true`");
            }
            None if !given.iter().any(|name| name.eq_ignore_ascii_case(KEEP)) => {
                out.report(&call.place_of(instances), instances.head_span(), message)
                    .label(format!("no `{KEEP}`"))
                    .help(format!("Add `{KEEP}`"));
            }
            _ => {}
        }
    }
}
