//! JSONPath as Step Functions evaluates it (`paths.md`, `runtime_semantics.md 4`): a definite path gives a value or
//! fails, an indefinite one gives an array and never fails.

use aslint::expr::jsonpath::{self, Path, Root, Segment, SegmentKind};
use serde_json::Value;

use super::context::Context;
use super::filter;
use super::{Trouble, Variables, unsupported};

/// What paths start from.
#[derive(Clone, Copy)]
pub struct Roots<'a> {
    pub input: &'a Value,
    pub context: &'a Context<'a>,
    pub variables: &'a Variables,
}

/// Reads and evaluates a path.
pub fn evaluate_text(text: &str, roots: &Roots<'_>) -> Result<Value, Trouble> {
    match jsonpath::parse(text) {
        Ok(path) => evaluate(text, &path, roots),
        Err(_) => unsupported(format!("the path `{text}`")),
    }
}

/// Evaluates a path that was read from `text`.
pub fn evaluate(text: &str, path: &Path, roots: &Roots<'_>) -> Result<Value, Trouble> {
    let missing = || Trouble::Fails(format!("the path `{text}` leads nowhere"));
    let root = match &path.root {
        Root::Input => roots.input,
        Root::Context => {
            if roots.context.item.is_none() && begins_with(path, "Map") {
                return unsupported("`$$.Map` outside the fields of a Map");
            }
            roots.context.value()
        }
        Root::Variable { name } => roots.variables.get(name).ok_or_else(missing)?,
        Root::Current => return unsupported("`@` outside a filter"),
    };
    let steps = &path.segments;
    if let Some((Segment { kind: SegmentKind::Call(call), .. }, before)) = steps.split_last() {
        let nodes = select(text, before, root, root)?;
        return match (call.name.text.as_str(), nodes.as_slice()) {
            ("length", [Value::Array(items)]) if call.arguments.is_empty() => Ok(Value::from(items.len())),
            _ => unsupported(format!("the path function of `{text}`")),
        };
    }
    let mut nodes = select(text, steps, root, root)?;
    if path.definite {
        return nodes.pop().cloned().ok_or_else(missing);
    }
    Ok(Value::Array(nodes.into_iter().cloned().collect()))
}

fn begins_with(path: &Path, name: &str) -> bool {
    path.segments.first().is_some_and(|step| match &step.kind {
        SegmentKind::Child { names, .. } => names.iter().any(|found| found.text == name),
        _ => false,
    })
}

/// The nodes that the steps select, in the order of the document.
pub fn select<'v>(
    text: &str,
    steps: &[Segment],
    from: &'v Value,
    root: &'v Value,
) -> Result<Vec<&'v Value>, Trouble> {
    let mut nodes = vec![from];
    for step in steps {
        let mut next = Vec::new();
        for node in nodes {
            select_one(text, &step.kind, node, root, &mut next)?;
        }
        nodes = next;
    }
    Ok(nodes)
}

fn select_one<'v>(
    text: &str,
    step: &SegmentKind,
    node: &'v Value,
    root: &'v Value,
    out: &mut Vec<&'v Value>,
) -> Result<(), Trouble> {
    match (step, node) {
        (SegmentKind::Child { names, .. }, _) if names.len() > 1 => {
            return unsupported("a union of names");
        }
        (SegmentKind::Child { names, .. }, Value::Object(members)) => {
            out.extend(names.iter().filter_map(|name| members.get(name.text.as_str())));
        }
        (SegmentKind::Index(indexes), Value::Array(items)) => {
            out.extend(indexes.iter().filter_map(|index| items.get(position(index.value, items.len())?)));
        }
        (SegmentKind::Slice { from, to }, Value::Array(items)) => {
            let bound = |bound: i32| position(bound, items.len()).unwrap_or(0).min(items.len());
            let (from, to) = (from.map_or(0, bound), to.map_or(items.len(), bound));
            out.extend(items.get(from..to).unwrap_or_default());
        }
        (SegmentKind::Wildcard, Value::Array(items)) => out.extend(items),
        (SegmentKind::Wildcard, Value::Object(members)) => out.extend(members.values()),
        (SegmentKind::DeepScan, _) => descend(node, out),
        (SegmentKind::Filter(condition), Value::Array(items)) => {
            for item in items {
                if filter::holds(text, condition, item, root)? {
                    out.push(item);
                }
            }
        }
        (SegmentKind::Filter(condition), Value::Object(_)) => {
            out.extend(filter::holds(text, condition, node, root)?.then_some(node));
        }
        (SegmentKind::Filter(_), _) => return unsupported("a filter on a scalar"),
        (SegmentKind::Call(_) | SegmentKind::Script, _) => {
            return unsupported(format!("a step of `{text}`"));
        }
        _ => {}
    }
    Ok(())
}

/// The place of an index that may count from the end.
fn position(index: i32, length: usize) -> Option<usize> {
    let index = i64::from(index);
    usize::try_from(if index < 0 { index + length as i64 } else { index }).ok()
}

fn descend<'v>(from: &'v Value, out: &mut Vec<&'v Value>) {
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        out.push(node);
        match node {
            Value::Array(items) => open.extend(items.iter().rev()),
            Value::Object(members) => open.extend(members.values().rev()),
            _ => {}
        }
    }
}
