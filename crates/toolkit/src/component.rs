//! The way from a guest crate to its component: fill the cache, run cargo, take the snapshot.

use std::fs::{self, File};
use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, SyncSender};
use std::thread;

use anyhow::{Context, ensure};
use tempfile::TempPath;
use wasi_py_app::Project;
use wasi_py_fs::{folder, replace};
use wlr_libpy::stamp::sha256_of;
use wlr_libpy::target::Target;

use crate::checkout::{self, BUILD_DIR_VARIABLE, Origin};
use crate::console::{self, Step};
use crate::dependencies::{Index, Installer};
use crate::guest::GuestCrate;
use crate::inventory::Inventory;
use crate::tools::Tools;
use crate::up_to_date::unless_up_to_date;
use crate::{libpython, sbom, setup, shell};

/// The snapshot that a component begins from, if any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snapshot {
    /// No snapshot: every instance starts Python itself.
    None,
    /// No snapshot yet, but one can be taken of it.
    Raw,
    /// A snapshot of which equal inputs give equal bytes.
    Reproducible,
    /// A snapshot with a secret for string hashes that no other build has.
    RandomHashes,
}

/// Builds a guest to `out`, and its bill of materials beside it. If `out` begins from a snapshot, the plain
/// form is built as well.
///
/// # Errors
/// When it cannot be built; `out` is then what it was.
pub fn build_with_plain(guest: &GuestCrate, snapshot: Snapshot, out: &Path) -> anyhow::Result<()> {
    let inventory = if guest.embeds_python {
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
pub fn build(guest: &GuestCrate, snapshot: Snapshot, out: &Path) -> anyhow::Result<()> {
    match Compiled::of_finished(guest, snapshot)? {
        Some(compiled) => compiled.finish(snapshot, out),
        None => place(&guest.built(), out),
    }
}

/// Builds each guest to its path, in order. While one is finished, the next is compiled.
///
/// `begin` is called with the index of each before it is compiled.
///
/// # Errors
/// When one cannot be built; the path of that one is then what it was.
pub fn build_each(
    guests: &[(GuestCrate, Snapshot, PathBuf)],
    begin: impl Fn(usize),
) -> anyhow::Result<()> {
    thread::scope(|scope| {
        let (sender, compiled) = mpsc::sync_channel::<Ready<'_>>(1);
        let finishing = scope.spawn(move || {
            let mut ready = compiled.iter();
            ready.try_for_each(|(compiled, snapshot, out)| compiled.finish(snapshot, out))
        });
        let compiling = compile_each(guests, begin, &sender);
        drop(sender);
        let finished = finishing
            .join()
            .unwrap_or_else(|panic| resume_unwind(panic));
        compiling.and(finished)
    })
}

/// A compiled guest that can be finished while another is compiled.
type Ready<'a> = (Compiled<'a>, Snapshot, &'a Path);

fn compile_each<'a>(
    guests: &'a [(GuestCrate, Snapshot, PathBuf)],
    begin: impl Fn(usize),
    ready: &SyncSender<Ready<'a>>,
) -> anyhow::Result<()> {
    for (index, (guest, snapshot, out)) in guests.iter().enumerate() {
        begin(index);
        let Some(compiled) = Compiled::of_finished(guest, *snapshot)? else {
            place(&guest.built(), out)?;
            continue;
        };
        if ready.send((compiled.set_aside()?, *snapshot, out)).is_err() {
            // One before could not be finished.
            break;
        }
    }
    Ok(())
}

/// A compiled guest, and the tools that make its component.
struct Compiled<'a> {
    guest: &'a GuestCrate,
    tools: Tools,
    inventory: Inventory,
    /// The file that cargo left.
    built: PathBuf,
    /// The file of its own that takes its place, since cargo leaves guests of one name at one path.
    _copy: Option<TempPath>,
}

impl<'a> Compiled<'a> {
    /// Compiles the guest. Returns none if its component is what cargo leaves.
    fn of_finished(guest: &'a GuestCrate, snapshot: Snapshot) -> anyhow::Result<Option<Self>> {
        if guest.embeds_python && snapshot != Snapshot::Raw {
            Self::of(guest).map(Some)
        } else {
            compile(guest)?;
            Ok(None)
        }
    }

    /// Compiles the guest and the tools at once: they share no folder, so neither waits for the other.
    fn of(guest: &'a GuestCrate) -> anyhow::Result<Self> {
        let tools = thread::scope(|scope| {
            let tools = scope.spawn(Tools::ensure);
            compile(guest)?;
            tools.join().unwrap_or_else(|panic| resume_unwind(panic))
        })?;
        Ok(Self {
            guest,
            tools,
            inventory: Inventory::of(guest)?,
            built: guest.built(),
            _copy: None,
        })
    }

    /// Copies what cargo left to a file that no other guest replaces.
    fn set_aside(mut self) -> anyhow::Result<Self> {
        let failed = || format!("cannot copy `{}`", self.built.display());
        let copy = tempfile::Builder::new()
            .suffix(".wasm")
            .tempfile_in(&self.guest.target_dir)
            .with_context(failed)?
            .into_temp_path();
        fs::copy(&self.built, &copy).with_context(failed)?;
        self.built = copy.to_path_buf();
        self._copy = Some(copy);
        Ok(self)
    }

    /// Makes the component, unless it is up to date.
    fn finish(&self, snapshot: Snapshot, out: &Path) -> anyhow::Result<()> {
        let (built, package) = (&self.built, &self.guest.package);
        let (options, what): (&[&str], _) = match snapshot {
            // Copied as it was built: no tool is needed.
            Snapshot::Raw => return place(built, out),
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
        unless_up_to_date(&records, (&inputs, &settings), &[out], || {
            let mut take = Command::new(&tool);
            take.args(&description).arg(built).args(options).arg(out);
            let step = Step::begin(format!("{what} `{package}`"));
            ensure_success(&mut take, package, |take| step.run(take))
        })
    }
}

/// Runs a program that reports its own errors: ours does not repeat its command line.
fn ensure_success(
    command: &mut Command,
    package: &str,
    run: impl FnOnce(&mut Command) -> io::Result<ExitStatus>,
) -> anyhow::Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = run(command).with_context(|| format!("cannot run `{program}`"))?;
    ensure!(
        status.success(),
        "cannot build `{package}`\n= help: fix the error above"
    );
    Ok(())
}

/// Has cargo build a guest, or a library with the flags of a guest, and nothing beyond cargo's own results.
///
/// # Errors
/// When it cannot be built.
pub fn compile(guest: &GuestCrate) -> anyhow::Result<()> {
    if libpython::find(guest.target).is_ok() {
        libpython::ensure_for(guest.target)?;
    } else {
        make_libpython(guest)?;
    }
    install_dependencies(guest)?;
    let mut cargo = cargo_build(guest, &guest.build_dir())?;
    let what = format!("compiling `{}` for {}", guest.package, guest.target);
    let run = |cargo: &mut Command| console::run_unless_fresh(&what, cargo);
    ensure_success(&mut cargo, &guest.package, run)
}

/// Makes libpython. Meanwhile, cargo compiles the crates that do not need it: one core is idle for minutes.
fn make_libpython(guest: &GuestCrate) -> anyhow::Result<()> {
    setup::rust_target(guest.target)?;
    let mut cargo = cargo_build(guest, &guest.build_dir())?;
    cargo.arg("--keep-going");
    // It fails where libpython is needed, and a later run goes on from there.
    cargo.stdout(Stdio::null()).stderr(Stdio::null());
    thread::scope(|scope| {
        scope.spawn(|| cargo.status());
        libpython::ensure_for(guest.target)
    })
}

/// Prepares cargo to build a guest, with the flags that make equal bytes on all machines.
///
/// The build finds everything else in the cache, so fill that first. Cargo keeps unfinished results in
/// `build_dir`.
///
/// # Errors
/// When the folder of cargo's sources is not known.
pub fn cargo_build(guest: &GuestCrate, build_dir: &Path) -> anyhow::Result<Command> {
    let mut cargo = shell::cargo(&guest.folder);
    cargo
        .args(["build", "--release", "--package", &guest.package])
        .args(["--target", guest.target.name(), "--target-dir"])
        .arg(guest.resolved_target_dir())
        .args(["--config", &remap_flags(guest.target, build_dir)?])
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    if let Some(shared) = &guest.shared_build_dir {
        cargo.env(BUILD_DIR_VARIABLE, shared);
    }
    for (name, value) in &guest.variables {
        match value {
            Some(value) => cargo.env(name, value),
            None => cargo.env_remove(name),
        };
    }
    if guest.embeds_python {
        cargo.args(["--features", "wasi-py-embed/snapshot"]);
    }
    Ok(cargo)
}

/// Fills the cache with what the Python project of a guest depends on: build scripts use no network.
///
/// # Errors
/// When the project cannot be read, or an install fails.
pub fn install_dependencies(guest: &GuestCrate) -> anyhow::Result<()> {
    if let Some(app) = &guest.app
        && let Some(dependencies) = Project::read(app)?.dependencies()?
    {
        Installer::ensure(Index::default())?.install(&dependencies, false)?;
    }
    Ok(())
}

/// Returns compiler flags that take this machine's folders out of panic messages. Every machine then builds
/// the same bytes.
fn remap_flags(target: Target, build_dir: &Path) -> anyhow::Result<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let home = home.context("neither `CARGO_HOME` nor `HOME` is set")?;
    let registry = home.join("registry/src");
    // If several match, the last one wins.
    let mut names = vec![(home, "/cargo".to_owned())];
    match fs::read_dir(&registry) {
        Ok(folders) => {
            for folder in folders {
                // This folder is named after the registry.
                names.push((folder?.path(), "/cargo/crates".to_owned()));
            }
        }
        // All sources are elsewhere, such as in a folder by `cargo vendor`.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read `{}`", registry.display()));
        }
    }
    // The guest's own folder is not among them: cargo calls rustc there, with paths that are relative to it.
    // A flag with that folder would also have cargo compile the crates that guests share anew for each.
    if let Origin::Checkout(root) = checkout::origin() {
        names.push((root, "/wasi-py-rs".to_owned()));
    }
    // Last, since it may lie in the checkout and may not.
    names.push((build_dir.to_owned(), "/target".to_owned()));
    let flags = names
        .iter()
        .map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()));
    let flags: Vec<String> = flags.collect();
    Ok(format!("target.{}.rustflags={flags:?}", target.name()))
}

fn place(built: &Path, out: &Path) -> anyhow::Result<()> {
    let failed = || format!("cannot write `{}`", out.display());
    fs::create_dir_all(folder(out)).with_context(failed)?;
    let mut from =
        File::open(built).with_context(|| format!("cannot read `{}`", built.display()))?;
    let permissions = from.metadata()?.permissions();
    let copied = replace(out, permissions, |to| io::copy(&mut from, to).map(drop));
    copied.with_context(failed)
}
