use super::print::write_member;
use super::{ArrayShape, MAX_DEPTH, ObjectShape, Others, Parts, Shape};

/// How far members stand behind what they are in.
const INDENT: usize = 2;

impl Shape {
    /// So many levels of the shape in the notation of the reference, on one line where that has `width` columns at most,
    /// else with the members and items of what is too long on lines of their own.
    pub fn lines(&self, width: usize, depth: usize) -> Vec<String> {
        let mut layout = Layout { width, depth: depth.min(MAX_DEPTH as usize), lines: Vec::new() };
        layout.put(self, 0, "", "");
        layout.lines
    }
}

struct Layout {
    width: usize,
    depth: usize,
    lines: Vec<String>,
}

impl Layout {
    /// Writes a shape behind `lead` and before `tail`, `indent` columns from the left.
    fn put(&mut self, shape: &Shape, indent: usize, lead: &str, tail: &str) {
        let margin = " ".repeat(indent);
        let level = indent / INDENT;
        let depth = self.depth.saturating_sub(level);
        let whole = format!("{margin}{lead}{shape:.depth$}{tail}");
        let parts = shape.parts();
        let object = parts.object.as_ref().filter(|object| !object.is_any());
        let array = parts.array.as_ref().filter(|array| !array.has_any_items());
        if depth == 0 || columns(&whole) <= self.width || object.is_none() && array.is_none() {
            self.lines.push(whole);
            return;
        }
        let scalars = Shape::of(Parts {
            object: parts.object.clone().filter(ObjectShape::is_any),
            array: parts.array.clone().filter(ArrayShape::has_any_items),
            ..parts.clone()
        });
        let mut line = format!("{margin}{lead}");
        let mut separator = "";
        for part in [object.map(|o| Shape::object(o.clone())), array.map(|a| Shape::array(a.clone()))] {
            let Some(part) = part else { continue };
            line.push_str(std::mem::replace(&mut separator, " | "));
            let brief = format!("{part:.depth$}");
            if columns(&line) + columns(&brief) <= self.width {
                line.push_str(&brief);
                continue;
            }
            let (open, close) = if part.parts().object.is_some() { ('{', '}') } else { ('[', ']') };
            line.push(open);
            self.lines.push(std::mem::take(&mut line));
            if let Some(object) = &part.parts().object {
                self.members(object, indent + INDENT);
            }
            if let Some(array) = &part.parts().array {
                self.items(array, indent + INDENT);
            }
            line = format!("{margin}{close}");
        }
        if !scalars.is_nothing() {
            line.push_str(separator);
            line.push_str(&scalars.to_string());
        }
        line.push_str(tail);
        self.lines.push(line);
    }

    fn members(&mut self, object: &ObjectShape, indent: usize) {
        for member in &object.members {
            let mut lead = String::new();
            // A string takes whatever is written into it.
            let _ = write_member(member, &mut lead);
            if member.shape.is_nothing() {
                self.lines.push(format!("{}{lead}absent,", " ".repeat(indent)));
            } else {
                self.put(&member.shape, indent, &lead, ",");
            }
        }
        match &object.others {
            Others::None | Others::Unlisted => {}
            Others::Of(shape) if shape.is_any() => self.lines.push(format!("{}…", " ".repeat(indent))),
            Others::Of(shape) => self.put(shape, indent, "*: ", ","),
        }
    }

    fn items(&mut self, array: &ArrayShape, indent: usize) {
        for (at, item) in array.prefix.iter().enumerate() {
            self.put(item, indent, if at >= array.min as usize { "?" } else { "" }, ",");
        }
        if !array.rest.is_nothing() {
            self.put(&array.rest, indent, "", "…");
        }
    }
}

fn columns(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}
