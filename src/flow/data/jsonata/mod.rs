//! JSONata expressions evaluated on shapes: what an expression can give, given what the data can be.
//!
//! The semantics are those of JSONata 2.0.6 (spec/jsonata.md 5.2). A result may be too large, never too small: whatever
//! is not followed is unknown.

mod builtins;
mod call;
mod eval;
mod frame;
mod higher;
mod items;
mod keep;
mod listed;
mod lists;
mod lookup;
mod narrow;
mod objects;
mod operators;
mod path;
mod problem;
mod select;
mod value;

use std::ops::Range;

pub use narrow::narrow;
pub use problem::{Effect, Problem, ProblemKind};

use crate::expr::jsonata::{Expression, NodeId, NodeKind, Path, Step};
use crate::shape::{Absence, Lookup, Shape};
use frame::Frames;
pub(super) use objects::over;
use value::Value;

/// What an expression can read.
pub struct Readable<'a> {
    /// The members of `$states`: input, context, result, errorOutput.
    pub states: &'a [(&'static str, Shape)],
    /// The workflow variables: none where nothing is known of one of that name.
    pub variable: &'a dyn Fn(&str) -> Option<Shape>,
}

/// What an expression gives.
pub struct Evaluated {
    /// The result, and whether there is one. Its shape is nothing where the evaluation always ends with an error.
    pub value: Lookup,
    /// Whether the result may be or hold a function or regular expression, which is no JSON.
    pub is_function: bool,
    /// What goes wrong inside, in the order of the text.
    pub problems: Vec<Problem>,
}

/// What is known of what an expression reads, where its result is known.
pub struct Narrowed {
    /// Whether the result can be that at all.
    pub is_possible: bool,
    /// What `$states.input` is then, if more is known of it.
    pub input: Option<Shape>,
    /// What the workflow variables are then of which more is known.
    pub variables: Vec<(String, Shape)>,
}

/// What an expression gives, and what goes wrong in it.
pub fn evaluate(expression: &Expression, readable: &Readable<'_>) -> Evaluated {
    let mut evaluator = Evaluator::new(expression, readable);
    let mut value = evaluator.eval(expression.root, 0);
    if evaluator.is_exhausted {
        value = Value::unknown();
    }
    let is_certain = value.absence == Absence::Always;
    if value.absence >= Absence::Possibly {
        for missing in &value.missing {
            let kind = missing.absent(Effect::Undefined);
            evaluator.problems.push(Problem { span: missing.step.clone(), kind, is_certain });
        }
    }
    let mut problems = evaluator.problems;
    problems.sort_by_key(|problem| (problem.span.start, problem.span.end, !problem.is_certain));
    problems.dedup_by(|later, first| {
        later.span == first.span && std::mem::discriminant(&later.kind) == std::mem::discriminant(&first.kind)
    });
    let is_function = value.callable != value::Callable::No || evaluator.holds_functions;
    Evaluated { value: value.lookup(), is_function, problems }
}

/// How many calls of lambdas may be open at a time.
const MAX_CALLS: u32 = 6;
/// How deep the evaluation may go, calls of lambdas included.
const MAX_DEPTH: u32 = 3 * crate::expr::jsonata::MAX_DEPTH as u32;

struct Evaluator<'e, 'r> {
    expression: &'e Expression,
    readable: &'r Readable<'r>,
    frames: Frames<'e>,
    problems: Vec<Problem>,
    /// Whether what is evaluated is so in every evaluation of the expression.
    is_certain: bool,
    /// Whether problems are not noted.
    is_quiet: bool,
    /// How many more nodes are evaluated before the result is given up.
    fuel: u32,
    depth: u32,
    calls: u32,
    is_exhausted: bool,
    /// Whether a function has been put into an array or object.
    holds_functions: bool,
    /// Whether `[]` can make a sequence of one item that stays an array.
    has_kept: bool,
    /// Whether there is a `%`.
    has_parents: bool,
    /// Whether a path can make arrays that steps do not take apart.
    has_whole_arrays: bool,
    /// How often each variable is bound.
    bindings: rustc_hash::FxHashMap<&'e str, u32>,
    /// The names of all parameters of lambdas.
    parameters: rustc_hash::FxHashSet<&'e str>,
}

impl<'e, 'r> Evaluator<'e, 'r> {
    fn new(expression: &'e Expression, readable: &'r Readable<'r>) -> Self {
        let mut bindings = rustc_hash::FxHashMap::default();
        let mut parameters = rustc_hash::FxHashSet::default();
        let (mut has_kept, mut has_whole_arrays) = (false, false);
        for node in &expression.nodes {
            match &node.kind {
                NodeKind::Bind { variable, .. } => {
                    if let NodeKind::Variable(name) = expression.kind(*variable) {
                        *bindings.entry(&**name).or_insert(0) += 1;
                    }
                }
                NodeKind::Lambda(lambda) => {
                    let names = lambda.parameters.iter().map(|parameter| expression.kind(*parameter));
                    parameters.extend(names.filter_map(|kind| match kind {
                        NodeKind::Variable(name) => Some(&**name),
                        _ => None,
                    }));
                }
                NodeKind::Path(path) => {
                    has_kept |= path.keep_array;
                    has_whole_arrays |= has_array_step(expression, path);
                }
                _ => {}
            }
        }
        Self {
            expression,
            readable,
            frames: Frames::new(),
            problems: Vec::new(),
            is_certain: true,
            is_quiet: false,
            fuel: 4_000_u32.saturating_add(16_u32.saturating_mul(expression.nodes.len() as u32)),
            depth: 0,
            calls: 0,
            is_exhausted: false,
            holds_functions: false,
            has_kept,
            has_parents: expression.nodes.iter().any(|node| matches!(node.kind, NodeKind::Parent)),
            has_whole_arrays,
            bindings,
            parameters,
        }
    }

    fn report(&mut self, span: Range<u32>, kind: ProblemKind, is_certain: bool) {
        if !self.is_quiet && !self.is_exhausted {
            let is_certain = is_certain && self.is_certain;
            self.problems.push(Problem { span, kind, is_certain });
        }
    }

    /// Notes the members for the lack of which a value is always absent, where the evaluation goes on without it.
    fn ignores(&mut self, value: &Value) {
        if value.absence != Absence::Always {
            return;
        }
        for missing in &value.missing {
            self.report(missing.step.clone(), missing.absent(Effect::Ignored), true);
        }
    }

    /// Evaluates what may not be evaluated at all, or not for these values.
    fn perhaps<T>(&mut self, is_sure: bool, run: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.is_certain;
        self.is_certain &= is_sure;
        if !is_sure {
            self.frames.level += 1;
        }
        let result = run(self);
        if !is_sure {
            self.frames.level -= 1;
        }
        self.is_certain = before;
        result
    }

    fn span(&self, id: NodeId) -> Range<u32> {
        self.expression.span(id)
    }
}

/// Whether `[…]` is one of several steps: such arrays are items of their own.
fn has_array_step(expression: &Expression, path: &Path) -> bool {
    let is_array = |step: &Step| matches!(expression.kind(step.expression), NodeKind::Array(_));
    path.steps.len() > 1 && path.steps.iter().any(is_array)
}

#[cfg(test)]
mod tests;
