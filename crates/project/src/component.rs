//! From a guest crate to its component: what the build takes from the cache, cargo, the snapshot.

use std::ffi::OsString;
use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use anyhow::{Context, ensure};
use wasi_py_app::Project;
use wlr_libpy::stamp::sha256_of;
use wlr_libpy::target::Target;

use crate::console::{self, Step};
use crate::dependencies::{Index, Installer};
use crate::inventory::Inventory;
use crate::made::unless_made;
use crate::tools::Tools;
use crate::{checkout, libpython, sbom, shell};

/// Whether and how a component begins from a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snapshot {
    /// Instances start Python themselves.
    None,
    /// One can be taken of it.
    Raw,
    /// Equal inputs give equal bytes.
    Reproducible,
    /// With a secret for string hashes that no other build has.
    RandomHashes,
}

/// A crate that becomes a component.
#[derive(Clone, Debug)]
pub struct Guest {
    /// Folder of the package, or of a workspace that has it.
    pub folder: PathBuf,
    /// The package.
    pub package: String,
    /// What cargo calls the `.wasm` file, without that.
    pub artifact: String,
    /// For which target.
    pub target: Target,
    /// Where cargo builds.
    pub target_dir: PathBuf,
    /// Folder of the Python project that is bundled.
    pub app: Option<PathBuf>,
    /// What its build script is told by environment variables, which are otherwise removed.
    pub variables: Vec<(&'static str, Option<OsString>)>,
    /// Whether a snapshot can be taken: it depends on `wasi-py-embed`.
    pub prepares: bool,
}

/// Builds a guest to `out`, and beside it its bill of materials, and its plain form if `out` begins from a snapshot.
///
/// # Errors
/// When it cannot be built; `out` is then what it was.
pub fn build_with_plain(guest: &Guest, snapshot: Snapshot, out: &Path) -> anyhow::Result<()> {
    let inventory = if guest.prepares {
        let compiled = Compiled::of(guest)?;
        compiled.finish(snapshot, out)?;
        if snapshot != Snapshot::None {
            compiled.finish(Snapshot::None, &out.with_extension("plain.wasm"))?;
        }
        compiled.inventory
    } else {
        build(guest, snapshot, out)?;
        Inventory::of(guest)?
    };
    let sha256 = sha256_of(out).with_context(|| format!("cannot read `{}`", out.display()))?;
    let materials = sbom::text(&inventory, &sha256)?;
    let file = out.with_extension(MATERIALS_EXTENSION);
    std::fs::write(&file, materials).with_context(|| format!("cannot write `{}`", file.display()))
}

/// The extension of the bill of materials, which lies beside the component.
pub const MATERIALS_EXTENSION: &str = "sbom.json";

/// Builds a guest to `out`, whole or not at all.
///
/// # Errors
/// When it cannot be built; `out` is then what it was.
pub fn build(guest: &Guest, snapshot: Snapshot, out: &Path) -> anyhow::Result<()> {
    if guest.prepares && snapshot != Snapshot::Raw {
        Compiled::of(guest)?.finish(snapshot, out)
    } else {
        compile(guest)?;
        place(&guest.built(), out)
    }
}

impl Guest {
    /// Where cargo keeps what is in the making.
    #[must_use]
    pub fn build_dir(&self) -> PathBuf {
        let elsewhere = std::env::var_os(checkout::BUILD_DIR_VARIABLE).map(PathBuf::from);
        elsewhere.unwrap_or_else(|| self.resolved_target_dir())
    }

    /// Follows links: projects that share a folder of results then share what is compiled there, since its path is in flags.
    fn resolved_target_dir(&self) -> PathBuf {
        let resolved = self.target_dir.canonicalize();
        resolved.unwrap_or_else(|_| self.target_dir.clone())
    }

    /// Returns where cargo leaves what is compiled.
    #[must_use]
    pub fn built(&self) -> PathBuf {
        let folder = self.target_dir.join(self.target.name()).join("release");
        folder.join(format!("{}.wasm", self.artifact))
    }
}

/// A guest that is compiled and can be prepared, and what makes its component.
struct Compiled<'a> {
    guest: &'a Guest,
    tools: Tools,
    inventory: Inventory,
}

impl<'a> Compiled<'a> {
    /// Compiles it beside the tools: they share no folder, so neither waits for the other.
    fn of(guest: &'a Guest) -> anyhow::Result<Self> {
        let tools = std::thread::scope(|scope| {
            let tools = scope.spawn(Tools::ensure);
            compile(guest)?;
            tools.join().unwrap_or_else(|panic| resume_unwind(panic))
        })?;
        Ok(Self {
            guest,
            tools,
            inventory: Inventory::of(guest)?,
        })
    }

    /// Makes the component, unless it is there.
    fn finish(&self, snapshot: Snapshot, out: &Path) -> anyhow::Result<()> {
        let (built, package) = (self.guest.built(), &self.guest.package);
        let (options, what): (&[&str], _) = match snapshot {
            // Placed as it was built, without tools.
            Snapshot::Raw => return place(&built, out),
            Snapshot::None => (&["--plain"], "finishing the plain"),
            Snapshot::Reproducible => (&["--out"], "taking the snapshot of"),
            Snapshot::RandomHashes => (&["--random-hashes", "--out"], "taking the snapshot of"),
        };
        let tool = self.tools.snapshot();
        let description = self.inventory.options();
        let (inputs, settings) = (
            [built.as_path(), &tool],
            format!("{snapshot:?} {description:?}"),
        );
        let records = self.guest.target_dir.join("made");
        unless_made(&records, (&inputs, &settings), &[out], || {
            let mut take = Command::new(&tool);
            take.args(&description).arg(&built).args(options).arg(out);
            let step = Step::begin(format!("{what} `{package}`"));
            ensure_success(&mut take, package, |take| step.run(take))
        })
    }
}

/// Runs what has its say on standard error: how it was called is none of the reader's business.
fn ensure_success(
    command: &mut Command,
    package: &str,
    run: impl FnOnce(&mut Command) -> io::Result<ExitStatus>,
) -> anyhow::Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = run(command).with_context(|| format!("cannot run `{program}`"))?;
    ensure!(
        status.success(),
        "`{package}` becomes no component\n= help: mend what is named above"
    );
    Ok(())
}

/// Has cargo build a guest, or a library as guests have it: no more than cargo leaves in its folder.
///
/// # Errors
/// When it cannot be built.
pub fn compile(guest: &Guest) -> anyhow::Result<()> {
    libpython::ensure_for(guest.target)?;
    install_dependencies(guest)?;
    let mut cargo = cargo_build(guest, &guest.build_dir())?;
    let what = format!("compiling `{}` for {}", guest.package, guest.target);
    let run = |cargo: &mut Command| console::run_unless_fresh(&what, cargo);
    ensure_success(&mut cargo, &guest.package, run)
}

/// Prepares cargo to build a guest, with the flags that make equal bytes on all machines.
///
/// What the build takes from the cache has to be there. Cargo keeps what is in the making in `build_dir`.
///
/// # Errors
/// When the folder of cargo's sources is not known.
pub fn cargo_build(guest: &Guest, build_dir: &Path) -> anyhow::Result<Command> {
    let mut cargo = shell::cargo(&guest.folder);
    cargo
        .args(["build", "--release", "--package", &guest.package])
        .args(["--target", guest.target.name(), "--target-dir"])
        .arg(guest.resolved_target_dir())
        .args(["--config", &remap_flags(guest.target, build_dir)?])
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    for (name, value) in &guest.variables {
        match value {
            Some(value) => cargo.env(name, value),
            None => cargo.env_remove(name),
        };
    }
    if guest.prepares {
        cargo.args(["--features", "wasi-py-embed/snapshot"]);
    }
    Ok(cargo)
}

/// Fills the cache with what the Python project of a guest depends on: build scripts use no network.
///
/// # Errors
/// When the project cannot be read, or an install fails.
pub fn install_dependencies(guest: &Guest) -> anyhow::Result<()> {
    if let Some(app) = &guest.app
        && let Some(dependencies) = Project::read(app)?.dependencies()?
    {
        Installer::ensure(Index::default())?.install(&dependencies, false)?;
    }
    Ok(())
}

/// Panic messages hold paths of sources: without the machine's folders, every machine builds the same bytes.
fn remap_flags(target: Target, build_dir: &Path) -> anyhow::Result<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let home = home.context("neither `CARGO_HOME` nor `HOME` is set")?;
    let registry = home.join("registry/src");
    let folders = std::fs::read_dir(&registry)
        .with_context(|| format!("cannot read `{}`", registry.display()))?;
    // The later one wins.
    let mut names = vec![(home, "/cargo".to_owned())];
    for folder in folders {
        // It is named after the registry.
        names.push((folder?.path(), "/cargo/crates".to_owned()));
    }
    // The guest's own folder is not among them: cargo calls rustc there, with paths that begin in it. And cargo compiles anew what
    // guests share when they have other flags.
    names.push((checkout::root(), "/wasi-py-rs".to_owned()));
    // Last, since it may lie in the checkout and may not.
    names.push((build_dir.to_owned(), "/target".to_owned()));
    let flags = names
        .iter()
        .map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()));
    let flags: Vec<String> = flags.collect();
    Ok(format!("target.{}.rustflags={flags:?}", target.name()))
}

fn place(built: &Path, out: &Path) -> anyhow::Result<()> {
    let folder = out.parent().unwrap_or(Path::new("."));
    let failed = || format!("cannot write `{}`", out.display());
    std::fs::create_dir_all(folder).with_context(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(failed)?;
    let mut from =
        std::fs::File::open(built).with_context(|| format!("cannot read `{}`", built.display()))?;
    io::copy(&mut from, &mut file).with_context(failed)?;
    // A temporary file is its owner's alone.
    file.as_file()
        .set_permissions(from.metadata()?.permissions())?;
    file.persist(out).with_context(failed)?;
    Ok(())
}
