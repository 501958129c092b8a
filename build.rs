//! Turns `schemas/asl.schema.json` into the field tables of `src/asl`, the pages of `rules/` into the rule table, and the
//! index of the service models into the table of `src/aws`.

#[path = "build/rules.rs"]
mod rules;
#[path = "build/schema.rs"]
mod schema;
#[path = "build/services.rs"]
mod services;

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for watched in ["build.rs", "build", "rules", "schemas/asl.schema.json", "src/aws/data", "src/rules"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let write = |name: &str, text: Result<String, String>| match text {
        Ok(text) => fs::write(out.join(name), text).expect("OUT_DIR can be written"),
        Err(error) => {
            println!("cargo::error={error}");
            std::process::exit(1);
        }
    };
    // Tables full of addresses, as those of rules and services are, would be patched page by page at each start.
    let target = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bin=aslint=-no-pie");
    }
    write("fields.rs", schema::generate(&root.join("schemas/asl.schema.json")));
    write("rule_table.rs", rules::generate(&root));
    write("services.rs", services::generate(&root.join("src/aws/data/services.txt")));
}
