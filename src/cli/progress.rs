use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Nothing is shown of what is done before that.
const PATIENCE: Duration = Duration::from_millis(500);
const REFRESH: Duration = Duration::from_millis(100);

/// A count on the terminal while many files are looked at: on standard error, and only there.
pub struct Progress {
    is_shown: bool,
    count: AtomicUsize,
    next: Mutex<Instant>,
}

impl Progress {
    pub fn new() -> Self {
        // A terminal that cannot erase a line, such as a buffer of Emacs, would keep each count.
        let can_erase = std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let is_shown = can_erase && std::io::stderr().is_terminal();
        Self { is_shown, count: AtomicUsize::new(0), next: Mutex::new(Instant::now() + PATIENCE) }
    }

    /// Counts one more file.
    pub fn step(&self, doing: &str) {
        if !self.is_shown {
            return;
        }
        let count = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let Ok(mut next) = self.next.try_lock() else { return };
        let now = Instant::now();
        if now >= *next {
            *next = now + REFRESH;
            let _ = write!(std::io::stderr(), "\r\x1b[2K{doing} {count} files");
        }
    }

    /// Begins a new count.
    pub fn restart(&self) {
        self.count.store(0, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            let _ = write!(std::io::stderr(), "\r\x1b[2K");
        }
    }
}
