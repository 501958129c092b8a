//! An intrinsic function that cannot be read, or that does not exist.

use super::{Context, Reporter, describe, refusal, report};
use crate::expr::intrinsic::Certainty;
use crate::flow::{SiteKind, TemplateValue};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for site in cx.sites().iter() {
        let error = match &site.kind {
            SiteKind::Intrinsic(Err(error))
            | SiteKind::Template { value: TemplateValue::Intrinsic(Err(error)), .. } => error,
            _ => continue,
        };
        describe(out, site, error).aws = Some(refusal(cx, site));
    }
    report(cx, out, Certainty::Refused);
}
