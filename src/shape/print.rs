use std::fmt::{self, Display, Formatter, Write};

use super::{ArrayShape, Member, Numbers, ObjectShape, Others, Presence, Shape, Texts};

/// How many characters a text in a shape may take.
const TEXT_WIDTH: usize = 40;

/// A shape in at most so many levels and members, for a line of text.
struct Brief<'s> {
    shape: &'s Shape,
    depth: u32,
}

impl Display for Shape {
    /// In the notation of the reference: `{orderId: string, items: [{sku: string}…], ?error: any}`. With `{:.2}`, two
    /// levels of it.
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let depth = formatter.precision().map_or(u32::MAX, |depth| depth as u32);
        Brief { shape: self, depth }.write(formatter)
    }
}

impl Brief<'_> {
    fn write(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if self.shape.is_any() {
            return out.write_str("any");
        }
        let parts = self.shape.parts();
        let mut is_first = true;
        let mut separate = |out: &mut Formatter<'_>| {
            if std::mem::take(&mut is_first) { Ok(()) } else { out.write_str(" | ") }
        };
        if let Some(object) = &parts.object {
            separate(out)?;
            self.write_object(object, out)?;
        }
        if let Some(array) = &parts.array {
            separate(out)?;
            self.write_array(array, out)?;
        }
        match &parts.texts {
            None => {}
            Some(Texts::Any | Texts::Listed(_)) => {
                separate(out)?;
                out.write_str("string")?;
            }
            Some(Texts::Of(texts)) => {
                for text in texts {
                    separate(out)?;
                    write_text(text, out)?;
                }
            }
        }
        if let Some(numbers) = parts.numbers {
            separate(out)?;
            write_numbers(numbers, out)?;
        }
        let booleans = match (parts.can_be_true, parts.can_be_false) {
            (true, true) => Some("boolean"),
            (true, false) => Some("true"),
            (false, true) => Some("false"),
            (false, false) => None,
        };
        for word in booleans.into_iter().chain(parts.null.then_some("null")) {
            separate(out)?;
            out.write_str(word)?;
        }
        if is_first { out.write_str("nothing") } else { Ok(()) }
    }

    fn below<'s>(&self, shape: &'s Shape) -> Brief<'s> {
        Brief { shape, depth: self.depth - 1 }
    }

    fn write_object(&self, object: &ObjectShape, out: &mut Formatter<'_>) -> fmt::Result {
        if object.is_any() || self.depth == 0 && !object.members.is_empty() {
            return out.write_str("{…}");
        }
        out.write_char('{')?;
        let mut separator = "";
        for member in &object.members {
            out.write_str(separator)?;
            separator = ", ";
            write_member(member, out)?;
            if member.shape.is_nothing() {
                out.write_str("absent")?
            } else {
                self.below(&member.shape).write(out)?
            }
        }
        match &object.others {
            Others::None | Others::Unlisted => {}
            Others::Of(shape) if shape.is_any() || self.depth == 0 => write!(out, "{separator}…")?,
            Others::Of(shape) => {
                write!(out, "{separator}*: ")?;
                self.below(shape).write(out)?;
            }
        }
        out.write_char('}')
    }

    fn write_array(&self, array: &ArrayShape, out: &mut Formatter<'_>) -> fmt::Result {
        if array.max == Some(0) {
            return out.write_str("[]");
        }
        if self.depth == 0 || array.has_any_items() {
            return out.write_str("[…]");
        }
        out.write_char('[')?;
        let mut separator = "";
        for (at, item) in array.prefix.iter().enumerate() {
            out.write_str(separator)?;
            separator = ", ";
            if at >= array.min as usize {
                out.write_char('?')?;
            }
            self.below(item).write(out)?;
        }
        if !array.rest.is_nothing() {
            out.write_str(separator)?;
            self.below(&array.rest).write(out)?;
            out.write_char('…')?;
        }
        out.write_char(']')
    }
}

/// Writes what stands before the value of a member.
pub(super) fn write_member(member: &Member, out: &mut impl Write) -> fmt::Result {
    if member.presence != Presence::Always && !member.shape.is_nothing() {
        out.write_char('?')?;
    }
    write_name(&member.name, out)?;
    out.write_str(": ")
}

fn write_name(name: &str, out: &mut impl Write) -> fmt::Result {
    let is_plain = |character: char| character.is_alphanumeric() || "_-$".contains(character);
    if !name.is_empty() && name.chars().all(is_plain) { out.write_str(name) } else { write_text(name, out) }
}

fn write_text(text: &str, out: &mut impl Write) -> fmt::Result {
    match text.char_indices().nth(TEXT_WIDTH) {
        Some((end, _)) => write!(out, "{:?}…", &text[..end]),
        None => write!(out, "{text:?}"),
    }
}

fn write_numbers(numbers: Numbers, out: &mut Formatter<'_>) -> fmt::Result {
    let word = if numbers.is_whole { "integer" } else { "number" };
    match (numbers.min.is_finite(), numbers.max.is_finite()) {
        (true, true) if numbers.min == numbers.max => write!(out, "{}", numbers.min),
        (true, true) => write!(out, "{word} {} to {}", numbers.min, numbers.max),
        (true, false) => write!(out, "{word} from {}", numbers.min),
        (false, true) => write!(out, "{word} up to {}", numbers.max),
        (false, false) => out.write_str(word),
    }
}
