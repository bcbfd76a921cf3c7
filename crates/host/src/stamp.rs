//! The stamp behind the image of a compiled component: its source, and the hash of the image.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};

use crate::load_error::LoadError;

/// The first bytes of every ELF file.
pub(crate) const ELF_MAGIC: &[u8] = b"\x7fELF";
const ELF_HEADER_BYTES: usize = 64;
/// The fields of the header that describe the headers of the sections: their offset, length and number.
const ELF_SECTIONS: (usize, usize, usize) = (0x28, 0x3a, 0x3c);

/// The first bytes of a stamp; the last figure is the version of its format.
const STAMP_MAGIC: [u8; 16] = *b"wasi-py-rs aot 3";
const STAMP_BYTES: usize = 104;

/// The most seconds from the time in a stamp until its file is in place. The system may say that the file was
/// changed so much later, and it counts as untouched.
const PLACING_S: u64 = 10;

/// The `.wasm` that a component was compiled from.
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

    /// Returns its hash.
    pub(crate) fn digest(&self) -> [u8; 32] {
        self.sha256
    }

    /// Returns its hash in hexadecimal.
    pub(crate) fn sha256(&self) -> String {
        hex(&self.sha256)
    }

    /// This source with the time that the file `wasm` has now; `None` when that is another source.
    ///
    /// As Python does for its `.pyc` files, a file of the same length and time is taken for the same.
    pub(crate) fn still(&self, wasm: &Path) -> io::Result<Option<Self>> {
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

/// A stamp: the facts about a compiled component.
pub(crate) struct Stamp {
    pub(crate) source: Source,
    /// When it was written, in seconds since 1970. It is also the time of the file: every file system can
    /// keep that.
    written_s: u64,
    /// Of the image.
    sha256: [u8; 32],
}

impl Stamp {
    /// That of an image which is written now.
    pub(crate) fn new(source: Source, image: &[u8]) -> Self {
        Self {
            source,
            written_s: Duration::from_nanos(nanoseconds(SystemTime::now())).as_secs(),
            sha256: Sha256::digest(image).into(),
        }
    }

    pub(crate) fn written(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.written_s)
    }

    /// The stamp of a compiled component, of which nothing but its head and its end is read.
    pub(crate) fn of(path: &Path) -> Result<Self, LoadError> {
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

    /// True if nobody has touched the file since it was put in its place. Its time tells whether somebody
    /// wrote to it, or copied it; whoever sets that back, or moves a file there, gives it a new time of its
    /// last change, which no program can set.
    pub(crate) fn is_untouched(&self, metadata: &Metadata) -> bool {
        let is_dated = metadata.modified().is_ok_and(|time| time == self.written());
        let changed_s = u64::try_from(metadata.ctime()).unwrap_or(0);
        is_dated && changed_s.abs_diff(self.written_s) <= PLACING_S
    }

    /// Compares what is in the file with the hash.
    pub(crate) fn check(&self, path: &Path) -> Result<(), LoadError> {
        let bytes = fs::read(path).map_err(|error| LoadError::unreadable(path, error))?;
        let (image, rest) = bytes.split_at(image_length(&bytes).min(bytes.len()));
        let is_whole = <[u8; 32]>::from(Sha256::digest(image)) == self.sha256;
        if is_whole && rest.starts_with(&self.to_bytes()) {
            return Ok(());
        }
        let origin = path.display().to_string();
        Err(LoadError::Damaged { origin })
    }

    /// The bytes behind the image.
    pub(crate) fn to_bytes(&self) -> [u8; STAMP_BYTES] {
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

/// Returns the SHA-256 of some bytes in hexadecimal.
pub(crate) fn sha256_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Writes bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
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

/// The end of an ELF image that begins with `head`: that of the headers of its sections.
pub(crate) fn image_length(head: &[u8]) -> usize {
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
