//! The functions of `wasi:filesystem` that the C library calls.

#![allow(unsafe_code, reason = "takes the place of C functions")]

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::ptr;

use wasi_py_files::{Error, OpenOptions, Root};

use super::types::{
    Content, DescriptorStat, List, MetadataHash, NewTimestamp, OptionDirectoryEntry, Place,
    Preopen, Preopens, answer, type_of,
};
use super::wrap::wrap;
use super::{given, ours, with};

/// Flags of `wasi:filesystem`: of `descriptor-flags`, then of `open-flags`.
const READ: u8 = 1 << 0;
const WRITE: u8 = 1 << 1;
const MUTATE_DIRECTORY: u8 = 1 << 5;
const CREATE: u8 = 1 << 0;
const DIRECTORY: u8 = 1 << 1;
const EXCLUSIVE: u8 = 1 << 2;
const TRUNCATE: u8 = 1 << 3;

wrap! {
    u8;
    filesystem_method_descriptor_read_via_stream(file, offset: u64) -> i32:
        |files| files.reader(file, offset).map(given);
    filesystem_method_descriptor_write_via_stream(file, offset: u64) -> i32:
        |files| files.writer(file, Some(offset)).map(given);
    filesystem_method_descriptor_append_via_stream(file) -> i32:
        |files| files.writer(file, None).map(given);
    filesystem_method_descriptor_advise(_file, offset: u64, length: u64, advice: u8):
        |_files| Ok(());
    filesystem_method_descriptor_sync_data(_file):
        |_files| Ok(());
    filesystem_method_descriptor_sync(_file):
        |_files| Ok(());
    filesystem_method_descriptor_get_flags(handle) -> u8:
        |files| files.access(handle).map(flags);
    filesystem_method_descriptor_get_type(handle) -> u8:
        |files| files.status(handle).map(|status| type_of(status.kind));
    filesystem_method_descriptor_set_size(file, bytes: u64):
        |files| files.set_size(file, bytes);
    filesystem_method_descriptor_set_times(handle, accessed: &NewTimestamp, modified: &NewTimestamp):
        |files| files.set_times(handle, accessed.time(), modified.time());
    filesystem_method_descriptor_write(file, content: &List, offset: u64) -> u64:
        |files| files.write(file, offset, content.bytes()).map(|bytes| bytes as u64);
    filesystem_method_descriptor_read_directory(folder) -> i32:
        |files| files.list(folder).map(given);
    filesystem_method_directory_entry_stream_read_directory_entry(listing) -> OptionDirectoryEntry:
        |files| files.next_listed(listing).and_then(OptionDirectoryEntry::new);
    filesystem_method_descriptor_create_directory_at(folder, path: &List):
        |files| files.create_folder_at(folder, path.text()?);
    filesystem_method_descriptor_stat(handle) -> DescriptorStat:
        |files| files.status(handle).map(Into::into);
    filesystem_method_descriptor_stat_at(folder, follow: u8, path: &List) -> DescriptorStat:
        |files| files.status_at(folder, path.text()?).map(Into::into);
    filesystem_method_descriptor_metadata_hash(handle) -> MetadataHash:
        |files| files.status(handle).map(Into::into);
    filesystem_method_descriptor_metadata_hash_at(folder, follow: u8, path: &List) -> MetadataHash:
        |files| files.status_at(folder, path.text()?).map(Into::into);
    filesystem_method_descriptor_set_times_at(
        folder, follow: u8, path: &List, accessed: &NewTimestamp, modified: &NewTimestamp
    ):
        |files| files.set_times_at(folder, path.text()?, accessed.time(), modified.time());
    filesystem_method_descriptor_open_at(
        folder, follow: u8, path: &List, open_flags: u8, flags: u8
    ) -> i32:
        |files| files.open_at(folder, path.text()?, open_options(open_flags, flags)).map(given);
    filesystem_method_descriptor_readlink_at(folder, path: &List) -> List:
        // Nothing here is a link.
        |files| files.status_at(folder, path.text()?).and(Err(Error::Invalid));
    filesystem_method_descriptor_symlink_at(_folder, target: &List, path: &List):
        |_files| Err::<(), _>(Error::NotPermitted);
    filesystem_method_descriptor_remove_directory_at(folder, path: &List):
        |files| files.remove_folder_at(folder, path.text()?);
    filesystem_method_descriptor_unlink_file_at(folder, path: &List):
        |files| files.unlink_at(folder, path.text()?);
}

/// Encodes whether something reads and writes, as `descriptor-flags`.
fn flags((reads, writes): (bool, bool)) -> u8 {
    let read = if reads { READ } else { 0 };
    let write = if writes { WRITE | MUTATE_DIRECTORY } else { 0 };
    read | write
}

fn open_options(open_flags: u8, flags: u8) -> OpenOptions {
    OpenOptions {
        reads: flags & READ != 0,
        writes: flags & WRITE != 0,
        creates: open_flags & CREATE != 0,
        is_exclusive: open_flags & EXCLUSIVE != 0,
        truncates: open_flags & TRUNCATE != 0,
        is_folder: open_flags & DIRECTORY != 0,
    }
}

/// Takes the place of the function behind C's `pread`. That one copies what it gets even if it gets an error,
/// so it gets nothing at least.
#[unsafe(no_mangle)]
extern "C" fn __wrap_filesystem_method_descriptor_read(
    on: i32,
    bytes: u64,
    offset: u64,
    result: Place<'_, Content>,
    error: Place<'_, u8>,
) -> bool {
    unsafe extern "C" {
        fn __real_filesystem_method_descriptor_read(
            on: i32,
            bytes: u64,
            offset: u64,
            result: Place<'_, Content>,
            error: Place<'_, u8>,
        ) -> bool;
    }
    result.write(Content {
        list: List::EMPTY,
        is_end: true,
    });
    let Some(file) = ours(on) else {
        // SAFETY: C's own, called as this one was.
        return unsafe {
            __real_filesystem_method_descriptor_read(on, bytes, offset, result, error)
        };
    };
    let list = with(|files| List::copy_of(files.read(file, offset, bytes)?));
    answer(list, error)
        .map(|list| {
            let is_end = false;
            result.write(Content { list, is_end });
        })
        .is_some()
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_filesystem_method_descriptor_rename_at(
    from: i32,
    old: &List,
    to: i32,
    new: &List,
    error: Place<'_, u8>,
) -> bool {
    unsafe extern "C" {
        fn __real_filesystem_method_descriptor_rename_at(
            from: i32,
            old: &List,
            to: i32,
            new: &List,
            error: Place<'_, u8>,
        ) -> bool;
    }
    let done = match (ours(from), ours(to)) {
        (None, None) => {
            // SAFETY: C's own, called as this one was.
            return unsafe {
                __real_filesystem_method_descriptor_rename_at(from, old, to, new, error)
            };
        }
        (Some(from), Some(to)) => {
            with(|files| files.rename_at((from, old.text()?), (to, new.text()?)))
        }
        (Some(_), None) | (None, Some(_)) => Err(Error::CrossDevice),
    };
    answer(done, error).is_some()
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_filesystem_method_descriptor_link_at(
    from: i32,
    follow: u8,
    old: &List,
    to: i32,
    new: &List,
    error: Place<'_, u8>,
) -> bool {
    unsafe extern "C" {
        fn __real_filesystem_method_descriptor_link_at(
            from: i32,
            follow: u8,
            old: &List,
            to: i32,
            new: &List,
            error: Place<'_, u8>,
        ) -> bool;
    }
    let done = match (ours(from), ours(to)) {
        (None, None) => {
            // SAFETY: C's own, called as this one was.
            return unsafe {
                __real_filesystem_method_descriptor_link_at(from, follow, old, to, new, error)
            };
        }
        (Some(from), Some(to)) => {
            with(|files| files.link_at((from, old.text()?), (to, new.text()?)))
        }
        (Some(_), None) | (None, Some(_)) => Err(Error::CrossDevice),
    };
    answer(done, error).is_some()
}

/// Makes `__wrap_` functions of those that drop a handle.
macro_rules! wrap_drops {
    ($($name:ident)*) => {$(
        #[unsafe(export_name = concat!("__wrap_", stringify!($name)))]
        extern "C" fn $name(on: i32) {
            unsafe extern "C" {
                #[link_name = concat!("__real_", stringify!($name))]
                fn real(on: i32);
            }
            match ours(on) {
                Some(handle) => with(|files| files.close(handle)),
                // SAFETY: C's own, called as this one was.
                None => unsafe { real(on) },
            }
        }
    )*};
}

wrap_drops! {
    filesystem_descriptor_drop_own
    filesystem_directory_entry_stream_drop_own
    streams_input_stream_drop_own
    streams_output_stream_drop_own
}

/// Lists the folders that the host maps, and those of ours that it does not map itself.
#[unsafe(no_mangle)]
extern "C" fn __wrap_filesystem_preopens_get_directories(result: Place<'_, Preopens>) {
    unsafe extern "C" {
        fn __real_filesystem_preopens_get_directories(result: Place<'_, Preopens>);
    }
    // SAFETY: C's own, called as this one was; it writes the result.
    let mapped = unsafe {
        __real_filesystem_preopens_get_directories(result);
        result.assume_init()
    };
    let mapped = mapped.as_slice();
    let unmapped = Root::ALL.iter().filter(|root| match root {
        // The C library compares the host's root and its working folder as the same path.
        Root::Top => !mapped.iter().any(is_root),
        Root::Bundle => true,
        Root::Temporary | Root::Devices => !has_folder(mapped, root.path()),
    });
    let own = unmapped.filter_map(|root| {
        let path = List::copy_of(root.path().as_bytes()).ok()?;
        let descriptor = given(with(|files| files.open_root(*root)));
        Some(Preopen { descriptor, path })
    });
    result.write(mapped.iter().copied().chain(own).collect::<Vec<_>>().into());
}

fn is_root(preopen: &Preopen) -> bool {
    let path = preopen.path.text();
    path.is_ok_and(|path| without_root(path).is_empty())
}

/// Tells whether the host has a folder at that path: it maps one there, or its own root with one in it.
fn has_folder(mapped: &[Preopen], path: &str) -> bool {
    let name = without_root(path);
    mapped.iter().any(|preopen| match preopen.path.text() {
        Ok(mapped) if without_root(mapped).is_empty() => is_folder_at(preopen.descriptor, name),
        Ok(mapped) => without_root(mapped).trim_end_matches('/') == name,
        Err(_) => false,
    })
}

/// Returns a path as the C library compares it.
fn without_root(path: &str) -> &str {
    let path = path.trim_start_matches(['/']).trim_start_matches("./");
    if path == "." { "" } else { path }
}

fn is_folder_at(descriptor: i32, name: &str) -> bool {
    const FOLLOW: u8 = 1;
    let mut status = MaybeUninit::<DescriptorStat>::uninit();
    let mut error = MaybeUninit::uninit();
    let path = List::borrowed(name);
    filesystem_method_descriptor_stat_at(descriptor, FOLLOW, &path, &mut status, &mut error)
        // SAFETY: with this answer the status is there.
        && unsafe { status.assume_init() }.is_folder()
}

/// Returns the descriptors of the C library that stand for folders of ours.
pub(crate) fn folders() -> Vec<i32> {
    unsafe extern "C" {
        /// Finds the descriptor of the folder that a path begins with. It is in wasi-libc's
        /// `wasi/libc-find-relpath.h`.
        fn __wasilibc_find_abspath(
            path: *const c_char,
            prefix: &mut *const c_char,
            relative: &mut *const c_char,
        ) -> i32;
    }
    let (mut prefix, mut relative) = (ptr::null(), ptr::null());
    Root::ALL
        .iter()
        .filter_map(|root| CString::new(root.path()).ok())
        // SAFETY: a string of C. The results point into it and into the C library's statics, and nobody looks
        // at them.
        .map(|path| unsafe { __wasilibc_find_abspath(path.as_ptr(), &mut prefix, &mut relative) })
        .filter(|descriptor| *descriptor >= 0)
        .collect()
}
