//! Packages that are tried in one component: a Python project that depends on them, with examples.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use wasi_py_app::Project;
use wasi_py_app::dependencies::LOCK_NAME;
use wasi_py_toolkit::component::{self, Snapshot};
use wasi_py_toolkit::console::Step;
use wasi_py_toolkit::guest::GuestCrate;
use wlr_libpy::target::Target;

use super::pin::Pin;
use super::row::Row;
use super::run::Component;
use crate::fixtures::{self, machine_code};
use crate::guests::guest;
use crate::programs::WASMTIME;
use crate::shell;

/// The Python package of every group.
const MODULE: &str = "first_pages";

/// Environment variable: tells the build script of the components which project to bundle.
const APP_VARIABLE: &str = "PACKAGES_APP";

/// A Python project below `packages`.
pub(super) struct Group {
    /// Its folder's name.
    pub(super) name: String,
    pins: Vec<Pin>,
}

/// The folder with the groups.
pub(super) fn folder() -> PathBuf {
    shell::repository().join("examples/packages")
}

impl Group {
    /// Returns all groups in the order of their names.
    pub(super) fn all() -> anyhow::Result<Vec<Self>> {
        let mut groups = Vec::new();
        for entry in fs::read_dir(folder())? {
            let folder = entry?.path();
            if folder.join("pyproject.toml").exists() {
                groups.push(Self::read(&folder)?);
            }
        }
        groups.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(groups)
    }

    fn read(folder: &Path) -> anyhow::Result<Self> {
        let pins = Project::read(folder)?.dependencies;
        let pins: anyhow::Result<Vec<Pin>> = pins.iter().map(|pin| Pin::of(pin)).collect();
        let name = folder.file_name().unwrap_or_default();
        Ok(Self {
            name: name.to_string_lossy().into_owned(),
            pins: pins.with_context(|| format!("cannot use `{}`", folder.display()))?,
        })
    }

    pub(super) fn pins(&self) -> &[Pin] {
        &self.pins
    }

    fn app(&self) -> PathBuf {
        folder().join(&self.name)
    }

    /// The component around its project.
    pub(super) fn guest(&self) -> GuestCrate {
        let app = self.app();
        GuestCrate {
            variables: vec![(APP_VARIABLE, Some(OsString::from(&app)))],
            app: Some(app),
            embeds_python: true,
            ..guest("packages", "packages", Target::Wasip2)
        }
    }

    /// Tries some of its packages, and hands on what comes of each.
    pub(super) fn try_each(&self, pins: &[&Pin], mut add: impl FnMut(Row)) -> anyhow::Result<()> {
        if pins.is_empty() {
            return Ok(());
        }
        let component = self.build()?;
        let lock = fs::read_to_string(self.app().join(LOCK_NAME))?;
        let step = Step::begin_counted("trying packages", pins.len());
        for (number, pin) in pins.iter().enumerate() {
            step.at_part(number, &pin.package);
            add(self.try_one(&component, pin, &lock)?);
        }
        Ok(())
    }

    fn build(&self) -> anyhow::Result<Component> {
        let out = fixtures::path(&format!("packages-{}", self.name));
        component::build(&self.guest(), Snapshot::Reproducible, &out)?;
        let program = WASMTIME.ensure()?;
        Ok(Component {
            compiled: machine_code::compiled(&program, &out)?,
            program,
        })
    }

    fn try_one(&self, component: &Component, pin: &Pin, lock: &str) -> anyhow::Result<Row> {
        let module = pin.package.replace('-', "_");
        let example = self.example(&module);
        let path = folder().join(&example);
        ensure!(path.exists(), "there is no `{}`", path.display());
        let row = Row::new(pin).linked(&format!("../../examples/packages/{example}"));
        let row = match component.call("imports", &module)? {
            Err(reason) => return Ok(row.not_imported(&reason)),
            Ok(()) => row.imported(),
        };
        let row = match component.call("example", &module)? {
            Err(reason) => row.not_working(&reason),
            Ok(()) => row.working(),
        };
        Ok(if is_without_native_code(lock, &pin.package) {
            row.without_native_code()
        } else {
            row
        })
    }

    /// Returns the path of an example below the folder with the groups.
    fn example(&self, module: &str) -> String {
        format!("{}/src/{MODULE}/{module}.py", self.name)
    }
}

/// Tells whether a lock says of a package that it is installed without its native code.
fn is_without_native_code(lock: &str, package: &str) -> bool {
    let note = format!("# without native code: {package}:");
    lock.lines().any(|line| line.starts_with(&note))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_package_has_an_example_and_every_example_its_package() {
        for group in Group::all().expect("groups") {
            let sources = group.app().join("src").join(MODULE);
            let files = fs::read_dir(&sources).expect("examples");
            let files: BTreeSet<String> = files
                .map(|file| {
                    file.expect("a file")
                        .file_name()
                        .to_string_lossy()
                        .into_owned()
                })
                .filter(|name| name != "__init__.py" && name != "__pycache__")
                .collect();
            let names = group
                .pins()
                .iter()
                .map(|pin| pin.package.replace('-', "_") + ".py");
            let expected = names.collect();
            assert_eq!(files, expected, "{}", group.name);
        }
    }

    #[test]
    fn note_in_a_lock_is_of_one_package() {
        let lock = "# without native code: pyyaml: yaml/_yaml.so\npyyaml==6 \\\n";
        assert!(is_without_native_code(lock, "pyyaml"));
        assert!(!is_without_native_code(lock, "py"));
    }
}
