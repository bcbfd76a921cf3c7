//! pip from the cache, told that it installs for a component: wheels of Python alone, environment markers of WASI.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::Deserialize;
use wasi_py_bundle::pack::dependencies::{Dependencies, DependencyError, site_packages};
use wlr_libpy::cache::cache_root;
use wlr_libpy::release::Release;

use super::InstallError;
use super::lock::{Pin, normalized};
use crate::console::Step;
use crate::installed::place;
use crate::python::VirtualEnvironment;

/// The pip that is used, by its hash.
const PIP: &str = include_str!("pip.lock");
const COMPONENT_PIP: &str = include_str!("component_pip.py");
const TIDY: &str = include_str!("tidy.py");
/// How `tidy.py` says that packages are not fit, in contrast to any other failure.
const PROBLEM_STATUS: i32 = 3;
/// Chooses wheels for any machine.
const ANY_MACHINE: [&str; 6] = [
    "--platform",
    "any",
    "--abi",
    "none",
    "--implementation",
    "cp",
];

/// Where packages come from.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Folders with wheels, looked at besides the index.
    pub find_links: Vec<PathBuf>,
    /// Leaves pip's index out: the folders are all there is.
    pub is_offline: bool,
}

/// Resolves and installs into one cache.
#[derive(Debug)]
pub struct Installer {
    environment: VirtualEnvironment,
    root: PathBuf,
    release: &'static Release,
    index: Index,
}

impl Installer {
    /// The installer for the Python that components are built with. pip is installed unless the cache has it.
    ///
    /// # Errors
    /// [`InstallError::Libpython`], [`InstallError::Pip`].
    pub fn ensure(index: Index) -> Result<Self, InstallError> {
        Self::in_cache(cache_root()?, index)
    }

    /// As [`Installer::ensure`], with another cache for what it installs.
    pub(crate) fn in_cache(root: PathBuf, index: Index) -> Result<Self, InstallError> {
        Ok(Self {
            environment: VirtualEnvironment::ensure("pip", PIP).map_err(InstallError::Pip)?,
            root,
            release: Release::wanted()?,
            index,
        })
    }

    /// The wheels that meet these requirements.
    pub(crate) fn resolve(
        &self,
        manifest: &Path,
        requirements: &[String],
    ) -> Result<Vec<Pin>, InstallError> {
        let _step = Step::begin(format!("resolving `{}`", manifest.display()));
        let said = match self.report(requirements, &ANY_MACHINE)? {
            Ok(pins) => return Ok(pins),
            Err(said) => said,
        };
        // Native code is what is in the way if this machine could have it.
        let native = self.report(requirements, &[])?.ok().and_then(|pins| {
            let mut pins = pins.into_iter();
            pins.find(|pin| !pin.is_pure())
        });
        Err(match native {
            Some(Pin { name, file, .. }) => InstallError::Native { name, file },
            None => InstallError::Resolve {
                manifest: manifest.to_owned(),
                said,
            },
        })
    }

    /// What pip would install, or what it says.
    fn report(
        &self,
        requirements: &[String],
        options: &[&str],
    ) -> Result<Result<Vec<Pin>, String>, InstallError> {
        let work = temporary()?;
        let (report, target) = (work.path().join("report.json"), work.path().join("target"));
        let mut pip = self.pip();
        pip.args(["--dry-run", "--ignore-installed", "--report"])
            .arg(&report)
            .arg("--target")
            .arg(target)
            .args(options)
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

    /// Installs what a lock pins unless the cache has it, and returns the folder that it is importable from. `force` has it
    /// installed anew.
    ///
    /// # Errors
    /// An [`InstallError`]; nothing is left that a build would take for good.
    pub fn install(
        &self,
        dependencies: &Dependencies,
        force: bool,
    ) -> Result<PathBuf, InstallError> {
        let folder = dependencies.folder(&self.root, self.release);
        match dependencies.installed(&self.root, self.release) {
            Ok(packages) if !force => return Ok(packages),
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
        self.install_to(dependencies, &site_packages(work.path()))?;
        Dependencies::seal(work.path()).map_err(InstallError::file("write", work.path()))?;
        place(work, &folder).map_err(InstallError::Pip)?;
        Ok(dependencies.installed(&self.root, self.release)?)
    }

    fn install_to(&self, dependencies: &Dependencies, target: &Path) -> Result<(), InstallError> {
        let _step = Step::begin(format!(
            "installing what `{}` pins",
            dependencies.lock_path().display()
        ));
        let work = temporary()?;
        let (lock, installed) = (work.path().join("lock"), work.path().join("installed"));
        fs::write(&lock, dependencies.lock()).map_err(InstallError::file("write", &lock))?;
        fs::create_dir(&installed).map_err(InstallError::file("create", &installed))?;
        let mut pip = self.pip();
        pip.args(["--no-deps", "--no-compile", "--require-hashes"])
            .args(ANY_MACHINE)
            .arg("--target")
            .arg(&installed)
            .arg("--requirement")
            .arg(&lock);
        let output = run(&mut pip)?;
        if !output.status.success() {
            let path = dependencies.lock_path();
            let said =
                said(&output).replace(&lock.display().to_string(), &path.display().to_string());
            return Err(InstallError::Install { lock: path, said });
        }
        self.tidy(dependencies, &installed, target)
    }

    fn tidy(
        &self,
        dependencies: &Dependencies,
        installed: &Path,
        target: &Path,
    ) -> Result<(), InstallError> {
        let mut tidy = self.environment.python();
        tidy.args(["-I", "-c", TIDY])
            .arg(installed)
            .arg(target)
            .arg(dependencies.lock_path())
            .arg(self.markers())
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

    /// `pip install` for a component.
    fn pip(&self) -> Command {
        let mut pip = self.environment.python();
        pip.args(["-I", "-c", COMPONENT_PIP, &self.markers()])
            .args(["install", "--disable-pip-version-check", "--no-input"])
            .args(["--no-color", "--progress-bar", "off"])
            .args(["--only-binary", ":all:", "--python-version"])
            .arg(self.release.version);
        if self.index.is_offline {
            pip.arg("--no-index");
        }
        for folder in &self.index.find_links {
            pip.arg("--find-links").arg(folder);
        }
        pip
    }

    fn markers(&self) -> String {
        let markers: BTreeMap<_, _> = self.release.markers().into_iter().collect();
        serde_json::json!(markers).to_string()
    }
}

/// What pip reports: <https://pip.pypa.io/en/stable/reference/installation-report>.
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
        }
    }
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

/// The errors of pip, and what it says of conflicts, which it does not count among them.
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
