//! The C library's number of the last error.

#![allow(unsafe_code, reason = "the C library's own place")]

use std::ffi::c_int;

/// As in the C library's `errno.h`.
pub(super) const ELOOP: c_int = 32;
pub(super) const ENOENT: c_int = 44;

unsafe extern "C" {
    fn __errno_location() -> *mut c_int;
}

pub(super) fn set(number: c_int) {
    // SAFETY: the C library's own place, of which there is one for each thread.
    unsafe { *__errno_location() = number };
}
