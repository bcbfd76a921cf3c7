//! Asks the static libpython for its version: the smallest program that needs the whole link to be right.
#![allow(unsafe_code, reason = "`Py_GetVersion` is a C function")]

use std::ffi::{CStr, c_char};

unsafe extern "C" {
    fn Py_GetVersion() -> *const c_char;
}

fn main() {
    // SAFETY: may be called at any time, and gives a string that ends in NUL and is never freed.
    let version = unsafe { CStr::from_ptr(Py_GetVersion()) };
    println!("{}", version.to_string_lossy());
}
