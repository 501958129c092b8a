//! Literals that are compared with the texts of a service that has a list of them.

use super::items::Items;
use super::value::Value;
use super::{Evaluator, ProblemKind};
use crate::expr::jsonata::{BinaryOperator, NodeId, NodeKind};
use crate::shape::Shape;

impl<'e> Evaluator<'e, '_> {
    /// Notes those that the list does not have.
    pub(super) fn unlisted_texts(
        &mut self,
        operator: BinaryOperator,
        (left, value): (NodeId, &Value),
        (right, other): (NodeId, &Value),
    ) {
        let is_in = operator == BinaryOperator::In;
        match self.expression.kind(right) {
            NodeKind::String(_) if !is_in => self.unlisted_text(&value.shape, right),
            NodeKind::Array(items) if is_in => {
                items.iter().for_each(|item| self.unlisted_text(&value.shape, *item));
            }
            _ if is_in => self.unlisted_text(&Items::of(other).list.item(), left),
            _ => self.unlisted_text(&other.shape, left),
        }
    }

    fn unlisted_text(&mut self, shape: &Shape, id: NodeId) {
        if let NodeKind::String(text) = self.expression.kind(id)
            && let Some(values) = shape.listed().filter(|values| !values.contain(text))
        {
            let kind = ProblemKind::UnlistedText { text: text.to_string(), values };
            self.report(self.span(id), kind, false);
        }
    }
}
