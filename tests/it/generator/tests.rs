//! What the generator is worth: machines that run, of all constructs.

use std::collections::BTreeMap;

use super::count::Counts;
use super::data::results;
use super::{answer, constructs, expected, machine};
use crate::interpreter::{Ending, ErrorNames, Settings, run};

/// How many machines are made; `ASLINT_MACHINES` sets another number.
fn machines() -> u64 {
    std::env::var("ASLINT_MACHINES").ok().and_then(|count| count.parse().ok()).unwrap_or(1000)
}

#[test]
fn machines_run() {
    let count = machines();
    let mut endings: BTreeMap<&str, u64> = BTreeMap::new();
    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    let mut counts = Counts::new();
    let mut visits = 0;
    for seed in 0..count {
        let machine = machine(seed, results);
        constructs(&machine.definition, &mut counts);
        let error_names = if seed % 4 == 0 { ErrorNames::Specified } else { ErrorNames::Measured };
        let settings = Settings { seed, error_names, ..Settings::default() };
        let run = run(&machine.definition, &machine.input, &settings, &mut answer(results, 5));
        visits += run.trace.len();
        let ending = match run.ending {
            Ending::Succeeded(_) => "succeeded",
            Ending::Failed(failure) => {
                *reasons.entry(format!("failed: {:?}", failure.error)).or_default() += 1;
                "failed"
            }
            Ending::OutOfSteps => "out of steps",
            Ending::Unsupported(what) => {
                *reasons.entry(format!("unsupported: {what}")).or_default() += 1;
                "unsupported"
            }
        };
        *endings.entry(ending).or_default() += 1;
    }
    println!("{count} machines, {visits} visits: {endings:?}\n{reasons:#?}");
    let share = |ending: &str| endings.get(ending).copied().unwrap_or_default() * 100 / count;
    assert!(share("unsupported") <= 3, "{endings:?} {reasons:#?}");
    assert!(share("succeeded") >= 50, "{endings:?} {reasons:#?}");
    assert!(share("failed") >= 10, "{endings:?}");
    assert!(share("out of steps") <= 10, "{endings:?}");
    // 200 in 10,000.
    let rare: Vec<_> = expected()
        .into_iter()
        .filter(|name| counts.get(name).copied().unwrap_or_default() as u64 * 50 < count)
        .collect();
    assert!(rare.is_empty(), "{rare:#?} are missing or rare in {counts:#?}");
}
