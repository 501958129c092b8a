//! What the role of a state machine may do, where its module writes it down.

use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body};
use hcl_edit::template::Element;
use rustc_hash::FxHashMap;

use super::super::role::{MOST, Role, add_allowed, list};
use super::{Part, names, value};
use crate::source::FileId;
use crate::syntax::parse_json;

/// The type of the resource.
const ROLE: &str = "aws_iam_role";
const POLICY: &str = "aws_iam_policy";
const DOCUMENT: &str = "aws_iam_policy_document";

/// The roles of a module, and the policies that it attaches to them.
#[derive(Default)]
pub(super) struct Roles<'m> {
    roles: FxHashMap<&'m str, (Part<'m>, &'m Block)>,
    /// The resources `aws_iam_policy`.
    policies: FxHashMap<&'m str, (Part<'m>, &'m Block)>,
    /// `data "aws_iam_policy_document"`, by name.
    documents: FxHashMap<&'m str, (Part<'m>, &'m Block)>,
    /// What is attached, by the name of the role.
    attached: FxHashMap<&'m str, Vec<(Part<'m>, Attached<'m>)>>,
    /// How often each role is named, by its name.
    mentions: FxHashMap<&'m str, usize>,
    /// Whether something is attached to a role that is not named here.
    is_open: bool,
}

/// What is attached to a role.
#[derive(Clone, Copy)]
enum Attached<'m> {
    /// A policy of its own: its document.
    Document(&'m Expression),
    /// A policy that is named by its ARN.
    Arn(&'m Expression),
}

impl<'m> Roles<'m> {
    /// Adds a file of the module.
    pub fn add(&mut self, part: Part<'m>, body: &'m Body) {
        let mark = format!("{ROLE}.");
        for (at, _) in part.text.match_indices(&mark) {
            let rest = &part.text[at + mark.len()..];
            let end = rest.find(|letter: char| !letter.is_alphanumeric() && !"_-".contains(letter));
            *self.mentions.entry(&rest[..end.unwrap_or(rest.len())]).or_default() += 1;
        }
        for block in body.blocks() {
            let labels: Vec<&'m str> = block.labels.iter().map(|label| label.as_str()).collect();
            let attribute = |name| block.body.get_attribute(name).map(|attribute| &attribute.value);
            match (block.ident.as_str(), labels.as_slice()) {
                ("resource", [ROLE, name]) => {
                    self.roles.insert(name, (part, block));
                }
                ("resource", [POLICY, name]) => {
                    self.policies.insert(name, (part, block));
                }
                ("data", [DOCUMENT, name]) => {
                    self.documents.insert(name, (part, block));
                }
                ("resource", ["aws_iam_role_policy", _]) => {
                    self.attach(part, attribute("role"), attribute("policy").map(Attached::Document));
                }
                ("resource", ["aws_iam_role_policy_attachment", _]) => {
                    self.attach(part, attribute("role"), attribute("policy_arn").map(Attached::Arn));
                }
                ("resource", ["aws_iam_policy_attachment", _]) => self.is_open = true,
                _ => {}
            }
        }
    }

    fn attach(&mut self, part: Part<'m>, role: Option<&'m Expression>, attached: Option<Attached<'m>>) {
        match (role.map(reference).as_deref(), attached) {
            (Some(&[ROLE, name, _]), Some(attached)) => {
                self.attached.entry(name).or_default().push((part, attached));
            }
            _ => self.is_open = true,
        }
    }

    /// The role that a state machine names; none where not all of its policies can be read.
    pub fn named(&self, arn: &Expression) -> Option<Role> {
        let [ROLE, name, "arn"] = reference(arn)[..] else { return None };
        let &(part, block) = self.roles.get(name)?;
        let attached = self.attached.get(name).map_or(&[][..], Vec::as_slice);
        // It is named here and where something is attached. Whoever names it elsewhere may attach more.
        let is_shared = self.mentions.get(name) != Some(&(attached.len() + 1));
        let managed = block.body.get_attribute("managed_policy_arns");
        let is_dynamic = block.body.blocks().any(|block| block.ident.as_str() == "dynamic");
        if self.is_open || is_shared || managed.is_some() || is_dynamic || attached.len() > MOST {
            return None;
        }
        let mut allowed = Vec::new();
        for inline in block.body.get_blocks("inline_policy").take(MOST) {
            // An empty block is how a module forbids policies that others attach.
            if let Some(policy) = inline.body.get_attribute("policy") {
                self.add_document(part, &policy.value, &mut allowed)?;
            }
        }
        for &(part, attached) in attached {
            let (part, document) = match attached {
                Attached::Document(document) => (part, document),
                Attached::Arn(arn) => {
                    let [POLICY, name, "arn"] = reference(arn)[..] else { return None };
                    let (part, policy) = self.policies.get(name)?;
                    (*part, &policy.body.get_attribute("policy")?.value)
                }
            };
            self.add_document(part, document, &mut allowed)?;
        }
        Some(Role { name: format!("{ROLE}.{name}"), span: part.span(block.labels.get(1)?), allowed })
    }

    /// Adds the actions that a document allows.
    fn add_document(&self, part: Part<'m>, document: &Expression, allowed: &mut Vec<String>) -> Option<()> {
        match document {
            Expression::FuncCall(call) if call.name.name.as_str() == "jsonencode" => {
                let tree = value::tree(part.id, part.text, call.args.iter().next()?);
                add_allowed(tree.documents().next()?, allowed)
            }
            Expression::HeredocTemplate(_) => {
                let source = part.source(document);
                let (_, body) = source.split_once('\n')?;
                let (body, _) = body.trim_end().rsplit_once('\n')?;
                let tree = parse_json(FileId(0), &body.into());
                add_allowed(tree.documents().next()?, allowed)
            }
            _ => {
                let ["data", DOCUMENT, name, "json"] = reference(document)[..] else { return None };
                let (part, block) = self.documents.get(name)?;
                add_statements(*part, &block.body, allowed)
            }
        }
    }
}

/// The actions that a `data "aws_iam_policy_document"` allows.
fn add_statements(part: Part<'_>, document: &Body, allowed: &mut Vec<String>) -> Option<()> {
    if document.attributes().any(|attribute| attribute.key.as_str().ends_with("_documents")) {
        return None;
    }
    for statement in document.blocks() {
        let attribute = |name| statement.body.get_attribute(name).map(|attribute| &attribute.value);
        let effect = attribute("effect").map_or(Some("Allow"), Expression::as_str)?;
        if statement.ident.as_str() != "statement" || allowed.len() > MOST {
            return None;
        }
        if effect == "Deny" {
            continue;
        }
        let tree = value::tree(part.id, part.text, attribute("actions")?);
        for action in list(tree.documents().next()?)? {
            allowed.push(action.str().filter(|text| !text.contains("${"))?.to_owned());
        }
    }
    Some(())
}

/// The names of `a.b.c`, also as `"${a.b.c}"`.
fn reference(expression: &Expression) -> Vec<&str> {
    match expression {
        Expression::Traversal(traversal) => names(traversal),
        Expression::StringTemplate(template) => {
            let mut elements = template.iter();
            match (elements.next(), elements.next()) {
                (Some(Element::Interpolation(only)), None) => match &only.expr {
                    Expression::Traversal(traversal) => names(traversal),
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}
