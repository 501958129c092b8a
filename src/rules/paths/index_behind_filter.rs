//! An index directly behind a filter, which picks out of each item and not of those that are found.

use super::{Context, Reporter};
use crate::expr::jsonpath::SegmentKind;
use crate::flow::PathSite;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for PathSite { site, path } in cx.paths() {
        for pair in path.segments.windows(2) {
            let [filter, index] = pair else { continue };
            let (SegmentKind::Filter(_), SegmentKind::Index(found)) = (&filter.kind, &index.kind) else {
                continue;
            };
            let message = format!(
                "Index {0} picks item {0} of each item that is found, not of those found",
                found[0].value
            );
            out.report_at(site, &index.span, message)
                .label("finds nothing where the items are no arrays")
                .help("Pick it in a state behind this one: `States.ArrayGetItem($.found, 0)`");
        }
    }
}
