//! Packages that need native code, and so cannot be locked for a component.

use std::fs;

use anyhow::{Context, bail};
use serde::Deserialize;
use wasi_py_toolkit::console::Step;
use wasi_py_toolkit::dependencies::{self, Index, InstallError, Installer};

use super::group::folder;
use super::pin::Pin;
use super::row::Row;

/// The packages in `native.toml`.
pub(super) struct Native(Vec<Pin>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    packages: Vec<String>,
}

/// Reads the list of this repository.
pub(super) fn read() -> anyhow::Result<Native> {
    let path = folder().join("native.toml");
    let failed = || format!("cannot read `{}`", path.display());
    let list: List =
        toml::from_str(&fs::read_to_string(&path).with_context(failed)?).with_context(failed)?;
    let pins: anyhow::Result<Vec<Pin>> = list.packages.iter().map(|pin| Pin::of(pin)).collect();
    pins.map(Native)
}

impl Native {
    pub(super) fn pins(&self) -> &[Pin] {
        &self.0
    }

    /// Tries to lock those that are `wanted`, or all, and hands on what comes of each.
    pub(super) fn try_each(
        &self,
        wanted: &[String],
        mut add: impl FnMut(Row),
    ) -> anyhow::Result<()> {
        let is_wanted = |pin: &&Pin| wanted.is_empty() || wanted.contains(&pin.package);
        let pins: Vec<&Pin> = self.0.iter().filter(is_wanted).collect();
        if pins.is_empty() {
            return Ok(());
        }
        let installer = Installer::ensure(Index::default())?;
        let step = Step::begin_counted("locking packages", pins.len());
        for (number, pin) in pins.into_iter().enumerate() {
            step.at_part(number, &pin.package);
            add(Row::new(pin).native(&refusal(pin, &installer)?));
        }
        Ok(())
    }
}

/// Returns the wheel for which the package is refused.
fn refusal(pin: &Pin, installer: &Installer) -> anyhow::Result<String> {
    let app = tempfile::tempdir()?;
    let Pin { package, version } = pin;
    let project = format!(
        "[project]\nname = \"app\"\nversion = \"0.1.0\"\ndependencies = [\"{package}=={version}\"]\n"
    );
    fs::write(app.path().join("pyproject.toml"), project)?;
    match dependencies::lock(app.path(), installer) {
        Err(InstallError::Native { file, .. }) => Ok(file),
        Err(error) => bail!("`{package}` is refused for another reason: {error}"),
        Ok(_) => bail!(
            "`{package}` can be locked\n\
             = help: take it from `examples/packages/native.toml` into a group, with an example"
        ),
    }
}
