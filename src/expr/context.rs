//! The context object: `$$` in JSONPath, `$states.context` in JSONata (`spec/paths.md 3.6`).

use std::ops::Range;

use crate::suggest::nearest;

/// What a member of the context object holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MemberType {
    /// Further members of the table.
    Members,
    /// Any JSON; what lies below is not known.
    Any,
    /// A string.
    String,
    /// An ARN.
    Arn,
    /// A time, RFC 3339.
    Timestamp,
    /// A number.
    Number,
}

/// Where a member exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Availability {
    /// In every state of every execution.
    Always,
    /// Only in an execution that was redriven.
    Redriven,
    /// Only in a Task that waits for a callback (`.waitForTaskToken`) or runs an activity.
    Callback,
    /// Only in a Map's own fields, such as `ItemSelector` and `Parameters`.
    MapItem,
    /// As `MapItem`, and only when the items are the members of an object.
    MapItemOfObject,
    /// As `MapItem`, and only in a Distributed Map.
    MapItemOfDistributed,
}

/// One member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The names from the root, joined with dots; empty for the root.
    pub path: &'static str,
    /// What it holds.
    pub holds: MemberType,
    /// Where it exists.
    pub available: Availability,
}

const fn member(path: &'static str, holds: MemberType, available: Availability) -> Member {
    Member { path, holds, available }
}

use Availability::{Always, Callback, MapItem, MapItemOfDistributed, MapItemOfObject, Redriven};
use MemberType::{Any, Arn, Members, Number, String as Text, Timestamp};

/// Every member; no other exists.
pub const MEMBERS: [Member; 24] = [
    member("", Members, Always),
    member("Execution", Members, Always),
    member("Execution.Id", Arn, Always),
    member("Execution.Input", Any, Always),
    member("Execution.Name", Text, Always),
    member("Execution.RoleArn", Arn, Always),
    member("Execution.StartTime", Timestamp, Always),
    member("Execution.RedriveCount", Number, Always),
    member("Execution.RedriveTime", Timestamp, Redriven),
    member("State", Members, Always),
    member("State.EnteredTime", Timestamp, Always),
    member("State.Name", Text, Always),
    member("State.RetryCount", Number, Always),
    member("StateMachine", Members, Always),
    member("StateMachine.Id", Arn, Always),
    member("StateMachine.Name", Text, Always),
    member("Task", Members, Callback),
    member("Task.Token", Text, Callback),
    member("Map", Members, MapItem),
    member("Map.Item", Members, MapItem),
    member("Map.Item.Index", Number, MapItem),
    member("Map.Item.Value", Any, MapItem),
    member("Map.Item.Key", Text, MapItemOfObject),
    member("Map.Item.Source", Text, MapItemOfDistributed),
];

/// Names often written instead of the right one: the wrong path, the right path.
const MISNAMED: [(&str, &str); 16] = [
    ("Execution.Arn", "Execution.Id"),
    ("Execution.ExecutionArn", "Execution.Id"),
    ("Execution.ExecutionId", "Execution.Id"),
    ("Execution.ExecutionName", "Execution.Name"),
    ("Execution.Role", "Execution.RoleArn"),
    ("Execution.StartedTime", "Execution.StartTime"),
    ("Execution.StartDate", "Execution.StartTime"),
    ("State.StartTime", "State.EnteredTime"),
    ("State.EntryTime", "State.EnteredTime"),
    ("State.Retries", "State.RetryCount"),
    ("StateMachine.Arn", "StateMachine.Id"),
    ("StateMachine.StateMachineArn", "StateMachine.Id"),
    ("Task.TaskToken", "Task.Token"),
    ("TaskToken", "Task.Token"),
    ("Item", "Map.Item"),
    ("Input", "Execution.Input"),
];

/// A path into the context object that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextProblem {
    /// The member that does not exist.
    pub span: Range<u32>,
    /// What is wrong, as one plain sentence without a final stop.
    pub message: String,
    /// The path that was probably meant: the names from the root to take the place of the first
    /// [`ContextProblem::replaces`] members.
    pub meant: Option<&'static str>,
    /// How many members, counted from the root, `meant` replaces.
    pub replaces: usize,
}

/// Looks up the members of a path below `$$`, given with the place of each name.
///
/// Returns the deepest member of the table on the way: itself, or the member with free content it lies in.
///
/// # Errors
/// The first name that is no member, or that lies below a member without members.
pub fn check(members: &[(&str, Range<u32>)]) -> Result<&'static Member, ContextProblem> {
    let mut found = &MEMBERS[0];
    for (index, (name, span)) in members.iter().enumerate() {
        match found.holds {
            Members => match children(found).find(|child| last_name(child) == *name) {
                Some(child) => found = child,
                None => return Err(unknown(found, members, index)),
            },
            Any => return Ok(found),
            _ => {
                let kind = if found.holds == Number { "a number" } else { "a string" };
                let message = format!("`{}` is {kind} and has no members", found.path);
                return Err(ContextProblem {
                    span: span.clone(),
                    message,
                    meant: Some(found.path),
                    replaces: index + 1,
                });
            }
        }
    }
    Ok(found)
}

fn unknown(parent: &Member, members: &[(&str, Range<u32>)], index: usize) -> ContextProblem {
    let (name, span) = &members[index];
    let place =
        if parent.path.is_empty() { "the context object".into() } else { format!("`{}`", parent.path) };
    let message = format!("`{}` is no member of {place}", name.escape_debug());
    let wrong: Vec<&str> = members[..=index].iter().map(|(name, _)| *name).collect();
    let wrong = wrong.join(".");
    let meant = MISNAMED
        .iter()
        .find(|(written, _)| *written == wrong)
        .map(|(_, right)| *right)
        .or_else(|| {
            let close = nearest(name, children(parent).map(last_name))?;
            children(parent).find(|child| last_name(child) == close).map(|child| child.path)
        })
        .or_else(|| {
            let mut same =
                MEMBERS.iter().filter(|member| !member.path.is_empty() && last_name(member) == *name);
            same.next().filter(|_| same.next().is_none()).map(|member| member.path)
        });
    ContextProblem { span: span.clone(), message, meant, replaces: index + 1 }
}

/// The members directly below `parent`.
fn children(parent: &Member) -> impl Iterator<Item = &'static Member> {
    let above = parent.path;
    MEMBERS.iter().filter(move |member| {
        let below = member.path.strip_prefix(above);
        let below = below.and_then(|rest| if above.is_empty() { Some(rest) } else { rest.strip_prefix('.') });
        below.is_some_and(|rest| !rest.is_empty() && !rest.contains('.'))
    })
}

fn last_name(member: &Member) -> &'static str {
    member.path.rsplit('.').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(path: &str) -> Result<&'static Member, ContextProblem> {
        let mut at = 3u32;
        let members: Vec<(&str, Range<u32>)> = path
            .split('.')
            .map(|name| {
                let span = at..at + name.len() as u32;
                at = span.end + 1;
                (name, span)
            })
            .collect();
        check(&members)
    }

    #[test]
    fn every_member_is_found_and_every_parent_is_listed() {
        for member in &MEMBERS[1..] {
            assert_eq!(look(member.path), Ok(member));
            let parent = member.path.rsplit_once('.').map_or("", |(parent, _)| parent);
            let parent = MEMBERS.iter().find(|m| m.path == parent).expect("parent listed");
            assert_eq!(parent.holds, Members, "{}", member.path);
        }
        assert_eq!(check(&[]).map(|m| m.holds), Ok(Members));
    }

    #[test]
    fn free_content_is_not_looked_into() {
        assert_eq!(look("Execution.Input.a.b").map(|m| m.path), Ok("Execution.Input"));
        assert_eq!(look("Map.Item.Value.x").map(|m| m.path), Ok("Map.Item.Value"));
        assert_eq!(look("Task.Token").map(|m| m.available), Ok(Callback));
    }

    #[test]
    fn unknown_names_get_a_suggestion() {
        let problem = look("State.EntredTime").expect_err("unknown");
        assert_eq!((problem.span, problem.meant), (9..19, Some("State.EnteredTime")));
        assert_eq!(problem.message, "`EntredTime` is no member of `State`");
        for (wrong, right) in [
            ("execution", "Execution"),
            ("State.name", "State.Name"),
            ("Execution.Arn", "Execution.Id"),
            ("TaskToken", "Task.Token"),
            ("Task.TaskToken", "Task.Token"),
            ("Map.Value", "Map.Item.Value"),
            ("Token", "Task.Token"),
            ("Execution.StartTme", "Execution.StartTime"),
            ("State.Name.x", "State.Name"),
        ] {
            assert_eq!(look(wrong).expect_err(wrong).meant, Some(right), "{wrong}");
        }
        let problem = look("pokemon").expect_err("unknown");
        assert_eq!(problem.meant, None);
        assert_eq!(problem.message, "`pokemon` is no member of the context object");
        assert_eq!(look("Name").expect_err("ambiguous").meant, None);
        assert_eq!(look("Map.Item.Value2.x").expect_err("unknown").replaces, 3);
    }
}
