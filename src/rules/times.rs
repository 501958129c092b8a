use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::RULES;

/// How long each rule took, over all definitions.
#[derive(Debug)]
pub struct RuleTimes {
    /// Nanoseconds, in the order of [`RULES`].
    nanoseconds: Vec<AtomicU64>,
}

impl Default for RuleTimes {
    fn default() -> Self {
        Self { nanoseconds: RULES.iter().map(|_| AtomicU64::new(0)).collect() }
    }
}

impl RuleTimes {
    /// Does the work of the rule of that index, and remembers how long it took.
    pub(super) fn measure(&self, index: usize, work: impl FnOnce()) {
        let start = Instant::now();
        work();
        let took = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds[index].fetch_add(took, Ordering::Relaxed);
    }

    /// The times, in the order of [`RULES`].
    pub fn all(&self) -> impl Iterator<Item = Duration> {
        self.nanoseconds.iter().map(|time| Duration::from_nanos(time.load(Ordering::Relaxed)))
    }
}
