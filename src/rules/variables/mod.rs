//! Variables.

pub mod distributed_map_variable;
pub mod inner_scope_assigns_outer;
pub mod invalid_variable_name;
pub mod possibly_unassigned_variable;
pub mod reserved_variable_name;
pub mod shadowed_builtin;
pub mod undefined_variable;
pub mod unused_variable;
pub mod variable_out_of_scope;
pub mod variable_read_where_assigned;

use super::{Context, Failure, Reporter};
use crate::expr::jsonata::NodeKind;
use crate::finding::{Finding, Severity};
use crate::flow::{Assigned, Read, ReadProblem};

/// The reads of variables that may not be assigned there, with the reason.
fn problems<'c, 't>(
    cx: &'c Context<'t>,
) -> impl Iterator<Item = (&'c Read<'t, 't>, &'c ReadProblem<'t>)> + use<'c, 't> {
    cx.variables().reads.iter().filter_map(|read| match &read.assigned {
        Assigned::Not(problem) if !cx.machine.is_fragment => Some((read, problem)),
        _ => None,
    })
}

/// How bad it is to read a variable that is certainly not assigned. A JSONPath fails; a JSONata expression fails
/// where nothing but the variable is its value, and may do well without it otherwise.
fn severity(cx: &Context<'_>, read: &Read<'_, '_>) -> Severity {
    let Some(expression) = read.site.expression() else { return cx.severity_at(read.site, Failure::Runtime) };
    let mut node = expression.peel(expression.root);
    if let NodeKind::Path(path) = expression.kind(node) {
        node = path.steps[0].expression;
    }
    let is_all = matches!(expression.kind(node), NodeKind::Variable(name) if &**name == read.name);
    if is_all { cx.severity_at(read.site, Failure::Catchable) } else { Severity::Warning }
}

fn report<'r>(
    cx: &Context<'_>,
    out: &'r mut Reporter<'_>,
    read: &Read<'_, '_>,
    message: String,
) -> &'r mut Finding {
    let place = cx.sites().place(read.site);
    out.report(&place, read.span(), message)
}
