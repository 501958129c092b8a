//! What certainly fails when the expression, or the part of it, is evaluated.
//!
//! AWS makes none of these checks when a state machine is created (spec/jsonata.md 5.5); each finding is an error
//! the reference implementation 2.0.6 raises at run time.

use super::ast::{BinaryOperator, Expression, NodeId, NodeKind, Span};
use super::functions::{self, Origin};
use super::habits::Edit;
use super::references::{References, references};
use super::signature::Parameter;
use super::types::{NodeTypes, TypeSet, called_builtin, node_types};
use crate::suggest;
use rustc_hash::FxHashMap;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingKind {
    /// A call of a variable that is neither a built-in function nor bound in the expression. A workflow variable
    /// cannot help: functions are not JSON.
    UnknownFunction,
    /// A call of a built-in function without its dollar sign.
    MissingDollar,
    /// A function that Step Functions leaves out (`$eval`).
    UnavailableFunction,
    /// Too few or too many arguments.
    WrongArity,
    /// An argument of a type the function never accepts.
    WrongArgument,
    /// An algorithm that `$hash` does not have.
    UnknownAlgorithm,
    /// Arithmetic on what is no number.
    WrongOperand,
    /// An ordering comparison of types that have no order.
    WrongComparison,
    /// `~>` into what is no function.
    WrongChain,
    /// A JavaScript template literal, which is read as a field name.
    TemplateLiteral,
}

/// Something that certainly fails at run time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// Where.
    pub span: Span,
    /// One plain sentence.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// An edit that mends it.
    pub edit: Option<Edit>,
}

/// What is known of an expression before it is evaluated.
#[derive(Debug)]
pub struct Analysis<'e> {
    /// What it reads from outside.
    pub references: References<'e>,
    /// The possible types of its result.
    pub result: TypeSet,
    /// What in it fails when it is evaluated.
    pub failures: Vec<Finding>,
}

/// Looks through an expression; `text` is what it was parsed from.
pub fn analyze<'e>(expression: &'e Expression, text: &str) -> Analysis<'e> {
    let references = references(expression);
    let types = node_types(expression, &references.builtin_calls);
    let result = types[expression.root.0 as usize];
    let failures = failures(expression, text, &references, types);
    Analysis { references, result, failures }
}

fn failures(
    expression: &Expression,
    text: &str,
    references: &References<'_>,
    types: NodeTypes,
) -> Vec<Finding> {
    let mut checker = Checker { expression, text, types, chained: FxHashMap::default(), found: Vec::new() };
    checker.note_chains();
    checker.unknown_functions(references);
    for index in 0..expression.nodes.len() {
        checker.node(NodeId(index as u32), references);
    }
    checker.found.sort_by_key(|finding| finding.span.start);
    checker.found
}

struct Checker<'e> {
    expression: &'e Expression,
    text: &'e str,
    types: NodeTypes,
    /// Calls on the right of `~>`, with what is passed to them as first argument.
    chained: FxHashMap<NodeId, NodeId>,
    found: Vec<Finding>,
}

impl Checker<'_> {
    fn report(&mut self, kind: FindingKind, span: Span, message: String, help: Option<String>) {
        self.found.push(Finding { kind, span, message, help, edit: None });
    }

    fn types(&self, id: NodeId) -> TypeSet {
        self.types[id.0 as usize]
    }

    fn note_chains(&mut self) {
        for node in &self.expression.nodes {
            if let NodeKind::Binary(BinaryOperator::Chain, left, right) = node.kind {
                self.chained.insert(right, left);
            }
        }
    }

    fn unknown_functions(&mut self, references: &References<'_>) {
        let mut suggestions: FxHashMap<&str, Option<String>> = FxHashMap::default();
        let mut budget = suggest::BUDGET;
        for variable in references.variables.iter().filter(|variable| variable.called) {
            let name = variable.name;
            if functions::lookup(name).is_some_and(|builtin| builtin.origin == Origin::Missing) {
                let message = format!("Step Functions does not provide ${name}.");
                let help =
                    "use $parse to read JSON text; expressions cannot be built at run time".to_string();
                self.report(FindingKind::UnavailableFunction, variable.span.clone(), message, Some(help));
            } else {
                let message = format!("There is no function ${name}.");
                let instead = suggestions
                    .entry(name)
                    .or_insert_with(|| functions::suggest(name, &mut budget))
                    .as_deref();
                let help = instead.map(|instead| format!("use {instead}"));
                let is_function = |text: &&str| {
                    text.strip_prefix('$').is_some_and(|name| functions::lookup(name).is_some())
                };
                let edit = instead
                    .filter(is_function)
                    .map(|instead| Edit { span: variable.span.clone(), replacement: instead.to_string() });
                let kind = FindingKind::UnknownFunction;
                self.found.push(Finding { kind, span: variable.span.clone(), message, help, edit });
            }
        }
    }

    fn node(&mut self, id: NodeId, references: &References<'_>) {
        let span = self.expression.span(id);
        match &self.expression.node(id).kind {
            NodeKind::Binary(operator, left, right) => self.operator(*operator, *left, *right),
            NodeKind::Negate(operand) => {
                let types = self.types(*operand);
                if !types.may_be(TypeSet::NUMBER.or(TypeSet::UNDEFINED)) {
                    let message =
                        format!("The minus sign needs a number, but its operand is {}.", types.describe());
                    self.report(FindingKind::WrongOperand, span, message, None);
                }
            }
            NodeKind::Call { callee, arguments } => {
                if references.builtin_calls.binary_search(&id).is_ok() {
                    self.builtin_call(id, arguments);
                } else {
                    self.bare_call(*callee);
                }
            }
            NodeKind::Name(name) if name.contains('$') && name.contains("${") => {
                let message = "Text in backticks is the name of a field, not a template literal.".to_string();
                let help = "join strings with the & operator: \"text \" & $variable".to_string();
                self.report(FindingKind::TemplateLiteral, span, message, Some(help));
            }
            _ => {}
        }
    }

    /// `sum(x)` where `$sum(x)` is meant.
    fn bare_call(&mut self, callee: NodeId) {
        let name_node = self.expression.peel(callee);
        let NodeKind::Name(name) = self.expression.kind(name_node) else { return };
        if functions::lookup(name).is_none_or(|builtin| builtin.origin == Origin::Missing) {
            return;
        }
        let span = self.expression.span(name_node);
        let message = format!("{name} is a field here, not the function ${name}.");
        let help = Some(format!("write ${name}"));
        let edit = Some(Edit { span: span.start..span.start, replacement: "$".to_string() });
        self.found.push(Finding { kind: FindingKind::MissingDollar, span, message, help, edit });
    }

    fn builtin_call(&mut self, id: NodeId, arguments: &[NodeId]) {
        let Some(builtin) = called_builtin(self.expression, id) else { return };
        if builtin.origin == Origin::Missing {
            return;
        }
        let span = self.expression.span(id);
        let mut passed: Vec<NodeId> = self.chained.get(&id).copied().into_iter().collect();
        passed.extend(arguments);
        let (least, greatest) = builtin.arity();
        if passed.len() < least || greatest.is_some_and(|greatest| passed.len() > greatest) {
            let name = builtin.name;
            let wanted = match greatest {
                None => format!("at least {}", count(least)),
                Some(greatest) if greatest == least => count(least),
                Some(greatest) => format!("{least} to {}", count(greatest)),
            };
            let message = format!("${name} takes {wanted}, but gets {}.", passed.len());
            let help = Some(format!(
                "the signature is ${name}{}",
                signature_in_words(&builtin.parameters().parameters)
            ));
            self.report(FindingKind::WrongArity, span, message, help);
            return;
        }
        if builtin.name == "hash" {
            self.algorithm(passed[1]);
        }
        let parameters = &builtin.parameters().parameters;
        // With arguments left out, the context value may stand in for the first and shift the others.
        let shifts = passed.len() < parameters.len() && parameters.iter().any(|parameter| parameter.context);
        let mut wrong = Vec::new();
        for (index, argument) in passed.iter().enumerate() {
            let Some(parameter) = parameters.get(index).or(parameters.last()) else { continue };
            let expected = self.mismatch(parameter, *argument);
            if expected.is_some() && shifts {
                return;
            }
            wrong.extend(expected.map(|expected| (index, *argument, expected)));
        }
        for (index, argument, expected) in wrong {
            let message = format!(
                "Argument {} of ${} must be {expected}, but is {}.",
                index + 1,
                builtin.name,
                self.types(argument).describe()
            );
            let help = expected.starts_with("a string").then(|| "convert it with $string(…)".to_string());
            self.report(FindingKind::WrongArgument, self.expression.span(argument), message, help);
        }
    }

    /// The algorithm of `$hash` (spec/jsonata.md 5.2).
    fn algorithm(&mut self, argument: NodeId) {
        const KNOWN: [&str; 5] = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];
        let NodeKind::String(name) = self.expression.kind(argument) else { return };
        if KNOWN.contains(&&**name) {
            return;
        }
        let plain = |text: &str| text.replace(['-', '_'], "").to_ascii_uppercase();
        let meant = KNOWN.into_iter().find(|known| plain(known) == plain(name));
        let span = self.expression.span(argument);
        let message = format!("$hash has no algorithm {name:?}.");
        let help = match meant {
            Some(meant) => format!("write \"{meant}\""),
            None => format!("it has {}", KNOWN.join(", ")),
        };
        let quote = self.text.get(span.start as usize..).and_then(|rest| rest.chars().next()).unwrap_or('"');
        let edit =
            meant.map(|meant| Edit { span: span.clone(), replacement: format!("{quote}{meant}{quote}") });
        let kind = FindingKind::UnknownAlgorithm;
        self.found.push(Finding { kind, span, message, help: Some(help), edit });
    }

    /// What a parameter accepts, if the argument is certainly something else.
    fn mismatch(&self, parameter: &Parameter, argument: NodeId) -> Option<String> {
        let types = self.types(argument);
        let accepted = accepted_types(&parameter.types);
        if !types.may_be(accepted.or(TypeSet::UNDEFINED)) {
            return (types != TypeSet::NONE).then(|| accepted.describe());
        }
        let items = accepted_types(parameter.item_types.as_deref()?);
        let wrong = |types: TypeSet| !types.may_be(items.or(TypeSet::UNDEFINED)) && types != TypeSet::NONE;
        let fails = match self.expression.kind(argument) {
            NodeKind::Array(elements) => elements.iter().any(|element| {
                let types = self.types(*element);
                // A nested array is taken apart by the constructor only where it is a range.
                wrong(types) && !types.may_be(TypeSet::ARRAY)
            }),
            _ => !types.may_be(TypeSet::ARRAY) && wrong(types),
        };
        fails.then(|| format!("an array whose items are each {}", items.describe()))
    }

    fn operator(&mut self, operator: BinaryOperator, left: NodeId, right: NodeId) {
        let (left_types, right_types) = (self.types(left), self.types(right));
        if operator.is_arithmetic() || operator == BinaryOperator::Range {
            for (id, types, side) in [(left, left_types, "left"), (right, right_types, "right")] {
                let wanted = if operator == BinaryOperator::Range { TypeSet::WHOLE } else { TypeSet::NUMBER };
                if types == TypeSet::NONE || types.may_be(wanted.or(TypeSet::UNDEFINED)) {
                    continue;
                }
                let text = operator.text();
                let number = if operator == BinaryOperator::Range { "a whole number" } else { "a number" };
                let given = if types.is_surely(TypeSet::NUMBER) {
                    "a fraction".to_string()
                } else {
                    types.describe()
                };
                let message = format!("The {side} side of `{text}` must be {number}, but is {given}.");
                let joins = operator == BinaryOperator::Add && types.is_surely(TypeSet::STRING);
                let is_time = joins && [left, right].iter().any(|&side| self.is_call_of(side, "now"));
                let help = match is_time {
                    true => Some("add milliseconds to a time: `$fromMillis($millis() + 60000)`".to_string()),
                    false => joins.then(|| "strings are joined with `&`".to_string()),
                };
                let edit = if joins && !is_time { self.operator_edit(left, right, "+", "&") } else { None };
                let span = self.expression.span(id);
                self.found.push(Finding { kind: FindingKind::WrongOperand, span, message, help, edit });
                // One finding for each operator.
                return;
            }
        }
        if operator.is_ordering() {
            self.comparison(operator, left, right);
        }
        if operator == BinaryOperator::Chain
            && right_types != TypeSet::NONE
            && !right_types.may_be(TypeSet::FUNCTION.or(TypeSet::REGEX).or(TypeSet::UNDEFINED))
            && !matches!(self.expression.kind(right), NodeKind::Call { .. })
        {
            let message =
                format!("The right side of `~>` must be a function, but is {}.", right_types.describe());
            self.report(FindingKind::WrongChain, self.expression.span(right), message, None);
        }
    }

    fn is_call_of(&self, id: NodeId, name: &str) -> bool {
        let NodeKind::Call { callee, .. } = self.expression.kind(id) else { return false };
        self.expression.called_variable(*callee) == Some(name)
    }

    fn comparison(&mut self, operator: BinaryOperator, left: NodeId, right: NodeId) {
        let ordered = TypeSet::NUMBER.or(TypeSet::STRING);
        let text = operator.text();
        for id in [left, right] {
            let types = self.types(id);
            if types != TypeSet::NONE && !types.may_be(ordered.or(TypeSet::UNDEFINED)) {
                let message =
                    format!("`{text}` compares numbers or strings, but one side is {}.", types.describe());
                self.report(FindingKind::WrongComparison, self.expression.span(id), message, None);
                return;
            }
        }
        let (left_types, right_types) = (self.types(left), self.types(right));
        let differ = |a: TypeSet, b: TypeSet| a.is_surely(TypeSet::NUMBER) && b.is_surely(TypeSet::STRING);
        if left_types == TypeSet::NONE || right_types == TypeSet::NONE {
            return;
        }
        if differ(left_types, right_types) || differ(right_types, left_types) {
            let span = self.expression.node(left).start..self.expression.node(right).end;
            let message =
                format!("`{text}` compares {} with {}.", left_types.describe(), right_types.describe());
            let help = Some("convert one side with $number(…) or $string(…)".to_string());
            self.report(FindingKind::WrongComparison, span, message, help);
        }
    }

    /// Replaces the operator between two operands.
    fn operator_edit(&self, left: NodeId, right: NodeId, operator: &str, replacement: &str) -> Option<Edit> {
        let (from, to) = (self.expression.node(left).end, self.expression.node(right).start);
        let between = self.text.get(from as usize..to as usize)?;
        if between.trim() != operator {
            return None;
        }
        let start = from + between.find(operator)? as u32;
        Some(Edit { span: start..start + operator.len() as u32, replacement: replacement.to_string() })
    }
}

fn count(arguments: usize) -> String {
    match arguments {
        0 => "no arguments".to_string(),
        1 => "1 argument".to_string(),
        many => format!("{many} arguments"),
    }
}

fn accepted_types(letters: &str) -> TypeSet {
    letters.bytes().fold(TypeSet::NONE, |types, letter| {
        types.or(match letter {
            b's' => TypeSet::STRING,
            b'n' => TypeSet::NUMBER,
            b'b' => TypeSet::BOOLEAN,
            b'l' => TypeSet::NULL,
            b'o' => TypeSet::OBJECT,
            b'f' => TypeSet::FUNCTION.or(TypeSet::REGEX),
            b'j' => TypeSet::JSON,
            // A single value is taken as an array of one.
            _ => TypeSet::UNKNOWN,
        })
    })
}

fn signature_in_words(parameters: &[Parameter]) -> String {
    let mut out = String::from("(");
    for (index, parameter) in parameters.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        let word = match parameter.types.as_str() {
            "s" => "string",
            "n" => "number",
            "b" => "boolean",
            "a" => "array",
            "o" => "object",
            "f" => "function",
            "sf" => "string or pattern",
            "oa" => "object or array",
            _ => "value",
        };
        out.push_str(word);
        out.push_str(if parameter.optional { "?" } else { "" });
        out.push_str(if parameter.repeated { ", …" } else { "" });
    }
    out.push(')');
    out
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use FindingKind::*;

    fn kinds(text: &str) -> Vec<FindingKind> {
        analyze(&parse(text).unwrap(), text).failures.into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn certain_failures_are_found() {
        for (text, kind) in [
            ("$toUpper($x)", UnknownFunction),
            ("sum([1])", MissingDollar),
            ("$eval(\"1\")", UnavailableFunction),
            ("$length(\"a\", \"b\")", WrongArity),
            ("$count()", WrongArity),
            ("$now() ~> $millis()", WrongArity),
            ("$hash(\"a\")", WrongArity),
            ("$length(1)", WrongArgument),
            ("$uppercase([\"a\"])", WrongArgument),
            ("$join([1, 2])", WrongArgument),
            ("$sum(\"a\")", WrongArgument),
            ("$map([1], 1)", WrongArgument),
            ("$contains(\"a\", 1)", WrongArgument),
            ("1 ~> $uppercase()", WrongArgument),
            ("\"a\" + $x", WrongOperand),
            ("$x * null", WrongOperand),
            ("[1] - 1", WrongOperand),
            ("{} / 2", WrongOperand),
            ("$string($x) & \"a\" + 1", WrongOperand),
            ("-\"a\"", WrongOperand),
            ("[1..\"a\"]", WrongOperand),
            ("[1.5..2]", WrongOperand),
            ("1 < \"a\"", WrongComparison),
            ("true >= $x", WrongComparison),
            ("$x ~> 1", WrongChain),
            ("`a ${x}`.b", TemplateLiteral),
        ] {
            assert_eq!(kinds(text), [kind], "{text}");
        }
    }

    #[test]
    fn what_may_work_passes() {
        for text in [
            "$x + 1",
            "$x < \"a\"",
            "$uppercase($x)",
            "$sum(1)",
            "$join(\"a\")",
            "$join([\"a\", $x])",
            "$split(\"a\")",
            "$x.$replace(\"a\", \"b\")",
            "$x.$fromMillis(\"[Y]\")",
            "$replace($x, /a/, \"b\")",
            "($f := function($a){ $a }; $f(1, 2))",
            "($length := function($a, $b, $c){ 1 }; $length(1, 2, 3))",
            "$x ~> $uppercase",
            "$x ~> $substring(1)",
            "$x ~> $map(function($v){ $v })",
            "$x ~> |a|{}|",
            "$zip([1], [2], [3])",
            "$uuid() & $string($random(1)) & $random()",
            "$merge([{}, $x])",
            "$partition([1, 2], 1)",
            "[1..$x]",
            "$error(\"a\") + 1",
            "$reduce([1], function($a, $b){ $a + $b }, 0)",
            "1 < 2 and \"a\" < \"b\"",
            "$formatNumber($x, \"#\")",
            "$sort($x, function($a, $b){ $a > $b })",
            "$match(\"a\", /a/)",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn edits_mend() {
        for (text, mended) in
            [("\"a\" + $x", "\"a\" & $x"), ("$toUpper($x)", "$uppercase($x)"), ("sum([1])", "$sum([1])")]
        {
            let finding = analyze(&parse(text).unwrap(), text).failures.remove(0);
            let edit = finding.edit.unwrap();
            let mut out = text.to_string();
            out.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.replacement);
            assert_eq!(out, mended);
        }
    }
}
