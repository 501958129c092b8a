//! The version of aslint, and of what it knows of AWS.

use std::io::Write;

use super::CLEAN;
use super::error::Error;
use crate::aws;

/// Prints the version; if asked for more, that of the facts too.
pub fn run(is_verbose: bool) -> Result<u8, Error> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "aslint {}", env!("CARGO_PKG_VERSION"))?;
    if is_verbose {
        let models = aws::models();
        let count = aws::sdk_services().len();
        writeln!(out, "facts about {count} AWS services: botocore {} of {}", models.version, models.date)?;
    }
    out.flush()?;
    Ok(CLEAN)
}
