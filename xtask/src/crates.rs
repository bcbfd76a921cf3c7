//! The crates of this repository as cargo packages them, and a registry made of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context;
use wasi_py_toolkit::console::Step;
use wasi_py_toolkit::metadata;
use wlr_libpy::stamp::sha256_of;

use crate::shell;

/// A crate as cargo packages it.
pub(crate) struct Packaged {
    /// The name of its file without the ending: `wasi-py-embed-0.1.0`.
    pub(crate) name: String,
    /// The file.
    pub(crate) path: PathBuf,
}

/// Packages all crates that may be published, below `target_dir`. What is not committed is refused.
pub(crate) fn package(target_dir: &Path) -> anyhow::Result<Vec<Packaged>> {
    let step = Step::begin("packaging crates");
    let metadata = metadata::of_workspace(&shell::repository().join("Cargo.toml"))?;
    let packages = metadata.packages.into_iter();
    // Cargo's word for what may be published anywhere.
    let published: Vec<_> = packages
        .filter(|package| package.publish.is_none())
        .collect();
    let mut cargo = shell::cargo();
    // They are compiled when they are installed.
    cargo
        .args(["package", "--quiet", "--no-verify", "--target-dir"])
        .arg(target_dir);
    for package in &published {
        cargo.args(["--package", &package.name]);
    }
    shell::run_as(&step, &mut cargo)?;
    let files = published.iter().map(|package| {
        let name = format!("{}-{}", package.name, package.version);
        let path = target_dir.join("package").join(format!("{name}.crate"));
        Packaged { name, path }
    });
    Ok(files.collect())
}

/// Fills a folder with these crates and all that this repository depends on, as a registry of cargo's.
pub(crate) fn registry(packaged: &[Packaged], folder: &Path) -> anyhow::Result<()> {
    let step = Step::begin("making a registry of them");
    let mut vendor = shell::cargo();
    vendor
        .args(["vendor", "--quiet", "--locked", "--versioned-dirs"])
        .arg(folder);
    shell::run_as(&step, vendor.stdout(Stdio::null()))?;
    for Packaged { name, path } in packaged {
        let mut tar = Command::new("tar");
        tar.arg("-xzf").arg(path).arg("-C").arg(folder);
        shell::run_as(&step, &mut tar)?;
        // Cargo compares the files that are listed: none.
        let sums = serde_json::json!({ "files": {}, "package": sha256_of(path)? });
        let list = folder.join(name).join(".cargo-checksum.json");
        fs::write(&list, sums.to_string())
            .with_context(|| format!("cannot write `{}`", list.display()))?;
    }
    Ok(())
}
