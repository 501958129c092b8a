//! What expressions may read at a place, and how a way is written in each language.

use std::rc::Rc;

use serde_json::Value;

use super::data::{NAMES, Part, Place, places, way};
use crate::interpreter::random::Random;

/// How many of a hundred reads go astray: to what is not there, or to a value of another type.
const ASTRAY: usize = 2;
/// How many of a hundred indexes count from the end.
const FROM_END: usize = 25;
/// How many places of a value are looked at.
const MAX_PLACES: usize = 60;

/// A type that an expression wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    Any,
    Number,
    /// A number that is a small whole one, for sizes and indexes.
    Whole,
    Text,
    Bool,
    Array,
    /// An array of numbers.
    Numbers,
    /// An array of texts.
    Texts,
    /// An array with objects in it.
    Objects,
    Object,
    Timestamp,
    /// A number, text or truth value.
    Scalar,
}

impl Want {
    pub fn fits(self, value: &Value) -> bool {
        let all = |test: fn(&Value) -> bool| value.as_array().is_some_and(|items| items.iter().all(test));
        match self {
            Want::Any => true,
            Want::Number => value.is_number(),
            Want::Whole => value.as_u64().is_some_and(|number| (1..10).contains(&number)),
            Want::Text => value.is_string(),
            Want::Bool => value.is_boolean(),
            Want::Array => value.is_array(),
            Want::Numbers => all(Value::is_number),
            Want::Texts => all(Value::is_string),
            Want::Objects => value.as_array().is_some_and(|items| items.iter().any(Value::is_object)),
            Want::Object => value.is_object(),
            Want::Timestamp => {
                value.as_str().is_some_and(|text| text.starts_with("2026-") && text.contains('T'))
            }
            Want::Scalar => value.is_number() || value.is_string() || value.is_boolean(),
        }
    }
}

/// A name that expressions read from, with a sample of what it holds.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: String,
    pub sample: Rc<Value>,
}

impl Source {
    pub fn new(name: impl Into<String>, sample: &Value) -> Source {
        Source { name: name.into(), sample: Rc::new(sample.clone()) }
    }
}

/// The languages differ in the spelling of names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Language {
    JsonPath,
    Jsonata,
}

/// A way written behind the name of its source, now and then with indexes that count from the end.
fn spell(random: &mut Random, source: &str, way: &[Part], language: Language) -> String {
    let mut text = source.to_owned();
    for part in way {
        text += &match part {
            Part::Index { at, length } if random.chance(FROM_END) => format!("[-{}]", length - at),
            Part::Index { at, .. } => format!("[{at}]"),
            Part::Name(name) if is_plain(name) => format!(".{name}"),
            Part::Name(name) if language == Language::Jsonata => format!(".`{name}`"),
            Part::Name(name) => format!("['{name}']"),
        };
    }
    text
}

fn is_plain(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A path to a value that fits, if the samples have one; now and then to one that does not.
pub fn read(
    random: &mut Random,
    sources: &[Source],
    want: Want,
    language: Language,
) -> Option<(String, Value)> {
    let astray = random.chance(ASTRAY);
    let from = random.below(sources.len());
    for offset in 0..sources.len() {
        let source = &sources[(from + offset) % sources.len()];
        let places = places(&source.sample, MAX_PLACES);
        if astray {
            let place = *random.pick(&places);
            let mut way = way(&places, place);
            if random.chance(60) {
                way.push(Part::Name((*random.pick(&NAMES)).to_owned()));
            }
            return Some((spell(random, &source.name, &way, language), place.value.clone()));
        }
        let fitting: Vec<Place<'_>> = places.iter().copied().filter(|place| want.fits(place.value)).collect();
        if !fitting.is_empty() {
            let place = *random.pick(&fitting);
            let way = way(&places, place);
            return Some((spell(random, &source.name, &way, language), place.value.clone()));
        }
    }
    None
}
