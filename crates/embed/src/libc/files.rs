//! Functions of the C library for files, mended and added to.
//!
//! The linker is told to [`--wrap`](https://sourceware.org/binutils/docs/ld/Options.html) them: whoever calls
//! such a function gets the one of the same name with `__wrap_` in front. Everything above the C library has
//! it, in Python and in C.

mod errno;
mod folder;
mod read_after_eof;
mod status;
#[cfg(target_env = "p2")]
mod wasi;

/// The user and the group that everything belongs to. It is nobody in particular, and not the one who may do
/// everything.
pub(crate) const USER: u32 = 1000;

/// True if bundled files can be opened by their path. Below the C library, preview 1 has other functions.
pub(crate) const HAS_PATHS: bool = cfg!(target_env = "p2");

/// Returns the descriptors of the C library that stand for folders of ours.
pub(crate) fn folders() -> Vec<i32> {
    #[cfg(target_env = "p2")]
    return wasi::folders();
    #[cfg(not(target_env = "p2"))]
    Vec::new()
}
