use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::existence::Guards;
use crate::asl::{Field, Machine, StateId};
use crate::expr::jsonpath::Root;
use crate::flow::{JsonataSite, PathSite, Site, SiteKind, Sites, TemplateValue};

/// The variables that a machine reads.
#[derive(Default)]
pub(super) struct FoundReads<'s, 't> {
    /// The reads that no test guards.
    pub(super) reads: Vec<FoundRead<'s, 't>>,
    /// Every name that is read, guarded or not.
    pub(super) mentioned: FxHashSet<&'s str>,
    /// Whether some expression cannot be read.
    pub(super) is_open: bool,
}

pub(super) struct FoundRead<'s, 't> {
    pub(super) name: &'s str,
    pub(super) site: &'s Site<'t>,
    pub(super) range: Range<u32>,
    pub(super) state: StateId,
}

impl<'s, 't> FoundReads<'s, 't> {
    /// Finds them; `paths` and `expressions` have the order of `sites`, and `assigned` has the assigned names.
    pub(super) fn new<V>(
        machine: &Machine<'t>,
        sites: &'s Sites<'t>,
        paths: &'s [PathSite<'s, 't>],
        expressions: &'s [JsonataSite<'s, 't>],
        assigned: &FxHashMap<&str, V>,
    ) -> Self {
        let mut found = Self::default();
        let guards = Guards::new(machine);
        let mut paths = paths.iter().peekable();
        let mut expressions = expressions.iter().peekable();
        for site in sites.iter() {
            let Some(state) = machine.object(site.object).state else { continue };
            if let Some(expression) = expressions.next_if(|other| std::ptr::eq(other.site, site)) {
                found.read_expression(expression, state, assigned);
            }
            // What is never assigned need not be mentioned.
            if !assigned.is_empty()
                && let SiteKind::Literal { .. } = site.kind
            {
                found.mention_in_text(site.node.str().unwrap_or_default());
            }
            while let Some(PathSite { path, .. }) = paths.next_if(|other| std::ptr::eq(other.site, site)) {
                let Root::Variable { name } = &path.root else { continue };
                // Nothing is read there; `invalid-reference-path` tells that no result is put into a variable.
                if site.field == Field::ResultPath {
                    continue;
                }
                found.mentioned.insert(name);
                if name != "states" && !guards.cover(machine, site, name) {
                    found.reads.push(FoundRead { name, site, range: path.root_span.clone(), state });
                }
            }
            found.is_open |= is_broken(site);
        }
        found
    }

    fn read_expression<V>(
        &mut self,
        JsonataSite { site, analysis, .. }: &'s JsonataSite<'s, 't>,
        state: StateId,
        assigned: &FxHashMap<&str, V>,
    ) {
        for (name, range) in &analysis.references.builtin_values {
            // A variable of that name hides the function.
            if assigned.contains_key(name) {
                self.mentioned.insert(name);
                self.reads.push(FoundRead { name, site, range: range.clone(), state });
            }
        }
        for variable in &analysis.references.variables {
            let name = variable.name;
            let is_placeholder = name.bytes().all(|byte| byte == b'_');
            if is_placeholder {
                continue;
            }
            self.mentioned.insert(name);
            if !variable.guarded && !variable.called {
                self.reads.push(FoundRead { name, site, range: variable.span.clone(), state });
            }
        }
    }

    /// Notes the variables that a text names: an expression whose delimiters were forgotten reads nothing, and yet
    /// its variables are not without use.
    fn mention_in_text(&mut self, text: &'s str) {
        for (at, _) in text.match_indices('$') {
            let rest = &text[at + 1..];
            let end =
                rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
            self.mentioned.insert(&rest[..end]);
        }
    }
}

/// Whether it is not known what is read at the site.
fn is_broken(site: &Site<'_>) -> bool {
    matches!(
        &site.kind,
        SiteKind::Jsonata(Err(_))
            | SiteKind::Path(Err(_))
            | SiteKind::Intrinsic(Err(_))
            | SiteKind::Template {
                value: TemplateValue::Path(Err(_))
                    | TemplateValue::Intrinsic(Err(_))
                    | TemplateValue::Unknown,
                ..
            }
    )
}
