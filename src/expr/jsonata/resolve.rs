//! Turns the tree as written into the public tree: flattens paths and makes the checks of the language that need
//! the whole expression.
//!
//! The left operands of operators are followed in a loop, so the recursion is as deep as the nesting the parser
//! has already bounded.

use smallvec::{SmallVec, smallvec};

use super::ast::{
    BinaryOperator, Expression, Group, Lambda, Node, NodeId, NodeKind, Path, SortTerm, Stage, Step,
};
use super::error::{ParseError, json_number};
use super::parser::{Raw, RawId, RawKind, RawTree};

/// How many steps all `%` operators together may be traced back; keeps their cost linear in practice.
const MAX_PARENT_STEPS: u32 = 10_000_000;

/// A `%` whose ancestor is still to be found; an index into [`Resolver::levels`].
type Slot = usize;

/// What a node of the written tree has become.
struct Built {
    value: BuiltValue,
    start: u32,
    end: u32,
    /// The slot of the expression, or of the last step of a path, when that is `%` itself.
    parent: Option<Slot>,
    /// The slots of `%` operators inside the expression that look further out.
    seeking: Option<Vec<Slot>>,
    /// The same for the last step of a path.
    last_seeking: Option<Vec<Slot>>,
}

enum BuiltValue {
    Node(NodeId),
    /// `true_path` tells a location path from an expression of another kind that carries predicates or marks.
    Path {
        path: Box<Path>,
        true_path: bool,
    },
}

impl Built {
    fn is_path(&self) -> bool {
        matches!(self.value, BuiltValue::Path { true_path: true, .. })
    }

    /// The value as a path of at least one step.
    fn path(&mut self) -> &mut Path {
        if let BuiltValue::Node(id) = self.value {
            let path = Box::new(Path { steps: smallvec![Step::new(id)], ..Path::default() });
            self.value = BuiltValue::Path { path, true_path: false };
        }
        match &mut self.value {
            BuiltValue::Path { path, .. } => path,
            BuiltValue::Node(_) => unreachable!("replaced above"),
        }
    }

    fn last_step(&mut self) -> &mut Step {
        let steps = &mut self.path().steps;
        let last = steps.len() - 1;
        &mut steps[last]
    }

    /// Makes a location path of an expression that is none. Its own open `%` become those of its only step.
    fn become_path(&mut self) {
        if self.is_path() {
            return;
        }
        self.path();
        if let BuiltValue::Path { true_path, .. } = &mut self.value {
            *true_path = true;
        }
        self.last_seeking = self.seeking.take();
    }

    /// The slots that what contains this expression has to look at.
    fn open_slots(&mut self) -> Option<Vec<Slot>> {
        let own = if self.is_path() { None } else { self.parent };
        match (self.seeking.take(), own) {
            (None, None) => None,
            (seeking, own) => {
                let mut slots = seeking.unwrap_or_default();
                slots.extend(own);
                Some(slots)
            }
        }
    }
}

fn join(slots: &mut Option<Vec<Slot>>, more: Option<Vec<Slot>>) {
    match (slots.as_mut(), more) {
        (Some(slots), Some(more)) => slots.extend(more),
        (None, more) => *slots = more,
        (Some(_), None) => {}
    }
}

/// Builds the public tree.
pub(super) fn resolve(tree: RawTree) -> Result<Expression, ParseError> {
    let RawTree { nodes: raw, root } = tree;
    let mut resolver =
        Resolver { nodes: Vec::with_capacity(raw.len()), raw, levels: Vec::new(), parent_steps: 0 };
    let built = resolver.build(root)?;
    let parent_at_top = built.parent.is_some() && !built.is_path();
    if parent_at_top || built.seeking.is_some() {
        return Err(no_parent(built.start, built.end));
    }
    let root = resolver.finish(built);
    Ok(Expression { nodes: resolver.nodes, root })
}

fn no_parent(start: u32, end: u32) -> ParseError {
    let message = "The object representing the 'parent' cannot be derived from this expression";
    ParseError::new("S0217", message, start..end)
}

struct Resolver {
    raw: Vec<Raw>,
    nodes: Vec<Node>,
    /// How many levels up each `%` still has to look; 0 once its ancestor is found.
    levels: Vec<i64>,
    parent_steps: u32,
}

/// The parts of a call that are built before what it calls.
struct Pending {
    id: RawId,
    arguments: Vec<NodeId>,
    seeking: Option<Vec<Slot>>,
}

impl Resolver {
    fn add(&mut self, kind: NodeKind, start: u32, end: u32) -> NodeId {
        self.nodes.push(Node { kind, start, end });
        NodeId((self.nodes.len() - 1) as u32)
    }

    fn finish(&mut self, built: Built) -> NodeId {
        match built.value {
            BuiltValue::Node(id) => id,
            BuiltValue::Path { path, .. } => self.add(NodeKind::Path(path), built.start, built.end),
        }
    }

    /// Builds a child and hands its open slots to `seeking`.
    fn child(&mut self, id: RawId, seeking: &mut Option<Vec<Slot>>) -> Result<NodeId, ParseError> {
        let mut built = self.build(id)?;
        join(seeking, built.open_slots());
        Ok(self.finish(built))
    }

    // Plain loops: iterator adapters would multiply the stack each level of nesting takes.
    fn children(
        &mut self,
        ids: &[RawId],
        seeking: &mut Option<Vec<Slot>>,
    ) -> Result<Vec<NodeId>, ParseError> {
        let mut built = Vec::with_capacity(ids.len());
        for id in ids {
            built.push(self.child(*id, seeking)?);
        }
        Ok(built)
    }

    fn pairs(
        &mut self,
        pairs: &[(RawId, RawId)],
        seeking: &mut Option<Vec<Slot>>,
    ) -> Result<Vec<(NodeId, NodeId)>, ParseError> {
        let mut built = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let key = self.child(*key, seeking)?;
            built.push((key, self.child(*value, seeking)?));
        }
        Ok(built)
    }

    fn optional_child(
        &mut self,
        id: Option<RawId>,
        seeking: &mut Option<Vec<Slot>>,
    ) -> Result<Option<NodeId>, ParseError> {
        match id {
            Some(id) => Ok(Some(self.child(id, seeking)?)),
            None => Ok(None),
        }
    }

    fn take(&mut self, id: RawId) -> RawKind {
        std::mem::replace(&mut self.raw[id as usize].kind, RawKind::End)
    }

    fn build(&mut self, id: RawId) -> Result<Built, ParseError> {
        let mut spine: SmallVec<[Pending; 2]> = SmallVec::new();
        let mut current = id;
        loop {
            let mut pending = Pending { id: current, arguments: Vec::new(), seeking: None };
            let left = match &mut self.raw[current as usize].kind {
                RawKind::Binary(_, left, _)
                | RawKind::Dot(left, _)
                | RawKind::Filter { left, .. }
                | RawKind::Group { left, .. }
                | RawKind::Sort { left, .. }
                | RawKind::Focus { left, .. }
                | RawKind::Index { left, .. }
                | RawKind::Conditional { condition: left, .. } => *left,
                RawKind::Call { callee, arguments, .. } => {
                    let (callee, arguments) = (*callee, std::mem::take(arguments));
                    pending.arguments = self.children(&arguments, &mut pending.seeking)?;
                    callee
                }
                _ => break,
            };
            spine.push(pending);
            current = left;
        }
        let mut built = self.leaf(current)?;
        while let Some(pending) = spine.pop() {
            built = self.operator(built, pending)?;
        }
        Ok(built)
    }

    /// Applies the `[]` mark and the span of a written node to what it has become.
    fn seal(&self, id: RawId, mut built: Built) -> Built {
        let raw = &self.raw[id as usize];
        built.start = raw.start;
        built.end = raw.end;
        if raw.keep_array {
            built.path().keep_array = true;
        }
        built
    }

    fn simple(&mut self, kind: NodeKind, start: u32, end: u32, seeking: Option<Vec<Slot>>) -> Built {
        let id = self.add(kind, start, end);
        Built { value: BuiltValue::Node(id), start, end, parent: None, seeking, last_seeking: None }
    }

    /// Builds a node that has no left operand.
    fn leaf(&mut self, id: RawId) -> Result<Built, ParseError> {
        let (start, end) = (self.raw[id as usize].start, self.raw[id as usize].end);
        let mut seeking = None;
        let mut is_name = false;
        let mut parent = None;
        let kind = match self.take(id) {
            RawKind::Null => NodeKind::Null,
            RawKind::Boolean(value) => NodeKind::Boolean(value),
            RawKind::Number(number) => NodeKind::Number(number),
            RawKind::String(text) => NodeKind::String(text),
            RawKind::Regex(regex) => NodeKind::Regex(regex),
            RawKind::Name(name) => {
                is_name = true;
                NodeKind::Name(name)
            }
            RawKind::Variable(name) => NodeKind::Variable(name),
            RawKind::Wildcard => NodeKind::Wildcard,
            RawKind::Descendant => NodeKind::Descendant,
            RawKind::Parent => {
                parent = Some(self.levels.len());
                self.levels.push(1);
                NodeKind::Parent
            }
            RawKind::Placeholder => NodeKind::Placeholder,
            RawKind::Negate(operand) => return self.negate(id, operand),
            RawKind::Array(items) => NodeKind::Array(self.children(&items, &mut seeking)?),
            RawKind::Object(pairs) => NodeKind::Object(self.pairs(&pairs, &mut seeking)?),
            RawKind::Block(expressions) => NodeKind::Block(self.children(&expressions, &mut seeking)?),
            RawKind::Transform { pattern, update, delete } => {
                let pattern = self.child(pattern, &mut None)?;
                let update = self.child(update, &mut None)?;
                let delete = self.optional_child(delete, &mut None)?;
                NodeKind::Transform { pattern, update, delete }
            }
            RawKind::Lambda { parameters, signature, body } => {
                let parameters = self.children(&parameters, &mut None)?;
                let body = self.child(body, &mut None)?;
                NodeKind::Lambda(Box::new(Lambda { parameters, signature, body }))
            }
            RawKind::Bind { variable, value } => {
                let variable = self.child(variable, &mut None)?;
                NodeKind::Bind { variable, value: self.child(value, &mut seeking)? }
            }
            _ => return Err(ParseError::new("S0207", "Unexpected end of expression", start..end)),
        };
        let mut built = self.simple(kind, start, end, seeking);
        built.parent = parent;
        if is_name {
            built.become_path();
        }
        Ok(self.seal(id, built))
    }

    /// A minus sign is part of the number behind it.
    fn negate(&mut self, id: RawId, operand: RawId) -> Result<Built, ParseError> {
        let (start, end) = (self.raw[id as usize].start, self.raw[id as usize].end);
        let mut built = self.build(operand)?;
        let inner = match &built.value {
            BuiltValue::Node(inner) => Some(*inner),
            BuiltValue::Path { path, true_path: false } => Some(path.steps[0].expression),
            BuiltValue::Path { .. } => None,
        };
        if let Some(inner) = inner
            && let Node { kind: NodeKind::Number(number), start: number_start, .. } =
                &mut self.nodes[inner.0 as usize]
        {
            *number = -*number;
            *number_start = start;
            return Ok(self.seal(id, built));
        }
        let seeking = built.open_slots();
        let operand = self.finish(built);
        let built = self.simple(NodeKind::Negate(operand), start, end, seeking);
        Ok(self.seal(id, built))
    }

    /// Builds an operator around its left operand.
    fn operator(&mut self, mut left: Built, pending: Pending) -> Result<Built, ParseError> {
        let Pending { id, arguments, seeking } = pending;
        let (start, end) = (self.raw[id as usize].start, self.raw[id as usize].end);
        let built = match self.take(id) {
            RawKind::Dot(_, right) => self.dot(left, right)?,
            RawKind::Filter { predicate, .. } => self.filter(left, predicate, start, end)?,
            RawKind::Group { pairs, open, .. } => self.group(left, &pairs, open, end)?,
            RawKind::Sort { terms, caret, .. } => self.sort(left, &terms, caret, end)?,
            RawKind::Focus { variable, .. } => self.focus(left, variable)?,
            RawKind::Index { variable, .. } => self.index(left, variable)?,
            RawKind::Call { partial, .. } => {
                let callee = self.finish(left);
                let kind = match partial {
                    true => NodeKind::PartialCall { callee, arguments },
                    false => NodeKind::Call { callee, arguments },
                };
                self.simple(kind, start, end, seeking)
            }
            RawKind::Conditional { then, otherwise, .. } => {
                let mut seeking = left.open_slots();
                let condition = self.finish(left);
                let then = self.child(then, &mut seeking)?;
                let otherwise = self.optional_child(otherwise, &mut seeking)?;
                self.simple(NodeKind::Conditional { condition, then, otherwise }, start, end, seeking)
            }
            RawKind::Binary(BinaryOperator::Chain, _, right) => {
                let left = self.finish(left);
                let right = self.child(right, &mut None)?;
                self.simple(NodeKind::Binary(BinaryOperator::Chain, left, right), start, end, None)
            }
            RawKind::Binary(operator, _, right) => {
                let mut seeking = left.open_slots();
                let left = self.finish(left);
                let right = self.child(right, &mut seeking)?;
                self.simple(NodeKind::Binary(operator, left, right), start, end, seeking)
            }
            _ => left,
        };
        Ok(self.seal(id, built))
    }

    fn dot(&mut self, mut left: Built, right: RawId) -> Result<Built, ParseError> {
        if !left.is_path() {
            // `%` as the first step looks outside of the path it begins.
            let own = left.parent;
            left.become_path();
            left.seeking = own.map(|slot| vec![slot]);
        }
        if let Some(step) = self.plain_name(right) {
            left.parent = None;
            left.last_seeking = None;
            let path = left.path();
            path.steps.push(Step::new(step));
            let first = path.steps[0].expression;
            self.check_step(first)?;
            return Ok(left);
        }
        let mut right = self.build(right)?;
        left.parent = right.parent;
        left.last_seeking = if right.is_path() { right.last_seeking.take() } else { right.seeking.take() };
        let right_path = std::mem::take(right.path());
        let path = left.path();
        let seam = path.steps.len();
        path.keep_array |= right_path.keep_array;
        path.steps.extend(right_path.steps);
        self.check_step(path.steps[0].expression)?;
        for step in &path.steps[seam..] {
            self.check_step(step.expression)?;
        }
        self.trace_parents(&mut left)?;
        Ok(left)
    }

    /// The node of a step that is a bare name, by far the most frequent one.
    fn plain_name(&mut self, id: RawId) -> Option<NodeId> {
        let Raw { kind: RawKind::Name(name), start, end, keep_array: false } = &mut self.raw[id as usize]
        else {
            return None;
        };
        let (name, start, end) = (std::mem::take(name), *start, *end);
        Some(self.add(NodeKind::Name(name), start, end))
    }

    /// A literal is no step; a string as a step is a name.
    fn check_step(&mut self, id: NodeId) -> Result<(), ParseError> {
        let node = &mut self.nodes[id.0 as usize];
        let literal = match &mut node.kind {
            NodeKind::String(text) => {
                node.kind = NodeKind::Name(std::mem::take(text));
                return Ok(());
            }
            NodeKind::Number(number) => json_number(*number),
            NodeKind::Boolean(value) => value.to_string(),
            NodeKind::Null => "null".to_string(),
            _ => return Ok(()),
        };
        let message =
            format!("The literal value {literal} cannot be used as a step within a path expression");
        Err(ParseError::new("S0213", message, node.span()))
    }

    fn filter(
        &mut self,
        mut left: Built,
        predicate: RawId,
        start: u32,
        end: u32,
    ) -> Result<Built, ParseError> {
        if left.last_step().group.is_some() {
            let message = "A predicate cannot follow a grouping expression in a step";
            return Err(ParseError::new("S0209", message, start..end));
        }
        let mut predicate = self.build(predicate)?;
        if predicate.seeking.is_some() {
            let step = left.last_step().expression;
            for slot in predicate.seeking.clone().unwrap_or_default() {
                if self.levels[slot] == 1 {
                    self.seek(step, slot)?;
                } else {
                    self.levels[slot] -= 1;
                }
            }
            let open = predicate.open_slots();
            let target = if left.is_path() { &mut left.last_seeking } else { &mut left.seeking };
            join(target, open);
        }
        let predicate = self.finish(predicate);
        left.last_step().stages.push(Stage::Filter(predicate));
        Ok(left)
    }

    fn group(
        &mut self,
        mut left: Built,
        pairs: &[(RawId, RawId)],
        open: u32,
        end: u32,
    ) -> Result<Built, ParseError> {
        let is_path = left.is_path();
        let taken = match is_path {
            true => left.path().group.is_some(),
            false => left.last_step().group.is_some(),
        };
        if taken {
            return Err(ParseError::new(
                "S0210",
                "Each step can only have one grouping expression",
                open..end,
            ));
        }
        let group = Some(Box::new(Group { pairs: self.pairs(pairs, &mut None)?, span: open..end }));
        match is_path {
            true => left.path().group = group,
            false => left.last_step().group = group,
        }
        Ok(left)
    }

    fn sort(
        &mut self,
        mut left: Built,
        terms: &[(bool, RawId)],
        caret: u32,
        end: u32,
    ) -> Result<Built, ParseError> {
        left.become_path();
        let mut seeking = None;
        let mut sort_terms = Vec::with_capacity(terms.len());
        for (descending, id) in terms {
            sort_terms.push(SortTerm { descending: *descending, expression: self.child(*id, &mut seeking)? });
        }
        let sort = self.add(NodeKind::Sort(sort_terms), caret, end);
        left.path().steps.push(Step::new(sort));
        left.parent = None;
        left.last_seeking = seeking;
        self.trace_parents(&mut left)?;
        Ok(left)
    }

    fn focus(&mut self, mut left: Built, variable: RawId) -> Result<Built, ParseError> {
        let step = left.last_step();
        let (stages, expression) = (step.stages.len(), step.expression);
        if stages > 0 {
            let message = "A context variable binding must precede any predicates on a step";
            return Err(ParseError::new("S0215", message, self.raw_span(variable)));
        }
        if matches!(self.nodes[expression.0 as usize].kind, NodeKind::Sort(_)) {
            let message = "A context variable binding must precede the 'order-by' clause on a step";
            return Err(ParseError::new("S0216", message, self.raw_span(variable)));
        }
        let variable = self.child(variable, &mut None)?;
        left.last_step().focus = Some(variable);
        Ok(left)
    }

    fn index(&mut self, mut left: Built, variable: RawId) -> Result<Built, ParseError> {
        left.become_path();
        let variable = self.child(variable, &mut None)?;
        let step = left.last_step();
        match step.stages.is_empty() {
            true => step.index = Some(variable),
            false => step.stages.push(Stage::Index(variable)),
        }
        Ok(left)
    }

    fn raw_span(&self, id: RawId) -> std::ops::Range<u32> {
        self.raw[id as usize].start..self.raw[id as usize].end
    }

    /// Traces each `%` of a path's last step back through the steps before it.
    fn trace_parents(&mut self, built: &mut Built) -> Result<(), ParseError> {
        let mut slots = built.last_seeking.clone().unwrap_or_default();
        slots.extend(built.parent);
        for slot in slots {
            let BuiltValue::Path { path, .. } = &built.value else { return Ok(()) };
            let steps = &path.steps;
            let mut next = steps.len() - 1;
            while self.levels[slot] > 0 {
                if next == 0 {
                    join(&mut built.seeking, Some(vec![slot]));
                    break;
                }
                next -= 1;
                // Steps bound one after the other with `@` have the same parent.
                while next > 0 && steps[next].focus.is_some() && steps[next - 1].focus.is_some() {
                    next -= 1;
                }
                self.seek(steps[next].expression, slot)?;
            }
        }
        Ok(())
    }

    /// Looks for the ancestor a `%` stands for in one step of a path.
    fn seek(&mut self, step: NodeId, slot: Slot) -> Result<(), ParseError> {
        let mut work = vec![step];
        while let Some(id) = work.pop() {
            self.parent_steps += 1;
            if self.parent_steps > MAX_PARENT_STEPS {
                let span = self.nodes[id.0 as usize].span();
                return Err(ParseError::new("D0000", "The expression has too many parent operators", span));
            }
            let node = &self.nodes[id.0 as usize];
            match &node.kind {
                NodeKind::Name(_) | NodeKind::Wildcard => self.levels[slot] -= 1,
                NodeKind::Parent => self.levels[slot] += 1,
                NodeKind::Block(expressions) => work.extend(expressions.last()),
                NodeKind::Path(path) => return self.seek_back(id, path.steps.len(), slot),
                _ => return Err(no_parent(node.start, node.end)),
            }
        }
        Ok(())
    }

    /// Looks through the steps of an inner path from its last; recurses as deep as blocks are nested.
    fn seek_back(&mut self, path: NodeId, steps: usize, slot: Slot) -> Result<(), ParseError> {
        for index in (0..steps).rev() {
            let NodeKind::Path(inner) = &self.nodes[path.0 as usize].kind else { return Ok(()) };
            let step = inner.steps[index].expression;
            self.seek(step, slot)?;
            if self.levels[slot] <= 0 {
                break;
            }
        }
        Ok(())
    }
}
