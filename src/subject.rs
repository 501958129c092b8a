use std::ops::Range;

use crate::asl;
use crate::document::{
    self, Content, Document, Fragment, Resource, Substitutions, TemplateCall, TemplateKind, WorkflowType,
};
use crate::finding::{Finding, Rule};
use crate::flow::{Sites, Variables, context_reads, jsonata_sites, path_sites};
use crate::graph::Graph;
use crate::lint::Settings;
use crate::rules::{self, Context, Deployment, Unread};
use crate::source::{EmbeddedText, Span, Workspace};
use crate::syntax::{self, Node, Notation, Tree};

/// One definition of a document, to be linted.
pub(crate) struct Subject<'s> {
    pub(crate) workspace: &'s Workspace,
    pub(crate) document: &'s Document,
    /// The state machines of templates with this definition.
    pub(crate) resources: &'s [&'s Resource],
    /// Whether the resources are declared in the document.
    pub(crate) is_declared_here: bool,
    pub(crate) is_first: bool,
    pub(crate) settings: &'s Settings,
}

impl Subject<'_> {
    pub(crate) fn lint(&self, content: &Content) -> Vec<Finding> {
        let file = self.workspace.file(self.document.file);
        match content {
            Content::Own(root, fragment) if self.resources.is_empty() => {
                self.check(self.document.tree.node(*root), *fragment, None, &[])
            }
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
                // Calls stand in the order of the text, and in none of those that are kept stands another.
                let is_called = |range: &Range<usize>| {
                    let behind = calls.partition_point(|call| call.range.start <= start + range.start);
                    calls[..behind].last().is_some_and(|call| call.range.contains(&(start + range.start)))
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
            let range = range.start as u32..range.end as u32;
            let host = text.is_verbatim(&range).then(|| text.host_range(range))?;
            Some(Span::new(self.document.file, host.start, host.end))
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
        let host = self.workspace.file(self.document.file).text();
        for finding in &mut findings {
            finding.respell(|span, text| tree.embedding()?.spell(host, &(span.start..span.end), text));
        }
        findings
    }

    /// Runs the rules about the resource whose definition is not here.
    fn check_resource(&self, content: &Content) -> Vec<Finding> {
        let unread = match content {
            Content::File(file) => match self.workspace.find(&file.path) {
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
