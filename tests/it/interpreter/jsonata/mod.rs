//! JSONata 2.0.6 as Step Functions has it (`jsonata.md`): trees from aslint's parser, evaluated on JSON.
//!
//! Parents (`%`), the binds `@$v` and `#$v`, transforms, signatures of lambdas, and the functions for pictures of
//! numbers and dates are not supported.

mod call;
mod functions;
mod operators;
mod path;
mod value;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use aslint::expr::jsonata::{self, Expression, NodeId, NodeKind};
use serde_json::Value;

pub use value::Val;
use value::{Function, Members};

use super::random::Random;
use super::{Trouble, Variables, unsupported};

/// How deeply evaluation may nest.
const MAX_DEPTH: usize = 300;
/// How deeply lambdas may call each other (`jsonata.md 5.6`).
const MAX_CALLS: usize = 100;
/// How many nodes may be evaluated.
const MAX_WORK: usize = 200_000;

/// The result of evaluating a part of an expression.
pub type Evaluated = Result<Val, Trouble>;

/// The variables of a block or lambda.
#[derive(Default)]
pub struct Scope {
    bound: RefCell<Vec<(Rc<str>, Val)>>,
    outer: Option<Rc<Scope>>,
}

impl Scope {
    fn inside(outer: &Rc<Scope>) -> Rc<Scope> {
        Rc::new(Scope { bound: RefCell::default(), outer: Some(Rc::clone(outer)) })
    }

    fn bind(&self, name: &str, value: Val) {
        let mut bound = self.bound.borrow_mut();
        bound.retain(|(known, _)| &**known != name);
        bound.push((name.into(), value));
    }

    fn lookup(&self, name: &str) -> Option<Val> {
        let mut scope = Some(self);
        while let Some(here) = scope {
            if let Some((_, value)) = here.bound.borrow().iter().find(|(known, _)| &**known == name) {
                return Some(value.clone());
            }
            scope = here.outer.as_deref();
        }
        None
    }
}

/// How many parsed expressions are kept.
const MAX_KEPT: usize = 2000;

thread_local! {
    /// Expressions are evaluated again and again: in loops, in iterations.
    static PARSED: RefCell<HashMap<String, Option<Rc<Expression>>>> = RefCell::default();
}

fn parse(text: &str) -> Option<Rc<Expression>> {
    PARSED.with_borrow_mut(|parsed| {
        if let Some(known) = parsed.get(text) {
            return known.clone();
        }
        if parsed.len() >= MAX_KEPT {
            parsed.clear();
        }
        let expression = jsonata::parse(text).ok().map(Rc::new);
        parsed.insert(text.to_owned(), expression.clone());
        expression
    })
}

/// Evaluates the text between `{%` and `%}`. Undefined is `None`.
pub fn evaluate(
    text: &str,
    states: &Val,
    variables: &Variables,
    random: &mut Random,
) -> Result<Option<Value>, Trouble> {
    let Some(expression) = parse(text) else { return unsupported(format!("the expression `{text}`")) };
    let globals = Rc::new(Scope::default());
    for node in &expression.nodes {
        if let NodeKind::Variable(name) = &node.kind
            && let Some(value) = variables.get(&**name)
        {
            globals.bind(name, Val::from_json(value));
        }
    }
    globals.bind("states", states.clone());
    let mut evaluator = Evaluator { expression: &expression, random, depth: 0, calls: 0, work: 0 };
    let value = evaluator.evaluate(expression.root, &Val::Undefined, &globals)?;
    value.to_json()
}

/// The evaluation of one expression.
pub struct Evaluator<'a> {
    expression: &'a Expression,
    random: &'a mut Random,
    depth: usize,
    calls: usize,
    work: usize,
}

/// A failure of the expression, with the code of the language.
fn throws<T>(code: &str) -> Result<T, Trouble> {
    Err(Trouble::Fails(format!("{code}: the expression threw an error")))
}

impl<'a> Evaluator<'a> {
    /// Evaluates a node; a sequence of one item becomes that item, an empty one undefined.
    fn evaluate(&mut self, id: NodeId, input: &Val, scope: &Rc<Scope>) -> Evaluated {
        self.depth += 1;
        self.work += 1;
        if self.depth > MAX_DEPTH || self.work > MAX_WORK {
            return unsupported("an expression that takes long");
        }
        let value = self.node(id, input, scope)?;
        self.depth -= 1;
        Ok(unwrap(value))
    }

    fn node(&mut self, id: NodeId, input: &Val, scope: &Rc<Scope>) -> Evaluated {
        let expression = self.expression;
        match expression.kind(id) {
            NodeKind::Null => Ok(Val::Null),
            NodeKind::Boolean(value) => Ok(Val::Bool(*value)),
            NodeKind::Number(value) => Ok(Val::Number(*value)),
            NodeKind::String(text) => Ok(Val::text(text)),
            NodeKind::Regex(regex) => self.regex(&regex.pattern, &regex.flags),
            NodeKind::Name(name) => Ok(path::lookup(input, name)),
            NodeKind::Variable(name) => self.variable(name, input, scope),
            NodeKind::Wildcard => Ok(path::wildcard(input)),
            NodeKind::Descendant => Ok(path::descendants(input)),
            NodeKind::Parent => unsupported("`%`"),
            NodeKind::Path(path) => self.path(path, input, scope),
            NodeKind::Sort(_) | NodeKind::Placeholder => unsupported("a part out of its place"),
            NodeKind::Negate(operand) => match self.evaluate(*operand, input, scope)? {
                Val::Number(number) => Ok(Val::Number(-number)),
                Val::Undefined => Ok(Val::Undefined),
                _ => throws("D1002"),
            },
            NodeKind::Binary(operator, left, right) => self.binary(*operator, *left, *right, input, scope),
            NodeKind::Array(items) => self.array(items, input, scope),
            NodeKind::Object(pairs) => self.group(pairs, input, scope),
            NodeKind::Block(expressions) => {
                let scope = Scope::inside(scope);
                let mut last = Val::Undefined;
                for expression in expressions {
                    last = self.evaluate(*expression, input, &scope)?;
                }
                Ok(last)
            }
            NodeKind::Bind { variable, value } => {
                let value = self.evaluate(*value, input, scope)?;
                if let NodeKind::Variable(name) = expression.kind(*variable) {
                    scope.bind(name, value.clone());
                }
                Ok(value)
            }
            NodeKind::Lambda(lambda) => {
                let function = Function::Lambda {
                    lambda: (**lambda).clone(),
                    scope: Rc::clone(scope),
                    input: input.clone(),
                };
                Ok(Val::Function(Rc::new(function)))
            }
            NodeKind::Call { callee, arguments } => self.call(*callee, None, arguments, input, scope),
            NodeKind::PartialCall { callee, arguments } => self.partial(*callee, arguments, input, scope),
            NodeKind::Conditional { condition, then, otherwise } => {
                if self.evaluate(*condition, input, scope)?.truth() {
                    return self.evaluate(*then, input, scope);
                }
                otherwise.map_or(Ok(Val::Undefined), |otherwise| self.evaluate(otherwise, input, scope))
            }
            NodeKind::Transform { .. } => unsupported("a transform"),
        }
    }

    fn variable(&mut self, name: &str, input: &Val, scope: &Rc<Scope>) -> Evaluated {
        if name.is_empty() {
            return Ok(input.clone());
        }
        if let Some(value) = scope.lookup(name) {
            return Ok(value);
        }
        use aslint::expr::jsonata::functions::{Origin, lookup};
        match lookup(name) {
            Some(builtin) if builtin.origin != Origin::Missing => {
                Ok(Val::Function(Rc::new(Function::Builtin(builtin))))
            }
            _ => Ok(Val::Undefined),
        }
    }

    fn regex(&mut self, pattern: &str, flags: &str) -> Evaluated {
        let flags = if flags.is_empty() { String::new() } else { format!("(?{flags})") };
        match regex_lite::Regex::new(&format!("{flags}{pattern}")) {
            Ok(regex) => Ok(Val::Function(Rc::new(Function::Regex(regex)))),
            Err(_) => unsupported("a regular expression"),
        }
    }

    /// `[…]`: items that are arrays written out stay arrays, all others are flattened into it.
    fn array(&mut self, items: &[NodeId], input: &Val, scope: &Rc<Scope>) -> Evaluated {
        let mut values = Vec::new();
        for item in items {
            let value = self.evaluate(*item, input, scope)?;
            match value {
                Val::Undefined => {}
                value if self.is_array_literal(*item) => values.push(value),
                value => values.extend(value.as_items().iter().cloned()),
            }
        }
        Ok(Val::array(values))
    }

    fn is_array_literal(&self, id: NodeId) -> bool {
        match self.expression.kind(id) {
            NodeKind::Array(_) => true,
            NodeKind::Path(path) if path.steps.len() == 1 => {
                matches!(self.expression.kind(path.steps[0].expression), NodeKind::Array(_))
            }
            _ => false,
        }
    }

    /// `{key: value}`, and the grouping of a path: the items with the same key share one value.
    fn group(&mut self, pairs: &[(NodeId, NodeId)], input: &Val, scope: &Rc<Scope>) -> Evaluated {
        let items = input.as_items();
        let items = if items.is_empty() { &[Val::Undefined] } else { items };
        let mut groups: Vec<(Rc<str>, Val, usize)> = Vec::new();
        for item in items {
            for (index, (key, _)) in pairs.iter().enumerate() {
                let key = match self.evaluate(*key, item, scope)? {
                    Val::String(key) => key,
                    Val::Undefined => return unsupported("an undefined key"),
                    _ => return throws("T1003"),
                };
                match groups.iter_mut().find(|(known, ..)| *known == key) {
                    Some((_, _, other)) if *other != index => return throws("D1009"),
                    Some((_, data, _)) => *data = value::append(data, item),
                    None => groups.push((key, item.clone(), index)),
                }
            }
        }
        let mut members: Members = Vec::new();
        for (key, data, index) in groups {
            let value = self.evaluate(pairs[index].1, &data, scope)?;
            if !value.is_undefined() {
                members.push((key, value));
            }
        }
        Ok(Val::object(members))
    }
}

/// A sequence of one item becomes that item, an empty one undefined.
fn unwrap(value: Val) -> Val {
    match &value {
        Val::Array(array) if array.sequence => match array.items.as_slice() {
            [] => Val::Undefined,
            [item] if !array.keep_singleton => item.clone(),
            _ => value,
        },
        _ => value,
    }
}
