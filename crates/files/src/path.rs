//! Paths: the root folder that each begins in, and the rest without `.` and `..`.

use crate::{Error, Kind};

/// The longest name of a file, in bytes.
const MOST_NAME_BYTES: usize = 255;
/// The longest path, in bytes.
const MOST_PATH_BYTES: usize = 4095;

/// A folder that every instance has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Root {
    /// The folder around the others, in which nothing else is.
    Top,
    /// The bundled files.
    Bundle,
    /// The temporary folder.
    Temporary,
    /// The folder of devices.
    Devices,
}

impl Root {
    /// All root folders.
    pub const ALL: [Self; 4] = [Self::Top, Self::Bundle, Self::Temporary, Self::Devices];

    /// Returns its absolute path in an instance.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Top => "/",
            Self::Bundle => "/bundle",
            Self::Temporary => "/tmp",
            Self::Devices => "/dev",
        }
    }

    /// Returns its name in [`Root::Top`].
    pub(crate) fn name(self) -> &'static str {
        self.path().trim_start_matches('/')
    }
}

/// The roots in [`Root::Top`].
pub(crate) const INNER: [Root; 3] = [Root::Bundle, Root::Temporary, Root::Devices];

/// Returns the root that `path` enters from `root`, and the rest of the path.
///
/// Above [`Root::Top`] is itself.
pub(crate) fn entered(root: Root, path: &str) -> (Root, &str) {
    if root != Root::Top || path.is_empty() || path.starts_with('/') {
        return (root, path);
    }
    let path = path.trim_start_matches("../").trim_start_matches("./");
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let (root, path) = match INNER.into_iter().find(|inner| inner.name() == first) {
        Some(inner) => (inner, rest.trim_start_matches('/')),
        None if path == ".." => (root, "."),
        None => (root, path),
    };
    (root, if path.is_empty() { "." } else { path })
}

/// A path below a root, without `.` and `..`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// The path; empty for the root.
    pub(crate) path: String,
    /// True if the path ends in `/`, as that of a folder.
    pub(crate) is_written_as_folder: bool,
}

/// Follows `path` from the folder `base`. `kind_of` tells what is on the way. The last part need not exist.
///
/// There are no links, so `..` is always the folder that the path came through.
pub(crate) fn resolve(
    base: &str,
    path: &str,
    kind_of: impl Fn(&str) -> Option<Kind>,
) -> Result<Resolved, Error> {
    if path.is_empty() {
        return Err(Error::NotFound);
    }
    if path.starts_with('/') {
        return Err(Error::NotPermitted);
    }
    let mut at = base.to_owned();
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        expect_folder(kind_of(&at))?;
        if part == ".." {
            at = parent(&at).ok_or(Error::NotPermitted)?.to_owned();
            continue;
        }
        if !at.is_empty() {
            at.push('/');
        }
        at.push_str(part);
        if part.len() > MOST_NAME_BYTES || at.len() > MOST_PATH_BYTES {
            return Err(Error::NameTooLong);
        }
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    Ok(Resolved {
        path: at,
        is_written_as_folder: matches!(last, "" | "." | ".."),
    })
}

fn expect_folder(kind: Option<Kind>) -> Result<(), Error> {
    match kind {
        Some(Kind::Folder) => Ok(()),
        Some(Kind::File | Kind::Device) => Err(Error::NotFolder),
        None => Err(Error::NotFound),
    }
}

/// Returns the folder that `path` is in; `None` for a root.
pub(crate) fn parent(path: &str) -> Option<&str> {
    match path.rsplit_once('/') {
        Some((parent, _)) => Some(parent),
        None => (!path.is_empty()).then_some(""),
    }
}
