//! CPython's own tests, the package `test` of its source, which show what a component can do.

use std::path::{Path, PathBuf};

use super::workshop::{Workshop, clean};
use super::{MakeError, Order, Progress, source};

/// Returns a folder that holds the package `test` of CPython's source and nothing else, from the cache `root`
/// or unpacked now.
///
/// Of the order, only the release and the source matter.
///
/// # Errors
/// A [`MakeError`], whose text says what to do.
pub fn suite(
    order: &Order,
    root: &Path,
    progress: &mut dyn Progress,
) -> Result<PathBuf, MakeError> {
    let place = root.join("cpython-tests").join(order.release.version);
    if place.is_dir() {
        return Ok(place);
    }
    let workshop = Workshop::open(root, order, progress)?;
    if !place.is_dir() {
        let tarball = source::tarball(order, &workshop, progress)?;
        let unpacked = workshop.dir("tests")?;
        let mut tar = clean("tar");
        tar.args(["--extract", "--no-same-owner", "--strip-components=2"])
            .arg("--file")
            .arg(&tarball)
            .arg("--directory")
            .arg(&unpacked)
            .arg(format!("Python-{}/Lib/test", order.release.version));
        workshop.run("unpack tests", &mut tar)?;
        workshop.place(&unpacked, &place)?;
    }
    Ok(place)
}
