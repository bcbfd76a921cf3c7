//! Trust in files of machine code: nobody but the user of this process, and root, could have written them.

use std::fmt;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::process::geteuid;

const WRITABLE_BY_GROUP: u32 = 0o020;
const WRITABLE_BY_OTHERS: u32 = 0o002;
/// In such a folder only its owner removes or replaces a file.
const STICKY: u32 = 0o1000;

/// A permission by which another user could have written a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untrusted {
    /// The file, or a folder above it.
    pub path: PathBuf,
    /// The permission.
    pub reason: Reason,
}

/// The ways in which others may write a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// It belongs to another user.
    OwnedBy {
        /// The number of that user.
        user: u32,
    },
    /// Its group may write to it, and is not the private group of its owner.
    WritableByGroup {
        /// The number of the group.
        group: u32,
    },
    /// Everybody may write to it.
    WritableByAll,
}

impl fmt::Display for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ", self.path.display())?;
        match self.reason {
            Reason::OwnedBy { user } => write!(f, "belongs to user {user}"),
            Reason::WritableByGroup { group } => write!(f, "is writable by group {group}"),
            Reason::WritableByAll => write!(f, "is writable by everybody"),
        }
    }
}

/// Looks at `path`, a file or a folder, and at every folder above it.
///
/// # Errors
/// When one of them cannot be looked at.
pub(crate) fn find_stranger(path: &Path) -> io::Result<Option<Untrusted>> {
    let path = fs::canonicalize(path)?;
    for path in path.ancestors() {
        if let Some(reason) = stranger(&fs::metadata(path)?) {
            let path = path.to_owned();
            return Ok(Some(Untrusted { path, reason }));
        }
    }
    Ok(None)
}

fn stranger(metadata: &Metadata) -> Option<Reason> {
    let (user, group, mode) = (metadata.uid(), metadata.gid(), metadata.mode());
    let is_sticky = metadata.is_dir() && mode & STICKY != 0;
    if user != 0 && user != geteuid().as_raw() {
        Some(Reason::OwnedBy { user })
    } else if is_sticky {
        None
    } else if mode & WRITABLE_BY_OTHERS != 0 {
        Some(Reason::WritableByAll)
    } else if mode & WRITABLE_BY_GROUP != 0 && group != user {
        // Where every user has a group of the same number, it has no other member.
        Some(Reason::WritableByGroup { group })
    } else {
        None
    }
}
