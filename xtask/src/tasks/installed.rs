//! `cargo xtask installed`: whether what would be published is all that a user needs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, ensure};
use wasi_py_toolkit::checkout::BUILD_DIR_VARIABLE;
use wasi_py_toolkit::console::Step;
use wlr_libpy::environment::{CACHE_VARIABLE, PREBUILT_VARIABLE};
use wlr_libpy::target::Target;

use super::dist;
use crate::programs::WASMTIME;
use crate::{crates, shell};

const USES: &str = "\
Examples:
  cargo xtask installed

Results: what each step took, on standard output; everything else is removed.";

/// Installs the command as a user does, and builds two projects with it.
///
/// The crates come from a registry that is made of what cargo packages here, libpython from an archive. Home
/// of cargo and cache are empty, and nothing of this checkout is used. What is not committed is refused.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> anyhow::Result<()> {
    let work = tempfile::tempdir()?;
    let packaged = crates::package(&work.path().join("packaged"))?;
    let registry = work.path().join("registry");
    crates::registry(&packaged, &registry)?;
    let archives = work.path().join("archives");
    dist::pack(Target::Wasip2, &archives)?.check_record()?;
    let user = User::new(work.path(), &registry, &archives)?;

    let mut steps = Vec::new();
    let mut step = |what: &str, command: &mut Command| -> anyhow::Result<()> {
        let (begun, step) = (Instant::now(), Step::begin(what));
        shell::run_as(&step, command)?;
        steps.push(format!("{:5} s  {what}", begun.elapsed().as_secs()));
        Ok(())
    };
    step(
        "cargo install wasi-py --features subcommand",
        user.cargo()
            .args(["install", "wasi-py", "--features", "subcommand"]),
    )?;
    for project in ["first", "second"] {
        let folder = user.folder.join(project);
        step(
            &format!("wasi-py new {project}"),
            user.wasi_py(&user.folder).args(["new", project]),
        )?;
        let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
        ensure!(
            !manifest.contains("path ="),
            "the project names a path:\n{manifest}"
        );
        step(
            &format!("wasi-py build, in {project}"),
            user.wasi_py(&folder).arg("build"),
        )?;
        let counted = call(&folder.join(format!("dist/{project}.wasm")))?;
        ensure!(
            counted.contains("\"to\", 2"),
            "the component counts {counted}"
        );
    }
    step(
        "cargo wasi-py check, in first",
        user.cargo()
            .args(["wasi-py", "check"])
            .current_dir(user.folder.join("first")),
    )?;
    println!("{}", steps.join("\n"));
    Ok(())
}

/// A user of a new machine, who has Rust and nothing else.
struct User {
    folder: PathBuf,
    archives: PathBuf,
}

impl User {
    fn new(work: &Path, registry: &Path, archives: &Path) -> anyhow::Result<Self> {
        let folder = work.join("user");
        let home = folder.join("cargo");
        fs::create_dir_all(&home)?;
        let configuration = format!(
            "[source.crates-io]\nreplace-with = \"packaged\"\n\n[source.packaged]\ndirectory = {:?}\n",
            registry
                .to_str()
                .context("the folder of temporary files is not UTF-8")?
        );
        fs::write(home.join("config.toml"), configuration)?;
        Ok(Self {
            folder,
            archives: archives.to_owned(),
        })
    }

    /// Prepares a command of theirs, which knows nothing of this checkout.
    fn runs(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("CARGO_") {
                command.env_remove(name);
            }
        }
        command
            .env_remove(BUILD_DIR_VARIABLE)
            .env_remove("PYO3_CONFIG_FILE");
        command.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
        command
            .current_dir(&self.folder)
            .env("CARGO_HOME", self.folder.join("cargo"))
            .env(CACHE_VARIABLE, self.folder.join("cache"))
            .env(PREBUILT_VARIABLE, &self.archives);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let own = [self.folder.join("cargo/bin")];
        if let Ok(path) = std::env::join_paths(own.into_iter().chain(std::env::split_paths(&path)))
        {
            command.env("PATH", path);
        }
        command
    }

    fn cargo(&self) -> Command {
        self.runs("cargo")
    }

    fn wasi_py(&self, folder: &Path) -> Command {
        let mut command = self.runs(self.folder.join("cargo/bin/wasi-py"));
        command.current_dir(folder);
        command
    }
}

/// Has a component of the template count words.
fn call(component: &Path) -> anyhow::Result<String> {
    let mut wasmtime = Command::new(WASMTIME.ensure()?);
    wasmtime.args([
        "run",
        "--invoke",
        "count(\"to be or not to be\", \"[a-z]+\")",
    ]);
    let output = wasmtime.arg(component).output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}
