//! Requirements of a build on this machine: Rust's targets and, on Debian, packages.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use wlr_libpy::target::Target;

use crate::console::Step;

/// Installs the standard library of a target by rustup if it is missing.
pub fn rust_target(target: Target) -> anyhow::Result<()> {
    if has_rust_target(target)? {
        return Ok(());
    }
    let step = Step::begin(format!("adding the Rust target `{target}`"));
    let mut rustup = Command::new("rustup");
    let rustup = step.run(rustup.args(["target", "add", target.name()]));
    if !rustup.is_ok_and(|status| status.success()) {
        bail!("the Rust target `{target}` is missing\n= help: run `rustup target add {target}`");
    }
    Ok(())
}

/// Tells whether the compiler has the standard library of a target.
pub(crate) fn has_rust_target(target: Target) -> anyhow::Result<bool> {
    let output = Command::new(rustc())
        .args(["--print", "target-libdir", "--target", target.name()])
        .output()
        .context("cannot run `rustc`")?;
    Ok(Path::new(String::from_utf8_lossy(&output.stdout).trim()).exists())
}

/// Returns the compiler that cargo calls.
pub(crate) fn rustc() -> OsString {
    std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

/// Installs those of the Debian packages that are missing. Without apt or the rights of root it says what to
/// install.
pub fn debian_packages(packages: &[&str]) -> anyhow::Result<()> {
    let missing = missing_debian_packages(packages);
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if !can_install() {
        bail!(
            "missing on this machine: {names}\n= help: on Debian, as root: `apt-get install {names}`"
        );
    }
    let _step = Step::begin(format!("installing Debian packages: {names}"));
    for arguments in [
        &["update"][..],
        &["install", "--yes", "--no-install-recommends"],
    ] {
        let mut apt = Command::new("apt-get");
        apt.args(["-qq", "-o", "Dpkg::Use-Pty=0"])
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        if arguments[0] == "install" {
            apt.args(&missing);
        }
        let output = apt.output().context("cannot run `apt-get`")?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            bail!(
                "`apt-get {}` failed: {said}\n= help: install them yourself: {names}",
                arguments[0]
            );
        }
    }
    Ok(())
}

/// Lists those of the Debian packages that are not installed.
pub(crate) fn missing_debian_packages<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let packages = packages.iter().copied();
    packages.filter(|package| !is_installed(package)).collect()
}

/// Tells whether this process may install Debian packages.
pub(crate) fn can_install() -> bool {
    is_root() && which("apt-get").is_some()
}

fn is_installed(package: &str) -> bool {
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .output();
    output.is_ok_and(|output| output.stdout == b"installed")
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Returns the path of a program on the `PATH`.
pub fn which(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}
