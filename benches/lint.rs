//! How fast definitions are linted, and how the cost grows with their size.
//!
//! `cargo bench` runs everything and prints three tables at the end: the first look-up in each of AWS's services, the
//! lint beside `serde_json` reading the same bytes into a `Value`, and the cost of a state at each size. The lint is
//! measured in three parts that build on each other: the rules of structure, those of expressions too, and all.
//! `cargo bench --bench lint tables` prints the tables only.

mod flow;
mod generate;
mod walk;

use std::fmt;
use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aslint::aws;
use aslint::document::Expectation;
use aslint::finding::Finding;
use aslint::report::{self, Format, Report, Style, Summary};
use aslint::rules::{RULES, RuleEntry};
use aslint::source::{FileId, SourceFile};
use aslint::syntax::{parse_json, parse_yaml};
use aslint::{Settings, Workspace, lint_file};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

use generate::{Definition, Shape, faulty_definition, json_definition, yaml_definition};

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

/// The size to which the cost of a state at other sizes is compared.
const BASE: usize = 1_000;

/// So long each thing is measured.
const ENOUGH: Duration = Duration::from_millis(700);

/// The findings that are rendered.
const FINDINGS: usize = 10_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Cargo passes `--bench`; whoever asks for one benchmark wants no tables, and `tables` is the name of none.
    let wants_tables = arguments == ["--bench"] || arguments == ["--bench", "tables"];
    let first_look_ups = if wants_tables { first_look_ups() } else { Vec::new() };
    divan::main();
    if wants_tables {
        print_first_look_ups(&first_look_ups);
        print_beside_serde_json();
        print_cost_of_a_state();
    }
}

/// Texts that are linted one after the other.
struct Input {
    name: String,
    texts: Vec<String>,
}

impl Input {
    fn generated(shape: Shape, states: usize) -> Self {
        Self { name: format!("{shape} {states}"), texts: vec![json_definition(shape, states).text] }
    }

    fn bytes(&self) -> usize {
        self.texts.iter().map(String::len).sum()
    }

    fn lint(&self, settings: &Settings) -> usize {
        self.texts.iter().map(|text| lint("bench.asl.json", text.as_bytes(), settings)).sum()
    }

    /// What reading the bytes costs, at the least, whoever wants to look at them.
    fn read(&self) {
        for text in &self.texts {
            let value: Result<serde_json::Value, _> = serde_json::from_slice(black_box(text.as_bytes()));
            black_box(&value).as_ref().expect("JSON");
        }
    }
}

impl fmt::Display for Input {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name)
    }
}

/// The families of rules that look at nothing but fields, names and transitions.
const STRUCTURE: [&str; 8] = ["choice", "errors", "fields", "graph", "map", "names", "notation", "state"];

/// Rules in them that know the services.
const OF_SERVICES: [&str; 2] = ["asl-field-in-payload", "unmatchable-error-name"];

/// The families of rules that look at expressions.
const EXPRESSIONS: [&str; 6] = ["context-object", "intrinsics", "jsonata", "paths", "templates", "variables"];

/// Settings in which only the rules of `families` are on, without those that know the services.
fn only(families: &[&str]) -> Settings {
    let mut settings = Settings::default();
    for RuleEntry { rule, .. } in RULES {
        if !families.contains(&rule.family) || OF_SERVICES.contains(&rule.id) {
            settings.severities.set(rule, None);
        }
    }
    settings
}

/// The parts in which the lint is measured, each with what the one before it does.
fn parts() -> [(&'static str, Settings); 3] {
    let expressions = [&STRUCTURE[..], &EXPRESSIONS[..]].concat();
    [("structure", only(&STRUCTURE)), ("expressions", only(&expressions)), ("all", Settings::default())]
}

/// From bytes to findings, as the command line does it; gives their number.
fn lint(name: &str, bytes: &[u8], settings: &Settings) -> usize {
    let text = std::str::from_utf8(black_box(bytes)).expect("UTF-8");
    let mut workspace = Workspace::default();
    let id = workspace.add(SourceFile::new(name, text));
    black_box(lint_file(&workspace, id, Expectation::Definition, settings)).findings.len()
}

/// The published definitions beside the project, where they are present: those in JSON that serde_json reads.
fn corpus() -> Option<Input> {
    let root = std::env::var_os("ASLINT_ROOT")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root.join("../shared/corpus/standalone"))
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    let texts = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok());
    let texts: Vec<String> =
        texts.filter(|text| serde_json::from_str::<serde_json::Value>(text).is_ok()).collect();
    Some(Input { name: "corpus".to_owned(), texts })
}

fn inputs() -> Vec<Input> {
    let generated = Shape::ALL.into_iter().map(|shape| Input::generated(shape, BASE));
    corpus().into_iter().chain(generated).collect()
}

mod whole {
    use super::*;

    #[divan::bench(args = inputs(), max_time = 1)]
    fn aslint(bencher: Bencher, input: &Input) {
        bencher.counter(BytesCount::new(input.bytes())).bench_local(|| input.lint(&Settings::default()));
    }

    #[divan::bench(args = inputs(), max_time = 1)]
    fn serde_json(bencher: Bencher, input: &Input) {
        bencher.counter(BytesCount::new(input.bytes())).bench_local(|| input.read());
    }
}

mod scaling {
    use super::*;

    fn per_state(bencher: Bencher, shape: Shape, states: usize) {
        let definition = json_definition(shape, states);
        let bytes = definition.text.as_bytes();
        let settings = Settings::default();
        bencher
            .counter(ItemsCount::new(definition.states))
            .bench_local(|| lint("bench.asl.json", bytes, &settings));
    }

    #[divan::bench(args = SIZES, max_time = 1, sample_count = 20)]
    fn chain(bencher: Bencher, states: usize) {
        per_state(bencher, Shape::Chain, states);
    }

    #[divan::bench(args = SIZES, max_time = 1, sample_count = 20)]
    fn star(bencher: Bencher, states: usize) {
        per_state(bencher, Shape::Star, states);
    }

    #[divan::bench(args = SIZES, max_time = 1, sample_count = 20)]
    fn nest(bencher: Bencher, states: usize) {
        per_state(bencher, Shape::Nest, states);
    }

    #[divan::bench(args = SIZES, max_time = 1, sample_count = 20)]
    fn dense(bencher: Bencher, states: usize) {
        per_state(bencher, Shape::Dense, states);
    }
}

mod parse {
    use super::*;

    #[divan::bench(max_time = 1)]
    fn json(bencher: Bencher) {
        let text: Arc<str> = json_definition(Shape::Chain, BASE).text.into();
        bencher.counter(BytesCount::of_str(&text)).bench_local(|| parse_json(FileId(0), black_box(&text)));
    }

    #[divan::bench(max_time = 1)]
    fn yaml(bencher: Bencher) {
        let text: Arc<str> = yaml_definition(Shape::Chain, BASE).text.into();
        bencher.counter(BytesCount::of_str(&text)).bench_local(|| parse_yaml(FileId(0), black_box(&text)));
    }

    #[divan::bench(max_time = 1)]
    fn json_corpus(bencher: Bencher) {
        let Some(corpus) = corpus() else { return };
        let texts: Vec<Arc<str>> = corpus.texts.iter().map(|text| text.as_str().into()).collect();
        bencher.counter(BytesCount::new(corpus.bytes())).bench_local(|| {
            for text in &texts {
                black_box(parse_json(FileId(0), black_box(text)));
            }
        });
    }
}

/// The parsers of the expression languages, on expressions of growing length: bytes a second stay the same.
mod expressions {
    use aslint::expr::{intrinsic, jsonata, jsonpath};

    use super::*;

    const BYTES: [usize; 4] = [100, 10_000, 100_000, 1_000_000];

    fn repeat(start: &str, piece: &str, end: &str, bytes: usize) -> String {
        format!("{start}{}{end}", piece.repeat(bytes / piece.len()))
    }

    #[divan::bench(args = BYTES, max_time = 1)]
    fn jsonpath(bencher: Bencher, bytes: usize) {
        let text = repeat("$", ".orders[?(@.total > 10)]['a', 'b'][0:2]", ".id", bytes);
        bencher
            .counter(BytesCount::of_str(&text))
            .bench_local(|| jsonpath::parse(black_box(&text)).expect("a path"));
    }

    #[divan::bench(args = BYTES, max_time = 1)]
    fn intrinsic(bencher: Bencher, bytes: usize) {
        let text =
            repeat("States.Array(", "States.Format('order {}', $.orders[0].id), ", "$$.Execution.Id)", bytes);
        bencher
            .counter(BytesCount::of_str(&text))
            .bench_local(|| intrinsic::parse(black_box(&text)).expect("a call"));
    }

    #[divan::bench(args = BYTES, max_time = 1)]
    fn jsonata(bencher: Bencher, bytes: usize) {
        let text = repeat(
            "[",
            "$map($states.input.orders[total > 10], function($o) { $o.id & '-' & $uuid() }), ",
            "1]",
            bytes,
        );
        bencher
            .counter(BytesCount::of_str(&text))
            .bench_local(|| jsonata::parse(black_box(&text)).expect("JSONata"));
    }
}

/// What looking up an action costs once the table of its service has been read.
#[divan::bench(args = ["sqs:sendMessage", "dynamodb:putItem", "ec2:runInstances"], max_time = 1)]
fn look_up_action(bencher: Bencher, name: &str) {
    let (service, action) = name.split_once(':').expect("a service and an action");
    bencher.bench_local(|| {
        let action =
            aws::sdk_service(black_box(service)).and_then(|service| service.action(black_box(action)));
        let input = action.and_then(aws::Action::input).expect("an input");
        input.members().filter(|member| member.is_required).count()
    });
}

/// What the first look-up in each service takes, which reads its table; the least first. Only once a process.
fn first_look_ups() -> Vec<(Duration, &'static str)> {
    let mut times = Vec::new();
    for service in aws::sdk_services() {
        let start = Instant::now();
        black_box(service.action(black_box("x")));
        times.push((start.elapsed(), service.name()));
    }
    times.sort_unstable();
    times
}

fn print_first_look_ups(times: &[(Duration, &'static str)]) {
    println!(
        "\nThe first look-up in each of {} services (target: 1 ms for most, 5 ms for EC2)\n",
        times.len()
    );
    println!("| | service | µs |");
    println!("|---|---|---:|");
    let last = times.len().saturating_sub(1);
    for (name, at) in [("median", last / 2), ("95 %", last * 95 / 100), ("longest", last)] {
        let Some((time, service)) = times.get(at) else { continue };
        println!("| {name} | {service} | {} |", time.as_micros());
    }
    println!("| together | | {} |", times.iter().map(|(time, _)| time).sum::<Duration>().as_micros());
}

fn faulty() -> (Workspace, Vec<Finding>) {
    let definition = faulty_definition(FINDINGS / 3 + 1);
    let mut workspace = Workspace::default();
    let id = workspace.add(SourceFile::new("bench.asl.json", definition.text));
    let mut findings = lint_file(&workspace, id, Expectation::Definition, &Settings::default()).findings;
    assert!(findings.len() >= FINDINGS, "only {} findings", findings.len());
    findings.truncate(FINDINGS);
    (workspace, findings)
}

#[divan::bench(args = Format::ALL.map(Format::name), max_time = 1)]
fn render(bencher: Bencher, format: &str) {
    let format = Format::from_name(format).expect("a format");
    let (workspace, findings) = faulty();
    let mut summary = Summary { files: 1, definitions: 1, ..Summary::default() };
    summary.count(&findings);
    let report = Report { workspace: &workspace, findings: &findings, summary };
    let mut out = Vec::new();
    bencher.counter(ItemsCount::new(FINDINGS)).bench_local(|| {
        out.clear();
        report::write(format, &report, &Style::default(), &mut out).expect("a vector takes everything");
        black_box(out.len())
    });
}

/// The seconds that each of some `works` takes, round by round: what is compared is measured side by side, since a
/// machine that others use too is now fast, now slow.
fn rounds<const N: usize>(works: [&dyn Fn(); N]) -> Vec<[f64; N]> {
    let seconds = |work: &dyn Fn()| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    works.iter().for_each(|work| work());
    let mut rounds = Vec::new();
    let start = Instant::now();
    while rounds.len() < 3 || start.elapsed() < N as u32 * ENOUGH && rounds.len() < 1_000 {
        rounds.push(works.map(seconds));
    }
    rounds
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

fn print_beside_serde_json() {
    println!(
        "\nThe lint, in times of what serde_json takes to read the same bytes into a Value (target: 1.0 for structure)\n"
    );
    println!("| input | bytes | serde_json, MB/s | structure | expressions | all |");
    println!("|---|---:|---:|---:|---:|---:|");
    let parts = parts();
    for input in inputs() {
        let lint = |part: usize| _ = black_box(input.lint(&parts[part].1));
        let rounds = rounds([&|| input.read(), &|| lint(0), &|| lint(1), &|| lint(2)]);
        let ratio = |part: usize| median(rounds.iter().map(|round| round[part + 1] / round[0]).collect());
        let ratios = [ratio(0), ratio(1), ratio(2)].map(|ratio| format!("{ratio:.2}"));
        let read = median(rounds.iter().map(|round| round[0]).collect());
        let speed = input.bytes() as f64 / read / 1e6;
        println!("| {input} | {} | {speed:.0} | {} |", input.bytes(), ratios.join(" | "));
    }
}

fn print_cost_of_a_state() {
    println!("\nNanoseconds a state, and relative to {BASE} states (target: at most 1.5), structure and all");
    println!(
        "What serde_json does with the same bytes shows how much of a growth is the machine's: caches, fresh memory\n"
    );
    println!("| | {} |", SIZES.map(|size| format!("{size} states")).join(" | "));
    println!("|---|{}", "---:|".repeat(SIZES.len()));
    let row = |name: String, costs: [f64; SIZES.len()]| {
        let base = SIZES.iter().position(|&size| size == BASE).map_or(1.0, |at| costs[at]);
        println!("| {name} | {} |", costs.map(|cost| format!("{cost:.0} ({:.2})", cost / base)).join(" | "));
    };
    let (structure, all) = (only(&STRUCTURE), Settings::default());
    for shape in Shape::ALL {
        let measured = SIZES.map(|size| {
            let Definition { text, states } = json_definition(shape, size);
            let input = Input { name: String::new(), texts: vec![text] };
            let lint = |settings| _ = black_box(input.lint(settings));
            let rounds = rounds([&|| lint(&structure), &|| lint(&all), &|| input.read()]);
            [0, 1, 2]
                .map(|work| median(rounds.iter().map(|round| round[work]).collect()) * 1e9 / states as f64)
        });
        for (index, name) in ["structure", "all", "serde_json"].into_iter().enumerate() {
            row(format!("{shape}, {name}"), measured.map(|costs| costs[index]));
        }
    }
}
