//! Programs from crates.io that the tasks run: each at one version, compiled into the cache.

use std::env::{join_paths, split_paths, var_os, vars_os};
use std::path::{Path, PathBuf};

use wasi_py_project::console::Step;
use wasi_py_project::installed;

use crate::shell;

/// A program, and how cargo installs it.
pub(crate) struct Program {
    /// What it is called.
    name: &'static str,
    /// The package that has it.
    package: &'static str,
    version: &'static str,
    /// The features that are enough, since others only take time to compile; `None` for the package's own choice.
    features: Option<&'static str>,
}

/// Components as they were built before there was a target for them.
pub(crate) const CARGO_COMPONENT: Program = Program {
    name: "cargo-component",
    package: "cargo-component",
    version: "0.21.1",
    features: None,
};

/// Licences and sources of dependencies.
pub(crate) const CARGO_DENY: Program = Program {
    name: "cargo-deny",
    package: "cargo-deny",
    version: "0.20.2",
    features: None,
};

/// The book. Without what serves it while it is written.
pub(crate) const MDBOOK: Program = Program {
    name: "mdbook",
    package: "mdbook",
    version: "0.5.4",
    features: Some("search"),
};

/// Compositions. Without registries, of which it would bring a whole client.
pub(crate) const WAC: Program = Program {
    name: "wac",
    package: "wac-cli",
    version: "0.12.0",
    features: Some("wit"),
};

/// What is in a component, and compositions as they were made before `wac`.
pub(crate) const WASM_TOOLS: Program = Program {
    name: "wasm-tools",
    package: "wasm-tools",
    version: "1.263.0",
    features: Some("component,compose,metadata,print,validate"),
};

/// Of the line that the host library is built on, with what its users would miss.
pub(crate) const WASMTIME: Program = Program {
    name: "wasmtime",
    package: "wasmtime-cli",
    version: "48.0.8",
    features: Some(
        "run,serve,compile,component-model,component-model-async,pooling-allocator,parallel-compilation,demangle,backtrace,addr2line,logging,clap/default",
    ),
};

/// Packages in registries.
pub(crate) const WKG: Program = Program {
    name: "wkg",
    package: "wkg",
    version: "0.16.1",
    features: None,
};

/// What has cargo compile a program quickly, where that matters more than how quickly it runs.
const QUICKLY: [(&str, &str); 2] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
];

impl Program {
    /// Where it is: installed, unless the cache has it. Other features are another folder.
    pub(crate) fn ensure(&self) -> anyhow::Result<PathBuf> {
        let name = format!("{}-{}", self.name, self.version);
        let features = self.features.unwrap_or_default();
        let folder = installed::ensure(&name, &[features], |step, folder| {
            self.install(step, folder)
        })?;
        Ok(folder.join("bin").join(self.name))
    }

    fn install(&self, step: &Step, folder: &Path) -> anyhow::Result<()> {
        let mut cargo = shell::cargo();
        cargo.args(["install", "--locked", self.package]);
        cargo.args(["--version", self.version]);
        if let Some(features) = self.features {
            cargo.args(["--no-default-features", "--features", features]);
        }
        // Everybody's, whatever this run has others compiled with.
        for (name, _) in vars_os() {
            if name.to_string_lossy().starts_with("CARGO_PROFILE_") {
                cargo.env_remove(name);
            }
        }
        if !self.is_measured() {
            cargo.envs(QUICKLY);
        }
        // Cargo warns where this is not on the path.
        let path = var_os("PATH").unwrap_or_default();
        let path = [folder.join("bin")].into_iter().chain(split_paths(&path));
        cargo.env("PATH", join_paths(path)?);
        shell::run_as(step, cargo.arg("--root").arg(folder))
    }

    /// Whether the benchmark says how quick it is.
    fn is_measured(&self) -> bool {
        self.name == WASMTIME.name
    }
}
