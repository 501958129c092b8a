use std::hash::Hasher;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{self, Expectation, WorkflowType};
use crate::finding::{Finding, Rule, Severity};
use crate::flow::{Contract, Promisable};
use crate::project::Project;
use crate::rules::{Options, RULES, RuleTimes};
use crate::source::{FileId, Workspace};

/// What is asked of the rules.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Standard or Express, where the caller knows it.
    pub workflow_type: Option<WorkflowType>,
    /// How severe the rules are.
    pub severities: Severities,
    /// Rules by id whose findings are not wanted, whatever the text says.
    pub silenced: FxHashMap<&'static str, Silence>,
    /// Options of rules.
    pub options: Options,
    /// What is promised of the data; later promises outweigh earlier ones.
    pub contracts: Vec<Contract>,
    /// Takes how long each rule took; without it nothing is measured.
    pub times: Option<Arc<RuleTimes>>,
}

/// How severe each rule is: as its page says, where nothing else is set.
#[derive(Clone, Debug)]
pub struct Severities {
    /// In the order of [`RULES`]; none for a rule that is off.
    by_number: Vec<Option<Severity>>,
}

impl Default for Severities {
    fn default() -> Self {
        Self { by_number: RULES.iter().map(|entry| entry.rule.severity).collect() }
    }
}

impl Severities {
    /// How severe a rule is; none where it is off.
    pub fn of(&self, rule: &Rule) -> Option<Severity> {
        self.by_number[rule.number]
    }

    /// How severe each rule is, in the order of [`RULES`].
    pub fn all(&self) -> impl Iterator<Item = Option<Severity>> {
        self.by_number.iter().copied()
    }

    /// Makes a rule that severe, or puts it off.
    pub fn set(&mut self, rule: &Rule, severity: Option<Severity>) {
        self.by_number[rule.number] = severity;
    }
}

/// Where a rule is to be silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Everywhere.
    Everywhere,
    /// In the states of these names.
    In(FxHashSet<String>),
}

impl Settings {
    /// How bad the findings of `rule` are; none where it is off.
    pub fn severity(&self, rule: &Rule) -> Option<Severity> {
        self.severities.of(rule)
    }

    /// Whether the finding is not wanted.
    pub fn silences(&self, finding: &Finding) -> bool {
        match self.silenced.get(finding.rule.id) {
            Some(Silence::Everywhere) => true,
            Some(Silence::In(states)) => finding.state.as_ref().is_some_and(|state| states.contains(state)),
            None => false,
        }
    }
}

/// What was found in one text.
#[derive(Debug, Default)]
pub struct Linted {
    /// How many definitions the text holds.
    pub definitions: u32,
    /// What is wrong with them, in the order of the text.
    pub findings: Vec<Finding>,
    /// How many findings somebody decided not to see.
    pub suppressed: u32,
    /// Those of them that the settings silence: the rule, and the state.
    pub silenced: Vec<(&'static str, Option<String>)>,
    /// What contracts can name of the definitions, where the settings have contracts.
    pub promisable: Vec<Promisable>,
}

/// Lints every text of `workspace`; findings come in the order of the texts and the places in them.
pub fn lint(workspace: &Workspace, settings: &Settings) -> Vec<Finding> {
    let read = |id| document::read(id, workspace.file(id), Expectation::of(workspace.file(id).path()));
    let project = Project::new(workspace, workspace.ids().map(read).collect());
    workspace.ids().flat_map(|id| project.lint(id, settings).findings).collect()
}

/// Lints one text of `workspace` by itself.
pub fn lint_file(workspace: &Workspace, id: FileId, expectation: Expectation, settings: &Settings) -> Linted {
    let document = document::read(id, workspace.file(id), expectation);
    Project::new(workspace, vec![document]).lint(id, settings)
}

/// A fingerprint is made of what stays when other lines of the file change: never of line, offset or message.
pub(crate) fn set_fingerprints(path: &str, findings: &mut [Finding]) {
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    for finding in findings {
        let definition = finding.definition.as_deref().unwrap_or_default();
        let base = hash(&[finding.rule.id, path, definition, &finding.stable_path]);
        let occurrence = seen.entry(base).or_insert(0);
        *occurrence += 1;
        finding.fingerprint = format!("{:016x}", hash(&[&format!("{base:016x}"), &occurrence.to_string()]));
    }
}

/// FNV-1a over the parts, each ended by a zero byte: the same on every machine and in every version.
fn hash(parts: &[&str]) -> u64 {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    for part in parts {
        hasher.write(part.as_bytes());
        hasher.write(&[0]);
    }
    hasher.finish()
}

struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
