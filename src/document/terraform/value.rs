//! The value of `jsonencode({…})`.

use std::ops::Range;
use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ObjectKey};

use crate::source::FileId;
use crate::syntax::{Kind, Member, NodeId, Notation, Tree, TreeBuilder, terraform_string_value};

/// The tree of a value, with values of unknown type for whatever Terraform computes.
pub(super) fn tree(file: FileId, text: &Arc<str>, value: &Expression) -> Tree {
    let mut reader = Reader { builder: TreeBuilder::new(Notation::Terraform, file, text), text };
    let root = reader.read(value);
    reader.builder.document(root);
    reader.builder.finish()
}

struct Reader<'t> {
    builder: TreeBuilder,
    text: &'t str,
}

impl Reader<'_> {
    /// Recurses as deep as the parser of Terraform lets a text nest.
    fn read(&mut self, value: &Expression) -> NodeId {
        let range = value.span().unwrap_or_default();
        let (start, end) = (range.start as u32, range.end as u32);
        match value {
            Expression::Null(_) => self.builder.simple(Kind::Null, start, end),
            Expression::Bool(value) => self.builder.simple(Kind::Bool(*value.value()), start, end),
            Expression::Number(_) => self.builder.verbatim(Kind::Number, start, end, start, end),
            Expression::String(_) => self.string(&range),
            Expression::StringTemplate(template) => {
                let is_one_value = template.iter().all(|element| element.is_interpolation());
                if is_one_value {
                    self.builder.simple(Kind::Unknown, start, end)
                } else {
                    self.string(&range)
                }
            }
            Expression::Parenthesis(inner) => self.read(inner.inner()),
            Expression::Array(items) => {
                let items: Vec<NodeId> = items.iter().map(|item| self.read(item)).collect();
                self.builder.array(start, end, &items)
            }
            Expression::Object(object) => {
                let mut members = Vec::with_capacity(object.len());
                for (key, value) in object {
                    members.push(Member { key: self.key(key), value: self.read(value.expr()) });
                }
                self.builder.object(start, end, &members)
            }
            _ => self.builder.simple(Kind::Unknown, start, end),
        }
    }

    fn key(&mut self, key: &ObjectKey) -> NodeId {
        let range = key.span().unwrap_or_default();
        match key {
            ObjectKey::Ident(_) => {
                let (start, end) = (range.start as u32, range.end as u32);
                self.builder.verbatim(Kind::String, start, end, start, end)
            }
            ObjectKey::Expression(Expression::String(_) | Expression::StringTemplate(_)) => {
                self.string(&range)
            }
            ObjectKey::Expression(_) => {
                self.builder.cooked(Kind::String, range.start as u32, range.end as u32, "${Unknown}")
            }
        }
    }

    /// A string in quotes; interpolations stay in it as they are written.
    fn string(&mut self, range: &Range<usize>) -> NodeId {
        let source = &self.text[range.clone()];
        let inner = source.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
        let (start, end) = (range.start as u32, range.end as u32);
        match inner {
            Some(inner) if !inner.contains('\\') && !inner.contains("$${") && !inner.contains("%%{") => {
                self.builder.verbatim(Kind::String, start, end, start + 1, end - 1)
            }
            Some(inner) => self.builder.cooked(Kind::String, start, end, &terraform_string_value(inner)),
            None => self.builder.simple(Kind::Unknown, start, end),
        }
    }
}
