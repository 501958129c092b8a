//! Where a Choice leads, with what.

use super::{Departure, Outcome, Work};
use crate::asl::{Field, ObjectId, QueryLanguage};
use crate::flow::data::choice::{Facts, judge, tested};
use crate::flow::data::frame::{Frame, Watch};
use crate::flow::data::observation::{ObservationKind, Source};
use crate::flow::data::{Bindings, Entry};
use crate::graph::Via;
use crate::shape::Shape;
use crate::syntax::Kind;

/// How many rules of a Choice tell by not matching what the data is for the next ones.
const MAX_NARROWING_RULES: usize = 24;

impl<'a, 't> Work<'_, 'a, 't> {
    pub(super) fn choose(&self, frame: &Frame<'_, 'a, 't>, outcome: &mut Outcome, watch: &mut Watch<'a, 't>) {
        let mut facts = Some(Facts { input: frame.input.clone(), variables: frame.variables.clone() });
        let rules: Vec<ObjectId> = self.machine.children(self.object(), Field::Choices).collect();
        let is_jsonata = frame.language(self.object()) == Some(QueryLanguage::JSONata);
        let is_whole = self
            .machine
            .value(self.object(), Field::Choices)
            .is_some_and(|choices| choices.kind() == Kind::Array && choices.items().len() == rules.len());
        let mut targets = vec![None; rules.len()];
        let mut default = None;
        for transition in self.graph.leaving(self.state.id) {
            match transition.via {
                Via::ChoiceRule(index) => {
                    if let Some(target) = targets.get_mut(index as usize) {
                        *target = transition.target;
                    }
                }
                Via::Default => default = transition.target,
                _ => {}
            }
        }
        let mut takes_any = false;
        for (index, (&rule, target)) in rules.iter().zip(targets).enumerate() {
            let Some(known) = facts.take() else { break };
            let judged = judge(frame, rule, &known, watch);
            match (&judged.matched, &judged.failed) {
                (None, _) => frame.observe(watch, rule, Field::Variable, || ObservationKind::NeverMatches {
                    input: tested(&frame.knowing(&known), rule).shape,
                }),
                // The last rule of a Choice without Default is often the opposite of the others.
                (_, None) if index + 1 < rules.len() || self.has(Field::Default) => {
                    frame.observe(watch, rule, Field::Variable, || ObservationKind::AlwaysMatches);
                }
                _ => {}
            }
            if let Some(matched) = judged.matched {
                takes_any = true;
                let (input, variables) = self.chosen(frame, rule, matched, is_jsonata, watch);
                outcome.steps.output = joined(outcome.steps.output.take(), &input);
                let via = Via::ChoiceRule(index as u32);
                let entry = Entry { input, variables };
                outcome.next.extend(target.map(|target| Departure { target, via, entry }));
            }
            // What so many rules have left over is not looked at more closely: each of them would cost as much as all before.
            facts = if index < MAX_NARROWING_RULES { judged.failed } else { judged.failed.and(Some(known)) };
        }
        let Some(rest) = facts else { return };
        if self.has(Field::Default) {
            let (input, variables) = self.chosen(frame, self.object(), rest, is_jsonata, watch);
            outcome.steps.output = joined(outcome.steps.output.take(), &input);
            let entry = Entry { input, variables };
            outcome.next.extend(default.map(|target| Departure { target, via: Via::Default, entry }));
        } else if !takes_any && is_whole && !rules.is_empty() {
            frame.observe(watch, self.object(), Field::Choices, || ObservationKind::NothingMatches);
        }
    }

    /// What a Choice hands on by a rule, or by its Default.
    fn chosen(
        &self,
        frame: &Frame<'_, 'a, 't>,
        object: ObjectId,
        facts: Facts,
        is_jsonata: bool,
        watch: &mut Watch<'a, 't>,
    ) -> (Shape, Bindings) {
        let frame = frame.knowing(&facts);
        let variables = frame.assigned(object, watch);
        let output = if is_jsonata {
            frame.field(object, Field::Output, watch).unwrap_or_else(|| facts.input.clone())
        } else {
            self.behind_path(&frame, Field::OutputPath, &facts.input, Source::EffectiveInput, watch)
        };
        (output, variables)
    }
}

fn joined(one: Option<Shape>, other: &Shape) -> Option<Shape> {
    Some(one.map_or_else(|| other.clone(), |one| one.join(other)))
}
