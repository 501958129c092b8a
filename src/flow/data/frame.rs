use rustc_hash::FxHashMap;

use super::choice::Facts;
use super::observation::{Observation, ObservationKind, Source};
use super::path::{self, follow};
use super::{Bindings, Reads, context_object, intrinsic, jsonata};
use crate::asl::{Field, Language, Machine, ObjectId, QueryLanguage, StateId};
use crate::expr::intrinsic::Call;
use crate::expr::jsonpath::{Path, Root};
use crate::flow::{Site, SiteKind, Sites, TemplateValue};
use crate::shape::{Absence, Lookup, Member, ObjectShape, Others, Shape};
use crate::syntax::{Kind, Node, NodeId};

/// How deep payloads are looked into.
const MAX_DEPTH: u32 = 64;

/// The expressions of a machine by the place of their text.
pub(super) struct Expressions<'a, 't>(FxHashMap<(ObjectId, Field, NodeId), &'a Site<'t>>);

impl<'a, 't> Expressions<'a, 't> {
    pub(super) fn new(sites: &'a Sites<'t>) -> Self {
        Self(sites.iter().map(|site| ((site.object, site.field, site.node.id()), site)).collect())
    }

    fn at(&self, object: ObjectId, field: Field, node: Node<'t>) -> Option<&'a Site<'t>> {
        self.0.get(&(object, field, node.id())).copied()
    }
}

/// Takes what is noteworthy in a state's work. What counts is the last time, when all is known.
pub(super) struct Watch<'a, 't> {
    /// What is noteworthy; none where it is not taken.
    pub(super) observations: Option<Vec<Observation<'a, 't>>>,
    pub(super) reads: Reads,
}

impl Watch<'_, '_> {
    /// One that takes all, or that takes nothing.
    pub(super) fn new(is_on: bool) -> Self {
        Self { observations: is_on.then(Vec::new), reads: Reads::default() }
    }

    /// Whether anything is taken.
    pub(super) fn is_on(&self) -> bool {
        self.observations.is_some()
    }

    fn count(&mut self, shape: &Shape) {
        self.reads.all += 1;
        self.reads.known += usize::from(!shape.is_any());
    }
}

/// What the expressions of a state read at one moment of its work.
pub(super) struct Frame<'f, 'a, 't> {
    pub(super) machine: &'a Machine<'t>,
    pub(super) expressions: &'f Expressions<'a, 't>,
    pub(super) state: StateId,
    /// `$`; `$states.input` in a JSONata state.
    pub(super) input: Shape,
    pub(super) source: Source,
    pub(super) context: Shape,
    pub(super) variables: &'f Bindings,
    /// `$states.result` and `$states.errorOutput`, where there are such.
    pub(super) more: Option<(&'static str, Shape)>,
}

impl<'a, 't> Frame<'_, 'a, 't> {
    /// The same moment where more is known of the data.
    pub(super) fn knowing<'g>(&self, facts: &'g Facts) -> Frame<'g, 'a, 't>
    where
        Self: 'g,
    {
        Frame { input: facts.input.clone(), variables: &facts.variables, ..self.clone() }
    }

    /// The same moment for expressions that start from something else.
    pub(super) fn reading(&self, input: Shape, source: Source) -> Self {
        Frame { input, source, ..self.clone() }
    }

    /// The same moment for expressions that are evaluated for each item.
    pub(super) fn for_item(&self, item: &Shape) -> Self {
        Frame { context: context_object::with_item(&self.context, item), ..self.clone() }
    }

    /// The same moment for expressions that may also read another member of `$states`.
    pub(super) fn with(&self, name: &'static str, shape: Shape) -> Self {
        Frame { more: Some((name, shape)), ..self.clone() }
    }

    /// The value of a field that holds data, with its expressions evaluated.
    pub(super) fn field(&self, object: ObjectId, field: Field, watch: &mut Watch<'a, 't>) -> Option<Shape> {
        Some(self.payload(object, field, self.machine.value(object, field)?, MAX_DEPTH, watch))
    }

    /// The variables of a state after what an object assigns.
    pub(super) fn assigned(&self, object: ObjectId, watch: &mut Watch<'a, 't>) -> Bindings {
        let Some(assign) = self.machine.value(object, Field::Assign) else { return self.variables.clone() };
        if assign.kind() != Kind::Object {
            return Bindings::unknown();
        }
        let mut values = Vec::new();
        for (key, value) in assign.members() {
            let Some(member) = self.member(object, Field::Assign, (key, value), MAX_DEPTH, watch) else {
                return Bindings::unknown();
            };
            values.push(member);
        }
        self.variables.with(values)
    }

    /// What the path in a field gives, and the path; none where there is no path, or none that can be read.
    pub(super) fn path(
        &self,
        object: ObjectId,
        field: Field,
        watch: &mut Watch<'a, 't>,
    ) -> Option<(Lookup, &'a Path)> {
        let site = self.site(object, field)?;
        let path = site.path()?;
        Some((self.follow(site, path, watch), path))
    }

    /// The path in a field, not followed.
    pub(super) fn path_of(&self, object: ObjectId, field: Field) -> Option<&'a Path> {
        self.site(object, field)?.path()
    }

    /// The expression in a field.
    pub(super) fn site(&self, object: ObjectId, field: Field) -> Option<&'a Site<'t>> {
        self.expressions.at(object, field, self.machine.value(object, field)?)
    }

    pub(super) fn language(&self, object: ObjectId) -> Option<QueryLanguage> {
        match self.machine.object(object).language {
            Language::Known(language) => Some(language),
            Language::Either => None,
        }
    }

    pub(super) fn observe(
        &self,
        watch: &mut Watch<'a, 't>,
        object: ObjectId,
        field: Field,
        kind: impl FnOnce() -> ObservationKind<'a, 't>,
    ) {
        if let Some(observations) = &mut watch.observations {
            let site = self.site(object, field);
            observations.push(Observation { state: self.state, object, field, site, kind: kind() });
        }
    }

    fn observe_at(&self, watch: &mut Watch<'a, 't>, site: &'a Site<'t>, kind: ObservationKind<'a, 't>) {
        if let Some(observations) = &mut watch.observations {
            let (object, field) = (site.object, site.field);
            observations.push(Observation { state: self.state, object, field, site: Some(site), kind });
        }
    }

    /// What a path starts from.
    fn root(&self, path: &Path) -> (Lookup, Source) {
        match &path.root {
            Root::Input => (Lookup::present(self.input.clone()), self.source),
            Root::Context => (Lookup::present(self.context.clone()), Source::Context),
            Root::Variable { name } => {
                let shape = self.variables.get(name).cloned();
                (shape.map_or_else(Lookup::unknown, Lookup::present), Source::Variable)
            }
            Root::Current => (Lookup::unknown(), self.source),
        }
    }

    fn follow(&self, site: &'a Site<'t>, path: &'a Path, watch: &mut Watch<'a, 't>) -> Lookup {
        let (root, source) = self.root(path);
        let found = follow(path, root);
        if let (Some((segment, parent)), true) = (found.broken, watch.is_on()) {
            let absence = found.lookup.absence;
            self.observe_at(watch, site, ObservationKind::Absent { path, segment, parent, source, absence });
        }
        watch.count(&found.lookup.shape);
        known(found.lookup)
    }

    fn call(&self, site: &'a Site<'t>, call: &'a Call, watch: &mut Watch<'a, 't>) -> Shape {
        let mut absent = Vec::new();
        let (shape, problems) = intrinsic::evaluate(call, &mut |path| {
            let (root, source) = self.root(path);
            let found = follow(path, root);
            if let Some((segment, parent)) = found.broken {
                absent.push((path.span.clone(), segment, parent, source, found.lookup.absence));
            }
            known(found.lookup)
        });
        if watch.is_on() {
            let mut paths = Vec::new();
            site.push_paths(&mut paths);
            for (span, segment, parent, source, absence) in absent {
                if let Some(found) = paths.iter().find(|found| found.path.span == span) {
                    let path = found.path;
                    let kind = ObservationKind::Absent { path, segment, parent, source, absence };
                    self.observe_at(watch, site, kind);
                }
            }
            for problem in problems {
                self.observe_at(watch, site, ObservationKind::Intrinsic(problem));
            }
        }
        shape
    }

    /// What a JSONata expression gives.
    pub(super) fn expression(&self, site: &'a Site<'t>, watch: &mut Watch<'a, 't>) -> Shape {
        let Some(expression) = site.expression().filter(|_| !site.node.has_placeholder()) else {
            return Shape::ANY;
        };
        let evaluated = self.read(|readable| jsonata::evaluate(expression, readable));
        if watch.is_on() {
            for problem in evaluated.problems {
                self.observe_at(watch, site, ObservationKind::Jsonata(problem));
            }
            if evaluated.value.absence == Absence::Always {
                self.observe_at(watch, site, ObservationKind::Undefined);
            }
        }
        watch.count(&evaluated.value.shape);
        known(evaluated.value).shape
    }

    /// Does something with what a JSONata expression can read.
    pub(super) fn read<R>(&self, work: impl FnOnce(&jsonata::Readable<'_>) -> R) -> R {
        let mut states = vec![("input", self.input.clone()), ("context", self.context.clone())];
        states.extend(self.more.clone());
        work(&jsonata::Readable {
            states: &states,
            variable: &|name| self.variables.get_assigned(name).cloned(),
        })
    }

    /// The value of a key that ends in `.$`.
    fn template_value(
        &self,
        object: ObjectId,
        field: Field,
        node: Node<'t>,
        watch: &mut Watch<'a, 't>,
    ) -> Shape {
        let Some(site) = self.expressions.at(object, field, node) else { return Shape::ANY };
        match &site.kind {
            SiteKind::Template { value: TemplateValue::Path(Ok(path)), .. } => {
                self.follow(site, path, watch).shape
            }
            SiteKind::Template { value: TemplateValue::Intrinsic(Ok(call)), .. } => {
                self.call(site, call, watch)
            }
            _ => Shape::ANY,
        }
    }

    /// The name and the value of a member of a payload; none where something else will stand in its key.
    fn member(
        &self,
        object: ObjectId,
        field: Field,
        (key, value): (Node<'t>, Node<'t>),
        depth: u32,
        watch: &mut Watch<'a, 't>,
    ) -> Option<(&'t str, Shape)> {
        let name = key.str().filter(|_| !key.has_placeholder())?;
        let is_jsonpath = self.language(object) == Some(QueryLanguage::JSONPath);
        Some(match name.strip_suffix(".$").filter(|_| is_jsonpath) {
            Some(name) => (name, self.template_value(object, field, value, watch)),
            None => (name, self.payload(object, field, value, depth, watch)),
        })
    }

    fn payload(
        &self,
        object: ObjectId,
        field: Field,
        node: Node<'t>,
        depth: u32,
        watch: &mut Watch<'a, 't>,
    ) -> Shape {
        if depth == 0 || self.language(object).is_none() {
            return Shape::ANY;
        }
        match node.kind() {
            Kind::String => match self.expressions.at(object, field, node).map(|site| (site, &site.kind)) {
                Some((site, SiteKind::Jsonata(_))) => self.expression(site, watch),
                Some((site, SiteKind::Intrinsic(Ok(call)))) => self.call(site, call, watch),
                Some((site, SiteKind::Path(Ok(path)))) => self.follow(site, path, watch).shape,
                // What was to be an expression is refused, or not what it seems.
                Some((_, SiteKind::Literal { .. })) if node.str().is_some_and(|text| text.contains("{%")) => {
                    Shape::ANY
                }
                Some((_, SiteKind::Literal { .. })) | None => Shape::of_node(node),
                Some(_) => Shape::ANY,
            },
            Kind::Array => {
                let items = node.items().map(|item| self.payload(object, field, item, depth - 1, watch));
                Shape::tuple(items.collect())
            }
            Kind::Object => {
                let mut members = Vec::with_capacity(node.members().len());
                let mut others = Others::None;
                for member in node.members() {
                    match self.member(object, field, member, depth - 1, watch) {
                        Some((name, shape)) => members.push(Member::certain(name, shape)),
                        None => others = Others::Of(Shape::ANY),
                    }
                }
                let record = ObjectShape { others, ..ObjectShape::closed(members) };
                Shape::object(record)
            }
            _ => Shape::of_node(node),
        }
    }
}

impl Clone for Frame<'_, '_, '_> {
    fn clone(&self) -> Self {
        Self { input: self.input.clone(), context: self.context.clone(), more: self.more.clone(), ..*self }
    }
}

/// The value that is worked on with: where there certainly is none the state fails, and what follows is about those who
/// come here all the same.
fn known(lookup: Lookup) -> Lookup {
    if lookup.absence == Absence::Always { Lookup { shape: Shape::ANY, ..lookup } } else { lookup }
}

/// The steps to the place that a reference path names.
pub(super) fn steps_of(path: &Path) -> Option<Vec<crate::shape::Step>> {
    path::steps(path).filter(|_| path.root == Root::Input)
}
