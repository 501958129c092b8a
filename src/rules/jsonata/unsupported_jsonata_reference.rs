//! `$`, `$$` or a bare name where nothing is in context.

use super::{Context, Reporter, propose};
use crate::expr::jsonata::{self, Edit};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for site in cx.sites.iter() {
        let Some(expression) = site.expression() else { continue };
        for reference in jsonata::references(expression).context {
            let name = reference.name;
            let message = match name {
                "$" | "$$" => format!("`{name}` has no meaning here: the state's input is `$states.input`"),
                _ => format!("`{name}` refers to nothing: the state's input is `$states.input`"),
            };
            let variable = cx.variables.assignments.iter().any(|assignment| assignment.name == name);
            let (start, end) = (reference.span.start, reference.span.end);
            let finding = out.report_at(site, &reference.span, message);
            finding.label("not supported at the top level");
            let edit = match name {
                "$" | "$$" => Edit { span: start..end, replacement: "$states.input".to_owned() },
                _ if variable => Edit { span: start..start, replacement: "$".to_owned() },
                _ => Edit { span: start..start, replacement: "$states.input.".to_owned() },
            };
            let meant = if name.starts_with('$') {
                edit.replacement.clone()
            } else {
                format!("{}{name}", edit.replacement)
            };
            finding.help(format!("Did you mean `{meant}`? A text stands in quotes"));
            propose(finding, site, Some(&edit));
            let location = cx.location(&cx.sites.place(site));
            finding.aws("UNSUPPORTED_JSONATA_EXPRESSION", reference.aws_message(), location);
        }
    }
}
