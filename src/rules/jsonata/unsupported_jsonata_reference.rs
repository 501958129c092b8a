//! `$`, `$$` or a bare name where nothing is in context.

use super::{Context, Reporter, is_misread, propose, sentence};
use crate::expr::jsonata::{Analysis, Edit};
use crate::flow::JsonataSite;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for JsonataSite { site, analysis: Analysis { references, failures, .. }, .. } in cx.expressions() {
        let misreadings: Vec<_> = failures.iter().filter(|found| is_misread(found.kind)).collect();
        for reference in &references.context {
            let name = reference.name;
            let behind = misreadings.partition_point(|found| found.span.start <= reference.span.start);
            let misread =
                misreadings[..behind].last().filter(|found| found.span.contains(&reference.span.start));
            let message = match (misread, name) {
                (Some(found), _) => sentence(&found.message),
                (None, "$" | "$$") => {
                    format!("`{name}` has no meaning here: the state's input is `$states.input`")
                }
                (None, _) => format!("`{name}` refers to nothing: the state's input is `$states.input`"),
            };
            let finding = out.report_at(site, &reference.span, message);
            finding.label(if name == "$$" { "not supported" } else { "not supported at the top level" });
            let is_variable = cx.variables().is_assigned(name);
            let (start, end) = (reference.span.start, reference.span.end);
            let edit = match name {
                "$" | "$$" => Edit { span: start..end, replacement: "$states.input".to_owned() },
                _ if is_variable => Edit { span: start..start, replacement: "$".to_owned() },
                _ => Edit { span: start..start, replacement: "$states.input.".to_owned() },
            };
            match misread {
                Some(found) => {
                    finding.help = found.help.as_deref().map(sentence);
                    propose(finding, site, found.edit.as_ref());
                }
                None if name.starts_with('$') => {
                    finding.help(format!("Did you mean `{}`?", edit.replacement));
                    propose(finding, site, Some(&edit));
                }
                None => {
                    finding
                        .help(format!("Did you mean `{}{name}`? A text stands in quotes", edit.replacement));
                    propose(finding, site, Some(&edit));
                }
            }
            let location = cx.location(&cx.sites().place(site));
            finding.aws("UNSUPPORTED_JSONATA_EXPRESSION", reference.aws_message(), location);
        }
    }
}
