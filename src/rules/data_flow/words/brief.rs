//! Shapes in sentences.

use std::fmt::{self, Display, Formatter};

use crate::shape::{Others, Presence, Shape, Types};

/// How many letters of a shape a sentence holds.
const WIDTH: usize = 60;
/// The most levels of a shape that a sentence shows.
const DEPTH: usize = 3;

/// A shape as a sentence names it: in words where it is one of the plain types, otherwise as deep as there is room.
pub struct Brief<'s>(pub &'s Shape);

impl Display for Brief<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if let Some(words) = words(self.0) {
            return out.write_str(&words);
        }
        let mut texts = (1..=DEPTH).rev().map(|depth| format!("{:.*}", depth, self.0));
        let text = texts.find(|text| text.chars().count() <= WIDTH).or_else(|| names(self.0));
        let text = text.unwrap_or_else(|| format!("{:.0}", self.0));
        match text.char_indices().nth(WIDTH) {
            Some((end, _)) => write!(out, "{}…", &text[..end]),
            None => out.write_str(&text),
        }
    }
}

/// The types of a shape with an article each, where nothing more is known of it than these.
fn words(shape: &Shape) -> Option<String> {
    if shape.is_any() {
        return Some("anything".to_owned());
    }
    let text = shape.to_string();
    let parts = text.split(" | ").map(|word| match word {
        "string" => Some("a string"),
        "number" => Some("a number"),
        "integer" => Some("an integer"),
        "boolean" => Some("a boolean"),
        "null" => Some("null"),
        _ => None,
    });
    Some(parts.collect::<Option<Vec<_>>>()?.join(" or "))
}

/// The names of an object's members: of those that are always there, if there are such.
fn names(shape: &Shape) -> Option<String> {
    let object = shape.parts().object.as_ref().filter(|_| shape.types().is_only(Types::OBJECT))?;
    let is_sure = |presence: Presence| presence == Presence::Always;
    let has_sure = object.members.iter().any(|member| is_sure(member.presence));
    let shown = object.members.iter().filter(|member| !has_sure || is_sure(member.presence));
    let mut text = String::new();
    let mut count = 0;
    for member in shown {
        if text.len() + member.name.len() > WIDTH - 4 {
            break;
        }
        text += if count == 0 { "" } else { ", " };
        text += &member.name;
        count += 1;
    }
    let is_whole = count == object.members.len() && matches!(object.others, Others::None);
    Some(match (count, is_whole) {
        (0, _) => return None,
        (_, true) => format!("{{{text}}}"),
        (_, false) => format!("{{{text}, …}}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(shape: &Shape) -> String {
        Brief(shape).to_string()
    }

    #[test]
    fn plain_types_are_named_in_words() {
        assert_eq!(brief(&Shape::text().join(&Shape::null())), "a string or null");
        assert_eq!(brief(&Shape::of_text("a | b")), "\"a | b\"");
        assert_eq!(brief(&Shape::ANY), "anything");
    }

    #[test]
    fn as_much_is_shown_as_there_is_room_for() {
        let inner = Shape::record([("stock", Shape::of_number(7.0))]);
        assert_eq!(brief(&Shape::tuple(vec![inner.clone()])), "[{stock: 7}]");
        let long = "a".repeat(50);
        let long = long.as_str();
        let outer = Shape::record([(long, inner.clone()), ("b", inner)]);
        assert_eq!(brief(&outer), format!("{{{long}, b}}"));
    }

    #[test]
    fn members_that_are_always_there_come_before_those_that_may_be() {
        let mut object = crate::shape::ObjectShape { members: Vec::new(), others: Others::Unlisted };
        for name in 'a'..='z' {
            object.set(&format!("{name}{name}{name}"), Shape::ANY, Presence::Unpromised);
        }
        object.set("Payload", Shape::ANY, Presence::Always);
        assert_eq!(brief(&Shape::object(object)), "{Payload, …}");
    }
}
