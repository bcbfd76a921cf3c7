//! Programs of a build: without a network, within a time limit, with a log.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::NativeError;

/// The longest time that the build of a package may take.
const LIMIT_MINUTES: u64 = 40;
/// The exit status of `timeout` for a program that it has stopped.
const STOPPED: i32 = 124;
/// The number of lines of a log that an error shows.
const TAIL_LINES: usize = 12;
/// Beginnings of lines that tell why a build failed, in lower case.
const REASONS: [&str; 4] = [
    "error",
    "fatal error",
    "undefined symbol",
    "modulenotfounderror",
];
/// Words of errors that come of a missing network.
const NETWORK: [&str; 5] = [
    "Temporary failure in name resolution",
    "Could not resolve host",
    "Network is unreachable",
    "failed to lookup address information",
    "Name or service not known",
];

/// Prepares a program that has no network, where the system can do that.
pub(crate) fn isolated(program: &OsStr) -> Command {
    let minutes = format!("{LIMIT_MINUTES}m");
    let mut command = Command::new("timeout");
    command.args(["--kill-after=10s", &minutes]);
    if can_isolate() {
        command.args(["unshare", "--map-root-user", "--net"]);
    }
    command.arg(program).env_clear();
    command
}

/// Tells whether programs can be started without a network.
fn can_isolate() -> bool {
    let mut unshare = Command::new("unshare");
    let status = unshare
        .args(["--map-root-user", "--net", "true"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// Runs a program to its end, with its output in `log`.
pub(crate) fn run(command: &mut Command, package: &str, log: &Path) -> Result<(), NativeError> {
    let file = File::create(log).map_err(NativeError::file("create", log))?;
    let errors = file.try_clone().map_err(NativeError::file("write", log))?;
    let status = command
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(errors)
        .status();
    let status = status.map_err(|reason| NativeError::Program {
        program: command.get_program().to_string_lossy().into_owned(),
        reason,
    })?;
    if status.success() {
        return Ok(());
    }
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let (package, log, tail) = (package.to_owned(), log.to_owned(), reasons(&text));
    Err(if status.code() == Some(STOPPED) {
        let minutes = LIMIT_MINUTES;
        NativeError::TooLong {
            package,
            minutes,
            log,
        }
    } else if NETWORK.iter().any(|words| text.contains(words)) {
        NativeError::Network { package, tail, log }
    } else {
        NativeError::Failed { package, tail, log }
    })
}

/// Returns the lines of a log that tell of errors, else the last ones.
fn reasons(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let mut found: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|line| is_reason(line))
        .collect();
    if found.is_empty() {
        found = lines[lines.len().saturating_sub(TAIL_LINES)..].to_vec();
    }
    found.truncate(TAIL_LINES);
    found
        .iter()
        .map(|line| format!("    {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_reason(line: &str) -> bool {
    let line = line.to_lowercase();
    let begins = REASONS
        .iter()
        .any(|reason| line.trim_start().starts_with(reason));
    begins || line.contains(": error: ") || line.contains("fatal error: ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(script: &str) -> NativeError {
        let dir = tempfile::tempdir().expect("a folder");
        let mut shell = isolated(OsStr::new("sh"));
        shell.args(["-c", script]).env("PATH", "/usr/bin:/bin");
        run(&mut shell, "a 1", &dir.path().join("log")).expect_err("a failure")
    }

    #[test]
    fn error_shows_the_lines_that_tell_why() {
        let error = failure("echo begin; echo 'a.c:1:2: error: no such thing'; echo end; exit 1");
        let text = error.to_string();
        assert!(
            text.starts_with(
                "cannot build `a 1` from its source:\n    a.c:1:2: error: no such thing\n= help"
            ),
            "{text}"
        );
    }

    #[test]
    fn without_such_lines_it_shows_the_last_ones() {
        let text = failure("echo begin; echo end; exit 1").to_string();
        assert!(text.contains("\n    begin\n    end\n"), "{text}");
    }

    #[test]
    fn build_has_no_network() {
        let script = "ls /sys/class/net; cat /proc/net/dev | wc -l; exit 1";
        let error = failure(script);
        assert!(matches!(error, NativeError::Failed { .. }), "{error}");
        assert!(
            error.to_string().contains("\n    3\n") || !can_isolate(),
            "{error}"
        );
    }

    #[test]
    fn missing_network_is_named() {
        let error = failure("echo 'curl: (6) Could not resolve host: a.example' >&2; exit 6");
        assert!(matches!(error, NativeError::Network { .. }), "{error}");
    }

    #[test]
    fn log_is_kept() {
        let dir = tempfile::tempdir().expect("a folder");
        let log = dir.path().join("log");
        let mut shell = isolated(OsStr::new("sh"));
        shell
            .args(["-c", "echo out; echo err >&2"])
            .env("PATH", "/usr/bin:/bin");
        run(&mut shell, "a 1", &log).expect("success");
        assert_eq!(fs::read_to_string(log).expect("a log"), "out\nerr\n");
    }
}
