//! A handler that reads the error at another place than the one where its catchers put it.

use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{Context, Reporter};
use crate::asl::{Field, ObjectId, StateId};
use crate::expr::jsonpath::{Path, Root, SegmentKind};
use crate::graph::Via;
use crate::shape::Absence;

/// The members of an error (spec/errors.md 7.2).
const OF_ERROR: [&str; 2] = ["Cause", "Error"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let made = made(cx);
    for found in cx.paths() {
        let Some(state) = cx.machine.object(found.site.object).state else { continue };
        let Some((name, segment)) = read_of_error(found.path) else { continue };
        let Some(entry) = cx.data().entry(state) else { continue };
        if entry.input.member(name).absence != Absence::Unknown {
            continue;
        }
        let Some(places) = places(cx, state) else { continue };
        if places.iter().any(|(_, put)| *put == name) || made.contains(name) {
            continue;
        }
        let Some(&(catcher, put)) = places.first() else { continue };
        let span = cx.machine.field(catcher, Field::ResultPath).map(|field| field.value.span());
        let message = format!("The error is read at `$.{name}`, and its catcher puts it at `$.{put}`");
        let finding = out.report_at(found.site, segment, message);
        finding.label("nothing puts an error here");
        if let Some(span) = span {
            finding.related(span, "the error is put here");
        }
        finding.help(format!("Did you mean `$.{put}`?"));
    }
}

/// The first name of a path such as `$.error.Cause`, and where it stands.
fn read_of_error(path: &Path) -> Option<(&str, &Range<u32>)> {
    let (Root::Input, [first, second, ..]) = (&path.root, &*path.segments) else { return None };
    name_of(&second.kind).filter(|name| OF_ERROR.contains(name))?;
    Some((name_of(&first.kind)?, &first.span))
}

/// Where the catchers put the error on all the ways to a state that only catchers lead to: catcher and name.
fn places<'a>(cx: &Context<'a>, state: StateId) -> Option<BTreeSet<(ObjectId, &'a str)>> {
    let mut places = BTreeSet::new();
    for transition in cx.graph.entering(state) {
        let Via::Catcher(_) = transition.via else { return None };
        let path = cx.machine.str(transition.object, Field::ResultPath)?;
        places
            .insert((transition.object, path.strip_prefix("$.").filter(|name| !name.contains(['.', '[']))?));
    }
    Some(places)
}

/// The members at the top that some state of the machine puts its result at.
fn made<'a>(cx: &Context<'a>) -> FxHashSet<&'a str> {
    let by_result_path = cx.paths().iter().filter(|found| found.site.field == Field::ResultPath);
    by_result_path.filter_map(|found| name_of(&found.path.segments.first()?.kind)).collect()
}

fn name_of(kind: &SegmentKind) -> Option<&str> {
    match kind {
        SegmentKind::Child { names, .. } => names.first().map(|name| &*name.text),
        _ => None,
    }
}
