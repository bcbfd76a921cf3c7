//! The name of the machine. WASI has none, and the C library makes it `(none)`, which cannot be looked up.

#![allow(unsafe_code, reason = "takes the place of a C function")]

use std::ffi::c_int;

/// The name by which every machine finds itself.
const NAME: &[u8] = b"localhost";

const TEXT_BYTES: usize = 65;

/// `struct utsname` up to the member that is filled in.
#[repr(C)]
struct Names {
    system: [u8; TEXT_BYTES],
    node: [u8; TEXT_BYTES],
}

unsafe extern "C" {
    /// C's own, by this name since the linker is told to `--wrap` it.
    fn __real_uname(names: *mut Names) -> c_int;
}

/// Names the machine, for `gethostname` as well.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_uname(names: *mut Names) -> c_int {
    // SAFETY: the caller's promise.
    let (answer, names) = unsafe { (__real_uname(names), names.as_mut()) };
    if let Some(names) = names {
        names.node = [0; TEXT_BYTES];
        names.node[..NAME.len()].copy_from_slice(NAME);
    }
    answer
}
