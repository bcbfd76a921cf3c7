//! A Python project with a `pyproject.toml` and its packages below `src`. It is bundled as if it were
//! installed, together with its dependencies.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use wlr_libpy::cache::cache_root;
use wlr_libpy::release::Release;

use wasi_py_bundle::mounts;
use wasi_py_bundle::packer::{Packer, files_below, read};

use crate::AppError;
use crate::bytecode::{self, Options, Source};
use crate::dependencies::native::{Linked, NATIVE_LOCK_NAME, NativeLock};
use crate::dependencies::{Dependencies, DependencyError, LOCK_NAME};

/// The part of `pyproject.toml` that is read: the `project` table, as PEP 621 defines it.
#[derive(Debug, Deserialize)]
struct Manifest {
    project: Project,
    #[serde(default)]
    tool: Tool,
}

/// The tables of tools that are read.
#[derive(Debug, Default, Deserialize)]
struct Tool {
    #[serde(default, rename = "wasi-py")]
    wasi_py: OwnTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnTable {
    #[serde(default)]
    native: NativeTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NativeTable {
    #[serde(default)]
    packages: Vec<String>,
}

/// The metadata that becomes the `.dist-info` folder.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Project {
    /// The name as written, not normalised.
    pub name: String,
    /// The version, as PEP 440 has it.
    pub version: String,
    /// The description, in one line.
    pub description: Option<String>,
    /// The versions of Python that it works with: a version specifier.
    pub requires_python: Option<String>,
    /// The requirements, as PEP 508 has them.
    #[serde(default)]
    pub dependencies: Vec<String>,
    /// The packages that are built from their sources, by their normalised names, sorted.
    #[serde(skip)]
    pub native: Vec<String>,
    #[serde(skip)]
    root: PathBuf,
}

impl Project {
    /// Reads `root/pyproject.toml`.
    pub fn read(root: &Path) -> Result<Self, AppError> {
        let path = root.join("pyproject.toml");
        if !path.exists() {
            return Err(AppError::NoProject(root.to_owned()));
        }
        let text = String::from_utf8_lossy(&read(&path)?).into_owned();
        let manifest: Manifest = toml::from_str(&text).map_err(|error| AppError::Manifest {
            path: path.clone(),
            reason: error.to_string(),
        })?;
        let native = manifest.tool.wasi_py.native.packages.iter();
        let native: BTreeSet<String> = native.map(|name| normalized(name)).collect();
        Ok(Self {
            root: root.to_owned(),
            native: native.into_iter().collect(),
            ..manifest.project
        })
    }

    /// Returns the files and folders that it reads, for a build script to watch.
    pub fn inputs(&self) -> Vec<PathBuf> {
        let parts = ["pyproject.toml", "src", LOCK_NAME, NATIVE_LOCK_NAME];
        let parts = parts.map(|part| self.root.join(part));
        // Cargo would run the build script every time if a watched file did not exist.
        parts.into_iter().filter(|part| part.exists()).collect()
    }

    /// Reads its dependencies.
    ///
    /// # Errors
    /// When its lock is missing or not a lock.
    pub fn dependencies(&self) -> Result<Option<Dependencies>, DependencyError> {
        let Some(dependencies) = Dependencies::read(&self.root, &self.dependencies)? else {
            return Ok(None);
        };
        if self.native.is_empty() {
            return Ok(Some(dependencies));
        }
        let native = NativeLock::read(dependencies.app(), &self.native)?;
        Ok(Some(dependencies.with_native(native)))
    }

    /// Lists the extension modules of its installed dependencies, which are linked into the component.
    ///
    /// # Errors
    /// When the dependencies are not installed.
    pub fn linked(&self) -> Result<Linked, DependencyError> {
        let Some(dependencies) = self.dependencies()? else {
            return Ok(Linked::default());
        };
        if dependencies.native().packages.is_empty() {
            return Ok(Linked::default());
        }
        let (root, release) = (cache_root()?, Release::wanted()?);
        dependencies.installed(&root, release)?;
        Linked::read(&dependencies.folder(&root, release))
    }

    /// Bundles everything below `src`, sources included, the installed dependencies and the project's
    /// metadata, for [`mounts::APP`].
    ///
    /// `native` starts a Python of the guest's version.
    pub fn pack(&self, native: Command) -> Result<Vec<u8>, AppError> {
        let installed = match self.dependencies()? {
            Some(dependencies) => {
                let root = cache_root().map_err(DependencyError::from)?;
                let release = Release::wanted().map_err(DependencyError::from)?;
                Some(dependencies.installed(&root, release)?)
            }
            None => None,
        };
        self.pack_with(installed.as_deref(), native)
    }

    /// Bundles like [`Project::pack`], with any folder that dependencies are installed in.
    pub fn pack_with(
        &self,
        installed: Option<&Path>,
        native: Command,
    ) -> Result<Vec<u8>, AppError> {
        let mut packer = Packer::new();
        let options = Options {
            mount: mounts::APP.to_owned(),
            sources: true,
            columns: true,
        };
        if let Some(folder) = installed {
            let sources = add_data(&mut packer, folder)?;
            bytecode::add_foreign_sources(&mut packer, sources, again(&native), &options)?;
        }
        let sources = add_data(&mut packer, &self.root.join("src"))?;
        packer.add(
            format!("{}/METADATA", self.dist_info()),
            self.metadata().into_bytes(),
        )?;
        let added = bytecode::add_sources(&mut packer, sources, native, &options);
        added.map_err(|error| self.where_it_lies(error))?;
        Ok(packer.finish()?)
    }

    /// Names the file of an error by its path on this machine.
    fn where_it_lies(&self, error: AppError) -> AppError {
        match error {
            AppError::Syntax(text) => {
                let sources = self.root.join("src").display().to_string();
                AppError::Syntax(text.replace(mounts::APP, &sources))
            }
            error => error,
        }
    }

    /// Returns the name of the package that a project of this name is expected to have: `people-app` has
    /// `people_app`.
    pub fn module_name(&self) -> String {
        self.name.to_lowercase().replace(['-', '.'], "_")
    }

    /// Returns the name of the metadata folder, as installers write it:
    /// <https://packaging.python.org/specifications/binary-distribution-format>.
    fn dist_info(&self) -> String {
        format!("{}-{}.dist-info", self.module_name(), self.version)
    }

    fn metadata(&self) -> String {
        let mut lines = vec![
            "Metadata-Version: 2.1".to_owned(),
            format!("Name: {}", self.name),
            format!("Version: {}", self.version),
        ];
        lines.extend(
            self.description
                .iter()
                .map(|text| format!("Summary: {text}")),
        );
        lines.extend(
            self.requires_python
                .iter()
                .map(|range| format!("Requires-Python: {range}")),
        );
        lines.extend(
            self.dependencies
                .iter()
                .map(|requirement| format!("Requires-Dist: {requirement}")),
        );
        lines.join("\n") + "\n"
    }
}

/// Normalises the name of a package as PEP 503 says.
#[must_use]
pub fn normalized(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").to_lowercase()
}

/// Adds the files in a folder that are not Python sources, and returns the sources.
fn add_data(packer: &mut Packer, folder: &Path) -> Result<Vec<Source>, AppError> {
    let mut sources = Vec::new();
    let keep = |name: &str| !name.ends_with("__pycache__") && !name.ends_with(".egg-info");
    for (name, path) in files_below(folder, &keep)? {
        if name.ends_with(".py") {
            sources.push((name, read(&path)?));
        } else {
            packer.add(name, read(&path)?)?;
        }
    }
    Ok(sources)
}

/// Copies a command.
fn again(command: &Command) -> Command {
    let mut copy = Command::new(command.get_program());
    copy.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => copy.env(name, value),
            None => copy.env_remove(name),
        };
    }
    copy
}
