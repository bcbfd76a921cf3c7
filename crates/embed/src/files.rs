//! What the C library says of files, mended and added to.
//!
//! The linker is told to [`--wrap`](https://sourceware.org/binutils/docs/ld/Options.html) functions of it, so that everybody
//! who calls one gets that of the same name with `__wrap_` in front, and everything that stands above the C library has
//! it, in Python and in C.

mod errno;
mod folder;
mod reading;
mod status;
#[cfg(target_env = "p2")]
mod wasi;

/// The user and the group that everything belongs to: nobody in particular, and not the one who may do everything.
pub(crate) const USER: u32 = 1000;

/// Whether bundled files can be opened by their path. What is compiled for preview 1 has other functions below the C
/// library's.
pub(crate) const HAS_PATHS: bool = cfg!(target_env = "p2");

/// The descriptors of the C library that stand for folders of ours.
pub(crate) fn folders() -> Vec<i32> {
    #[cfg(target_env = "p2")]
    return wasi::folders();
    #[cfg(not(target_env = "p2"))]
    Vec::new()
}
