//! Starts the Python of a component at build time and keeps it: every instance then begins where the build has stopped.
//!
//! The component exports `prepare-snapshot`, which starts Python, warms the app up and makes everything fit to be kept;
//! the result does not export it any more. What an instance restores at run time is the guest's business, not ours.

#![forbid(unsafe_code)]

mod absent;
mod description;
mod deterministic;
mod initial;
mod names;
mod prepare;
mod requests;
mod state;
mod strip;

use sha2::{Digest, Sha256};
use wasmparser::Parser;

pub use description::Description;
use strip::{Exports, FunctionNames};

/// The export that starts Python and imports the app. Returns the requests that are to be made before [`PREPARE`].
/// Components without Python need not have it.
pub const BEGIN: &str = "begin-snapshot";
/// The export that prepares an instance: `func() -> result<_, string>`.
pub const PREPARE: &str = "prepare-snapshot";
/// The export that takes what memory begins with, so that an instance can go back there: `func(address: u32, bundle:
/// list<u8>)`. Not every component has it.
pub const KEEP: &str = "keep-initial-data";

/// Why there is no snapshot.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The system refuses what the guest would run on.
    #[error("cannot run the component: {0}")]
    Runtime(std::io::Error),
    /// These bytes are something else.
    #[error("this is not a WebAssembly component\n= help: build one for `wasm32-wasip2`")]
    NoComponent,
    /// The component is damaged, or no snapshot can be taken of it.
    #[error("cannot take a snapshot of this component: {0:#}")]
    Component(wasmtime::Error),
    /// The component exports nothing to prepare it with.
    #[error(
        "the component does not export `{PREPARE}`\n= help: build it with the feature `snapshot`, which exports it"
    )]
    NotPrepared,
    /// The app raised, or holds what cannot be kept; a traceback, or a sentence.
    #[error(
        "the app cannot be kept in a snapshot:\n{}\n= help: there are no files of the host, no network and no environment when it is taken; what needs them goes into a hook, `wasi_py.snapshot.register_after_restore`",
        .0.trim_end()
    )]
    App(String),
    /// The app wants to be asked something, but answers nobody.
    #[error(
        "the app is to be warmed up with requests, but the component does not export `wasi:http/incoming-handler`\n= help: export it in the world, or do not call `App.warm_up`"
    )]
    NoHandler,
    /// The app does not answer what it wants to be asked.
    #[error(
        "the app cannot be warmed up with `{line}`: {why}\n= help: a traceback is above this if the app has raised; there are no files of the host, no network and no environment when it is warmed up"
    )]
    Request {
        /// Method, path and query.
        line: String,
        /// How it was answered.
        why: String,
    },
    /// The guest stopped without returning.
    #[error("the component stopped while it was prepared: {0:#}")]
    Stopped(wasmtime::Error),
    /// The result could not be written without the export.
    #[error("cannot remove the exports that prepare it: {0}")]
    Strip(String),
    /// The result cannot be given its metadata.
    #[error("cannot add the component's metadata: {0}")]
    Describe(String),
}

/// Where the secret comes from that makes string hashes unpredictable. All instances of one snapshot share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashSecret {
    /// From the component itself, so that equal inputs give equal bytes. Whoever has the component can compute it.
    Derived,
    /// Drawn from the system, for a build that is not meant to be repeated.
    Random,
}

impl HashSecret {
    /// The bytes that the guest is given when it asks for random ones, over and over.
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

/// The component with its Python started and its app imported and warmed up, and without the names of its functions.
///
/// # Errors
/// When it is no such component, or its app fails or holds open what cannot be kept.
pub fn take(component: &[u8], secret: HashSecret) -> Result<Vec<u8>, SnapshotError> {
    check(component)?;
    let kept = prepare::run(component, secret.bytes(component)?)?;
    strip(&kept, FunctionNames::LeftOut)
}

/// The component as it would be without anything to prepare: each instance starts Python at its first call.
///
/// # Errors
/// When it is no such component.
pub fn plain(component: &[u8]) -> Result<Vec<u8>, SnapshotError> {
    check(component)?;
    strip(component, FunctionNames::Kept)
}

/// The component without what is only there for the snapshot.
fn strip(component: &[u8], names: FunctionNames) -> Result<Vec<u8>, SnapshotError> {
    let exports = Exports::find(component, &[BEGIN, PREPARE, KEEP])?;
    if exports.contains(PREPARE) {
        exports.leave_out(component, names)
    } else {
        Err(SnapshotError::NotPrepared)
    }
}

fn check(bytes: &[u8]) -> Result<(), SnapshotError> {
    if Parser::is_component(bytes) {
        Ok(())
    } else {
        Err(SnapshotError::NoComponent)
    }
}
