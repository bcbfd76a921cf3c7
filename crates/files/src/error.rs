//! What can go wrong, in the words of `wasi:filesystem`.

/// Why something was not done. The numbers are those of `error-code` in `wasi:filesystem@0.2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[repr(u8)]
pub enum Error {
    /// The handle is not open for that.
    #[error("not open for that")]
    BadDescriptor = 3,
    /// It is in use: the folder that everything else lies in.
    #[error("in use")]
    Busy = 4,
    /// There is such a file already.
    #[error("exists already")]
    Exists = 7,
    /// Makes no sense for what it was asked of.
    #[error("not valid")]
    Invalid = 12,
    /// The content is not what was put there.
    #[error("damaged")]
    Damaged = 13,
    /// A folder, where a file was expected.
    #[error("is a folder")]
    IsFolder = 14,
    /// A name or a path that is too long.
    #[error("name too long")]
    NameTooLong = 18,
    /// There is no such file.
    #[error("no such file or folder")]
    NotFound = 20,
    /// The instance has no memory left.
    #[error("out of memory")]
    OutOfMemory = 22,
    /// The temporary folder is full.
    #[error("no space left")]
    NoSpace = 23,
    /// A file, where a folder was expected.
    #[error("not a folder")]
    NotFolder = 24,
    /// A folder with something in it.
    #[error("folder not empty")]
    NotEmpty = 25,
    /// Not possible here, or beyond the folder that the path begins at.
    #[error("not permitted")]
    NotPermitted = 31,
    /// What is bundled does not change.
    #[error("read-only")]
    ReadOnly = 33,
    /// From one of the folders to another, which is done by copying.
    #[error("from one device to another")]
    CrossDevice = 36,
}

impl Error {
    /// The number that `wasi:filesystem` has for it.
    pub const fn code(self) -> u8 {
        self as u8
    }
}
