//! What a source leaves when it has run to its end.

use wasi_py_host::{Captured, GuestOutput};

use crate::bindings::exports::wasi_py::sandbox::sandbox::File;
use crate::value::Value;

/// What a source has left.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The value of its last line, if that is an expression.
    pub value: Value,
    /// What it printed.
    pub printed: Printed,
    /// Files in its working folder that it made or changed, with paths relative to that.
    pub files: Vec<File>,
}

/// What a source printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// To standard output. What is not UTF-8 is replaced.
    pub stdout: String,
    /// To standard error. What is not UTF-8 is replaced.
    pub stderr: String,
}

impl From<&GuestOutput> for Printed {
    fn from(output: &GuestOutput) -> Self {
        Self {
            stdout: output.stdout.text(),
            stderr: output.stderr.text(),
        }
    }
}

/// True if more was printed than is kept.
pub(crate) fn is_cut(output: &GuestOutput) -> bool {
    let is_cut = |captured: &Captured| captured.lost_bytes > 0;
    is_cut(&output.stdout) || is_cut(&output.stderr)
}
