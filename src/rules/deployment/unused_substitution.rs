//! A value for a placeholder that the definition does not have.

use rustc_hash::FxHashSet;

use super::{Context, Reporter, report};
use crate::document::TemplateKind;
use crate::suggest;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let Some(placeholders) = cx.deployment.placeholders else { return };
    let mut budget = suggest::BUDGET;
    let used: FxHashSet<&str> = placeholders.iter().map(|(name, _)| *name).collect();
    for resource in cx.deployment.resources {
        // Terraform takes any expression in a placeholder, and a name may stand anywhere in it.
        let is_sure = resource.kind != TemplateKind::Terraform;
        let Some(substitutions) = resource.substitutions.as_ref().filter(|_| is_sure) else { continue };
        let given: FxHashSet<&str> = substitutions.given.iter().map(|given| given.name.as_str()).collect();
        let free: Vec<&str> = used.iter().copied().filter(|used| !given.contains(used)).collect();
        for known in substitutions.given.iter().filter(|known| !used.contains(known.name.as_str())) {
            let name = &known.name;
            let finding =
                report(cx, out, known.span, format!("The definition has no placeholder `${{{name}}}`"));
            finding.label("not used");
            let free = || free.iter().copied();
            let nearest = suggest::nearest_within(&mut budget, name, free())
                .or_else(|| suggest::abbreviated_within(&mut budget, name, free()));
            match nearest {
                Some(nearest) => {
                    finding.help(format!("The definition has `${{{nearest}}}`, which is given no value"))
                }
                None => finding.help("Remove it, or use it in the definition"),
            };
        }
    }
}
