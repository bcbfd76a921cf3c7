//! The component as a command, run by the real `wasmtime`: how tests start it, what they give it and what
//! they see.
//!
//! `cargo xtask test` tells where both are. The component is compiled for this machine, so that each run is
//! short.

#![forbid(unsafe_code)]

pub mod http;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::{fs, io, thread};

use tempfile::TempDir;
use wlr_libpy::assertions::Assertions;
use wlr_libpy::cache::{cache_root, libpython_dir};
use wlr_libpy::release::RELEASES;
use wlr_libpy::target::Target;

/// The variable in which `cargo xtask test` names the command `wasmtime`.
pub const WASMTIME: &str = "WASI_PY_WASMTIME";

/// The variable for `wac`.
pub const WAC: &str = "WASI_PY_WAC";
/// The variable for `wasm-tools`.
pub const WASM_TOOLS: &str = "WASI_PY_WASM_TOOLS";
/// The variable for `wkg`.
pub const WKG: &str = "WASI_PY_WKG";
/// The variable for Debian's `docker-registry`.
pub const REGISTRY: &str = "WASI_PY_REGISTRY";
/// The variable for Debian's `openssl`.
pub const OPENSSL: &str = "WASI_PY_OPENSSL";
/// The variable for Debian's `chromium`.
pub const CHROMIUM: &str = "WASI_PY_CHROMIUM";

/// A command `wasmtime run` of the component.
pub struct Python {
    options: Vec<String>,
    component: PathBuf,
}

/// The end of a run.
#[derive(Debug, PartialEq, Eq)]
pub struct Ended {
    /// The exit status; `None` if a signal ended `wasmtime` itself.
    pub status: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// Prepares a run without folders, network and environment.
#[must_use]
pub fn python() -> Python {
    Python {
        options: vec!["--allow-precompiled".to_owned()],
        component: repository().join("target/fixtures/people-command.cwasm"),
    }
}

/// Reads a program in `tests/snippets`.
///
/// # Panics
/// If there is none of that name.
#[must_use]
pub fn snippet(name: &str) -> String {
    let path = repository().join("command-test/tests/snippets").join(name);
    fs::read_to_string(path).expect("a snippet")
}

/// Prepares a run of a composition that `cargo xtask test` has made and compiled.
#[must_use]
pub fn composition(name: &str) -> Python {
    Python {
        component: repository().join(format!("target/fixtures/{name}-command.cwasm")),
        ..python()
    }
}

/// Prepares a run of another file.
#[must_use]
pub fn python_of(component: &str) -> Python {
    Python {
        options: Vec::new(),
        component: repository().join(component),
    }
}

/// Prepares `wlr_libpy::py_main` in a program that is nothing else, with the standard library mapped in.
///
/// # Panics
/// When there is no cache.
#[must_use]
pub fn py_main() -> Python {
    /// A copy: Python writes bytecode beside it, and the cache must stay as it was made.
    static PREFIX: LazyLock<TempDir> = LazyLock::new(|| {
        let cache = cache_root().expect("a cache");
        let libpython = libpython_dir(&cache, &RELEASES[0], Target::Wasip2, Assertions::wanted());
        let stdlib = format!("lib/python{}", RELEASES[0].minor());
        let prefix = tempfile::tempdir().expect("a folder");
        copy(&libpython.join(&stdlib), &prefix.path().join(stdlib)).expect("copies");
        prefix
    });
    let python = Python {
        component: repository().join("target/fixtures/py-wasip2-command.cwasm"),
        ..python()
    };
    python.folder(PREFIX.path(), "/usr/local")
}

/// Copies a folder with all that is below it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Prepares the program that an environment variable names.
///
/// # Panics
/// When the tests are not run by `cargo xtask test`.
#[must_use]
pub fn program(variable: &str) -> Command {
    let program = std::env::var_os(variable);
    Command::new(program.unwrap_or_else(|| {
        panic!("`{variable}` is not set\n= help: run the tests with `cargo xtask test`")
    }))
}

/// Returns the root of the repository.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

impl Python {
    /// Gives it a folder, which it finds at `guest`.
    #[must_use]
    pub fn folder(self, host: &Path, guest: &str) -> Self {
        self.option(&format!("--dir={}::{guest}", host.display()))
    }

    /// Gives it an environment variable.
    #[must_use]
    pub fn variable(self, name: &str, value: &str) -> Self {
        self.option(&format!("--env={name}={value}"))
    }

    /// Adds an option of `wasmtime run`.
    #[must_use]
    pub fn option(mut self, option: &str) -> Self {
        self.options.push(option.to_owned());
        self
    }

    /// Returns the whole command.
    ///
    /// # Panics
    /// When the tests are not run by `cargo xtask test`.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        assert!(
            self.component.is_file(),
            "`{}` is missing\n= help: run `cargo xtask test`",
            self.component.display()
        );
        let mut command = program(WASMTIME);
        command.arg("run").args(&self.options).arg(&self.component);
        command.args(arguments);
        command
    }

    /// Runs it without input.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, b"")
    }

    /// Runs it on `input`.
    ///
    /// # Panics
    /// When `wasmtime` does not start.
    #[must_use]
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ended {
        let mut child = self.start(arguments);
        let mut stdin = child.stdin.take().expect("a pipe");
        let output = thread::scope(|scope| {
            // It may end without having read everything.
            scope.spawn(move || stdin.write_all(input));
            child.wait_with_output().expect("wasmtime runs")
        });
        Ended {
            status: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Starts it with a pipe for each of its standard streams.
    ///
    /// # Panics
    /// When `wasmtime` does not start.
    #[must_use]
    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().expect("wasmtime starts")
    }

    /// Returns the output of a program that succeeds and writes nothing to standard error.
    ///
    /// # Panics
    /// When it fails or writes to standard error.
    #[must_use]
    pub fn prints(&self, arguments: &[&str]) -> String {
        let ended = self.run(arguments);
        assert_eq!((ended.status, &*ended.stderr), (Some(0), ""), "{ended:?}");
        ended.stdout
    }
}
