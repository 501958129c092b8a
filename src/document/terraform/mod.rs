//! Terraform: the resources `aws_sfn_state_machine` of a module.

mod role;
mod text;
mod value;

use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, FuncCall, ObjectKey, Traversal, TraversalOperator};
use hcl_edit::structure::{Block, Body};
use hcl_edit::template::Element;
use rustc_hash::FxHashMap;

use super::intrinsics::Branch;
use super::{
    Content, Definition, FileReference, Given, Likelihood, Resource, Substitutions, TemplateKind, Value,
    cloudformation, relative,
};
use crate::source::{EmbeddedText, EmbeddedTextBuilder, FileId, SourceFile, Span, Spelling};
use crate::syntax::{Notation, SyntaxProblemKind, parse_json};

/// The type of the resource.
pub(super) const RESOURCE: &str = "aws_sfn_state_machine";

/// The type of the resources that executions are logged to.
const LOG_GROUP: &str = "aws_cloudwatch_log_group";

/// How many names may stand for each other.
const MAX_DEPTH: usize = 16;

/// Whether a file is one of Terraform's.
pub(super) fn is_terraform(path: &str) -> bool {
    [".tf", ".tofu"].iter().any(|ending| path.ends_with(ending))
}

/// The files of a folder, which Terraform reads as one.
#[derive(Default)]
pub struct Module<'m> {
    locals: FxHashMap<&'m str, (Part<'m>, &'m Expression)>,
    /// `data "template_file"`, by name.
    templates: FxHashMap<&'m str, (Part<'m>, &'m Block)>,
    /// The names of the resources `aws_cloudwatch_log_group`.
    log_groups: FxHashMap<&'m str, (Part<'m>, &'m Expression)>,
    roles: role::Roles<'m>,
}

/// A file of a module.
#[derive(Clone, Copy)]
pub struct Part<'m> {
    id: FileId,
    path: &'m str,
    text: &'m Arc<str>,
}

impl<'m> Part<'m> {
    /// The file as a part of its module.
    pub fn new(id: FileId, file: &'m SourceFile) -> Self {
        Self { id, path: file.path(), text: file.text() }
    }

    fn span(&self, place: &impl hcl_edit::Span) -> Span {
        let range = place.span().unwrap_or_default();
        Span::new(self.id, range.start as u32, range.end as u32)
    }

    fn source(&self, place: &impl hcl_edit::Span) -> &'m str {
        &self.text[place.span().unwrap_or_default()]
    }
}

/// What the definition of a state machine may be.
struct Source {
    content: Content,
    /// What a call of `templatefile` gives values.
    substitutions: Option<Substitutions>,
    likelihood: Likelihood,
}

impl Source {
    fn new((content, likelihood): (Content, Likelihood)) -> Self {
        Self { content, substitutions: None, likelihood }
    }
}

impl<'m> Module<'m> {
    /// Adds the names that a file of the module gives.
    pub fn add(&mut self, part: Part<'m>, body: &'m Body) {
        self.roles.add(part, body);
        for block in body.blocks() {
            let labels: Vec<&str> = block.labels.iter().map(|label| label.as_str()).collect();
            match (block.ident.as_str(), labels.as_slice()) {
                ("locals", []) => {
                    for local in block.body.attributes() {
                        self.locals.insert(local.key.as_str(), (part, &local.value));
                    }
                }
                ("data", ["template_file", name]) => {
                    self.templates.insert(name, (part, block));
                }
                ("resource", [LOG_GROUP, name]) => {
                    if let Some(attribute) = block.body.get_attribute("name") {
                        self.log_groups.insert(name, (part, &attribute.value));
                    }
                }
                _ => {}
            }
        }
    }

    /// The state machines of one file of the module.
    pub fn find(&self, part: Part<'m>, body: &'m Body) -> Vec<Definition> {
        let mut found = Vec::new();
        for block in body.blocks() {
            let labels: Vec<&str> = block.labels.iter().map(|label| label.as_str()).collect();
            let ("resource", [RESOURCE, name]) = (block.ident.as_str(), labels.as_slice()) else { continue };
            let mut sources = Vec::new();
            if let Some(definition) = block.body.get_attribute("definition") {
                self.resolve(part, &definition.value, &mut sources, 0);
            }
            if sources.is_empty() {
                sources.push(Source::new((Content::Elsewhere, Likelihood::Certain)));
            }
            for Source { content, substitutions, likelihood } in sources {
                let resource = self.resource(part, block, name, substitutions);
                found.push(Definition { content, resource: Some(resource), likelihood });
            }
        }
        found
    }

    /// Finds the texts, values and files that a definition may be.
    fn resolve(&self, part: Part<'m>, expression: &'m Expression, found: &mut Vec<Source>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match expression {
            Expression::Parenthesis(inner) => self.resolve(part, inner.inner(), found, depth + 1),
            Expression::Conditional(conditional) => {
                self.resolve(part, &conditional.true_expr, found, depth + 1);
                self.resolve(part, &conditional.false_expr, found, depth + 1);
            }
            Expression::String(_) => found.extend(quoted(part, expression).into_iter().map(Source::new)),
            Expression::StringTemplate(template) => {
                let mut elements = template.iter();
                match (elements.next(), elements.next()) {
                    (Some(Element::Interpolation(only)), None) => {
                        self.resolve(part, &only.expr, found, depth + 1)
                    }
                    _ => found.extend(quoted(part, expression).into_iter().map(Source::new)),
                }
            }
            Expression::HeredocTemplate(_) => {
                found.extend(heredoc(part, expression).into_iter().map(Source::new));
            }
            Expression::FuncCall(call) => self.call(part, call, found, depth),
            Expression::Traversal(traversal) => match names(traversal).as_slice() {
                ["local", name] => {
                    if let Some((part, value)) = self.locals.get(name) {
                        self.resolve(*part, value, found, depth + 1);
                    }
                }
                ["data", "template_file", name, "rendered"] => {
                    if let Some((part, block)) = self.templates.get(name) {
                        self.template_file(*part, block, found, depth);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn call(&self, part: Part<'m>, call: &'m FuncCall, found: &mut Vec<Source>, depth: usize) {
        let Some(first) = call.args.get(0) else { return };
        match call.name.name.as_str() {
            "jsonencode" => match first {
                Expression::Object(_) => found.push(encoded(part, first)),
                _ => self.resolve_value(part, first, found, depth + 1),
            },
            "file" => {
                found.extend(self.file(part, first).map(|file| Source::new((file, Likelihood::Certain))))
            }
            "templatefile" => {
                let given = call.args.get(1).map(|given| self.substitutions(part, given));
                found.extend(self.file(part, first).map(|content| Source {
                    content,
                    substitutions: Some(given.unwrap_or_default()),
                    likelihood: Likelihood::Certain,
                }));
            }
            "replace" | "trimspace" | "chomp" | "jsondecode" | "yamldecode" => {
                self.resolve(part, first, found, depth + 1);
            }
            _ => {}
        }
    }

    /// Finds what a value is that is encoded: an object behind a name, or a text that is decoded first.
    fn resolve_value(
        &self,
        part: Part<'m>,
        expression: &'m Expression,
        found: &mut Vec<Source>,
        depth: usize,
    ) {
        let local = match expression {
            Expression::Traversal(traversal) => match names(traversal).as_slice() {
                ["local", name] => self.locals.get(name),
                _ => None,
            },
            _ => None,
        };
        match local {
            Some((part, value @ Expression::Object(_))) => {
                found.push(encoded(*part, value));
            }
            Some(_) => {}
            None => self.resolve(part, expression, found, depth),
        }
    }

    fn template_file(&self, part: Part<'m>, block: &'m Block, found: &mut Vec<Source>, depth: usize) {
        let Some(template) = block.body.get_attribute("template") else { return };
        let given = match (block.body.get_attribute("vars"), block.body.get_blocks("vars").next()) {
            (Some(vars), _) => self.substitutions(part, &vars.value),
            // Terraform before 0.12 has a block there.
            (None, Some(vars)) => {
                let given = vars
                    .body
                    .attributes()
                    .map(|var| given_value(part, var.key.as_str(), &var.key, &var.value));
                Substitutions { given: given.collect(), is_open: false }
            }
            (None, None) => Substitutions::default(),
        };
        let before = found.len();
        self.resolve(part, &template.value, found, depth + 1);
        for source in &mut found[before..] {
            source.substitutions = Some(given.clone());
        }
    }

    fn file(&self, part: Part<'m>, path: &'m Expression) -> Option<Content> {
        let reference = self.path(path, 0)?;
        let path_from_root = relative(part.path, &reference);
        Some(Content::File(FileReference { path: path_from_root, key: None, span: part.span(path) }))
    }

    /// The path that an expression gives, from the folder of its module.
    fn path(&self, path: &'m Expression, depth: usize) -> Option<String> {
        match path {
            Expression::String(text) => Some(text.value().clone()),
            Expression::StringTemplate(template) => {
                let mut whole = String::new();
                for element in template.iter() {
                    match element {
                        Element::Literal(text) => whole.push_str(text),
                        Element::Interpolation(value) => whole.push_str(&self.path(&value.expr, depth)?),
                        Element::Directive(_) => return None,
                    }
                }
                Some(whole)
            }
            Expression::Traversal(traversal) => match names(traversal).as_slice() {
                // Most modules are planned from their own folder.
                ["path", "module" | "root" | "cwd"] => Some(".".to_owned()),
                ["local", name] if depth < MAX_DEPTH => {
                    let (_, value) = self.locals.get(name)?;
                    self.path(value, depth + 1)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn substitutions(&self, part: Part<'m>, given: &'m Expression) -> Substitutions {
        let given = match given {
            Expression::Traversal(traversal) => match names(traversal).as_slice() {
                ["local", name] => self.locals.get(name).copied(),
                _ => None,
            },
            _ => Some((part, given)),
        };
        let Some((part, Expression::Object(object))) = given else {
            return Substitutions { given: Vec::new(), is_open: true };
        };
        let mut substitutions = Substitutions::default();
        for (key, value) in object {
            let name = match key {
                ObjectKey::Ident(name) => name.as_str(),
                ObjectKey::Expression(Expression::String(name)) => name.value(),
                ObjectKey::Expression(_) => {
                    substitutions.is_open = true;
                    continue;
                }
            };
            substitutions.given.push(given_value(part, name, key, value.expr()));
        }
        substitutions
    }

    fn resource(
        &self,
        part: Part<'_>,
        block: &Block,
        name: &str,
        substitutions: Option<Substitutions>,
    ) -> Resource {
        let workflow_type = match block.body.get_attribute("type") {
            None => cloudformation::workflow_type(Some("STANDARD")),
            Some(found) => cloudformation::workflow_type(found.value.as_str()),
        };
        let is_dynamic = block.body.blocks().any(|block| block.ident.as_str() == "dynamic");
        let logging = block.body.get_blocks("logging_configuration").next();
        let level = logging.and_then(|logging| logging.body.get_attribute("level")?.value.as_str());
        let has_logging = logging.is_some() && level != Some("OFF");
        Resource {
            kind: TemplateKind::Terraform,
            name: format!("{RESOURCE}.{name}"),
            span: part.span(&block.labels[1]),
            workflow_type,
            substitutions,
            sources: block
                .body
                .get_attribute("definition")
                .map(|found| part.span(&found.key))
                .into_iter()
                .collect(),
            has_logging: (logging.is_some() || !is_dynamic).then_some(has_logging),
            is_started_synchronously: false,
            extent: part.span(block),
            ignored: Vec::new(),
            machine_name: block.body.get_attribute("name").and_then(|name| written(part, &name.value)),
            log_group: logging.and_then(|logging| self.log_group(logging)),
            role: block.body.get_attribute("role_arn").and_then(|role| self.roles.named(&role.value)),
        }
    }

    fn log_group(&self, logging: &Block) -> Option<(String, Span)> {
        let destination = &logging.body.get_attribute("log_destination")?.value;
        let arn = match destination {
            Expression::StringTemplate(template) => match template.iter().next()? {
                Element::Interpolation(arn) => &arn.expr,
                _ => return None,
            },
            _ => destination,
        };
        let Expression::Traversal(traversal) = arn else { return None };
        let [LOG_GROUP, name, "arn"] = names(traversal)[..] else { return None };
        let (part, value) = self.log_groups.get(name)?;
        written(*part, value)
    }
}

/// A text that is written down, with its place.
fn written(part: Part<'_>, value: &Expression) -> Option<(String, Span)> {
    Some((value.as_str()?.to_owned(), part.span(value)))
}

fn given_value(part: Part<'_>, name: &str, key: &impl hcl_edit::Span, value: &Expression) -> Given {
    let value = match value {
        Expression::String(text) => Value::Literal(text.value().clone()),
        Expression::Number(number) => Value::Literal(part.source(number).to_owned()),
        Expression::Bool(value) => Value::Literal(value.value().to_string()),
        _ => Value::Unknown,
    };
    Given { name: name.to_owned(), span: part.span(key), value }
}

/// The names of `a.b.c`; none where something else is in it, such as an index.
fn names(traversal: &Traversal) -> Vec<&str> {
    let Expression::Variable(first) = &traversal.expr else { return Vec::new() };
    let mut names = vec![first.as_str()];
    for operator in &traversal.operators {
        match operator.value() {
            TraversalOperator::GetAttr(name) => names.push(name.as_str()),
            _ => return Vec::new(),
        }
    }
    names
}

/// The definition that `jsonencode` makes of a value.
fn encoded(part: Part<'_>, value: &Expression) -> Source {
    let tree = value::tree(part.id, part.text, value);
    Source::new((Content::Tree(Box::new(tree), Vec::new()), Likelihood::Certain))
}

/// The definitions that a string in quotes may be.
fn quoted(part: Part<'_>, expression: &Expression) -> Vec<(Content, Likelihood)> {
    let tree = value::tree(part.id, part.text, expression);
    let text = tree.documents().next().and_then(|root| root.embedded_text());
    text.map_or_else(|| vec![(Content::Elsewhere, Likelihood::Certain)], |text| template(&text))
}

/// The definitions that the text between the first line of a heredoc and its last may be.
fn heredoc(part: Part<'_>, expression: &Expression) -> Vec<(Content, Likelihood)> {
    let range = expression.span().unwrap_or_default();
    let source = &part.text[range.clone()];
    let Some(first) = source.find('\n') else { return vec![(Content::Elsewhere, Likelihood::Certain)] };
    let last = source.trim_end().rfind('\n').unwrap_or(first).max(first);
    let mut builder = EmbeddedTextBuilder::new(Spelling::Verbatim);
    builder.verbatim(&source[first + 1..last + 1], (range.start + first + 1) as u32);
    template(&builder.finish())
}

/// The definitions that a template within a file of Terraform makes.
fn template(text: &EmbeddedText) -> Vec<(Content, Likelihood)> {
    rendered(text, Notation::Json, true)
}

/// The definitions that a template makes: one, or one for each way in which its conditions turn out. Where loops may
/// make any text of it, it is not read.
pub(crate) fn rendered(
    template: &EmbeddedText,
    notation: Notation,
    is_interpolated: bool,
) -> Vec<(Content, Likelihood)> {
    let then = text::render(template, Branch::Then);
    let mut conditions = then.conditions;
    let mut texts = vec![then.text];
    if !conditions.is_empty() {
        let otherwise = text::render(template, Branch::Otherwise);
        conditions.extend(otherwise.conditions);
        texts.push(otherwise.text);
    }
    let is_json = |text: &EmbeddedText| {
        let tree = parse_json(FileId(0), text.text());
        !tree.problems.iter().any(|problem| problem.kind == SyntaxProblemKind::JsonSyntax)
    };
    if then.has_directives && !texts.iter().all(is_json) {
        return vec![(Content::Elsewhere, Likelihood::Certain)];
    }
    // Of several conditions some may rule each other out.
    let likelihood = if conditions.len() > 1 { Likelihood::Doubtful } else { Likelihood::Certain };
    let content = |text| Content::Text { text, notation, is_interpolated, values: FxHashMap::default() };
    texts.into_iter().map(|text| (content(text), likelihood)).collect()
}
