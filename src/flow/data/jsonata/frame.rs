//! The variables in scope, and what is known of the data where a condition holds.

use rustc_hash::FxHashMap;

use super::value::Value;

/// What a path starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Root<'e> {
    /// `$name`.
    Variable(&'e str),
    /// `$states.name`.
    States(&'e str),
    /// `$`, or a bare name's parent.
    Context,
}

struct Frame<'e> {
    outer: Option<u32>,
    /// Whether variables are not bound here but further out: the frame only says more of what is there.
    is_transparent: bool,
    /// How many conditions the frame stands behind.
    level: u32,
    known: FxHashMap<Root<'e>, Value>,
}

/// All scopes of an evaluation; the outermost is 0.
pub(super) struct Frames<'e> {
    frames: Vec<Frame<'e>>,
    /// How many conditions the evaluation stands behind.
    pub level: u32,
}

impl<'e> Frames<'e> {
    pub fn new() -> Self {
        let outermost = Frame { outer: None, is_transparent: false, level: 0, known: FxHashMap::default() };
        Self { frames: vec![outermost], level: 0 }
    }

    /// A scope of its own.
    pub fn open(&mut self, outer: u32) -> u32 {
        self.add(outer, false)
    }

    /// A place in the same scope where more is known.
    pub fn refine(&mut self, outer: u32) -> u32 {
        self.add(outer, true)
    }

    /// A place in the same scope with that item in context.
    pub fn with_context(&mut self, outer: u32, item: Value) -> u32 {
        let frame = self.refine(outer);
        self.set(frame, Root::Context, item);
        frame
    }

    fn add(&mut self, outer: u32, is_transparent: bool) -> u32 {
        let level = self.level;
        self.frames.push(Frame { outer: Some(outer), is_transparent, level, known: FxHashMap::default() });
        (self.frames.len() - 1) as u32
    }

    /// What is known there.
    pub fn get(&self, frame: u32, root: Root<'e>) -> Option<&Value> {
        let mut next = Some(frame);
        while let Some(at) = next {
            let frame = &self.frames[at as usize];
            if let Some(value) = frame.known.get(&root) {
                return Some(value);
            }
            next = frame.outer;
        }
        None
    }

    /// Whether an expression binds the variable, rather than the workflow.
    pub fn is_bound(&self, frame: u32, root: Root<'e>) -> bool {
        let mut next = Some(frame);
        while let Some(at) = next {
            let frame = &self.frames[at as usize];
            if !frame.is_transparent && frame.known.contains_key(&root) {
                return true;
            }
            next = frame.outer;
        }
        false
    }

    /// Says what is known in that frame itself.
    pub fn set(&mut self, frame: u32, root: Root<'e>, value: Value) {
        self.frames[frame as usize].known.insert(root, value);
    }

    /// What that frame itself knows, taken out of it.
    pub fn take(&mut self, frame: u32) -> FxHashMap<Root<'e>, Value> {
        std::mem::take(&mut self.frames[frame as usize].known)
    }

    /// Binds a variable in the scope that the frame belongs to; `before` is what it was if it is bound conditionally.
    pub fn bind(&mut self, frame: u32, name: &'e str, value: Value) {
        let root = Root::Variable(name);
        let before = self.get(frame, root).cloned().unwrap_or_else(Value::unknown);
        let mut at = frame as usize;
        while self.frames[at].is_transparent {
            self.frames[at].known.remove(&root);
            match self.frames[at].outer {
                Some(outer) => at = outer as usize,
                None => break,
            }
        }
        let is_sure = self.frames[at].level == self.level;
        let value = if is_sure { value } else { value.or(&before) };
        self.frames[at].known.insert(root, value);
    }
}
