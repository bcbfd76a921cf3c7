//! The reason that nothing could be written. The C library knows of a stream only that it is closed.

#![allow(unsafe_code, reason = "takes the place of a C function")]

use std::ffi::{c_int, c_void};
use std::sync::Mutex;

use wasi_py_files::Error;

use crate::libc::files::errno;

unsafe extern "C" {
    /// C's own `write`, by this name since the linker is told to `--wrap` it.
    fn __real_write(descriptor: c_int, buffer: *const c_void, bytes: usize) -> isize;
}

/// As in the C library's `errno.h`.
const ENOMEM: c_int = 48;
const ENOSPC: c_int = 51;

/// The reason why the last stream that ended early did.
static REASON: Mutex<Option<Error>> = Mutex::new(None);

fn reason() -> Option<Error> {
    REASON.lock().ok()?.take()
}

/// Keeps the reason why a stream has ended, for whoever is about to be told that it has.
pub(super) fn remember(reason: Option<Error>) {
    if let Ok(mut kept) = REASON.lock() {
        *kept = reason;
    }
}

/// Takes the place of C's `write`.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_write(descriptor: c_int, buffer: *const c_void, bytes: usize) -> isize {
    // SAFETY: the caller's promise.
    let written = unsafe { __real_write(descriptor, buffer, bytes) };
    if written < 0
        && let Some(error) = reason()
    {
        let number = match error {
            Error::NoSpace => ENOSPC,
            Error::OutOfMemory => ENOMEM,
            _ => return written,
        };
        errno::set(number);
    }
    written
}
