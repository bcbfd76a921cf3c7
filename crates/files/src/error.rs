//! The errors, in the words of `wasi:filesystem`.

/// The reason why an operation failed. The numbers are those of `error-code` in `wasi:filesystem@0.2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[repr(u8)]
pub enum Error {
    /// The handle is not open for this operation.
    #[error("not open for that")]
    BadDescriptor = 3,
    /// The folder is in use: it is the one that everything else lies in.
    #[error("in use")]
    Busy = 4,
    /// The file exists already.
    #[error("exists already")]
    Exists = 7,
    /// The operation makes no sense for that file.
    #[error("not valid")]
    Invalid = 12,
    /// The content is not what was stored.
    #[error("damaged")]
    Damaged = 13,
    /// Expected a file, found a folder.
    #[error("is a folder")]
    IsFolder = 14,
    /// The name or the path is too long.
    #[error("name too long")]
    NameTooLong = 18,
    /// The file does not exist.
    #[error("no such file or folder")]
    NotFound = 20,
    /// The instance has no memory left.
    #[error("out of memory")]
    OutOfMemory = 22,
    /// The temporary folder is full.
    #[error("no space left")]
    NoSpace = 23,
    /// Expected a folder, found a file.
    #[error("not a folder")]
    NotFolder = 24,
    /// The folder has something in it.
    #[error("folder not empty")]
    NotEmpty = 25,
    /// The operation is not possible here, or the path leads out of the folder that it begins at.
    #[error("not permitted")]
    NotPermitted = 31,
    /// The file is bundled, and bundled files do not change.
    #[error("read-only")]
    ReadOnly = 33,
    /// The two paths are in different folders, between which files are copied, not moved.
    #[error("from one device to another")]
    CrossDevice = 36,
}

impl Error {
    /// Returns its number in `wasi:filesystem`.
    pub const fn code(self) -> u8 {
        self as u8
    }
}
