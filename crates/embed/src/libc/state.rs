//! State that C libraries take from the host and keep in statics: the environment, folders, the network,
//! random numbers. A snapshot must not hold the build's. Some of it can be dropped by no function of theirs.

#![allow(unsafe_code, reason = "the C libraries' own interfaces")]

use std::ffi::{c_char, c_int, c_uchar, c_void};
use std::{ptr, slice};

unsafe extern "C" {
    /// Makes the one thread known to the functions for threads. The start-up code of a program calls it, and
    /// a component has none.
    fn __wasi_init_tp();
    /// Both are in wasi-libc's `wasi/libc-environ.h` and `wasi/libc.h`. The next use asks the host anew.
    fn __wasilibc_deinitialize_environ();
    fn __wasilibc_reset_preopens();
    fn getentropy(buffer: *mut c_void, bytes: usize) -> c_int;

    fn sqlite3_vfs_find(name: *const c_char) -> *mut SqliteVfs;
    fn sqlite3_randomness(bytes: c_int, buffer: *mut c_void);
}

/// Sets up what has to be in place before any Python runs.
pub(crate) fn prepare() {
    // SAFETY: no function for threads was called yet. The default VFS is there once it was asked for and is
    // never freed. Nothing else uses it yet.
    unsafe {
        __wasi_init_tp();
        if let Some(vfs) = sqlite3_vfs_find(ptr::null()).as_mut() {
            vfs.randomness = Some(sqlite_randomness);
        }
    }
}

/// Lets the C libraries forget the build. This comes last before a snapshot: there are no open files.
pub(crate) fn forget() {
    #[cfg(target_env = "p2")]
    super::network::forget();
    // SAFETY: one thread, and no descriptor is in use. To ask SQLite for no bytes is to have it start anew.
    unsafe {
        sqlite3_randomness(0, ptr::null_mut());
        __wasilibc_deinitialize_environ();
        __wasilibc_reset_preopens();
    }
}

/// `sqlite3_vfs` up to the member that is replaced, <https://sqlite.org/c3ref/vfs.html>.
#[repr(C)]
struct SqliteVfs {
    version: c_int,
    file_bytes: c_int,
    max_pathname: c_int,
    next: *mut SqliteVfs,
    name: *const c_char,
    data: *mut c_void,
    /// Open, delete, access, full pathname, and the four of dynamic libraries.
    others: [*const c_void; 8],
    randomness: Option<unsafe extern "C" fn(*mut SqliteVfs, c_int, *mut c_char) -> c_int>,
}

/// Gives real random bytes: without `/dev/urandom`, SQLite would make do with the time in seconds.
unsafe extern "C" fn sqlite_randomness(
    _: *mut SqliteVfs,
    bytes: c_int,
    buffer: *mut c_char,
) -> c_int {
    /// The most that `getentropy` gives at once.
    const AT_ONCE: usize = 256;
    let Ok(length) = usize::try_from(bytes) else {
        return 0;
    };
    // SAFETY: SQLite hands over a buffer of that many bytes, which it may not have written to yet.
    let buffer = unsafe {
        ptr::write_bytes(buffer, 0, length);
        slice::from_raw_parts_mut(buffer.cast::<c_uchar>(), length)
    };
    let mut chunks = buffer.chunks_mut(AT_ONCE);
    // SAFETY: the chunk is as long as it says.
    let is_filled =
        chunks.all(|chunk| unsafe { getentropy(chunk.as_mut_ptr().cast(), chunk.len()) } == 0);
    assert!(is_filled, "the host gives no random bytes");
    bytes
}
