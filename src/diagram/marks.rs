use rustc_hash::FxHashMap;

use super::Mark;
use super::text::plain;
use crate::asl::{Machine, Place, StateId};
use crate::finding::{Finding, Severity};

/// What was found at each state, and at the machine itself: worst first, each rule once.
#[derive(Default)]
pub struct Marks {
    /// By the innermost state that a finding is about.
    pub states: FxHashMap<StateId, Vec<Mark>>,
    /// About no state.
    pub machine: Vec<Mark>,
}

impl Marks {
    /// Sorts out findings; infos are left out.
    pub fn new<'f>(machine: &Machine<'_>, findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut marks = Self::default();
        let mut findings =
            findings.into_iter().filter(|finding| finding.severity > Severity::Info).peekable();
        if findings.peek().is_none() {
            return marks;
        }
        let states = machine.states().iter();
        let by_pointer: FxHashMap<String, StateId> =
            states.map(|state| (machine.pointer(&Place::object(state.object)), state.id)).collect();
        for finding in findings {
            let list = match state_at(&by_pointer, &finding.pointer) {
                Some(state) => marks.states.entry(state).or_default(),
                None => &mut marks.machine,
            };
            let (severity, rule) = (finding.severity, finding.rule.id);
            list.push(Mark { severity, rule, message: plain(&finding.message) });
        }
        marks.states.values_mut().for_each(arrange);
        arrange(&mut marks.machine);
        marks
    }
}

fn arrange(marks: &mut Vec<Mark>) {
    marks.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.rule.cmp(b.rule)));
    marks.dedup_by(|a, b| a.rule == b.rule && a.severity == b.severity);
}

/// The innermost state that a JSON pointer leads into.
fn state_at(by_pointer: &FxHashMap<String, StateId>, pointer: &str) -> Option<StateId> {
    let mut rest = pointer;
    loop {
        match by_pointer.get(rest) {
            Some(&state) => return Some(state),
            None => rest = &rest[..rest.rfind('/')?],
        }
    }
}
