//! `aslint init`: a configuration to begin with.

use std::io::Write;

use super::arguments::InitOptions;
use super::error::Error;
use super::{CLEAN, files};
use crate::config::FILE_NAME;

/// Everything in it is a comment: it changes nothing until somebody wants it to.
const STARTER: &str = include_str!("starter.toml");

/// Writes it where there is none; gives the exit code.
pub fn run(options: &InitOptions) -> Result<u8, Error> {
    let path = options.folder.join(FILE_NAME);
    let name = files::display(&path);
    let unwritable = |source| Error::Unwritable { path: name.clone(), source };
    let mut file = std::fs::File::create_new(&path).map_err(unwritable)?;
    file.write_all(STARTER.as_bytes()).map_err(unwritable)?;
    writeln!(std::io::stdout(), "Wrote {name}")?;
    Ok(CLEAN)
}
