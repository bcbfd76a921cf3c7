//! The files that every instance has, whatever its host maps: bundled files to read, a temporary folder in
//! memory, and the null device, which takes everything and gives nothing.
//!
//! [`Files`] has the operations of `wasi:filesystem`: on open files by handle, and on paths relative to a
//! folder. It does not know the C library that calls it, nor the inside of a bundle, which is its [`Source`].

#![forbid(unsafe_code)]

mod error;
mod files;
mod path;
mod temporary;

use std::time::Duration;

pub use error::Error;
pub use files::{Files, Handle, OpenOptions};
pub use path::Root;
pub use temporary::{ENTRY_BYTES, LIMIT_BYTES};

/// A tree of files that never change. Paths begin below [`Root::Bundle`], with `/` between their parts and
/// none in front.
pub trait Source {
    /// Returns the length of a file's content, or `None` if there is no such file.
    fn size_bytes(&self, path: &str) -> Option<usize>;

    /// Tells whether `path` is a folder. The empty path is one.
    fn is_folder(&self, path: &str) -> bool;

    /// Lists a folder: each name in it, with `true` for a folder.
    fn list(&self, path: &str) -> Vec<(String, bool)>;

    /// Reads a file that has a size.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], and [`Error::Damaged`] if the content has changed.
    fn read(&mut self, path: &str) -> Result<Vec<u8>, Error>;
}

/// The kind of thing behind a path or a handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A folder.
    Folder,
    /// A file with content.
    File,
    /// A device: writes vanish, and reads are empty.
    Device,
}

/// The status of a file, folder or device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// The kind.
    pub kind: Kind,
    /// The length of its content; 0 if it has none.
    pub size_bytes: u64,
    /// The number of its names.
    pub links: u64,
    /// The time of the last access that somebody has set, since 1970.
    pub accessed: Duration,
    /// The time of the last change of its content, since 1970.
    pub modified: Duration,
    /// A number that is the same for two names of one file, and for nothing else.
    pub identity: u64,
}

/// A time to set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewTime {
    /// Leaves the time as it is.
    Keep,
    /// Sets the present time.
    Now,
    /// Sets that time, since 1970.
    At(Duration),
}
