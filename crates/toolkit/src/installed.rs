//! Folders of the cache that are installed from locks, each named after the lock that it was made from.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use sha2::{Digest, Sha256};
use wlr_libpy::cache::cache_root;
use wlr_libpy::stamp::hex;

use crate::console::Step;

/// Fills a folder by `install`, as a step, unless the cache has one below the folder `name` for the same
/// `locks`.
///
/// # Errors
/// When the install fails, or the cache cannot be written to.
pub fn ensure(
    name: &str,
    locks: &[&str],
    install: impl FnOnce(&Step, &Path) -> anyhow::Result<()>,
) -> anyhow::Result<PathBuf> {
    let root = cache_root()?.join(name);
    let folder = root.join(fingerprint(locks));
    if folder.exists() {
        return Ok(folder);
    }
    let failed = || format!("cannot create `{}`", root.display());
    fs::create_dir_all(&root).with_context(failed)?;
    // Two runs at a time wait for each other, and the second finds what the first has made.
    let turn = File::create(root.join("lock")).with_context(failed)?;
    turn.lock().with_context(failed)?;
    if !folder.exists() {
        let step = Step::begin(format!("installing {}", name.replace('-', " ")));
        // Built beside its place and then moved, so that an interrupted install is not mistaken for a
        // complete one.
        let work = tempfile::Builder::new().prefix("work-").tempdir_in(&root)?;
        install(&step, work.path())?;
        place(work, &folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    }
    Ok(folder)
}

/// Moves a finished folder to its place, unless another run has placed its own meanwhile.
pub(crate) fn place(work: tempfile::TempDir, place: &Path) -> io::Result<()> {
    match fs::rename(work.path(), place) {
        Err(_) if place.exists() => Ok(()),
        Err(error) => Err(error),
        Ok(()) => {
            // The folder has been moved, so there is nothing to remove.
            let _ = work.keep();
            Ok(())
        }
    }
}

fn fingerprint(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text);
    }
    hex(&hash.finalize()[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_locks_are_another_folder() {
        assert_eq!(fingerprint(&["a"]), fingerprint(&["a"]));
        assert_ne!(fingerprint(&["a"]), fingerprint(&["b"]));
        assert_ne!(fingerprint(&[""]), fingerprint(&["a"]));
    }
}
