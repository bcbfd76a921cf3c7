//! Fuzzes [`wasi_py_fuzz::streams`].

#![no_main]
#![allow(
    unsafe_code,
    reason = "libFuzzer finds the target by the name of a symbol"
)]

use wasi_py_fuzz::streams::check;

// Called once before, so that no input waits for compiling or loading.
libfuzzer_sys::fuzz_target!(init: check(&[]), |data: &[u8]| check(data));
