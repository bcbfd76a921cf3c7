//! The current folder, by its shortest path: the C library keeps the text that it is given, `..` and all.

#![allow(unsafe_code, reason = "takes the place of a C function")]

use std::collections::VecDeque;
use std::ffi::{CStr, CString, c_char, c_int};

use super::errno::{self, ELOOP, ENOENT};

unsafe extern "C" {
    /// C's own `chdir`, by this name since the linker is told to `--wrap` it.
    fn __real_chdir(path: *const c_char) -> c_int;
    fn getcwd(buffer: *mut c_char, bytes: usize) -> *mut c_char;
    fn readlink(path: *const c_char, buffer: *mut c_char, bytes: usize) -> isize;
}

/// More than any path has, with the NUL at its end.
const PATH_BYTES: usize = 4096;
/// The number of links that are followed before they are taken for a circle.
const MOST_LINKS: usize = 40;

/// Takes the place of C's `chdir`.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_chdir(path: *const c_char) -> c_int {
    // SAFETY: the caller passes a string.
    let path = unsafe { CStr::from_ptr(path) };
    match shortest(path.to_bytes()) {
        // SAFETY: a string as well.
        Ok(path) => unsafe { __real_chdir(path.as_ptr()) },
        Err(number) => {
            errno::set(number);
            -1
        }
    }
}

/// Returns the absolute path without `.`, `..` and links, or the number of an error.
fn shortest(path: &[u8]) -> Result<CString, c_int> {
    let mut ahead = match path {
        [] => return Err(ENOENT),
        [b'/', ..] => parts(path),
        _ => {
            let mut from_root = parts(&current().ok_or(ENOENT)?);
            from_root.append(&mut parts(path));
            from_root
        }
    };
    let mut at = Vec::new();
    let mut links = 0;
    while let Some(part) = ahead.pop_front() {
        if part == b".." {
            at.truncate(at.iter().rposition(|byte| *byte == b'/').unwrap_or(0));
            continue;
        }
        let before = at.len();
        at.push(b'/');
        at.extend_from_slice(&part);
        let Some(target) = target(&at) else {
            continue;
        };
        links += 1;
        if links > MOST_LINKS {
            return Err(ELOOP);
        }
        at.truncate(if target.starts_with(b"/") { 0 } else { before });
        for part in parts(&target).into_iter().rev() {
            ahead.push_front(part);
        }
    }
    if at.is_empty() {
        at.push(b'/');
    }
    CString::new(at).map_err(|_| ENOENT)
}

fn parts(path: &[u8]) -> VecDeque<Vec<u8>> {
    path.split(|byte| *byte == b'/')
        .filter(|part| !matches!(*part, b"" | b"."))
        .map(<[u8]>::to_vec)
        .collect()
}

fn current() -> Option<Vec<u8>> {
    let mut buffer = vec![0_u8; PATH_BYTES];
    // SAFETY: writes a string into the buffer, which is as long as it says.
    let is_told = !unsafe { getcwd(buffer.as_mut_ptr().cast(), buffer.len()) }.is_null();
    let path = CStr::from_bytes_until_nul(&buffer).ok()?;
    is_told.then(|| path.to_bytes().to_vec())
}

/// Returns the path that a link leads to; `None` for anything but a link.
fn target(path: &[u8]) -> Option<Vec<u8>> {
    let path = CString::new(path).ok()?;
    let mut buffer = vec![0_u8; PATH_BYTES];
    // SAFETY: a string of C, and a buffer that is as long as it says.
    let length = unsafe { readlink(path.as_ptr(), buffer.as_mut_ptr().cast(), buffer.len()) };
    buffer.truncate(usize::try_from(length).ok()?);
    Some(buffer)
}
