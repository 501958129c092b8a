//! Configurations of the Serverless Framework with the plugin serverless-step-functions.

use super::intrinsics::{self, Branch, Conditions};
use super::standalone::is_state_machine;
use super::{Content, Definition, FileReference, Likelihood, Resource, TemplateKind, WorkflowType, relative};
use crate::source::Span;
use crate::syntax::{Kind, Node};

/// Adds the state machines of a configuration, or of a part of one that stands in a file of its own.
pub(super) fn find(root: Node<'_>, path: &str, found: &mut Vec<Definition>) {
    // Its resources are those of a template of CloudFormation, in one piece or in several.
    if let Some(resources) = root.get("resources") {
        super::cloudformation::find(resources, path, found);
        resources.items().for_each(|piece| super::cloudformation::find(piece, path, found));
    }
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
    let member = machine.members().rev().find(|(key, _)| key.str() == Some("definition"));
    let definition = member.map(|(_, value)| value);
    let source = member.map_or(key, |(key, _)| key).span();
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
    let likelihood = if contents.len() > 1 { Likelihood::Possible } else { Likelihood::Certain };
    for content in contents {
        let resource = Resource {
            kind: TemplateKind::Serverless,
            name: key.str().unwrap_or_default().to_owned(),
            span: key.span(),
            workflow_type,
            substitutions: None,
            sources: vec![source],
            has_logging: None,
            is_started_synchronously: false,
            extent: Span { end: machine.span().end, ..key.span() },
            ignored: Vec::new(),
            machine_name: None,
            log_group: None,
            role: None,
        };
        found.push(Definition { content, resource: Some(resource), likelihood });
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

/// What a file ends in that is a program: it makes the definition.
const PROGRAMS: [&str; 4] = [".js", ".cjs", ".mjs", ".ts"];

/// The file of a `${file(path)}`, or of a `${file(path):key}`.
fn file_reference(node: Node<'_>, path: &str) -> Option<FileReference> {
    let text = node.str().unwrap_or(node.source());
    let (named, behind) = text.strip_prefix("${file(")?.split_once(')')?;
    let key = behind.strip_prefix(':').map(|key| key[..key.find(['}', ',']).unwrap_or(key.len())].trim());
    let is_known = !named.contains("${")
        && !PROGRAMS.iter().any(|ending| named.ends_with(ending))
        && key.is_none_or(|key| !key.contains("${"));
    let key = key.map(str::to_owned);
    is_known.then(|| FileReference { path: relative(path, named), key, span: node.span() })
}
