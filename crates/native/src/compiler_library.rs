//! The library of the C compiler, with functions that it calls where the processor has no instruction.

use std::path::PathBuf;
use std::process::Command;

use wlr_libpy::make::CTools;

use crate::NativeError;

/// Finds that library. Parts of the C library need functions that Rust's own does not have, such as the
/// product of complex numbers of the type `long double`.
///
/// # Errors
/// [`NativeError::Program`].
pub fn compiler_library(tools: &CTools) -> Result<PathBuf, NativeError> {
    if let Some(library) = &tools.builtins {
        return Ok(library.clone());
    }
    let mut clang = Command::new(&tools.clang);
    clang.args(["--target=wasm32-wasip2", "-print-libgcc-file-name"]);
    let output = clang.output().map_err(|reason| NativeError::Program {
        program: tools.clang.display().to_string(),
        reason,
    })?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().into())
}
