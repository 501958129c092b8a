//! What a run found and took, in numbers.

use std::io::{self, Write};
use std::time::Duration;

use rustc_hash::FxHashMap;

use crate::RuleTimes;
use crate::finding::{Finding, FixAvailability, Rule, Severity};
use crate::report::Format;
use crate::rules::RULES;

/// How many rules are told of that took longest.
const SHOWN: usize = 10;

/// Writes how many findings each rule has, the most first.
pub fn write(findings: &[Finding], format: Format, out: &mut impl Write) -> io::Result<()> {
    let mut counts: FxHashMap<&str, (&Rule, Severity, u32)> = FxHashMap::default();
    for finding in findings {
        let entry = counts.entry(finding.rule.id).or_insert((finding.rule, finding.severity, 0));
        entry.1 = entry.1.max(finding.severity);
        entry.2 += 1;
    }
    let mut counts: Vec<_> = counts.into_values().collect();
    counts.sort_by_key(|(rule, _, count)| (std::cmp::Reverse(*count), rule.id));
    if format == Format::Json {
        let as_json = |(rule, severity, count): &(&Rule, Severity, u32)| {
            serde_json::json!({
                "rule": rule.id, "severity": severity.name(), "count": count, "fix": rule.fix.name(),
                "summary": rule.summary,
            })
        };
        let all: Vec<_> = counts.iter().map(as_json).collect();
        serde_json::to_writer_pretty(&mut *out, &all)?;
        return writeln!(out);
    }
    let width = counts.iter().map(|(rule, ..)| rule.id.len()).max().unwrap_or_default();
    for (rule, severity, count) in counts {
        let fix = if rule.fix == FixAvailability::None { " " } else { "*" };
        writeln!(out, "{count:>6}  {:width$}  {:7} {fix} {}", rule.id, severity.name(), rule.summary)?;
    }
    Ok(())
}

/// Writes how long the parts of a run took, and which rules took longest; on several cores, rules add up to more than
/// the whole.
pub fn write_times(parts: &[(&str, Duration)], times: &RuleTimes, out: &mut impl Write) -> io::Result<()> {
    for (part, time) in parts {
        writeln!(out, "{:>9.1} ms  {part}", millis(*time))?;
    }
    let mut by_rule: Vec<(&str, Duration)> =
        RULES.iter().map(|entry| entry.rule.id).zip(times.all()).collect();
    by_rule.sort_by_key(|(id, time)| (std::cmp::Reverse(*time), *id));
    for (id, time) in by_rule.into_iter().take(SHOWN) {
        writeln!(out, "{:>9.1} ms  rule {id}", millis(time))?;
    }
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
