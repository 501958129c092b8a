//! A folder of 10,000 files of which one in twenty holds a definition: the whole run, beside reading the files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use divan::Bencher;

use crate::generate::{Shape, json_definition};

const FILES: usize = 10_000;

/// One file in so many holds a definition, by turns of its own and in a template.
const SHARE: usize = 20;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("walk");
    let definition = json_definition(Shape::Chain, 20).text;
    let template = format!(
        "Resources:\n  Flow:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {}\n",
        definition.replace('\n', "\n        ")
    );
    let items: String =
        (0..60).map(|id| format!("  - {{ id: {id}, text: \"nothing of ours\" }}\n")).collect();
    let other = format!("items:\n{items}");
    for index in 0..FILES {
        let folder = folder.join(format!("{:02}", index / 100));
        fs::create_dir_all(&folder).expect("a folder can be made");
        let (ending, text) = match index % (2 * SHARE) {
            0 => ("asl.json", &definition),
            SHARE => ("template.yaml", &template),
            _ => ("yaml", &other),
        };
        fs::write(folder.join(format!("{index}.{ending}")), text).expect("a file can be written");
    }
    folder
});

#[divan::bench]
fn check_10_000_files(bencher: Bencher) {
    let folder = &*FOLDER;
    bencher.bench(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aslint"));
        command
            .args(["check", "--format", "concise"])
            .arg(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.status().expect("aslint starts")
    });
}

#[divan::bench]
fn read_10_000_files(bencher: Bencher) {
    let folder = &*FOLDER;
    bencher.bench(|| read(folder));
}

/// The bytes in the files below a folder.
fn read(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    entries
        .map(|entry| match entry.path() {
            path if path.is_dir() => read(&path),
            path => fs::read(path).map_or(0, |bytes| bytes.len()),
        })
        .sum()
}
