//! A state machine whose definition is not in the files that are linted.

use super::{Context, Reporter, Unread, report};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let (Some(Unread::Elsewhere), Some(resource)) =
        (cx.deployment.unread, cx.deployment.declared_here().next())
    else {
        return;
    };
    // Without any of them `missing-definition` says so.
    let Some(&source) = resource.sources.first() else { return };
    report(
        cx,
        out,
        source,
        format!("The definition of `{}` cannot be read from here, and is not checked", resource.name),
    )
    .label("not in these files")
    .help("Lint the file that is uploaded, by itself");
}
