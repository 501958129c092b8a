//! An assignment to `states`, which is Step Functions' own.

use super::{Context, Reporter};
use crate::asl::{Field, Place};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for assignment in cx.variables().assignments.iter().filter(|assignment| assignment.name == "states") {
        let location = cx.location(&Place::field(assignment.object, Field::Assign));
        out.report(
            &assignment.place(),
            assignment.key.span(),
            "`$states` is Step Functions' own and cannot be assigned",
        )
        .label("reserved")
        .help("Give the variable another name")
        .aws("RESERVED_VARIABLE_NAME", "Cannot assign to reserved variable '$states'.", location);
    }
}
