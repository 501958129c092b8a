//! Something that an action does not take.

use super::{Context, Reporter, severity};
use crate::asl::PlaceStep;
use crate::aws::Shape;
use crate::finding::Severity;
use crate::rules::edit;
use crate::rules::service_call::{ServiceCall, calls, member_name};
use crate::suggest;
use crate::syntax::Node;

/// Types of attribute values of DynamoDB, which are also taken as DynamoDB itself spells them: the optimized integration
/// knows no others (spec/integrations.md 8.3).
const ATTRIBUTE_TYPES: [&str; 5] = ["BOOL", "NULL", "SS", "NS", "BS"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut budget = suggest::BUDGET;
    for call in calls(cx) {
        let Some(object) = call.object() else { continue };
        let mut names: Vec<&'static str> = call.own_members().collect();
        names.extend(call.input.into_iter().flat_map(Shape::members).map(|member| member.name));
        // Where neither the integration nor the SDK says what it takes, everything may be right.
        if names.is_empty() && call.input.is_none() {
            continue;
        }
        check_members(cx, out, &call, object, &names, &mut budget);
        for (node, shape) in call.nested() {
            let names: Vec<&'static str> = shape.members().map(|member| member.name).collect();
            check_members(cx, out, &call, node, &names, &mut budget);
        }
    }
}

fn check_members(
    cx: &Context<'_>,
    out: &mut Reporter<'_>,
    call: &ServiceCall<'_, '_>,
    object: Node<'_>,
    names: &[&'static str],
    budget: &mut usize,
) {
    for (key, _) in object.members() {
        let is_taken = |name: &str| names.contains(&name) || ATTRIBUTE_TYPES.contains(&name);
        let Some(name) = member_name(key).filter(|name| !is_taken(name)) else { continue };
        let place = call.place(vec![PlaceStep::Key(key.str().unwrap_or_default().to_owned())]);
        let finding = out.report(&place, key.span(), format!("`{}` takes no `{name}`", call.name));
        finding.label("not taken");
        if let Some(meant) = names.iter().find(|known| known.eq_ignore_ascii_case(name)) {
            let (span, text) = edit::within(key, 0, name.len(), meant);
            finding.help(format!("Write `{meant}`"));
            if name.get(1..) == meant.get(1..) {
                finding.safe_fix(span, text).at_most(severity(cx, call.state));
            } else {
                // How runs of capitals are folded is known from examples (spec/integrations.md 8.7).
                finding.unsafe_fix(span, text).at_most(Severity::Warning);
            }
            continue;
        }
        // A service may have got a member since the models were made.
        finding.at_most(Severity::Warning);
        match suggest::nearest_within(budget, name, names.iter().copied()) {
            Some(meant) => {
                let (span, text) = edit::within(key, 0, name.len(), meant);
                finding.help(format!("Did you mean `{meant}`?")).unsafe_fix(span, text);
            }
            None => drop(finding.help(format!("`{}` does not know it; leave it out", call.name))),
        }
    }
}
