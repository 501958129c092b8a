use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::asl;
use crate::document::{
    self, Content, Document, Expectation, FileReference, Fragment, Resource, Substitutions, TemplateCall,
    TemplateKind, WorkflowType,
};
use crate::finding::{Finding, Rule, Severity};
use crate::flow::{Sites, Variables, context_reads, jsonata_sites, path_sites};
use crate::graph::Graph;
use crate::rules::{self, Context, Deployment, Unread};
use crate::source::{EmbeddedText, FileId, Span, Workspace};
use crate::syntax::{self, Node, Notation, Tree};

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
    let read = |id| document::read(id, workspace.file(id), Expectation::of(workspace.file(id).path()));
    let project = Project::new(workspace, workspace.ids().map(read).collect());
    workspace.ids().flat_map(|id| project.lint(id, settings).findings).collect()
}

/// Lints one text of `workspace` by itself.
pub fn lint_file(workspace: &Workspace, id: FileId, expectation: Expectation, settings: &Settings) -> Linted {
    let document = document::read(id, workspace.file(id), expectation);
    Project::new(workspace, vec![document]).lint(id, settings)
}

/// Texts that are read, and what they know of each other: which template uses which definition.
pub struct Project<'w> {
    workspace: &'w Workspace,
    documents: FxHashMap<FileId, Document>,
    /// The files that templates name, with the state machines that they name them for.
    users: FxHashMap<FileId, Vec<User>>,
}

/// A template's mention of a file for a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionUse {
    /// The template.
    pub template: FileId,
    /// The file.
    pub path: String,
}

/// A state machine of a template: its document, and its place among the definitions.
type User = (FileId, usize);

impl<'w> Project<'w> {
    /// Puts documents of `workspace` together.
    pub fn new(workspace: &'w Workspace, documents: Vec<Document>) -> Self {
        let mut documents: FxHashMap<FileId, Document> =
            documents.into_iter().map(|document| (document.file, document)).collect();
        document::find_in_modules(workspace, &mut documents);
        let mut users: FxHashMap<FileId, Vec<User>> = FxHashMap::default();
        for (document, index, reference) in references(workspace, &documents) {
            if let Some(file) = workspace.find(&reference.path) {
                users.entry(file).or_default().push((document, index));
            }
        }
        for &file in users.keys() {
            // What a template names for a definition is one, whatever it looks like.
            if documents.get(&file).is_none_or(|document| document.definitions.is_empty()) {
                documents.insert(file, document::read(file, workspace.file(file), Expectation::Definition));
            }
        }
        Self { workspace, documents, users }
    }

    /// The files that templates name for definitions, whether the workspace has them or not.
    pub fn uses(&self) -> Vec<DefinitionUse> {
        let all = references(self.workspace, &self.documents).into_iter();
        all.map(|(template, _, reference)| DefinitionUse { template, path: reference.path.clone() }).collect()
    }

    /// That document.
    pub fn document(&self, id: FileId) -> Option<&Document> {
        self.documents.get(&id)
    }

    /// The documents, for a project with more of them.
    pub fn into_documents(self) -> Vec<Document> {
        self.documents.into_values().collect()
    }

    /// Lints one text. A definition that a template of the project uses is linted with what the template knows.
    pub fn lint(&self, id: FileId, settings: &Settings) -> Linted {
        let mut linted = Linted::default();
        let Some(document) = self.documents.get(&id) else { return linted };
        let users: Vec<&Resource> = self
            .users
            .get(&id)
            .into_iter()
            .flatten()
            .filter_map(|&(file, index)| self.documents[&file].definitions[index].resource.as_ref())
            .collect();
        for (index, definition) in document.definitions.iter().enumerate() {
            let own: Vec<&Resource> = definition.resource.iter().collect();
            let resources = if own.is_empty() { &users } else { &own };
            let is_declared_here = !own.is_empty();
            let subject = Subject {
                project: self,
                document,
                resources,
                is_declared_here,
                is_first: index == 0,
                settings,
            };
            let mut findings = subject.lint(&definition.content);
            let name = match &definition.resource {
                Some(resource) => Some(resource.name.clone()),
                None => (document.definitions.len() > 1).then(|| format!("document {}", index + 1)),
            };
            findings.iter_mut().for_each(|finding| finding.definition.clone_from(&name));
            linted.findings.append(&mut findings);
            linted.definitions +=
                u32::from(!matches!(definition.content, Content::File(_) | Content::Elsewhere));
        }
        linted.findings.sort_by(|a, b| {
            let key = |finding: &Finding| (finding.primary.span, finding.rule.id);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        // Each branch of a condition is a definition of its own, and most of it is the same.
        linted.findings.dedup_by(|a, b| {
            a.primary.span == b.primary.span && a.rule.id == b.rule.id && a.message == b.message
        });
        set_fingerprints(self.workspace.file(id).path(), &mut linted.findings);
        linted
    }
}

/// The files that documents name for definitions, in the order of the documents.
fn references<'d>(
    workspace: &Workspace,
    documents: &'d FxHashMap<FileId, Document>,
) -> Vec<(FileId, usize, &'d FileReference)> {
    let in_order = workspace.ids().filter_map(|id| documents.get(&id));
    let of_document = |document: &'d Document| {
        document.definitions.iter().enumerate().filter_map(|(index, definition)| match &definition.content {
            Content::File(reference) => Some((document.file, index, reference)),
            _ => None,
        })
    };
    in_order.flat_map(of_document).collect()
}

/// One definition of a document, to be linted.
struct Subject<'s> {
    project: &'s Project<'s>,
    document: &'s Document,
    resources: &'s [&'s Resource],
    /// Whether the resources are declared in the document.
    is_declared_here: bool,
    is_first: bool,
    settings: &'s Settings,
}

impl Subject<'_> {
    fn lint(&self, content: &Content) -> Vec<Finding> {
        let file = self.project.workspace.file(self.document.file);
        match content {
            Content::Own(root, fragment) => {
                let used = self.resources.iter().filter_map(|resource| resource.substitutions.as_ref());
                let mut text = EmbeddedText::of_file(file.text());
                let is_rendered = |resource: &&Resource| {
                    resource.kind == TemplateKind::Terraform && resource.substitutions.is_some()
                };
                if self.resources.iter().any(is_rendered) {
                    let Some(rendered) = document::rendered_by_terraform(&text) else { return Vec::new() };
                    text = rendered;
                }
                let substituted = Substitutions::agreed(used).apply(&text);
                if substituted.text() == file.text() {
                    let placeholders = Some(self.placeholders(&text));
                    return self.check(self.document.tree.node(*root), *fragment, placeholders, &[]);
                }
                let tree =
                    syntax::parse_text(self.document.file, self.document.tree.notation(), substituted.text());
                self.check_embedded(tree, substituted, Some(self.placeholders(&text)))
            }
            Content::Tree(tree, calls) => {
                let Some(root) = tree.documents().next() else { return Vec::new() };
                let start = root.range().start;
                let is_called = |range: &Range<usize>| {
                    calls.iter().any(|call| call.range.contains(&(start + range.start)))
                };
                let own = document::placeholders(root.source()).filter(|found| !is_called(&found.range));
                let place =
                    |range: Range<usize>| tree.span((start + range.start) as u32, (start + range.end) as u32);
                let placeholders = own.map(|found| (found.name, place(found.range))).collect();
                self.check(root, document::fragment(root), Some(placeholders), calls)
            }
            Content::Text { text, is_interpolated } => {
                let substitutions =
                    self.resources.first().and_then(|resource| resource.substitutions.as_ref());
                let substituted = substitutions.map_or_else(|| text.clone(), |map| map.apply(text));
                let tree = syntax::parse_text(self.document.file, Notation::Json, substituted.text());
                let placeholders = (!is_interpolated).then(|| self.placeholders(text));
                self.check_embedded(tree, substituted, placeholders)
            }
            Content::File(_) | Content::Elsewhere => self.check_resource(content),
        }
    }

    /// The placeholders that a text shows.
    fn placeholders<'t>(&self, text: &'t EmbeddedText) -> Vec<(&'t str, Span)> {
        let place = |range: Range<usize>| {
            let host = text.host_range(range.start as u32..range.end as u32);
            text.spell(&host, "").map(|_| Span::new(self.document.file, host.start, host.end))
        };
        document::placeholders(text.text())
            .filter_map(|found| Some((found.name, place(found.range)?)))
            .collect()
    }

    fn check_embedded(
        &self,
        tree: Tree,
        text: EmbeddedText,
        placeholders: Option<Vec<(&str, Span)>>,
    ) -> Vec<Finding> {
        let tree = tree.embedded(text);
        let Some(root) = tree.documents().next() else { return Vec::new() };
        let mut findings = self.check(root, document::fragment(root), placeholders, &[]);
        for finding in &mut findings {
            finding.respell(|span, text| tree.embedding()?.spell(&(span.start..span.end), text));
        }
        findings
    }

    /// Runs the rules about the resource whose definition is not here.
    fn check_resource(&self, content: &Content) -> Vec<Finding> {
        let unread = match content {
            Content::File(file) => match self.project.workspace.find(&file.path) {
                Some(_) => None,
                None => Some(Unread::NoFile(file)),
            },
            _ => Some(Unread::Elsewhere),
        };
        let tree = syntax::missing_tree(self.document.file);
        let Some(root) = tree.documents().next() else { return Vec::new() };
        self.run(root, Some(Fragment::Empty), None, &[], unread, |rule| rule.family == rules::DEPLOYMENT)
    }

    fn check(
        &self,
        root: Node<'_>,
        fragment: Option<Fragment>,
        placeholders: Option<Vec<(&str, Span)>>,
        calls: &[TemplateCall],
    ) -> Vec<Finding> {
        self.run(root, fragment, placeholders, calls, None, |_| true)
    }

    fn run(
        &self,
        root: Node<'_>,
        fragment: Option<Fragment>,
        placeholders: Option<Vec<(&str, Span)>>,
        calls: &[TemplateCall],
        unread: Option<Unread<'_>>,
        is_wanted: impl Fn(&Rule) -> bool,
    ) -> Vec<Finding> {
        let machine = asl::lower(root, fragment);
        let graph = Graph::new(&machine);
        let sites = Sites::new(&machine);
        let expressions = jsonata_sites(&sites);
        let paths = path_sites(&sites);
        let context_reads = context_reads(&paths, &expressions);
        let variables = Variables::new(&machine, &graph, &sites, &paths, &expressions);
        let workflow_type = self.settings.workflow_type.or_else(|| self.workflow_type());
        let context = Context {
            tree: root.tree(),
            root,
            fragment,
            machine: &machine,
            graph: &graph,
            sites: &sites,
            expressions: &expressions,
            paths: &paths,
            context_reads: &context_reads,
            variables: &variables,
            workflow_type,
            is_first: self.is_first || !std::ptr::eq(root.tree(), &self.document.tree),
            deployment: Deployment {
                resources: self.resources,
                is_declared_here: self.is_declared_here,
                placeholders: placeholders.as_deref(),
                calls,
                unread,
            },
        };
        rules::check(&context, |rule| self.settings.severity(rule).filter(|_| is_wanted(rule)))
    }

    /// Standard or Express, if all state machines with this definition are of one type.
    fn workflow_type(&self) -> Option<WorkflowType> {
        let first = self.resources.first()?.workflow_type;
        first.filter(|_| self.resources.iter().all(|resource| resource.workflow_type == first))
    }
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
