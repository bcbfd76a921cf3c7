//! The command `wasmtime`, which compiles components for this machine and serves them.

use std::convert::Infallible;
use std::ffi::OsStr;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::console::Step;
use crate::up_to_date::unless_up_to_date;
use crate::{setup, shell};

/// The command, at some version.
#[derive(Clone, Debug)]
pub struct Wasmtime {
    program: PathBuf,
}

/// The options of every `wasmtime serve`: components are compiled, and read more of the host than a proxy
/// would, some of it of WASI 0.3.
pub const SERVE: [&str; 3] = ["serve", "--allow-precompiled", "-Scli,p3"];

impl Wasmtime {
    /// Takes the command in that file.
    #[must_use]
    pub fn new(program: PathBuf) -> Self {
        Self { program }
    }

    /// Finds the command on the `PATH`.
    ///
    /// # Errors
    /// When it is not there.
    pub fn on_path() -> anyhow::Result<Self> {
        setup::which("wasmtime").map(Self::new).context(
            "the command `wasmtime` is missing\n\
             = help: install it as https://wasmtime.dev says, or by `cargo install wasmtime-cli`",
        )
    }

    /// Compiles a component for this machine to `out`, unless it is up to date. Notes are kept in the folder
    /// `records`.
    ///
    /// # Errors
    /// When it cannot be compiled.
    pub fn compile(&self, component: &Path, out: &Path, records: &Path) -> anyhow::Result<()> {
        let name = component.file_stem().unwrap_or_default().display();
        unless_up_to_date(records, (&[component, &self.program], ""), &[out], || {
            let step = Step::begin(format!("compiling `{name}` by wasmtime"));
            let mut compile = Command::new(&self.program);
            compile.arg("compile").arg(component);
            shell::run_as(&step, compile.arg("--output").arg(out))
        })
    }

    /// Serves a compiled component in place of this process: whoever ends this one ends the server.
    ///
    /// # Errors
    /// When it does not start.
    pub fn serve<S: AsRef<OsStr>>(
        &self,
        component: &Path,
        addr: SocketAddr,
        options: impl IntoIterator<Item = S>,
    ) -> anyhow::Result<Infallible> {
        let mut serve = Command::new(&self.program);
        serve
            .args(SERVE)
            .arg("--addr")
            .arg(addr.to_string())
            .args(options);
        Err(serve.arg(component).exec())
            .with_context(|| format!("cannot run `{}`", self.program.display()))
    }
}

/// Fails if the address is in use. `wasmtime serve` notices that only after everything is built, and does not
/// name the address.
///
/// # Errors
/// When nobody can listen there.
pub fn check_free(addr: SocketAddr) -> anyhow::Result<()> {
    match TcpListener::bind(addr) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => bail!(
            "`{addr}` is in use\n= help: end the program that listens there\n\
             = help: or name another address: `--addr {}:0` takes a port that is free",
            addr.ip()
        ),
        Err(error) => Err(error).with_context(|| format!("cannot listen on `{addr}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn port_in_use_is_named() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let addr = taken.local_addr().expect("bound");
        let error = check_free(addr).expect_err("it is in use");
        assert_eq!(
            error.to_string(),
            format!(
                "`{addr}` is in use\n= help: end the program that listens there\n\
                 = help: or name another address: `--addr 127.0.0.1:0` takes a port that is free"
            )
        );
    }

    #[test]
    fn free_port_is_no_error() {
        check_free(([127, 0, 0, 1], 0).into()).expect("the system knows a free one");
    }
}
