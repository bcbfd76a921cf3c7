//! The component that a snapshot is taken of, and its imports that the build's host answers like WASI's.

use wasi_py_imports::{EncodeError, ImportedFunction, encode};
use wasmparser::Parser;

use crate::SnapshotError;
use crate::compact::compact;

/// A component that can be prepared.
pub(crate) struct Guest {
    pub(crate) component: Vec<u8>,
    /// The import of its world that random bytes come from.
    pub(crate) entropy: Option<ImportedFunction>,
    /// The import of its world that tells the time.
    pub(crate) clock: Option<ImportedFunction>,
}

impl Guest {
    /// Takes a component, and makes one of a core module that was linked to be one. Its random bytes begin at
    /// `random`, where they are to repeat. Either is encoded anew, in less space than by the linker.
    pub(crate) fn of(bytes: &[u8], random: &[u8]) -> Result<Self, SnapshotError> {
        if Parser::is_component(bytes) {
            return Ok(Self {
                component: compact(bytes)?,
                entropy: None,
                clock: None,
            });
        }
        if !Parser::is_core_wasm(bytes) {
            return Err(SnapshotError::NoComponent);
        }
        match encode(bytes, number(random)) {
            Ok(encoded) => Ok(Self {
                component: encoded.component,
                entropy: encoded.entropy,
                clock: encoded.clock,
            }),
            Err(EncodeError::NoSettings) => Err(SnapshotError::NoComponent),
            Err(error) => Err(error.into()),
        }
    }
}

/// Returns the first bytes as a number.
fn number(bytes: &[u8]) -> u64 {
    let first = bytes.first_chunk().copied();
    u64::from_le_bytes(first.unwrap_or_default())
}
