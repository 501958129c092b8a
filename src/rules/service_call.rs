//! A call of a service, with what it sends and what it takes.

use super::Context;
use super::resources::resources;
use crate::asl::{Field, FieldRef, Language, Place, PlaceStep, QueryLanguage, State};
use crate::aws::{self, Accepted, Kind as ShapeKind, Shape, Target};
use crate::syntax::{Kind, Node};

/// A call of an action that is known.
pub struct ServiceCall<'c, 't> {
    pub state: &'c State<'t>,
    pub resource: Node<'t>,
    /// Service and action, as the resource has them.
    pub name: String,
    /// The optimized integration; none for one of the SDK.
    pub optimized: Option<&'static aws::Integration>,
    /// What the action of the SDK takes, where there is one.
    pub input: Option<Shape>,
    /// `Parameters` or `Arguments`, by the query language.
    pub field: Field,
    /// What stands in it.
    pub sent: Option<FieldRef<'t>>,
}

/// The calls of actions that are known.
pub fn calls<'c, 't>(cx: &'c Context<'t>) -> impl Iterator<Item = ServiceCall<'c, 't>> + use<'c, 't> {
    resources(cx).filter_map(|(state, node, resource)| {
        let (call, optimized) = match &resource.target {
            Target::Optimized(call) | Target::Http(call) => {
                (call, Some(aws::optimized(call.service.text, call.action.text)?))
            }
            Target::Sdk(call) => (call, None),
            _ => return None,
        };
        let (service, action) = match optimized {
            Some(entry) => entry.sdk.unwrap_or_default(),
            None => (call.service.text, call.action.text),
        };
        let action = aws::sdk_service(service).and_then(|service| service.action(action));
        if optimized.is_none() && action.is_none() {
            return None;
        }
        // The field of the other query language is another rule's finding.
        let field = match cx.machine.object(state.object).language {
            Language::Known(QueryLanguage::JSONPath) => Some(Field::Parameters),
            Language::Known(QueryLanguage::JSONata) => Some(Field::Arguments),
            Language::Either => None,
        }?;
        Some(ServiceCall {
            state,
            resource: node,
            name: format!("{}:{}", call.service.text, call.action.text),
            optimized,
            input: action.and_then(|action| action.input()),
            field,
            sent: cx.machine.field(state.object, field),
        })
    })
}

impl<'t> ServiceCall<'_, 't> {
    /// The object that is sent; none where it is not written down.
    pub fn object(&self) -> Option<Node<'t>> {
        self.sent.map(|sent| sent.value).filter(|value| value.kind() == Kind::Object)
    }

    /// The members at the top that the integration names itself, which need not be those of the SDK.
    pub fn own_members(&self) -> impl Iterator<Item = &'static str> {
        let listed = self.optimized.map(|entry| match entry.accepted {
            Accepted::Listed(names) => names,
            Accepted::AsSdk => &[],
        });
        let entry = self.optimized.into_iter();
        entry
            .flat_map(|entry| entry.required.iter().chain(entry.one_of))
            .chain(listed.into_iter().flatten())
            .copied()
    }

    /// The objects within the one that is sent, each with its shape. What a path computes is not looked into.
    pub fn nested(&self) -> Vec<(Node<'t>, Shape)> {
        let mut found = Vec::new();
        let mut rest: Vec<(Node<'t>, Shape)> = self.object().zip(self.input).into_iter().collect();
        while let Some((node, shape)) = rest.pop() {
            let written = || {
                node.members()
                    .filter_map(|(key, value)| Some((key.str().filter(|name| !name.ends_with(".$"))?, value)))
            };
            match (shape.kind(), node.kind()) {
                (ShapeKind::List { item, .. }, Kind::Array) => {
                    rest.extend(node.items().map(|node| (node, item)))
                }
                (ShapeKind::Map { value, .. }, Kind::Object) => {
                    rest.extend(written().map(|(_, node)| (node, value)));
                }
                (ShapeKind::Structure(members) | ShapeKind::Union(members), Kind::Object) => {
                    found.push((node, shape));
                    rest.extend(written().filter_map(|(name, node)| Some((node, members.get(name)?.shape))));
                }
                _ => {}
            }
        }
        // The first is what is sent itself.
        found.into_iter().skip(1).collect()
    }

    /// The place of something that is sent.
    pub fn place(&self, steps: Vec<PlaceStep>) -> Place {
        let field = self.sent.map_or(Field::Resource, |sent| sent.field);
        let mut place = Place::field(self.state.object, field);
        place.steps.extend(steps);
        place
    }
}

/// The name of the member that a key stands for: without `.$`. None where a placeholder makes part of it, or a template
/// puts something there.
pub fn member_name<'t>(key: Node<'t>) -> Option<&'t str> {
    let name = key.str()?;
    let name = name.strip_suffix(".$").unwrap_or(name);
    let is_written =
        !name.contains("${") && !name.contains("{{") && !name.starts_with("Fn::") && name != "<<";
    is_written.then_some(name)
}
