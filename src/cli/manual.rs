//! Completions for shells, and manual pages: both made of the command line as clap knows it.

use std::io::Write;

use super::CLEAN;
use super::arguments::{CompletionsOptions, ManOptions, command};
use super::error::Error;
use super::files;

/// Prints the script for a shell.
pub fn completions(options: &CompletionsOptions) -> Result<u8, Error> {
    // Made in memory first, since clap_complete panics where nobody reads on.
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut command(), "aslint", &mut script);
    print(&script)
}

/// Prints the page of aslint, or writes it and those of its commands into a folder.
pub fn man(options: &ManOptions) -> Result<u8, Error> {
    let Some(folder) = &options.output_dir else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command()).render(&mut page)?;
        return print(&page);
    };
    let unwritable = |source| Error::Unwritable { path: files::display(folder), source };
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    clap_mangen::generate_to(command(), folder).map_err(unwritable)?;
    Ok(CLEAN)
}

fn print(bytes: &[u8]) -> Result<u8, Error> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(CLEAN)
}
