use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::asl::{self, Scope};
use crate::document::{
    self, Content, Document, Fragment, Resource, Substitutions, TemplateCall, Value, WorkflowType,
};
use crate::finding::{Finding, Rule};
use crate::flow::{Contract, DataFlow, Promisable, Sites, promisable};
use crate::graph::Graph;
use crate::lint::Settings;
use crate::rules::{self, Block, Context, Deployment, Shared, Unread};
use crate::source::{EmbeddedText, Span, Workspace};
use crate::suppression::{self, Suppression};
use crate::syntax::{self, Node, Notation};
use crate::trace::Trace;

/// What was found in one definition.
#[derive(Default)]
pub(crate) struct Checked {
    pub(crate) findings: Vec<Finding>,
    /// What the definition wants not to be told.
    pub(crate) suppressions: Vec<Suppression>,
    /// What contracts can name of it, where there are contracts.
    pub(crate) promisable: Option<Promisable>,
}

/// One definition of a document, to be linted.
#[derive(Clone, Copy)]
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

/// A definition as it is read: with everything that its template puts into it.
pub(crate) struct Reading<'r> {
    /// Its root.
    pub(crate) root: Node<'r>,
    /// What it is, if not a whole state machine.
    pub(crate) fragment: Option<Fragment>,
    /// The placeholders that it shows; none where the template fills them in itself.
    placeholders: Option<Vec<(&'r str, Span)>>,
    /// The functions of the template that it calls.
    calls: &'r [TemplateCall],
    /// What the template puts in the place of placeholders itself.
    values: Option<&'r FxHashMap<String, Value>>,
    /// Whether it is spelt otherwise in the text than it reads.
    is_embedded: bool,
}

/// What the rules are to look at where it is not the definition.
#[derive(Clone, Copy, Default)]
struct About<'a> {
    unread: Option<Unread<'a>>,
    unused_suppressions: &'a [Suppression],
}

impl Subject<'_> {
    /// Runs the rules.
    pub(crate) fn lint(&self, content: &Content) -> Checked {
        match content {
            Content::File(_) | Content::Elsewhere => self.check_resource(content),
            _ => self.read(content, |reading| self.check(reading)).unwrap_or_default(),
        }
    }

    /// Reads the definition and does some work on it; none where it is not in the text.
    pub(crate) fn read<R>(&self, content: &Content, work: impl FnOnce(Reading<'_>) -> R) -> Option<R> {
        let file = self.workspace.file(self.document.file);
        let plain = |root, fragment, placeholders| Reading {
            root,
            fragment,
            placeholders,
            calls: &[],
            values: None,
            is_embedded: false,
        };
        match content {
            Content::Own(root, fragment) if self.resources.is_empty() => {
                Some(work(plain(self.document.tree.node(*root), *fragment, None)))
            }
            Content::Own(root, fragment) => {
                let text = EmbeddedText::of_file(file.text());
                let substituted = self.substitutions().apply(&text);
                let placeholders = Some(self.placeholders(&text));
                if substituted.text() == file.text() {
                    return Some(work(plain(self.document.tree.node(*root), *fragment, placeholders)));
                }
                let notation = self.document.tree.notation();
                self.read_embedded(notation, substituted, placeholders, work)
            }
            Content::Tree(tree, calls) => {
                let root = tree.documents().next()?;
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
                let reading = plain(root, document::fragment(root), Some(placeholders));
                Some(work(Reading { calls, ..reading }))
            }
            Content::Text { text, notation, is_interpolated, values } => {
                let placeholders = (!is_interpolated).then(|| self.placeholders(text));
                let text = self.substitutions().apply(text);
                self.read_embedded(*notation, text, placeholders, |reading| {
                    work(Reading { values: Some(values), ..reading })
                })
            }
            Content::File(_) | Content::Elsewhere => None,
        }
    }

    /// What is put in the place of placeholders.
    fn substitutions(&self) -> Substitutions {
        Substitutions::agreed(self.resources.iter().filter_map(|resource| resource.substitutions.as_ref()))
    }

    /// What becomes of the data.
    pub(crate) fn trace(&self, content: &Content, file: &str, name: Option<String>) -> Option<Trace> {
        self.read(content, |reading| {
            let machine = asl::lower(reading.root, reading.fragment);
            let graph = Graph::new(&machine);
            let sites = Sites::new(&machine);
            let contract = self.contract();
            let input = contract.input.clone();
            let data = DataFlow::under(&machine, &graph, &sites, contract);
            Trace::new(&machine, &graph, &data, input, file, name)
        })
    }

    fn read_embedded<R>(
        &self,
        notation: Notation,
        text: EmbeddedText,
        placeholders: Option<Vec<(&str, Span)>>,
        work: impl FnOnce(Reading<'_>) -> R,
    ) -> Option<R> {
        let tree = syntax::parse_text(self.document.file, notation, text.text()).embedded(text);
        let root = tree.documents().next()?;
        let fragment = document::fragment(root);
        Some(work(Reading { root, fragment, placeholders, calls: &[], values: None, is_embedded: true }))
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

    fn check(&self, reading: Reading<'_>) -> Checked {
        let (tree, is_embedded) = (reading.root.tree(), reading.is_embedded);
        let mut checked = self.run(reading, About::default(), |_| true);
        if is_embedded {
            let host = self.workspace.file(self.document.file).text();
            for finding in &mut checked.findings {
                finding.respell(|span, text| tree.embedding()?.spell(host, &(span.start..span.end), text));
            }
        }
        checked
    }

    /// Runs the rules about the resource whose definition is not here.
    fn check_resource(&self, content: &Content) -> Checked {
        let unread = match content {
            Content::File(file) => match self.workspace.find(&file.path) {
                Some(_) => None,
                None => Some(Unread::NoFile(file)),
            },
            _ => Some(Unread::Elsewhere),
        };
        self.run_without_definition(About { unread, ..About::default() }, rules::DEPLOYMENT)
    }

    /// Runs the rules about suppressions that silence nothing.
    pub(crate) fn check_suppressions(&self, unused: &[Suppression]) -> Vec<Finding> {
        let about = About { unused_suppressions: unused, ..About::default() };
        self.run_without_definition(about, rules::SUPPRESSIONS).findings
    }

    fn run_without_definition(&self, about: About<'_>, family: &str) -> Checked {
        let tree = syntax::missing_tree(self.document.file);
        let Some(root) = tree.documents().next() else { return Checked::default() };
        let fragment = Some(Fragment::Empty);
        let reading =
            Reading { root, fragment, placeholders: None, calls: &[], values: None, is_embedded: false };
        self.run(reading, about, |rule| rule.family == family)
    }

    fn run(&self, reading: Reading<'_>, about: About<'_>, is_wanted: impl Fn(&Rule) -> bool) -> Checked {
        let Reading { root, fragment, placeholders, calls, values, .. } = reading;
        let machine = asl::lower(root, fragment);
        let graph = Graph::new(&machine);
        let contract = self.contract();
        let shared = Shared::default();
        let workflow_type = self.settings.workflow_type.or_else(|| self.workflow_type());
        let context = Context {
            tree: root.tree(),
            root,
            fragment,
            machine: &machine,
            block: Block::whole(&machine),
            graph: &graph,
            contract: &contract,
            workflow_type,
            is_first: self.is_first || !std::ptr::eq(root.tree(), &self.document.tree),
            deployment: Deployment {
                resources: self.resources,
                is_declared_here: self.is_declared_here,
                placeholders: placeholders.as_deref(),
                calls,
                values,
                unread: about.unread,
            },
            unused_suppressions: about.unused_suppressions,
            options: &self.settings.options,
            severities: &self.settings.severities,
            shared: &shared,
        };
        let findings = rules::check(&context, is_wanted, self.settings.times.as_deref());
        let is_told =
            |scope: &Scope| machine.is_complete(scope.object) && !graph.has_unknown_states(scope.id);
        let definitions = || self.resources.iter().map(|resource| resource.name.clone()).collect();
        let promisable = (!self.settings.contracts.is_empty()).then(|| Promisable {
            definitions: definitions(),
            is_whole: context.follows_data() && machine.scopes().iter().all(is_told),
            ..promisable(&machine, context.data())
        });
        Checked { findings, suppressions: suppression::in_definition(&machine), promisable }
    }

    /// What is promised of the data in all executions: what is promised for one of several state machines with this
    /// definition does not hold for the others.
    fn contract(&self) -> Contract {
        let names = || self.resources.iter().map(|resource| resource.name.as_str());
        let is_about = |contract: &&Contract| match &contract.definition {
            None => true,
            Some(name) => names().len() > 0 && names().all(|own| own == name),
        };
        Contract::of(self.settings.contracts.iter().filter(is_about))
    }

    /// Standard or Express, if all state machines with this definition are of one type.
    fn workflow_type(&self) -> Option<WorkflowType> {
        let first = self.resources.first()?.workflow_type;
        first.filter(|_| self.resources.iter().all(|resource| resource.workflow_type == first))
    }
}
