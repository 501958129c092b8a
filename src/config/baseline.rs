//! The findings that are known: a project that takes up aslint need not mend everything at once.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::source::FileId;

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
    /// The baseline of these findings; `name_of` gives the path of a file as the baseline names it.
    pub fn of(findings: &[Finding], name_of: impl Fn(FileId) -> String) -> Self {
        let mut baseline = Self::default();
        for finding in findings {
            *baseline.counts.entry(place(finding, &name_of)).or_default() += 1;
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

    /// Takes the known findings away. Gives what the baseline knows and is not among them.
    pub fn apply(&self, findings: &mut Vec<Finding>, name_of: impl Fn(FileId) -> String) -> Self {
        let mut left = self.counts.clone();
        findings.retain(|finding| match left.get_mut(&place(finding, &name_of)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        left.retain(|_, count| *count > 0);
        Self { counts: left }
    }

    /// What it holds of the files that are wanted.
    pub fn of_files(&self, is_wanted: impl Fn(&str) -> bool) -> Self {
        let mut counts = self.counts.clone();
        counts.retain(|place, _| is_wanted(&place.file));
        Self { counts }
    }

    /// The baseline with what `other` holds of other places.
    pub fn with(mut self, other: &Self) -> Self {
        self.counts.extend(other.counts.clone());
        self
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

fn place(finding: &Finding, name_of: impl Fn(FileId) -> String) -> Place {
    Place {
        file: name_of(finding.primary.span.file),
        rule: finding.rule.id.to_owned(),
        definition: finding.definition.clone(),
        place: finding.stable_path.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;
    use crate::{Settings, Workspace, lint};

    const TWICE: &str =
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B", "Sum": 1, "Total": 2}}}"#;

    fn found(text: &str) -> Vec<Finding> {
        let mut workspace = Workspace::default();
        workspace.add(SourceFile::new("a.asl.json", text));
        lint(&workspace, &Settings::default())
    }

    fn name_of(_: FileId) -> String {
        "a.asl.json".to_owned()
    }

    fn left_of(baseline: &Baseline, text: &str) -> (usize, usize) {
        let mut findings = found(text);
        let gone = baseline.apply(&mut findings, name_of);
        (findings.len(), gone.len())
    }

    #[test]
    fn what_is_known_is_not_told_again() {
        let findings = found(TWICE);
        assert!(findings.len() > 2);
        let baseline = Baseline::of(&findings, name_of);
        assert_eq!(Baseline::read(&baseline.to_json()), Ok(baseline.clone()));
        assert_eq!(left_of(&baseline, TWICE), (0, 0));
        assert_eq!(left_of(&baseline, &format!("\n\n  {}", TWICE.replace(", ", ",\n    "))), (0, 0));
        assert_eq!(left_of(&baseline, &TWICE.replace("\"Sum\": 1", "\"Sum\": 1, \"Third\": 3")), (1, 0));
        assert_eq!(left_of(&baseline, &TWICE.replace("\"Sum\": 1, ", "")), (0, 1));
        let gone = baseline.apply(&mut found(&TWICE.replace("\"Sum\": 1, ", "")), name_of);
        let rest = baseline.without(&gone);
        assert_eq!(rest.len(), baseline.len() - 1);
        assert_eq!(rest.with(&gone), baseline);
        assert!(baseline.of_files(|file| file == "b.asl.json").is_empty());
    }

    #[test]
    fn a_text_that_is_no_baseline_is_refused() {
        for text in ["", "[]", "{\"version\": 2, \"findings\": []}", "{\"version\": 1, \"findings\": [{}]}"] {
            assert!(Baseline::read(text).is_err(), "{text}");
        }
    }
}
