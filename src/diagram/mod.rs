//! Pictures of state machines: a neutral description of what is drawn, and the languages in which it is written.
//!
//! [`Diagram::new`] decides what there is to see; [`write`] only spells it. What definitions call things is hostile
//! until proven otherwise: nodes are named by numbers, and every text is escaped where it is written.

mod build;
mod condition;
mod details;
mod dot;
mod edges;
mod marks;
mod mermaid;
mod text;

use std::fmt;

use crate::finding::Severity;

/// A state machine as it is drawn.
#[derive(Clone, Debug, Default)]
pub struct Diagram {
    /// What the machine is called, where its file may hold several.
    pub name: Option<String>,
    /// The things that are drawn.
    pub nodes: Vec<Node>,
    /// The boxes around them.
    pub frames: Vec<Frame>,
    /// Nodes and frames as they stand in each other: outer before inner, siblings in the order of the text.
    pub outline: Vec<Item>,
    /// What leads from node to node.
    pub edges: Vec<Edge>,
}

/// A step through the boxes of a [`Diagram`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// The frame of that index begins.
    Open(usize),
    /// The node of that index.
    Node(usize),
    /// The innermost frame ends.
    Close,
}

/// A thing that is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub shape: Shape,
    /// Its name, a line each; none for markers.
    pub title: Vec<String>,
    /// What else is to be known of it, in small letters.
    pub notes: Vec<String>,
    /// What was found wrong with it, worst first, each rule once.
    pub marks: Vec<Mark>,
}

impl Node {
    /// The severity of the worst that was found.
    pub fn severity(&self) -> Option<Severity> {
        self.marks.first().map(|mark| mark.severity)
    }
}

/// A finding at a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How bad it is; errors and warnings only.
    pub severity: Severity,
    /// The rule's name.
    pub rule: &'static str,
    /// What the finding says.
    pub message: String,
}

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Where executions begin.
    Start,
    /// Where executions end.
    End,
    /// Where the branches or iterations of a state come together.
    Join,
    /// A Task state.
    Task,
    /// A Pass state.
    Pass,
    /// A Wait state.
    Wait,
    /// A Choice state.
    Choice,
    /// A Succeed state.
    Succeed,
    /// A Fail state.
    Fail,
    /// A Parallel state, from which its branches begin.
    Parallel,
    /// A Map state, from which its iterations begin.
    Map,
    /// A state of no known type.
    Unknown,
    /// A state that does not exist, and yet is named as a target.
    Missing,
    /// A target that the text does not tell.
    Open,
}

/// A box around nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What it is.
    pub kind: FrameKind,
    /// What stands at its top, a line each; may be empty.
    pub title: Vec<String>,
}

/// What a frame stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameKind {
    /// A whole state machine.
    Machine,
    /// A state with states in it.
    State,
    /// One of several scopes of a state: a branch.
    Branch,
}

/// What leads from one node to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The index of the node that it leaves.
    pub from: usize,
    /// The index of the node that it leads to.
    pub to: usize,
    /// Why it is taken.
    pub kind: EdgeKind,
    /// The words on it, a line each.
    pub label: Vec<String>,
}

/// Why an edge is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EdgeKind {
    /// Always.
    Next,
    /// A choice rule is true.
    Choice,
    /// No choice rule is true.
    Default,
    /// An error is caught.
    Catch,
}

/// The languages in which diagrams are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Mermaid, which GitHub and many others draw in Markdown.
    Mermaid,
    /// DOT, for Graphviz.
    Dot,
}

impl Language {
    /// The languages, the default first.
    pub const ALL: [Self; 2] = [Self::Mermaid, Self::Dot];

    /// The language as options name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
        }
    }

    /// What the language is for, in a few words.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Mermaid => "Mermaid, which GitHub and others draw in Markdown",
            Self::Dot => "DOT, which Graphviz turns into SVG, PNG and PDF",
        }
    }
}

/// Writes diagrams as one picture.
///
/// # Errors
///
/// Those of `out`, and no others.
pub fn write(language: Language, diagrams: &[Diagram], out: &mut impl fmt::Write) -> fmt::Result {
    match language {
        Language::Mermaid => mermaid::write(diagrams, out),
        Language::Dot => dot::write(diagrams, out),
    }
}
