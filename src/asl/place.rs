use std::fmt::Write;

use super::{Field, Machine, ObjectId, Step};

/// A place in a definition, from which its JSON pointer and AWS's location are written.
#[derive(Clone, Debug)]
pub struct Place {
    /// The object.
    pub object: ObjectId,
    /// The way from there.
    pub steps: Vec<PlaceStep>,
}

/// A step from an object, or from a value in it, to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceStep {
    /// Into a field of the language.
    Field(Field),
    /// Into any other member.
    Key(String),
    /// Into an item of an array.
    Index(u32),
}

impl Place {
    /// The object itself.
    pub fn object(object: ObjectId) -> Self {
        Self { object, steps: Vec::new() }
    }

    /// A field of the object.
    pub fn field(object: ObjectId, field: Field) -> Self {
        Self { object, steps: vec![PlaceStep::Field(field)] }
    }

    /// An item of a list in a field of the object.
    pub fn item(object: ObjectId, field: Field, index: usize) -> Self {
        Self { object, steps: vec![PlaceStep::Field(field), PlaceStep::Index(index as u32)] }
    }

    /// A member of the object that the language does not know.
    pub fn key(object: ObjectId, name: &str) -> Self {
        Self { object, steps: vec![PlaceStep::Key(name.to_owned())] }
    }

    /// One step further.
    pub fn then(mut self, step: PlaceStep) -> Self {
        self.steps.push(step);
        self
    }
}

/// How a path is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// RFC 6901.
    Pointer,
    /// AWS's own grammar: names raw, indexes in brackets (spec/aws_diagnostics.md 10.3).
    Aws,
    /// Without indexes, so that moving an item in its list changes nothing.
    Fingerprint,
}

impl Machine<'_> {
    /// The place as a JSON pointer (RFC 6901) from the definition's root.
    pub fn pointer(&self, place: &Place) -> String {
        self.write_path(place, Style::Pointer)
    }

    /// The place as AWS writes locations (spec/aws_diagnostics.md 10.3).
    pub fn aws_location(&self, place: &Place) -> String {
        let path = self.write_path(place, Style::Aws);
        if path.is_empty() { "/".to_owned() } else { path }
    }

    /// The place by names alone, without positions in lists.
    pub fn stable_path(&self, place: &Place) -> String {
        self.write_path(place, Style::Fingerprint)
    }

    fn write_path(&self, place: &Place, style: Style) -> String {
        // Few objects lie deeper, and few paths are longer.
        let mut chain = Vec::with_capacity(8);
        let mut next = Some(place.object);
        while let Some(id) = next {
            let object = self.object(id);
            chain.push(object.step);
            next = object.parent;
        }
        let mut path = String::with_capacity(128);
        for step in chain.into_iter().rev() {
            match step {
                Step::Root => {}
                Step::Field(field) => write_name(&mut path, field.name(), style),
                Step::Item(field, index) => {
                    write_name(&mut path, field.name(), style);
                    write_index(&mut path, index, style);
                }
                Step::State(state) => {
                    write_name(&mut path, Field::States.name(), style);
                    write_name(&mut path, self.state(state).name, style);
                }
            }
        }
        for step in &place.steps {
            match step {
                PlaceStep::Field(field) => write_name(&mut path, field.name(), style),
                PlaceStep::Key(name) => write_name(&mut path, name, style),
                PlaceStep::Index(index) => write_index(&mut path, *index, style),
            }
        }
        path
    }
}

fn write_name(path: &mut String, name: &str, style: Style) {
    path.push('/');
    if style == Style::Pointer && name.contains(['~', '/']) {
        path.push_str(&name.replace('~', "~0").replace('/', "~1"));
    } else {
        path.push_str(name);
    }
}

fn write_index(path: &mut String, index: u32, style: Style) {
    let _ = match style {
        Style::Pointer => write!(path, "/{index}"),
        Style::Aws => write!(path, "[{index}]"),
        Style::Fingerprint => Ok(()),
    };
}
