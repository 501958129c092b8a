//! A region or an account in the ARN of an integration.

use super::{Context, Reporter, resources};
use crate::asl::{Field, Place};
use crate::aws::{Part, Target};
use crate::rules::edit;

/// AWS documents both as empty; samples of its own fill them in, and what it makes of that is not on record
/// (spec/integrations.md 8.1).
pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for &(state, node, ref resource) in resources(cx) {
        if !matches!(resource.target, Target::Optimized(_) | Target::Http(_) | Target::Sdk(_)) {
            continue;
        }
        let (Some(region), Some(account)) = (&resource.region, &resource.account) else { continue };
        if !is_given(region) && !is_given(account) {
            continue;
        }
        let range = region.range.start..account.range.end;
        let (span, text) = edit::within(node, range.start, range.end, ":");
        let place = Place::field(state.object, Field::Resource);
        let shown = node.span_within(range.start, range.end);
        out.report(&place, shown, "The ARN of an integration names neither region nor account")
            .label("empty as a rule")
            .help("Leave both empty: `states:::`")
            .unsafe_fix(span, text);
    }
}

/// Whether it is there: written down, or filled in with what AWS knows of itself.
fn is_given(part: &Part<'_>) -> bool {
    !part.text.is_empty() && (!part.has_placeholder() || part.text.contains("AWS::"))
}
