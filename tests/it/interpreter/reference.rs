//! ResultPath: puts a value into another one (`paths.md 3.4`).

use aslint::expr::jsonpath::{self, Root, SegmentKind};
use serde_json::{Map, Value};

use super::{Trouble, unsupported};

/// Puts `value` into `target` at a reference path, and makes the parents that are missing.
pub fn put(target: Value, path: &str, value: Value) -> Result<Value, Trouble> {
    let Ok(parsed) = jsonpath::parse(path) else { return unsupported(format!("the path `{path}`")) };
    if parsed.root != Root::Input {
        return unsupported("a reference path with another root");
    }
    let mut target = target;
    let mut place = &mut target;
    let conflict = || Trouble::Fails(format!("the reference path '{path}' cannot be applied to the input"));
    for (depth, step) in parsed.segments.iter().enumerate() {
        place = match &step.kind {
            SegmentKind::Child { names, .. } if names.len() == 1 => {
                let name = names[0].text.as_str();
                let members = place.as_object_mut().ok_or_else(conflict)?;
                let is_last = depth + 1 == parsed.segments.len();
                if !is_last && members.get(name).is_some_and(Value::is_null) {
                    return unsupported("a reference path through null");
                }
                members.entry(name.to_owned()).or_insert_with(|| Value::Object(Map::new()))
            }
            SegmentKind::Index(indexes) if indexes.len() == 1 && place.is_array() => {
                let items = place.as_array_mut().ok_or_else(conflict)?;
                let item = usize::try_from(indexes[0].value).ok().and_then(|index| items.get_mut(index));
                let Some(item) = item else { return unsupported("a reference path behind the last item") };
                item
            }
            _ => return unsupported(format!("the reference path `{path}`")),
        };
    }
    *place = value;
    Ok(target)
}
