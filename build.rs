//! Turns `schemas/asl.schema.json` into the field tables of `src/asl`, and the pages of `rules/` into the rule table.

#[path = "build/rules.rs"]
mod rules;
#[path = "build/schema.rs"]
mod schema;

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for watched in ["build.rs", "build", "rules", "schemas/asl.schema.json", "src/rules"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let write = |name: &str, text: Result<String, String>| match text {
        Ok(text) => fs::write(out.join(name), text).expect("OUT_DIR can be written"),
        Err(error) => {
            println!("cargo::error={error}");
            std::process::exit(1);
        }
    };
    write("fields.rs", schema::generate(&root.join("schemas/asl.schema.json")));
    write("rule_table.rs", rules::generate(&root));
}
