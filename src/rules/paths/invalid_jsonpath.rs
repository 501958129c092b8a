//! A path that cannot be read.

use super::{Context, Reporter, compares, propose};
use crate::asl::Place;
use crate::expr::jsonpath::PathErrorKind;
use crate::finding::Severity;
use crate::flow::{SiteKind, TemplateValue};
use crate::rules::wording::{SCHEMA, capital, shorten};
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for site in cx.sites().iter() {
        let (error, key) = match &site.kind {
            SiteKind::Path(Err(error)) => (error, None),
            SiteKind::Template { key, value: TemplateValue::Path(Err(error)) } => (error, Some(*key)),
            _ => continue,
        };
        let text = shorten(site.node.str().unwrap_or_default());
        let finding =
            out.report_at(site, &error.span, format!("`{text}` is not a JSONPath: {}", error.message));
        finding.label(error.message.clone());
        if let Some(help) = &error.help {
            finding.help(capital(help));
        }
        propose(finding, site, error.edit.as_ref());
        // Published definitions compare with bare words in filters and are said to run; what AWS makes of a filter
        // that Jayway's JsonPath refuses is not recorded.
        let is_filter = matches!(
            error.kind,
            PathErrorKind::FilterCondition | PathErrorKind::FilterForm | PathErrorKind::UnknownOperator
        );
        match key.and_then(Node::str) {
            _ if is_filter => {
                finding.at_most(Severity::Warning);
            }
            Some(key) => {
                let message = format!(
                    "The value for the field '{key}' must be a valid JSONPath or a valid intrinsic function call"
                );
                finding.aws(SCHEMA, message, cx.location(&Place::field(site.object, site.field)));
            }
            None if compares(site.field) => {
                finding.aws(SCHEMA, "Value is not a Reference Path", cx.location(&cx.sites().place(site)));
            }
            None => {
                finding.aws(SCHEMA, "Value must be a valid JSONPath.", cx.location(&cx.sites().place(site)));
            }
        }
    }
}
