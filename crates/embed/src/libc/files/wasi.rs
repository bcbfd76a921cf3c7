//! Files that every instance can open, whatever its host maps. Below `/bundle` is what the component carries.
//! `/tmp` can be written to, and there is `/dev/null`. The host's own `/tmp` and `/dev` go before these.
//!
//! The C library has a function for each one of `wasi:filesystem` and `wasi:io` that it calls. Those here
//! take their places. A handle that was given here comes back here, and any other goes on to the host.

mod descriptors;
mod streams;
mod types;
mod wrap;
mod writing;

pub(crate) use descriptors::folders;

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use wasi_py_bundle::ReadError;
use wasi_py_files::{Error, Files, Handle, Root, Source};

use crate::bundled;

static FILES: Mutex<Files<Bundles>> = Mutex::new(Files::new(Bundles, now));

/// Handles of the host are small, and so is the one that stands for what a component leaves out. Those from
/// here on are ours.
const FIRST_HANDLE: u32 = 1 << 30;

fn with<T>(body: impl FnOnce(&mut Files<Bundles>) -> T) -> T {
    body(&mut FILES.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Returns what a handle of the C library means here; `None` if it is the host's.
fn ours(handle: i32) -> Option<Handle> {
    let index = u32::try_from(handle).ok()?.checked_sub(FIRST_HANDLE)?;
    Some(Handle::new(index))
}

/// Returns the number that the C library gets for a handle.
fn given(handle: Handle) -> i32 {
    (FIRST_HANDLE + handle.index()) as i32
}

fn now() -> Duration {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
}

/// The bundles, seen from the folder that they are mounted in.
struct Bundles;

impl Source for Bundles {
    fn size_bytes(&self, path: &str) -> Option<usize> {
        bundled::with_mount(&absolute(path), |unpacker, name| {
            Some(unpacker.bundle().get(name)?.size_bytes)
        })
    }

    fn is_folder(&self, path: &str) -> bool {
        let is_folder = |unpacker: &mut bundled::Unpacker, name: &str| {
            (name.is_empty() || unpacker.bundle().is_folder(name)).then_some(())
        };
        path.is_empty() || bundled::with_mount(&absolute(path), is_folder).is_some()
    }

    fn list(&self, path: &str) -> Vec<(String, bool)> {
        if path.is_empty() {
            return bundled::MOUNTS
                .iter()
                .filter_map(|mount| mount.rsplit('/').next())
                .map(|name| (name.to_owned(), true))
                .collect();
        }
        let listed = bundled::with_mount(&absolute(path), |unpacker, name| {
            Some(unpacker.bundle().list(name))
        });
        let listed = listed.unwrap_or_default().into_iter();
        listed
            .map(|(name, is_folder)| (name.to_owned(), is_folder))
            .collect()
    }

    fn read(&mut self, path: &str) -> Result<Vec<u8>, Error> {
        let content = bundled::with_mount(&absolute(path), |unpacker, name| {
            let entry = unpacker.bundle().get(name)?;
            Some(unpacker.read(&entry))
        });
        content
            .ok_or(Error::NotFound)?
            .map_err(|error| match error {
                ReadError::OutOfMemory => Error::OutOfMemory,
                ReadError::Dictionary(_) | ReadError::Content { .. } => Error::Damaged,
            })
    }
}

fn absolute(path: &str) -> String {
    format!("{}/{path}", Root::Bundle.path())
}
