//! The locked cache with a folder for what is in the making. Everything finished leaves it in one rename, so whatever
//! is found elsewhere in the cache is whole.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use tempfile::TempDir;

use super::{MakeError, Order, Progress};

/// How much of a log an error shows.
const TAIL_LINES: usize = 15;

/// A place to build in, for one order at a time.
pub(crate) struct Workshop {
    root: PathBuf,
    logs: PathBuf,
    work: TempDir,
    // After `work`: fields are dropped in order, and the folder goes before the lock.
    _lock: File,
}

impl Workshop {
    /// Waits for the lock and clears away what interrupted runs have left.
    pub(crate) fn open(
        root: &Path,
        order: &Order,
        progress: &mut dyn Progress,
    ) -> Result<Self, MakeError> {
        if root
            .as_os_str()
            .to_string_lossy()
            .contains(char::is_whitespace)
        {
            return Err(MakeError::WhiteSpace(root.to_owned()));
        }
        let logs = root
            .join("logs")
            .join(format!("{}-{}", order.release.version, order.target));
        let work = root.join("work");
        for dir in [&logs, &work] {
            fs::create_dir_all(dir).map_err(MakeError::file("create", dir))?;
        }
        let lock = lock(&root.join("lock"), progress)?;
        clear(&work);
        Ok(Self {
            root: root.to_owned(),
            logs,
            work: TempDir::new_in(&work).map_err(MakeError::file("create a folder in", &work))?,
            _lock: lock,
        })
    }

    /// The cache.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path in the folder for what is in the making.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.work.path().join(name)
    }

    /// A new folder for what is in the making.
    pub(crate) fn dir(&self, name: &str) -> Result<PathBuf, MakeError> {
        let dir = self.path(name);
        fs::create_dir_all(&dir).map_err(MakeError::file("create", &dir))?;
        Ok(dir)
    }

    /// Moves something finished to its place in the cache, over what was there.
    pub(crate) fn place(&self, finished: &Path, place: &Path) -> Result<(), MakeError> {
        let parent = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(parent).map_err(MakeError::file("create", parent))?;
        if place.is_dir() {
            let old = self.path("replaced");
            fs::rename(place, old).map_err(MakeError::file("move", place))?;
        }
        fs::rename(finished, place).map_err(MakeError::file("create", place))
    }

    /// Runs a command to its end with its output in a log named after `what` it is to do.
    pub(crate) fn run(&self, what: &str, command: &mut Command) -> Result<(), MakeError> {
        let path = self.logs.join(format!("{}.log", what.replace(' ', "-")));
        let log = File::create(&path).map_err(MakeError::file("create", &path))?;
        let errors = log.try_clone().map_err(MakeError::file("write", &path))?;
        let status = command
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .status()
            .map_err(|source| no_program(command, source))?;
        if status.success() {
            return Ok(());
        }
        Err(MakeError::Failed {
            what: what.to_owned(),
            status: status.to_string(),
            tail: tail(&path),
            log: path,
        })
    }
}

/// What a quick command prints on standard output, without white space at the ends.
pub(crate) fn output(command: &mut Command) -> Result<String, MakeError> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| no_program(command, source))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A command with nothing of the user's settings: they would end up in what is built.
pub(crate) fn clean(program: &str) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("LC_ALL", "C");
    for name in ["PATH", "HOME", "TMPDIR"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

/// `make`, with as many jobs as there are processors.
pub(crate) fn make_command(dir: &Path) -> Command {
    let job_count = thread::available_parallelism().map_or(1, usize::from);
    let mut make = clean("make");
    make.current_dir(dir).arg(format!("-j{job_count}"));
    make
}

fn lock(path: &Path, progress: &mut dyn Progress) -> Result<File, MakeError> {
    let lock = File::create(path).map_err(MakeError::file("create", path))?;
    if lock.try_lock().is_err() {
        progress.note("waiting for another run to finish");
        lock.lock().map_err(MakeError::file("lock", path))?;
    }
    Ok(lock)
}

/// What cannot be removed now is left to the next run: it is in nobody's way.
fn clear(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let _ = fs::remove_dir_all(entry.path());
    }
}

fn no_program(command: &Command, source: io::Error) -> MakeError {
    let program = command.get_program().to_string_lossy().into_owned();
    MakeError::NoProgram { program, source }
}

fn tail(path: &Path) -> String {
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
}
