//! A path that is read, but hardly as it was meant.

use super::{Context, Reporter, propose};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for site in cx.sites.iter() {
        for warning in site.paths().into_iter().flat_map(|path| &path.warnings) {
            let finding = out.report_at(
                site,
                &warning.span,
                format!("In `{}` {}", site.node.str().unwrap_or_default(), warning.message),
            );
            finding.label("probably not what was meant");
            if let Some(help) = &warning.help {
                finding.help(help.clone());
            }
            propose(finding, site, warning.edit.as_ref());
        }
    }
}
