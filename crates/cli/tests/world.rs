//! `wasi-py stubs` and `wasi-py check`, as a person calls them.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A project that `wasi-py new` has written.
struct Project {
    _work: tempfile::TempDir,
    folder: PathBuf,
}

/// Returns where a tool lies that tests need: `cargo xtask test` installs it and sets the variable.
fn tool(variable: &str) -> OsString {
    let value = std::env::var_os(variable);
    value.unwrap_or_else(|| panic!("`{variable}` is not set\n= help: run `cargo xtask test tools`"))
}

impl Project {
    fn new() -> Self {
        let work = tempfile::tempdir().expect("a folder");
        let folder = work.path().join("my-words");
        let mut command = Command::new(env!("CARGO_BIN_EXE_wasi-py"));
        let output = command.arg("new").arg(&folder).output().expect("runs");
        assert!(output.status.success());
        Self {
            _work: work,
            folder,
        }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wasi-py"));
        command.args(arguments).current_dir(&self.folder);
        command.output().expect("runs")
    }

    fn refusal(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success());
        String::from_utf8(output.stderr).expect("text")
    }

    fn edit(&self, name: &str, from: &str, to: &str) {
        let path = self.folder.join(name);
        let text = fs::read_to_string(&path).expect("readable");
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replace(from, to)).expect("written");
    }
}

const WORLD: &str = "wit/world.wit";
const APP: &str = "app/src/my_words_app/__init__.py";

#[test]
fn stubs_follow_the_world() {
    let project = Project::new();
    let stub = project.folder.join("app/stubs/wit/world.pyi");
    for (name, other) in [("count", "frequencies"), ("frequencies", "count")] {
        let output = project.run(&["stubs"]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let content = fs::read_to_string(&stub).expect("written");
        let line = format!("def {name}(self, text: str, pattern: str) -> list[tuple[str, int]]");
        assert!(content.contains(&line), "{content}");
        project.edit(
            WORLD,
            &format!("export {name}:"),
            &format!("export {other}:"),
        );
    }
    let stubs = project.folder.join("app/stubs");
    assert_eq!(
        fs::read_dir(stubs).expect("readable").count(),
        1,
        "nothing else is left"
    );
}

#[test]
fn file_that_is_no_stub_is_not_removed() {
    let project = Project::new();
    let mine = Path::new("app/stubs/wit/mine.py");
    fs::create_dir_all(project.folder.join("app/stubs/wit")).expect("a folder");
    fs::write(project.folder.join(mine), "").expect("written");
    assert_eq!(
        project.refusal(&["stubs"]),
        "error: `app/stubs/wit/mine.py` is not a stub, and `app/stubs/wit` is replaced as a whole\n\
         = help: move that file elsewhere\n"
    );
    assert!(project.folder.join(mine).exists());
}

#[test]
fn world_that_does_not_parse_is_named_with_its_line() {
    let project = Project::new();
    project.edit(WORLD, "list<tuple<string, u32>>", "list<tuple<string u32>>");
    let said = project.refusal(&["stubs"]);
    assert!(said.starts_with("error: the WIT is not valid: "), "{said}");
    assert!(said.contains("world.wit:17"), "{said}");
    assert!(!project.folder.join("app/stubs").exists());
}

#[test]
fn build_of_a_world_that_is_wrong_ends_before_it_begins() {
    let project = Project::new();
    project.edit(
        "Cargo.toml",
        "[lib]",
        "[package.metadata.wasi-py]\nworld = \"other\"\n\n[lib]",
    );
    let said = project.refusal(&["build"]);
    assert!(
        said.contains("`other`") && said.ends_with("\n= help: the package has `my-words`\n"),
        "{said}"
    );
    project.edit("Cargo.toml", "world = \"other\"", "");
    project.edit(WORLD, "text: string", "text: strin");
    let said = project.refusal(&["build"]);
    assert!(said.starts_with("error: the WIT is not valid: "), "{said}");
    assert!(said.contains("world.wit:17"), "{said}");
    assert!(!project.folder.join("dist").exists() && !project.folder.join("target").exists());
}

/// Needs mypy in the cache, which `cargo xtask test` sees to.
#[test]
fn app_is_checked_against_its_world() {
    tool("WASI_PY_SITE_PACKAGES");
    let project = Project::new();
    let output = project.run(&["check"]);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{printed}");

    let check = |expected: &str| {
        let output = project.run(&["check"]);
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            !output.status.success() && printed.contains(expected),
            "{printed}"
        );
    };
    project.edit(APP, "def count(", "def counts(");
    check("Module has no attribute \"count\"; maybe \"counts\"?");
    project.edit(APP, "def counts(text: str, ", "def count(text: bytes, ");
    check("def count(text: bytes, pattern: str) -> list[tuple[str, int]]");
}

/// Needs mypy in the cache, which `cargo xtask test` sees to.
#[test]
fn what_is_in_rust_is_not_missed() {
    tool("WASI_PY_SITE_PACKAGES");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    // An interface and a function are in Rust in the one, a type in the other. The third has WIT of a crate,
    // and imports `wasi_py`.
    let examples = ["examples/mixed", ".", "examples/http"];
    for folder in examples.map(|folder| root.join(folder)) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wasi-py"));
        command.arg("check").current_dir(&folder);
        command.env("MYPYPATH", root.join("src"));
        let output = command.output().expect("runs");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{}:\n{printed}", folder.display());
    }
    let project = Project::new();
    let table =
        "[package.metadata.wasi-py]\nfunctions-in-rust = { count = \"crate::count\" }\n\n[lib]";
    project.edit(APP, "def count(", "def _count(");
    assert!(!project.run(&["check"]).status.success());
    project.edit("Cargo.toml", "[lib]", table);
    let output = project.run(&["check"]);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{printed}");
}

#[test]
fn description_that_is_wrong_is_named() {
    let project = Project::new();
    let table = |line: &str| format!("[package.metadata.wasi-py]\n{line}\n\n[lib]");
    project.edit("Cargo.toml", "[lib]", &table("wits = []"));
    let said = project.refusal(&["stubs"]);
    assert!(
        said.starts_with("error: cannot use `Cargo.toml`: ") && said.contains("`wits`"),
        "{said}"
    );
    project.edit("Cargo.toml", "wits = []", "wit = [\"wits\"]");
    let said = project.refusal(&["check"]);
    assert!(said.starts_with("error: no WIT at `wits`"), "{said}");
    project.edit(
        "Cargo.toml",
        "wit = [\"wits\"]",
        "functions-in-rust = { counts = \"crate::c\" }",
    );
    assert_eq!(
        project.refusal(&["check"]),
        "error: the world has no exported function `counts`\n= help: it has `count`\n"
    );
}

#[test]
fn project_without_parts_is_told_what_is_missing() {
    let work = tempfile::tempdir().expect("a folder");
    let refusal = |command: &str| {
        let mut wasi_py = Command::new(env!("CARGO_BIN_EXE_wasi-py"));
        let output = wasi_py.arg(command).current_dir(work.path()).output();
        let output = output.expect("runs");
        assert!(!output.status.success() && output.stdout.is_empty());
        String::from_utf8(output.stderr).expect("text")
    };
    let no_project = "error: no `pyproject.toml` in `app`\n\
        = help: put the Python project into that folder\n\
        = help: or have `Cargo.toml` say where it is: `app = \"…\"` below `[package.metadata.wasi-py]`\n";
    for command in ["check", "test", "lock", "install"] {
        assert_eq!(refusal(command), no_project, "{command}");
    }
    assert!(refusal("stubs").starts_with("error: no WIT at `wit`\n= help: "));
    assert!(refusal("build").starts_with("error: no `Cargo.toml` in `"));
    let is_empty = fs::read_dir(work.path())
        .expect("readable")
        .next()
        .is_none();
    assert!(is_empty, "nothing is left");
}

#[test]
fn pyproject_that_is_none_is_named_with_its_line() {
    let project = Project::new();
    project.edit(
        "app/pyproject.toml",
        "dependencies = []",
        "dependencies = 7",
    );
    for command in ["check", "test", "lock", "install", "stubs"] {
        let said = project.refusal(&[command]);
        let start = "error: cannot use `app/pyproject.toml`: TOML parse error at line 7, column 16";
        assert!(said.starts_with(start), "{said}");
    }
}

/// With the settings that editors take from the project. Needs pyright and pytest, which `cargo xtask test`
/// names.
#[test]
fn new_project_satisfies_pyright_in_strict_mode() {
    let [pyright, packages] = ["WASI_PY_PYRIGHT", "WASI_PY_SITE_PACKAGES"].map(tool);
    let project = Project::new();
    assert!(project.run(&["stubs"]).status.success());
    let check = || {
        let mut pyright = Command::new(&pyright);
        pyright.args(["-m", "basedpyright"]);
        pyright.args(["--project", "app", "--pythonpath"]);
        pyright.arg(Path::new(&packages).join("../../../bin/python3"));
        let output = pyright.current_dir(&project.folder).output().expect("runs");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success(), printed)
    };
    let (is_right, printed) = check();
    assert!(is_right, "{printed}");
    project.edit(
        APP,
        "import re\n",
        "import re\n\nimport wit.world\n\nwit.world.nothing()\n",
    );
    let (is_right, printed) = check();
    assert!(
        !is_right && printed.contains("\"nothing\" is not a known attribute"),
        "{printed}"
    );
}

/// Needs pytest in the cache, which `cargo xtask test` sees to.
#[test]
fn tests_of_the_app_run() {
    tool("WASI_PY_SITE_PACKAGES");
    let project = Project::new();
    let output = project.run(&["test"]);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && printed.contains("2 passed"),
        "{printed}"
    );
    project.edit(APP, "most_common()", "most_common(1)");
    assert!(!project.run(&["test", "--", "-q"]).status.success());
}
