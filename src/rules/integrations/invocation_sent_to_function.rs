//! A function that is called by its ARN and sent the parameters of `lambda:invoke`.

use super::{Context, Reporter, sent};
use crate::asl::Place;
use crate::aws::Target;
use crate::rules::resources::resources;
use crate::rules::service_call::member_name;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (state, _, resource) in resources(cx) {
        if !matches!(resource.target, Target::Lambda { .. }) {
            continue;
        }
        let Some(sent) = sent(cx, state) else { continue };
        let key = |name| sent.value.members().map(|(key, _)| key).find(|key| member_name(*key) == Some(name));
        let (Some(function), Some(_)) = (key("FunctionName"), key("Payload")) else { continue };
        let message =
            format!("State `{}` sends `FunctionName` and `Payload` to the function itself", state.name);
        out.report(&Place::field(state.object, sent.field), function.span(), message)
            .label("a parameter of `lambda:invoke`")
            .help("Call `arn:aws:states:::lambda:invoke`, or send what stands in `Payload` alone");
    }
}
