//! What is in force where several places have wishes.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{ConfigSuppression, Layer, Origin};
use crate::finding::{Rule, Severity};
use crate::lint::{Settings, Silence};
use crate::rules::RULES;

/// What is in force for a file, and who wants it so.
#[derive(Clone, Debug, Default)]
pub struct Effective {
    /// What is asked of the rules.
    pub settings: Settings,
    /// Who has set a rule to what it is; the rules that are as their pages say are not in it.
    pub origins: FxHashMap<&'static str, Origin>,
    /// Who has set the workflow type.
    pub type_origin: Option<Origin>,
}

/// Puts layers together, of which the later ones win.
pub fn settle<'l>(
    layers: impl Iterator<Item = &'l Layer>,
    silenced: impl Iterator<Item = &'l ConfigSuppression>,
) -> Effective {
    let mut effective = Effective::default();
    // How bad a rule is where it is on: a rule that is off by default is wanted when it is selected.
    let mut levels: FxHashMap<&'static str, Severity> = FxHashMap::default();
    for layer in layers {
        let level = |levels: &FxHashMap<_, _>, rule: &crate::finding::Rule| {
            levels.get(rule.id).copied().or(rule.severity).unwrap_or(Severity::Warning)
        };
        for (named, severity) in &layer.severity {
            for rule in &named.rules {
                levels.extend(severity.map(|severity| (rule.id, severity)));
            }
        }
        if let Some(first) = layer.select.first() {
            for entry in RULES {
                effective.set(&entry.rule, None, first.origin);
            }
        }
        for named in &layer.select {
            for rule in &named.rules {
                effective.set(rule, Some(level(&levels, rule)), named.origin);
            }
        }
        for named in &layer.ignore {
            for rule in &named.rules {
                effective.set(rule, None, named.origin);
            }
        }
        for (named, severity) in &layer.severity {
            for rule in &named.rules {
                effective.set(rule, *severity, named.origin);
            }
        }
        if let Some((workflow_type, origin)) = layer.workflow_type {
            effective.settings.workflow_type = Some(workflow_type);
            effective.type_origin = Some(origin);
        }
    }
    for entry in silenced {
        for rule in entry.rules.iter().flat_map(|named| &named.rules) {
            let none = || Silence::In(FxHashSet::default());
            let silence = effective.settings.silenced.entry(rule.id).or_insert_with(none);
            match silence {
                Silence::In(states) if !entry.states.is_empty() => {
                    states.extend(entry.states.iter().cloned())
                }
                _ => *silence = Silence::Everywhere,
            }
        }
    }
    effective
}

impl Effective {
    fn set(&mut self, rule: &'static Rule, severity: Option<Severity>, origin: Origin) {
        self.settings.severities.set(rule, severity);
        self.origins.insert(rule.id, origin);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Named;
    use crate::rules;

    fn named(name: &str) -> Named {
        Named { rules: rules::named(name), origin: Origin::Line(1) }
    }

    fn severity_of(layers: &[Layer], rule: &str) -> Option<Severity> {
        let rule = rules::find(rule).expect("a rule");
        settle(layers.iter(), std::iter::empty()).settings.severity(&rule.rule)
    }

    #[test]
    fn later_layers_win() {
        let severe =
            Layer { severity: vec![(named("busy-loop"), Some(Severity::Error))], ..Layer::default() };
        let ignoring = Layer { ignore: vec![named("graph")], ..Layer::default() };
        let selecting = Layer { select: vec![named("busy-loop")], ..Layer::default() };
        assert_eq!(severity_of(&[], "busy-loop"), Some(Severity::Info));
        assert_eq!(severity_of(std::slice::from_ref(&severe), "busy-loop"), Some(Severity::Error));
        assert_eq!(severity_of(&[severe.clone(), ignoring.clone()], "busy-loop"), None);
        assert_eq!(severity_of(&[ignoring.clone(), severe.clone()], "busy-loop"), Some(Severity::Error));
        // A selection brings a rule back at the severity that it was given.
        assert_eq!(severity_of(&[severe, ignoring, selecting.clone()], "busy-loop"), Some(Severity::Error));
        assert_eq!(severity_of(&[selecting], "self-loop"), None);
    }

    #[test]
    fn suppressions_add_up() {
        let entry = |rule: &str, states: &[&str]| ConfigSuppression {
            rules: vec![named(rule)],
            paths: None,
            states: states.iter().map(|&state| state.to_owned()).collect(),
        };
        let silence_of = |entries: &[ConfigSuppression]| {
            settle(std::iter::empty(), entries.iter()).settings.silenced.remove("busy-loop")
        };
        let both = Silence::In(["A", "B"].map(str::to_owned).into_iter().collect());
        let (one, other, all) = (entry("busy-loop", &["A"]), entry("graph", &["B"]), entry("all", &[]));
        assert_eq!(silence_of(&[one.clone(), other.clone()]), Some(both));
        assert_eq!(silence_of(&[one.clone(), all.clone()]), Some(Silence::Everywhere));
        assert_eq!(silence_of(&[all, one]), Some(Silence::Everywhere));
        assert_eq!(silence_of(&[entry("self-loop", &[])]), None);
    }

    #[test]
    fn a_rule_that_is_off_is_wanted_when_it_is_selected() {
        let selecting = Layer { select: vec![named("hardcoded-account")], ..Layer::default() };
        assert_eq!(severity_of(&[], "hardcoded-account"), None);
        assert_eq!(severity_of(&[selecting], "hardcoded-account"), Some(Severity::Warning));
    }
}
