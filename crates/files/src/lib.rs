//! The files that every instance has, whatever its host maps: bundled ones to read, a temporary folder in memory, and the
//! device that takes everything and gives nothing.
//!
//! [`Files`] speaks as `wasi:filesystem` does, of open things by handle and of paths relative to a folder. It knows neither
//! the C library that calls it nor what a bundle looks like inside, which is its [`Source`]'s to know.

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

/// Files that never change, by their path below [`Root::Bundle`]: `/` between its parts, none in front.
pub trait Source {
    /// Length of the file's content; `None` if there is no such file.
    fn size_bytes(&self, path: &str) -> Option<usize>;

    /// Whether `path` is a folder; the empty path is one.
    fn is_folder(&self, path: &str) -> bool;

    /// What lies directly in a folder: each name with whether it is a folder.
    fn list(&self, path: &str) -> Vec<(String, bool)>;

    /// The content of a file that has a size.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], and [`Error::Damaged`] if it is not what it was.
    fn read(&mut self, path: &str) -> Result<Vec<u8>, Error>;
}

/// What a path or a handle stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A folder.
    Folder,
    /// A file with content.
    File,
    /// What is written to is gone, and what is read from is empty.
    Device,
}

/// What is known of a file, folder or device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// What it is.
    pub kind: Kind,
    /// Length of its content; 0 for what has none.
    pub size_bytes: u64,
    /// How many names it has.
    pub links: u64,
    /// When it was last read, as far as somebody said so, since 1970.
    pub accessed: Duration,
    /// When its content last changed, since 1970.
    pub modified: Duration,
    /// The same for two names of one thing, and for nothing else.
    pub identity: u64,
}

/// What becomes of a time when times are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewTime {
    /// It stays.
    Keep,
    /// The present.
    Now,
    /// That time, since 1970.
    At(Duration),
}
