//! What a Map goes through, and what its iterations begin with and give.

use super::{Work, reader};
use crate::asl::{Field, ScopeKind};
use crate::flow::data::frame::{Frame, Watch};
use crate::flow::data::observation::ObservationKind;
use crate::flow::data::{Bindings, Entry};
use crate::shape::{ArrayShape, Member, ObjectShape, Others, Presence, Shape, Types};

impl<'a, 't> Work<'_, 'a, 't> {
    /// What a Map goes through that reads its items.
    pub(super) fn items_read(&self) -> Shape {
        let reader = self.machine.child(self.object(), Field::ItemReader);
        reader.map_or(Shape::ANY, |reader| reader::items(self.machine, reader))
    }

    pub(super) fn check_items(
        &self,
        frame: &Frame<'_, 'a, 't>,
        field: Field,
        items: &Shape,
        watch: &mut Watch<'a, 't>,
    ) {
        let types = items.types();
        let is_at_times = !types.is_only(Types::ARRAY) && !items.parts().is_vague;
        if !items.is_nothing() && (!types.has(Types::ARRAY) || is_at_times) {
            let is_certain = !types.has(Types::ARRAY.or(Types::OBJECT));
            let shape = items.clone();
            let kind = || ObservationKind::NotIterable { shape, is_certain };
            frame.observe(watch, self.object(), field, kind);
        }
    }

    /// What each iteration of a Map begins with, and what all of them give.
    pub(super) fn iterate(
        &self,
        frame: &Frame<'_, 'a, 't>,
        items: &Shape,
        watch: &mut Watch<'a, 't>,
    ) -> (Entry, Shape) {
        let parts = items.parts();
        let array = parts.array.as_ref();
        // The items of an object are its members; a Map that reads its items has any.
        let others = items.types().has(Types::ARRAY.not());
        let item = match array {
            Some(array) if !others => array.item(),
            _ => Shape::ANY,
        };
        let for_item = frame.for_item(&item);
        let selector = [Field::ItemSelector, Field::Parameters]
            .into_iter()
            .find_map(|field| for_item.field(self.object(), field, watch));
        let mut input = selector.unwrap_or(item);
        let batcher = self.machine.child(self.object(), Field::ItemBatcher);
        if let Some(batcher) = batcher {
            let mut batch = ObjectShape { members: Vec::new(), others: Others::None };
            batch.set("Items", Shape::array_of(input), Presence::Always);
            if let Some(shape) = frame.field(batcher, Field::BatchInput, watch) {
                batch.set("BatchInput", shape, Presence::Always);
            }
            input = Shape::object(batch);
        }
        let mut kinds = self.inner.iter().map(|&scope| self.machine.scope(scope).kind);
        let is_distributed = kinds.any(|kind| kind == ScopeKind::Distributed);
        let variables = if is_distributed { Bindings::default() } else { frame.variables.clone() };
        let is_plain = batcher.is_none() && !is_distributed && !others;
        let result = match array.filter(|_| is_plain) {
            _ if self.has(Field::ResultWriter) => self.written(is_distributed),
            _ if is_distributed => Shape::array_of(Shape::ANY),
            Some(array) => self.iterations(array.min, array.max),
            None => self.iterations(0, None),
        };
        (Entry { input, variables }, result)
    }

    /// What a Map gives that writes its results (spec/runtime_semantics.md 6); without a `Resource` it only shapes them
    /// (spec/states.md 1.13).
    fn written(&self, is_distributed: bool) -> Shape {
        let writer = self.machine.child(self.object(), Field::ResultWriter);
        let is_written = writer.is_some_and(|writer| self.machine.has(writer, Field::Resource));
        if !is_distributed || !is_written {
            return Shape::ANY;
        }
        let record = |members: [(&str, Shape); 2]| {
            let members = members.map(|(name, shape)| Member::certain(name, shape)).to_vec();
            Shape::object(ObjectShape { others: Others::Unlisted, ..ObjectShape::closed(members) })
        };
        let details = record([("Bucket", Shape::text()), ("Key", Shape::text())]);
        record([("MapRunArn", Shape::text()), ("ResultWriterDetails", details)])
    }

    fn iterations(&self, min: u32, max: Option<u32>) -> Shape {
        let item = self.scopes.iter().fold(Shape::nothing(), |all, scope| all.join(scope));
        Shape::array(ArrayShape { prefix: Vec::new(), rest: item, min, max })
    }
}
