//! Source distributions with tests: the list of them, and their modules.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use serde::Deserialize;
use wasi_py_app::dependencies::native::NativePackage;
use wasi_py_toolkit::dependencies::{Installer, fetch_source};
use wasi_py_toolkit::installed;

use super::folder;
use crate::shell;

/// The file with the list.
pub(super) const LIST: &str = "suites.toml";
/// The folder of a source distribution with its tests.
const TESTS: &str = "tests";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(rename = "suite")]
    suites: Vec<Entry>,
}

/// A source distribution on the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    package: String,
    version: String,
    sha256: String,
    /// Arguments of pytest.
    #[serde(default)]
    arguments: Vec<String>,
    /// Modules that are not run, and why.
    #[serde(default)]
    left_out: BTreeMap<String, String>,
}

/// The tests of a package.
pub(super) struct Suite {
    package: String,
    pub(super) arguments: Vec<String>,
    /// Seen from the folder of the tests, in order.
    modules: Vec<PathBuf>,
    /// The unpacked source distribution.
    source: PathBuf,
}

/// A module of tests. It is displayed as it is named on the command line.
pub(super) struct Module<'a> {
    pub(super) suite: &'a Suite,
    name: &'a Path,
}

fn list() -> anyhow::Result<List> {
    let path = folder().join(LIST);
    let failed = || format!("cannot read `{}`", path.display());
    toml::from_str(&fs::read_to_string(&path).with_context(failed)?).with_context(failed)
}

/// Fetches what the cache does not have yet.
pub(super) fn ensure_all(installer: &Installer) -> anyhow::Result<Vec<Suite>> {
    let entries = list()?.suites.into_iter();
    entries
        .map(|entry| Suite::ensure(entry, installer))
        .collect()
}

impl Entry {
    fn distribution(&self) -> NativePackage {
        NativePackage {
            name: self.package.clone(),
            version: self.version.clone(),
            source: format!("{}-{}.tar.gz", self.package, self.version),
            sha256: self.sha256.clone(),
            requirements: String::new(),
            crates: String::new(),
        }
    }
}

impl Suite {
    fn ensure(entry: Entry, installer: &Installer) -> anyhow::Result<Self> {
        let name = format!("tests-{}", entry.package);
        let source = installed::ensure(&name, &[&entry.sha256], |step, place| {
            let work = tempfile::tempdir()?;
            let archive = fetch_source(installer, &entry.distribution(), work.path())?;
            let mut tar = Command::new("tar");
            tar.args([
                "--extract",
                "--gzip",
                "--no-same-owner",
                "--strip-components=1",
            ]);
            tar.arg("--file").arg(archive).arg("--directory").arg(place);
            shell::run_as(step, &mut tar)
        })?;
        let mut modules = modules(&source.join(TESTS), Path::new(""))?;
        for module in entry.left_out.keys() {
            let count = modules.len();
            modules.retain(|path| path != Path::new(module));
            ensure!(
                modules.len() < count,
                "there is no `{}/{module}` any more\n= help: remove it from `{LIST}`",
                entry.package
            );
        }
        Ok(Self {
            package: entry.package,
            arguments: entry.arguments,
            modules,
            source,
        })
    }

    pub(super) fn modules(&self) -> impl Iterator<Item = Module<'_>> {
        let modules = self.modules.iter();
        modules.map(|name| Module { suite: self, name })
    }

    /// Copies the tests and their settings, without the package itself.
    pub(super) fn copy_to(&self, root: &Path) -> anyhow::Result<()> {
        shell::copy_folder(&self.source.join(TESTS), &root.join(TESTS), |_| true)?;
        let settings = "pyproject.toml";
        fs::copy(self.source.join(settings), root.join(settings))?;
        Ok(())
    }
}

/// Lists the modules of tests in a folder and in those below that are not apps of tests.
fn modules(tests: &Path, below: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let folder = tests.join(below);
    let failed = || format!("cannot read `{}`", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).with_context(failed)? {
        let name = entry.with_context(failed)?.file_name();
        let text = name.to_string_lossy().into_owned();
        if folder.join(&name).is_dir() && !text.starts_with("test_") {
            found.extend(modules(tests, &below.join(&name))?);
        } else if text.starts_with("test_") && text.ends_with(".py") {
            found.push(below.join(&name));
        }
    }
    found.sort();
    Ok(found)
}

impl Module<'_> {
    /// Returns the path below the root of its source distribution.
    pub(super) fn path(&self) -> PathBuf {
        Path::new(TESTS).join(self.name)
    }
}

impl fmt::Display for Module<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.suite.package, self.name.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_of_the_versions_that_are_installed_and_served() {
        let locks = [folder(), shell::repository().join("examples/web/app")];
        for lock in locks.map(|folder| folder.join("requirements.lock")) {
            let text = fs::read_to_string(&lock).expect("a lock");
            for Entry {
                package, version, ..
            } in list().expect("a list").suites
            {
                let pin = format!("{package}=={version} \\");
                assert!(
                    text.lines().any(|line| line == pin),
                    "{pin} in {}",
                    lock.display()
                );
            }
        }
    }

    #[test]
    fn modules_of_all_folders_are_found() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in [
            "test_b.py",
            "conftest.py",
            "more/test_a.py",
            "test_apps/test_x.py",
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("is made");
            fs::write(path, "").expect("is written");
        }
        let found = modules(folder.path(), Path::new("")).expect("reads");
        assert_eq!(found, ["more/test_a.py", "test_b.py"].map(PathBuf::from));
    }
}
