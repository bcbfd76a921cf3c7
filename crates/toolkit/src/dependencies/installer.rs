//! pip from the cache, told that it installs for a component: wheels of Python alone, environment markers of
//! WASI.

mod sources;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::Deserialize;
use wasi_py_app::dependencies::{Dependencies, DependencyError, site_packages};
use wasi_py_app::normalized;
use wlr_libpy::cache::cache_root;
use wlr_libpy::release::Release;

use super::InstallError;
use super::lock::{self, Pin};
use crate::console::Step;
use crate::installed::place;
use crate::python::VirtualEnvironment;

pub(super) use sources::{fetch, lock_sources};

const COMPONENT_PIP: &str = include_str!("component_pip.py");
const NATIVE: &str = include_str!("native.py");
const TIDY: &str = include_str!("tidy.py");
/// The exit status of `tidy.py` for packages that do not fit, in contrast to any other failure.
const PROBLEM_STATUS: i32 = 3;
/// The platforms whose wheels are considered if native code is: those of one machine, always the same, so
/// that every machine writes the same lock.
const NATIVE_PLATFORMS: [&str; 4] = [
    "manylinux_2_28_x86_64",
    "manylinux_2_17_x86_64",
    "manylinux2014_x86_64",
    "manylinux1_x86_64",
];

/// The wheels that are considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wheels {
    /// Those for any machine.
    Python,
    /// Those with native code as well.
    All,
}

/// The source of packages.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Folders with wheels, searched besides the index.
    pub find_links: Vec<PathBuf>,
    /// True leaves pip's index out: only the folders are searched.
    pub is_offline: bool,
}

/// An installer that resolves and installs into one cache.
#[derive(Debug)]
pub struct Installer {
    environment: VirtualEnvironment,
    root: PathBuf,
    release: &'static Release,
    index: Index,
}

impl Installer {
    /// Prepares the installer for the Python of components. pip is installed unless the cache has it.
    ///
    /// # Errors
    /// [`InstallError::Libpython`], [`InstallError::Pip`].
    pub fn ensure(index: Index) -> Result<Self, InstallError> {
        Self::in_cache(cache_root()?, index)
    }

    /// Prepares an installer like [`Installer::ensure`], with another cache for its packages.
    pub(crate) fn in_cache(root: PathBuf, index: Index) -> Result<Self, InstallError> {
        Ok(Self {
            environment: VirtualEnvironment::pip().map_err(InstallError::Pip)?,
            root,
            release: Release::wanted()?,
            index,
        })
    }

    /// Resolves these requirements to wheels of Python alone if there are such, otherwise also to wheels
    /// whose native code is optional.
    pub(crate) fn resolve(
        &self,
        manifest: &Path,
        requirements: &[String],
        to_build: &[String],
    ) -> Result<Vec<Pin>, InstallError> {
        let _step = Step::begin(format!("resolving `{}`", manifest.display()));
        let mut refused: Vec<Pin> = Vec::new();
        loop {
            let mut pins = match self.report(requirements, &refused)? {
                Ok(pins) => pins,
                Err(said) => return Err(unresolved(manifest, refused, said)),
            };
            let needed = self.leave_native_code_out(&mut pins, to_build)?;
            if needed.is_empty() {
                return Ok(pins);
            }
            // Another version of the package that asks for them may do without.
            refused.extend(needed);
        }
    }

    /// Notes the native code that the wheels are taken without, and returns those that need theirs.
    ///
    /// What is built from its source is none of them.
    fn leave_native_code_out(
        &self,
        pins: &mut [Pin],
        to_build: &[String],
    ) -> Result<Vec<Pin>, InstallError> {
        let is_native = |pin: &Pin| !pin.is_pure() && !to_build.contains(&pin.name);
        let native: Vec<Pin> = pins.iter().filter(|pin| is_native(pin)).cloned().collect();
        if native.is_empty() {
            return Ok(Vec::new());
        }
        let work = temporary()?;
        let (lock, installed) = (work.path().join("lock"), work.path().join("installed"));
        fs::write(&lock, lock::text(&native)).map_err(InstallError::file("write", &lock))?;
        let output = run(&mut self.install_command(Wheels::All, &lock, &installed))?;
        if !output.status.success() {
            return Err(InstallError::Run {
                program: "pip".to_owned(),
                reason: said(&output),
            });
        }
        let found = self.native_code(&installed)?;
        let code = |pin: &Pin| found.iter().find(|(name, _)| normalized(name) == pin.name);
        let mut needed = Vec::new();
        for pin in pins.iter_mut().filter(|pin| is_native(pin)) {
            match code(pin) {
                Some((_, code)) if code.is_optional => pin.left_out.clone_from(&code.files),
                // Also if it is not a library but a program, which cannot be run.
                _ => needed.push(pin.clone()),
            }
        }
        Ok(needed)
    }

    /// Returns what `native.py` reports about installed packages.
    pub(super) fn native_code(
        &self,
        installed: &Path,
    ) -> Result<BTreeMap<String, NativeCode>, InstallError> {
        let mut python = self.environment.python();
        python.args(["-I", "-c", NATIVE]).arg(installed);
        let output = run(&mut python)?;
        let failed = |reason: String| InstallError::Run {
            program: "native.py".to_owned(),
            reason,
        };
        if !output.status.success() {
            return Err(failed(
                String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            ));
        }
        serde_json::from_slice(&output.stdout).map_err(|error| failed(error.to_string()))
    }

    /// Returns pip's report of what it would install, or its message.
    fn report(
        &self,
        requirements: &[String],
        refused: &[Pin],
    ) -> Result<Result<Vec<Pin>, String>, InstallError> {
        let work = temporary()?;
        let (report, target) = (work.path().join("report.json"), work.path().join("target"));
        let mut pip = self.pip(refused);
        pip.args(["--dry-run", "--ignore-installed", "--report"])
            .arg(&report)
            .arg("--target")
            .arg(target)
            .args(self.options(Wheels::All))
            .args(requirements);
        let output = run(&mut pip)?;
        if !output.status.success() {
            return Ok(Err(said(&output)));
        }
        let bytes = fs::read(&report).map_err(InstallError::file("read", &report))?;
        let report: Report = serde_json::from_slice(&bytes).map_err(|error| InstallError::Run {
            program: "pip".to_owned(),
            reason: error.to_string(),
        })?;
        Ok(Ok(report.install.into_iter().map(Item::pin).collect()))
    }

    /// Installs what a lock pins unless the cache has it, and returns the folder that it is importable from.
    /// `force` installs it anew.
    ///
    /// # Errors
    /// An [`InstallError`]; nothing is left that a build would mistake for complete.
    pub fn install(
        &self,
        dependencies: &Dependencies,
        force: bool,
    ) -> Result<PathBuf, InstallError> {
        let folder = dependencies.folder(&self.root, self.release);
        match dependencies.installed(&self.root, self.release) {
            Ok(packages) if !force && sources::is_up_to_date(self, dependencies, &folder)? => {
                return Ok(packages);
            }
            Ok(_) | Err(DependencyError::Damaged { .. }) => {
                fs::remove_dir_all(&folder).map_err(InstallError::file("remove", &folder))?;
            }
            Err(_) => {}
        }
        let parent = folder.parent().unwrap_or(&self.root);
        fs::create_dir_all(parent).map_err(InstallError::file("create", parent))?;
        let work = tempfile::Builder::new()
            .prefix("work-")
            .tempdir_in(parent)
            .map_err(InstallError::file("create a folder in", parent))?;
        self.install_to(dependencies, work.path())?;
        Dependencies::seal(work.path()).map_err(InstallError::file("write", work.path()))?;
        place(work, &folder).map_err(InstallError::file("create", &folder))?;
        Ok(dependencies.installed(&self.root, self.release)?)
    }

    fn install_to(&self, dependencies: &Dependencies, folder: &Path) -> Result<(), InstallError> {
        // Before the step, since building has steps of its own.
        let built = sources::build_all(self, dependencies.native())?;
        let _step = Step::begin(format!(
            "installing what `{}` pins",
            dependencies.lock_path().display()
        ));
        let work = temporary()?;
        let (lock, installed) = (work.path().join("lock"), work.path().join("installed"));
        fs::write(&lock, dependencies.lock()).map_err(InstallError::file("write", &lock))?;
        fs::create_dir(&installed).map_err(InstallError::file("create", &installed))?;
        let wheels = match lock::without_native_code(dependencies.lock()).next() {
            Some(_) => Wheels::All,
            None => Wheels::Python,
        };
        let output = run(&mut self.install_command(wheels, &lock, &installed))?;
        if !output.status.success() && lock::pins_something(dependencies.lock()) {
            let path = dependencies.lock_path();
            let said =
                said(&output).replace(&lock.display().to_string(), &path.display().to_string());
            return Err(InstallError::Install { lock: path, said });
        }
        built.add(&installed, folder)?;
        self.tidy(dependencies, &installed, &site_packages(folder))
    }

    fn tidy(
        &self,
        dependencies: &Dependencies,
        installed: &Path,
        target: &Path,
    ) -> Result<(), InstallError> {
        let without: Vec<_> = lock::without_native_code(dependencies.lock()).collect();
        let packages = &dependencies.native().packages;
        let built: Vec<&str> = packages
            .iter()
            .map(|package| package.name.as_str())
            .collect();
        let mut tidy = self.environment.python();
        tidy.args(["-I", "-c", TIDY])
            .arg(installed)
            .arg(target)
            .arg(dependencies.lock_path())
            .arg(serde_json::json!(self.markers()).to_string())
            .arg(serde_json::json!(without).to_string())
            .arg(serde_json::json!(built).to_string())
            .args(dependencies.requirements());
        let output = run(&mut tidy)?;
        let said = || {
            String::from_utf8_lossy(&output.stderr)
                .trim_end()
                .to_owned()
        };
        match output.status.code() {
            Some(0) => Ok(()),
            Some(PROBLEM_STATUS) => Err(InstallError::Unfit(said())),
            _ => Err(InstallError::Run {
                program: "tidy.py".to_owned(),
                reason: said(),
            }),
        }
    }

    /// Prepares `pip install` for what is locked.
    fn install_command(&self, wheels: Wheels, lock: &Path, target: &Path) -> Command {
        let mut pip = self.pip(&[]);
        pip.args(["--no-deps", "--no-compile", "--require-hashes"])
            .args(self.options(wheels))
            .arg("--target")
            .arg(target)
            .arg("--requirement")
            .arg(lock);
        pip
    }

    /// Prepares `pip install` for a component. It takes no native code of the `refused` packages.
    fn pip(&self, refused: &[Pin]) -> Command {
        let refused: Vec<&str> = refused.iter().map(|pin| pin.name.as_str()).collect();
        let component = serde_json::json!({ "markers": self.markers(), "refused": refused });
        let mut pip = self.environment.python();
        pip.args(["-I", "-c", COMPONENT_PIP, &component.to_string()])
            .args(["install", "--disable-pip-version-check", "--no-input"])
            .args(["--no-color", "--progress-bar", "off"])
            .args(["--only-binary", ":all:", "--python-version"])
            .arg(self.release.version);
        pip.args(self.index_options());
        pip
    }

    /// Returns the options that tell pip where packages are.
    fn index_options(&self) -> Vec<OsString> {
        let offline = self.index.is_offline.then(|| "--no-index".into());
        let folders = self.index.find_links.iter();
        let folders = folders.flat_map(|folder| ["--find-links".into(), folder.into()]);
        offline.into_iter().chain(folders).collect()
    }

    /// Returns the options that tell pip which wheels to choose from.
    fn options(&self, wheels: Wheels) -> Vec<String> {
        let abi = format!("cp{}", self.release.minor().replace('.', ""));
        let (platforms, abis): (&[&str], &[&str]) = match wheels {
            Wheels::Python => (&[], &[]),
            Wheels::All => (&NATIVE_PLATFORMS, &["abi3", &abi]),
        };
        let platforms = ["any"]
            .iter()
            .chain(platforms)
            .map(|name| ["--platform", name]);
        let abis = ["none"].iter().chain(abis).map(|name| ["--abi", name]);
        let options = platforms.chain(abis).chain([["--implementation", "cp"]]);
        options.flatten().map(str::to_owned).collect()
    }

    fn markers(&self) -> BTreeMap<&'static str, &'static str> {
        self.release.markers().into_iter().collect()
    }
}

/// pip's report: <https://pip.pypa.io/en/stable/reference/installation-report>.
#[derive(Deserialize)]
struct Report {
    install: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    metadata: Metadata,
    download_info: Download,
}

#[derive(Deserialize)]
struct Metadata {
    name: String,
    version: String,
}

#[derive(Deserialize)]
struct Download {
    url: String,
    archive_info: Archive,
}

#[derive(Deserialize)]
struct Archive {
    hashes: Hashes,
}

#[derive(Deserialize)]
struct Hashes {
    sha256: String,
}

impl Item {
    fn pin(self) -> Pin {
        let url = self.download_info.url;
        Pin {
            name: normalized(&self.metadata.name),
            version: self.metadata.version,
            sha256: self.download_info.archive_info.hashes.sha256,
            file: url.rsplit('/').next().unwrap_or_default().to_owned(),
            left_out: Vec::new(),
        }
    }
}

/// Makes the error for requirements that nothing meets: about the native code that is needed, if there was
/// any.
fn unresolved(manifest: &Path, refused: Vec<Pin>, said: String) -> InstallError {
    match refused.into_iter().next() {
        Some(Pin { name, file, .. }) => InstallError::Native { name, file },
        None => InstallError::Resolve {
            manifest: manifest.to_owned(),
            said,
        },
    }
}

/// The native code of a package.
#[derive(Deserialize)]
pub(super) struct NativeCode {
    pub(super) files: Vec<String>,
    pub(super) is_optional: bool,
}

fn temporary() -> Result<tempfile::TempDir, InstallError> {
    tempfile::tempdir().map_err(InstallError::file(
        "create a folder in",
        &std::env::temp_dir(),
    ))
}

fn run(command: &mut Command) -> Result<Output, InstallError> {
    command.output().map_err(|error| InstallError::Run {
        program: command.get_program().to_string_lossy().into_owned(),
        reason: error.to_string(),
    })
}

/// Returns pip's errors, and its words about conflicts, which it does not print as errors.
fn said(output: &Output) -> String {
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    let conflict = out.split_once("The conflict is caused by:\n");
    let conflict = conflict.map_or("", |(_, rest)| {
        rest.split_once("\nTo fix this")
            .map_or(rest, |(text, _)| text)
    });
    let lines = err.lines().filter(|line| !line.starts_with("WARNING: "));
    let lines = lines.map(|line| line.strip_prefix("ERROR: ").unwrap_or(line));
    lines
        .chain(conflict.lines())
        .filter(|line| !line.trim().is_empty())
        .map(|line| format!("    {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}
