//! The files that a component carries: its bundles, each in the folder where Python finds it.

use std::sync::{Mutex, OnceLock, PoisonError};

pub(crate) use wasi_py_bundle::Unpacker;
use wasi_py_bundle::{Bundle, mounts};

use crate::error::StartError;

/// The standard library, packed by the build script.
static STDLIB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/stdlib.bundle"));

static MOUNTED: Mutex<Vec<Mount>> = Mutex::new(Vec::new());

/// The full names of the extension modules that are linked in: a bundle has a mark of each.
static EXTENSIONS: OnceLock<Vec<&'static str>> = OnceLock::new();

/// Sets the extension modules that are linked in.
pub(crate) fn set_extensions(names: Vec<&'static str>) {
    // A component has one set of them, whatever starts Python.
    let _ = EXTENSIONS.set(names);
}

/// Returns the full names of the extension modules that are linked in.
pub(crate) fn extensions() -> &'static [&'static str] {
    EXTENSIONS.get().map_or(&[], Vec::as_slice)
}

/// The folders that bundles lie in.
pub(crate) const MOUNTS: [&str; 2] = [mounts::APP, mounts::STDLIB];

/// A bundle and the folder it lies in.
struct Mount {
    path: &'static str,
    unpacker: Unpacker<'static>,
}

/// Opens the standard library and `app`.
pub(crate) fn mount(app: &'static [u8]) -> Result<(), StartError> {
    let mut mounted = Vec::new();
    for (path, bytes) in MOUNTS.into_iter().zip([app, STDLIB]) {
        let bundle = Bundle::open(bytes).map_err(|error| StartError::Bundle {
            mount: path,
            reason: error.to_string(),
        })?;
        mounted.push(Mount {
            path,
            unpacker: Unpacker::new(bundle),
        });
    }
    *MOUNTED.lock().unwrap_or_else(PoisonError::into_inner) = mounted;
    Ok(())
}

/// Returns the data of a time zone, as compiled by `zic`.
pub(crate) fn time_zone(name: &str) -> Option<Vec<u8>> {
    let path = format!("{}/tzdata/zoneinfo/{name}", mounts::STDLIB);
    with_mount(&path, |unpacker, name| {
        let entry = unpacker.bundle().get(name)?;
        unpacker.read(&entry).ok()
    })
}

/// Finds the mount that `path` lies in and gives it with the rest of the path.
pub(crate) fn with_mount<T>(
    path: &str,
    body: impl FnOnce(&mut Unpacker<'static>, &str) -> Option<T>,
) -> Option<T> {
    let mut mounted = MOUNTED.lock().unwrap_or_else(PoisonError::into_inner);
    mounted
        .iter_mut()
        .find_map(|mount| {
            let rest = path.strip_prefix(mount.path)?;
            Some((
                mount,
                rest.strip_prefix('/').or(rest.is_empty().then_some(rest))?,
            ))
        })
        .and_then(|(mount, rest)| body(&mut mount.unpacker, rest))
}
