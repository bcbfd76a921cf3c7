//! Components that are compiled ahead of time: written to a file once, and mapped from then on instead of compiled.
//!
//! Such a file is the ELF image that `wasmtime` makes, and behind it a stamp that says which `.wasm` it was made from, and
//! what the image was when it was written.

use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};
use wasmtime::component::Component;

use crate::engine::Host;
use crate::file;
use crate::load::{Guest, LoadError};
use crate::trust::{Untrusted, find_stranger};

/// What the name of a compiled component ends in: beside `x.wasm` lies `x.cwasm`.
pub const COMPILED_EXTENSION: &str = "cwasm";
const WASM_EXTENSION: &str = "wasm";
/// Nobody else may write it, whatever the umask.
const COMPILED_MODE: u32 = 0o644;

/// The first bytes of every ELF file.
pub(crate) const ELF_MAGIC: &[u8] = b"\x7fELF";
const ELF_HEADER_BYTES: usize = 64;
/// Where the header says at which offset the headers of the sections lie, how long each is, and how many there are.
const ELF_SECTIONS: (usize, usize, usize) = (0x28, 0x3a, 0x3c);

/// What a stamp begins with; its last figure is the version of what follows.
const STAMP_MAGIC: [u8; 16] = *b"wasi-py-rs aot 3";
const STAMP_BYTES: usize = 104;

/// How long it may take from the time in a stamp until its file is in place, in seconds: so much later the system may say
/// that the file was changed last, and it counts as untouched.
const PLACING_S: u64 = 10;

/// What became of the compiled file in [`Host::load_through`].
#[derive(Debug)]
#[non_exhaustive]
pub enum Cache {
    /// It fitted, and nothing was compiled.
    Hit,
    /// It was missing or did not fit, and is there now.
    Written,
    /// It was left alone, since the engine compiles otherwise than one with the default options.
    OtherOptions,
    /// It could not be written. The guest is none the worse for it.
    Unwritten(WriteError),
}

/// Why a compiled component was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The file or its folder cannot be written.
    #[error("`{}` cannot be written: {source}", path.display())]
    Io {
        /// Where it was to go.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Others may write to its folder, so that it would not be loaded.
    #[error("`{}` could be replaced by others: {stranger}\n= help: take that permission away", path.display())]
    Untrusted {
        /// Where it was to go.
        path: PathBuf,
        /// Who, and how.
        stranger: Untrusted,
    },
    /// Something else lies there.
    #[error(
        "`{}` is not a compiled component, so that it is not replaced\n= help: move it away",
        path.display()
    )]
    Occupied {
        /// Where it was to go.
        path: PathBuf,
    },
}

impl Host {
    /// Loads the component `wasm` by way of the file `compiled`: maps that if it was made from this component and for
    /// this host, otherwise compiles the component and writes the file anew.
    ///
    /// A file that cannot be written is no error. One that fits the default [`EngineOptions`] is not replaced for
    /// others. What was said of trust at [`Host::load_compiled`] holds for `compiled`.
    ///
    /// [`EngineOptions`]: crate::EngineOptions
    ///
    /// # Errors
    /// When there is no component of the world `people-component` in `wasm`.
    pub fn load_through(
        &self,
        wasm: impl AsRef<Path>,
        compiled: impl AsRef<Path>,
    ) -> Result<(Guest, Cache), LoadError> {
        let (wasm, compiled) = (wasm.as_ref(), compiled.as_ref());
        if let Ok(guest) = self.map(compiled, Some(wasm)) {
            return Ok((guest, Cache::Hit));
        }
        let guest = self.compile(wasm)?;
        if !self.options().compile_as_default() {
            return Ok((guest, Cache::OtherOptions));
        }
        let cache = match guest.write_compiled(compiled) {
            Ok(()) => Cache::Written,
            Err(error) => Cache::Unwritten(error),
        };
        Ok((guest, cache))
    }

    /// Loads a component from a file that [`Guest::write_compiled`] has written, which takes about a millisecond:
    /// the file is mapped into memory, and nearly all of it is read only when it is needed.
    ///
    /// **Load only what you would execute.** What is in it is machine code, and it runs outside every sandbox. It must
    /// belong to the user of this process or to root, nobody else may be able to write to it or to a folder above it,
    /// and it must have been written by this library for this host: all that is checked. A file that was copied, moved
    /// or touched in any other way since it was written is read from end to end and compared with the hash that was taken
    /// of it then. A file that this user or root have forged together with its hash is
    /// not recognised. While it is loaded the file may be removed or replaced by another, but not written to.
    ///
    /// Where the file was touched, or the `.wasm` beside it has another time, but both have the same contents as ever, the
    /// file is replaced by one that knows the new times, if possible.
    ///
    /// # Errors
    /// When it is no such file or only a part of it, is damaged, could have been written by others, was made by another version of
    /// `wasmtime`, for other [`EngineOptions`] or another processor, or from another component than the `.wasm` file of
    /// its name beside it.
    ///
    /// [`EngineOptions`]: crate::EngineOptions
    pub fn load_compiled(&self, path: impl AsRef<Path>) -> Result<Guest, LoadError> {
        let path = path.as_ref();
        let wasm = path.with_extension(WASM_EXTENSION);
        let beside = wasm != path && wasm.exists();
        self.map(path, beside.then_some(wasm.as_path()))
    }

    /// Reads a compiled component from end to end, and compares it with the hash that was taken of it when it was
    /// written, as loading does where the file was touched since. It finds what a disk has damaged by itself.
    ///
    /// # Errors
    /// When it is no such file or only a part of it, or is damaged.
    pub fn check_compiled(&self, path: impl AsRef<Path>) -> Result<(), LoadError> {
        let path = path.as_ref();
        Stamp::of(path)?.check(path)
    }

    /// Maps `path` if it was made from `wasm`.
    fn map(&self, path: &Path, wasm: Option<&Path>) -> Result<Guest, LoadError> {
        let origin = path.display().to_string();
        let stamp = Stamp::of(path)?;
        let unreadable = |error| LoadError::unreadable(path, error);
        if let Some(stranger) = find_stranger(path).map_err(unreadable)? {
            return Err(LoadError::Untrusted { origin, stranger });
        }
        let untouched = stamp.is_untouched(&fs::metadata(path).map_err(unreadable)?);
        if !untouched {
            stamp.check(path)?;
        }
        let source = match wasm {
            None => stamp.source,
            Some(wasm) => match stamp.source.still(wasm) {
                Ok(Some(source)) => source,
                Ok(None) => {
                    let wasm = wasm.display().to_string();
                    return Err(LoadError::Stale { origin, wasm });
                }
                Err(error) => return Err(LoadError::unreadable(wasm, error)),
            },
        };
        let component =
            deserialize(self, path).map_err(|reason| LoadError::Incompatible { origin, reason })?;
        let guest = self.guest(&path.display().to_string(), &component, source)?;
        if !untouched || source != stamp.source {
            // The same contents at another time: without the new time, they would be read at every load.
            let _ = guest.write_compiled(path);
        }
        Ok(guest)
    }
}

#[allow(unsafe_code, reason = "`wasmtime` cannot check machine code")]
fn deserialize(host: &Host, path: &Path) -> wasmtime::Result<Component> {
    // SAFETY: it has our stamp, so that this library wrote it unless somebody wants to deceive; that only this user
    // and root could was checked, and that the caller trusts these is documented at every function that leads here. We
    // never write to such a file, but replace it.
    unsafe { Component::deserialize_file(host.engine(), path) }
}

impl Guest {
    /// Writes the compiled component to a file for [`Host::load_compiled`], all at once.
    ///
    /// # Errors
    /// When it cannot be written, or something else than a compiled component lies there.
    pub fn write_compiled(&self, path: impl AsRef<Path>) -> Result<(), WriteError> {
        let path = path.as_ref();
        let failed = |source| WriteError::Io {
            path: path.to_owned(),
            source,
        };
        if !is_replaceable(path).map_err(failed)? {
            let path = path.to_owned();
            return Err(WriteError::Occupied { path });
        }
        if let Some(stranger) = find_stranger(file::folder(path)).map_err(failed)? {
            let path = path.to_owned();
            return Err(WriteError::Untrusted { path, stranger });
        }
        let mut bytes = self
            .world
            .instance_pre()
            .component()
            .serialize()
            .map_err(|error| failed(io::Error::other(error)))?;
        // That of a mapped component has the stamp of its file.
        bytes.truncate(image_length(&bytes));
        let stamp = Stamp::new(self.source, &bytes);
        let permissions = Permissions::from_mode(COMPILED_MODE);
        file::replace_dated(path, permissions, stamp.written(), |to| {
            to.write_all(&bytes)?;
            to.write_all(&stamp.to_bytes())
        })
        .map_err(failed)
    }
}

/// Whether nothing is lost with the file: a compiled component, nothing in it, or no file at all.
fn is_replaceable(path: &Path) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => Ok(false),
        Ok(_) => {
            let mut head = Vec::new();
            let head_bytes = ELF_MAGIC.len() as u64;
            File::open(path)?.take(head_bytes).read_to_end(&mut head)?;
            Ok(head.is_empty() || head == ELF_MAGIC)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// Which `.wasm` a component was compiled from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    length_bytes: u64,
    /// When the file was written, in nanoseconds since 1970; 0 when that is not known.
    modified_ns: u64,
    sha256: [u8; 32],
}

impl Source {
    pub(crate) fn new(bytes: &[u8], modified_ns: u64) -> Self {
        Self {
            length_bytes: bytes.len() as u64,
            modified_ns,
            sha256: Sha256::digest(bytes).into(),
        }
    }

    /// This source with the time that the file `wasm` has now; `None` when that is another source.
    ///
    /// As Python does for its `.pyc` files, a file of the same length and time is taken for the same.
    fn still(&self, wasm: &Path) -> io::Result<Option<Self>> {
        let (length_bytes, modified_ns) = length_and_time(wasm)?;
        if length_bytes != self.length_bytes {
            return Ok(None);
        }
        if modified_ns == self.modified_ns && modified_ns != 0 {
            return Ok(Some(*self));
        }
        let found = Self::new(&fs::read(wasm)?, modified_ns);
        Ok((found.sha256 == self.sha256).then_some(found))
    }
}

/// What is known of a compiled component.
struct Stamp {
    source: Source,
    /// When it was written, in seconds since 1970. It is also the time of the file: every file system can keep that.
    written_s: u64,
    /// Of the image.
    sha256: [u8; 32],
}

impl Stamp {
    /// That of an image which is written now.
    fn new(source: Source, image: &[u8]) -> Self {
        Self {
            source,
            written_s: Duration::from_nanos(nanoseconds(SystemTime::now())).as_secs(),
            sha256: Sha256::digest(image).into(),
        }
    }

    fn written(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.written_s)
    }

    /// The stamp of a compiled component, of which nothing but its head and its end is read.
    fn of(path: &Path) -> Result<Self, LoadError> {
        let unreadable = |error| LoadError::unreadable(path, error);
        let origin = path.display().to_string();
        // Opening something else, such as a pipe, could wait forever.
        let metadata = fs::metadata(path).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(LoadError::NotCompiled { origin });
        }
        let mut file = File::open(path).map_err(unreadable)?;
        let mut head = Vec::new();
        file.by_ref()
            .take(ELF_HEADER_BYTES as u64)
            .read_to_end(&mut head)
            .map_err(unreadable)?;
        if head.is_empty() {
            return Err(LoadError::Empty { origin });
        }
        if !head.starts_with(ELF_MAGIC) {
            return Err(LoadError::NotCompiled { origin });
        }
        let expected_bytes = image_length(&head).saturating_add(STAMP_BYTES);
        let found_bytes = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
        if found_bytes < expected_bytes {
            return Err(LoadError::Truncated {
                origin,
                expected_bytes,
                found_bytes,
            });
        }
        let mut stamp = [0; STAMP_BYTES];
        file.seek(SeekFrom::Start((expected_bytes - STAMP_BYTES) as u64))
            .and_then(|_| file.read_exact(&mut stamp))
            .map_err(unreadable)?;
        Self::from_bytes(&stamp).ok_or(LoadError::NotCompiled { origin })
    }

    /// Whether nobody has touched the file since it was put in its place. Its time tells whether somebody wrote to it, or
    /// copied it; whoever sets that back, or moves a file there, gives it a new time of its last change, which no program
    /// can set.
    fn is_untouched(&self, metadata: &Metadata) -> bool {
        let is_dated = metadata.modified().is_ok_and(|time| time == self.written());
        let changed_s = u64::try_from(metadata.ctime()).unwrap_or(0);
        is_dated && changed_s.abs_diff(self.written_s) <= PLACING_S
    }

    /// Compares what is in the file with the hash.
    fn check(&self, path: &Path) -> Result<(), LoadError> {
        let bytes = fs::read(path).map_err(|error| LoadError::unreadable(path, error))?;
        let (image, rest) = bytes.split_at(image_length(&bytes).min(bytes.len()));
        let is_whole = <[u8; 32]>::from(Sha256::digest(image)) == self.sha256;
        if is_whole && rest.starts_with(&self.to_bytes()) {
            return Ok(());
        }
        let origin = path.display().to_string();
        Err(LoadError::Damaged { origin })
    }

    /// What stands behind the image.
    fn to_bytes(&self) -> [u8; STAMP_BYTES] {
        let mut stamp = [0; STAMP_BYTES];
        stamp[..16].copy_from_slice(&STAMP_MAGIC);
        stamp[16..24].copy_from_slice(&self.source.length_bytes.to_le_bytes());
        stamp[24..32].copy_from_slice(&self.source.modified_ns.to_le_bytes());
        stamp[32..64].copy_from_slice(&self.source.sha256);
        stamp[64..72].copy_from_slice(&self.written_s.to_le_bytes());
        stamp[72..].copy_from_slice(&self.sha256);
        stamp
    }

    fn from_bytes(stamp: &[u8; STAMP_BYTES]) -> Option<Self> {
        stamp.starts_with(&STAMP_MAGIC).then(|| Self {
            source: Source {
                length_bytes: u64::from_le_bytes(part(stamp, 16)),
                modified_ns: u64::from_le_bytes(part(stamp, 24)),
                sha256: part(stamp, 32),
            },
            written_s: u64::from_le_bytes(part(stamp, 64)),
            sha256: part(stamp, 72),
        })
    }
}

/// The length of a file, and when it was written, as [`Source`] has it.
pub(crate) fn length_and_time(path: &Path) -> io::Result<(u64, u64)> {
    let metadata = fs::metadata(path)?;
    Ok((metadata.len(), nanoseconds(metadata.modified()?)))
}

/// Since 1970; 0 for a time before that.
fn nanoseconds(time: SystemTime) -> u64 {
    let since_1970 = time.duration_since(UNIX_EPOCH);
    since_1970.map_or(0, |time| u64::try_from(time.as_nanos()).unwrap_or(0))
}

/// Where an ELF image ends that begins with `head`: with the headers of its sections.
fn image_length(head: &[u8]) -> usize {
    if head.len() < ELF_HEADER_BYTES {
        return ELF_HEADER_BYTES;
    }
    let (offset, bytes, count) = ELF_SECTIONS;
    let sections_bytes = u32::from(u16::from_ne_bytes(part(head, bytes)))
        * u32::from(u16::from_ne_bytes(part(head, count)));
    usize::try_from(u64::from_ne_bytes(part(head, offset)))
        .unwrap_or(usize::MAX)
        .saturating_add(sections_bytes as usize)
}

/// The `N` bytes at `offset`, which must be there.
fn part<const N: usize>(bytes: &[u8], offset: usize) -> [u8; N] {
    let mut part = [0; N];
    part.copy_from_slice(&bytes[offset..offset + N]);
    part
}
