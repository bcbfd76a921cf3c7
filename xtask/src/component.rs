//! `cargo xtask build`: the component, from its crates to `dist`.

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use wasi_py_bundle::pack::project::Project;
use wasi_py_project::dependencies::{Index, Installer};
use wlr_libpy::bld_cfg::DIR_VARIABLE;
use wlr_libpy::make::{Order, Source};
use wlr_libpy::release::Release;
use wlr_libpy::target::Target;

use crate::made::unless_made;
use crate::tools::Tools;
use crate::{libpython, shell};

/// Builds `dist/people.wasm`, setting up first what is missing: Rust's target, a C toolchain, libpython.
///
/// Beside it: `people.plain.wasm`, the component without a snapshot, and `people.cwasm`, compiled for this machine.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of another Python project with a package `people_app`
    #[arg(long, value_name = "FOLDER")]
    app: Option<PathBuf>,
    /// Where the component goes, `dist/people.wasm` of this repository unless given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Draws a secret for string hashes of its own for this build, which is then not reproducible
    #[arg(long)]
    random_hashes: bool,
    /// Leaves the snapshot out: every instance starts Python itself and draws its own secret for string hashes
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
    let guest = Guest {
        app,
        ..Guest::PEOPLE
    };
    if arguments.raw {
        build(&guest, Snapshot::Raw, &out)?;
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

/// Builds the product where the host looks for it, and says where that is.
pub(crate) fn build_people() -> anyhow::Result<PathBuf> {
    let out = product();
    build_for_host(&Guest::PEOPLE, Snapshot::Reproducible, &out)?;
    Ok(out)
}

fn product() -> PathBuf {
    shell::repository().join("dist/people.wasm")
}

/// Whether and how a component begins from a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Snapshot {
    /// Instances start Python themselves.
    None,
    /// One can be taken of it.
    Raw,
    /// Equal inputs give equal bytes.
    Reproducible,
    /// With a secret for string hashes that no other build has.
    RandomHashes,
}

/// A guest crate of this workspace.
#[derive(Clone, Debug)]
pub(crate) struct Guest {
    /// Its package.
    pub(crate) package: &'static str,
    /// What cargo calls the `.wasm` file, without that.
    pub(crate) artifact: &'static str,
    /// For which target.
    pub(crate) target: Target,
    /// Folder of its Python project, from the repository's root.
    pub(crate) own_app: Option<&'static str>,
    /// Folder of the Python project to bundle instead of its own.
    pub(crate) app: Option<PathBuf>,
    /// Whether it can be prepared for a snapshot.
    pub(crate) prepares: bool,
}

impl Guest {
    /// The component that the example is shown on.
    pub(crate) const PEOPLE: Self = Self {
        package: "wasi-py-people",
        artifact: "people",
        target: Target::Wasip2,
        own_app: Some("python-app"),
        app: None,
        prepares: true,
    };
}

/// Builds a guest to `out`, its plain form beside it, and compiled for this machine.
fn build_for_host(guest: &Guest, snapshot: Snapshot, out: &Path) -> anyhow::Result<()> {
    let (built, tools) = compile_beside_tools(guest)?;
    finish(&built, snapshot, &tools, out)?;
    if snapshot != Snapshot::None {
        let plain = out.with_extension("plain.wasm");
        finish(&built, Snapshot::None, &tools, &plain)?;
    }
    let mut precompile = tools.host();
    precompile.arg("--component").arg(out).arg("--precompile");
    shell::run(precompile.stdout(std::process::Stdio::null()))
}

/// Builds a guest to `out`, whole or not at all.
pub(crate) fn build(guest: &Guest, snapshot: Snapshot, out: &Path) -> anyhow::Result<()> {
    if guest.prepares {
        let (built, tools) = compile_beside_tools(guest)?;
        finish(&built, snapshot, &tools, out)
    } else {
        place(&compile(guest)?, out)
    }
}

/// A guest and what finishes it: they share no folder, so neither waits for the other.
fn compile_beside_tools(guest: &Guest) -> anyhow::Result<(PathBuf, Tools)> {
    std::thread::scope(|scope| {
        let tools = scope.spawn(Tools::ensure);
        let built = compile(guest)?;
        let tools = tools.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        Ok((built, tools))
    })
}

/// Makes the component out of one that can be prepared, unless it is there.
fn finish(built: &Path, snapshot: Snapshot, tools: &Tools, out: &Path) -> anyhow::Result<()> {
    let options: &[&str] = match snapshot {
        Snapshot::Raw => return place(built, out),
        Snapshot::None => &["--plain"],
        Snapshot::Reproducible => &["--out"],
        Snapshot::RandomHashes => &["--random-hashes", "--out"],
    };
    let tool = tools.snapshot();
    let settings = format!("{snapshot:?}");
    unless_made(&[built, &tool], &settings, &[out], || {
        let mut take = Command::new(&tool);
        shell::run(take.arg(built).args(options).arg(out))
    })
}

/// Has cargo build a guest, and says where it left the component.
fn compile(guest: &Guest) -> anyhow::Result<PathBuf> {
    ensure_libpython(guest.target)?;
    install_dependencies(guest)?;
    let target_dir = shell::target_dir().join("guests");
    let mut cargo = shell::cargo();
    cargo
        .args(["build", "--release", "--quiet", "--package", guest.package])
        .args(["--target", guest.target.name(), "--target-dir"])
        .arg(&target_dir)
        .args(["--config", &remap_paths(guest.target)?])
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("PEOPLE_APP");
    if guest.prepares {
        cargo.args(["--features", "wasi-py-embed/snapshot"]);
    }
    if let Some(app) = &guest.app {
        cargo.env("PEOPLE_APP", app);
    }
    shell::run(&mut cargo)?;
    Ok(target_dir
        .join(guest.target.name())
        .join("release")
        .join(format!("{}.wasm", guest.artifact)))
}

/// Fills the cache with what the Python project of a guest depends on: build scripts use no network.
fn install_dependencies(guest: &Guest) -> anyhow::Result<()> {
    let own = guest.own_app.map(|app| shell::repository().join(app));
    if let Some(app) = guest.app.clone().or(own)
        && let Some(dependencies) = Project::read(&app)?.dependencies()?
    {
        Installer::ensure(Index::default())?.install(&dependencies, false)?;
    }
    Ok(())
}

/// Makes libpython unless it is in the cache or a folder of the user's own holds it.
pub(crate) fn ensure_libpython(target: Target) -> anyhow::Result<()> {
    if std::env::var_os(DIR_VARIABLE).is_some() {
        return Ok(());
    }
    libpython::ensure(&libpython_order(target)?)?;
    Ok(())
}

/// The libpython that components are built with.
pub(crate) fn libpython_order(target: Target) -> anyhow::Result<Order> {
    Ok(Order {
        release: Release::wanted()?,
        target,
        source: Source::default(),
        force: false,
    })
}

/// Panic messages hold paths of sources: without the machine's folders, every machine builds the same bytes.
fn remap_paths(target: Target) -> anyhow::Result<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let home = home.context("neither `CARGO_HOME` nor `HOME` is set")?;
    let registry = home.join("registry/src");
    let folders = std::fs::read_dir(&registry)
        .with_context(|| format!("cannot read `{}`", registry.display()))?;
    let mut flags = vec![format!("--remap-path-prefix={}=/cargo", home.display())];
    for folder in folders {
        // The folder is named after the registry; the later flag wins.
        flags.push(format!(
            "--remap-path-prefix={}=/cargo/crates",
            folder?.path().display()
        ));
    }
    flags.push(format!(
        "--remap-path-prefix={}=/wasi-py-rs",
        shell::repository().display()
    ));
    Ok(format!("target.{}.rustflags={flags:?}", target.name()))
}

fn place(built: &Path, out: &Path) -> anyhow::Result<()> {
    let folder = out.parent().unwrap_or(Path::new("."));
    let failed = || format!("cannot write `{}`", out.display());
    std::fs::create_dir_all(folder).with_context(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(failed)?;
    let mut from =
        std::fs::File::open(built).with_context(|| format!("cannot read `{}`", built.display()))?;
    std::io::copy(&mut from, &mut file).with_context(failed)?;
    // A temporary file is its owner's alone.
    file.as_file()
        .set_permissions(from.metadata()?.permissions())?;
    file.persist(out).with_context(failed)?;
    Ok(())
}
