use rustc_hash::FxHashMap;

use crate::asl;
use crate::diagram::Diagram;
use crate::document::{self, Content, Document, Expectation, FileReference, Likelihood, Resource};
use crate::finding::{Finding, Rule, Severity};
use crate::graph::Graph;
use crate::lint::{Linted, Settings};
use crate::rules;
use crate::source::{FileId, SourceFile, Span, Workspace};
use crate::subject::Subject;
use crate::suppression::{self, Suppression};
use crate::syntax::NodeId;
use crate::trace::Trace;

/// Texts that are read, and what they know of each other: which template uses which definition.
pub struct Project<'w> {
    workspace: &'w Workspace,
    documents: FxHashMap<FileId, Document>,
    /// The files that templates name, with the state machines that they name them for.
    users: FxHashMap<FileId, Vec<User>>,
    /// The values within files that templates name, with the same.
    users_of_parts: FxHashMap<(FileId, NodeId), Vec<User>>,
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

/// A definition with what it is called.
struct Titled<'t> {
    subject: Subject<'t>,
    content: &'t Content,
    /// What findings call it.
    own_name: Option<String>,
    /// Its own name, or else those of the state machines that use it.
    title: Option<String>,
}

impl<'w> Project<'w> {
    /// Puts documents of `workspace` together.
    pub fn new(workspace: &'w Workspace, documents: Vec<Document>) -> Self {
        let mut documents: FxHashMap<FileId, Document> =
            documents.into_iter().map(|document| (document.file, document)).collect();
        document::find_in_modules(workspace, &mut documents);
        let mut users: FxHashMap<FileId, Vec<User>> = FxHashMap::default();
        let mut keyed: FxHashMap<FileId, Vec<(User, String)>> = FxHashMap::default();
        for (document, index, reference) in references(workspace, &documents) {
            let Some(file) = workspace.find(&reference.path) else { continue };
            match &reference.key {
                None => users.entry(file).or_default().push((document, index)),
                Some(key) => keyed.entry(file).or_default().push(((document, index), key.clone())),
            }
        }
        let mut users_of_parts: FxHashMap<(FileId, NodeId), Vec<User>> = FxHashMap::default();
        for (file, keyed) in keyed {
            let document = documents
                .entry(file)
                .or_insert_with(|| document::read(file, workspace.file(file), Expectation::Anything));
            for (user, node) in document.take_parts(keyed) {
                match node {
                    Some(node) => users_of_parts.entry((file, node)).or_default().push(user),
                    None => document::give_up(user, &mut documents),
                }
            }
        }
        for &file in users.keys() {
            // What a template names for a definition is one, whatever it looks like.
            if documents.get(&file).is_none_or(|document| document.definitions.is_empty()) {
                documents.insert(file, document::read(file, workspace.file(file), Expectation::Definition));
            }
        }
        for (&file, users) in &users {
            document::render(workspace.file(file), file, users, &mut documents);
        }
        Self { workspace, documents, users, users_of_parts }
    }

    /// The files that templates name for definitions, whether the workspace has them or not.
    pub fn uses(&self) -> Vec<DefinitionUse> {
        let all = references(self.workspace, &self.documents).into_iter();
        all.map(|(template, _, reference)| DefinitionUse { template, path: reference.path.clone() }).collect()
    }

    /// That text.
    pub fn file(&self, id: FileId) -> &SourceFile {
        self.workspace.file(id)
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
        let users = self.users(id);
        let mut suppressions = suppression::in_comments(self.workspace.file(id), document);
        suppressions.extend(self.ignored_by_all(id, &users));
        let mut last: Option<Span> = None;
        // How many branches of conditions draw a finding.
        let mut branches: FxHashMap<_, (u32, Likelihood)> = FxHashMap::default();
        let same = |finding: &Finding| (finding.primary.span, finding.rule.id, finding.message.clone());
        let whole = Subject {
            workspace: self.workspace,
            document,
            resources: &[],
            is_declared_here: false,
            is_first: false,
            settings,
        };
        for (index, definition) in document.definitions.iter().enumerate() {
            let own: Vec<&Resource> = definition.resource.iter().collect();
            let is_declared_here = !own.is_empty();
            let of_part = self.users_of_part(id, &definition.content);
            let resources = match (is_declared_here, of_part.is_empty()) {
                (true, _) => &own,
                (false, false) => &of_part,
                (false, true) => &users,
            };
            let subject = Subject { resources, is_declared_here, is_first: index == 0, ..whole };
            let mut checked = subject.lint(&definition.content);
            suppressions.append(&mut checked.suppressions);
            let mut findings = checked.findings;
            let name = name(document, index);
            findings.iter_mut().for_each(|finding| finding.definition.clone_from(&name));
            // One that conditions tell apart from the one before counts once.
            let of = definition.resource.as_ref().map(|resource| resource.span);
            let is_rendered = matches!(definition.content, Content::Text { .. });
            let is_same = index > 0 && last == of && (of.is_some() || is_rendered);
            last = of;
            let is_here = !matches!(definition.content, Content::File(_) | Content::Elsewhere);
            linted.definitions += u32::from(is_here && !is_same);
            linted.promisable.extend(checked.promisable.filter(|_| is_here));
            for (name, place) in definition.resource.iter().flat_map(|resource| &resource.ignored) {
                let extent = definition.resource.as_ref().map_or(*place, |resource| resource.extent);
                let mut ignored = Suppression::new(name.clone(), *place, extent, None);
                ignored.is_decidable = is_here;
                suppressions.push(ignored);
            }
            if definition.likelihood != Likelihood::Certain {
                for finding in &findings {
                    branches.entry(same(finding)).or_insert((0, definition.likelihood)).0 += 1;
                }
            }
            linted.findings.append(&mut findings);
        }
        if !branches.is_empty() {
            linted
                .findings
                .retain(|finding| branches.get(&same(finding)) != Some(&(1, Likelihood::Doubtful)));
            for finding in &mut linted.findings {
                if branches.get(&same(finding)) == Some(&(1, Likelihood::Possible)) {
                    finding.at_most(Severity::Warning);
                }
            }
        }
        sort(&mut linted.findings);
        let mut count = linted.findings.len();
        let unused = apply_suppressions(&mut suppressions, settings, &mut linted.findings);
        if !unused.is_empty() && !document.definitions.is_empty() {
            let mut findings = whole.check_suppressions(&unused);
            count += findings.len();
            suppression::apply(&suppressions, &mut findings);
            linted.findings.append(&mut findings);
            sort(&mut linted.findings);
        }
        let silenced = linted.findings.extract_if(.., |finding| settings.silences(finding));
        linted.silenced = silenced.map(|finding| (finding.rule.id, finding.state)).collect();
        linted.suppressed = (count - linted.findings.len()) as u32;
        crate::lint::set_fingerprints(self.workspace.file(id).path(), &mut linted.findings);
        linted
    }

    /// What every template that uses a file wants not to be told about the definition in it.
    fn ignored_by_all(&self, id: FileId, users: &[&Resource]) -> Vec<Suppression> {
        let Some((first, others)) = users.split_first() else { return Vec::new() };
        let whole = Span::new(id, 0, self.workspace.file(id).text().len() as u32);
        let is_shared = |(name, _): &&(String, Span)| {
            others.iter().all(|user| user.ignored.iter().any(|(other, _)| other == name))
        };
        let suppression = |(name, place): &(String, Span)| Suppression {
            is_decidable: false,
            ..Suppression::new(name.clone(), *place, whole, None)
        };
        first.ignored.iter().filter(is_shared).map(suppression).collect()
    }

    /// Draws the definitions that stand in one text; `findings` say what is wrong with them.
    pub fn draw(&self, id: FileId, findings: &[Finding]) -> Vec<Diagram> {
        self.each_definition(id, &Settings::default(), |definition| {
            let is_here = |finding: &&Finding| {
                finding.primary.span.file == id && finding.definition == definition.own_name
            };
            let findings = findings.iter().filter(is_here);
            definition.subject.read(definition.content, |reading| {
                let machine = asl::lower(reading.root, reading.fragment);
                Diagram::new(&machine, &Graph::new(&machine), definition.title.as_deref(), findings)
            })
        })
    }

    /// What becomes of the data in the definitions that stand in one text.
    pub fn trace(&self, id: FileId, settings: &Settings) -> Vec<Trace> {
        let file = self.workspace.file(id).path();
        self.each_definition(id, settings, |definition| {
            definition.subject.trace(definition.content, file, definition.title)
        })
    }

    /// Does some work on every definition that stands in one text.
    fn each_definition<R>(
        &self,
        id: FileId,
        settings: &Settings,
        mut work: impl FnMut(Titled<'_>) -> Option<R>,
    ) -> Vec<R> {
        let Some(document) = self.documents.get(&id) else { return Vec::new() };
        let users = self.users(id);
        let mut done = Vec::new();
        for (index, definition) in document.definitions.iter().enumerate() {
            let own: Vec<&Resource> = definition.resource.iter().collect();
            let of_part = self.users_of_part(id, &definition.content);
            let subject = Subject {
                workspace: self.workspace,
                document,
                resources: match (own.is_empty(), of_part.is_empty()) {
                    (false, _) => &own,
                    (true, false) => &of_part,
                    (true, true) => &users,
                },
                is_declared_here: !own.is_empty(),
                is_first: index == 0,
                settings,
            };
            let own_name = name(document, index);
            let users: Vec<&str> = users.iter().map(|user| user.name.as_str()).collect();
            let title = own_name.clone().or_else(|| (!users.is_empty()).then(|| users.join(", ")));
            done.extend(work(Titled { subject, content: &definition.content, own_name, title }));
        }
        done
    }

    /// The state machines of templates that are defined in that text.
    fn users(&self, id: FileId) -> Vec<&Resource> {
        self.resources(self.users.get(&id))
    }

    /// The state machines of templates that are defined by a part of that text.
    fn users_of_part(&self, id: FileId, content: &Content) -> Vec<&Resource> {
        let Content::Own(node, _) = content else { return Vec::new() };
        self.resources(self.users_of_parts.get(&(id, *node)))
    }

    fn resources(&self, users: Option<&Vec<User>>) -> Vec<&Resource> {
        let resource =
            |&(file, index): &User| self.documents.get(&file)?.definitions.get(index)?.resource.as_ref();
        users.into_iter().flatten().filter_map(resource).collect()
    }
}

/// Puts findings in the order of the text. Each branch of a condition is a definition of its own, and most of it is the
/// same: what is said of several is said once.
fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| (finding.primary.span, finding.rule.id);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    findings.dedup_by(|a, b| {
        a.primary.span == b.primary.span && a.rule.id == b.rule.id && a.message == b.message
    });
}

/// Takes the findings away that `suppressions`, which it puts in order, silence; gives those that are of no use.
fn apply_suppressions(
    suppressions: &mut Vec<Suppression>,
    settings: &Settings,
    findings: &mut Vec<Finding>,
) -> Vec<Suppression> {
    suppressions.sort_by(|a, b| (a.span, a.region, &a.name).cmp(&(b.span, b.region, &b.name)));
    suppressions.dedup_by(|a, b| a.span == b.span && a.region == b.region && a.name == b.name);
    let is_used = suppression::apply(suppressions, findings);
    // What is off might have been reported.
    let is_told =
        |rule: &&'static Rule| settings.severity(rule).is_some() && rule.family != rules::SUPPRESSIONS;
    let is_useless = |(suppression, is_used): &(&Suppression, bool)| {
        !is_used && suppression.is_decidable && suppression.rules.iter().all(is_told)
    };
    let useless = suppressions.iter().zip(is_used).filter(is_useless);
    useless.map(|(suppression, _)| suppression.clone()).collect()
}

/// What findings call a definition: none where there is but one.
fn name(document: &Document, index: usize) -> Option<String> {
    match &document.definitions[index].resource {
        Some(resource) => Some(resource.name.clone()),
        // The texts that a template makes are one definition.
        None if matches!(document.definitions[index].content, Content::Text { .. }) => None,
        None => (document.definitions.len() > 1).then(|| format!("document {}", index + 1)),
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
