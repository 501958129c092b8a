use std::hash::Hasher;

use rustc_hash::FxHashMap;

use crate::asl;
use crate::document::{self, Expectation};
use crate::finding::{Finding, Rule, Severity};
use crate::flow::{Sites, Variables, context_reads, jsonata_sites, path_sites};
use crate::graph::Graph;
use crate::rules::{self, Context, WorkflowType};
use crate::source::{FileId, SourceFile};
use crate::syntax::{self, Notation, TreeBuilder};

/// The texts to lint, and nothing else: the core reads no file.
#[derive(Debug, Default)]
pub struct Workspace {
    files: Vec<SourceFile>,
}

impl Workspace {
    /// Adds a text and says under which id findings refer to it.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(self.files.len() as u32);
        self.files.push(file);
        id
    }

    /// That text.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All texts.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = FileId> + use<> {
        (0..self.files.len() as u32).map(FileId)
    }
}

/// What is asked of the rules.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Standard or Express, where the caller knows it.
    pub workflow_type: Option<WorkflowType>,
    /// Rules by id that are more, less or not severe at all (none) as their pages say.
    pub severities: FxHashMap<&'static str, Option<Severity>>,
}

impl Settings {
    /// How bad the findings of `rule` are; none where it is off.
    pub fn severity(&self, rule: &Rule) -> Option<Severity> {
        self.severities.get(rule.id).copied().unwrap_or(rule.severity)
    }
}

/// What was found in one text.
#[derive(Debug, Default)]
pub struct Linted {
    /// How many definitions the text holds.
    pub definitions: u32,
    /// What is wrong with them, in the order of the text.
    pub findings: Vec<Finding>,
}

/// Lints every text of `workspace`; findings come in the order of the texts and the places in them.
pub fn lint(workspace: &Workspace, settings: &Settings) -> Vec<Finding> {
    let linted = |id| {
        let expectation = Expectation::of(workspace.file(id).path());
        lint_file(workspace, id, expectation, settings).findings
    };
    workspace.ids().flat_map(linted).collect()
}

/// Lints one text of `workspace`.
pub fn lint_file(workspace: &Workspace, id: FileId, expectation: Expectation, settings: &Settings) -> Linted {
    let file = workspace.file(id);
    let notation = Notation::of(file.path(), file.text());
    let mut tree = syntax::parse(id, file, notation);
    if tree.documents().len() == 0 && expectation == Expectation::Definition {
        tree = empty_tree(id, file);
    }
    let definitions = document::definitions(&tree, expectation);
    let mut linted = Linted { definitions: definitions.len() as u32, findings: Vec::new() };
    for (index, definition) in definitions.iter().enumerate() {
        let machine = asl::lower(definition.root, definition.fragment);
        let graph = Graph::new(&machine);
        let sites = Sites::new(&machine);
        let expressions = jsonata_sites(&sites);
        let paths = path_sites(&sites);
        let context_reads = context_reads(&paths, &expressions);
        let variables = Variables::new(&machine, &graph, &sites, &paths, &expressions);
        let context = Context {
            file,
            tree: &tree,
            notation,
            root: definition.root,
            fragment: definition.fragment,
            machine: &machine,
            graph: &graph,
            sites: &sites,
            expressions: &expressions,
            paths: &paths,
            context_reads: &context_reads,
            variables: &variables,
            workflow_type: settings.workflow_type,
            is_first: index == 0,
        };
        let mut findings = rules::check(&context, |rule| settings.severity(rule));
        if definitions.len() > 1 {
            for finding in &mut findings {
                finding.definition = Some(format!("document {}", index + 1));
            }
        }
        linted.findings.append(&mut findings);
    }
    linted.findings.sort_by(|a, b| {
        let key = |finding: &Finding| (finding.primary.span, finding.rule.id);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    set_fingerprints(file.path(), &mut linted.findings);
    linted
}

/// The tree of a text that should hold a definition and holds nothing.
fn empty_tree(id: FileId, file: &SourceFile) -> syntax::Tree {
    let problems = syntax::parse(id, file, Notation::Json).problems;
    let mut builder = TreeBuilder::new(Notation::Json, id, file.text());
    let root = builder.simple(syntax::Kind::Missing, 0, 0);
    builder.document(root);
    problems.into_iter().for_each(|problem| builder.problem(problem));
    builder.finish()
}

/// A fingerprint is made of what stays when other lines of the file change: never of line, offset or message.
fn set_fingerprints(path: &str, findings: &mut [Finding]) {
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
