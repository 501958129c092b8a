//! A file that a template names for a definition, and that is not there.

use super::{Context, Reporter, Unread, report};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let Some(Unread::NoFile(file)) = cx.deployment.unread else { return };
    let is_generated = |pattern: &String| file.path.ends_with(pattern.trim_start_matches('*'));
    if out.option("generated").iter().any(is_generated) {
        return;
    }
    report(cx, out, file.span, format!("There is no file `{}`", file.path))
        .label("names the definition")
        .help("Name it relative to the folder of this template");
}
