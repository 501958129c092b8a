//! Where brackets do not match: which of them lack, are of the wrong kind or are too many.
//!
//! A beam search over the notes of a reading: several hypotheses of what happened to the brackets are followed side
//! by side. Each bracket that a hypothesis adds, changes or takes away costs, and so does each line that does not
//! begin where the hypothesis's nesting would have it begin. The cheapest hypothesis is the plan.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::brackets::{Closing, Follows};
use super::notes::{Child, Note, Scope, What};

/// What a bracket costs that is added, changed or taken away.
const EDIT: u32 = 8;

/// What a child costs that stands in the wrong kind of bracket: rather one lacks before it.
const MISFIT: u32 = EDIT + 1;

/// What a line costs that does not begin at the column that its nesting asks for.
const MISPLACED: u32 = 3;

/// What a closing bracket costs that stands behind the last child, where the children have lines of their own.
const GLUED: u32 = 2;

/// What each bracket but the first costs that lacks where the text ends: it may have been cut off.
const CUT_OFF: u32 = 6;

/// Brackets that are taken as lacking at one place, at most.
const MOST_LACKING: usize = 4;

/// Hypotheses that are followed at a time, until [`MOST_LEVELS`] is reached; then one is.
const BEAM: usize = 24;

/// What a hypothesis may cost more than the cheapest one.
const MARGIN: u32 = 4 * EDIT;

/// Levels that may be made before the beam is narrowed, so that time and memory stay small.
const MOST_LEVELS: usize = 1 << 18;

/// What the plan says about a place; of what it does not mention nothing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// So many closing brackets lack before it.
    Leave(usize),
    /// What the closing bracket there does.
    Close(Closing),
}

/// A bracket that is open in a hypothesis.
#[derive(Clone, Copy, Debug)]
struct Level {
    /// Index of the level around it.
    outer: usize,
    scope: Scope,
    /// Where the line of the bracket begins, and its indentation.
    line: u32,
    indent: i32,
    /// The indentation of the first child that begins a line.
    children: Option<i32>,
    /// Nothing stands in it yet; kept of arrays, and of what follows the value.
    is_empty: bool,
}

/// What is thought to have happened to the brackets so far.
#[derive(Clone, Copy, Debug)]
struct Hypothesis {
    cost: u32,
    /// Index of the innermost level.
    top: usize,
    /// Number of the last action, counted from 1; 0 for none.
    last: usize,
}

struct Search {
    levels: Vec<Level>,
    /// A hash of each level and all around it.
    prints: Vec<u64>,
    /// Actions, each with the number of the one before it.
    actions: Vec<(usize, u32, Action)>,
    beam: Vec<Hypothesis>,
    next: Vec<Hypothesis>,
}

/// What to do about the brackets, by offset. `is_whole` tells whether the notes go to the end of the text.
pub(super) fn plan(notes: &[Note], is_whole: bool) -> Vec<(u32, Action)> {
    let mut search = Search {
        levels: Vec::new(),
        prints: Vec::new(),
        actions: Vec::new(),
        beam: Vec::new(),
        next: Vec::new(),
    };
    let start = Level { outer: 0, scope: Scope::Start, line: 0, indent: -1, children: None, is_empty: true };
    let top = search.push(start);
    search.beam.push(Hypothesis { cost: 0, top, last: 0 });
    for note in notes {
        search.step(note);
    }
    search.cheapest(is_whole)
}

impl Search {
    fn push(&mut self, level: Level) -> usize {
        let mut hasher = FxHasher::default();
        self.prints.get(level.outer).hash(&mut hasher);
        (level.scope as u8, level.line, level.indent, level.children, level.is_empty).hash(&mut hasher);
        self.prints.push(hasher.finish());
        self.levels.push(level);
        self.levels.len() - 1
    }

    fn step(&mut self, note: &Note) {
        let mut beam = std::mem::take(&mut self.beam);
        for hypothesis in beam.drain(..) {
            match note.what {
                What::Open(scope) => {
                    let (outer, line, indent) = (hypothesis.top, note.line, note.indent);
                    let level = Level { outer, scope, line, indent, children: None, is_empty: true };
                    let top = self.push(level);
                    self.follow(hypothesis, 0, top, None);
                }
                What::Close { is_object, follows } => self.close(hypothesis, note, is_object, follows),
                What::Child(child) => self.child(hypothesis, note, child),
                What::FirstComma => {
                    self.follow(hypothesis, EDIT, hypothesis.top, None);
                    let behind = self.pop(hypothesis.top);
                    self.follow(hypothesis, EDIT, behind, Some((note.at, Action::Leave(1))));
                }
            }
        }
        self.beam = beam;
        self.choose();
    }

    /// Keeps the cheapest hypotheses; of those that expect the same of the rest of the text, the first.
    fn choose(&mut self) {
        self.next.sort_by_key(|hypothesis| hypothesis.cost);
        let width = if self.levels.len() > MOST_LEVELS { 1 } else { BEAM };
        let limit = self.next.first().map_or(0, |cheapest| cheapest.cost + MARGIN);
        let mut seen = [0; BEAM];
        for hypothesis in self.next.drain(..) {
            let print = self.prints[hypothesis.top];
            let count = self.beam.len();
            if count < width && hypothesis.cost <= limit && !seen[..count].contains(&print) {
                seen[count] = print;
                self.beam.push(hypothesis);
            }
        }
    }

    fn follow(&mut self, hypothesis: Hypothesis, cost: u32, top: usize, action: Option<(u32, Action)>) {
        let mut last = hypothesis.last;
        if let Some((at, action)) = action {
            self.actions.push((last, at, action));
            last = self.actions.len();
        }
        self.next.push(Hypothesis { cost: hypothesis.cost + cost, top, last });
    }

    /// The level that is the innermost one when `level` is closed.
    fn pop(&mut self, level: usize) -> usize {
        let outer = self.levels[level].outer;
        if self.levels[outer].scope != Scope::Start {
            return outer;
        }
        self.push(Level { outer, scope: Scope::End, line: 0, indent: -1, children: None, is_empty: true })
    }

    fn close(&mut self, hypothesis: Hypothesis, note: &Note, is_object: bool, follows: Follows) {
        let top = self.levels[hypothesis.top];
        let action = |closing| Some((note.at, Action::Close(closing)));
        match top.scope {
            Scope::Excerpt => return self.follow(hypothesis, 0, hypothesis.top, None),
            Scope::Start | Scope::End => {
                return self.follow(hypothesis, EDIT, hypothesis.top, action(Closing::Extra));
            }
            Scope::Object | Scope::Array | Scope::Either => {}
        }
        let misplaced = closing_cost(&top, note);
        let behind = self.pop(hypothesis.top);
        if top.scope.is_closed_by(is_object) {
            self.follow(hypothesis, misplaced, behind, None);
            if misplaced == 0 && self.levels[top.outer].scope.goes_on_with(follows) {
                return;
            }
        } else {
            self.follow(hypothesis, EDIT + misplaced, behind, action(Closing::Wrong(0)));
        }
        let mut index = hypothesis.top;
        for inside in 1..=MOST_LACKING {
            index = self.levels[index].outer;
            let level = self.levels[index];
            if matches!(level.scope, Scope::Start | Scope::Excerpt) {
                break;
            }
            let cost = inside as u32 * EDIT + closing_cost(&level, note);
            if level.scope.is_closed_by(is_object) {
                let behind = self.pop(index);
                self.follow(hypothesis, cost, behind, action(Closing::Frame(inside)));
            } else if note.is_leading && level.indent == note.indent {
                let behind = self.pop(index);
                self.follow(hypothesis, cost + EDIT, behind, action(Closing::Wrong(inside)));
            }
        }
        self.follow(hypothesis, EDIT, hypothesis.top, action(Closing::Extra));
    }

    fn child(&mut self, hypothesis: Hypothesis, note: &Note, child: Child) {
        let top = self.levels[hypothesis.top];
        if top.scope == Scope::End {
            // All that follows the value is one mistake.
            let cost = if top.is_empty { 2 * EDIT } else { 0 };
            let rest = self.push(Level { is_empty: false, ..top });
            return self.follow(hypothesis, cost, rest, None);
        }
        let fits = top.scope.may_hold(child);
        let misplaced = child_cost(&top, note);
        // Only a first key in an array is read as one, see `colon_behind_value`.
        let may_stay = fits || top.is_empty || !matches!(self.levels[top.outer].scope, Scope::Object);
        if may_stay {
            let within = self.with_child(hypothesis.top, note, child);
            self.follow(hypothesis, misplaced + if fits { 0 } else { MISFIT }, within, None);
        }
        if fits && misplaced == 0 {
            return;
        }
        let mut index = hypothesis.top;
        for inside in 1..=MOST_LACKING {
            index = self.levels[index].outer;
            let level = self.levels[index];
            if level.scope == Scope::Start {
                break;
            }
            let misplaced = child_cost(&level, note);
            if level.scope.may_hold(child) && (!fits || misplaced == 0) {
                let within = self.with_child(index, note, child);
                let cost = inside as u32 * EDIT + misplaced;
                self.follow(hypothesis, cost, within, Some((note.at, Action::Leave(inside))));
            }
        }
    }

    /// The level with the child in it.
    fn with_child(&mut self, index: usize, note: &Note, child: Child) -> usize {
        let level = self.levels[index];
        let is_array = level.scope == Scope::Array;
        let changed = Level {
            scope: if is_array && child == Child::Key { Scope::Either } else { level.scope },
            children: level.children.or(note.is_leading.then_some(note.indent)),
            is_empty: level.is_empty && !is_array,
            ..level
        };
        let is_same = (level.scope, level.children, level.is_empty)
            == (changed.scope, changed.children, changed.is_empty);
        if is_same { index } else { self.push(changed) }
    }

    fn cheapest(&self, is_whole: bool) -> Vec<(u32, Action)> {
        let whole_cost = |hypothesis: &&Hypothesis| {
            let (mut level, mut lacking) = (&self.levels[hypothesis.top], 0);
            while is_whole && !matches!(level.scope, Scope::Start | Scope::Excerpt | Scope::End) {
                lacking += 1;
                level = &self.levels[level.outer];
            }
            hypothesis.cost + if lacking == 0 { 0 } else { EDIT + (lacking - 1) * CUT_OFF }
        };
        let mut plan = Vec::new();
        let mut last = self.beam.iter().min_by_key(whole_cost).map_or(0, |cheapest| cheapest.last);
        while let Some(&(before, at, action)) = last.checked_sub(1).and_then(|index| self.actions.get(index))
        {
            plan.push((at, action));
            last = before;
        }
        plan.reverse();
        plan
    }
}

fn child_cost(level: &Level, note: &Note) -> u32 {
    let is_placed = match level.children {
        _ if !note.is_leading => true,
        Some(children) => children == note.indent,
        None => note.indent > level.indent,
    };
    if is_placed { 0 } else { MISPLACED }
}

fn closing_cost(level: &Level, note: &Note) -> u32 {
    match note.is_leading {
        true if level.indent != note.indent => MISPLACED,
        false if level.line != note.line && level.children.is_some() => GLUED,
        _ => 0,
    }
}
