//! An `OutputPath` that names a member of the result where the result has been put elsewhere.

use super::{Context, Reporter};
use crate::asl::Field;
use crate::expr::jsonpath::{Root, SegmentKind};
use crate::shape::Absence;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for site in cx.sites().iter().filter(|site| site.field == Field::OutputPath) {
        let Some(state) = cx.machine.object(site.object).state else { continue };
        let (Some(path), Some(entry)) = (site.path(), cx.data().entry(state)) else { continue };
        let Some(result_path) = cx.machine.field(site.object, Field::ResultPath) else { continue };
        let Some(put) = result_path.value.str().and_then(|put| put.strip_prefix("$.")) else { continue };
        // What a selector picks is read by the names that it gives.
        let is_selected = cx.machine.has(site.object, Field::ResultSelector);
        let Some(result) = cx.data().steps(state).result.as_ref().filter(|_| !is_selected) else { continue };
        let (Root::Input, Some(segment)) = (&path.root, path.segments.first()) else { continue };
        let SegmentKind::Child { names, .. } = &segment.kind else { continue };
        let name = &*names[0].text;
        let is_put_there = put.split(['.', '[']).next() == Some(name);
        let is_of_result = result.parts().object.as_ref().is_some_and(|object| object.get(name).is_some());
        if is_put_there || !is_of_result || entry.input.member(name).absence != Absence::Unknown {
            continue;
        }
        let range = &segment.span;
        out.report_at(
            site,
            range,
            format!("`{name}` is a member of the result, which `ResultPath` puts at `$.{put}`"),
        )
        .label("looked for in the input")
        .related(result_path.value.span(), "the result is put here")
        .help(format!("Write `$.{put}.{name}`, or use `ResultSelector` to pick it out of the result"));
    }
}
