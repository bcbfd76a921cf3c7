//! Reasons for which a guest stops without returning: `wasmtime`'s errors, sorted.

use std::fmt;
use std::time::Duration;

use wasmtime::{Trap, WasmBacktrace};
use wasmtime_wasi::I32Exit;

use crate::limits::Limits;
use crate::options::EngineOptions;
use crate::output::printable;

/// A reason for which a guest stopped without returning. Its instance is of no use afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// It used up the fuel it was given.
    OutOfFuel {
        /// The limit.
        fuel: u64,
    },
    /// It took, or waited, too long.
    DeadlineExceeded {
        /// The limit.
        deadline: Duration,
    },
    /// It wanted more memory than it may have, and gave up.
    MemoryLimit {
        /// The limit.
        limit_bytes: usize,
    },
    /// It called itself too deeply. Python notices first, unless the stack is smaller than what `wasmtime`
    /// gives by default.
    StackExhausted {
        /// The stack that the engine was started with.
        stack_bytes: usize,
    },
    /// It returned, or wrote in one go, more than the host is willing to copy.
    ResultTooLarge {
        /// The limit.
        limit_bytes: usize,
    },
    /// It ended itself through `wasi:cli/exit`.
    Exit {
        /// 0 for success.
        code: i32,
    },
    /// The future of an asynchronous call was dropped before it was done.
    Abandoned,
    /// It executed something that cannot be executed, or broke the rules of the interface.
    Trap {
        /// In `wasmtime`'s words.
        reason: String,
        /// The innermost functions, a line each; empty when nothing is known.
        backtrace: String,
    },
}

impl Stop {
    /// Sorts an error of a guest that ran under `limits`, and that was refused memory or was not.
    pub(crate) fn sort(
        error: &wasmtime::Error,
        limits: &Limits,
        options: &EngineOptions,
        memory_refused: bool,
    ) -> Self {
        if let Some(I32Exit(code)) = error.downcast_ref() {
            return Self::Exit { code: *code };
        }
        match (error.downcast_ref::<Trap>(), limits.fuel, limits.deadline) {
            (Some(Trap::OutOfFuel), Some(fuel), _) => Self::OutOfFuel { fuel },
            (Some(Trap::Interrupt), _, Some(deadline)) => Self::DeadlineExceeded { deadline },
            (Some(Trap::StackOverflow), ..) => Self::StackExhausted {
                stack_bytes: options.wasm_stack_bytes,
            },
            _ if is_copy_limit(error) => Self::ResultTooLarge {
                limit_bytes: limits.result_bytes,
            },
            _ if memory_refused => Self::MemoryLimit {
                limit_bytes: limits.memory_bytes,
            },
            _ => Self::trap(error),
        }
    }

    /// One word for the kind, as metrics and logs have it.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::OutOfFuel { .. } => "fuel",
            Self::DeadlineExceeded { .. } => "deadline",
            Self::MemoryLimit { .. } => "memory",
            Self::StackExhausted { .. } => "stack",
            Self::ResultTooLarge { .. } => "result",
            Self::Exit { .. } => "exit",
            Self::Abandoned => "abandoned",
            Self::Trap { .. } => "trap",
        }
    }

    fn trap(error: &wasmtime::Error) -> Self {
        let reason = error.root_cause().to_string();
        Self::Trap {
            reason: printable(reason.strip_prefix("wasm trap: ").unwrap_or(&reason)),
            backtrace: error.downcast_ref().map(lines).unwrap_or_default(),
        }
    }
}

/// `wasmtime` does not export the type of this error.
fn is_copy_limit(error: &wasmtime::Error) -> bool {
    error
        .root_cause()
        .to_string()
        .contains("fuel allocated for hostcalls has been exhausted")
}

/// The names of the functions, innermost first; they come from the guest and are as trustworthy.
fn lines(backtrace: &WasmBacktrace) -> String {
    let names = backtrace
        .frames()
        .iter()
        .map(|frame| match frame.func_name() {
            Some(name) => printable(&format!("{:#}", rustc_demangle::demangle(name))),
            None => format!("function {}", frame.func_index()),
        });
    names.collect::<Vec<_>>().join("\n")
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfFuel { fuel } => write!(f, "the guest used up its {fuel} units of fuel"),
            Self::DeadlineExceeded { deadline } => {
                write!(f, "the guest did not finish within {deadline:?}")
            }
            Self::MemoryLimit { limit_bytes } => write!(
                f,
                "the guest wanted more than the {limit_bytes} bytes of memory that it may have"
            ),
            Self::StackExhausted { stack_bytes } => {
                write!(f, "the guest used up its {stack_bytes} bytes of stack")
            }
            Self::ResultTooLarge { limit_bytes } => write!(
                f,
                "the guest's data is larger than the {limit_bytes} bytes that the host copies"
            ),
            Self::Exit { code } => {
                write!(f, "the guest exited with code {code} instead of returning")
            }
            Self::Abandoned => write!(f, "the call was dropped before the guest returned"),
            Self::Trap { reason, backtrace } => {
                write!(f, "the guest trapped: {reason}")?;
                backtrace
                    .lines()
                    .try_for_each(|frame| write!(f, "\n  at {frame}"))
            }
        }
    }
}
