//! The command `aslint`.

use std::process::ExitCode;

fn main() -> ExitCode {
    aslint::cli::run()
}
