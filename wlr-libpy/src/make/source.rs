//! CPython's source: an explicit tarball, an earlier download, python.org or Debian's source package, in that
//! order. Wherever it comes from, its sha256 must be right.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::debian::{Suite, is_here};
use super::workshop::{Workshop, clean};
use super::{MakeError, Order, Progress};
use crate::release::Release;
use crate::stamp::sha256_of;

/// The address at which python.org publishes releases.
pub const PYTHON_ORG: &str = "https://www.python.org/ftp/python";

/// Folders that are not unpacked: half of all files, from which nothing is built.
const UNUSED: [&str; 2] = ["Doc", "Lib/test"];

/// The places that CPython's source may come from.
#[derive(Clone, Debug)]
pub struct Source {
    /// A tarball, which must be the right one.
    pub tarball: Option<PathBuf>,
    /// The address of releases: [`PYTHON_ORG`] or a mirror of it.
    pub python_org: String,
    /// True if Debian's archive may be asked.
    pub debian: bool,
}

impl Default for Source {
    fn default() -> Self {
        Self {
            tarball: None,
            python_org: PYTHON_ORG.to_owned(),
            debian: is_here(),
        }
    }
}

/// Unpacks the source, and returns its folder.
pub(super) fn unpack(
    order: &Order,
    workshop: &Workshop,
    progress: &mut dyn Progress,
) -> Result<PathBuf, MakeError> {
    let tarball = tarball(order, workshop, progress)?;
    progress.note(&format!("`{}`", tarball.display()));
    let mut tar = clean("tar");
    tar.args(["--extract", "--no-same-owner"])
        .args(UNUSED.map(|folder| format!("--exclude=*/{folder}")))
        .arg("--file")
        .arg(&tarball)
        .arg("--directory")
        .arg(workshop.path(""));
    workshop.run("unpack source", &mut tar)?;
    Ok(workshop.path(&format!("Python-{}", order.release.version)))
}

/// Returns the packed source, checked.
pub(super) fn tarball(
    order: &Order,
    workshop: &Workshop,
    progress: &mut dyn Progress,
) -> Result<PathBuf, MakeError> {
    match &order.source.tarball {
        Some(tarball) => checked(tarball, order.release),
        None => find(order, workshop, progress),
    }
}

/// Returns the tarball in the cache, which is downloaded first if it is missing.
fn find(
    order: &Order,
    workshop: &Workshop,
    progress: &mut dyn Progress,
) -> Result<PathBuf, MakeError> {
    let release = order.release;
    let place = workshop
        .root()
        .join("downloads")
        .join(tarball_name(release));
    if place.exists() {
        match checked(&place, release) {
            Ok(tarball) => return Ok(tarball),
            Err(_) => progress.note(&format!(
                "fetching it again: `{}` is damaged",
                place.display()
            )),
        }
    }
    let downloaded = download(order, workshop, progress)?;
    workshop.place(&downloaded, &place)?;
    Ok(place)
}

fn download(
    order: &Order,
    workshop: &Workshop,
    progress: &mut dyn Progress,
) -> Result<PathBuf, MakeError> {
    let Order {
        release, source, ..
    } = order;
    progress.note(&format!("asking {}", source.python_org));
    let mut reasons = match from_python_org(&source.python_org, release, workshop) {
        Ok(tarball) => return Ok(tarball),
        Err(error) => vec![format!("{}: {error}", source.python_org)],
    };
    if source.debian {
        let ask = |suite: &str| {
            progress.note(&format!("asking Debian's archive, {suite}"));
            from_debian(release, suite, workshop)
        };
        match from_suites(ask) {
            Ok(tarball) => return Ok(tarball),
            Err(more) => reasons.extend(more),
        }
    }
    let version = release.version;
    Err(MakeError::NoSource { version, reasons })
}

/// Suites of Debian's archive that may have a source package. Each goes on to newer versions at its own time.
const SUITES: [&str; 3] = ["stable", "testing", "sid"];

/// Asks one suite after the other until one has the tarball. The error has the reason of each.
fn from_suites(
    mut ask: impl FnMut(&'static str) -> Result<PathBuf, MakeError>,
) -> Result<PathBuf, Vec<String>> {
    let mut reasons = Vec::new();
    for suite in SUITES {
        match ask(suite) {
            Ok(tarball) => return Ok(tarball),
            Err(error) => reasons.push(format!("Debian's archive, {suite}: {error}")),
        }
    }
    Err(reasons)
}

/// Takes Debian's `.orig.tar.xz`, which is python.org's tarball under another name.
fn from_debian(
    release: &'static Release,
    suite: &str,
    workshop: &Workshop,
) -> Result<PathBuf, MakeError> {
    let suite = Suite::open("deb-src", suite, workshop)?;
    let package = format!("python{}", release.minor());
    let dir = suite.download_source(&package, release.version, workshop)?;
    checked(
        &dir.join(format!("{package}_{}.orig.tar.xz", release.version)),
        release,
    )
}

/// Downloads it by `curl`, which knows the machine's proxies and certificates.
fn from_python_org(
    base_url: &str,
    release: &'static Release,
    workshop: &Workshop,
) -> Result<PathBuf, MakeError> {
    let name = tarball_name(release);
    let path = workshop.path(&name);
    let mut curl = Command::new("curl");
    curl.args(["--fail", "--location", "--silent", "--show-error"])
        .args(["--connect-timeout", "10", "--retry", "2", "--output"])
        .arg(&path)
        .arg(format!("{base_url}/{}/{name}", release.version));
    workshop.run("download", &mut curl)?;
    checked(&path, release)
}

fn checked(path: &Path, release: &'static Release) -> Result<PathBuf, MakeError> {
    let found = sha256_of(path).map_err(MakeError::file("read", path))?;
    if found == release.sha256 {
        return fs::canonicalize(path).map_err(MakeError::file("read", path));
    }
    Err(MakeError::Checksum {
        path: path.to_owned(),
        version: release.version,
        expected: release.sha256,
        found,
    })
}

fn tarball_name(release: &Release) -> String {
    format!("Python-{}.tar.xz", release.version)
}

#[cfg(test)]
mod tests;
