use super::block::Block;
use super::shared::Shared;
use super::{DATA_FLOW, in_family};
use crate::asl::{Field, Machine, Object, Place, ScopeId, ScopeKind};
use crate::document::{FileReference, Fragment, Resource, TemplateCall, Value, WorkflowType};
use crate::finding::{Finding, Rule, Severity};
use crate::flow::{Contract, Site, is_evaluated_on_entry};
use crate::graph::Graph;
use crate::lint::Severities;
use crate::source::Span;
use crate::suppression::Suppression;
use crate::syntax::{Node, Tree};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What the rules may read of one definition.
#[derive(Clone)]
pub struct Context<'a> {
    /// The text's tree.
    pub tree: &'a Tree,
    /// The definition's root.
    pub root: Node<'a>,
    /// What it is, if not a whole state machine.
    pub fragment: Option<Fragment>,
    /// The definition.
    pub machine: &'a Machine<'a>,
    /// The part of it that is looked at.
    pub block: Block,
    /// Its transitions.
    pub graph: &'a Graph<'a>,
    /// What is promised of its data.
    pub contract: &'a Contract,
    /// Standard or Express, where it is known.
    pub workflow_type: Option<WorkflowType>,
    /// Whether the definition is the first of its file: what is wrong with the text is reported with it.
    pub is_first: bool,
    /// What the templates that deploy it tell.
    pub deployment: Deployment<'a>,
    /// The suppressions of the file that silence nothing; known when all definitions of the file are linted.
    pub unused_suppressions: &'a [Suppression],
    /// How the rules are configured.
    pub options: &'a Options,
    /// How severe they are.
    pub severities: &'a Severities,
    /// What several rules look at.
    pub shared: &'a Shared<'a>,
}

/// The options of rules that are set: by the rule's id and the option's name.
pub type Options = FxHashMap<(&'static str, &'static str), Vec<String>>;

/// What is known of a definition from the templates that deploy it.
#[derive(Clone, Copy)]
pub struct Deployment<'a> {
    /// The state machines with this definition: none where nothing is known of any.
    pub resources: &'a [&'a Resource],
    /// Whether they are declared just here, and not in other files that name this definition.
    pub is_declared_here: bool,
    /// The placeholders that the definition shows, with their names; none where the template fills them in itself.
    pub placeholders: Option<&'a [(&'a str, Span)]>,
    /// The functions of the template that the definition calls.
    pub calls: &'a [TemplateCall],
    /// What the template puts in the place of placeholders itself, by their names.
    pub values: Option<&'a FxHashMap<String, Value>>,
    /// Why there is nothing but the resource; none where the definition is there, or is looked at elsewhere.
    pub unread: Option<Unread<'a>>,
}

/// Why a definition cannot be read.
#[derive(Clone, Copy, Debug)]
pub enum Unread<'a> {
    /// There is no such file.
    NoFile(&'a FileReference),
    /// Something else than a file holds it.
    Elsewhere,
}

/// Takes the findings of one rule.
pub struct Reporter<'a> {
    machine: &'a Machine<'a>,
    place_of: &'a dyn Fn(&Site<'_>) -> Place,
    options: &'a Options,
    rule: &'static Rule,
    severity: Severity,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Reporter<'a> {
    pub(super) fn new<'c: 'a>(
        context: &Context<'c>,
        place_of: &'a dyn Fn(&Site<'_>) -> Place,
        rule: &'static Rule,
        severity: Severity,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        let Context { machine, options, .. } = *context;
        Self { machine, place_of, options, rule, severity, findings }
    }

    /// The values of an option of the rule.
    pub fn option(&self, name: &str) -> &'a [String] {
        let declared = self.rule.options.iter().find(|option| option.name == name);
        debug_assert!(declared.is_some(), "the page of {} does not declare {name}", self.rule.id);
        let key = declared.map(|option| (self.rule.id, option.name));
        key.and_then(|key| self.options.get(&key)).map_or(&[], Vec::as_slice)
    }

    /// Reports something about a stretch (in bytes of its expression) of what stands at `site`.
    pub fn report_at(
        &mut self,
        site: &Site<'_>,
        range: &Range<u32>,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.report(&(self.place_of)(site), site.span(range), message)
    }

    /// Reports something about `place`, shown at `span`.
    pub fn report(&mut self, place: &Place, span: Span, message: impl Into<String>) -> &mut Finding {
        let machine = self.machine;
        let mut finding = Finding::new(self.rule, self.severity, span, message);
        finding.pointer = machine.pointer(place);
        finding.stable_path = machine.stable_path(place);
        finding.state = machine.object(place.object).state.map(|state| machine.state(state).name.to_owned());
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}

/// What becomes of a failure at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// `States.Runtime`, which nothing in the execution absorbs (spec/errors.md 7.1).
    Runtime,
    /// An error that a retrier or catcher may absorb.
    Catchable,
}

/// Why a scope runs as an Express workflow (spec/limits.md 9.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Express {
    /// The whole state machine does.
    Whole,
    /// The child executions of a Distributed Map do, as is said here.
    Children(Span),
}

impl Express {
    /// So many seconds an Express execution takes at most (spec/limits.md 9.6).
    pub const SECONDS: u64 = 300;
}

impl<'a> Deployment<'a> {
    /// The state machines that are declared where this definition stands, or in its place.
    pub fn declared_here(&self) -> impl Iterator<Item = &'a Resource> {
        let resources = if self.is_declared_here { self.resources } else { &[] };
        resources.iter().copied()
    }
}

impl Context<'_> {
    /// Whether some rule looks at what the data can be.
    pub fn follows_data(&self) -> bool {
        in_family(DATA_FLOW).any(|rule| self.severities.of(rule).is_some())
    }

    /// The most severe that a certain failure at `site` is: an error where every execution that enters the state
    /// fails there and nothing absorbs it.
    pub fn severity_at(&self, site: &Site<'_>, failure: Failure) -> Severity {
        let Some(state) = self.machine.object(site.object).state.map(|state| self.machine.state(state))
        else {
            return Severity::Warning;
        };
        let own = [Field::Retry, Field::Catch].into_iter().any(|list| self.machine.has(state.object, list));
        let is_absorbed = match failure {
            Failure::Catchable => own || super::state::is_absorbed_outside(self.machine, state),
            Failure::Runtime => super::state::is_execution_absorbed(self.machine, state),
        };
        let is_certain = is_evaluated_on_entry(self.machine, site) && !is_absorbed;
        if is_certain { Severity::Error } else { Severity::Warning }
    }

    /// Whether the states of a scope run as an Express workflow, and why; none where they do not, or where it is not
    /// known.
    pub fn express(&self, scope: ScopeId) -> Option<Express> {
        let mut next = Some(scope);
        while let Some(scope) = next.map(|id| self.machine.scope(id)) {
            if scope.kind == ScopeKind::Distributed {
                let config = self.machine.child(scope.object, Field::ProcessorConfig)?;
                let execution_type = self.machine.value(config, Field::ExecutionType)?;
                return (execution_type.str() == Some("EXPRESS"))
                    .then(|| Express::Children(execution_type.span()));
            }
            next = scope.owner.map(|owner| self.machine.state(owner).scope);
        }
        (self.workflow_type == Some(WorkflowType::Express)).then_some(Express::Whole)
    }

    /// AWS's location of a place, as [`Finding::aws`] takes it.
    pub fn location(&self, place: &Place) -> Option<String> {
        Some(self.machine.aws_location(place))
    }

    /// What a person calls an object: `state "A"`, `the retrier`, `the state machine`.
    pub fn describe(&self, object: &Object) -> String {
        use crate::asl::Step;
        match object.step {
            Step::State(state) => format!("state `{}`", self.machine.state(state).name),
            _ => format!("the {}", object.kind.spec().name()),
        }
    }
}
