//! A call of a service, with what it sends and what it takes.

use super::Context;
use super::resources::{TaskResource, all_resources};
use crate::asl::{Field, FieldRef, Language, Place, PlaceStep, QueryLanguage, State};
use crate::aws::{self, Accepted, Kind as ShapeKind, Pattern, Shape, Takes, Target};
use crate::syntax::{Kind, Node};

/// A call of an action that is known.
pub struct ServiceCall<'t> {
    pub state: &'t State<'t>,
    pub resource: Node<'t>,
    /// Service and action, as the resource has them.
    pub name: String,
    /// Service and action of the SDK that do the work; both empty where none does.
    pub sdk: (&'t str, &'t str),
    /// How the service is called; none where the resource has a suffix that does not exist.
    pub pattern: Option<Pattern>,
    /// The optimized integration; none for one of the SDK.
    pub optimized: Option<&'static aws::Integration>,
    /// What the action of the SDK takes, where there is one.
    pub input: Option<Shape>,
    /// What the action of the SDK gives, where it gives something.
    pub output: Option<Shape>,
    /// `Parameters` or `Arguments`, by the query language.
    pub field: Field,
    /// What stands in it.
    pub sent: Option<FieldRef<'t>>,
}

/// Fields of a state that can hardly be meant as data.
const SLIPPING: [&str; 13] = [
    "Assign",
    "Catch",
    "End",
    "HeartbeatSeconds",
    "HeartbeatSecondsPath",
    "InputPath",
    "Next",
    "OutputPath",
    "ResultPath",
    "ResultSelector",
    "Retry",
    "TimeoutSeconds",
    "TimeoutSecondsPath",
];

/// The calls of actions that are known.
pub fn calls<'c, 't>(cx: &'c Context<'t>) -> std::slice::Iter<'c, ServiceCall<'t>> {
    let known = || all_resources(cx).iter().filter_map(|task| known_call(cx, task)).collect();
    cx.within(cx.shared.calls.get_or_init(known), |call| call.state.id).iter()
}

fn known_call<'t>(cx: &Context<'t>, (state, node, resource): &TaskResource<'t>) -> Option<ServiceCall<'t>> {
    let (call, optimized) = match &resource.target {
        Target::Optimized(call) | Target::Http(call) => {
            (call, Some(aws::optimized(call.service.text, call.action.text)?))
        }
        Target::Sdk(call) => (call, None),
        _ => return None,
    };
    let sdk = match optimized {
        Some(entry) => entry.sdk.unwrap_or_default(),
        None => (call.service.text, call.action.text),
    };
    let action = aws::sdk_service(sdk.0).and_then(|service| service.action(sdk.1));
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
        resource: *node,
        name: format!("{}:{}", call.service.text, call.action.text),
        sdk,
        pattern: call.pattern(),
        optimized,
        input: action.and_then(|action| action.input()),
        output: action.and_then(|action| action.output()),
        field,
        sent: cx.machine.field(state.object, field),
    })
}

impl<'t> ServiceCall<'t> {
    /// The object that is sent; none where it is not written down.
    pub fn object(&self) -> Option<Node<'t>> {
        self.sent.map(|sent| sent.value).filter(|value| value.kind() == Kind::Object)
    }

    /// The names of the members that are sent at the top; none where the object is not written down.
    pub fn sent_names(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.object().into_iter().flat_map(Node::members).filter_map(|(key, _)| member_name(key))
    }

    /// Whether what is sent is written down, or nothing is sent at all.
    pub fn is_written(&self) -> bool {
        self.object().is_some() || self.sent.is_none()
    }

    /// The place of the resource.
    pub fn resource_place(&self) -> Place {
        Place::field(self.state.object, Field::Resource)
    }

    /// A member at the top, with its key.
    pub fn member(&self, name: &str) -> Option<(Node<'t>, Node<'t>)> {
        member(self.object()?, name)
    }

    /// Whether a member at the top is certainly not there, not even misspelt or in other capitals.
    pub fn lacks(&self, cx: &Context<'_>, name: &str) -> bool {
        self.object().and_then(|object| names(cx, object)).is_some_and(|given| {
            !given.iter().any(|other| other.eq_ignore_ascii_case(name))
                && !has_near(&given, name, |other| self.takes(other))
        })
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

    /// Whether there is a member of that name at the top.
    pub fn takes(&self, name: &str) -> bool {
        self.own_members().any(|own| own == name)
            || self.input.is_some_and(|input| input.members().get(name).is_some())
    }

    /// The members at the top that are fields of the state, and that the action does not take: they slipped into the
    /// payload.
    pub fn slipped_fields(&self) -> impl Iterator<Item = (Node<'t>, &'t str)> {
        let is_known = self.input.is_some() || self.own_members().next().is_some();
        let object = self.object().filter(|_| is_known);
        object.into_iter().flat_map(Node::members).filter_map(|(key, _)| {
            let name = key.str().filter(|name| SLIPPING.contains(name) && !self.takes(name))?;
            Some((key, name))
        })
    }

    /// The values within the object that is sent, each with its key, or that of the list it is in, and with its shape.
    /// What a path computes is not among them.
    pub fn values(&self) -> Vec<(Node<'t>, Node<'t>, Shape)> {
        let mut values: Vec<(Node<'t>, Node<'t>, Shape)> = Vec::new();
        let add = |values: &mut Vec<_>, object: Node<'t>, shape_of: &dyn Fn(&str) -> Option<Shape>| {
            for (key, value) in object.members() {
                let name = key.str().filter(|name| !name.ends_with(".$"));
                if let Some(shape) = name.and_then(shape_of) {
                    values.push((key, value, shape));
                }
            }
        };
        if let (Some(object), Some(input)) = (self.object(), self.input) {
            let members = input.members();
            add(&mut values, object, &|name| member_shape(&members, name));
        }
        let mut next = 0;
        while let Some(&(key, value, shape)) = values.get(next) {
            next += 1;
            match (shape.kind(), value.kind()) {
                (ShapeKind::List { item, .. }, Kind::Array) => {
                    values.extend(value.items().map(|node| (key, node, item)))
                }
                (ShapeKind::Map { value: entry, .. }, Kind::Object) => {
                    add(&mut values, value, &|_| Some(entry))
                }
                (ShapeKind::Structure(members) | ShapeKind::Union(members), Kind::Object) => {
                    add(&mut values, value, &|name| member_shape(&members, name));
                }
                _ => {}
            }
        }
        values
    }

    /// The members for which no model but the integration itself says what they take, each with its key.
    pub fn own_values(&self) -> impl Iterator<Item = (Node<'t>, Node<'t>, Takes)> {
        let object = self.object();
        let known = self.optimized.into_iter().flat_map(|entry| entry.values);
        known.filter_map(move |&(path, takes)| {
            let mut names = path.split('.');
            let mut found = member(object?, names.next()?)?;
            for name in names {
                found = member(found.1, name)?;
            }
            Some((found.0, found.1, takes))
        })
    }

    /// The objects within the one that is sent whose members are known, each with its shape.
    pub fn nested(&self) -> impl Iterator<Item = (Node<'t>, Shape)> + use<'t> {
        let is_structure = |(_, value, shape): &(Node<'t>, Node<'t>, Shape)| {
            value.kind() == Kind::Object
                && matches!(shape.kind(), ShapeKind::Structure(_) | ShapeKind::Union(_))
        };
        self.values().into_iter().filter(is_structure).map(|(_, value, shape)| (value, shape))
    }

    /// The place of a value within what is sent, or of the member with that key.
    pub fn place_of(&self, node: Node<'t>) -> Place {
        let steps = self.sent.and_then(|sent| steps_to(sent.value, node));
        self.place(steps.unwrap_or_default())
    }

    /// The place of something that is sent.
    pub fn place(&self, steps: Vec<PlaceStep>) -> Place {
        let field = self.sent.map_or(Field::Resource, |sent| sent.field);
        let mut place = Place::field(self.state.object, field);
        place.steps.extend(steps);
        place
    }
}

/// The member of that name, with its key.
pub fn member<'t>(object: Node<'t>, name: &str) -> Option<(Node<'t>, Node<'t>)> {
    object.members().find(|(key, _)| key.str() == Some(name))
}

/// The shape of a member; in other capitals it is what was meant, or DynamoDB's own way to write it: `NS` for `Ns`.
pub fn member_shape(members: &aws::Members, name: &str) -> Option<Shape> {
    members.get(name).or_else(|| members.get_ignoring_case(name)).map(|member| member.shape)
}

/// The way down to a node; none where the text goes another way, as it does with YAML's aliases.
fn steps_to(mut from: Node<'_>, node: Node<'_>) -> Option<Vec<PlaceStep>> {
    let target = node.range();
    let mut steps = Vec::new();
    while from.id() != node.id() {
        let part = |index| from.member(index).or_else(|| from.item(index).map(|item| (item, item)));
        let (mut low, mut high) = (0, from.members().len().max(from.items().len()));
        while low < high {
            let middle = usize::midpoint(low, high);
            let is_before = part(middle)?.1.range().end < target.end;
            (low, high) = if is_before { (middle + 1, high) } else { (low, middle) };
        }
        let (key, value) = part(low)?;
        steps.push(match from.kind() {
            Kind::Array => PlaceStep::Index(low as u32),
            _ => PlaceStep::Key(key.str()?.to_owned()),
        });
        if key.id() == node.id() {
            break;
        }
        from =
            Some(value).filter(|_| value.range().start <= target.start && target.end <= value.range().end)?;
    }
    Some(steps)
}

/// A text that stands for itself: nothing is filled in or computed, or was meant to be.
pub fn literal<'t>(value: Node<'t>) -> Option<&'t str> {
    let is_path = |text: &str| text.starts_with('$') || text.starts_with("States.");
    value.str().filter(|text| !is_path(text) && !has_unknown(value))
}

/// Whether it is known only later what stands there: something is filled in, or JSONata computes it.
pub fn has_unknown(value: Node<'_>) -> bool {
    value.is_unknown()
        || value.str().is_some_and(|text| text.contains("{%") || aws::has_placeholder(text))
        || is_template_call(value)
}

/// Whether an object is a call of a template's function: `{ "Fn::If": … }`.
fn is_template_call(value: Node<'_>) -> bool {
    let Some((key, _)) = value.member(0).filter(|_| value.members().len() == 1) else { return false };
    key.str().is_some_and(|key| key.starts_with("Fn::") || key == "Ref")
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

/// The names of the members of an object; none where some are not written down.
pub fn names<'t>(cx: &Context<'_>, object: Node<'t>) -> Option<Vec<&'t str>> {
    object
        .members()
        .map(|(key, _)| member_name(key))
        .collect::<Option<_>>()
        .filter(|_| cx.machine.is_whole(object))
}

/// Whether something that is there, and that nobody takes, was probably meant as that member.
pub fn has_near(given: &[&str], name: &str, is_taken: impl Fn(&str) -> bool) -> bool {
    given.iter().any(|other| !is_taken(other) && crate::suggest::nearest(other, [name]).is_some())
}
