//! The resources of the machine that this process holds.

use std::fs;

use wasmtime::ensure;
use wasmtime::error::Context;

/// The divisor for the warm-up: after a tenth of the run, nothing may grow any more.
const WARM_UP: usize = 10;
/// The growth after the warm-up that allocators and the pool are allowed. A leak at every turn makes far
/// more.
const SPARED_BYTES: u64 = 16 << 20;

/// Memory and open files at one moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Footprint {
    files: usize,
    /// Resident memory that no file backs.
    memory_bytes: u64,
}

impl Footprint {
    pub(crate) fn now() -> wasmtime::Result<Self> {
        let status =
            fs::read_to_string("/proc/self/status").context("cannot read `/proc/self/status`")?;
        let kib = status
            .lines()
            .find_map(|line| line.strip_prefix("RssAnon:")?.trim().strip_suffix(" kB"))
            .and_then(|number| number.parse::<u64>().ok());
        Ok(Self {
            files: fs::read_dir("/proc/self/fd")?.count(),
            memory_bytes: kib.context("`/proc/self/status` has no `RssAnon`")? << 10,
        })
    }

    /// Returns the bytes by which memory has grown since. Too much growth, or a file that is still open, is
    /// an error.
    pub(crate) fn growth_bytes(&self) -> wasmtime::Result<u64> {
        let now = Self::now()?;
        ensure!(
            now.files <= self.files,
            "{} files are open, {} were",
            now.files,
            self.files
        );
        let grown_bytes = now.memory_bytes.saturating_sub(self.memory_bytes);
        ensure!(
            grown_bytes <= SPARED_BYTES,
            "memory has grown by {grown_bytes} bytes, from {}",
            self.memory_bytes
        );
        Ok(grown_bytes)
    }
}

/// Takes that many turns, and returns the bytes by which memory has grown since the first tenth of them.
///
/// # Errors
/// When a turn fails, memory grows, or a file stays open.
pub(crate) fn watched(
    count: usize,
    mut turn: impl FnMut() -> wasmtime::Result<()>,
) -> wasmtime::Result<u64> {
    let warm_up = count / WARM_UP;
    for _ in 0..warm_up {
        turn()?;
    }
    let before = Footprint::now()?;
    for index in warm_up..count {
        turn().with_context(|| format!("turn {index}"))?;
    }
    before.growth_bytes()
}
