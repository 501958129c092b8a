//! The rules: one module each, in the families of `rules/`. A rule reads the rooms below and reports findings.
//!
//! `build.rs` makes the table [`RULES`] from the pages under `rules/`.

mod block;
mod callbacks;
mod choice;
mod context;
mod context_object;
mod data_flow;
mod deployment;
pub(crate) mod edit;
mod errors;
mod fields;
mod graph;
mod insert;
mod integrations;
mod intrinsics;
mod jsonata;
mod map;
mod names;
mod notation;
mod origin;
mod parameters;
mod paths;
mod resources;
mod service_call;
mod shared;
mod state;
mod suppressions;
mod templates;
mod times;
mod variables;
mod wording;
mod words;

pub use times::RuleTimes;

pub use block::Block;
pub use context::{Context, Deployment, Express, Failure, Options, Reporter, Unread};
pub use shared::Shared;

/// The family of the rules about templates: they need no definition.
pub const DEPLOYMENT: &str = "deployment";

/// The family of the rules about what the data can be: the only ones that need it.
pub const DATA_FLOW: &str = "data-flow";

/// The family of the rules about suppressions, which are looked at when all else is known.
pub const SUPPRESSIONS: &str = "suppressions";

use crate::asl::{Field, FieldSet};
use crate::finding::{Finding, FixAvailability, Group, Rule, RuleOption, Severity, Status};
use crate::flow::Site;

/// A rule and the function that checks it.
pub struct RuleEntry {
    /// What is known of the rule.
    pub rule: Rule,
    check: Check,
}

/// How a definition is looked at.
struct Check {
    /// A definition without any of these fields is nothing to the rule; none where it looks at every definition.
    fields: FieldSet,
    /// Whether the rule looks at each object or state by itself.
    is_blockwise: bool,
    run: fn(&Context<'_>, &mut Reporter<'_>),
}

include!(concat!(env!("OUT_DIR"), "/rule_table.rs"));

/// The rule of that id, or of that former name.
pub fn find(id: &str) -> Option<&'static RuleEntry> {
    RULES.iter().find(|entry| entry.rule.id == id || entry.rule.aliases.contains(&id))
}

/// The rules of a family.
pub fn in_family(family: &str) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().map(|entry| &entry.rule).filter(move |rule| rule.family == family)
}

/// The rules that a name stands for: a rule, a family, a group, or `all`.
pub fn named(name: &str) -> Vec<&'static Rule> {
    if let Some(entry) = find(name) {
        return vec![&entry.rule];
    }
    let is_meant = |rule: &&Rule| name == "all" || rule.family == name || rule.group.name() == name;
    RULES.iter().map(|entry| &entry.rule).filter(is_meant).collect()
}

/// The names that stand for rules.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    RULES.iter().flat_map(|entry| [entry.rule.id, entry.rule.family, entry.rule.group.name()])
}

/// What each rule reports on one definition, of those that are on and wanted; `times` takes how long each rule took.
pub fn check(
    context: &Context<'_>,
    is_wanted: impl Fn(&Rule) -> bool,
    times: Option<&RuleTimes>,
) -> Vec<Finding> {
    let place_of = |site: &Site<'_>| context.sites().place(site);
    let mut findings = Vec::new();
    for (number, block) in context.blocks().enumerate() {
        for (RuleEntry { rule, check }, severity) in RULES.iter().zip(context.severities.all()) {
            let Some(severity) = severity.filter(|_| is_wanted(rule)) else { continue };
            let is_asked = check.fields.is_empty() || check.fields.meets(context.machine.present());
            if !is_asked && !cfg!(debug_assertions) {
                continue;
            }
            let seen = match check.is_blockwise {
                true => &block,
                false if number == 0 => context,
                false => continue,
            };
            let count = findings.len();
            let mut reporter = Reporter::new(seen, &place_of, rule, severity, &mut findings);
            match times {
                Some(times) => times.measure(rule.number, || (check.run)(seen, &mut reporter)),
                None => (check.run)(seen, &mut reporter),
            }
            debug_assert!(is_asked || findings.len() == count, "{} needs none of its fields", rule.id);
        }
    }
    findings
}
