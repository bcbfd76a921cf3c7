//! Snapshots: the Python of a component is started at build time and kept. Every instance then begins where
//! the build has stopped.
//!
//! The component exports the functions of `wit/snapshot.wit`, which start Python, warm the app up and make
//! everything fit to be kept. The result does not export them any more. The guest itself restores at run time
//! what belongs to an instance.

#![forbid(unsafe_code)]

mod compact;
mod deterministic;
mod guest;
mod initial;
mod metadata;
mod names;
mod prepare;
mod requests;
mod state;
mod strip;
mod stub_imports;

use sha2::{Digest, Sha256};
use wasi_py_imports::EncodeError;

use guest::Guest;
pub use metadata::Metadata;
use strip::{Exports, FunctionNames};

/// The export of the contract that starts Python. Components without Python may lack it.
pub const BEGIN: &str = "begin-snapshot";
/// The export of the contract that makes an instance fit to be kept.
pub const PREPARE: &str = "prepare-snapshot";
/// The export of the contract that takes the initial data of memory. Some components lack it.
pub const KEEP: &str = "keep-initial-data";

/// The error of taking a snapshot.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The system does not provide what the guest runs on.
    #[error("cannot run the component: {0}")]
    Runtime(std::io::Error),
    /// The bytes are not a component.
    #[error("this is not a WebAssembly component\n= help: build one for `wasm32-wasip2`")]
    NoComponent,
    /// No component can be made of a core module.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The component is damaged, or no snapshot can be taken of it.
    #[error("cannot take a snapshot of this component: {0:#}")]
    Component(wasmtime::Error),
    /// The component has no export that prepares it.
    #[error(
        "the component does not export `{PREPARE}`\n= help: build it with the feature `snapshot`, which exports it"
    )]
    NotPrepared,
    /// The app raised, or holds something that cannot be kept. The text is a traceback or a sentence.
    #[error(
        "the app cannot be kept in a snapshot:\n{}\n= help: there are no files of the host, no network and no environment when it is taken; what needs them goes into a hook, `wasi_py.snapshot.register_after_restore`",
        .0.trim_end()
    )]
    App(String),
    /// The app asks for requests, but its component does not answer any.
    #[error(
        "the app is to be warmed up with requests, but the component exports neither `wasi:http/incoming-handler` nor `wasi:http/handler`\n= help: export it in the world, or do not call `App.warm_up`"
    )]
    NoHandler,
    /// The app fails to answer one of the requests that it asked for.
    #[error(
        "the app cannot be warmed up with `{line}`: {why}\n= help: a traceback is above this if the app has raised; there are no files of the host, no network and no environment when it is warmed up"
    )]
    Request {
        /// The method, path and query.
        line: String,
        /// The fault in its answer.
        why: String,
    },
    /// The guest stopped without returning.
    #[error("the component stopped while it was prepared: {0:#}")]
    Stopped(wasmtime::Error),
    /// The exports cannot be removed from the result.
    #[error("cannot remove the exports that prepare it: {0}")]
    Strip(String),
    /// The metadata cannot be added to the result.
    #[error("cannot add the component's metadata: {0}")]
    Describe(String),
}

/// The source of the secret that makes string hashes unpredictable. All instances of one snapshot share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashSecret {
    /// The component itself, so that equal inputs give equal bytes. Whoever has the component can compute the
    /// secret.
    Derived,
    /// The system's random bytes, for a build that need not be repeated.
    Random,
}

impl HashSecret {
    /// Returns the bytes that the guest gets, over and over, when it asks for random ones.
    fn bytes(self, component: &[u8]) -> Result<Vec<u8>, SnapshotError> {
        match self {
            Self::Derived => Ok(Sha256::digest(component).to_vec()),
            Self::Random => {
                let mut bytes = vec![0; Sha256::output_size()];
                getrandom::fill(&mut bytes)
                    .map_err(|error| SnapshotError::Runtime(error.into()))?;
                Ok(bytes)
            }
        }
    }
}

/// Starts the Python of a component, imports and warms up its app, and returns the component in that state,
/// without function names. A core module becomes a component first.
///
/// # Errors
/// When it is not such a component, or its app fails or holds open what cannot be kept.
pub fn take(bytes: &[u8], secret: HashSecret) -> Result<Vec<u8>, SnapshotError> {
    let random = secret.bytes(bytes)?;
    let kept = prepare::run(&Guest::of(bytes, &random)?, random)?;
    strip(&kept, FunctionNames::LeftOut)
}

/// Returns the component without anything to prepare: each instance starts Python at its first call. A core
/// module becomes a component first.
///
/// # Errors
/// When it is not such a component.
pub fn plain(bytes: &[u8]) -> Result<Vec<u8>, SnapshotError> {
    let guest = Guest::of(bytes, &HashSecret::Derived.bytes(bytes)?)?;
    strip(&guest.component, FunctionNames::Kept)
}

/// Removes the exports that are only there for the snapshot.
fn strip(component: &[u8], names: FunctionNames) -> Result<Vec<u8>, SnapshotError> {
    let exports = Exports::find(component, &[BEGIN, PREPARE, KEEP])?;
    if exports.contains(PREPARE) {
        exports.leave_out(component, names)
    } else {
        Err(SnapshotError::NotPrepared)
    }
}
