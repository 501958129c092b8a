//! Choice: its rules in both languages (`choice.md`).

use std::cmp::Ordering;

use serde_json::Value;

use super::fields::{Extra, Frame, fails};
use super::scope::Done;
use super::{Interpreter, Stop, Trouble, paths, time};

impl Interpreter<'_, '_> {
    pub(super) fn choice(&mut self, frame: &Frame<'_>, index: usize, effective: Value) -> Result<Done, Stop> {
        let rules = frame.field("Choices").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (number, rule) in rules.iter().enumerate() {
            let place = format!("Choices/{number}");
            let matched = match frame.is_jsonata {
                true => self.condition(frame, &place, rule)?,
                false => self.rule(frame, &place, rule, &effective)?,
            };
            if matched {
                self.trace[index].rule = Some(number);
                return self.take(frame, &place, rule, effective);
            }
        }
        match frame.text("Default") {
            Some(default) => self.leave(frame, effective, Some(default.to_owned())),
            None => {
                let name = self.name_of("States.NoChoiceMatched");
                fails(name, "Choices", "no rule matches and there is no Default")
            }
        }
    }

    /// Leaves by a rule: its own Assign and Output count, not those of the state.
    fn take(&mut self, frame: &Frame<'_>, place: &str, rule: &Value, effective: Value) -> Result<Done, Stop> {
        let assigned = self.assign(frame, rule, &format!("{place}/Assign"), &effective, Extra::default())?;
        let output = match (frame.is_jsonata, rule.get("Output")) {
            (true, Some(output)) => {
                self.query(frame, &format!("{place}/Output"), output, Extra::default())?
            }
            (true, None) => effective,
            (false, _) => self.filter_path(frame, "OutputPath", &effective)?,
        };
        let next = rule.get("Next").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(Done { output, assigned, next: Some(next) })
    }

    fn condition(&mut self, frame: &Frame<'_>, place: &str, rule: &Value) -> Result<bool, Stop> {
        let field = format!("{place}/Condition");
        let condition = rule.get("Condition").unwrap_or(&Value::Null);
        match self.query(frame, &field, condition, Extra::default())? {
            Value::Bool(value) => Ok(value),
            _ => fails("States.QueryEvaluationError", &field, "Expected 'boolean'"),
        }
    }

    fn rule(&mut self, frame: &Frame<'_>, place: &str, rule: &Value, input: &Value) -> Result<bool, Stop> {
        for (name, stops_at) in [("And", false), ("Or", true)] {
            if let Some(members) = rule.get(name).and_then(Value::as_array) {
                for (number, member) in members.iter().enumerate() {
                    if self.rule(frame, &format!("{place}/{name}/{number}"), member, input)? == stops_at {
                        return Ok(stops_at);
                    }
                }
                return Ok(!stops_at);
            }
        }
        if let Some(inner) = rule.get("Not") {
            return Ok(!self.rule(frame, &format!("{place}/Not"), inner, input)?);
        }
        self.test(frame, place, rule, input)
    }

    /// A rule with Variable and one comparator.
    fn test(&mut self, frame: &Frame<'_>, place: &str, rule: &Value, input: &Value) -> Result<bool, Stop> {
        let others = ["Variable", "Next", "Comment", "Assign"];
        let comparator =
            rule.as_object().and_then(|rule| rule.iter().find(|(name, _)| !others.contains(&name.as_str())));
        let (Some(path), Some((name, operand))) = (rule.get("Variable").and_then(Value::as_str), comparator)
        else {
            return Err(Stop::Unsupported("a choice rule without Variable or comparator".to_owned()));
        };
        let variable = format!("{place}/Variable");
        if name == "IsPresent" {
            let is_present = match paths::evaluate_text(path, &frame.roots(input)) {
                Ok(_) => true,
                Err(Trouble::Fails(_)) => false,
                Err(Trouble::Unsupported(what)) => return Err(Stop::Unsupported(what)),
            };
            return Ok(Some(is_present) == operand.as_bool());
        }
        let value = self.path(frame, &variable, path, input)?;
        let operand = match (name.strip_suffix("Path"), operand) {
            (Some(_), Value::String(path)) => self.path(frame, &format!("{place}/{name}"), path, input)?,
            _ => operand.clone(),
        };
        match holds(name.strip_suffix("Path").unwrap_or(name), &value, &operand) {
            Some(holds) => Ok(holds),
            None => Err(Stop::Unsupported(format!("the comparator {name}"))),
        }
    }
}

/// Whether a comparison holds; values of different types compare as false. `None` for an unknown comparator.
fn holds(name: &str, value: &Value, operand: &Value) -> Option<bool> {
    let is_type = match name {
        "IsNull" => Some(value.is_null()),
        "IsNumeric" => Some(value.is_number()),
        "IsString" => Some(value.is_string()),
        "IsBoolean" => Some(value.is_boolean()),
        "IsTimestamp" => Some(value.as_str().and_then(time::parse).is_some()),
        _ => None,
    };
    if let Some(is_type) = is_type {
        return Some(Some(is_type) == operand.as_bool());
    }
    if name == "StringMatches" {
        let (Some(text), Some(pattern)) = (value.as_str(), operand.as_str()) else { return Some(false) };
        return matches(text, pattern);
    }
    let (family, order) = ["String", "Numeric", "Boolean", "Timestamp"]
        .iter()
        .find_map(|family| Some((*family, name.strip_prefix(family)?)))?;
    let compared = match family {
        "String" => value.as_str().zip(operand.as_str()).map(|(left, right)| left.cmp(right)),
        "Numeric" => value.as_f64().zip(operand.as_f64()).and_then(|(left, right)| left.partial_cmp(&right)),
        "Boolean" => value.as_bool().zip(operand.as_bool()).map(|(left, right)| left.cmp(&right)),
        _ => {
            let instant = |value: &Value| value.as_str().and_then(time::parse);
            instant(value).zip(instant(operand)).map(|(left, right)| left.cmp(&right))
        }
    };
    let fits = |wanted: fn(Ordering) -> bool| Some(compared.is_some_and(wanted));
    match order {
        "Equals" => fits(Ordering::is_eq),
        "LessThan" => fits(Ordering::is_lt),
        "GreaterThan" => fits(Ordering::is_gt),
        "LessThanEquals" => fits(Ordering::is_le),
        "GreaterThanEquals" => fits(Ordering::is_ge),
        _ => None,
    }
}

/// A part of a pattern of StringMatches.
enum Part {
    Letter(char),
    Any,
}

/// Whether a text fits a pattern in which `*` stands for anything; `None` for a backslash that escapes nothing.
fn matches(text: &str, pattern: &str) -> Option<bool> {
    let mut parts = Vec::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        parts.push(match letter {
            '*' => Part::Any,
            '\\' => Part::Letter(letters.next()?),
            letter => Part::Letter(letter),
        });
    }
    // For each place in the text: whether the parts so far fit what lies before it.
    let text: Vec<char> = text.chars().collect();
    let mut fits = vec![false; text.len() + 1];
    fits[0] = true;
    for part in parts {
        match part {
            Part::Any => {
                let first = fits.iter().position(|fits| *fits).unwrap_or(fits.len());
                fits.iter_mut().skip(first).for_each(|fits| *fits = true);
            }
            Part::Letter(letter) => {
                for place in (0..text.len()).rev() {
                    fits[place + 1] = fits[place] && text[place] == letter;
                }
                fits[0] = false;
            }
        }
    }
    fits.last().copied()
}
