//! Programs from cargo's registry, each at one version, compiled into the cache.

use std::env::{join_paths, split_paths, var_os, vars_os};
use std::path::{Path, PathBuf};

use crate::checkout::BUILD_DIR_VARIABLE;
use crate::console::Step;
use crate::{installed, shell};

/// A package with a program.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// The name of the program.
    pub name: &'static str,
    /// The package that has it.
    pub package: &'static str,
    /// The version of the package.
    pub version: &'static str,
    /// The features that are enough, since others only take time to compile; `None` for the default ones.
    pub features: Option<&'static str>,
    /// The settings of cargo that it is compiled with, as environment variables.
    pub settings: &'static [(&'static str, &'static str)],
}

/// The settings with which cargo compiles quickly, for programs that only run for moments.
pub const QUICKLY: &[(&str, &str)] = &[
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
];

impl Program {
    /// Returns the folder of the program, which is compiled first unless the cache has it.
    ///
    /// # Errors
    /// When it cannot be compiled.
    pub fn ensure(&self) -> anyhow::Result<PathBuf> {
        let name = format!("{}-{}", self.name, self.version);
        // Other features go to another folder.
        let lock = [self.features.unwrap_or_default()];
        let folder = installed::ensure(&name, &lock, |step, folder| self.compile(step, folder))?;
        Ok(folder.join("bin"))
    }

    fn compile(&self, step: &Step, folder: &Path) -> anyhow::Result<()> {
        let mut cargo = shell::cargo(folder);
        cargo.args(["install", "--locked", self.package]);
        cargo.args(["--version", self.version]);
        if let Some(features) = self.features {
            cargo.args(["--no-default-features", "--features", features]);
        }
        // The program is for everybody, so flags and folders of this run are removed.
        for (name, _) in vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PROFILE_") || text == BUILD_DIR_VARIABLE {
                cargo.env_remove(name);
            }
        }
        cargo.envs(self.settings.iter().copied());
        // Cargo would warn that this is not on the path.
        let path = var_os("PATH").unwrap_or_default();
        let path = [folder.join("bin")].into_iter().chain(split_paths(&path));
        cargo.env("PATH", join_paths(path)?);
        shell::run_as(step, cargo.arg("--root").arg(folder))
    }
}
