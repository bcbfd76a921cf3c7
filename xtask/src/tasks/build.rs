//! `cargo xtask build`: the component `people`, from its crates to `dist`.

use std::path::PathBuf;

use wasi_py_toolkit::component::{self, Snapshot};

use crate::guests::{build_for_host, people, product};

const USES: &str = "\
Examples:
  cargo xtask build
  cargo xtask build --app ../my-app --out my.wasm
  cargo xtask build --no-snapshot

Results: `dist/people.wasm` and what lies beside it; its path is printed.";

/// Builds `dist/people.wasm`, and sets up first what is missing.
///
/// That may be Rust's target, a C toolchain, libpython. Beside it: `people.plain.wasm`, the component without
/// a snapshot, `people.sbom.json`, what is inside, and `people.cwasm`, compiled for this machine.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Folder of another Python project with a package `people_app`
    #[arg(long, value_name = "FOLDER")]
    app: Option<PathBuf>,
    /// File for the component, `dist/people.wasm` of this repository unless given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Draws a secret for string hashes of its own for this build, which is then not reproducible
    #[arg(long)]
    random_hashes: bool,
    /// Leaves the snapshot out: every instance starts Python itself and draws its own secret for string
    /// hashes
    #[arg(long, conflicts_with = "random_hashes")]
    no_snapshot: bool,
    /// Writes only what a snapshot would be taken of
    #[arg(long, hide = true, conflicts_with_all = ["random_hashes", "no_snapshot"])]
    raw: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let out = arguments.out.clone().unwrap_or_else(product);
    let app = arguments
        .app
        .as_deref()
        .map(std::path::absolute)
        .transpose()?;
    let guest = people(app);
    if arguments.raw {
        component::build(&guest, Snapshot::Raw, &out)?;
    } else {
        let snapshot = match arguments {
            Arguments {
                no_snapshot: true, ..
            } => Snapshot::None,
            Arguments {
                random_hashes: true,
                ..
            } => Snapshot::RandomHashes,
            _ => Snapshot::Reproducible,
        };
        build_for_host(&guest, snapshot, &out)?;
    }
    println!("{}", out.display());
    Ok(())
}
