//! Python's own command line, for a guest that is nothing but Python.
#![allow(unsafe_code, reason = "`Py_BytesMain` is a C function")]

#[cfg(all(target_os = "wasi", target_env = "p2"))]
mod status;

#[cfg(all(target_os = "wasi", target_env = "p2"))]
pub use status::exit;

// Under preview 1 the C library passes codes on.
#[cfg(all(target_os = "wasi", not(target_env = "p2")))]
pub use std::process::exit;

#[cfg(any(test, target_family = "wasm"))]
use std::ffi::{CString, NulError};

/// Runs Python with `args`, the first of which is the program's name, and returns its exit status.
///
/// The status is 2, Python's own for a bad command line, when an argument contains a NUL.
#[cfg(target_family = "wasm")]
pub fn py_main(args: Vec<String>) -> i32 {
    match c_strings(args) {
        Ok(args) => run(&args),
        Err(error) => {
            eprintln!("error: an argument contains a NUL: {error}");
            2
        }
    }
}

#[cfg(target_family = "wasm")]
fn run(args: &[CString]) -> i32 {
    use std::ffi::{c_char, c_int};

    unsafe extern "C" {
        fn Py_BytesMain(argc: c_int, argv: *mut *mut c_char) -> c_int;
    }
    let mut argv: Vec<*mut c_char> = args.iter().map(|arg| arg.as_ptr().cast_mut()).collect();
    let count = c_int::try_from(argv.len()).unwrap_or(c_int::MAX);
    argv.push(std::ptr::null_mut());
    // SAFETY: `argv` is `count` strings that end in NUL and live until the end of this function, then a null
    // pointer, as for C's `main`. Python copies the strings and writes to none of them.
    unsafe { Py_BytesMain(count, argv.as_mut_ptr()) }
}

#[cfg(any(test, target_family = "wasm"))]
fn c_strings(args: Vec<String>) -> Result<Vec<CString>, NulError> {
    args.into_iter().map(CString::new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_keep_their_order_and_bytes() {
        let args = c_strings(vec!["py".to_owned(), "ä b".to_owned(), String::new()]);
        assert_eq!(
            args.expect("no NUL"),
            [c"py".to_owned(), c"ä b".to_owned(), c"".to_owned()]
        );
    }

    #[test]
    fn argument_with_a_nul_is_an_error() {
        let error = c_strings(vec!["py".to_owned(), "a\0b".to_owned()]).expect_err("a NUL");
        assert_eq!(error.nul_position(), 1);
    }
}
