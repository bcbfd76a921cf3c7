//! Waits for another thread. There is none, so the C library ends the program; here Python raises instead.

#![allow(unsafe_code, reason = "takes the place of a C function")]

use std::ffi::{CStr, c_int, c_void};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::ffi;

const MESSAGE: &CStr =
    c"this would wait forever: WASI 0.2 has no threads, so that nothing else runs which could end it";

/// True if a wait was broken off and [`raise`] has not run yet.
static IS_BROKEN_OFF: AtomicBool = AtomicBool::new(false);

unsafe extern "C" {
    /// C's own, by this name since the linker is told to `--wrap` it.
    fn __real_pthread_cond_wait(condition: *mut c_void, mutex: *mut c_void) -> c_int;
}

/// Wakes CPython at once, as a signal does. CPython then runs pending calls, of which [`raise`] is one.
///
/// Some waits of CPython do not run pending calls but wait again. This function is then what it is in the C
/// library: the end of the program.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_pthread_cond_wait(condition: *mut c_void, mutex: *mut c_void) -> c_int {
    let is_first = !IS_BROKEN_OFF.swap(true, Ordering::Relaxed);
    // SAFETY: may be called without the interpreter's lock, and `raise` is always there.
    if is_first && unsafe { ffi::Py_AddPendingCall(Some(raise), ptr::null_mut()) } == 0 {
        return 0;
    }
    // SAFETY: the caller's promise.
    unsafe { __real_pthread_cond_wait(condition, mutex) }
}

/// Raises in the function that waits, as the handler of a signal may.
extern "C" fn raise(_: *mut c_void) -> c_int {
    IS_BROKEN_OFF.store(false, Ordering::Relaxed);
    // SAFETY: CPython calls this with its lock; the text is static.
    unsafe { ffi::PyErr_SetString(ffi::PyExc_RuntimeError, MESSAGE.as_ptr()) };
    -1
}
