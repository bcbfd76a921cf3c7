//! Types of the C library's bindings of `wasi:filesystem` and `wasi:io`, from its
//! `wasi/__generated_wasip2.h`.

#![allow(unsafe_code, reason = "what C's pointers point at")]

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::time::Duration;
use std::{ptr, slice, str};

use wasi_py_files::{Error, Kind, NewTime, Status};

unsafe extern "C" {
    fn malloc(bytes: usize) -> *mut c_void;
}

/// The place that a function that can fail writes its result to, or the number of the error.
pub(super) type Place<'a, T> = &'a mut MaybeUninit<T>;

/// Answers as C's functions do: true with a result, false with an error.
pub(super) fn answer<T>(done: Result<T, Error>, error: Place<'_, u8>) -> Option<T> {
    done.inspect_err(|found| {
        error.write(found.code());
    })
    .ok()
}

/// `wasip2_list_u8_t`, and `wasip2_string_t`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct List {
    start: *mut u8,
    length: usize,
}

impl List {
    pub(super) const EMPTY: Self = Self {
        start: ptr::null_mut(),
        length: 0,
    };

    /// Makes a copy that the C library frees.
    pub(super) fn copy_of(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.is_empty() {
            return Ok(Self::EMPTY);
        }
        // SAFETY: any size will do. The block is new, and as long as what is copied to it.
        unsafe {
            let start = malloc(bytes.len()).cast::<u8>();
            if start.is_null() {
                return Err(Error::OutOfMemory);
            }
            ptr::copy_nonoverlapping(bytes.as_ptr(), start, bytes.len());
            Ok(Self {
                start,
                length: bytes.len(),
            })
        }
    }

    /// Lends a text for a call. The C library does not keep it.
    pub(super) const fn borrowed(text: &str) -> Self {
        Self {
            start: text.as_ptr().cast_mut(),
            length: text.len(),
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        if self.length == 0 {
            return &[];
        }
        // SAFETY: the C library passes lists that hold what they say, and keeps them during the call.
        unsafe { slice::from_raw_parts(self.start, self.length) }
    }

    /// Returns a path, of which the C library has seen that it is UTF-8.
    pub(super) fn text(&self) -> Result<&str, Error> {
        str::from_utf8(self.bytes()).map_err(|_| Error::NotFound)
    }
}

/// `wasip2_tuple2_list_u8_bool_t`: content, and whether that was all.
#[repr(C)]
pub(super) struct Content {
    pub(super) list: List,
    pub(super) is_end: bool,
}

/// `filesystem_datetime_t`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct Time {
    seconds: u64,
    nanoseconds: u32,
}

impl From<Duration> for Time {
    fn from(time: Duration) -> Self {
        Self {
            seconds: time.as_secs(),
            nanoseconds: time.subsec_nanos(),
        }
    }
}

/// `filesystem_option_datetime_t`.
#[repr(C)]
pub(super) struct OptionTime {
    is_some: bool,
    time: Time,
}

impl From<Duration> for OptionTime {
    fn from(time: Duration) -> Self {
        Self {
            is_some: true,
            time: time.into(),
        }
    }
}

/// `filesystem_new_timestamp_t`.
#[repr(C)]
pub(super) struct NewTimestamp {
    tag: u8,
    time: MaybeUninit<Time>,
}

impl NewTimestamp {
    pub(super) fn time(&self) -> NewTime {
        match self.tag {
            0 => NewTime::Keep,
            1 => NewTime::Now,
            _ => {
                // SAFETY: with this tag there is a time.
                let time = unsafe { self.time.assume_init() };
                NewTime::At(Duration::new(time.seconds, time.nanoseconds))
            }
        }
    }
}

/// `filesystem_descriptor_stat_t`.
#[repr(C)]
pub(super) struct DescriptorStat {
    kind: u8,
    links: u64,
    size_bytes: u64,
    accessed: OptionTime,
    modified: OptionTime,
    status_changed: OptionTime,
}

impl DescriptorStat {
    /// Tells whether it is one of a folder.
    pub(super) fn is_folder(&self) -> bool {
        self.kind == type_of(Kind::Folder)
    }
}

impl From<Status> for DescriptorStat {
    fn from(status: Status) -> Self {
        Self {
            kind: type_of(status.kind),
            links: status.links,
            size_bytes: status.size_bytes,
            accessed: status.accessed.into(),
            modified: status.modified.into(),
            status_changed: status.modified.into(),
        }
    }
}

/// Returns the `descriptor-type` of `wasi:filesystem`.
pub(super) fn type_of(kind: Kind) -> u8 {
    match kind {
        Kind::Device => 2,
        Kind::Folder => 3,
        Kind::File => 6,
    }
}

/// `filesystem_metadata_hash_value_t`.
#[repr(C)]
pub(super) struct MetadataHash {
    lower: u64,
    upper: u64,
}

impl From<Status> for MetadataHash {
    fn from(status: Status) -> Self {
        Self {
            lower: status.identity,
            upper: 0,
        }
    }
}

/// `filesystem_directory_entry_t`.
#[repr(C)]
struct DirectoryEntry {
    kind: u8,
    name: List,
}

/// `filesystem_option_directory_entry_t`.
#[repr(C)]
pub(super) struct OptionDirectoryEntry {
    is_some: bool,
    entry: DirectoryEntry,
}

impl OptionDirectoryEntry {
    pub(super) fn new(entry: Option<(String, Kind)>) -> Result<Self, Error> {
        let is_some = entry.is_some();
        let (name, kind) = entry.unwrap_or((String::new(), Kind::File));
        let entry = DirectoryEntry {
            kind: type_of(kind),
            name: List::copy_of(name.as_bytes())?,
        };
        Ok(Self { is_some, entry })
    }
}

/// `filesystem_preopens_tuple2_own_descriptor_string_t`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct Preopen {
    pub(super) descriptor: i32,
    pub(super) path: List,
}

/// `filesystem_preopens_list_tuple2_own_descriptor_string_t`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct Preopens {
    start: *mut Preopen,
    length: usize,
}

impl Preopens {
    pub(super) fn as_slice(&self) -> &[Preopen] {
        if self.length == 0 {
            return &[];
        }
        // SAFETY: the list comes from the host, by way of the C library.
        unsafe { slice::from_raw_parts(self.start, self.length) }
    }
}

impl From<Vec<Preopen>> for Preopens {
    /// Leaks the list, since the C library does not free it.
    fn from(preopens: Vec<Preopen>) -> Self {
        let preopens = preopens.leak();
        Self {
            start: preopens.as_mut_ptr(),
            length: preopens.len(),
        }
    }
}

/// `streams_stream_error_t`.
#[repr(C)]
pub(super) struct StreamError {
    tag: u8,
    error: i32,
}

impl StreamError {
    /// No handle of an error comes with it.
    pub(super) const CLOSED: Self = Self { tag: 1, error: 0 };
}
