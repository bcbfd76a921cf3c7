//! `wasi-py new`, as a person calls it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn new(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasi-py"));
    command.current_dir(folder).arg("new").args(arguments);
    command.output().expect("runs")
}

fn refusal(folder: &Path, arguments: &[&str]) -> String {
    let output = new(folder, arguments);
    assert!(!output.status.success() && output.stdout.is_empty());
    String::from_utf8(output.stderr).expect("text")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("readable");
    let names = entries.map(|entry| entry.expect("readable").file_name());
    let mut names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn project_is_complete_and_named_after_its_folder() {
    let work = tempfile::tempdir().expect("a folder");
    let output = new(work.path(), &["some/my-words"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let folder = work.path().join("some/my-words");
    assert_eq!(output.stdout, format!("{}\n", folder.display()).as_bytes());
    let expected = [
        ".cargo",
        ".gitignore",
        "Cargo.lock",
        "Cargo.toml",
        "README.md",
        "app",
        "build.rs",
        "src",
        "wit",
    ];
    assert_eq!(names(&folder), expected);
    assert_eq!(names(&folder.join("app/src")), ["my_words_app"]);
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("written");
    assert!(manifest.contains("name = \"my-words\"\n"), "{manifest}");
    assert_eq!(
        names(&work.path().join("some")),
        ["my-words"],
        "nothing else is left"
    );
}

#[test]
fn project_that_answers_requests_has_a_framework() {
    let work = tempfile::tempdir().expect("a folder");
    for (framework, dependencies, export) in [
        ("plain", "dependencies = []", "handle = app.handle"),
        ("flask", "dependencies = [\"flask ", "handle = wsgi(app)"),
        (
            "starlette",
            "dependencies = [\"starlette ",
            "handle = asgi(app)",
        ),
    ] {
        let output = new(work.path(), &["--http", framework, framework]);
        assert!(output.status.success(), "{output:?}");
        let read = |path: &str| {
            fs::read_to_string(work.path().join(framework).join(path)).expect("written")
        };
        assert!(read("app/pyproject.toml").contains(dependencies));
        assert!(read(&format!("app/src/{framework}_app/__init__.py")).contains(export));
        assert!(read("wit/world.wit").contains("export wasi:http/incoming-handler@"));
        assert!(read("Cargo.toml").contains("\nwit-crates = [\"wasip2\"]\n"));
        let lock = String::from_utf8_lossy(&output.stderr).contains("cargo wasi-py lock");
        assert_eq!(lock, framework != "plain", "{output:?}");
    }
}

#[test]
fn empty_folder_is_taken_under_another_name() {
    let work = tempfile::tempdir().expect("a folder");
    let folder = work.path().join("My Words");
    fs::create_dir(&folder).expect("a folder");
    let output = new(&folder, &[".", "--name", "my-words"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let world = fs::read_to_string(folder.join("wit/world.wit")).expect("written");
    assert!(world.contains("package example:my-words@0.1.0;"), "{world}");
}

#[test]
fn folder_with_content_is_refused_and_left_alone() {
    let work = tempfile::tempdir().expect("a folder");
    let folder = work.path().join("words");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("mine"), "").expect("written");
    assert_eq!(
        refusal(work.path(), &["words"]),
        format!(
            "error: `{}` is not empty\n= help: name a folder that is not there yet\n",
            folder.display()
        )
    );
    assert_eq!(names(&folder), ["mine"]);
    assert_eq!(names(work.path()), ["words"]);
}

#[test]
fn file_in_the_place_is_refused() {
    let work = tempfile::tempdir().expect("a folder");
    fs::write(work.path().join("words"), "").expect("written");
    let said = refusal(work.path(), &["words"]);
    assert!(said.starts_with("error: cannot use `"), "{said}");
    assert_eq!(names(work.path()), ["words"]);
}

#[test]
fn name_that_is_not_valid_leaves_nothing() {
    let work = tempfile::tempdir().expect("a folder");
    let said = refusal(work.path(), &["some/My_Words"]);
    assert!(
        said.starts_with("error: `My_Words` is not a name for a component: expected words"),
        "{said}"
    );
    assert!(names(work.path()).is_empty());
}

#[test]
fn build_where_there_is_no_project_says_so() {
    let work = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasi-py"));
    let output = command
        .current_dir(work.path())
        .arg("build")
        .output()
        .expect("runs");
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(said.starts_with("error: no `Cargo.toml` in `"), "{said}");
    assert!(said.contains("= help: "), "{said}");
}

#[test]
fn quiet_command_prints_its_result_and_nothing_else() {
    let work = tempfile::tempdir().expect("a folder");
    let output = new(work.path(), &["--quiet", "words"]);
    let folder = work.path().join("words");
    assert_eq!(output.stdout, format!("{}\n", folder.display()).as_bytes());
    assert!(output.stderr.is_empty(), "{output:?}");
}
