//! JSONPath.

pub mod disputed_jsonpath;
pub mod index_behind_filter;
pub mod invalid_jsonpath;
pub mod jsonpath_function;

use super::{Context, Reporter};
use crate::asl::Field;
use crate::expr::jsonpath;
use crate::finding::Finding;
use crate::flow::Site;
use crate::rules::edit;

/// Adds the edit that a parser proposes.
fn propose(finding: &mut Finding, site: &Site<'_>, edit: Option<&jsonpath::Edit>) {
    if let Some(edit) = edit.filter(|edit| !edit.replacement.contains('\n')) {
        let (span, text) = edit::of_expression(site, &edit.range, &edit.replacement);
        finding.unsafe_fix(span, text);
    }
}

/// Whether the field is one of a choice rule that compares.
fn compares(field: Field) -> bool {
    field == Field::Variable || field.is_comparator()
}
