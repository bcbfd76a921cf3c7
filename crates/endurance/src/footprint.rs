//! Turns that must not make this process grow.

use host_test::footprint::Footprint;
use wasmtime::ensure;
use wasmtime::error::Context;

/// The divisor for the warm-up: after a tenth of the run, nothing may grow any more.
const WARM_UP: usize = 10;
/// The growth after the warm-up that allocators and the pool are allowed. A leak at every turn makes far
/// more.
const SPARED_BYTES: u64 = 16 << 20;

/// Returns the bytes by which memory has grown since. Too much growth, or one more open file, is an error.
fn growth_bytes(before: &Footprint) -> wasmtime::Result<u64> {
    let now = Footprint::now()?;
    ensure!(
        now.files.len() <= before.files.len(),
        "{} files are open, {} were",
        now.files.len(),
        before.files.len()
    );
    let grown_bytes = now.growth_bytes(before);
    ensure!(
        grown_bytes <= SPARED_BYTES,
        "memory has grown by {grown_bytes} bytes, from {}",
        before.memory_bytes
    );
    Ok(grown_bytes)
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
    growth_bytes(&before)
}
