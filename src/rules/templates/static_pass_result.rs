//! A path or an intrinsic function in the `Result` of a Pass, where nothing is evaluated.

use super::{Context, Reporter, looks_evaluated};
use crate::asl::{Field, Place, PlaceStep, StateType};
use crate::rules::wording::shorten;
use crate::syntax::{Kind, Node};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Pass) {
        let Some(result) = cx.machine.value(state.object, Field::Result) else { continue };
        let mut open: Vec<(Node<'_>, Option<Node<'_>>)> = vec![(result, None)];
        while let Some((node, key)) = open.pop() {
            match node.kind() {
                Kind::Object => open.extend(node.members().map(|(key, value)| (value, Some(key)))),
                Kind::Array => open.extend(node.items().map(|item| (item, None))),
                Kind::String => {
                    let text = node.str().unwrap_or_default();
                    let has_suffix = key.and_then(Node::str).is_some_and(|name| name.ends_with(".$"));
                    if looks_evaluated(text) || has_suffix && text.starts_with('$') {
                        report(cx, out, state.object, node, key, text);
                    }
                }
                _ => {}
            }
        }
    }
}

fn report(
    cx: &Context<'_>,
    out: &mut Reporter<'_>,
    state: crate::asl::ObjectId,
    node: Node<'_>,
    key: Option<Node<'_>>,
    text: &str,
) {
    let mut place = Place::field(state, Field::Result);
    if let Some(name) = key.and_then(Node::str) {
        place = place.then(PlaceStep::Key(name.to_owned()));
    }
    let location = cx.location(&Place::field(state, Field::Result));
    out.report(
        &place,
        node.span(),
        format!("`Result` is passed on word for word: `{}` stays a text", shorten(text)),
    )
    .label("not evaluated")
    .help("Use `Parameters` in place of `Result`, with keys that end in `.$`")
    .aws_warning("PASS_RESULT_IS_STATIC", "The Result of a Pass state is static", location);
}
