//! A folder in which a package is built.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wlr_libpy::make::Development;

use crate::crates::{self, LinkedCrate, rust_variables};
use crate::run::{isolated, run};
use crate::toolbox::Toolbox;
use crate::{NativeError, Package, Recipe, environment};

pub(crate) const BACKEND: &str = include_str!("../python/backend.py");

/// The time that files are dated by: that of the oldest file that a wheel can hold.
const SOURCE_DATE_EPOCH: &str = "315532800";

/// A folder with compilers for a component, in which packages are built.
#[derive(Debug)]
pub struct Workplace {
    folder: PathBuf,
    toolbox: Toolbox,
}

impl Workplace {
    /// Makes a workplace of an empty folder, for a package that is built by `recipe`. `python` is a native
    /// interpreter of the component's version.
    ///
    /// # Errors
    /// [`NativeError::File`].
    pub fn new(
        folder: &Path,
        python: &Path,
        development: &Development,
        recipe: &Recipe,
    ) -> Result<Self, NativeError> {
        let homes = ["home", "tmp", "wheels"].map(|name| folder.join(name));
        for dir in homes.into_iter().chain([crates::home(folder)]) {
            fs::create_dir_all(&dir).map_err(NativeError::file("create", &dir))?;
        }
        Ok(Self {
            toolbox: Toolbox::write(folder, python, development, recipe)?,
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

    /// Lists the crates that the `Cargo.lock` of a package pins, a line for each; nothing for a package
    /// without Rust. `asked` is what its `pyproject.toml` asks for.
    ///
    /// # Errors
    /// [`NativeError::NoCargoLock`], [`NativeError::CargoLock`], [`NativeError::Crate`].
    pub fn crates(&self, package: Package, asked: &[String]) -> Result<String, NativeError> {
        crates::pinned(package, asked)
    }

    /// Gets the crates of a package, which must be those that [were listed](Self::crates), and returns those
    /// that are linked into it. This alone uses a network, and it runs nothing of the package.
    ///
    /// # Errors
    /// [`NativeError::OtherCrates`], [`NativeError::Failed`].
    pub fn vendor(&self, package: Package, listed: &str) -> Result<Vec<LinkedCrate>, NativeError> {
        if listed != crates::pinned(package, &[])? {
            let package = package.title.to_owned();
            return Err(NativeError::OtherCrates { package });
        }
        if listed.is_empty() {
            return Ok(Vec::new());
        }
        crates::vendor(package, &self.folder)?;
        crates::linked(package, &self.folder)
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
        command
            .env("PATH", self.path(package.python))
            .env("HOME", self.folder.join("home"))
            .env("TMPDIR", self.folder.join("tmp"))
            .env("LC_ALL", "C.UTF-8")
            .env("PYTHONHASHSEED", "0")
            .env("PYTHONNOUSERSITE", "1")
            .env("PIP_NO_INDEX", "1")
            .env("CARGO_HOME", crates::home(&self.folder))
            .env("CARGO_NET_OFFLINE", "true")
            .env("SOURCE_DATE_EPOCH", SOURCE_DATE_EPOCH)
            .envs(rust_variables());
        command
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
