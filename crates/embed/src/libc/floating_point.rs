//! The flags of floating-point exceptions. WebAssembly has none, and the C library forgets those that code
//! raises by itself. Here they are kept, for packages that tell of a failed computation in this way.

#![allow(unsafe_code, reason = "takes the place of C functions")]

use std::ffi::c_int;
use std::sync::atomic::{AtomicI32, Ordering};

/// The flags that were raised since they were cleared.
static RAISED: AtomicI32 = AtomicI32::new(0);

/// C's `fenv_t`, an `unsigned long`.
#[repr(C)]
struct Environment {
    word: u32,
}

/// C's `FE_DFL_ENV`, an address that nothing lies at.
const DEFAULT: usize = usize::MAX;

#[unsafe(no_mangle)]
extern "C" fn __wrap_feraiseexcept(flags: c_int) -> c_int {
    RAISED.fetch_or(flags, Ordering::Relaxed);
    0
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_feclearexcept(flags: c_int) -> c_int {
    RAISED.fetch_and(!flags, Ordering::Relaxed);
    0
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_fetestexcept(flags: c_int) -> c_int {
    RAISED.load(Ordering::Relaxed) & flags
}

/// Stores the flags.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_fegetenv(environment: *mut Environment) -> c_int {
    // SAFETY: the caller's promise.
    if let Some(environment) = unsafe { environment.as_mut() } {
        environment.word = RAISED.load(Ordering::Relaxed).cast_unsigned();
    }
    0
}

/// Sets the flags to those that were stored, or to none.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_fesetenv(environment: *const Environment) -> c_int {
    let stored = if environment.addr() == DEFAULT {
        None
    } else {
        // SAFETY: the caller's promise.
        unsafe { environment.as_ref() }
    };
    let flags = stored.map_or(0, |environment| environment.word.cast_signed());
    RAISED.store(flags, Ordering::Relaxed);
    0
}
