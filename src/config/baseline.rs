//! The findings that are known: a project that takes up aslint need not mend everything at once.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::Workspace;
use crate::finding::Finding;

/// The version of the file's form.
const VERSION: u32 = 1;

/// How many findings of a rule are known at a place. A place is made of names, never of lines: it stays the same when
/// something else of the file changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Place, u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    file: String,
    rule: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    definition: Option<String>,
    place: String,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    place: Place,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    findings: Vec<Entry>,
}

fn one() -> u32 {
    1
}

fn is_one(count: &u32) -> bool {
    *count == 1
}

impl Baseline {
    /// The baseline of these findings; `relative` gives the path of a file as the baseline names it.
    pub fn of(findings: &[Finding], workspace: &Workspace, relative: impl Fn(&str) -> String) -> Self {
        let mut baseline = Self::default();
        for finding in findings {
            *baseline.counts.entry(place(finding, workspace, &relative)).or_default() += 1;
        }
        baseline
    }

    /// Reads a baseline; says what is wrong with the text where it is none.
    pub fn read(text: &str) -> Result<Self, String> {
        let written: Written = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if written.version != VERSION {
            return Err(format!("its version is {}, and this aslint reads {VERSION}", written.version));
        }
        let mut baseline = Self::default();
        for Entry { place, count } in written.findings {
            let known = baseline.counts.entry(place).or_default();
            *known = known.saturating_add(count);
        }
        Ok(baseline)
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.counts.values().map(|&count| count as usize).sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The text of its file: a line a place, in an order that does not change.
    pub fn to_json(&self) -> String {
        let mut text = format!("{{\n  \"version\": {VERSION},\n  \"findings\": [");
        for (index, (place, &count)) in self.counts.iter().enumerate() {
            let entry = Entry { place: place.clone(), count };
            let line = serde_json::to_string(&entry).unwrap_or_default();
            let _ = write!(text, "{}\n    {line}", if index > 0 { "," } else { "" });
        }
        text.push_str(if self.counts.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
        text
    }

    /// Takes the known findings away. Gives what the baseline knows and is not found any more in files of which
    /// `is_linted` says that they were looked at.
    pub fn apply(
        &self,
        findings: &mut Vec<Finding>,
        workspace: &Workspace,
        relative: impl Fn(&str) -> String,
        is_linted: impl Fn(&str) -> bool,
    ) -> Self {
        let mut left = self.counts.clone();
        findings.retain(|finding| match left.get_mut(&place(finding, workspace, &relative)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        left.retain(|place, count| *count > 0 && is_linted(&place.file));
        Self { counts: left }
    }

    /// The baseline without what `gone` holds.
    pub fn without(&self, gone: &Self) -> Self {
        let left = |(place, &count): (&Place, &u32)| {
            let count = count - gone.counts.get(place).copied().unwrap_or_default().min(count);
            (count > 0).then(|| (place.clone(), count))
        };
        Self { counts: self.counts.iter().filter_map(left).collect() }
    }
}

fn place(finding: &Finding, workspace: &Workspace, relative: impl Fn(&str) -> String) -> Place {
    Place {
        file: relative(workspace.file(finding.primary.span.file).path()),
        rule: finding.rule.id.to_owned(),
        definition: finding.definition.clone(),
        place: finding.stable_path.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;
    use crate::{Settings, lint};

    const TWICE: &str =
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B", "Sum": 1, "Total": 2}}}"#;

    fn found(text: &str) -> (Workspace, Vec<Finding>) {
        let mut workspace = Workspace::default();
        workspace.add(SourceFile::new("a.asl.json", text));
        let findings = lint(&workspace, &Settings::default());
        (workspace, findings)
    }

    fn left_of(baseline: &Baseline, text: &str) -> (usize, usize) {
        let (workspace, mut findings) = found(text);
        let gone = baseline.apply(&mut findings, &workspace, str::to_owned, |_| true);
        (findings.len(), gone.len())
    }

    #[test]
    fn what_is_known_is_not_told_again() {
        let (workspace, findings) = found(TWICE);
        assert!(findings.len() > 2);
        let baseline = Baseline::of(&findings, &workspace, str::to_owned);
        assert_eq!(Baseline::read(&baseline.to_json()), Ok(baseline.clone()));
        assert_eq!(left_of(&baseline, TWICE), (0, 0));
        assert_eq!(left_of(&baseline, &format!("\n\n  {}", TWICE.replace(", ", ",\n    "))), (0, 0));
        assert_eq!(left_of(&baseline, &TWICE.replace("\"Sum\": 1", "\"Sum\": 1, \"Third\": 3")), (1, 0));
        assert_eq!(left_of(&baseline, &TWICE.replace("\"Sum\": 1, ", "")), (0, 1));
        let (workspace, mut findings) = found(&TWICE.replace("\"Sum\": 1, ", ""));
        let gone = baseline.apply(&mut findings, &workspace, str::to_owned, |_| true);
        assert_eq!(baseline.without(&gone).len(), baseline.len() - 1);
        // Of files that were not looked at, nothing is known.
        let gone = baseline.apply(&mut Vec::new(), &workspace, str::to_owned, |_| false);
        assert!(gone.is_empty());
    }

    #[test]
    fn a_text_that_is_no_baseline_is_refused() {
        for text in ["", "[]", "{\"version\": 2, \"findings\": []}", "{\"version\": 1, \"findings\": [{}]}"] {
            assert!(Baseline::read(text).is_err(), "{text}");
        }
    }
}
