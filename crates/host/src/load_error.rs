//! Errors of loading a component.

use std::io;
use std::path::Path;

use crate::trust::Untrusted;

/// The first bytes of every file of WebAssembly.
pub(crate) const MAGIC: &[u8] = b"\0asm";

/// Reasons for which a file is not a component that this host can call.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file cannot be read.
    #[error("`{origin}` cannot be read: {source}")]
    Unreadable {
        /// The file.
        origin: String,
        /// The system's error.
        source: io::Error,
    },
    /// There is nothing in it.
    #[error("`{origin}` is empty, expected a component")]
    Empty {
        /// The source of the bytes.
        origin: String,
    },
    /// It is not WebAssembly.
    #[error(
        "`{origin}` is not WebAssembly: expected it to start with {MAGIC:02x?}, found {found:02x?}"
    )]
    NotWasm {
        /// The source of the bytes.
        origin: String,
        /// Its first bytes, at most four.
        found: Vec<u8>,
    },
    /// It is a plain module.
    #[error(
        "`{origin}` is a core module, expected a component\n\
         = help: build it for the target `wasm32-wasip2`"
    )]
    CoreModule {
        /// The source of the bytes.
        origin: String,
    },
    /// Its end is missing.
    #[error(
        "`{origin}` is cut off: expected at least {expected_bytes} bytes, found {found_bytes}\n\
         = help: copy or build it again"
    )]
    Truncated {
        /// The source of the bytes.
        origin: String,
        /// As far as its last section says that it reaches.
        expected_bytes: usize,
        /// As far as it reaches.
        found_bytes: usize,
    },
    /// It is a component that breaks the rules, or that needs what this engine does not have.
    #[error("`{origin}` is not a valid component: {reason:#}")]
    Invalid {
        /// The source of the bytes.
        origin: String,
        /// In `wasmtime`'s words.
        reason: wasmtime::Error,
    },
    /// It needs something that is not of the WASI that the engine has: 0.2, and 0.3 if it is concurrent.
    #[error("`{origin}` imports `{import}`, expected nothing but {known}")]
    ForeignImport {
        /// The source of the bytes.
        origin: String,
        /// The import's name.
        import: String,
        /// The versions of WASI that the engine has.
        known: &'static str,
    },
    /// It needs a part of WASI that this host does not have, or has in another shape.
    #[error("`{origin}` cannot be linked: {reason:#}")]
    Unlinkable {
        /// The source of the bytes.
        origin: String,
        /// In `wasmtime`'s words.
        reason: wasmtime::Error,
    },
    /// It is a component of another world.
    #[error("`{origin}` does not export `{missing}`, it exports {}", list(exports))]
    OtherWorld {
        /// The source of the bytes.
        origin: String,
        /// The export that is missing.
        missing: &'static str,
        /// The exports that it has.
        exports: Vec<String>,
    },
    /// It exports what the world does, but with other types.
    #[error("`{origin}` exports another `{export}` than this host was built for: {reason:#}")]
    OtherTypes {
        /// The source of the bytes.
        origin: String,
        /// The export that has the other types.
        export: &'static str,
        /// In `wasmtime`'s words.
        reason: wasmtime::Error,
    },
    /// It does not have all exports of the world.
    #[error("`{origin}` is of another world than this host was built for: {reason:#}")]
    MissingExport {
        /// The source of the bytes.
        origin: String,
        /// In `wasmtime`'s words.
        reason: wasmtime::Error,
    },
    /// It was to be a compiled component, and is something else.
    #[error(
        "`{origin}` is not a component that was compiled by this program\n\
         = help: load the `.wasm` instead, from which it is made"
    )]
    NotCompiled {
        /// The file.
        origin: String,
    },
    /// It was compiled by another version of `wasmtime`, for other options or for another processor.
    #[error(
        "`{origin}` was compiled for another host: {}\n\
         = help: load the `.wasm` instead, from which it is made",
        reason.root_cause()
    )]
    Incompatible {
        /// The file.
        origin: String,
        /// In `wasmtime`'s words.
        reason: wasmtime::Error,
    },
    /// It is not what was written.
    #[error(
        "`{origin}` is damaged\n= help: remove it, and load the `.wasm`, from which it is made"
    )]
    Damaged {
        /// The file.
        origin: String,
    },
    /// Somebody else could have written it, and it is machine code.
    #[error(
        "`{origin}` could have been written by others: {stranger}\n\
         = help: take that permission away, or load the `.wasm` instead"
    )]
    Untrusted {
        /// The file.
        origin: String,
        /// The other user, and the permission.
        stranger: Untrusted,
    },
    /// It was compiled from a component that has changed since.
    #[error(
        "`{origin}` was compiled from another `{wasm}` than there is now\n\
         = help: load `{wasm}` instead, or remove what is out of date"
    )]
    Stale {
        /// The file.
        origin: String,
        /// The component.
        wasm: String,
    },
}

impl LoadError {
    pub(crate) fn unreadable(path: &Path, source: io::Error) -> Self {
        Self::Unreadable {
            origin: path.display().to_string(),
            source,
        }
    }
}

fn list(names: &[String]) -> String {
    match names {
        [] => "nothing".to_owned(),
        _ => format!("`{}`", names.join("`, `")),
    }
}
