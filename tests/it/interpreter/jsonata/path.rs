//! Paths: steps that are evaluated for each item of what the step before selected, flattened as they go.

use std::rc::Rc;

use aslint::expr::jsonata::{NodeId, NodeKind, Path, SortTerm, Stage, Step};

use super::value::{Items, Val, append};
use super::{Evaluated, Evaluator, Scope, throws};
use crate::interpreter::{Trouble, unsupported};

/// The member of that name, of each item where the value is an array.
pub fn lookup(value: &Val, name: &str) -> Val {
    match value {
        Val::Array(array) => {
            let mut found = Vec::new();
            for item in &array.items {
                match lookup(item, name) {
                    Val::Undefined => {}
                    Val::Array(inner) => found.extend(inner.items.iter().cloned()),
                    other => found.push(other),
                }
            }
            Val::sequence(found)
        }
        object => object.member(name).cloned().unwrap_or(Val::Undefined),
    }
}

/// `*`: all members, arrays among them flattened.
pub fn wildcard(value: &Val) -> Val {
    let mut found = Vec::new();
    match value {
        Val::Object(members) => members.iter().for_each(|(_, member)| flatten(member, &mut found)),
        Val::Array(array) => array.items.iter().for_each(|item| flatten(item, &mut found)),
        _ => {}
    }
    Val::sequence(found)
}

fn flatten(value: &Val, out: &mut Vec<Val>) {
    match value {
        Val::Array(array) => array.items.iter().for_each(|item| flatten(item, out)),
        other => out.push(other.clone()),
    }
}

/// `**`: the value and everything below it.
pub fn descendants(value: &Val) -> Val {
    fn collect(value: &Val, out: &mut Vec<Val>) {
        match value {
            Val::Array(array) => array.items.iter().for_each(|item| collect(item, out)),
            Val::Object(members) => {
                out.push(value.clone());
                members.iter().for_each(|(_, member)| collect(member, out));
            }
            other => out.push(other.clone()),
        }
    }
    if value.is_undefined() {
        return Val::Undefined;
    }
    let mut found = Vec::new();
    collect(value, &mut found);
    Val::sequence(found)
}

/// The items of a value as a path goes through them.
fn items_of(value: &Val) -> Vec<Val> {
    value.as_items().to_vec()
}

impl Evaluator<'_> {
    pub(super) fn path(&mut self, path: &Path, input: &Val, scope: &Rc<Scope>) -> Evaluated {
        if path.steps.iter().any(|step| step.focus.is_some() || step.index.is_some()) {
            return unsupported("a bind in a path");
        }
        let result = match self.single(path) {
            Some(step) => self.decorated(step, input, scope)?,
            None => self.steps(path, input, scope)?,
        };
        let result = if path.keep_array { keep(result) } else { result };
        match &path.group {
            Some(group) => self.group(&group.pairs, &result, scope),
            None => Ok(result),
        }
    }

    /// The only step of what is no location path, but another expression with predicates.
    fn single<'p>(&self, path: &'p Path) -> Option<&'p Step> {
        match path.steps.as_slice() {
            [step] => {
                let kind = self.expression.kind(step.expression);
                (!matches!(kind, NodeKind::Name(_) | NodeKind::Sort(_))).then_some(step)
            }
            _ => None,
        }
    }

    /// An expression with its own predicates and grouping.
    fn decorated(&mut self, step: &Step, input: &Val, scope: &Rc<Scope>) -> Evaluated {
        let mut value = self.evaluate(step.expression, input, scope)?;
        for stage in &step.stages {
            value = self.stage(stage, &value, scope)?;
        }
        match &step.group {
            Some(group) => self.group(&group.pairs, &value, scope),
            None => Ok(value),
        }
    }

    fn steps(&mut self, path: &Path, input: &Val, scope: &Rc<Scope>) -> Evaluated {
        let first_kind = self.expression.kind(path.steps[0].expression);
        let mut items = match first_kind {
            NodeKind::Variable(_) => vec![input.clone()],
            _ => items_of(input),
        };
        let mut result = Val::Undefined;
        let last = path.steps.len() - 1;
        for (index, step) in path.steps.iter().enumerate() {
            let kind = self.expression.kind(step.expression);
            let constructs = matches!(kind, NodeKind::Array(_)) && (index == 0 || index == last);
            result = if index == 0 && constructs {
                let whole = Val::sequence(items);
                construct(self.decorated(step, &whole, scope)?)
            } else {
                self.step(step, &items, index == 0, index == last, constructs, scope)?
            };
            match &result {
                Val::Array(array) if array.items.is_empty() => break,
                Val::Undefined => break,
                other => items = items_of(other),
            }
        }
        Ok(result)
    }

    fn step(
        &mut self,
        step: &Step,
        items: &[Val],
        is_first: bool,
        is_last: bool,
        constructs: bool,
        scope: &Rc<Scope>,
    ) -> Evaluated {
        if let NodeKind::Sort(terms) = self.expression.kind(step.expression) {
            let mut sorted = self.sort(terms, items.to_vec(), scope)?;
            for stage in &step.stages {
                sorted = self.stage(stage, &sorted, scope)?;
            }
            return Ok(sorted);
        }
        let is_name = matches!(self.expression.kind(step.expression), NodeKind::Name(_));
        let mut found = Vec::new();
        for item in items {
            let mut value = self.evaluate(step.expression, item, scope)?;
            if constructs {
                value = construct(value);
            }
            for stage in &step.stages {
                value = self.stage(stage, &value, scope)?;
            }
            // The first step has predicates of its own, unless it is a name.
            if is_first && !is_name && !step.stages.is_empty() {
                value = super::unwrap(value);
            }
            if let Some(group) = &step.group {
                value = self.group(&group.pairs, &value, scope)?;
            }
            if !value.is_undefined() {
                found.push(value);
            }
        }
        if let (true, [Val::Array(array)]) = (is_last, found.as_slice())
            && !array.sequence
        {
            return Ok(found.remove(0));
        }
        let mut flat = Vec::new();
        for value in found {
            match value {
                Val::Array(array) if !array.constructed => flat.extend(array.items.iter().cloned()),
                other => flat.push(other),
            }
        }
        Ok(Val::sequence(flat))
    }

    fn stage(&mut self, stage: &Stage, input: &Val, scope: &Rc<Scope>) -> Evaluated {
        match stage {
            Stage::Filter(predicate) => self.filter(*predicate, input, scope),
            Stage::Index(_) => unsupported("a bind in a path"),
        }
    }

    /// `[predicate]`: an index where it is a number, else a condition for each item.
    fn filter(&mut self, predicate: NodeId, input: &Val, scope: &Rc<Scope>) -> Evaluated {
        let items = input.as_items();
        if let NodeKind::Number(number) = self.expression.kind(predicate) {
            return Ok(match place(*number, items.len()).and_then(|place| items.get(place)) {
                Some(Val::Array(array)) => Val::Array(Rc::clone(array)),
                Some(Val::Undefined) | None => Val::sequence(Vec::new()),
                Some(item) => Val::sequence(vec![item.clone()]),
            });
        }
        let mut found = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let value = self.evaluate(predicate, item, scope)?;
            match indexes(&value) {
                Some(numbers) => {
                    let hits = numbers.iter().filter(|number| place(**number, items.len()) == Some(index));
                    found.extend(hits.map(|_| item.clone()));
                }
                None if value.truth() => found.push(item.clone()),
                None => {}
            }
        }
        Ok(Val::sequence(found))
    }

    /// `^(term)`: a stable sort.
    fn sort(&mut self, terms: &[SortTerm], items: Vec<Val>, scope: &Rc<Scope>) -> Evaluated {
        if items.len() < 2 {
            return Ok(Val::sequence(items));
        }
        let mut keyed = Vec::new();
        for item in items {
            let mut keys = Vec::new();
            for term in terms {
                keys.push(self.evaluate(term.expression, &item, scope)?);
            }
            keyed.push((keys, item));
        }
        let mut trouble = None;
        let sorted = merge_sort(keyed, &mut |left, right| {
            Ok(order(terms, &left.0, &right.0).unwrap_or_else(|found| {
                trouble = Some(found);
                false
            }))
        })?;
        match trouble {
            Some(trouble) => Err(trouble),
            None => Ok(Val::array(sorted.into_iter().map(|(_, item)| item).collect())),
        }
    }
}

/// Whether the left item belongs behind the right one.
fn order(terms: &[SortTerm], left: &[Val], right: &[Val]) -> Result<bool, Trouble> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    for ((term, left), right) in terms.iter().zip(left).zip(right) {
        let order = match (left, right) {
            (Val::Undefined, Val::Undefined) => Equal,
            (Val::Undefined, _) => return Ok(true),
            (_, Val::Undefined) => return Ok(false),
            (Val::Number(left), Val::Number(right)) => left.partial_cmp(right).unwrap_or(Equal),
            (Val::String(left), Val::String(right)) => left.cmp(right),
            (Val::Number(_), Val::String(_)) | (Val::String(_), Val::Number(_)) => return throws("T2007"),
            _ => return throws("T2008"),
        };
        match if term.descending { order.reverse() } else { order } {
            Greater => return Ok(true),
            Less => return Ok(false),
            Equal => {}
        }
    }
    Ok(false)
}

/// Sorts with a question that can fail: whether the left item belongs behind the right one.
pub fn merge_sort<T: Clone>(
    items: Vec<T>,
    is_behind: &mut dyn FnMut(&T, &T) -> Result<bool, Trouble>,
) -> Result<Vec<T>, Trouble> {
    if items.len() < 2 {
        return Ok(items);
    }
    let (left, right) = items.split_at(items.len() / 2);
    let left = merge_sort(left.to_vec(), is_behind)?;
    let right = merge_sort(right.to_vec(), is_behind)?;
    let mut sorted = Vec::with_capacity(items.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let next = if is_behind(a, b)? { right.next() } else { left.next() };
        sorted.extend(next);
    }
    sorted.extend(left);
    sorted.extend(right);
    Ok(sorted)
}

/// The place that an index means; fractions are cut off, negative ones count from the end.
fn place(number: f64, length: usize) -> Option<usize> {
    let index = number.floor();
    let index = if index < 0.0 { index + length as f64 } else { index };
    (index >= 0.0 && index < length as f64).then_some(index as usize)
}

/// The numbers of a predicate that gives a number or an array of numbers.
fn indexes(value: &Val) -> Option<Vec<f64>> {
    let numbers: Option<Vec<f64>> = value
        .as_items()
        .iter()
        .map(|item| if let Val::Number(number) = item { Some(*number) } else { None })
        .collect();
    numbers.filter(|_| !value.is_undefined())
}

/// What `[]` makes of a value: an array stays one even with a single item.
fn keep(value: Val) -> Val {
    match value {
        Val::Undefined => Val::Undefined,
        Val::Array(array) if array.constructed && !array.sequence => Val::Array(Rc::new(Items {
            items: vec![Val::Array(array)],
            sequence: true,
            keep_singleton: true,
            constructed: false,
        })),
        Val::Array(array) => Val::Array(Rc::new(Items { keep_singleton: true, ..(*array).clone() })),
        other => Val::Array(Rc::new(Items {
            items: vec![other],
            sequence: true,
            keep_singleton: true,
            constructed: false,
        })),
    }
}

/// Marks an array that is written out, so that a path does not flatten it.
fn construct(value: Val) -> Val {
    match value {
        Val::Array(array) => Val::Array(Rc::new(Items { constructed: true, ..(*array).clone() })),
        other => append(&other, &Val::Undefined),
    }
}
