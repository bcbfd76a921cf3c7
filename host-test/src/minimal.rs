//! The one import of the people component without WASI.

use wasi_py_host::{EngineError, Host};
use wasmtime::format_err;

/// The interface, and the function in it.
const RANDOM: (&str, &str) = ("wasi-py:minimal/random@0.1.0", "bytes");

/// Gives guests of `host` the random bytes of the system.
///
/// # Errors
/// When they cannot be linked.
pub fn with_random(host: &Host) -> Result<Host, EngineError> {
    host.with_imports(|linker| {
        let mut random = linker.instance(RANDOM.0)?;
        random.func_wrap(RANDOM.1, |_, (length,): (u64,)| Ok((bytes(length)?,)))
    })
}

fn bytes(length: u64) -> wasmtime::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(length)?];
    getrandom::fill(&mut bytes).map_err(|error| format_err!("no random bytes: {error}"))?;
    Ok(bytes)
}
