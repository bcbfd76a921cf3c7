//! What must be on the machine before anything is built: Rust's targets and, on Debian, packages.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use wlr_libpy::target::Target;

/// Has rustup install the standard library of a target that is missing.
pub(crate) fn rust_target(target: Target) -> anyhow::Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", target.name()])
        .output()
        .context("cannot run `rustc`")?;
    if Path::new(String::from_utf8_lossy(&output.stdout).trim()).exists() {
        return Ok(());
    }
    eprintln!("adding the Rust target `{target}`");
    let rustup = Command::new("rustup")
        .args(["target", "add", target.name()])
        .status();
    if !rustup.is_ok_and(|status| status.success()) {
        bail!("the Rust target `{target}` is missing\n= help: run `rustup target add {target}`");
    }
    Ok(())
}
