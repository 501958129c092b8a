use std::borrow::Cow;

use super::{Site, Sites};
use crate::expr::jsonata::{self, Expression, Finding, References};

/// A JSONata expression of a machine, with what it reads and what in it certainly fails: looked at once, for all rules.
#[derive(Debug)]
pub struct JsonataSite<'s, 't> {
    /// Where it stands.
    pub site: &'s Site<'t>,
    /// The expression.
    pub expression: &'s Expression,
    /// Its text, without the delimiters.
    pub text: Cow<'t, str>,
    /// What it reads from outside.
    pub references: References<'s>,
    /// What in it fails when it is evaluated.
    pub failures: Vec<Finding>,
}

/// The JSONata expressions among `sites` that parse, in their order.
pub fn jsonata_sites<'s, 't>(sites: &'s Sites<'t>) -> Vec<JsonataSite<'s, 't>> {
    let of_site = |site: &'s Site<'t>| {
        let expression = site.expression()?;
        let text = site.jsonata_text();
        let references = jsonata::references(expression);
        let failures = jsonata::check(expression, &text);
        Some(JsonataSite { site, expression, text, references, failures })
    };
    sites.iter().filter_map(of_site).collect()
}
