use std::borrow::Cow;
use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Site, Sites, certain_nodes};
use crate::expr::jsonata::{self, Analysis, Expression, Span};
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
    certain_spans: OnceCell<FxHashSet<Span>>,
}

impl JsonataSite<'_, '_> {
    /// Whether the part of the expression at `span` is evaluated whenever the expression is. What a placeholder
    /// becomes may change everything.
    pub fn is_certain(&self, span: &Span) -> bool {
        let certain_spans = self.certain_spans.get_or_init(|| {
            if self.site.node.has_placeholder() {
                return FxHashSet::default();
            }
            let certain = certain_nodes(self.expression);
            // Of the nodes of one span the innermost comes first.
            let mut by_span: FxHashMap<Span, bool> = FxHashMap::default();
            for (node, is_certain) in self.expression.nodes.iter().zip(certain) {
                by_span.entry(node.start..node.end).or_insert(is_certain);
            }
            by_span.into_iter().filter(|(_, is_certain)| *is_certain).map(|(span, _)| span).collect()
        });
        certain_spans.contains(span)
    }
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
        Some(JsonataSite { site, expression, text, analysis, certain_spans: OnceCell::new() })
    };
    sites.iter().filter_map(of_site).collect()
}

/// The paths among `sites` that parse, in their order.
pub fn path_sites<'s, 't>(sites: &'s Sites<'t>) -> Vec<PathSite<'s, 't>> {
    let mut paths = Vec::new();
    sites.iter().for_each(|site| site.push_paths(&mut paths));
    paths
}
