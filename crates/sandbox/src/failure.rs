//! Reasons for which a source has no outcome.

use std::fmt;

use wasi_py_host::{CallError, Frame, GuestOutput, InstantiateError, Raised, Stop, printable};

use crate::bindings::exports::wasi_py::sandbox::sandbox as wit;
use crate::outcome::{Printed, is_cut};

/// The first characters of what sources are called in tracebacks.
const SOURCE_MARK: &str = "<sandbox";

/// A reason for which a source has no outcome. All text comes from the guest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Failure {
    /// The kind.
    pub kind: FailureKind,
    /// The name of the exception's type; empty if the guest was stopped.
    pub type_name: String,
    /// The exception's message, or the reason of a stop.
    pub message: String,
    /// Where it was raised, with the lines of the source, as Python prints it. Where Python was, if the guest
    /// was stopped.
    pub traceback: String,
    /// The line of the source, if it is known.
    pub line: Option<u32>,
    /// What the source printed before.
    pub printed: Box<Printed>,
}

/// Kinds of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// The source does not compile.
    Syntax,
    /// It raised an exception.
    Raised,
    /// It ended itself.
    Exited,
    /// A function of the host failed.
    Tool,
    /// It printed more than it may.
    OutputLimit,
    /// It called itself too deeply.
    RecursionLimit,
    /// It needed more memory than it may have.
    MemoryLimit,
    /// Its value, or its files, are larger than they may be.
    ValueLimit,
    /// It took longer than it may.
    TimeLimit,
    /// It used up its fuel.
    FuelLimit,
    /// Its value is of a kind that there is no [`Value`](crate::Value) for.
    ValueKind,
    /// What it was given cannot be used.
    Options,
    /// The session has something open that cannot be saved.
    Unsavable,
    /// The saved session is damaged, or is none.
    Damaged,
    /// The saved session is of another version.
    OtherVersion,
    /// The saved session is one of another component.
    OtherComponent,
    /// The call was dropped before it was done.
    Abandoned,
    /// The interpreter broke, or does not keep to its interface.
    Crashed,
    /// There was no instance for it: all are in use, or limits that the engine does not know.
    Unavailable,
    /// A source of the session was stopped before: the session is of no use any more.
    Closed,
}

impl FailureKind {
    /// All kinds.
    pub const ALL: [Self; 20] = [
        Self::Syntax,
        Self::Raised,
        Self::Exited,
        Self::Tool,
        Self::OutputLimit,
        Self::RecursionLimit,
        Self::MemoryLimit,
        Self::ValueLimit,
        Self::TimeLimit,
        Self::FuelLimit,
        Self::ValueKind,
        Self::Options,
        Self::Unsavable,
        Self::Damaged,
        Self::OtherVersion,
        Self::OtherComponent,
        Self::Abandoned,
        Self::Crashed,
        Self::Unavailable,
        Self::Closed,
    ];

    /// One word or two for programs, such as `time-limit`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Raised => "raised",
            Self::Exited => "exited",
            Self::Tool => "tool",
            Self::OutputLimit => "output-limit",
            Self::RecursionLimit => "recursion-limit",
            Self::MemoryLimit => "memory-limit",
            Self::ValueLimit => "value-limit",
            Self::TimeLimit => "time-limit",
            Self::FuelLimit => "fuel-limit",
            Self::ValueKind => "value-kind",
            Self::Options => "options",
            Self::Unsavable => "unsavable",
            Self::Damaged => "damaged",
            Self::OtherVersion => "other-version",
            Self::OtherComponent => "other-component",
            Self::Abandoned => "abandoned",
            Self::Crashed => "crashed",
            Self::Unavailable => "unavailable",
            Self::Closed => "closed",
        }
    }
}

impl From<wit::FailureKind> for FailureKind {
    fn from(kind: wit::FailureKind) -> Self {
        match kind {
            wit::FailureKind::Syntax => Self::Syntax,
            wit::FailureKind::Raised => Self::Raised,
            wit::FailureKind::Exited => Self::Exited,
            wit::FailureKind::Tool => Self::Tool,
            wit::FailureKind::OutputLimit => Self::OutputLimit,
            wit::FailureKind::RecursionLimit => Self::RecursionLimit,
            wit::FailureKind::MemoryLimit => Self::MemoryLimit,
            wit::FailureKind::ValueLimit => Self::ValueLimit,
            wit::FailureKind::ValueKind => Self::ValueKind,
            wit::FailureKind::Options => Self::Options,
            wit::FailureKind::Unsavable => Self::Unsavable,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let traceback = printable(self.traceback.trim_end());
        if self.type_name.is_empty() {
            write!(f, "{}", printable(&self.message))?;
            return match &*traceback {
                "" => Ok(()),
                traceback => write!(f, "\n{traceback}"),
            };
        }
        f.write_str(&traceback)
    }
}

impl Raised for wit::Failure {
    fn type_name(&self) -> &str {
        &self.type_name
    }

    fn report(&self) -> String {
        wasi_py_host::traceback(&self.type_name, &self.message, &self.traceback)
    }
}

impl Failure {
    /// The failure of a source in a session that was closed.
    #[must_use]
    pub fn closed() -> Self {
        Self::of_host(FailureKind::Closed, "the session was closed")
    }

    /// A failure that is not one of the source.
    #[must_use]
    pub fn of_host(kind: FailureKind, message: impl fmt::Display) -> Self {
        Self {
            kind,
            type_name: String::new(),
            message: message.to_string(),
            traceback: String::new(),
            line: None,
            printed: Box::default(),
        }
    }

    /// A failure that the guest tells of. It may have left its limits behind.
    fn told(failure: wit::Failure, output: &GuestOutput) -> Self {
        let kind = if is_cut(output) {
            FailureKind::OutputLimit
        } else {
            failure.kind.into()
        };
        Self {
            kind,
            type_name: failure.type_name,
            message: failure.message,
            traceback: failure.traceback,
            line: failure.line,
            printed: Box::new(output.into()),
        }
    }

    /// The failure of a guest that was stopped.
    fn stopped(stop: &Stop, frames: &[Frame], output: &GuestOutput) -> Self {
        let of_source: Vec<_> = frames
            .iter()
            .skip_while(|frame| !is_of_source(frame))
            .collect();
        let lines: Vec<_> = of_source
            .iter()
            .map(|frame| format!("  {frame}\n"))
            .collect();
        let traceback = match &*lines {
            [] => String::new(),
            lines => format!("Traceback (most recent call last):\n{}", lines.concat()),
        };
        let innermost = of_source.iter().rfind(|frame| is_of_source(frame));
        Self {
            line: innermost.and_then(|frame| frame.line),
            traceback,
            printed: Box::new(output.into()),
            ..Self::of_host(kind_of(stop), stop)
        }
    }
}

fn is_of_source(frame: &Frame) -> bool {
    frame.file.starts_with(SOURCE_MARK)
}

fn kind_of(stop: &Stop) -> FailureKind {
    match stop {
        Stop::OutOfFuel { .. } => FailureKind::FuelLimit,
        Stop::DeadlineExceeded { .. } => FailureKind::TimeLimit,
        Stop::MemoryLimit { .. } => FailureKind::MemoryLimit,
        Stop::StackExhausted { .. } => FailureKind::RecursionLimit,
        Stop::ResultTooLarge { .. } => FailureKind::ValueLimit,
        Stop::Exit { .. } => FailureKind::Exited,
        Stop::Abandoned => FailureKind::Abandoned,
        _ => FailureKind::Crashed,
    }
}

impl From<InstantiateError> for Failure {
    fn from(error: InstantiateError) -> Self {
        match error {
            InstantiateError::Stopped {
                stop,
                remains,
                output,
            } => Self::stopped(&stop, &remains.python, &output),
            error => Self::of_host(FailureKind::Unavailable, error),
        }
    }
}

impl From<CallError<wit::Failure>> for Failure {
    fn from(error: CallError<wit::Failure>) -> Self {
        match error {
            CallError::Python { exception, output } => Self::told(exception, &output),
            CallError::Stopped {
                stop,
                remains,
                output,
            } => Self::stopped(&stop, &remains.python, &output),
            error => Self::of_host(FailureKind::Closed, error),
        }
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Python { exception, .. } => match exception {},
            CallError::Stopped {
                stop,
                remains,
                output,
            } => Self::stopped(&stop, &remains.python, &output),
            error => Self::of_host(FailureKind::Closed, error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_listed_once() {
        for (place, kind) in FailureKind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, place);
        }
        // The last of the enum.
        assert_eq!(FailureKind::ALL.last(), Some(&FailureKind::Closed));
    }
}
