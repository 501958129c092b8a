//! Configurations of the Serverless Framework with the plugin serverless-step-functions.

use super::intrinsics::{self, Branch, Conditions};
use super::standalone::is_state_machine;
use super::{Content, Definition, FileReference, Resource, TemplateKind, WorkflowType, relative};
use crate::source::Span;
use crate::syntax::{Kind, Node};

/// Adds the state machines of a configuration, or of a part of one that stands in a file of its own.
pub(super) fn find(root: Node<'_>, path: &str, found: &mut Vec<Definition>) {
    let outer = root.get("stepFunctions").unwrap_or(root);
    match outer.get("stateMachines") {
        Some(machines) => {
            for (key, machine) in machines.members() {
                add(key, machine, path, found);
            }
        }
        // What `${file(machines.yml)}` names has the machines at its top, or one of them.
        None => {
            for (key, machine) in root.members() {
                if machine.get("definition").is_some_and(is_state_machine) {
                    add(key, machine, path, found);
                } else if key.str() == Some("definition") && is_state_machine(machine) {
                    add(key, root, path, found);
                }
            }
        }
    }
}

fn add(key: Node<'_>, machine: Node<'_>, path: &str, found: &mut Vec<Definition>) {
    let definition = machine.get("definition");
    let contents = match definition {
        Some(value) if value.kind() == Kind::Object => values(value),
        _ => vec![
            file_reference(definition.unwrap_or(machine), path).map_or(Content::Elsewhere, Content::File),
        ],
    };
    let workflow_type = match machine.get("type") {
        Some(value) => super::cloudformation::workflow_type(value.str()),
        None if machine.kind() == Kind::Object => Some(WorkflowType::Standard),
        None => None,
    };
    let is_hypothetical = contents.len() > 1;
    for content in contents {
        let resource = Resource {
            kind: TemplateKind::Serverless,
            name: key.str().unwrap_or_default().to_owned(),
            span: key.span(),
            workflow_type,
            substitutions: None,
            sources: Vec::new(),
            has_logging: None,
            is_started_synchronously: false,
            extent: Span { end: machine.span().end, ..key.span() },
            ignored: Vec::new(),
            machine_name: None,
            log_group: None,
            role: None,
        };
        found.push(Definition { content, resource: Some(resource), is_hypothetical });
    }
}

/// A definition that is written down; one for each way in which its conditions turn out.
fn values(definition: Node<'_>) -> Vec<Content> {
    let mut conditions = Conditions::default();
    let mut value = |branch| {
        let (tree, _) = intrinsics::resolve(definition, branch, &mut conditions);
        Content::Tree(Box::new(tree), Vec::new())
    };
    let first = value(Branch::Then);
    let second = value(Branch::Otherwise);
    if conditions.is_empty() { vec![first] } else { vec![first, second] }
}

/// The file of a `${file(path)}`.
fn file_reference(node: Node<'_>, path: &str) -> Option<FileReference> {
    let text = node.str().unwrap_or(node.source());
    let named = text.strip_prefix("${file(")?.split_once(')')?.0;
    Some(FileReference { path: relative(path, named), span: node.span() })
}
