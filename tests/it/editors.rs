//! The recipes of docs/editors.md show what is found at its place. Each runs in the editor itself, where it is installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use regex_lite::Regex;
use serde_json::Value;

use crate::support::{read, root};

const FILE: &str = "order.asl.json";

/// The text of the first block of docs/editors.md in this language.
fn recipe(language: &str) -> String {
    let page = read(&root().join("docs/editors.md"));
    let start = format!("\n```{language}\n");
    let (_, rest) = page.split_once(&start).unwrap_or_else(|| panic!("no recipe in {language}"));
    rest.split("```").next().unwrap_or_default().to_owned()
}

/// A folder with the faulty definition in it, and the recipe.
fn folder(test: &str, language: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editors").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    fs::copy(root().join("examples").join(FILE), folder.join(FILE)).expect("the example can be copied");
    fs::write(folder.join("recipe"), recipe(language)).expect("the recipe can be written");
    folder
}

/// What an editor says it shows: it writes a line `line:column:severity:text` for each finding into the file `shown`.
fn shown(editor: &str, folder: &Path, arguments: &[&str]) -> Option<Vec<String>> {
    let binary = Path::new(env!("CARGO_BIN_EXE_aslint"));
    let folders = [binary.parent().expect("a binary is in a folder").to_owned()];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(folders.into_iter().chain(std::env::split_paths(&path)));
    let mut command = Command::new(editor);
    command.args(arguments).current_dir(folder).env("HOME", folder).env("TERM", "dumb").stdin(Stdio::null());
    for name in ["CI", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR"] {
        command.env_remove(name);
    }
    let Ok(output) = command.env("PATH", path.expect("a path")).output() else {
        println!("SKIPPED: {editor} is not installed, so nothing is known of its recipe");
        return None;
    };
    let Ok(shown) = fs::read_to_string(folder.join("shown")) else {
        panic!("{editor} shows nothing: {}", String::from_utf8_lossy(&output.stderr));
    };
    Some(shown.lines().map(str::to_owned).collect())
}

/// What aslint finds, as `shown` has it; the severity by its first letter.
fn found() -> Vec<String> {
    lines(&root().join("examples"), "json")
        .iter()
        .flat_map(|report| {
            let report: Value = serde_json::from_str(report).expect("JSON");
            report["findings"].as_array().cloned().unwrap_or_default()
        })
        .map(|finding| {
            let text = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
            let (line, column, severity) = (&finding["line"], &finding["column"], &text("severity")[..1]);
            format!("{line}:{column}:{severity}:[{}] {}", text("rule"), text("message"))
        })
        .collect()
}

/// What aslint writes on the example.
fn lines(folder: &Path, format: &str) -> Vec<String> {
    let mut aslint = Command::new(env!("CARGO_BIN_EXE_aslint"));
    let output = aslint.args(["check", "--format", format, FILE]).current_dir(folder).output();
    let text = String::from_utf8(output.expect("aslint starts").stdout).expect("UTF-8");
    if format == "json" { vec![text] } else { text.lines().map(str::to_owned).collect() }
}

#[test]
fn vim_has_the_findings_in_its_quickfix_list() {
    let folder = folder("vim", "vim");
    let list = "map(getqflist(), {_, at -> join([at.lnum, at.col, at.type, at.text], ':')})";
    let write = format!("call writefile({list}, 'shown')");
    let arguments =
        ["-Nu", "recipe", "-es", "-c", "filetype on", "-c", "edit order.asl.json", "-c", "write", "-c"];
    let arguments = [&arguments[..], &[&write, "-c", "qall!"]].concat();
    let Some(shown) = shown("vim", &folder, &arguments) else { return };
    assert_eq!(shown, found());
}

#[test]
fn neovim_has_the_findings_as_diagnostics() {
    let folder = folder("neovim", "lua");
    let write = r#"lua
        vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
        local shown = {}
        for _, at in ipairs(vim.diagnostic.get(0)) do
            local severity = ({ "e", "w", "i" })[at.severity]
            local place = (at.lnum + 1) .. ":" .. (at.col + 1) .. ":" .. severity
            table.insert(shown, place .. ":[" .. at.code .. "] " .. at.message)
        end
        vim.fn.writefile(shown, "shown")"#;
    let write = write.split_whitespace().collect::<Vec<_>>().join(" ");
    let arguments = ["--headless", "-u", "NONE", "-c", "luafile recipe", "-c", "edit order.asl.json", "-c"];
    let arguments = [&arguments[..], &[&write, "-c", "qall!"]].concat();
    let Some(shown) = shown("nvim", &folder, &arguments) else { return };
    assert_eq!(shown, found());
}

#[test]
fn emacs_has_the_findings_in_flymake() {
    let folder = folder("flymake", "elisp");
    let write = r#"(let ((rounds 0) shown)
        (find-file "order.asl.json")
        (aslint-flymake-on)
        (flymake-start)
        (while (and (null (flymake-diagnostics)) (< rounds 400))
          (accept-process-output nil 0.05)
          (setq rounds (1+ rounds)))
        (dolist (at (flymake-diagnostics))
          (goto-char (flymake-diagnostic-beg at))
          (push (format "%d:%d:%s:%s" (line-number-at-pos) (1+ (current-column))
                        (substring (symbol-name (flymake-diagnostic-type at)) 1 2)
                        (flymake-diagnostic-text at))
                shown))
        (with-temp-file "shown" (insert (string-join (reverse shown) "\n"))))"#;
    let arguments = ["-Q", "--batch", "--load", "recipe", "--eval", write];
    let Some(mut shown) = shown("emacs", &folder, &arguments) else { return };
    shown.sort();
    assert_eq!(shown, found());
}

#[test]
fn emacs_compile_knows_the_lines() {
    let folder = folder("compile", "elisp");
    let write = r#"(progn
        (require 'compile)
        (require 'subr-x)
        (let ((buffer (compilation-start "aslint check --format concise order.asl.json")) shown)
          (while (get-buffer-process buffer) (accept-process-output nil 0.05))
          (set-buffer buffer)
          (compilation--ensure-parse (point-max))
          (goto-char (point-min))
          (while (ignore-errors (compilation-next-error 1) t)
            (let* ((message (get-text-property (point) 'compilation-message))
                   (place (compilation--message->loc message)))
              (push (format "%s:%d:%d" (caar (compilation--loc->file-struct place))
                            (compilation--loc->line place) (compilation--loc->col place))
                    shown)))
          (with-temp-file "shown" (insert (string-join (reverse shown) "\n")))))"#;
    let Some(shown) = shown("emacs", &folder, &["-Q", "--batch", "--eval", write]) else { return };
    let place = |line: &String| line.splitn(3, ':').take(2).collect::<Vec<_>>().join(":");
    let places: Vec<String> = found().iter().map(|line| format!("{FILE}:{}", place(line))).collect();
    assert_eq!(shown, places);
}

#[test]
fn visual_studio_codes_matcher_reads_every_line() {
    let task: Value = serde_json::from_str(&recipe("json")).expect("the task is JSON");
    let pattern = &task["tasks"][0]["problemMatcher"]["pattern"];
    let regexp = Regex::new(pattern["regexp"].as_str().unwrap_or_default()).expect("the pattern is one");
    let group = |name: &str| pattern[name].as_u64().expect("the number of a group") as usize;
    let read: Vec<String> = lines(&root().join("examples"), "concise")
        .iter()
        .map(|line| {
            let captures = regexp.captures(line).unwrap_or_else(|| panic!("{line} is not read"));
            assert_eq!(&captures[group("file")], FILE);
            let [place, column, severity, rule, message] =
                ["line", "column", "severity", "code", "message"].map(|name| &captures[group(name)]);
            format!("{place}:{column}:{}:[{rule}] {message}", &severity[..1])
        })
        .collect();
    assert_eq!(read, found());
}
