//! The context object.

pub mod map_item_outside_map;
pub mod single_dollar_context;
pub mod task_token_outside_callback;
pub mod unknown_context_member;

use super::{Context, Failure, Reporter};
use crate::asl::QueryLanguage;
use crate::finding::Severity;
use crate::flow::ContextRead;

/// The severity of a read that certainly fails where it is made.
fn severity(cx: &Context<'_>, read: &ContextRead<'_, '_>) -> Severity {
    let failure = match read.language {
        QueryLanguage::JSONPath => Failure::Runtime,
        QueryLanguage::JSONata => Failure::Catchable,
    };
    if read.is_decisive { cx.severity_at(read.site, failure) } else { Severity::Warning }
}
