//! The kept inputs under valgrind. It does what Miri does, on stable Rust and with C code.

use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use wasi_py_toolkit::setup::debian_packages;

use super::target::Target;
use crate::report::Suite;

/// Targets with unsafe code or C below them. Those with machine code of `wasmtime` are left out, which
/// valgrind does not understand.
const TARGETS: [&str; 2] = ["archive", "rows"];
/// The option for valgrind's exit status if it has found an error.
const FOUND: &str = "--error-exitcode=99";

/// Tries every kept input.
///
/// # Errors
/// When memory is used that was not allocated or not written.
pub(super) fn run(targets: &[&Target]) -> anyhow::Result<Suite> {
    debian_packages(&["valgrind"])?;
    let mut suite = Suite::new("memcheck");
    for target in targets
        .iter()
        .filter(|target| TARGETS.contains(&target.name))
    {
        eprintln!("checking the memory of `{}`", target.name);
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--quiet", FOUND]).arg(target.program());
        valgrind.arg("-runs=0").arg(target.corpus());
        let output = valgrind
            .stdin(Stdio::null())
            .output()
            .context("cannot run `valgrind`")?;
        if !output.status.success() {
            let log = String::from_utf8_lossy(&output.stderr).into_owned();
            bail!("`{}` under valgrind: {}\n{log}", target.name, output.status);
        }
        let name = format!("`{}`: inputs", target.name);
        suite.push(name, target.kept()? as u64);
    }
    suite.push("errors", 0);
    Ok(suite)
}
