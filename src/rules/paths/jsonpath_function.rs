//! A function at the end of a path, which AWS was seen to take for a member.

use super::{Context, Reporter};
use crate::expr::jsonpath::SegmentKind;
use crate::flow::PathSite;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for PathSite { site, path } in cx.paths() {
        for segment in &path.segments {
            let SegmentKind::Call(call) = &segment.kind else { continue };
            let name = &call.name.text;
            let finding = out.report_at(site, &segment.span, format!("Step Functions may not know the path function `{name}()` and look for a member of that name"));
            finding.label("a function in a path");
            finding.help(match name.as_str() {
                "length" | "size" => "Use `States.ArrayLength`, or `$count` in JSONata",
                _ => "Compute it with an intrinsic function, or in JSONata",
            });
        }
    }
}
