//! Where the files lie that take minutes to make: one folder a user, shared by all checkouts.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::error::LibpyError;
use crate::recipe;
use crate::release::Release;
use crate::target::Target;

/// Folder of the cache: `$WASI_PY_CACHE`, else `$XDG_CACHE_HOME/wasi-py-rs`, else `$HOME/.cache/wasi-py-rs`.
///
/// # Errors
/// [`LibpyError::NoCache`] when none of the three variables is set.
pub fn cache_root() -> Result<PathBuf, LibpyError> {
    cache_root_in(|name| std::env::var_os(name))
}

/// As [`cache_root`], with the variables looked up by `variable`.
pub(crate) fn cache_root_in(
    mut variable: impl FnMut(&str) -> Option<OsString>,
) -> Result<PathBuf, LibpyError> {
    let mut folder = |name| {
        variable(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    folder("WASI_PY_CACHE")
        .or_else(|| folder("XDG_CACHE_HOME").map(|dir| dir.join("wasi-py-rs")))
        .or_else(|| folder("HOME").map(|dir| dir.join(".cache/wasi-py-rs")))
        .ok_or(LibpyError::NoCache)
}

/// Folder of one libpython, whether it is there yet or not. Another recipe is another folder.
#[must_use]
pub fn libpython_dir(root: &Path, release: &Release, target: Target) -> PathBuf {
    let key = recipe::key(release, target);
    root.join("libpython")
        .join(format!("{}-{target}-{key}", release.version))
}
