//! A file that a template names for a definition, and that is not there.

use super::{Context, Reporter, Unread, report};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let Some(Unread::NoFile(file)) = cx.deployment.unread else { return };
    report(cx, out, file.span, format!("There is no file `{}`", file.path))
        .label("names the definition")
        .help("Name it relative to the folder of this template");
}
