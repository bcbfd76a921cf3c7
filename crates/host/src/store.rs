//! Machine code that machines share: whoever builds a component compiles and signs it for the hosts that
//! there are, and a new host takes what fits it instead of compiling.
//!
//! The layout is meant to be read by others as well:
//!
//! ```text
//! STORE/COMPONENT/ENGINE.cwasm            what `Guest::write_compiled` writes
//! STORE/COMPONENT/ENGINE.cwasm.minisig    its signature by minisign
//! ```
//!
//! `COMPONENT` is the SHA-256 of the `.wasm`. `ENGINE` is the SHA-256 of what `wasmtime` hashes of an engine
//! ([`precompile_compatibility_hash`](wasmtime::Engine::precompile_compatibility_hash)): its version, its
//! settings, and the processor with its features. Both are in hexadecimal.

use std::fs::{self, Permissions};
use std::hash::{Hash, Hasher};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use minisign_verify::{PublicKey, Signature};
use sha2::{Digest, Sha256};
use wasi_py_fs::replace;
use wasmtime::Engine;

use crate::aot::{COMPILED_EXTENSION, COMPILED_MODE, WriteError};
use crate::engine::Host;
use crate::load::Guest;
use crate::load_error::LoadError;
use crate::stamp::{hex, sha256_of};
use crate::world::World;

/// The extension of a signature, behind the name of what it is of.
const SIGNATURE_EXTENSION: &str = ".minisig";

/// A folder with machine code for many components and hosts, signed by one key.
///
/// It may lie on a disk that others can write to: nothing of it is executed that was not signed.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
    key: PublicKey,
}

/// A text is not the public key of a store.
#[derive(Debug, thiserror::Error)]
#[error("it is no public key of minisign: {0}")]
pub struct KeyError(#[from] minisign_verify::Error);

/// The origin of the machine code in [`Host::load_from`].
#[derive(Debug)]
#[non_exhaustive]
pub enum Found {
    /// It was in the folder that this host keeps.
    Kept,
    /// It came from the store, and is kept now.
    InStore,
    /// It was compiled.
    Compiled {
        /// The reason for which that of the store was not taken.
        reason: StoreError,
        /// The reason for which it is not kept, if it is not.
        unwritten: Option<WriteError>,
    },
}

/// Reasons for which machine code is not taken from a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Nobody has added any for this component and this host.
    #[error("`{}` is not in the store", path.display())]
    Missing {
        /// The file that would have been taken.
        path: PathBuf,
    },
    /// It, or its signature, cannot be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// It is not what was signed, or was signed by somebody else.
    #[error("`{}` is not signed with the key of the store: {reason}", path.display())]
    Unsigned {
        /// The file.
        path: PathBuf,
        /// In `minisign-verify`'s words.
        reason: minisign_verify::Error,
    },
    /// It was signed, and is not for this component or this host.
    #[error(transparent)]
    Unfit(LoadError),
    /// It cannot be kept, and is mapped from a file alone.
    #[error("`{}` cannot be written: {source}", path.display())]
    Unkept {
        /// The file that was to be written.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

impl Store {
    /// Names the folder of a store and its key: a public key of minisign, with or without the comment above.
    ///
    /// # Errors
    /// When the text is no such key.
    pub fn new(folder: impl Into<PathBuf>, key: &str) -> Result<Self, KeyError> {
        let last = key.trim().lines().last().unwrap_or_default();
        Ok(Self {
            folder: folder.into(),
            key: PublicKey::from_base64(last.trim())?,
        })
    }

    /// Copies the machine code of a component to `kept`, if it is there and was signed.
    fn fetch(&self, component: &str, engine: &str, kept: &Path) -> Result<(), StoreError> {
        let path = path_in(&self.folder, component, engine);
        let read = |path: &Path| match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StoreError::Missing {
                path: path.to_owned(),
            }),
            read => read.map_err(|source| StoreError::Unreadable {
                path: path.to_owned(),
                source,
            }),
        };
        let bytes = read(&path)?;
        let signature = read(&signature_of(&path))?;
        let signature = Signature::decode(&String::from_utf8_lossy(&signature));
        // Signatures of the form before 2018 are not accepted.
        let verified = signature.and_then(|signature| self.key.verify(&bytes, &signature, false));
        verified.map_err(|reason| StoreError::Unsigned { path, reason })?;
        let written = replace(kept, Permissions::from_mode(COMPILED_MODE), |to| {
            to.write_all(&bytes)
        });
        written.map_err(|source| StoreError::Unkept {
            path: kept.to_owned(),
            source,
        })
    }
}

impl<T: 'static> Host<T> {
    /// Loads the component `wasm` with machine code from a store; without any that fits, it is compiled.
    ///
    /// What came from the store, or was compiled, is kept in the folder `kept`, which nobody else may write
    /// to: [`Host::load_compiled`] says why. The next time it is mapped from there.
    ///
    /// # Errors
    /// When there is no component of the world `W` in `wasm`. A store that has nothing of use is no error.
    pub fn load_from<W: World>(
        &self,
        store: &Store,
        wasm: impl AsRef<Path>,
        kept: impl AsRef<Path>,
    ) -> Result<(Guest<W, T>, Found), LoadError> {
        let (wasm, kept) = (wasm.as_ref(), kept.as_ref());
        let bytes = fs::read(wasm).map_err(|error| LoadError::unreadable(wasm, error))?;
        let (component, engine) = (sha256_of(&bytes), key_of(self.engine()));
        // Where it cannot be made, writing fails below, and says so.
        let _ = fs::create_dir_all(kept);
        let own = kept.join(format!("{component}-{engine}.{COMPILED_EXTENSION}"));
        if let Ok(guest) = self.map(&own, Some(wasm)) {
            return Ok((guest, Found::Kept));
        }
        let fetched = store.fetch(&component, &engine, &own);
        let reason = match fetched.map(|()| self.map(&own, Some(wasm))) {
            Ok(Ok(guest)) => return Ok((guest, Found::InStore)),
            Ok(Err(error)) => StoreError::Unfit(error),
            Err(error) => error,
        };
        let guest = self.compile(wasm)?;
        let unwritten = guest.write_compiled(&own).err();
        Ok((guest, Found::Compiled { reason, unwritten }))
    }
}

impl<W: World, T: 'static> Guest<W, T> {
    /// Adds the machine code of this component for hosts like this one to the folder of a store, and returns
    /// the file, which is then to be signed: `minisign -S -m FILE`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add_to_store(&self, folder: impl AsRef<Path>) -> Result<PathBuf, WriteError> {
        let path = path_in(
            folder.as_ref(),
            &self.source.sha256(),
            &key_of(self.shared.engine()),
        );
        let folder = wasi_py_fs::folder(&path);
        fs::create_dir_all(folder).map_err(|source| WriteError::Io {
            path: path.clone(),
            source,
        })?;
        self.write_compiled(&path)?;
        Ok(path)
    }
}

fn path_in(folder: &Path, component: &str, engine: &str) -> PathBuf {
    folder
        .join(component)
        .join(engine)
        .with_extension(COMPILED_EXTENSION)
}

fn signature_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(SIGNATURE_EXTENSION);
    name.into()
}

/// Returns the name of all engines that can run the same machine code.
fn key_of(engine: &Engine) -> String {
    let mut hasher = Sha256Hasher(Sha256::new());
    engine.precompile_compatibility_hash().hash(&mut hasher);
    hex(&hasher.0.finalize())
}

/// Hashes the same on every machine, as the hasher of the standard library need not.
struct Sha256Hasher(Sha256);

impl Hasher for Sha256Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let digest = self.0.clone().finalize();
        digest
            .iter()
            .take(8)
            .fold(0, |all, byte| all << 8 | u64::from(*byte))
    }
}
