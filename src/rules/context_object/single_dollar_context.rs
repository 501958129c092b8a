//! A path into the context object with one `$` instead of two: it is looked for in the input.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{Context, Reporter};
use crate::asl::Field;
use crate::expr::jsonpath::Root;
use crate::rules::edit;
use crate::rules::service_call::member_name;
use crate::rules::wording::shorten;

/// Members that hardly any input has: two names of the context object (spec/paths.md 3.6). What services answer has
/// the others too, as `State.Name` of EC2's instances.
const TELLING: [(&str, &[&str]); 5] = [
    ("Execution", &["Id", "Input", "Name", "RedriveCount", "RedriveTime", "RoleArn", "StartTime"]),
    ("Map", &["Item"]),
    ("State", &["EnteredTime", "RetryCount"]),
    ("StateMachine", &["Id", "Name"]),
    ("Task", &["Token"]),
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut own = None;
    for read in cx.paths().iter().filter(|read| read.path.root == Root::Input) {
        // Other fields read a result, or what another field has selected.
        if !matches!(
            read.site.field,
            Field::Parameters | Field::ItemSelector | Field::InputPath | Field::ItemsPath
        ) {
            continue;
        }
        let mut names = read.path.segments.iter().map_while(|segment| segment.kind.name());
        let (Some(first), Some(second)) = (names.next(), names.next()) else { continue };
        let (first, second) = (first.text.as_str(), second.text.as_str());
        let is_telling = TELLING.iter().any(|(name, members)| *name == first && members.contains(&second));
        // Where the definition itself makes a member of that name, it may be meant.
        if !is_telling || own.get_or_insert_with(|| own_names(cx)).contains(first) {
            continue;
        }
        let Range { start, end } = read.path.span.clone();
        let text = read.site.node.str().and_then(|text| text.get(start as usize..end as usize));
        let path = shorten(text.unwrap_or_default());
        let message = format!("`{path}` is looked for in the input: the context object is `$$`");
        let finding = out.report_at(read.site, &read.path.span, message);
        let (span, text) = edit::of_expression(read.site, &(start..start), "$");
        finding.label("one `$`").help(format!("Write `${path}`")).unsafe_fix(span, text);
    }
}

/// The names of the members that stand somewhere in the definition, or that a result is put into.
fn own_names<'a>(cx: &Context<'a>) -> FxHashSet<&'a str> {
    let results = cx.paths().iter().filter(|read| read.site.field == Field::ResultPath);
    let first = results.filter_map(|read| Some(read.path.segments.first()?.kind.name()?.text.as_str()));
    let mut names: FxHashSet<&str> = first.collect();
    let mut open = vec![cx.root];
    while let Some(node) = open.pop() {
        names.extend(node.members().filter_map(|(key, _)| member_name(key)));
        open.extend(node.members().map(|(_, value)| value).chain(node.items()));
    }
    names
}
