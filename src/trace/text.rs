use std::io::{self, Write};

use super::{StateData, StateTrace, Trace};
use crate::asl::StateType;
use crate::flow::Bindings;
use crate::report::{BOLD, FAINT, Style, visible};
use crate::shape::Shape;

/// Columns of what stands before a shape.
const LABELS: usize = 19;
/// The fewest columns for a shape.
const MIN_COLUMNS: usize = 30;

/// Writes traces for people, with so many levels of each shape.
pub fn write_text(traces: &[Trace], depth: usize, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer { style, depth, out };
    for (index, trace) in traces.iter().enumerate() {
        if index > 0 {
            writeln!(writer.out)?;
        }
        writer.trace(trace)?;
    }
    Ok(())
}

struct Writer<'w> {
    style: &'w Style,
    depth: usize,
    out: &'w mut dyn Write,
}

impl Writer<'_> {
    fn trace(&mut self, trace: &Trace) -> io::Result<()> {
        let name = trace.name.as_ref().map(|name| format!(": {name}")).unwrap_or_default();
        self.heading(&format!("{}{name}", trace.file), "")?;
        match &trace.input {
            None => self.shape("input", &Shape::ANY)?,
            Some(promise) => {
                self.shape("input", &promise.shape)?;
                self.line("", &format!("by {}, a {}", promise.file, promise.kind.name()))?;
            }
        }
        self.shape("output", &trace.output)?;
        trace.states.iter().try_for_each(|state| self.state(state))
    }

    fn heading(&mut self, title: &str, note: &str) -> io::Result<()> {
        let title = visible(title);
        writeln!(self.out, "{}{}", self.style.paint(BOLD, &title), self.style.paint(FAINT, note))
    }

    fn state(&mut self, state: &StateTrace) -> io::Result<()> {
        writeln!(self.out)?;
        let path: Vec<&str> = state.within.iter().chain([&state.name]).map(String::as_str).collect();
        let note = state.state_type.map_or("", StateType::name);
        self.heading(&path.join(" › "), &format!("  {note}"))?;
        match &state.data {
            None => writeln!(self.out, "  no execution comes here"),
            Some(data) => self.data(state, data),
        }
    }

    /// What is the same as what stands above it is not written again.
    fn data(&mut self, state: &StateTrace, data: &StateData) -> io::Result<()> {
        self.variables("variables", &data.variables)?;
        self.shape("input", &data.input)?;
        let effective = data.effective_input.as_ref().unwrap_or(&data.input);
        if *effective != data.input {
            self.shape("effective input", effective)?;
        }
        // A Pass state without `Result` gives what it is given.
        let is_new = |result: &&Shape| *result != effective || state.state_type != Some(StateType::Pass);
        if let Some(result) = data.result.as_ref().filter(is_new) {
            self.shape("result", result)?;
        }
        let (columns, depth) = (self.columns(), self.depth);
        let is_long = |shape: &Shape| shape.lines(columns, depth).len() > 1;
        match &data.output {
            None if state.state_type == Some(StateType::Fail) => {}
            None => self.line("output", "none: no execution goes on from here")?,
            Some(output) if is_long(output) && data.result.as_ref() == Some(output) => {
                self.line("output", "as the result")?;
            }
            Some(output) if is_long(output) && *output == data.input => {
                self.line("output", "as the input")?
            }
            Some(output) => self.shape("output", output)?,
        }
        let mut label = "assigns";
        for (name, shape) in &data.assigned {
            self.named(std::mem::take(&mut label), name, shape)?;
        }
        Ok(())
    }

    fn variables(&mut self, label: &str, variables: &Bindings) -> io::Result<()> {
        let mut label = label;
        for (name, shape) in variables.iter() {
            self.named(std::mem::take(&mut label), name, shape)?;
        }
        if variables.is_open() { self.line(label, "…") } else { Ok(()) }
    }

    fn named(&mut self, label: &str, name: &str, shape: &Shape) -> io::Result<()> {
        self.lines(label, &format!("${name}: "), shape)
    }

    fn shape(&mut self, label: &str, shape: &Shape) -> io::Result<()> {
        self.lines(label, "", shape)
    }

    fn lines(&mut self, label: &str, lead: &str, shape: &Shape) -> io::Result<()> {
        let mut label = label;
        let mut lead = lead;
        for line in shape.lines(self.columns().saturating_sub(lead.chars().count()), self.depth) {
            self.line(std::mem::take(&mut label), &format!("{}{line}", std::mem::take(&mut lead)))?;
        }
        Ok(())
    }

    fn line(&mut self, label: &str, text: &str) -> io::Result<()> {
        let padded = format!("  {label:<width$}", width = LABELS - 2);
        writeln!(self.out, "{}{}", self.style.paint(FAINT, &padded), visible(text))
    }

    fn columns(&self) -> usize {
        self.style.width.saturating_sub(LABELS).max(MIN_COLUMNS)
    }
}
