//! The locked cache with a folder for unfinished work. Everything finished leaves it in one rename, so
//! whatever is found elsewhere in the cache is complete.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use tempfile::TempDir;

use super::{MakeError, Order, Progress};

/// The number of lines of a log that an error shows.
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
        clear(&work, progress);
        Ok(Self {
            root: root.to_owned(),
            logs,
            work: TempDir::new_in(&work).map_err(MakeError::file("create a folder in", &work))?,
            _lock: lock,
        })
    }

    /// Returns the folder of the cache.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns a path in the folder for unfinished work.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.work.path().join(name)
    }

    /// Makes a folder for unfinished work.
    pub(crate) fn dir(&self, name: &str) -> Result<PathBuf, MakeError> {
        let dir = self.path(name);
        fs::create_dir_all(&dir).map_err(MakeError::file("create", &dir))?;
        Ok(dir)
    }

    /// Moves something finished to its place in the cache, and replaces what was there.
    pub(crate) fn place(&self, finished: &Path, place: &Path) -> Result<(), MakeError> {
        let parent = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(parent).map_err(MakeError::file("create", parent))?;
        if place.is_dir() {
            let old = self.path("replaced");
            fs::rename(place, old).map_err(MakeError::file("move", place))?;
        }
        fs::rename(finished, place).map_err(MakeError::file("create", place))
    }

    /// Keeps a file of the unfinished work beside the logs.
    pub(crate) fn keep(&self, file: &Path) -> Result<(), MakeError> {
        let kept = self.logs.join(file.file_name().unwrap_or_default());
        fs::copy(file, kept).map_err(MakeError::file("copy", file))?;
        Ok(())
    }

    /// Runs a command to its end. Its output goes to a log named after its purpose, `what`.
    pub(crate) fn run(&self, what: &str, command: &mut Command) -> Result<(), MakeError> {
        let path = self.logs.join(format!("{}.log", what.replace(' ', "-")));
        let log = File::create(&path).map_err(MakeError::file("create", &path))?;
        let errors = log.try_clone().map_err(MakeError::file("write", &path))?;
        let status = command
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .status()
            .map_err(|reason| no_program(command, reason))?;
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

/// Runs a quick command, and returns its standard output without white space at the ends.
pub(crate) fn output(command: &mut Command) -> Result<String, MakeError> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|reason| no_program(command, reason))?;
    let text = |bytes| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    Err(MakeError::Refused {
        program: name(command),
        status: output.status.to_string(),
        said: text(&output.stderr),
    })
}

/// Makes a link at `at` to `to`.
#[cfg(unix)]
pub(crate) fn link(to: &Path, at: &Path) -> Result<(), MakeError> {
    std::os::unix::fs::symlink(to, at).map_err(MakeError::file("create", at))
}

/// Fails: CPython for WASI is built on Unix only.
#[cfg(not(unix))]
pub(crate) fn link(_to: &Path, at: &Path) -> Result<(), MakeError> {
    Err(MakeError::file("create", at)(
        io::ErrorKind::Unsupported.into(),
    ))
}

/// Prepares a command without the user's settings, which would affect the result.
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

/// Prepares `make`, with as many jobs as there are processors.
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

/// Removes a folder. If that fails now, the rest is left to the next run, since it is in nobody's way.
fn clear(dir: &Path, progress: &mut dyn Progress) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        progress.note("clearing away what an interrupted run has left");
        let _ = fs::remove_dir_all(entry.path());
    }
}

fn no_program(command: &Command, reason: io::Error) -> MakeError {
    let program = name(command);
    MakeError::NoProgram { program, reason }
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// Returns the last lines of a log.
fn tail(path: &Path) -> String {
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::assertions::Assertions;
    use crate::make::Source;
    use crate::release::RELEASES;
    use crate::target::Target;
    use std::sync::mpsc;

    /// A listener that keeps all notes.
    #[derive(Default)]
    pub(in crate::make) struct Notes(pub(in crate::make) Vec<String>);

    impl Progress for Notes {
        fn step(&mut self, number: usize, count: usize, what: &str) {
            self.0.push(format!("{number}/{count} {what}"));
        }

        fn note(&mut self, what: &str) {
            self.0.push(what.to_owned());
        }
    }

    /// Returns an order of the default release, with nothing that leaves the machine.
    pub(in crate::make) fn order() -> Order {
        Order {
            release: &RELEASES[0],
            target: Target::Wasip2,
            assertions: Assertions::Off,
            source: Source {
                tarball: None,
                python_org: "http://127.0.0.1:9".to_owned(),
                debian: false,
            },
            force: false,
        }
    }

    pub(in crate::make) fn workshop(root: &Path) -> Workshop {
        Workshop::open(root, &order(), &mut Notes::default()).expect("a cache")
    }

    #[test]
    fn what_an_interrupted_run_left_is_cleared_away() {
        let root = tempfile::tempdir().expect("a folder");
        let left = root.path().join("work/.tmp1/wasi");
        fs::create_dir_all(&left).expect("a folder");
        let workshop = workshop(root.path());
        assert!(!left.exists());
        drop(workshop);
        assert_eq!(
            fs::read_dir(root.path().join("work"))
                .expect("there")
                .count(),
            0
        );
    }

    #[test]
    fn finished_folder_replaces_what_was_at_its_place() {
        let root = tempfile::tempdir().expect("a folder");
        let workshop = workshop(root.path());
        let place = root.path().join("libpython/a");
        for content in ["old", "new"] {
            let finished = workshop.dir("finished").expect("a folder");
            fs::write(finished.join(content), content).expect("a file");
            workshop.place(&finished, &place).expect("movable");
        }
        let names: Vec<_> = fs::read_dir(&place).expect("there").flatten().collect();
        assert_eq!(names.len(), 1);
        assert_eq!(names[0].file_name(), "new");
    }

    #[test]
    fn second_run_waits_for_the_first() {
        struct Waiting(mpsc::Sender<()>);
        impl Progress for Waiting {
            fn step(&mut self, _: usize, _: usize, _: &str) {}
            fn note(&mut self, what: &str) {
                assert_eq!(what, "waiting for another run to finish");
                self.0.send(()).expect("somebody listens");
            }
        }
        let root = tempfile::tempdir().expect("a folder");
        let first = workshop(root.path());
        let (waiting, waits) = mpsc::channel();
        thread::scope(|scope| {
            let second =
                scope.spawn(|| Workshop::open(root.path(), &order(), &mut Waiting(waiting)));
            waits.recv().expect("the second run says that it waits");
            assert!(first.dir("still-here").is_ok());
            drop(first);
            assert!(second.join().expect("no panic").is_ok());
        });
    }

    #[test]
    fn cache_with_white_space_is_refused() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path().join("my cache");
        let error = Workshop::open(&root, &order(), &mut Notes::default())
            .err()
            .expect("refused");
        assert_eq!(
            error.to_string(),
            format!(
                "the cache `{}` has white space in its path, which CPython's build does not cope with\n\
                 = help: set `WASI_PY_CACHE` to a folder without any",
                root.display()
            )
        );
        assert!(!root.exists());
    }

    #[test]
    fn failed_step_shows_the_end_of_its_log_and_where_it_lies() {
        let root = tempfile::tempdir().expect("a folder");
        let mut shell = clean("sh");
        shell.args([
            "-c",
            "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do echo line $i; done; exit 3",
        ]);
        let error = workshop(root.path())
            .run("count lines", &mut shell)
            .expect_err("exit code 3");
        let log = root
            .path()
            .join("logs/3.13.15-wasm32-wasip2/count-lines.log");
        let text = error.to_string();
        assert!(
            text.starts_with("count lines failed (exit status: 3)\nline 3\n"),
            "{text}"
        );
        assert!(
            text.ends_with(&format!("line 17\n= help: read `{}`", log.display())),
            "{text}"
        );
        assert!(
            fs::read_to_string(log)
                .expect("kept")
                .starts_with("line 1\n")
        );
    }

    #[test]
    fn absent_program_is_named() {
        let error = output(&mut Command::new("clang-of-tomorrow")).expect_err("absent");
        let text = error.to_string();
        assert!(
            text.starts_with("cannot run `clang-of-tomorrow`: "),
            "{text}"
        );
        assert!(
            text.ends_with("\n= help: install `clang-of-tomorrow`"),
            "{text}"
        );
    }

    #[test]
    fn refusal_of_a_quick_program_is_shown() {
        let error = output(Command::new("sh").args(["-c", "echo no >&2; exit 1"]))
            .expect_err("exit code 1");
        assert_eq!(error.to_string(), "`sh` failed (exit status: 1)\nno");
    }

    #[test]
    fn settings_of_the_user_do_not_reach_the_build() {
        let seen = output(&mut clean("env")).expect("env");
        let names = seen.lines().filter_map(|line| line.split_once('='));
        for (name, _) in names {
            assert!(
                ["LC_ALL", "PATH", "HOME", "TMPDIR", "PWD", "_"].contains(&name),
                "{name}"
            );
        }
    }
}
