//! What the role of a state machine may do, where a template writes it down; the roles of CloudFormation and SAM.

use rustc_hash::{FxHashMap, FxHashSet};

use super::intrinsics::Intrinsic;
use crate::source::Span;
use crate::syntax::{Kind, Node};

/// A role whose policies can all be read.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its logical id.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// The actions that it allows on something: `events:PutRule`, `states:*`.
    pub allowed: Vec<String>,
}

impl Role {
    /// Whether the role may do that at all, to whatever.
    pub fn allows(&self, action: &str) -> bool {
        self.allowed.iter().any(|pattern| matches(pattern, action))
    }
}

/// Whether an action is one of those that a pattern of IAM stands for: `*` for any text, `?` for a letter; case does not
/// count.
fn matches(pattern: &str, action: &str) -> bool {
    let (pattern, action) = (pattern.as_bytes(), action.as_bytes());
    let (mut at, mut done) = (0, 0);
    // The last `*`, and how much of the action was behind it at first.
    let mut star: Option<(usize, usize)> = None;
    while done < action.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, done));
                at += 1;
            }
            Some(letter) if *letter == b'?' || letter.eq_ignore_ascii_case(&action[done]) => {
                (at, done) = (at + 1, done + 1);
            }
            _ => {
                let Some((behind, taken)) = star else { return false };
                star = Some((behind, taken + 1));
                (at, done) = (behind + 1, taken + 1);
            }
        }
    }
    pattern[at..].iter().all(|letter| *letter == b'*')
}

/// The roles of a template, and the policies that it attaches to them.
#[derive(Default)]
pub(super) struct Roles<'t> {
    /// Logical ids of the roles, with the id itself and the properties.
    roles: FxHashMap<&'t str, (Node<'t>, Option<Node<'t>>)>,
    /// The documents of the policies that are resources of their own, by the role's id.
    attached: FxHashMap<&'t str, Vec<Option<Node<'t>>>>,
    /// Roles of which others are told, who may attach something to them.
    shared: FxHashSet<&'t str>,
    /// Whether the template may attach policies in a way that cannot be seen.
    is_open: bool,
}

impl<'t> Roles<'t> {
    pub(super) fn new(resources: Node<'t>) -> Self {
        let mut found = Self::default();
        for (key, resource) in resources.members() {
            let id = key.str().unwrap_or_default();
            let properties = resource.get("Properties");
            let property = |name| properties.and_then(|properties| properties.get(name));
            match resource.get("Type").and_then(Node::str) {
                Some("AWS::IAM::Role") => {
                    found.roles.insert(id, (key, properties));
                }
                Some("AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy") => {
                    if let Some(roles) = property("Roles") {
                        found.attach(roles.items(), roles.kind() == Kind::Array, property("PolicyDocument"));
                    }
                }
                Some("AWS::IAM::RolePolicy") => {
                    let role = property("RoleName").into_iter();
                    found.attach(role, true, property("PolicyDocument"));
                }
                Some("AWS::CloudFormation::Stack") => {
                    let parameters = property("Parameters").into_iter().flat_map(Node::members);
                    found.shared.extend(parameters.filter_map(|(_, value)| referred(value)));
                }
                Some("AWS::Serverless::Connector") | None => found.is_open = true,
                _ => {}
            }
            found.is_open |= resource.get("Connectors").is_some();
        }
        found
    }

    fn attach(&mut self, roles: impl Iterator<Item = Node<'t>>, is_list: bool, document: Option<Node<'t>>) {
        self.is_open |= !is_list;
        for role in roles {
            match referred(role) {
                Some(id) => self.attached.entry(id).or_default().push(document),
                // A name that is written down may be that of any role.
                None => self.is_open = true,
            }
        }
    }

    /// The role that a property of a state machine refers to; none where not all of its policies can be read.
    pub(super) fn referred(&self, arn: Node<'t>) -> Option<Role> {
        let Some(Intrinsic::GetAtt(id, "Arn")) = Intrinsic::of(arn) else { return None };
        let &(key, properties) = self.roles.get(id)?;
        let managed = properties?.get("ManagedPolicyArns");
        if managed.is_some_and(|managed| managed.kind() != Kind::Array || managed.items().len() > 0) {
            return None;
        }
        let mut documents = self.attached(id)?;
        if let Some(policies) = properties?.get("Policies") {
            is_list(policies).then_some(())?;
            documents.extend(policies.items().take(MOST).map(|policy| policy.get("PolicyDocument")));
        }
        Some(Role { name: id.to_owned(), span: key.span(), allowed: allowed(&documents)? })
    }

    /// The role that SAM makes for the state machine `key` of its `Policies`.
    pub(super) fn made(&self, key: Node<'t>, policies: Node<'t>) -> Option<Role> {
        let id = format!("{}Role", key.str()?);
        let mut documents = self.attached(&id)?;
        match policies.kind() {
            Kind::Object => documents.push(Some(policies)),
            _ if is_list(policies) => documents.extend(policies.items().take(MOST).map(Some)),
            _ => return None,
        }
        Some(Role { name: id, span: policies.span(), allowed: allowed(&documents)? })
    }

    fn attached(&self, id: &str) -> Option<Vec<Option<Node<'t>>>> {
        let attached = self.attached.get(id).map_or(&[][..], Vec::as_slice);
        let is_open = self.is_open || self.shared.contains(id) || attached.len() > MOST;
        (!is_open).then(|| attached.to_vec())
    }
}

/// The resource that a value refers to.
fn referred(value: Node<'_>) -> Option<&str> {
    match Intrinsic::of(value)? {
        Intrinsic::Ref(id) | Intrinsic::GetAtt(id, _) => Some(id),
        _ => None,
    }
}

fn is_list(value: Node<'_>) -> bool {
    value.kind() == Kind::Array
}

/// More statements or actions no role can have: all its policies together are a few ten thousand characters at most.
pub(super) const MOST: usize = 1000;

/// The actions that the documents allow; none where one of them cannot be read.
fn allowed(documents: &[Option<Node<'_>>]) -> Option<Vec<String>> {
    let mut allowed = Vec::new();
    documents.iter().try_for_each(|document| add_allowed((*document)?, &mut allowed))?;
    Some(allowed)
}

/// Adds the actions that a document allows; none where it cannot be read.
pub(super) fn add_allowed(document: Node<'_>, allowed: &mut Vec<String>) -> Option<()> {
    for statement in list(document.get("Statement")?)? {
        match statement.get("Effect")?.str()? {
            "Deny" => continue,
            "Allow" => {}
            _ => return None,
        }
        for action in list(statement.get("Action")?)? {
            let text = action.str().filter(|text| !text.contains("${"))?;
            allowed.push(text.to_owned());
        }
        (allowed.len() <= MOST).then_some(())?;
    }
    Some(())
}

/// The items of a list, or the one that stands for a list of one; none where it is neither, or too long.
pub(super) fn list<'t>(value: Node<'t>) -> Option<impl Iterator<Item = Node<'t>>> {
    let single = match value.kind() {
        Kind::Array => None,
        Kind::Object | Kind::String => Some(value),
        _ => return None,
    };
    (value.items().len() <= MOST).then(|| single.into_iter().chain(value.items()))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_stand_for_actions() {
        let patterns = [
            "events:PutRule",
            "EVENTS:putrule",
            "events:*",
            "*",
            "events:Put*",
            "*:*Rule",
            "events:PutRul?",
            "e**e",
        ];
        assert!(patterns.iter().all(|pattern| matches(pattern, "events:PutRule")));
        let others = [
            "events:PutTargets",
            "events:Put",
            "events:PutRuleX",
            "states:*",
            "*Targets",
            "events:?",
            "",
            "e*x*e",
            "e**x",
        ];
        assert!(!others.iter().any(|pattern| matches(pattern, "events:PutRule")));
    }
}
