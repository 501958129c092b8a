//! A state machine without any definition.

use super::{Context, Reporter, Unread, report};
use crate::document::TemplateKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let (Some(Unread::Elsewhere), Some(resource)) =
        (cx.deployment.unread, cx.deployment.declared_here().next())
    else {
        return;
    };
    let property = match resource.kind {
        TemplateKind::Sam => "`Definition` or `DefinitionUri`",
        TemplateKind::CloudFormation => "`Definition`, `DefinitionString` or `DefinitionS3Location`",
        TemplateKind::Serverless | TemplateKind::Terraform => return,
    };
    if resource.sources.is_empty() {
        report(cx, out, resource.span, format!("The state machine `{}` has no definition", resource.name))
            .label("without a definition")
            .help(format!("Add {property} to its properties"));
    }
}
