//! A folder in which a package is built.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wlr_libpy::make::Development;

use crate::run::{isolated, run};
use crate::toolbox::Toolbox;
use crate::{NativeError, environment};

pub(crate) const BACKEND: &str = include_str!("../python/backend.py");

/// The time that files are dated by: that of the oldest file that a wheel can hold.
const SOURCE_DATE_EPOCH: &str = "315532800";

/// A package to build.
#[derive(Clone, Copy, Debug)]
pub struct Package<'a> {
    /// The name and version, for messages.
    pub title: &'a str,
    /// The folder of its unpacked source.
    pub source: &'a Path,
    /// The interpreter of the environment that has what its build takes.
    pub python: &'a Path,
    /// The file that the build's output goes to.
    pub log: &'a Path,
}

/// A folder with compilers for a component, in which packages are built.
#[derive(Debug)]
pub struct Workplace {
    folder: PathBuf,
    toolbox: Toolbox,
}

impl Workplace {
    /// Makes a workplace of an empty folder. `python` is a native interpreter of the component's version.
    ///
    /// # Errors
    /// [`NativeError::File`].
    pub fn new(
        folder: &Path,
        python: &Path,
        development: &Development,
    ) -> Result<Self, NativeError> {
        for name in ["home", "tmp", "wheels"] {
            let dir = folder.join(name);
            fs::create_dir_all(&dir).map_err(NativeError::file("create", &dir))?;
        }
        Ok(Self {
            toolbox: Toolbox::write(&folder.join("tools"), folder, python, development)?,
            folder: folder.to_owned(),
        })
    }

    /// Makes a virtual environment for what a build takes, and returns its interpreter. It has no package
    /// yet.
    ///
    /// # Errors
    /// [`NativeError::File`], [`NativeError::Program`].
    pub fn environment(&self, python: &Path) -> Result<PathBuf, NativeError> {
        environment::make(&self.folder.join("environment"), python)
    }

    /// Unpacks a source distribution.
    ///
    /// # Errors
    /// [`NativeError::Failed`], when it is not an archive with one folder.
    pub fn unpack(&self, package: Package, archive: &Path) -> Result<(), NativeError> {
        let mut unpack = self.backend(package);
        unpack.arg("unpack").arg(archive).arg(package.source);
        run(&mut unpack, package.title, package.log)
    }

    /// Returns what the build of a package takes, as its `pyproject.toml` says.
    ///
    /// # Errors
    /// [`NativeError::Failed`], [`NativeError::Answer`].
    pub fn static_requirements(&self, package: Package) -> Result<Vec<String>, NativeError> {
        let mut ask = self.backend(package);
        ask.arg("static").arg(package.source);
        answer(&mut ask, package)
    }

    /// Returns what the build of a package takes besides. That runs code of the package.
    ///
    /// # Errors
    /// [`NativeError::Failed`], [`NativeError::Answer`].
    pub fn dynamic_requirements(&self, package: Package) -> Result<Vec<String>, NativeError> {
        let mut ask = self.backend(package);
        ask.arg("requirements").arg(package.source);
        ask.arg(self.toolbox.settings());
        answer(&mut ask, package)
    }

    /// Has cargo fetch the crates that the `Cargo.lock` of a package pins, if it has one. This alone uses a
    /// network, and it runs nothing of the package.
    ///
    /// # Errors
    /// [`NativeError::Failed`].
    pub fn fetch_crates(&self, package: Package) -> Result<(), NativeError> {
        let Some(folder) = folder_with_crates(package.source) else {
            return Ok(());
        };
        let mut cargo = Command::new("cargo");
        cargo.args(["fetch", "--locked"]).current_dir(folder);
        run(&mut cargo, package.title, package.log)
    }

    /// Builds a package, and unpacks what is to be installed to `out`.
    ///
    /// # Errors
    /// [`NativeError::Failed`], [`NativeError::Network`], [`NativeError::TooLong`].
    pub fn build(&self, package: Package, out: &Path) -> Result<(), NativeError> {
        let mut build = self.backend(package);
        build.arg("wheel").arg(package.source);
        build.arg(self.toolbox.settings());
        build.arg(self.folder.join("wheels")).arg(out);
        run(&mut build, package.title, package.log)
    }

    /// Prepares the script that calls build backends, in an environment that is the same on every machine.
    fn backend(&self, package: Package) -> Command {
        let mut command = isolated(package.python.as_os_str());
        command.args(["-B", "-c", BACKEND]);
        command.envs(self.toolbox.variables());
        command.env(
            "CARGO_TARGET_WASM32_WASIP2_RUSTFLAGS",
            self.renamed_folders(),
        );
        command
            .env("PATH", self.path(package.python))
            .env("HOME", self.folder.join("home"))
            .env("TMPDIR", self.folder.join("tmp"))
            .env("LC_ALL", "C.UTF-8")
            .env("PYTHONHASHSEED", "0")
            .env("PYTHONNOUSERSITE", "1")
            .env("PIP_NO_INDEX", "1")
            .env("CARGO_NET_OFFLINE", "true")
            .env("SOURCE_DATE_EPOCH", SOURCE_DATE_EPOCH);
        for name in ["CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN"] {
            if let Some(value) = own_folder(name) {
                command.env(name, value);
            }
        }
        command
    }

    /// Returns the flags that take this machine's folders out of what rustc compiles.
    fn renamed_folders(&self) -> String {
        let cargo = own_folder("CARGO_HOME").map(PathBuf::from);
        let renamed = [(Some(&self.folder), "/build"), (cargo.as_ref(), "/cargo")];
        let flags = renamed.into_iter().filter_map(|(folder, name)| {
            Some(format!("--remap-path-prefix={}={name}", folder?.display()))
        });
        flags.collect::<Vec<_>>().join(" ")
    }

    /// Returns the programs that a build finds: those of its environment, these compilers, the machine's.
    fn path(&self, python: &Path) -> OsString {
        let own = [
            python.parent().unwrap_or(python).to_owned(),
            self.toolbox.path("bin"),
        ];
        let path = std::env::var_os("PATH").unwrap_or_default();
        let all = own.into_iter().chain(std::env::split_paths(&path));
        std::env::join_paths(all).unwrap_or(path)
    }
}

/// Returns the value of a variable of Rust's tools, whose folders are below the home folder unless it is set.
fn own_folder(name: &str) -> Option<OsString> {
    let below_home = |folder| Some(PathBuf::from(std::env::var_os("HOME")?).join(folder).into());
    std::env::var_os(name).or_else(|| match name {
        "CARGO_HOME" => below_home(".cargo"),
        "RUSTUP_HOME" => below_home(".rustup"),
        _ => None,
    })
}

/// Returns the folder of the `Cargo.lock` in a source: its own, or one directly in it.
fn folder_with_crates(source: &Path) -> Option<PathBuf> {
    let inside = fs::read_dir(source).into_iter().flatten().flatten();
    let mut inside: Vec<PathBuf> = inside.map(|entry| entry.path()).collect();
    inside.sort();
    let mut folders = std::iter::once(source.to_owned()).chain(inside);
    folders.find(|folder| folder.join("Cargo.lock").is_file())
}

/// Runs a script, and reads the JSON in its last line.
fn answer(command: &mut Command, package: Package) -> Result<Vec<String>, NativeError> {
    run(command, package.title, package.log)?;
    let text = fs::read_to_string(package.log).map_err(NativeError::file("read", package.log))?;
    let lines = text.lines().rev();
    let mut answers = lines.filter(|line| line.starts_with('['));
    serde_json::from_str(answers.next().unwrap_or_default()).map_err(|error| NativeError::Answer {
        package: package.title.to_owned(),
        reason: error.to_string(),
    })
}
