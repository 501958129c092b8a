//! A member that the answer of a service is not known to have.

use super::{Context, Reporter, absent_paths};
use crate::shape::Absence;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for absent in absent_paths(cx).filter(|absent| absent.absence < Absence::Possibly) {
        let Some(name) = absent.name() else { continue };
        let message = format!("The service's answer has no member `{name}` that is known");
        let help = match absent.suggestion() {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => format!("It has {:.0}", members(absent.parent)),
        };
        let Some(finding) = absent.report(cx, out, message) else { continue };
        finding.label("not among its members");
        absent.explain(cx, finding);
        finding.help(help);
    }
}

fn members(shape: &crate::shape::Shape) -> String {
    let object = shape.parts().object.as_ref();
    let names =
        object.into_iter().flat_map(|object| &object.members).map(|member| format!("`{}`", member.name));
    let mut names: Vec<String> = names.take(9).collect();
    if names.len() > 8 {
        names[8] = "more".to_owned();
    }
    crate::rules::wording::list(names.iter().map(String::as_str))
}
