//! Calls of services, generated from what is known of them: one that is right draws nothing, each member left out is
//! missed, each slip of the keyboard in a name is told and each slip of case is fixed.

use aslint::aws::{self, Accepted, Bounds, Integration, Kind, Shape, Takes};
use aslint::finding::{Applicability, Finding};
use aslint::source::FileId;
use aslint::{Settings, fix};
use serde_json::{Map, Value, json};

use crate::support::lint_text;

/// So many actions of the SDK are drawn.
const DRAWN: usize = 200;

/// Deeper values are not made; shapes that need themselves have none at all.
const DEEPEST: usize = 24;

/// A call with exactly what it must have.
struct Call {
    resource: String,
    optimized: Option<&'static Integration>,
    input: Option<Shape>,
    sent: Map<String, Value>,
    /// The members at the top without which it is incomplete.
    required: Vec<&'static str>,
}

impl Call {
    fn of_sdk(service: &str, action: aws::Action) -> Option<Self> {
        let input = action.input()?;
        let required: Vec<_> = required_members(input).collect();
        let sent = required
            .iter()
            .map(|&name| Some((name.to_owned(), sample_member(input, name)?)))
            .collect::<Option<_>>()?;
        let resource = format!("arn:aws:states:::aws-sdk:{service}:{}", action.name());
        Some(Self { resource, optimized: None, input: Some(input), sent, required })
    }

    fn of_integration(entry: &'static Integration) -> Self {
        let action = entry.sdk.and_then(|(service, action)| aws::sdk_service(service)?.action(action));
        let input = action.and_then(aws::Action::input);
        let mut required = entry.required.to_vec();
        if entry.accepted == Accepted::AsSdk {
            required.extend(input.into_iter().flat_map(required_members));
        }
        required.sort_unstable();
        required.dedup();
        let mut call = Self {
            resource: format!("arn:aws:states:::{}:{}", entry.service, entry.action),
            optimized: Some(entry),
            input,
            sent: Map::new(),
            required,
        };
        for name in call.required.iter().chain(entry.one_of.first()) {
            let value = call.value(name).expect("a value");
            call.sent.insert((*name).to_owned(), value);
        }
        call
    }

    /// A value that fits a member at the top.
    fn value(&self, name: &str) -> Option<Value> {
        let own = self.optimized.into_iter().flat_map(|entry| entry.values).find(|(path, _)| *path == name);
        match own {
            Some((_, Takes::OneOf(values))) => return Some(json!(values[0])),
            Some((_, Takes::Lists)) => return Some(json!({})),
            Some((_, Takes::With(member))) => return Some(json!({ *member: "x" })),
            None => {}
        }
        match self.input.filter(|input| input.members().get(name).is_some()) {
            Some(input) => sample_member(input, name),
            None => Some(json!("x")),
        }
    }

    /// The names of all members that it may have.
    fn names(&self) -> Vec<&'static str> {
        let entry = self.optimized.into_iter();
        let listed = self.optimized.map(|entry| match entry.accepted {
            Accepted::Listed(names) => names,
            Accepted::AsSdk => &[],
        });
        let own = entry.flat_map(|entry| entry.required.iter().chain(entry.one_of));
        let mut names: Vec<_> = own.chain(listed.into_iter().flatten()).copied().collect();
        names.extend(self.input.into_iter().flat_map(Shape::members).map(|member| member.name));
        names.sort_unstable();
        names.dedup();
        names
    }

    fn text(&self, sent: &Map<String, Value>) -> String {
        let state = json!({ "Type": "Task", "Resource": self.resource, "Parameters": sent, "End": true });
        json!({ "StartAt": "Call", "States": { "Call": state } }).to_string()
    }
}

fn required_members(shape: Shape) -> impl Iterator<Item = &'static str> {
    shape.members().filter(|member| member.is_required).map(|member| member.name)
}

fn sample_member(shape: Shape, name: &str) -> Option<Value> {
    sample(shape.members().get(name)?.shape, 0, DEEPEST)
}

/// The least value that fits a shape, the one of that number where several are needed.
fn sample(shape: Shape, number: usize, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    let least = |length: Bounds<u64>| length.min.unwrap_or(0) as usize;
    Some(match shape.kind() {
        Kind::Structure(_) => {
            let members = required_members(shape)
                .map(|name| Some((name.to_owned(), sample(shape.members().get(name)?.shape, 0, depth)?)));
            Value::Object(members.collect::<Option<_>>()?)
        }
        Kind::Union(mut members) => {
            let member = members.find_map(|member| Some((member.name, sample(member.shape, 0, depth)?)))?;
            json!({ member.0: member.1 })
        }
        Kind::List { item, length } => {
            (0..least(length)).map(|number| sample(item, number, depth)).collect::<Option<Vec<_>>>()?.into()
        }
        Kind::Map { key, value, length } => {
            let entry =
                |number| Some((sample(key, number, depth)?.as_str()?.to_owned(), sample(value, 0, depth)?));
            Value::Object((0..least(length)).map(entry).collect::<Option<_>>()?)
        }
        Kind::String { values, length, .. } if values.len() == 0 => {
            let letter = char::from(b'a' + (number % 26) as u8);
            letter.to_string().repeat(least(length).max(1)).into()
        }
        Kind::String { mut values, .. } => values.nth(number)?.into(),
        Kind::Integer(bounds) | Kind::Long(bounds) => {
            bounds.min.unwrap_or(1).min(bounds.max.unwrap_or(i64::MAX)).into()
        }
        Kind::Float(bounds) => bounds.min.unwrap_or(1.0).min(bounds.max.unwrap_or(f64::MAX)).into(),
        Kind::Boolean => true.into(),
        Kind::Timestamp => "2026-01-01T00:00:00Z".into(),
        Kind::Blob(_) => "eA==".into(),
        Kind::Document => json!({}),
    })
}

/// Every optimized integration that a task can call, and actions of the SDK, the same each time.
fn calls() -> Vec<Call> {
    let optimized = aws::integrations().iter().filter(|entry| !entry.is_for_maps);
    let mut calls: Vec<Call> = optimized.map(Call::of_integration).collect();
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut draw = |count: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % count as u64) as usize
    };
    let services: Vec<_> = aws::sdk_services().iter().filter(|service| service.has_actions()).collect();
    let all = calls.len() + DRAWN;
    while calls.len() < all {
        let service = services[draw(services.len())];
        let action = service.actions().nth(draw(service.actions().len())).expect("an action");
        calls.extend(Call::of_sdk(service.name(), action).filter(|_| action.is_supported()));
    }
    calls
}

/// The objects within a value, as JSON pointers, each with what it must have.
fn objects(value: &Value, shape: Shape, pointer: &str, out: &mut Vec<(String, &'static str)>) {
    match (shape.kind(), value) {
        (Kind::Structure(members) | Kind::Union(members), Value::Object(given)) => {
            for member in members.filter(|member| given.contains_key(member.name)) {
                let is_required = member.is_required.then(|| (pointer.to_owned(), member.name));
                out.extend(is_required);
                objects(&given[member.name], member.shape, &format!("{pointer}/{}", member.name), out);
            }
        }
        (Kind::List { item, .. }, Value::Array(items)) => {
            for (index, value) in items.iter().enumerate() {
                objects(value, item, &format!("{pointer}/{index}"), out);
            }
        }
        (Kind::Map { value: entry, .. }, Value::Object(given)) => {
            for (key, value) in given {
                objects(value, entry, &format!("{pointer}/{key}"), out);
            }
        }
        _ => {}
    }
}

/// What the rules about services say.
fn findings(text: &str) -> Vec<Finding> {
    let mut findings = lint_text("call.asl.json", text, &Settings::default());
    findings.retain(|finding| ["parameters", "resources"].contains(&finding.rule.family));
    findings
}

fn show(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{}: {finding} {:?}", finding.rule.id, finding.help)).collect()
}

/// Counts what is tried and what cannot be, and asserts at the end that the one outweighs the other.
#[derive(Default)]
struct Tally {
    tried: usize,
    skipped: usize,
}

impl Tally {
    fn skip(&mut self, is_skipped: bool) -> bool {
        *(if is_skipped { &mut self.skipped } else { &mut self.tried }) += 1;
        is_skipped
    }

    fn assert(&self, least: usize, percent: usize) {
        println!("{} tried, {} skipped", self.tried, self.skipped);
        assert!(self.tried >= least, "only {} were tried", self.tried);
        assert!(
            self.skipped * 100 <= self.tried * percent,
            "{} of {} were skipped",
            self.skipped,
            self.tried
        );
    }
}

/// Whether one name becomes another by one letter more, less, swapped or other; case does not count.
fn is_near(name: &str, other: &str) -> bool {
    let letters = |text: &str| text.to_ascii_lowercase().into_bytes();
    let (mut short, mut long) = (letters(name), letters(other));
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    let start = short.iter().zip(&long).take_while(|(one, two)| one == two).count();
    let (short, long) = (&short[start..], &long[start..]);
    let end = short.iter().rev().zip(long.iter().rev()).take_while(|(one, two)| one == two).count();
    match (&short[..short.len() - end], &long[..long.len() - end]) {
        ([], [] | [_]) | ([_], [_]) => true,
        ([one, two], [three, four]) => one == four && two == three,
        _ => false,
    }
}

/// Whether another member would do as well as what was meant.
fn is_ambiguous(names: &[&str], slip: &str, meant: &str) -> bool {
    names.iter().any(|name| *name != meant && is_near(name, slip))
}

/// The name with two letters swapped, behind the first where that can be.
fn swapped(name: &str) -> Option<String> {
    let letters: Vec<char> = name.chars().collect();
    let at = (1..letters.len().saturating_sub(1))
        .chain([0])
        .find(|&at| letters.get(at + 1).is_some_and(|next| !next.eq_ignore_ascii_case(&letters[at])))?;
    let mut letters = letters;
    letters.swap(at, at + 1);
    Some(letters.into_iter().collect())
}

/// The name in other capitals: all small, the first letter small, one letter within in the other case.
fn case_slips(name: &str) -> [String; 3] {
    let flip = |at: usize| {
        let flipped = |(index, letter): (usize, char)| match (index == at, letter.is_ascii_uppercase()) {
            (false, _) => letter,
            (true, true) => letter.to_ascii_lowercase(),
            (true, false) => letter.to_ascii_uppercase(),
        };
        name.chars().enumerate().map(flipped).collect()
    };
    [name.to_ascii_lowercase(), flip(0), flip(name.len() / 2)]
}

/// Each member of each call, with the call that has it and is complete.
fn members(calls: &[Call]) -> impl Iterator<Item = (&Call, &'static str, Map<String, Value>)> {
    calls.iter().flat_map(|call| {
        call.names().into_iter().filter_map(move |name| {
            let mut sent = call.sent.clone();
            let is_alternative = call.optimized.is_some_and(|entry| entry.one_of.contains(&name));
            if is_alternative {
                sent.retain(|known, _| {
                    !call.optimized.is_some_and(|entry| entry.one_of.contains(&known.as_str()))
                });
            }
            sent.insert(name.to_owned(), call.value(name)?);
            Some((call, name, sent))
        })
    })
}

/// The same with the name of a member replaced.
fn renamed(sent: &Map<String, Value>, name: &str, slip: &str) -> Map<String, Value> {
    let rename = |(key, value): (&String, &Value)| {
        (if key == name { slip.to_owned() } else { key.clone() }, value.clone())
    };
    sent.iter().map(rename).collect()
}

#[test]
fn a_complete_call_draws_nothing() {
    let calls = calls();
    assert!(calls.len() > 250);
    for call in &calls {
        let found = findings(&call.text(&call.sent));
        assert!(found.is_empty(), "{}: {:?}", call.text(&call.sent), show(&found));
    }
    for (call, _, sent) in members(&calls) {
        let found = findings(&call.text(&sent));
        assert!(found.is_empty(), "{}: {:?}", call.text(&sent), show(&found));
    }
}

#[test]
fn each_required_member_is_missed() {
    let mut tried = 0;
    for call in calls() {
        for &name in &call.required {
            let mut sent = call.sent.clone();
            sent.remove(name);
            tried += 1;
            let found = findings(&call.text(&sent));
            let is_told = |finding: &Finding| {
                finding.rule.id == "missing-parameter" && finding.message.contains(&format!("needs `{name}`"))
            };
            assert!(found.iter().any(is_told), "{} without {name}: {:?}", call.resource, show(&found));
        }
    }
    assert!(tried > 300, "only {tried} were tried");
}

#[test]
fn each_required_member_within_is_missed() {
    let mut tried = 0;
    for (call, name, sent) in members(&calls()) {
        let Some(member) = call.input.and_then(|input| input.members().get(name)) else { continue };
        let mut within = Vec::new();
        objects(&sent[name], member.shape, "", &mut within);
        for (pointer, missed) in within {
            let mut sent = sent.clone();
            let object = sent[name].pointer_mut(&pointer).and_then(Value::as_object_mut);
            object.expect("an object").remove(missed);
            tried += 1;
            let found = findings(&call.text(&sent));
            let is_told = |finding: &Finding| {
                let place = format!("/States/Call/Parameters/{name}{pointer}");
                finding.rule.id == "missing-parameter"
                    && finding.message.contains(&format!("needs `{missed}`"))
                    && finding.pointer == place
            };
            assert!(found.iter().any(is_told), "{} without {missed}: {:?}", call.text(&sent), show(&found));
        }
    }
    assert!(tried > 150, "only {tried} were tried");
}

#[test]
fn each_swap_of_letters_is_told_with_what_was_meant() {
    let mut tally = Tally::default();
    for (call, name, sent) in members(&calls()) {
        let slip = swapped(name);
        if tally.skip(slip.as_ref().is_none_or(|slip| is_ambiguous(&call.names(), slip, name))) {
            continue;
        }
        let slip = slip.expect("a slip");
        let found = findings(&call.text(&renamed(&sent, name, &slip)));
        let [finding] = found.as_slice() else {
            panic!("{} with {slip}: {:?}", call.resource, show(&found));
        };
        assert_eq!(finding.rule.id, "unknown-parameter", "{} with {slip}", call.resource);
        assert_eq!(finding.help, Some(format!("Did you mean `{name}`?")), "{} with {slip}", call.resource);
    }
    tally.assert(1000, 3);
}

#[test]
fn each_slip_of_case_is_fixed() {
    let mut tally = Tally::default();
    for (call, name, sent) in members(&calls()) {
        let right = call.text(&sent);
        for slip in case_slips(name) {
            if tally.skip(call.names().contains(&slip.as_str())) {
                continue;
            }
            let text = call.text(&renamed(&sent, name, &slip));
            let found = findings(&text);
            let fixes = found.iter().filter_map(|finding| finding.fix.as_ref());
            let safe: Vec<_> = fixes.filter(|fix| fix.applicability == Applicability::Safe).collect();
            // What looks like the API's own capitals may be right in an optimized integration.
            let is_open = call.optimized.is_some()
                && safe.is_empty()
                && found.iter().any(|finding| finding.fix.is_some());
            if is_open {
                tally.tried -= 1;
                tally.skip(true);
                continue;
            }
            assert_eq!(fix::apply(FileId(0), &text, safe).0, right, "{:?}", show(&found));
        }
    }
    tally.assert(3500, 3);
}
