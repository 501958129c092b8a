//! Templates of CloudFormation and SAM, written by hand or by the CDK.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::intrinsics::{self, Branch, Conditions, Intrinsic, Named};
use super::role::Roles;
use super::{
    Content, Definition, FileReference, Given, Likelihood, Resource, Substitutions, TemplateCall,
    TemplateKind, Value, WorkflowType, relative,
};
use crate::source::Span;
use crate::syntax::{Kind, Node, Notation};

const SAM: &str = "AWS::Serverless::StateMachine";
const CLOUDFORMATION: &str = "AWS::StepFunctions::StateMachine";

/// How an API of API Gateway starts an execution and waits for its end.
const SYNC_START: [&str; 2] = ["states:action/StartSyncExecution", "StepFunctions-StartSyncExecution"];

/// The properties that hold or name a definition, by the way they do it.
const DEFINITION: &str = "Definition";
const DEFINITION_STRING: &str = "DefinitionString";
const LOCATIONS: [&str; 2] = ["DefinitionUri", "DefinitionS3Location"];

/// A loop over resources: a name, its values, and the resources that each value makes.
const LOOP: &str = "Fn::ForEach::";

/// A resource with its key; whether a loop makes it, and fills in names that the resource itself does not tell.
type Declared<'t> = (Node<'t>, Node<'t>, bool);

/// The resources of a template, those of its loops last.
fn declared(resources: Node<'_>) -> Vec<Declared<'_>> {
    let mut found = Vec::new();
    let mut rest = vec![(resources, false)];
    // Aliases of YAML share their nodes.
    let mut seen = FxHashSet::default();
    while let Some((resources, is_looped)) = rest.pop() {
        if !seen.insert(resources.id()) {
            continue;
        }
        for (key, value) in resources.members() {
            match key.str().is_some_and(|key| key.starts_with(LOOP)) {
                true => rest.extend(value.items().nth(2).map(|made| (made, true))),
                false => found.push((key, value, is_looped)),
            }
        }
    }
    found
}

/// Adds the state machines of a template that `root` is; none where it is no template.
pub(super) fn find<'t>(root: Node<'t>, path: &str, found: &mut Vec<Definition>) {
    let Some(resources) = root.get("Resources").filter(|resources| resources.kind() == Kind::Object) else {
        return;
    };
    let type_of = |resource: Node<'t>| resource.get("Type").and_then(Node::str);
    let declared = declared(resources);
    let types: FxHashMap<&str, &str> =
        declared.iter().filter_map(|(key, resource, _)| Some((key.str()?, type_of(*resource)?))).collect();
    let mut state_machines = types.values().filter(|found| [SAM, CLOUDFORMATION].contains(found));
    let is_alone = state_machines.next().is_some() && state_machines.next().is_none();
    let is_started_synchronously = is_alone && SYNC_START.iter().any(|call| root.source().contains(call));
    let roles = OnceCell::new();
    for (key, resource, is_looped) in declared {
        let kind = match type_of(resource) {
            Some(SAM) => TemplateKind::Sam,
            Some(CLOUDFORMATION) => TemplateKind::CloudFormation,
            _ => continue,
        };
        let template = Template {
            types: &types,
            resources,
            roles: roles.get_or_init(|| Roles::new(resources)),
            is_started_synchronously,
            is_looped,
            path,
            kind,
            key,
            resource,
            properties: resource.get("Properties"),
        };
        template.find(found);
    }
}

/// A state machine of a template.
struct Template<'p, 't> {
    is_started_synchronously: bool,
    is_looped: bool,
    /// The types of the template's resources.
    types: &'p FxHashMap<&'t str, &'t str>,
    resources: Node<'t>,
    roles: &'p Roles<'t>,
    path: &'p str,
    kind: TemplateKind,
    key: Node<'t>,
    resource: Node<'t>,
    properties: Option<Node<'t>>,
}

impl<'t> Template<'_, 't> {
    fn find(&self, found: &mut Vec<Definition>) {
        let before = found.len();
        let mut conditions = Conditions::default();
        self.find_branch(Branch::Then, &mut conditions, found);
        if !conditions.is_empty() {
            self.find_branch(Branch::Otherwise, &mut conditions, found);
        }
        // That several conditions turn out alike may be impossible.
        if conditions.len() > 1 {
            found[before..].iter_mut().for_each(|definition| definition.likelihood = Likelihood::Possible);
        }
        if found.len() == before {
            found.push(Definition {
                content: Content::Elsewhere,
                resource: Some(self.resource(Branch::Then)),
                likelihood: Likelihood::Certain,
            });
        }
    }

    fn find_branch(&self, branch: Branch, conditions: &mut Conditions<'t>, found: &mut Vec<Definition>) {
        for (key, value) in self.properties.into_iter().flat_map(Node::members) {
            let name = key.str().unwrap_or_default();
            let is_source = [DEFINITION, DEFINITION_STRING].contains(&name) || LOCATIONS.contains(&name);
            let Some(value) = Some(value)
                .filter(|_| is_source)
                .and_then(|value| intrinsics::choose(value, branch, conditions))
            else {
                continue;
            };
            let content = self.content(name, value, branch, conditions);
            found.push(Definition {
                content,
                resource: Some(self.resource(branch)),
                likelihood: Likelihood::Certain,
            });
        }
    }

    fn content(
        &self,
        name: &str,
        value: Node<'t>,
        branch: Branch,
        conditions: &mut Conditions<'t>,
    ) -> Content {
        if LOCATIONS.contains(&name) {
            let file = value.str().filter(|uri| !uri.contains("://") && !uri.contains("${"));
            return file.map_or(Content::Elsewhere, |uri| {
                Content::File(FileReference { path: relative(self.path, uri), key: None, span: value.span() })
            });
        }
        let value = match Intrinsic::of(value) {
            Some(Intrinsic::ToJsonString(object)) => object,
            _ => value,
        };
        match value.kind() {
            Kind::Object if Intrinsic::of(value).is_none() => {
                let (tree, calls) = intrinsics::resolve(value, branch, conditions);
                let call =
                    |(node, call)| TemplateCall { range: Node::range(node), value: self.call_value(&call) };
                Content::Tree(Box::new(tree), calls.into_iter().map(call).collect())
            }
            _ => {
                let is_interpolated = matches!(Intrinsic::of(value), Some(Intrinsic::Sub(..)));
                intrinsics::text(value).map_or(Content::Elsewhere, |(text, named)| Content::Text {
                    text,
                    notation: Notation::Json,
                    is_interpolated,
                    values: self.values(named),
                })
            }
        }
    }

    fn resource(&self, branch: Branch) -> Resource {
        let mut ignored = Conditions::default();
        let mut property = |name: &str| intrinsics::choose(self.properties?.get(name)?, branch, &mut ignored);
        let type_name = if self.kind == TemplateKind::Sam { "Type" } else { "StateMachineType" };
        let workflow_type = match property(type_name) {
            None => Some(WorkflowType::Standard),
            Some(value) => workflow_type(value.str()),
        };
        let substitutions = property("DefinitionSubstitutions").map(|map| self.substitutions(map));
        let logging =
            property(if self.kind == TemplateKind::Sam { "Logging" } else { "LoggingConfiguration" });
        let mut sources = Vec::new();
        for (key, value) in self.properties.into_iter().flat_map(Node::members) {
            let is_source = is_source(key.str().unwrap_or_default());
            if is_source && intrinsics::choose(value, branch, &mut Conditions::default()).is_some() {
                sources.push(key.span());
            }
        }
        let metadata = self.resource.get("Metadata");
        let construct = metadata.and_then(|metadata| metadata.get("aws:cdk:path"));
        let name = construct.and_then(Node::str).or(self.key.str()).unwrap_or_default().to_owned();
        Resource {
            kind: self.kind,
            name,
            span: self.key.span(),
            workflow_type,
            substitutions: Some(
                substitutions.unwrap_or(Substitutions { given: Vec::new(), is_open: self.is_looped }),
            ),
            sources,
            has_logging: Some(
                logging.is_some_and(|logging| logging.get("Level").and_then(Node::str) != Some("OFF")),
            ),
            is_started_synchronously: self.is_started_synchronously,
            extent: Span { end: self.resource.span().end, ..self.key.span() },
            ignored: metadata.map(ignored_rules).unwrap_or_default(),
            machine_name: written(property(if self.kind == TemplateKind::Sam {
                "Name"
            } else {
                "StateMachineName"
            })),
            log_group: logging.and_then(|logging| self.log_group(logging)),
            role: match (self.kind, property("Role"), property("RoleArn"), property("Policies")) {
                (TemplateKind::Sam, Some(role), ..) => self.roles.referred(role),
                (TemplateKind::Sam, None, _, Some(policies)) => self.roles.made(self.key, policies),
                (TemplateKind::CloudFormation, _, Some(role), _) => self.roles.referred(role),
                _ => None,
            },
        }
    }

    fn log_group(&self, logging: Node<'t>) -> Option<(String, Span)> {
        let destination = logging.get("Destinations")?.items().next()?;
        let arn = destination.get("CloudWatchLogsLogGroup")?.get("LogGroupArn")?;
        let Some(Intrinsic::GetAtt(id, _)) = Intrinsic::of(arn) else { return None };
        written(self.resources.get(id)?.get("Properties")?.get("LogGroupName"))
    }

    fn substitutions(&self, map: Node<'t>) -> Substitutions {
        if map.kind() != Kind::Object || Intrinsic::of(map).is_some() {
            return Substitutions { given: Vec::new(), is_open: true };
        }
        let mut substitutions = Substitutions { given: Vec::new(), is_open: self.is_looped };
        for (key, value) in map.members() {
            let name = key.str().unwrap_or_default().to_owned();
            substitutions.given.push(Given { name, span: key.span(), value: self.value(value) });
        }
        substitutions
    }

    /// What placeholders stand for; of a name that stands for several things that is not known.
    fn values(&self, named: Vec<Named<'t>>) -> FxHashMap<String, Value> {
        let mut values: FxHashMap<String, Value> = FxHashMap::default();
        for (name, call) in named {
            let value = self.call_value(&call);
            let known = values.entry(name).or_insert_with(|| value.clone());
            if *known != value {
                *known = Value::Unknown;
            }
        }
        values
    }

    fn call_value(&self, call: &Intrinsic<'t>) -> Value {
        let (id, attribute) = match *call {
            // A text that is one placeholder.
            Intrinsic::Sub(text, values) => {
                let whole = text.str().and_then(|text| text.strip_prefix("${")?.strip_suffix('}'));
                return match intrinsics::names(text, values).as_slice() {
                    [(name, call @ (Intrinsic::Ref(_) | Intrinsic::GetAtt(..)))]
                        if whole == Some(name.as_str()) =>
                    {
                        self.call_value(call)
                    }
                    _ => Value::Unknown,
                };
            }
            Intrinsic::Ref(id) => (id, "Ref"),
            Intrinsic::GetAtt(id, attribute) => (id, attribute),
            _ => return Value::Unknown,
        };
        let resource_type = self.types.get(id);
        Value::Attribute {
            resource: id.to_owned(),
            resource_type: resource_type.map(|found| (*found).to_owned()),
            attribute: attribute.to_owned(),
        }
    }

    fn value(&self, value: Node<'t>) -> Value {
        match Intrinsic::of(value) {
            Some(call) => self.call_value(&call),
            None => match value.kind() {
                Kind::String if !value.has_placeholder() => {
                    Value::Literal(value.str().unwrap_or_default().to_owned())
                }
                Kind::Number => Value::Literal(value.number_text().unwrap_or_default().to_owned()),
                Kind::Bool(value) => Value::Literal(value.to_string()),
                _ => Value::Unknown,
            },
        }
    }
}

/// A name that is written down, with its place.
fn written(value: Option<Node<'_>>) -> Option<(String, Span)> {
    let value = value.filter(|value| !value.has_placeholder())?;
    Some((value.str()?.to_owned(), value.span()))
}

/// The rules that the metadata of a resource names: `{ aslint: { ignore: [rule], reason: why } }`.
fn ignored_rules(metadata: Node<'_>) -> Vec<(String, Span)> {
    let Some(names) = metadata.get("aslint").and_then(|wishes| wishes.get("ignore")) else {
        return Vec::new();
    };
    let single = names.str().map(|_| names);
    let named = |name: Node<'_>| Some((name.str()?.to_owned(), name.span()));
    single.into_iter().chain(names.items()).filter_map(named).collect()
}

fn is_source(property: &str) -> bool {
    [DEFINITION, DEFINITION_STRING].contains(&property) || LOCATIONS.contains(&property)
}

/// The workflow type of that name.
pub(super) fn workflow_type(name: Option<&str>) -> Option<WorkflowType> {
    match name? {
        "EXPRESS" => Some(WorkflowType::Express),
        "STANDARD" => Some(WorkflowType::Standard),
        _ => None,
    }
}
