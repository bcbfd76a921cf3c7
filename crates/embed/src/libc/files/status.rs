//! The permissions and the owner of a file, which WASI does not tell the C library.

#![allow(unsafe_code, reason = "takes the place of C functions")]

use std::ffi::{c_char, c_int};

use super::USER;

/// `struct stat` up to the members that are filled in.
#[repr(C)]
struct Stat {
    device: u64,
    inode: u64,
    links: u64,
    mode: u32,
    user: u32,
    group: u32,
}

/// Of `mode` the part that tells what it is, and values of that part, from the C library's `sys/stat.h`.
const TYPE: u32 = 0o170_000;
const FOLDER: u32 = 0o040_000;
const FILE: u32 = 0o100_000;

unsafe extern "C" {
    /// C's own, by these names since the linker is told to `--wrap` them.
    fn __real_fstat(descriptor: c_int, status: *mut Stat) -> c_int;
    fn __real___wasilibc_nocwd_fstatat(
        folder: c_int,
        path: *const c_char,
        status: *mut Stat,
        flags: c_int,
    ) -> c_int;
}

/// Takes the place of C's `fstat`.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_fstat(descriptor: c_int, status: *mut Stat) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { filled(__real_fstat(descriptor, status), status) }
}

/// Takes the place of the function behind every one that asks for the status of a path.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap___wasilibc_nocwd_fstatat(
    folder: c_int,
    path: *const c_char,
    status: *mut Stat,
    flags: c_int,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let answer = __real___wasilibc_nocwd_fstatat(folder, path, status, flags);
        filled(answer, status)
    }
}

/// Fills in what is missing, if the answer is that there is a status: the values that a new file or folder
/// has.
///
/// # Safety
/// Then the status must be there.
unsafe fn filled(answer: c_int, status: *mut Stat) -> c_int {
    if answer != 0 {
        return answer;
    }
    // SAFETY: the caller's promise.
    if let Some(status) = unsafe { status.as_mut() } {
        status.mode |= match status.mode & TYPE {
            FOLDER => 0o755,
            FILE => 0o644,
            _ => 0o666,
        };
        status.user = USER;
        status.group = USER;
    }
    answer
}
