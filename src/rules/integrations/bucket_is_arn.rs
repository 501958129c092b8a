//! The ARN of a bucket where its name is wanted.

use super::{Context, Reporter};
use crate::asl::{Field, ObjectKind, Place, PlaceStep};
use crate::finding::Severity;
use crate::rules::edit;
use crate::rules::parameters::severity;
use crate::rules::service_call::{calls, member};
use crate::syntax::Node;

const BUCKETS: [&str; 3] = ["Bucket", "DestinationBucket", "SourceBucket"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx).filter(|call| call.name.starts_with("s3:")) {
        for (_, value) in BUCKETS.iter().filter_map(|name| call.member(name)) {
            report(out, &call.place_of(value), value, severity(cx, call.state));
        }
    }
    for (id, object) in cx.machine.objects() {
        if ![ObjectKind::ItemReader, ObjectKind::ResultWriter].contains(&object.kind) {
            continue;
        }
        for field in [Field::Parameters, Field::Arguments] {
            let Some(sent) = cx.machine.value(id, field) else { continue };
            let Some((_, value)) = member(sent, BUCKETS[0]) else { continue };
            let place = Place::field(id, field).then(PlaceStep::Key(BUCKETS[0].to_owned()));
            report(out, &place, value, Severity::Warning);
        }
    }
}

fn report(out: &mut Reporter<'_>, place: &Place, value: Node<'_>, severity: Severity) {
    let text = value.str().unwrap_or_default();
    // Access points have ARNs that name a region or an account.
    let Some((_, name)) = text.strip_prefix("arn:").and_then(|rest| rest.split_once(":s3:::")) else {
        return;
    };
    let message = format!("`{text}` is an ARN, and the name of a bucket is wanted");
    let finding = out.report(place, value.span(), message);
    finding.label("not a name").at_most(severity).help(format!("Write `{name}`"));
    if !name.is_empty() && !name.contains('/') {
        let (span, text) = edit::within(value, 0, text.len() - name.len(), "");
        finding.safe_fix(span, text);
    }
}
