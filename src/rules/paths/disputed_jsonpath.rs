//! A path that is read, but hardly as it was meant.

use super::{Context, Reporter, propose};
use crate::flow::PathSite;
use crate::rules::wording::capital;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for PathSite { site, path } in cx.paths() {
        for warning in &path.warnings {
            let finding = out.report_at(
                site,
                &warning.span,
                format!(
                    "The path `{}` is hardly what was meant: {}",
                    site.node.str().unwrap_or_default(),
                    warning.message
                ),
            );
            finding.label(warning.message.clone());
            if let Some(help) = &warning.help {
                finding.help(capital(help));
            }
            propose(finding, site, warning.edit.as_ref());
        }
    }
}
