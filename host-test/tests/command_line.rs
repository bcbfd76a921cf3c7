//! The command as a shell sees it: standard output, standard error, exit code, and files.

use crate::guests;

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use guests::{control_path, hostile, python_path};
use tempfile::TempDir;

const JANE: &str = r#"{"name": "Jane", "age": 22, "tags": ["student", "thoughtful"]}"#;
const JOE: &str = r#"{"name": "Joe", "age": 23, "tags": ["busy"]}"#;

/// The outcome of a run of the command.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("an exit code"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

/// A folder of its own, to run the command in.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn with(self, name: &str, contents: impl AsRef<[u8]>) -> Self {
        fs::write(self.path(name), contents).expect("a file");
        self
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("the folder");
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut names: Vec<_> = entries
            .map(|entry| name(entry.expect("an entry")))
            .collect();
        names.sort();
        names
    }

    fn command(&self, component: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_people-host"));
        command
            .current_dir(self.0.path())
            .arg("--component")
            .arg(component)
            .args(arguments);
        command
    }

    /// Runs the command on the control component.
    fn run(&self, arguments: &[&str]) -> Run {
        self.run_on(&control_path(), arguments)
    }

    fn run_on(&self, component: &Path, arguments: &[&str]) -> Run {
        self.command(component, arguments)
            .output()
            .expect("a run")
            .into()
    }

    fn run_with_stdin(&self, arguments: &[&str], stdin: &str) -> Run {
        let mut command = self.command(&control_path(), arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut running = command.spawn().expect("a run");
        let mut input = running.stdin.take().expect("a pipe");
        input.write_all(stdin.as_bytes()).expect("it reads");
        drop(input);
        running.wait_with_output().expect("an end").into()
    }

    /// Checks that the command refuses `arguments` with exactly this error, before anything was written.
    fn refuses(&self, arguments: &[&str], error: &str) {
        let files = self.names();
        let expected = Run {
            code: 2,
            stdout: String::new(),
            stderr: format!("error: {error}\n"),
        };
        assert_eq!(self.run(arguments), expected);
        assert_eq!(self.names(), files, "no file came or went");
    }
}

const STUDENTS: &str = "\
┌──────┬─────┬─────────────────────┐
│ name ┆ age ┆ tags                │
╞══════╪═════╪═════════════════════╡
│ John ┆ 21  ┆ funny, student      │
│ Jane ┆ 22  ┆ thoughtful, student │
└──────┴─────┴─────────────────────┘
";

#[test]
fn without_a_file_the_example_is_filtered_by_python() {
    let run = Place::new().run_on(&python_path(), &[]);
    let expected = Run {
        code: 0,
        stdout: STUDENTS.into(),
        stderr: "2 of 3 people carry `student`\n".into(),
    };
    assert_eq!(run, expected);
}

#[test]
fn time_is_said_instead_of_the_result() {
    let run = Place::new().run(&["--time"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let times: Vec<f64> = run
        .stdout
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    assert!(
        matches!(times[..], [_start, _first, warm] if warm > 0.0),
        "{}",
        run.stdout
    );
}

#[test]
fn quiet_leaves_the_result_alone() {
    let run = Place::new().run(&["--quiet", "--tag", "wise", "--output", "json"]);
    let expected = Run {
        code: 0,
        stdout: "[\n{\"name\":\"George\",\"age\":75,\"tags\":[\"wise\",\"retired\"]}\n]\n".into(),
        stderr: String::new(),
    };
    assert_eq!(run, expected);
}

#[test]
fn every_format_is_read_from_files_and_from_standard_input() {
    let texts = [
        ("people.json", format!("[{JANE}, {JOE}]")),
        ("people.ndjson", format!("{JANE}\n{JOE}\n")),
        (
            "people.csv",
            "age,name,tags\n22,Jane,student;thoughtful\n23,Joe,busy\n".into(),
        ),
    ];
    let jane = "[\n{\"name\":\"Jane\",\"age\":22,\"tags\":[\"student\",\"thoughtful\"]}\n]\n";
    for (name, text) in texts {
        let place = Place::new().with(name, &text).with("people", &text);
        for file in [name, "people"] {
            assert_eq!(
                place.run(&["--output", "json", file]).stdout,
                jane,
                "{file} as {name}"
            );
        }
        let piped = place.run_with_stdin(&["--output", "json", "-"], &text);
        assert_eq!(piped.stdout, jane, "standard input as {name}");
    }
}

#[test]
fn a_named_format_goes_before_the_extension() {
    let place = Place::new().with("people.csv", JANE);
    let run = place.run(&["--format", "ndjson", "--output", "json", "people.csv"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn json_output_is_read_again() {
    let place = Place::new();
    let first = place.run(&["--output", "json"]).stdout;
    assert_eq!(
        place
            .run_with_stdin(&["--output", "json", "-"], &first)
            .stdout,
        first
    );
}

#[test]
fn a_hundred_thousand_people_go_through_python() {
    let people = guests::crowd(100_000);
    let text = serde_json::to_vec(&people).expect("JSON");
    let place = Place::new().with("people.json", text);
    let arguments = ["--tag", "even", "--output", "json", "people.json"];
    let run = place.run_on(&python_path(), &arguments);
    assert_eq!(run.stderr, "50000 of 100000 people carry `even`\n");
    assert_eq!(run.stdout.lines().count(), 50_002);
}

#[test]
fn a_missing_file_is_refused() {
    Place::new().refuses(
        &["people.json"],
        "`people.json` cannot be read: No such file or directory (os error 2)",
    );
}

#[test]
fn a_folder_is_refused() {
    Place::new().refuses(&["."], "`.` cannot be read: Is a directory (os error 21)");
}

#[test]
fn malformed_files_are_refused_by_line() {
    Place::new()
        .with("people.json", format!("[\n{JANE},\n{JOE}"))
        .refuses(&["people.json"], "people.json:3: EOF while parsing a list");
    Place::new().with("people.json", JANE).refuses(
        &["people.json"],
        "people.json:1: invalid type: map, expected an array of people",
    );
    Place::new()
        .with("people.csv", "name;age;tags\nJane;22;\n")
        .refuses(
            &["people.csv"],
            "people.csv:1: expected the columns `name`, `age` and `tags`, found `name;age;tags`\n\
         = help: the first line names the columns, in any order",
        );
}

#[test]
fn an_age_that_does_not_fit_is_named_by_line() {
    let old = JOE.replace("23", "70000");
    Place::new()
        .with("people.json", format!("[\n{JANE},\n{old}\n]"))
        .refuses(
            &["people.json"],
            "1 bad row in `people.json`\n\
         people.json:3: age 70000 does not fit u16 (0..=65535)",
        );
}

#[test]
fn bad_rows_are_listed_up_to_twenty() {
    let rows: String = (0..30).map(|age| format!("A,-{},\n", age + 1)).collect();
    let place = Place::new().with("people.csv", format!("name,age,tags\n{rows}"));
    let listed: String = (1..=20)
        .map(|age| {
            format!(
                "people.csv:{}: age -{age} does not fit u16 (0..=65535)\n",
                age + 1
            )
        })
        .collect();
    let error = format!("30 bad rows in `people.csv`\n{listed}... and 10 more");
    place.refuses(&["--out", "result.json", "people.csv"], &error);
}

#[test]
fn text_that_is_not_utf8_is_named_by_line_and_byte() {
    let place = Place::new().with("people.csv", b"name,age,tags\nJos\xe9,22,\n");
    place.refuses(
        &["people.csv"],
        "people.csv:2: byte 4 of the line is 0xe9, which is not UTF-8\n\
         = help: save the file as UTF-8",
    );
}

#[test]
fn bad_rows_of_standard_input_are_named_by_line() {
    let run = Place::new().run_with_stdin(&["-"], &format!("{JANE}\n{{\"name\": \"A\"}}\n"));
    let expected = Run {
        code: 2,
        stdout: String::new(),
        stderr: "error: 1 bad row in `standard input`\nstandard input:2: missing field `age`\n"
            .into(),
    };
    assert_eq!(run, expected);
}

#[test]
fn unknown_options_are_refused() {
    for arguments in [
        ["--tags", "student"],
        ["--format", "xml"],
        ["--timeout", "soon"],
        ["--max-memory", "lots"],
        ["--fuel", "-1"],
        ["people.json", "more.json"],
    ] {
        let run = Place::new().run(&arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains("error: "), "{}", run.stderr);
        assert!(run.stderr.contains("--help"), "{}", run.stderr);
    }
}

/// Checks the error for another component than ours.
fn refuses_component(contents: Option<&[u8]>, error: &str) {
    let place = match contents {
        Some(contents) => Place::new().with("x.wasm", contents),
        None => Place::new(),
    };
    let run = place.run_on(Path::new("x.wasm"), &[]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_eq!(run.stderr, format!("error: {error}\n"));
}

#[test]
fn other_components_are_refused() {
    refuses_component(
        None,
        "`x.wasm` cannot be read: No such file or directory (os error 2)\n\
         = help: build it with `cargo xtask build`",
    );
    refuses_component(
        Some(&wat::parse_str("(component)").expect("a component")),
        "`x.wasm` does not export `wasi-py:people/people@0.1.0`, it exports nothing",
    );
    let whole = fs::read(python_path()).expect("the component");
    let half = &whole[..whole.len() / 2];
    let run = Place::new()
        .with("x.wasm", half)
        .run_on(Path::new("x.wasm"), &[]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr
            .starts_with("error: `x.wasm` is cut off: expected at least "),
        "{run:?}"
    );
    assert!(
        run.stderr.ends_with("\n= help: copy or build it again\n"),
        "{run:?}"
    );
}

#[test]
fn the_memory_of_a_guest_that_stops_is_kept_on_request() {
    let place = Place::new().with("x.wasm", hostile("", "", "unreachable"));
    let run = place.run_on(Path::new("x.wasm"), &["--core-dump", "x.core"]);
    assert!(
        run.stderr
            .ends_with("\nnote: its memory is kept in `x.core`\n"),
        "{run:?}"
    );
    let kept = place.path("x.core");
    assert!(fs::read(&kept).expect("a file").starts_with(b"\0asm"));
    let mode = fs::metadata(&kept).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let run = place.run_on(Path::new("x.wasm"), &["--core-dump", "none/x.core"]);
    assert!(
        run.stderr
            .contains("\nnote: its memory cannot be kept in `none/x.core`: "),
        "{run:?}"
    );
}

#[test]
fn a_guest_that_stops_is_another_error_than_bad_input() {
    let place = Place::new().with("x.wasm", hostile("", "", "(loop br 0) unreachable"));
    let run = place.run_on(
        Path::new("x.wasm"),
        &["--timeout", "30ms", "--out", "result"],
    );
    let expected = Run {
        code: 1,
        stdout: String::new(),
        stderr: "error: the guest did not finish within 30ms\n".into(),
    };
    assert_eq!(run, expected);
    assert_eq!(place.names(), ["x.cwasm", "x.wasm"]);
    let run = place.run_on(Path::new("x.wasm"), &["--fuel", "5000"]);
    assert_eq!(
        run.stderr,
        "error: the guest used up its 5000 units of fuel\n"
    );
    let run = place.run(&["--max-memory", "64KiB"]);
    assert_eq!(
        run.stderr,
        "error: the guest wanted more than the 65536 bytes of memory that it may have\n"
    );
    assert_eq!(run.code, 1);
}

#[test]
fn a_file_is_written_all_at_once() {
    let place = Place::new().with("result.txt", "before");
    let run = place.run(&["--quiet", "--out", "result.txt"]);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (0, "", "")
    );
    assert_eq!(
        fs::read_to_string(place.path("result.txt")).expect("the result"),
        STUDENTS
    );
    assert_eq!(place.names(), ["result.txt"]);
}

#[test]
fn a_failed_run_leaves_the_file_as_it_was() {
    let place = Place::new()
        .with("result.txt", "before")
        .with("people.json", "[1]");
    assert_eq!(place.run(&["--out", "result.txt", "people.json"]).code, 2);
    assert_eq!(
        fs::read(place.path("result.txt")).expect("the file"),
        b"before"
    );
    assert_eq!(place.names(), ["people.json", "result.txt"]);
}

#[test]
fn a_link_is_followed_and_stays() {
    let place = Place::new().with("real.txt", "before");
    std::os::unix::fs::symlink("real.txt", place.path("link.txt")).expect("a link");
    assert_eq!(place.run(&["--out", "link.txt"]).code, 0);
    assert!(place.path("link.txt").is_symlink());
    assert_eq!(
        fs::read_to_string(place.path("real.txt")).expect("the result"),
        STUDENTS
    );
}

#[test]
fn places_that_cannot_be_written_are_refused() {
    Place::new().refuses(
        &["--out", "no/such/folder.txt"],
        "`no/such/folder.txt` cannot be written: No such file or directory (os error 2)",
    );
    Place::new().refuses(
        &["--out", "/dev/null"],
        "`/dev/null` is not a regular file, so that it cannot be replaced\n\
         = help: let the shell write to it, with `>` instead of `--out`",
    );
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let text = serde_json::to_vec(&guests::crowd(100_000)).expect("JSON");
    let place = Place::new().with("people.json", text);
    let mut command = place.command(&control_path(), &["--tag", "some", "people.json"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().expect("a run");
    drop(running.stdout.take());
    let run = Run::from(running.wait_with_output().expect("an end"));
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (0, "100000 of 100000 people carry `some`\n")
    );
}

#[test]
fn a_full_disk_is_an_error() {
    let place = Place::new();
    let mut command = place.command(&control_path(), &[]);
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("/dev/full");
    let run = Run::from(command.stdout(full).output().expect("a run"));
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: standard output cannot be written to: No space left on device (os error 28)\n"
    );
}
