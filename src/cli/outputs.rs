use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use super::arguments::{ColorArgument, FormatArgument};
use super::error::Error;
use super::{statistics, terminal};
use crate::report::{self, Format, Report, Style};

/// The options as clap reads them; [`Outputs`] is what they mean together.
#[derive(Args)]
struct OutputOptions {
    /// How findings are written; may be given several times [default: full; in GitHub Actions: github]
    #[arg(long, value_name = "FORMAT")]
    format: Vec<FormatArgument>,

    /// Write the format before this option to a file; `-` is standard output
    #[arg(long, value_name = "FILE")]
    output: Vec<PathBuf>,
}

/// What is written where.
#[derive(Debug)]
pub struct Outputs(Vec<Output>);

/// A format, and the file for it; none is standard output.
#[derive(Debug, PartialEq, Eq)]
struct Output {
    format: Format,
    file: Option<PathBuf>,
}

impl Args for Outputs {
    fn augment_args(command: Command) -> Command {
        OutputOptions::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        OutputOptions::augment_args_for_update(command)
    }
}

impl FromArgMatches for Outputs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut options: Vec<(usize, Given)> = Vec::new();
        if let Some(formats) = matches.get_many::<FormatArgument>("format") {
            let indices = matches.indices_of("format").into_iter().flatten();
            options.extend(indices.zip(formats.map(|argument| Given::Format(argument.0))));
        }
        if let Some(files) = matches.get_many::<PathBuf>("output") {
            let indices = matches.indices_of("output").into_iter().flatten();
            options.extend(indices.zip(files.map(|file| Given::Output(file))));
        }
        options.sort_by_key(|(index, _)| *index);
        let outputs = pair(options.into_iter().map(|(_, option)| option), default_format());
        outputs.map(Self).map_err(|problem| clap::Error::raw(ErrorKind::ArgumentConflict, problem))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// One of the two options, as given.
#[derive(Clone, Copy)]
enum Given<'a> {
    Format(Format),
    Output(&'a Path),
}

/// An output belongs to the format before it, or to the default one where there is none.
fn pair<'a>(options: impl Iterator<Item = Given<'a>>, default: Format) -> Result<Vec<Output>, String> {
    let mut outputs: Vec<Output> = Vec::new();
    let mut is_open = false;
    for option in options {
        match option {
            Given::Format(format) => outputs.push(Output { format, file: None }),
            Given::Output(file) => {
                if outputs.is_empty() {
                    outputs.push(Output { format: default, file: None });
                } else if !is_open {
                    let file = file.display();
                    return Err(format!("--output {file}: the format before it has an --output already"));
                }
                if let Some(output) = outputs.last_mut() {
                    output.file = (file != Path::new("-")).then(|| file.to_owned());
                }
            }
        }
        is_open = matches!(option, Given::Format(_));
    }
    if outputs.is_empty() {
        outputs.push(Output { format: default, file: None });
    }
    for (index, output) in outputs.iter().enumerate() {
        if let Some(other) = outputs[..index].iter().find(|other| other.file == output.file) {
            let place = output.file.as_ref().map_or("standard output".into(), |file| file.to_string_lossy());
            let (one, two) = (other.format.name(), output.format.name());
            return Err(format!(
                "{one} and {two} cannot both be written to {place}: give one of them an --output of its own"
            ));
        }
    }
    Ok(outputs)
}

/// In GitHub Actions, what is written to standard output can annotate the lines of a pull request.
fn default_format() -> Format {
    let is_github = std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true");
    if is_github { Format::GitHub } else { Format::Full }
}

/// How a run ends on the terminal.
pub struct Ending<'e> {
    /// When to use colours.
    pub color: ColorArgument,
    /// Whether standard output has something else than a report.
    pub is_output_taken: bool,
    /// Whether nothing is said of the run as a whole.
    pub is_quiet: bool,
    /// What is said behind the summary.
    pub lines: &'e [&'e str],
}

impl Outputs {
    /// Writes `report` everywhere; files first, for nobody may read standard output to its end. Files that cannot be
    /// written are added to `errors`; fails only where standard output fails.
    pub fn write(&self, report: &Report, ending: &Ending, errors: &mut Vec<Error>) -> Result<(), Error> {
        self.write_files(report, ending, errors);
        match self.on_terminal() {
            Some(format) => ending.write_report(format, report),
            None => Ok(()),
        }
    }

    fn write_files(&self, report: &Report, ending: &Ending, errors: &mut Vec<Error>) {
        for Output { format, file } in &self.0 {
            if let Some(file) = file
                && let Err(source) = ending.write_to_file(*format, report, file)
            {
                errors.push(Error::Unwritable { path: file.display().to_string(), source });
            }
        }
    }

    /// The same, but that on standard output stands how many findings each rule has.
    pub fn write_statistics(
        &self,
        report: &Report,
        ending: &Ending,
        errors: &mut Vec<Error>,
    ) -> Result<(), Error> {
        self.write_files(report, ending, errors);
        let (mut out, style) = ending.output();
        let format = self.on_terminal().unwrap_or(Format::Full);
        statistics::write(report.findings, format, &mut out)?;
        if format != Format::Json {
            ending.write_summary(report, &style, &mut out)?;
        }
        Ok(out.flush()?)
    }

    fn on_terminal(&self) -> Option<Format> {
        self.0.iter().find(|output| output.file.is_none()).map(|output| output.format)
    }
}

impl Ending<'_> {
    fn output(&self) -> (Box<dyn Write>, Style) {
        if self.is_output_taken {
            (Box::new(BufWriter::new(std::io::stderr().lock())), terminal::style_of_errors())
        } else {
            (Box::new(BufWriter::new(std::io::stdout().lock())), terminal::style_of_output(self.color))
        }
    }

    fn write_report(&self, format: Format, report: &Report) -> Result<(), Error> {
        let (mut out, style) = self.output();
        report::write(format, report, &style, &mut out)?;
        if format == Format::Full {
            self.write_summary(report, &style, &mut out)?;
        }
        out.flush()?;
        drop(out);
        if matches!(format, Format::Concise | Format::GitHub) {
            // What is written to standard output stays one line a finding.
            self.write_summary(report, &terminal::style_of_errors(), &mut std::io::stderr().lock())?;
        }
        Ok(())
    }

    fn write_to_file(&self, format: Format, report: &Report, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let (mut out, style) = (BufWriter::new(File::create(path)?), Style::default());
        report::write(format, report, &style, &mut out)?;
        if format == Format::Full {
            self.write_summary(report, &style, &mut out)?;
        }
        out.flush()
    }

    fn write_summary(&self, report: &Report, style: &Style, out: &mut dyn Write) -> std::io::Result<()> {
        if self.is_quiet {
            return Ok(());
        }
        report::write_summary(report, style, out)?;
        self.lines.iter().try_for_each(|line| writeln!(out, "{line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Given::{Format as F, Output as O};
    use super::*;

    fn paired(options: &[Given]) -> Result<Vec<(&'static str, Option<String>)>, String> {
        let outputs = pair(options.iter().copied(), Format::Full)?;
        let name = |output: Output| {
            (output.format.name(), output.file.map(|file| file.to_string_lossy().into_owned()))
        };
        Ok(outputs.into_iter().map(name).collect())
    }

    #[test]
    fn an_output_belongs_to_the_format_before_it() {
        let (a, b) = (Path::new("a"), Path::new("b"));
        let file = |name: &str| Some(name.to_owned());
        assert_eq!(paired(&[]), Ok(vec![("full", None)]));
        assert_eq!(paired(&[O(a)]), Ok(vec![("full", file("a"))]));
        assert_eq!(paired(&[F(Format::Json)]), Ok(vec![("json", None)]));
        assert_eq!(
            paired(&[F(Format::GitHub), F(Format::Sarif), O(a)]),
            Ok(vec![("github", None), ("sarif", file("a"))])
        );
        assert_eq!(paired(&[F(Format::Json), O(Path::new("-"))]), Ok(vec![("json", None)]));
        assert_eq!(
            paired(&[O(a), F(Format::Sarif), O(b), F(Format::Json)]),
            Ok(vec![("full", file("a")), ("sarif", file("b")), ("json", None)])
        );
    }

    #[test]
    fn no_place_is_written_twice() {
        let a = Path::new("a");
        for options in [
            &[F(Format::Json), F(Format::Sarif)][..],
            &[F(Format::Json), F(Format::Json)],
            &[F(Format::Json), O(a), F(Format::Sarif), O(a)],
            &[F(Format::Json), O(a), O(Path::new("b"))],
            &[O(a), O(a)],
        ] {
            assert!(paired(options).is_err());
        }
    }
}
