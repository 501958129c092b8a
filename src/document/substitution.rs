use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::source::{EmbeddedText, EmbeddedTextBuilder, Span};

/// What a template puts in the place of the placeholders of a definition.
#[derive(Clone, Debug, Default)]
pub struct Substitutions {
    /// The names that are given.
    pub given: Vec<Given>,
    /// Whether other names may be given that the template does not show.
    pub is_open: bool,
}

/// A name that a template gives a value.
#[derive(Clone, Debug)]
pub struct Given {
    /// The name, without `${` and `}`.
    pub name: String,
    /// Where it is given.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// What a placeholder becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// This text.
    Literal(String),
    /// An attribute of a resource of the template.
    Attribute {
        /// The resource's logical id.
        resource: String,
        /// Its type; none where it is a parameter, or where the template has no such resource.
        resource_type: Option<String>,
        /// The attribute; `Ref` for what the resource is referred to by.
        attribute: String,
    },
    /// Not known before it is deployed.
    Unknown,
}

/// A `${Name}` in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder<'t> {
    /// The name.
    pub name: &'t str,
    /// The whole of it, in bytes of the text.
    pub range: Range<usize>,
}

/// The placeholders of a text as CloudFormation knows them: letters, digits and `_.:-` between `${` and `}`.
pub fn placeholders(text: &str) -> impl Iterator<Item = Placeholder<'_>> {
    text.match_indices("${").filter_map(move |(start, _)| {
        let rest = &text[start + 2..];
        let length = rest.find(|letter: char| !letter.is_alphanumeric() && !"_.:-".contains(letter))?;
        let is_closed = length > 0 && rest[length..].starts_with('}');
        is_closed.then(|| Placeholder { name: &rest[..length], range: start..start + length + 3 })
    })
}

impl Substitutions {
    /// The value of that name.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.given.iter().find(|given| given.name == name).map(|given| &given.value)
    }

    /// The text with the values that are known in it.
    pub fn apply(&self, text: &EmbeddedText) -> EmbeddedText {
        let literals: FxHashMap<&str, &str> = self
            .given
            .iter()
            .filter_map(|given| match &given.value {
                Value::Literal(value) => Some((given.name.as_str(), value.as_str())),
                _ => None,
            })
            .collect();
        if literals.is_empty() {
            return text.clone();
        }
        let source = text.text();
        let mut builder = EmbeddedTextBuilder::new(text.spelling());
        let mut done = 0;
        for Placeholder { name, range } in placeholders(source) {
            let Some(value) = literals.get(name) else { continue };
            // A call or an escape of the template has made the others.
            if !text.is_verbatim(&(range.start as u32..range.end as u32)) {
                continue;
            }
            builder.part(text, done..range.start);
            let host = text.host_range(range.start as u32..range.end as u32);
            builder.made(value, host);
            done = range.end;
        }
        builder.part(text, done..source.len());
        builder.finish()
    }

    /// What several templates that use the same definition agree on.
    pub fn agreed<'s>(all: impl IntoIterator<Item = &'s Self>) -> Self {
        let mut all = all.into_iter();
        let mut agreed = all.next().cloned().unwrap_or_default();
        for other in all {
            agreed.is_open |= other.is_open;
            for given in &mut agreed.given {
                if other.value(&given.name) != Some(&given.value) {
                    given.value = Value::Unknown;
                }
            }
        }
        agreed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn placeholders_have_names() {
        let found: Vec<_> =
            placeholders("${A} $B ${ c } ${AWS::Region}${D.Arn ${}${E-1}").map(|p| p.name).collect();
        assert_eq!(found, ["A", "AWS::Region", "E-1"]);
    }

    #[test]
    fn known_values_are_put_in() {
        let span = Span::new(FileId(0), 0, 0);
        let given = |name: &str, value| Given { name: name.to_owned(), span, value };
        let substitutions = Substitutions {
            given: vec![given("N", Value::Literal("30".to_owned())), given("M", Value::Unknown)],
            is_open: false,
        };
        let text = substitutions.apply(&EmbeddedText::of_file("a ${N} ${M} ${N}"));
        assert_eq!(&**text.text(), "a 30 ${M} 30");
        assert_eq!(text.host_range(2..4), 2..6);
        assert_eq!(text.host_range(5..9), 7..11);
        assert_eq!(text.host_range(10..12), 12..16);
    }
}
