//! Calls of the components, by the command `wasmtime` without a single folder.

use std::io::{Read, Seek};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::shell;

/// The most time that a call may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A component and what runs it.
pub(super) struct Component {
    pub(super) program: PathBuf,
    /// Compiled by that program.
    pub(super) compiled: PathBuf,
}

impl Component {
    /// Calls an export with the name of a module in an instance of its own. Returns why it fails.
    pub(super) fn call(&self, export: &str, module: &str) -> anyhow::Result<Result<(), String>> {
        let (mut out, mut err) = (tempfile::tempfile()?, tempfile::tempfile()?);
        let mut child = Command::new(&self.program)
            .args(["run", "--allow-precompiled", "--invoke"])
            .arg(format!("{export}(\"{module}\")"))
            .arg(&self.compiled)
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(err.try_clone()?)
            .spawn()?;
        let status = shell::wait(&mut child, TIMEOUT)?;
        let text = |file: &mut std::fs::File| -> anyhow::Result<String> {
            let mut bytes = Vec::new();
            file.rewind()?;
            file.read_to_end(&mut bytes)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        };
        Ok(outcome(status, &text(&mut out)?, &text(&mut err)?))
    }
}

/// Reads what `wasmtime run --invoke` has printed. The exit code is `None` of a run that was ended.
fn outcome(status: Option<i32>, out: &str, err: &str) -> Result<(), String> {
    // What the example prints comes before the result, and may not end its line.
    let result = out.trim_end();
    if status == Some(0) && result.ends_with("ok") {
        return Ok(());
    }
    let trap = || err.lines().find_map(|line| line.split_once("wasm trap: "));
    Err(match status {
        None => "does not end in time".to_owned(),
        Some(_) => exception(result)
            .or_else(|| trap().map(|(_, trap)| format!("trap: {trap}")))
            .unwrap_or_else(|| {
                err.lines()
                    .next_back()
                    .unwrap_or("nothing is returned")
                    .to_owned()
            }),
    })
}

/// The exception in `err({type-name: "…", message: "…", traceback: "…"})`, as far as one line has it.
fn exception(result: &str) -> Option<String> {
    let (_, error) = result.rsplit_once("err({type-name: \"")?;
    let (type_name, rest) = error.split_once("\", message: \"")?;
    let (message, traceback) = rest.split_once("\", traceback: \"")?;
    let message = message.split("\\n").next().unwrap_or_default();
    let what = match message {
        // A failed assertion says nothing itself.
        "" => traceback
            .rsplit("\\n    ")
            .find(|line| line.starts_with("assert "))
            .and_then(|line| line.split("\\n").next())
            .unwrap_or_default(),
        message => message,
    };
    let what = what
        .replace("\\\"", "\"")
        .replace("\\'", "'")
        .replace("\\\\", "\\");
    Some(format!("{type_name}: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: Option<i32>, out: &str, err: &str) -> Result<(), String> {
        outcome(status, out, err)
    }

    #[test]
    fn outcome_is_what_the_call_returns() {
        assert_eq!(of(Some(0), "printed by the example\nok\n", ""), Ok(()));
        let raised =
            r#"begun: err({type-name: "KeyError", message: "\'a\'\nmore", traceback: "T\n"})"#;
        assert_eq!(of(Some(0), raised, ""), Err("KeyError: 'a'".to_owned()));
    }

    #[test]
    fn failed_assertion_is_quoted() {
        let raised = r#"err({type-name: "AssertionError", message: "", traceback: "Traceback\n  File \"a\", line 1\n    assert a == \"b\"\n           ^\nAssertionError\n"})"#;
        let reason = "AssertionError: assert a == \"b\"".to_owned();
        assert_eq!(of(Some(0), raised, ""), Err(reason));
    }

    #[test]
    fn call_that_returns_nothing_does_not_pass() {
        let trapped = of(
            Some(134),
            "",
            "Error: x\n    2: wasm trap: call stack exhausted\n",
        );
        assert_eq!(trapped, Err("trap: call stack exhausted".to_owned()));
        assert_eq!(of(None, "", ""), Err("does not end in time".to_owned()));
        assert_eq!(
            of(Some(1), "ok", "Error: no\n"),
            Err("Error: no".to_owned())
        );
        assert!(of(Some(0), "", "").is_err());
    }
}
