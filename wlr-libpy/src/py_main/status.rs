//! Exit statuses under WASI 0.2, where the C library knows nothing but success and failure.
#![allow(unsafe_code, reason = "takes the place of C functions")]

use std::ffi::c_int;

/// Ends the program at once with as much of `status` as a process has. Buffers are not written.
///
/// `std::process::exit` writes them and ends here too.
pub fn exit(status: i32) -> ! {
    let [code, ..] = status.to_le_bytes();
    wasip2::cli::exit::exit_with_code(code);
    unreachable!("the host has ended this instance")
}

/// Replaces the function of C.
#[unsafe(no_mangle)]
extern "C" fn _Exit(status: c_int) -> ! {
    exit(status)
}

/// Replaces the same function under its older name.
#[unsafe(no_mangle)]
extern "C" fn _exit(status: c_int) -> ! {
    exit(status)
}
