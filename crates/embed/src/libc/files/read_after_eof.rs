//! Further reading in a file that has grown. The C library reads from a stream. One that has ended is to it
//! the end of the file, until it is told to read elsewhere.

#![allow(unsafe_code, reason = "takes the place of a C function")]

use std::ffi::{c_int, c_void};

unsafe extern "C" {
    /// C's own `read`, by this name since the linker is told to `--wrap` it.
    fn __real_read(descriptor: c_int, buffer: *mut c_void, bytes: usize) -> isize;
    fn lseek(descriptor: c_int, offset: i64, whence: c_int) -> i64;
}

/// As in C.
const SEEK_SET: c_int = 0;
const SEEK_CUR: c_int = 1;

/// Takes the place of C's `read`.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_read(descriptor: c_int, buffer: *mut c_void, bytes: usize) -> isize {
    // SAFETY: the caller's promise.
    let read = unsafe { __real_read(descriptor, buffer, bytes) };
    if read == 0 && bytes > 0 {
        forget_end(descriptor);
    }
    read
}

/// Makes the next `read` look at the file anew. Does nothing to what has no place to read at, such as a pipe.
fn forget_end(descriptor: c_int) {
    // SAFETY: these change nothing but the place, which is the same in the end.
    unsafe {
        let place = lseek(descriptor, 0, SEEK_CUR);
        if place >= 0 {
            lseek(descriptor, place + 1, SEEK_SET);
            lseek(descriptor, place, SEEK_SET);
        }
    }
}
