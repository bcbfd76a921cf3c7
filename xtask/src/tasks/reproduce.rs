//! `cargo xtask reproduce`: tests whether another folder, another user and another umask give the same bytes.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{bail, ensure};

use wasi_py_toolkit::checkout::BUILD_DIR_VARIABLE;
use wasi_py_toolkit::component;
use wasi_py_toolkit::console::Step;
use wasi_py_toolkit::guest::GuestCrate;
use wasi_py_toolkit::inventory::Inventory;
use wasi_py_toolkit::tools::Tools;
use wlr_libpy::cache::cache_root;
use wlr_libpy::environment::CACHE_VARIABLE;

use crate::guests::{build_people, people};
use crate::shell;

const USES: &str = "\
Examples:
  cargo xtask reproduce

Results: a sentence on standard output; the copy is removed.";

/// Builds the component again in another folder and compares the two.
///
/// That is done from a copy of the repository, by another user with another home and another umask; both have
/// to be the same, byte by byte.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> anyhow::Result<()> {
    again(&people(None), &build_people()?)?;
    println!("both builds gave the same bytes");
    Ok(())
}

/// Builds a guest of this repository again, in another folder and by another user, and compares.
pub(crate) fn again(guest: &GuestCrate, first: &Path) -> anyhow::Result<()> {
    let work = tempfile::tempdir()?;
    let copy = work.path().join("another folder");
    shell::copy_repository(&copy)?;
    let stranger = Stranger::new(work.path().join("home"))?;
    let step = Step::begin(format!("building again in another folder, as {stranger}"));
    // Both use the same tools: compiling others would take longer than all the rest.
    let there = GuestCrate {
        folder: copy.clone(),
        target_dir: copy.join("target"),
        app: match &guest.app {
            Some(app) => Some(copy.join(app.strip_prefix(shell::repository())?)),
            None => None,
        },
        ..guest.clone()
    };
    let mut cargo = component::cargo_build(&there, &there.target_dir)?;
    cargo.arg("--quiet").current_dir(&copy);
    cargo.env_remove("CARGO_TARGET_DIR");
    cargo.env_remove(BUILD_DIR_VARIABLE);
    shell::run_as(&step, &mut stranger.run(&cargo))?;
    let (raw, second) = (there.built(), copy.join("dist/again.wasm"));
    let mut take = Command::new(Tools::ensure()?.snapshot());
    take.args(Inventory::of(&there)?.options());
    take.current_dir(&copy).arg(&raw).arg("--out").arg(&second);
    std::fs::create_dir_all(copy.join("dist"))?;
    shell::run_as(&step, &mut stranger.run(&take))?;
    drop(step);
    compare(first, &second)
}

/// Another user of this machine, with another id, an empty home and files that nobody else has.
struct Stranger {
    home: PathBuf,
    /// True if the system lets a process be another user: by a user namespace, which needs no rights.
    other_user: bool,
}

/// The id of a user that no system has.
const USER: &str = "54321";
const UMASK: &str = "077";

impl Stranger {
    fn new(home: PathBuf) -> anyhow::Result<Self> {
        std::fs::create_dir(&home)?;
        let mut trial = Command::new("unshare");
        trial.args(namespace()).arg("true").stderr(Stdio::null());
        Ok(Self {
            home,
            other_user: trial.status().is_ok_and(|status| status.success()),
        })
    }

    /// Lets them run the same command. They may read everything that was downloaded or made before.
    fn run(&self, command: &Command) -> Command {
        let mut theirs = if self.other_user {
            Command::new("unshare")
        } else {
            Command::new("env")
        };
        if self.other_user {
            theirs.args(namespace());
        }
        theirs
            .args(["sh", "-c", &format!("umask {UMASK}; exec \"$0\" \"$@\"")])
            .arg(command.get_program())
            .args(command.get_args());
        for (name, value) in shared_folders() {
            theirs.env(name, value);
        }
        theirs.env("HOME", &self.home).env("USER", "stranger");
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => theirs.env(name, value),
                None => theirs.env_remove(name),
            };
        }
        if let Some(folder) = command.get_current_dir() {
            theirs.current_dir(folder);
        }
        theirs
    }
}

impl fmt::Display for Stranger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.other_user {
            write!(f, "user {USER} with umask {UMASK}")
        } else {
            write!(
                f,
                "the same user with umask {UMASK}: `unshare --user` does not work here"
            )
        }
    }
}

fn namespace() -> [String; 3] {
    [
        "--user".to_owned(),
        format!("--map-user={USER}"),
        format!("--map-group={USER}"),
    ]
}

/// Returns the folders of cargo, rustup and this project, which are otherwise looked for in the home.
fn shared_folders() -> impl Iterator<Item = (&'static str, PathBuf)> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let named = [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")];
    let folders = named.into_iter().filter_map(move |(name, folder)| {
        let set = std::env::var_os(name).map(PathBuf::from);
        Some((name, set.or_else(|| Some(home.as_ref()?.join(folder)))?))
    });
    folders.chain(cache_root().ok().map(|cache| (CACHE_VARIABLE, cache)))
}

/// Fails if two files differ, and says where.
pub(crate) fn compare(first: &Path, second: &Path) -> anyhow::Result<()> {
    let (one, other) = (std::fs::read(first)?, std::fs::read(second)?);
    let differing = one.iter().zip(&other).position(|(one, other)| one != other);
    if let Some(at) = differing {
        bail!(
            "the builds differ from byte {at} on, of {} and {}",
            one.len(),
            other.len()
        );
    }
    ensure!(
        one.len() == other.len(),
        "the builds differ in length: {} and {}",
        one.len(),
        other.len()
    );
    Ok(())
}
