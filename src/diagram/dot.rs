//! DOT, the language of Graphviz.

use std::fmt::{self, Write};

use super::{Diagram, Edge, EdgeKind, FrameKind, Item, Mark, Node, Shape};
use crate::finding::Severity;

const HEAD: &str = "\
digraph {
  graph [fontname=\"Helvetica\", fontsize=12, nodesep=0.35, ranksep=0.4, style=\"rounded\", color=\"#8a94a3\"]
  node [fontname=\"Helvetica\", fontsize=12, shape=box, style=\"filled\", margin=\"0.15,0.08\", height=0.3]
  edge [fontname=\"Helvetica\", fontsize=10, color=\"#4b5563\", fontcolor=\"#374151\", arrowsize=0.7]
";

/// Writes diagrams as one directed graph.
pub fn write(diagrams: &[Diagram], out: &mut impl Write) -> fmt::Result {
    out.write_str(HEAD)?;
    let (mut nodes, mut frames) = (0, 0);
    for diagram in diagrams {
        let mut depth = 1;
        for item in &diagram.outline {
            depth -= usize::from(*item == Item::Close);
            let indent = "  ".repeat(depth);
            match *item {
                Item::Open(index) => {
                    let frame = &diagram.frames[index];
                    let style = match frame.kind {
                        FrameKind::Machine | FrameKind::State => "rounded",
                        FrameKind::Branch => "rounded,dashed",
                    };
                    let label = lines(&frame.title);
                    writeln!(out, "{indent}subgraph cluster_{} {{", frames + index)?;
                    writeln!(out, "{indent}  graph [label=<{label}>, style=\"{style}\"]")?;
                    depth += 1;
                }
                Item::Node(index) => {
                    let node = &diagram.nodes[index];
                    writeln!(out, "{indent}s{} [{}]", nodes + index, attributes(node))?;
                }
                Item::Close => writeln!(out, "{indent}}}")?,
            }
        }
        for edge in &diagram.edges {
            write_edge(edge, nodes, out)?;
        }
        nodes += diagram.nodes.len();
        frames += diagram.frames.len();
    }
    writeln!(out, "}}")
}

fn write_edge(edge: &Edge, nodes: usize, out: &mut impl Write) -> fmt::Result {
    let style = match edge.kind {
        EdgeKind::Next | EdgeKind::Choice | EdgeKind::Default => "",
        EdgeKind::Catch => ", style=\"dashed\", color=\"#b3541e\", fontcolor=\"#b3541e\"",
    };
    write!(out, "  s{} -> s{}", nodes + edge.from, nodes + edge.to)?;
    match edge.label[..] {
        [] => writeln!(out),
        _ => writeln!(out, " [label=<{}>{style}]", lines(&edge.label)),
    }
}

fn attributes(node: &Node) -> String {
    let (shape, fill, line, letters) = look(node.shape);
    let mut style =
        if matches!(node.shape, Shape::Pass | Shape::Succeed | Shape::Fail | Shape::Start | Shape::End) {
            "filled,rounded"
        } else {
            "filled"
        };
    if matches!(node.shape, Shape::Missing | Shape::Open | Shape::Unknown) {
        style = "filled,dashed";
    }
    let (fill, line, letters, width) = match node.severity() {
        Some(Severity::Error) => ("#ffe3e3", "#d32f2f", "#111827", 2.5),
        Some(Severity::Warning) => ("#fff3d6", "#e08600", "#111827", 2.5),
        _ => (fill, line, letters, 1.0),
    };
    if node.shape == Shape::Join {
        return format!("shape=point, width=0.12, color=\"{line}\"");
    }
    let mut text = lines(&node.title);
    for note in &node.notes {
        text.push_str(&small(note));
    }
    for mark in &node.marks {
        text.push_str(&small(&format!("{} {}", sign(mark), mark.rule)));
    }
    let mut attributes = format!(
        "label=<{text}>, shape={shape}, style=\"{style}\", fillcolor=\"{fill}\", color=\"{line}\", fontcolor=\"{letters}\""
    );
    if width > 1.0 {
        let _ = write!(attributes, ", penwidth={width}, tooltip=\"{}\"", tooltip(&node.marks));
    }
    attributes
}

fn sign(mark: &Mark) -> &'static str {
    if mark.severity == Severity::Error { "✖" } else { "⚠" }
}

fn small(text: &str) -> String {
    format!("<br/><font point-size=\"9\">{}</font>", escaped(text))
}

fn lines(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    lines.join("<br/>")
}

/// The text for a label in HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // Even in HTML Graphviz reads `\N` as the name of the node.
            '\\' => escaped.push_str("&#92;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// What was found, a line each, for a string in quotes, in which Graphviz reads entities too.
fn tooltip(marks: &[Mark]) -> String {
    let lines: Vec<String> =
        marks.iter().map(|mark| format!("{}: {}", mark.rule, escaped(&mark.message))).collect();
    lines.join("\\n")
}

/// Shape, fill, line and letters.
fn look(shape: Shape) -> (&'static str, &'static str, &'static str, &'static str) {
    match shape {
        Shape::Start | Shape::End | Shape::Join => ("box", "#1f2937", "#1f2937", "#ffffff"),
        Shape::Task => ("box", "#e8f1fd", "#3b6fb6", "#111827"),
        Shape::Pass => ("box", "#f3f4f6", "#6b7280", "#111827"),
        Shape::Wait => ("hexagon", "#f3e8fd", "#7e57b5", "#111827"),
        Shape::Choice => ("diamond", "#fdf6e0", "#a07f1f", "#111827"),
        Shape::Succeed => ("box", "#dcf5e3", "#2e7d4f", "#111827"),
        Shape::Fail => ("octagon", "#4b5563", "#111827", "#ffffff"),
        Shape::Parallel | Shape::Map => ("box", "#e0f2f1", "#2b7a78", "#111827"),
        Shape::Missing => ("box", "#fff5f5", "#d32f2f", "#d32f2f"),
        Shape::Open | Shape::Unknown => ("box", "#f9fafb", "#6b7280", "#374151"),
    }
}
