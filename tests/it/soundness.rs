//! The data flow promises too much rather than too little: what happens in a run lies in what it says, and no run
//! passes a state where it says that every execution fails.

use std::collections::BTreeMap;
use std::sync::Arc;

use aslint::Settings;
use aslint::asl::{self, Machine, Place, State, StateId, StateType};
use aslint::finding::Severity;
use aslint::flow::{DataFlow, Sites, task_result};
use aslint::graph::Graph;
use aslint::rules::RULES;
use aslint::shape::{Presence, Shape, Texts};
use aslint::source::{SourceFile, Workspace};
use aslint::syntax::{self, Notation};
use serde_json::Value;

use crate::generator;
use crate::interpreter::random::Random;
use crate::interpreter::{self, Ending, Outcome, Run, Visit};
use crate::support::lint_text;

/// How many machines are run in CI.
const MACHINES: u64 = 10_000;
/// How often each construct has to occur in them.
const LEAST: usize = 200;

#[test]
fn every_value_lies_in_its_shape() {
    let machines =
        std::env::var("ASLINT_MACHINES").ok().and_then(|count| count.parse().ok()).unwrap_or(MACHINES);
    let first: u64 = std::env::var("ASLINT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0);
    let threads = std::thread::available_parallelism().map_or(2, |count| count.get() as u64);
    let share = move |thread| (first..first + machines).filter(move |seed| seed % threads == thread);
    let parts: Vec<_> =
        (0..threads).map(|thread| std::thread::spawn(move || run_all(share(thread)))).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut tally = Tally::default();
    for part in parts {
        let (part_counts, part_tally) = part.join().expect("a machine breaks the data flow");
        for (name, count) in part_counts {
            *counts.entry(name).or_default() += count;
        }
        tally.add(&part_tally);
    }
    if let Ok(path) = std::env::var("ASLINT_PROBLEMS") {
        std::fs::write(path, tally.problems.join("\n\n=====\n")).expect("a file");
    }
    println!("{machines} machines: {tally}");
    assert!(tally.problems.is_empty(), "{} problems, such as\n{}", tally.problems.len(), tally.problems[0]);
    let count = |name: &String| counts.get(name).copied().unwrap_or_default();
    let rare: Vec<_> = generator::expected().into_iter().filter(|name| count(name) < LEAST).collect();
    assert!(machines < MACHINES || rare.is_empty(), "too rare to prove anything: {rare:?}");
}

#[derive(Default)]
struct Tally {
    runs: usize,
    succeeded: usize,
    failed: usize,
    unsupported: usize,
    visits: usize,
    /// Values that were compared with a shape that says something.
    known: usize,
    values: usize,
    certain_failures: usize,
    problems: Vec<String>,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { runs, succeeded, failed, unsupported, visits, known, values, certain_failures, .. } = self;
        write!(
            out,
            "{runs} runs, {succeeded} end well, {failed} fail, {unsupported} are not understood; {visits} visits, "
        )?;
        write!(
            out,
            "{known} of {values} values have a known shape; {certain_failures} certain failures are told"
        )
    }
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.succeeded += other.succeeded;
        self.failed += other.failed;
        self.unsupported += other.unsupported;
        self.visits += other.visits;
        self.known += other.known;
        self.values += other.values;
        self.certain_failures += other.certain_failures;
        self.problems.extend(other.problems.iter().cloned());
    }
}

fn run_all(seeds: impl Iterator<Item = u64>) -> (BTreeMap<String, usize>, Tally) {
    let (mut counts, mut tally) = (BTreeMap::new(), Tally::default());
    for seed in seeds {
        let machine = generator::machine(seed, results);
        generator::constructs(&machine.definition, &mut counts);
        let settings = interpreter::Settings { seed, ..interpreter::Settings::default() };
        let runs = [0, 25].map(|failing_percent| {
            let mut tasks = generator::answer(results, failing_percent);
            interpreter::run(&machine.definition, &machine.input, &settings, &mut tasks)
        });
        for run in &runs {
            tally.runs += 1;
            match &run.ending {
                Ending::Succeeded(_) => tally.succeeded += 1,
                Ending::Failed(_) | Ending::OutOfSteps => tally.failed += 1,
                Ending::Unsupported(_) => tally.unsupported += 1,
            }
        }
        compare(seed, &machine, &runs, &mut tally);
    }
    (counts, tally)
}

/// Looks for values of runs that the data flow does not know of.
fn compare(seed: u64, generated: &generator::Machine, runs: &[Run], tally: &mut Tally) {
    let text: Arc<str> = serde_json::to_string_pretty(&generated.definition).expect("a definition").into();
    let mut workspace = Workspace::default();
    let id = workspace.add(SourceFile::new("machine.asl.json", &*text));
    let tree = syntax::parse_text(id, Notation::Json, &text);
    let root = tree.documents().next().expect("a document");
    let machine = asl::lower(root, None);
    let graph = Graph::new(&machine);
    let sites = Sites::new(&machine);
    let states = states(&machine);
    let failing = failing_states(&text);
    tally.certain_failures += failing.len();
    let whole = || format!("input {}\n{text}", generated.input);
    for run in runs {
        for visit in &run.trace {
            let passes = matches!(visit.outcome, Outcome::Next(_) | Outcome::End);
            if passes && failing.contains(&visit.state) {
                let said = format!("seed {seed}: a run passes `{}`, which is said to fail", visit.state);
                tally.problems.push(format!("{said}\n{}", whole()));
            }
        }
    }
    for input in [Shape::ANY, Shape::of_value(&generated.input)] {
        let flow = DataFlow::new(&machine, &graph, &sites, input);
        for run in runs {
            for visit in &run.trace {
                let Some(&state) = states.get(&visit.state) else { continue };
                tally.visits += 1;
                for said in variables(&flow, state, visit) {
                    tally.problems.push(format!("seed {seed}: `{}`: {said}\n{}", visit.state, whole()));
                }
                for (what, value, shape) in values(&flow, machine.state(state), visit) {
                    tally.values += 1;
                    tally.known += usize::from(shape.is_some_and(|shape| !shape.is_any()));
                    if shape.is_some_and(|shape| shape.contains(value)) {
                        continue;
                    }
                    let shape = shape.map_or_else(|| "unreached".to_owned(), ToString::to_string);
                    let said =
                        format!("seed {seed}: the {what} of `{}` is\n{value}\nand its shape", visit.state);
                    tally.problems.push(format!("{said}\n{shape}\n{}", whole()));
                }
            }
            if let Ending::Succeeded(output) = &run.ending
                && !flow.output().contains(output)
            {
                let said = format!("seed {seed}: the output is {output} and its shape {}", flow.output());
                tally.problems.push(format!("{said}\n{}", whole()));
            }
        }
    }
}

/// The values of a visit with their shapes; none where the flow says that nothing comes there.
fn values<'v>(
    flow: &'v DataFlow<'_, '_>,
    state: &State<'_>,
    visit: &'v Visit,
) -> Vec<(String, &'v Value, Option<&'v Shape>)> {
    let entry = flow.entry(state.id);
    let steps = flow.steps(state.id);
    let mut values = vec![("input".to_owned(), &visit.input, entry.map(|entry| &entry.input))];
    for (name, value) in &visit.variables {
        let known = entry.map(|entry| entry.variables.get(name).unwrap_or(&Shape::ANY));
        values.push((format!("variable {name}"), value, known));
    }
    let is_over = matches!(visit.outcome, Outcome::Next(_) | Outcome::End);
    let sent = match state.state_type {
        // What Parameters make is the result; the run does not tell it apart.
        Some(StateType::Pass) => None,
        // The run tells the items.
        Some(StateType::Map) => visit.effective.as_ref(),
        _ => visit.arguments.as_ref().or(visit.effective.as_ref()),
    };
    let own = [
        ("effective input", sent, &steps.effective_input),
        ("result", visit.result.as_ref(), &steps.result),
        ("output", visit.output.as_ref(), &steps.output),
    ];
    for (what, value, shape) in own {
        if let (Some(value), true) = (value, is_over) {
            // A state without a result of its own, or that is not understood, tells nothing of it.
            let unknown = if entry.is_some() { Some(&Shape::ANY) } else { None };
            values.push((what.to_owned(), value, shape.as_ref().or(unknown)));
        }
    }
    values
}

/// What the flow says wrongly of which variables there are.
fn variables(flow: &DataFlow<'_, '_>, state: StateId, visit: &Visit) -> Vec<String> {
    let Some(entry) = flow.entry(state) else { return Vec::new() };
    let known = &entry.variables;
    let told = known.iter().map(|(name, _)| name);
    let lost = told.filter(|name| known.get_assigned(name).is_some() && !visit.variables.contains_key(*name));
    let unknown = visit.variables.keys().filter(|name| !known.is_open() && known.get(name).is_none());
    let lost = lost.map(|name| format!("${name} is said to be assigned"));
    lost.chain(unknown.map(|name| format!("${name} is said not to be assigned"))).collect()
}

/// The states by their JSON pointers.
fn states(machine: &Machine<'_>) -> BTreeMap<String, StateId> {
    machine.states().iter().map(|state| (machine.pointer(&Place::object(state.object)), state.id)).collect()
}

/// The states of which a finding says that every execution fails there.
fn failing_states(text: &str) -> Vec<String> {
    let findings = lint_text("machine.asl.json", text, &data_flow_only());
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors
        .filter(|finding| finding.rule.family == "data-flow")
        .map(|finding| state_of(&finding.pointer))
        .collect()
}

/// Settings in which no other rules are on.
fn data_flow_only() -> Settings {
    let mut settings = Settings::default();
    let others = RULES.iter().map(|entry| &entry.rule).filter(|rule| rule.family != "data-flow");
    others.for_each(|rule| settings.severities.set(rule, None));
    settings
}

/// The pointer of the innermost state that a pointer leads into.
fn state_of(pointer: &str) -> String {
    let parts: Vec<&str> = pointer.split('/').collect();
    let last = parts.iter().rposition(|part| *part == "States").map_or(0, |at| at + 2);
    parts[..last.min(parts.len())].join("/")
}

/// What a task answers: something of the shape that its answer is said to have.
fn results(resource: &str, random: &mut Random) -> Value {
    draw(&task_result(resource, &Shape::record([])), random, 4)
}

fn any_text(random: &mut Random) -> Value {
    Value::from(["a", "RUNNING", "42", ""][random.below(4)])
}

/// A value of the shape.
fn draw(shape: &Shape, random: &mut Random, depth: usize) -> Value {
    if shape.is_any() {
        return generator::value(random, depth.min(2));
    }
    let parts = shape.parts();
    let mut choices: Vec<Value> = Vec::new();
    if parts.null {
        choices.push(Value::Null);
    }
    choices.extend([true, false].into_iter().filter(|value| shape.can_be_bool(*value)).map(Value::from));
    if let Some(numbers) = parts.numbers {
        let low = if numbers.min.is_finite() { numbers.min } else { 0.0 };
        choices.push(Value::from(numbers.constant().unwrap_or(low) as i64));
    }
    match &parts.texts {
        Some(Texts::Any) => choices.push(any_text(random)),
        // What a list does not have may come all the same.
        Some(Texts::Listed(values)) => {
            choices.push(any_text(random));
            choices.extend(values.clone().nth(random.below(values.len())).map(Value::from));
        }
        Some(Texts::Of(texts)) => choices.push(Value::from(&*texts[random.below(texts.len())])),
        None => {}
    }
    if let Some(array) = &parts.array {
        let length = random.between(
            i64::from(array.min),
            array.max.map_or(3, i64::from).min(if depth > 0 { 3 } else { 0 }).max(i64::from(array.min)),
        );
        choices.push(
            (0..length).map(|at| draw(array.at(at as usize), random, depth.saturating_sub(1))).collect(),
        );
    }
    if let Some(object) = &parts.object {
        let there = object.members.iter().filter(|member| {
            !member.shape.is_nothing()
                && (member.presence == Presence::Always || depth > 0 && random.chance(50))
        });
        let there: Vec<_> = there.collect();
        choices.push(
            there
                .into_iter()
                .map(|member| (member.name.to_string(), draw(&member.shape, random, depth.saturating_sub(1))))
                .collect(),
        );
    }
    choices.swap_remove(random.below(choices.len().max(1)))
}
