//! Flowcharts of Mermaid.

use std::fmt::{self, Write};

use super::{Diagram, Edge, EdgeKind, FrameKind, Item, Node, Shape};
use crate::finding::Severity;

/// The classes that give colours: on light ground and on dark, since fill and letters are both set.
const CLASSES: [(&str, &str); 13] = [
    ("marker", "fill:#1f2937,stroke:#1f2937,color:#ffffff"),
    ("task", "fill:#e8f1fd,stroke:#3b6fb6,color:#111827"),
    ("pass", "fill:#f3f4f6,stroke:#6b7280,color:#111827"),
    ("wait", "fill:#f3e8fd,stroke:#7e57b5,color:#111827"),
    ("choice", "fill:#fdf6e0,stroke:#a07f1f,color:#111827"),
    ("succeed", "fill:#dcf5e3,stroke:#2e7d4f,color:#111827"),
    ("fail", "fill:#4b5563,stroke:#111827,color:#ffffff"),
    ("group", "fill:#e0f2f1,stroke:#2b7a78,color:#111827"),
    ("missing", "fill:#fff5f5,stroke:#d32f2f,color:#d32f2f,stroke-dasharray:5 4"),
    ("open", "fill:#f9fafb,stroke:#6b7280,color:#374151,stroke-dasharray:5 4"),
    ("warning", "fill:#fff3d6,stroke:#e08600,color:#111827,stroke-width:3px"),
    ("error", "fill:#ffe3e3,stroke:#d32f2f,color:#111827,stroke-width:3px"),
    ("frame", "fill:#88888812,stroke:#8a94a3,color:#6b7280"),
];

/// What Mermaid takes as it is within quotes.
const PLAIN: &str = " ,-/=?(…·↻✖⚠";

/// Lines are broken where the description breaks them, so Mermaid is given room not to.
const HEAD: &str = "\
%%{init: {\"flowchart\": {\"wrappingWidth\": 400}}}%%
flowchart TD
";

/// Writes diagrams as one flowchart.
pub fn write(diagrams: &[Diagram], out: &mut impl Write) -> fmt::Result {
    out.write_str(HEAD)?;
    let (mut nodes, mut frames) = (0, 0);
    let mut members: Vec<Vec<String>> = vec![Vec::new(); CLASSES.len()];
    let mut join = |class: &str, id: String| {
        if let Some(at) = CLASSES.iter().position(|(name, _)| *name == class) {
            members[at].push(id);
        }
    };
    for diagram in diagrams {
        let mut depth = 1;
        for item in &diagram.outline {
            depth -= usize::from(*item == Item::Close);
            let indent = "  ".repeat(depth);
            match *item {
                Item::Open(index) => {
                    let frame = &diagram.frames[index];
                    let id = frames + index;
                    writeln!(out, "{indent}subgraph f{id}[\"{}\"]", label(&frame.title))?;
                    if frame.kind == FrameKind::Machine {
                        // Left alone, Mermaid turns around what no edge leads out of.
                        writeln!(out, "{indent}  direction TB")?;
                    }
                    join("frame", format!("f{id}"));
                    depth += 1;
                }
                Item::Node(index) => {
                    let node = &diagram.nodes[index];
                    let id = nodes + index;
                    let (open, close) = brackets(node.shape);
                    writeln!(out, "{indent}s{id}{open}\"{}\"{close}", text(node))?;
                    join(class(node), format!("s{id}"));
                }
                Item::Close => writeln!(out, "{indent}end")?,
            }
        }
        for edge in &diagram.edges {
            write_edge(edge, nodes, out)?;
        }
        nodes += diagram.nodes.len();
        frames += diagram.frames.len();
    }
    for ((name, style), ids) in CLASSES.iter().zip(members) {
        if !ids.is_empty() {
            writeln!(out, "  classDef {name} {style}")?;
            writeln!(out, "  class {} {name}", ids.join(","))?;
        }
    }
    Ok(())
}

fn write_edge(edge: &Edge, nodes: usize, out: &mut impl Write) -> fmt::Result {
    let arrow = match edge.kind {
        EdgeKind::Next | EdgeKind::Choice | EdgeKind::Default => "-->",
        EdgeKind::Catch => "-.->",
    };
    let label = match edge.label[..] {
        [] => String::new(),
        _ => format!("|\"<small>{}</small>\"|", label(&edge.label)),
    };
    writeln!(out, "  s{} {arrow}{label} s{}", nodes + edge.from, nodes + edge.to)
}

/// What stands in a node: its name, and below it in small letters what else there is to say.
fn text(node: &Node) -> String {
    let mut text = label(&node.title);
    let signs = node.marks.iter().map(|mark| {
        let sign = if mark.severity == Severity::Error { "✖" } else { "⚠" };
        format!("{sign} {}", mark.rule)
    });
    for note in node.notes.iter().cloned().chain(signs) {
        text.push_str(&format!("<br/><small>{}</small>", escaped(&note)));
    }
    text
}

fn label(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    if lines.is_empty() { " ".to_owned() } else { lines.join("<br/>") }
}

/// The text with each character as an entity that could mean something to Mermaid, to the Markdown in it or to HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // What stands before: digits alone would make a list of Markdown with what follows.
    let (mut last, mut is_number) = (' ', true);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_plain = match letter {
            '.' | ')' => !is_number,
            // Two of them begin a formula.
            '$' => last != '$' && letters.peek() != Some(&'$'),
            _ => letter.is_alphanumeric() || PLAIN.contains(letter),
        };
        if is_plain {
            escaped.push(letter);
        } else {
            let _ = write!(escaped, "#{};", u32::from(letter));
        }
        is_number &= letter.is_ascii_digit();
        last = letter;
    }
    escaped
}

fn brackets(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::Start | Shape::End | Shape::Succeed | Shape::Fail => ("([", "])"),
        Shape::Join => ("((", "))"),
        Shape::Task | Shape::Unknown | Shape::Missing | Shape::Open => ("[", "]"),
        Shape::Pass => ("(", ")"),
        Shape::Wait => ("{{", "}}"),
        Shape::Choice => ("{", "}"),
        Shape::Parallel | Shape::Map => ("[[", "]]"),
    }
}

fn class(node: &Node) -> &'static str {
    match (node.severity(), node.shape) {
        (Some(Severity::Error), _) => "error",
        (Some(Severity::Warning), _) => "warning",
        (_, Shape::Start | Shape::End | Shape::Join) => "marker",
        (_, Shape::Task) => "task",
        (_, Shape::Pass) => "pass",
        (_, Shape::Wait) => "wait",
        (_, Shape::Choice) => "choice",
        (_, Shape::Succeed) => "succeed",
        (_, Shape::Fail) => "fail",
        (_, Shape::Parallel | Shape::Map) => "group",
        (_, Shape::Missing) => "missing",
        (_, Shape::Open | Shape::Unknown) => "open",
    }
}
