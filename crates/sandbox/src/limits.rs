//! Limits of a source.

use std::time::Duration;

/// Room for a source that works with some million values.
pub const DEFAULT_MEMORY_BYTES: usize = 256 << 20;
/// Long enough for a source that computes.
pub const DEFAULT_TIME: Duration = Duration::from_secs(10);
/// What a person reads.
pub const DEFAULT_OUTPUT_BYTES: u32 = 64 << 10;
/// What a program reads.
pub const DEFAULT_VALUE_BYTES: u32 = 16 << 20;
/// Python's own.
pub const DEFAULT_RECURSION: u32 = 1_000;

/// Bytes of the host for each that a value counts for, and room for a failure with its traceback.
const HOST_BYTES_PER_VALUE_BYTE: usize = 4;
const FAILURE_BYTES: usize = 1 << 20;

/// Limits of each source that is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Memory of the interpreter, all in all. Sources of a session share it.
    pub memory_bytes: usize,
    /// Time, kept to within some milliseconds. Time of functions of the host counts.
    pub time: Option<Duration>,
    /// About one unit an instruction. It needs an engine with
    /// [`EngineOptions::fuel`](wasi_py_host::EngineOptions::fuel).
    pub fuel: Option<u64>,
    /// Output, for each of the two streams.
    pub output_bytes: u32,
    /// The value of the source, and the files that it leaves. Each value counts for 16 bytes beside what it
    /// holds.
    pub value_bytes: u32,
    /// Calls inside each other.
    pub recursion: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_bytes: DEFAULT_MEMORY_BYTES,
            time: Some(DEFAULT_TIME),
            fuel: None,
            output_bytes: DEFAULT_OUTPUT_BYTES,
            value_bytes: DEFAULT_VALUE_BYTES,
            recursion: DEFAULT_RECURSION,
        }
    }
}

impl Limits {
    /// The limits that the host imposes, whatever the guest does.
    pub(crate) fn of_guest(&self) -> wasi_py_host::Limits {
        let value_bytes = (self.value_bytes as usize).saturating_mul(HOST_BYTES_PER_VALUE_BYTE);
        wasi_py_host::Limits {
            memory_bytes: self.memory_bytes,
            deadline: self.time,
            fuel: self.fuel,
            result_bytes: value_bytes.saturating_add(FAILURE_BYTES),
        }
    }
}
