use std::io::{IsTerminal, Write};

use super::arguments::ColorArgument;
use crate::report::Style;

/// The width where there is no terminal to ask, in columns.
const DEFAULT_WIDTH: usize = 100;

/// How to write to standard output.
pub fn style_of_output(color: ColorArgument) -> Style {
    let stdout = std::io::stdout();
    let color = match color {
        ColorArgument::Auto => anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
        ColorArgument::Always => true,
        ColorArgument::Never => false,
    };
    Style { color, links: color && stdout.is_terminal(), width: width() }
}

/// How to write to standard error.
pub fn style_of_errors() -> Style {
    let color = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    Style { color, links: false, width: width() }
}

/// Writes a line to standard error. Where that cannot be written, there is nowhere left to say so.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn width() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = asked.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)));
    width.unwrap_or(DEFAULT_WIDTH).clamp(40, 200)
}
