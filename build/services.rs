//! Reads the index of the service models into a table.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The services of `src/aws/data/services.txt`, a line each: name, prefix of its errors, name in botocore, bytes of its
/// table. What the models are stands first.
pub fn generate(index: &Path) -> Result<String, String> {
    let text = fs::read_to_string(index).map_err(|error| format!("{}: {error}", index.display()))?;
    let mut lines = text.lines().map(|line| line.split(' ').collect::<Vec<_>>());
    let wrong = |line: &[&str]| format!("{}: what is `{}`?", index.display(), line.join(" "));
    let mut out = match lines.next().as_deref() {
        Some(["botocore", version, date]) => {
            format!("static MODELS: Models = Models {{ version: {version:?}, date: {date:?} }};\n\n")
        }
        line => return Err(wrong(line.unwrap_or_default())),
    };
    let _ = writeln!(out, "static SERVICES: [Service; {}] = [", text.lines().count() - 1);
    let mut start = 0;
    for line in lines {
        let [name, prefix, boto_name, length] = line[..] else { return Err(wrong(&line)) };
        let length: usize = length.parse().map_err(|_| wrong(&line))?;
        let known = |word: &str| (word != "-").then(|| word.to_owned());
        let (prefix, boto_name, end) = (known(prefix), known(boto_name), start + length);
        let _ = writeln!(out, "    Service::new({name:?}, {prefix:?}, {boto_name:?}, {start}..{end}),");
        start = end;
    }
    out.push_str("];\n");
    Ok(out)
}
