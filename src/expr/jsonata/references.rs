//! What an expression reads: the references AWS refuses at create time, members of `$states`, free variables.
//!
//! spec/jsonata.md 5.4. A reference is "at the top level" where no item is in context. Predicates, steps after the
//! first, sort terms, groupings and transforms bring an item into context; a lambda body does not.

use super::ast::{BinaryOperator, Expression, NodeId, NodeKind, Path, Span, Stage, Step};
use super::functions::{self, Origin};
use rustc_hash::FxHashSet;
use smallvec::{SmallVec, smallvec};

/// A reference to what Step Functions has no value for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextReference<'e> {
    /// `$`, `$$` or the bare name.
    pub name: &'e str,
    /// The first place that refers to it.
    pub span: Span,
}

impl ContextReference<'_> {
    /// The message AWS prints behind `UNSUPPORTED_JSONATA_EXPRESSION:`.
    pub fn aws_message(&self) -> String {
        match self.name {
            "$$" => "Reference to '$$' is not supported.".to_string(),
            name => format!("Reference to '{name}' at the top level is not supported."),
        }
    }
}

/// A use of `$states`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatesReference<'e> {
    /// The member named directly behind it, or `None` where `$states` is used as a whole.
    pub member: Option<&'e str>,
    /// From `$states` to the end of the member's name.
    pub span: Span,
    /// The span of the whole path that starts there.
    pub path: Span,
}

impl StatesReference<'_> {
    /// The message AWS prints behind `UNSUPPORTED_JSONATA_EXPRESSION:` where the member is not available.
    pub fn aws_message(&self) -> String {
        format!("Field '$states.{}' does not exist.", self.member.unwrap_or_default())
    }
}

/// A variable that nothing in the expression binds and that is no built-in function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeVariable<'e> {
    /// The name without the dollar sign.
    pub name: &'e str,
    /// Where it is read.
    pub span: Span,
    /// Whether it is read only when it exists: inside `$exists($name)` or behind such a test.
    pub guarded: bool,
    /// Whether it is called as a function.
    pub called: bool,
}

/// Everything an expression reads from outside.
#[derive(Debug, Clone, Default)]
pub struct References<'e> {
    /// References to the absent context, one for each distinct name, in order of first appearance.
    pub context: Vec<ContextReference<'e>>,
    /// `*`, `**` and `%` where no item is in context. What AWS says about them is not recorded.
    pub context_wildcards: Vec<Span>,
    /// Uses of `$states`, in order of appearance.
    pub states: Vec<StatesReference<'e>>,
    /// Free variables, every occurrence, in order of appearance.
    pub variables: Vec<FreeVariable<'e>>,
    /// Built-in functions that are named and not called: values, unless a workflow variable has that name.
    pub builtin_values: Vec<(&'e str, Span)>,
    /// The variables of `$states := …`.
    pub states_bindings: Vec<Span>,
    /// The calls whose callee is a built-in function that nothing shadows, in the order of their ids.
    pub builtin_calls: Vec<NodeId>,
}

/// Collects what an expression reads.
pub fn references(expression: &Expression) -> References<'_> {
    let mut scan = Scan::new(expression);
    scan.run();
    scan.finish()
}

/// Where a node stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Whether an item is in context.
    in_context: bool,
    scope: usize,
    guards: Option<usize>,
    /// Whether the node sits in a lambda, whose body runs after what follows it in the enclosing blocks.
    in_lambda: bool,
}

enum Work {
    Visit(NodeId, Place),
    /// As `Visit`, for a variable that is called.
    Called(NodeId, Place),
    /// Binds the variable of a node in a scope.
    Declare(NodeId, usize),
}

#[derive(Default)]
struct Scope<'e> {
    outer: Option<usize>,
    names: FxHashSet<&'e str>,
}

/// The most names one condition can guard, and the most conditions looked at for a place; bounds the cost.
const MAX_GUARDS: usize = 64;

/// Nodes that seldom more wait to be visited.
const FEW: usize = 8;

struct Scan<'e> {
    expression: &'e Expression,
    found: References<'e>,
    scopes: SmallVec<[Scope<'e>; 1]>,
    /// Names known to exist, each linked to the names known further out.
    guards: Vec<(&'e str, Option<usize>)>,
    stack: SmallVec<[Work; FEW]>,
    /// References to look up once everything is declared.
    deferred: Vec<(NodeId, Place, bool)>,
    seen: FxHashSet<&'e str>,
}

impl<'e> Scan<'e> {
    fn new(expression: &'e Expression) -> Scan<'e> {
        Scan {
            expression,
            found: References::default(),
            scopes: smallvec![Scope::default()],
            guards: Vec::new(),
            stack: SmallVec::new(),
            deferred: Vec::new(),
            seen: FxHashSet::default(),
        }
    }

    fn run(&mut self) {
        let place = Place { in_context: false, scope: 0, guards: None, in_lambda: false };
        self.stack.push(Work::Visit(self.expression.root, place));
        while let Some(work) = self.stack.pop() {
            match work {
                Work::Declare(variable, scope) => self.declare(variable, scope),
                Work::Called(variable, place) => self.variable(variable, place, true),
                Work::Visit(id, place) => {
                    // What is visited first goes on the stack last.
                    let from = self.stack.len();
                    self.visit(id, place);
                    self.stack[from..].reverse();
                }
            }
        }
        for (id, place, called) in std::mem::take(&mut self.deferred) {
            self.variable(id, Place { in_lambda: false, ..place }, called);
        }
    }

    fn finish(mut self) -> References<'e> {
        self.found.states.sort_by_key(|reference| reference.span.start);
        self.found.variables.sort_by_key(|variable| variable.span.start);
        self.found.context.sort_by_key(|reference| reference.span.start);
        self.found.context.retain(|reference| self.seen.insert(reference.name));
        self.found.context_wildcards.sort_by_key(|span| span.start);
        self.found.builtin_calls.sort_unstable();
        self.found
    }

    fn then(&mut self, id: NodeId, place: Place) {
        self.stack.push(Work::Visit(id, place));
    }

    fn visit(&mut self, id: NodeId, place: Place) {
        let expression = self.expression;
        match expression.kind(id) {
            NodeKind::Null
            | NodeKind::Boolean(_)
            | NodeKind::Number(_)
            | NodeKind::String(_)
            | NodeKind::Regex(_)
            | NodeKind::Placeholder => {}
            NodeKind::Name(name) => self.context(name, id, place),
            NodeKind::Wildcard | NodeKind::Descendant | NodeKind::Parent => {
                if !place.in_context {
                    self.found.context_wildcards.push(expression.span(id));
                }
            }
            NodeKind::Variable(_) => self.variable(id, place, false),
            NodeKind::Path(path) => self.path(id, path, place),
            NodeKind::Sort(terms) => {
                for term in terms {
                    self.then(term.expression, Place { in_context: true, ..place });
                }
            }
            NodeKind::Negate(operand) => self.then(*operand, place),
            NodeKind::Binary(operator, left, right) => {
                let guards = match operator {
                    BinaryOperator::And => self.guarded_by(*left, true, place.guards),
                    BinaryOperator::Or => self.guarded_by(*left, false, place.guards),
                    _ => place.guards,
                };
                if matches!(operator, BinaryOperator::And | BinaryOperator::Or) {
                    let (first, second) =
                        (self.truth_guards(*left, place.guards), self.truth_guards(*right, guards));
                    self.then(*left, Place { guards: first, ..place });
                    self.then(*right, Place { guards: second, ..place });
                } else {
                    self.then(*left, place);
                    self.then(*right, place);
                }
            }
            NodeKind::Array(items) => items.iter().for_each(|item| self.then(*item, place)),
            NodeKind::Object(pairs) => self.pairs(pairs, place),
            NodeKind::Block(expressions) => {
                let scope = self.open_scope(place.scope);
                expressions.iter().for_each(|part| self.then(*part, Place { scope, ..place }));
            }
            NodeKind::Bind { variable, value } => {
                // A lambda can call itself.
                let is_lambda = matches!(expression.kind(expression.peel(*value)), NodeKind::Lambda(_));
                if is_lambda {
                    self.stack.push(Work::Declare(*variable, place.scope));
                }
                self.then(*value, place);
                if !is_lambda {
                    self.stack.push(Work::Declare(*variable, place.scope));
                }
            }
            NodeKind::Lambda(lambda) => {
                let scope = self.open_scope(place.scope);
                for parameter in &lambda.parameters {
                    self.stack.push(Work::Declare(*parameter, scope));
                }
                self.then(lambda.body, Place { scope, in_lambda: true, ..place });
            }
            NodeKind::Call { callee, arguments } | NodeKind::PartialCall { callee, arguments } => {
                let mut guards = place.guards;
                if let Some(name) = expression.called_variable(*callee) {
                    self.stack.push(Work::Called(*callee, place));
                    if functions::lookup(name).is_some() && !self.is_bound(name, place.scope) {
                        self.found.builtin_calls.push(id);
                    }
                    match (name, arguments.as_slice()) {
                        ("exists", _) => guards = self.guarded_by(id, true, guards),
                        ("not" | "boolean", [argument]) => guards = self.truth_guards(*argument, guards),
                        _ => {}
                    }
                } else {
                    self.then(*callee, place);
                }
                arguments.iter().for_each(|argument| self.then(*argument, Place { guards, ..place }));
            }
            NodeKind::Conditional { condition, then, otherwise } => {
                let holds = self.guarded_by(*condition, true, place.guards);
                let fails = self.guarded_by(*condition, false, place.guards);
                let tested = self.truth_guards(*condition, place.guards);
                self.then(*condition, Place { guards: tested, ..place });
                self.then(*then, Place { guards: holds, ..place });
                if let Some(otherwise) = otherwise {
                    self.then(*otherwise, Place { guards: fails, ..place });
                }
            }
            NodeKind::Transform { pattern, update, delete } => {
                let inner = Place { in_context: true, ..place };
                self.then(*pattern, inner);
                self.then(*update, inner);
                delete.iter().for_each(|delete| self.then(*delete, inner));
            }
        }
    }

    fn pairs(&mut self, pairs: &[(NodeId, NodeId)], place: Place) {
        for (key, value) in pairs {
            self.then(*key, place);
            self.then(*value, place);
        }
    }

    fn path(&mut self, id: NodeId, path: &'e Path, mut place: Place) {
        let binds = |step: &Step| {
            step.focus.is_some()
                || step.index.is_some()
                || step.stages.iter().any(|s| matches!(s, Stage::Index(_)))
        };
        if path.steps.iter().any(binds) {
            place.scope = self.open_scope(place.scope);
        }
        let is_told = self.states_path(id, path, place);
        let inner = Place { in_context: true, ..place };
        for (index, step) in path.steps.iter().enumerate() {
            match index {
                0 if is_told => {}
                0 => self.then(step.expression, place),
                _ => self.then(step.expression, inner),
            }
            for variable in step.focus.iter().chain(&step.index) {
                self.stack.push(Work::Declare(*variable, place.scope));
            }
            for stage in &step.stages {
                match stage {
                    Stage::Filter(predicate) => self.then(*predicate, inner),
                    Stage::Index(variable) => self.stack.push(Work::Declare(*variable, place.scope)),
                }
            }
            if let Some(group) = &step.group {
                self.pairs(&group.pairs, inner);
            }
        }
        if let Some(group) = &path.group {
            self.pairs(&group.pairs, inner);
        }
    }

    /// Notes `$states.member` at the start of a path, if that is what the path begins with.
    fn states_path(&mut self, id: NodeId, path: &'e Path, place: Place) -> bool {
        let expression = self.expression;
        let first = &path.steps[0];
        let NodeKind::Variable(name) = expression.kind(first.expression) else { return false };
        if name != "states" || self.is_bound(name, place.scope) {
            return false;
        }
        let start = expression.node(first.expression).start;
        let second = path.steps.get(1).filter(|_| first.stages.is_empty() && first.group.is_none());
        let (member, end) = match second.map(|step| (expression.kind(step.expression), step.expression)) {
            Some((NodeKind::Name(member), step)) => (Some(&**member), expression.node(step).end),
            _ => (None, expression.node(first.expression).end),
        };
        self.found.states.push(StatesReference { member, span: start..end, path: expression.span(id) });
        true
    }

    fn context(&mut self, name: &'e str, id: NodeId, place: Place) {
        if !place.in_context {
            self.found.context.push(ContextReference { name, span: self.expression.span(id) });
        }
    }

    fn variable(&mut self, id: NodeId, place: Place, called: bool) {
        let NodeKind::Variable(name) = self.expression.kind(id) else { return };
        let name: &'e str = name;
        let span = self.expression.span(id);
        match name {
            "" => {
                self.found.context.extend((!place.in_context).then_some(ContextReference { name: "$", span }))
            }
            "$" => self.found.context.push(ContextReference { name: "$$", span }),
            _ if self.is_bound(name, place.scope) => {}
            "states" => {
                if !called {
                    self.found.states.push(StatesReference { member: None, path: span.clone(), span });
                }
            }
            _ if place.in_lambda => self.deferred.push((id, place, called)),
            _ if functions::lookup(name).is_some_and(|builtin| builtin.origin != Origin::Missing) => {
                if !called {
                    self.found.builtin_values.push((name, span));
                }
            }
            _ => {
                let guarded = self.is_guarded(name, place.guards);
                self.found.variables.push(FreeVariable { name, span, guarded, called });
            }
        }
    }

    fn open_scope(&mut self, outer: usize) -> usize {
        self.scopes.push(Scope { outer: Some(outer), names: FxHashSet::default() });
        self.scopes.len() - 1
    }

    fn declare(&mut self, variable: NodeId, scope: usize) {
        if let NodeKind::Variable(name) = self.expression.kind(variable) {
            if &**name == "states" {
                self.found.states_bindings.push(self.expression.span(variable));
            }
            self.scopes[scope].names.insert(name);
        }
    }

    fn is_bound(&self, name: &str, scope: usize) -> bool {
        let mut current = Some(scope);
        while let Some(scope) = current {
            if self.scopes[scope].names.contains(name) {
                return true;
            }
            current = self.scopes[scope].outer;
        }
        false
    }

    fn is_guarded(&self, name: &str, mut guard: Option<usize>) -> bool {
        for _ in 0..MAX_GUARDS {
            let Some(index) = guard else { return false };
            let (known, outer) = self.guards[index];
            if known == name {
                return true;
            }
            guard = outer;
        }
        false
    }

    /// The names known to exist once `condition` has turned out to be `holds`, in front of those known before.
    fn guarded_by(&mut self, condition: NodeId, holds: bool, mut guards: Option<usize>) -> Option<usize> {
        let expression = self.expression;
        let mut work = vec![(condition, holds)];
        for _ in 0..MAX_GUARDS {
            let Some((id, holds)) = work.pop() else { break };
            match expression.kind(expression.peel(id)) {
                NodeKind::Binary(BinaryOperator::And, left, right) if holds => {
                    work.extend([(*left, true), (*right, true)]);
                }
                NodeKind::Binary(BinaryOperator::Or, left, right) if !holds => {
                    work.extend([(*left, false), (*right, false)]);
                }
                NodeKind::Call { callee, arguments } if arguments.len() == 1 => {
                    match expression.called_variable(*callee) {
                        Some("not") => work.push((arguments[0], !holds)),
                        Some("boolean") => work.push((arguments[0], holds)),
                        Some("exists") if holds => {
                            if let Some(name) = self.root_variable(arguments[0]) {
                                self.guards.push((name, guards));
                                guards = Some(self.guards.len() - 1);
                            }
                        }
                        _ => {}
                    }
                }
                // What is true exists.
                _ if holds => guards = self.truth_guards(id, guards),
                _ => {}
            }
        }
        guards
    }

    /// The guards for something that is only asked whether it is true: a variable that does not exist is false there.
    fn truth_guards(&mut self, id: NodeId, guards: Option<usize>) -> Option<usize> {
        let Some(name) = self.root_variable(id) else { return guards };
        self.guards.push((name, guards));
        Some(self.guards.len() - 1)
    }

    /// The variable an expression is, or the path it is begins with.
    fn root_variable(&self, id: NodeId) -> Option<&'e str> {
        let expression = self.expression;
        match expression.kind(expression.peel(id)) {
            NodeKind::Variable(name) => Some(name),
            NodeKind::Path(path) => match expression.kind(path.steps[0].expression) {
                NodeKind::Variable(name) => Some(name),
                _ => None,
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    /// The messages of AWS for an expression, with its code in front.
    fn aws(text: &str, absent: &[&str]) -> Vec<String> {
        let expression = match parse(text) {
            Ok(expression) => expression,
            Err(error) => return vec![format!("INVALID: {}", error.message)],
        };
        let references = references(&expression);
        let missing =
            references.states.iter().filter(|states| states.member.is_some_and(|m| absent.contains(&m)));
        let context = references.context.iter().map(ContextReference::aws_message);
        context.chain(missing.map(StatesReference::aws_message)).collect()
    }

    /// The answers recorded from AWS, gold-0032 … 0041 and gold-0111 … 0141.
    #[test]
    fn aws_refuses_what_it_refused() {
        let phone = "Reference to 'phone' at the top level is not supported.";
        for (text, messages) in [
            (" a[1,2) ", vec!["INVALID: Expected \"]\", got \",\""]),
            (" \"unterminated ", vec!["INVALID: String literal must be terminated by a matching quote"]),
            (" 1 + ", vec!["INVALID: Unexpected end of expression"]),
            (" {\"a\":} ", vec!["INVALID: The symbol \"}\" cannot be used as a unary operator"]),
            (" $x := ", vec!["INVALID: Unexpected end of expression"]),
            (" $match(\"a\", /abc ", vec!["INVALID: No terminating / in regular expression"]),
            (" phone %.other ", vec!["INVALID: The symbol \".\" cannot be used as a unary operator"]),
            ("  ", vec!["INVALID: Unexpected end of expression"]),
            (" $$ ", vec!["Reference to '$$' is not supported."]),
            (" $states.errorOutput ", vec!["Field '$states.errorOutput' does not exist."]),
            (" phone[0] ", vec![phone]),
            (" phone[1,2) ", vec!["INVALID: Expected \"]\", got \",\""]),
            (" $states.input.phone[0] ", vec![]),
            (" phone = 1 ", vec![phone]),
            (" $phone ", vec![]),
            (
                " aaa + bbb ",
                vec![
                    "Reference to 'aaa' at the top level is not supported.",
                    "Reference to 'bbb' at the top level is not supported.",
                ],
            ),
            (" $.phone ", vec!["Reference to '$' at the top level is not supported."]),
            (" $states.input.items[phone > 3] ", vec![]),
            (" $map($states.input.a, function($x){ $x.phone }) ", vec![]),
        ] {
            assert_eq!(aws(text, &["errorOutput", "result"]), messages, "{text}");
        }
    }

    #[test]
    fn the_top_level_ends_where_an_item_comes_into_context() {
        for (text, names) in [
            ("$x.a.b", vec![]),
            ("$x^(price)", vec![]),
            ("$x{name: $sum(n)}", vec![]),
            ("$x ~> |a|{\"b\": c}, d|", vec![]),
            ("$x[$.total > 10]", vec![]),
            ("$x[total > $$.a]", vec!["$$"]),
            ("$map($x, function($v){ name })", vec!["name"]),
            ("$x.$map(a, function($v){ name })", vec![]),
            ("{key: 1}", vec!["key"]),
            ("{\"key\": key, \"b\": key}", vec!["key"]),
            ("b + a + b", vec!["b", "a"]),
            ("`quoted name`", vec!["quoted name"]),
            ("(a).b", vec!["a"]),
            ("sum(1)", vec!["sum"]),
            ("$.a + $.b", vec!["$"]),
        ] {
            let expression = parse(text).unwrap();
            let found: Vec<_> = references(&expression).context.iter().map(|r| r.name).collect();
            assert_eq!(found, names, "{text}");
        }
    }

    #[test]
    fn members_of_states_have_spans() {
        let text = "$states.input.a & $states.context & $string($states) & $states[0].x";
        let expression = parse(text).unwrap();
        let found: Vec<_> = references(&expression)
            .states
            .into_iter()
            .map(|s| (s.member, &text[s.span.start as usize..s.span.end as usize]))
            .collect();
        assert_eq!(
            found,
            [
                (Some("input"), "$states.input"),
                (Some("context"), "$states.context"),
                (None, "$states"),
                (None, "$states")
            ]
        );
    }

    fn free(text: &str) -> Vec<String> {
        let expression = parse(text).unwrap();
        let mark = |v: &FreeVariable<'_>| {
            format!("{}{}{}", v.name, if v.guarded { "?" } else { "" }, if v.called { "()" } else { "" })
        };
        references(&expression).variables.iter().map(mark).collect()
    }

    #[test]
    fn free_variables_respect_scopes() {
        for (text, names) in [
            ("$a + $count($b)", vec!["a", "b"]),
            ("($a := $a; $a)", vec!["a"]),
            ("($x := 1; ($y := $x); $y)", vec!["y"]),
            ("function($p){ $p + $q }", vec!["q"]),
            ("($f := function($n){ $f($n - 1) }; $f(3))", vec![]),
            ("($f := function(){ $g() }; $g := function(){ 1 }; $f())", vec![]),
            ("$l.a@$v#$i[$i = 0].{\"x\": $v}", vec!["l"]),
            ("[$l.a@$v, $v]", vec!["l", "v"]),
            ("$nope(1)", vec!["nope()"]),
            ("$eval(\"1\")", vec!["eval()"]),
            ("$map($x, $uppercase)", vec!["x"]),
            ("$uuid() & $parse($s)", vec!["s"]),
        ] {
            assert_eq!(free(text), names, "{text}");
        }
    }

    #[test]
    fn a_test_for_existence_guards() {
        for (text, names) in [
            ("$exists($a)", vec!["a?"]),
            ("$exists($a) ? $a : $b", vec!["a?", "a?", "b"]),
            ("$not($exists($a)) ? 0 : $a", vec!["a?", "a?"]),
            ("$exists($a) and $a > 1", vec!["a?", "a?"]),
            ("$not($exists($a)) or $a > 1", vec!["a?", "a?"]),
            ("$exists($a.b) ? ($a.b) : 0", vec!["a?", "a?"]),
            ("$exists($a) or $a", vec!["a?", "a?"]),
            ("$a ? $a : []", vec!["a?", "a?"]),
            ("$a.b ? $a.b : $a", vec!["a?", "a?", "a"]),
            ("$not($a) ? 1 : $a", vec!["a?", "a?"]),
            ("$a and $b > $a", vec!["a?", "b", "a?"]),
            ("$a + 1 ? $a : 0", vec!["a", "a"]),
            ("$exists($a) ? 1 : $a", vec!["a?", "a"]),
        ] {
            assert_eq!(free(text), names, "{text}");
        }
    }

    #[test]
    fn rebinding_states_is_noted() {
        let expression = parse("($states := 1; $states.foo)").unwrap();
        let found = references(&expression);
        assert_eq!(found.states_bindings.first(), Some(&(1..8)));
        assert!(found.states.is_empty());
    }
}
