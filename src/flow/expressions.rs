use std::borrow::Cow;

use super::{Site, Sites};
use crate::expr::jsonata::{self, Analysis, Expression};
use crate::expr::jsonpath::Path;

/// A JSONata expression of a machine, looked through once for all rules.
#[derive(Debug)]
pub struct JsonataSite<'s, 't> {
    /// Where it stands.
    pub site: &'s Site<'t>,
    /// The expression.
    pub expression: &'s Expression,
    /// Its text, without the delimiters.
    pub text: Cow<'t, str>,
    /// What is known of it.
    pub analysis: Analysis<'s>,
}

/// A path that a machine reads, by itself or within an intrinsic function or another path.
#[derive(Clone, Copy, Debug)]
pub struct PathSite<'s, 't> {
    /// Where it stands.
    pub site: &'s Site<'t>,
    /// The path.
    pub path: &'s Path,
}

/// The JSONata expressions among `sites` that parse, in their order.
pub fn jsonata_sites<'s, 't>(sites: &'s Sites<'t>) -> Vec<JsonataSite<'s, 't>> {
    let of_site = |site: &'s Site<'t>| {
        let expression = site.expression()?;
        let text = site.jsonata_text();
        let analysis = jsonata::analyze(expression, &text);
        Some(JsonataSite { site, expression, text, analysis })
    };
    sites.iter().filter_map(of_site).collect()
}

/// The paths among `sites` that parse, in their order.
pub fn path_sites<'s, 't>(sites: &'s Sites<'t>) -> Vec<PathSite<'s, 't>> {
    let mut paths = Vec::new();
    sites.iter().for_each(|site| site.push_paths(&mut paths));
    paths
}
