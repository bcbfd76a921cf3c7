//! `wasi-py build`: the component of the project in this folder.

use anyhow::bail;
use wasi_py_toolkit::component::{self, Snapshot};
use wasi_py_toolkit::guest::GuestCrate;

use crate::parts;

/// Builds `dist/<package>.wasm`, setting up first what is missing: Rust's target, a C toolchain, libpython,
/// the app's dependencies.
///
/// Beside it: `<package>.plain.wasm`, the component without a snapshot, and `<package>.sbom.json`, what is
/// inside.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Draws a secret for string hashes of its own for this build, which is then not reproducible
    #[arg(long)]
    random_hashes: bool,
    /// Leaves the snapshot out: every instance starts Python itself and draws its own secret for string
    /// hashes
    #[arg(long, conflicts_with = "random_hashes")]
    no_snapshot: bool,
    /// No effect: every build is a release build
    #[arg(long, hide = true)]
    release: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let manifest = parts::manifest()?;
    let guest = GuestCrate::of_package(&std::env::current_dir()?, &manifest.app)?;
    // The build script checks the same, but its error would stand amid cargo's output.
    let settings = manifest.settings(&manifest.project()?);
    manifest.world()?.rust(&settings)?;
    let snapshot = match (arguments.no_snapshot, arguments.random_hashes) {
        (true, _) => Snapshot::None,
        (_, true) => Snapshot::RandomHashes,
        _ => Snapshot::Reproducible,
    };
    if !guest.embeds_python && snapshot != Snapshot::None {
        bail!(
            "cannot take a snapshot of `{}`: it does not depend on `wasi-py-embed`\n\
             = help: leave the snapshot out with `--no-snapshot`",
            guest.package
        );
    }
    let dist = guest.folder.join("dist");
    let out = dist.join(format!("{}.wasm", guest.package));
    component::build_with_plain(&guest, snapshot, &out)?;
    println!("{}", out.display());
    Ok(())
}
