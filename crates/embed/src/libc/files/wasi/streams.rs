//! The functions of `wasi:io/streams` that the C library calls to read and write files.

#![allow(unsafe_code, reason = "takes the place of C functions")]

use wasi_py_files::Error;
use wasip2::clocks::monotonic_clock::subscribe_duration;

use super::types::{List, Place, StreamError};
use super::wrap::wrap;
use super::{ours, with, writing};

wrap! {
    StreamError;
    streams_method_input_stream_read(reader, bytes: u64) -> List:
        |files| match files.read_next(reader, bytes)? {
            // That is how a stream ends.
            [] if bytes > 0 => Err(Ended(None)),
            content => Ok(List::copy_of(content)?),
        };
    streams_method_output_stream_check_write(writer) -> u64:
        // A stream that takes nothing would be waited for. To write one byte too many is the error.
        |files| Ok(files.writable_bytes(writer)?.max(1));
    streams_method_output_stream_write(writer, content: &List):
        |files| Ok(files.write_next(writer, content.bytes()).map(drop)?);
    streams_method_output_stream_blocking_flush(_writer):
        |_files| Ok(());
}

/// The end of a stream, or why it ended early.
struct Ended(Option<Error>);

impl From<Error> for Ended {
    fn from(error: Error) -> Self {
        Self(Some(error))
    }
}

fn answer<T>(done: Result<T, Ended>, error: Place<'_, StreamError>) -> Option<T> {
    done.inspect_err(|Ended(reason)| {
        writing::remember(*reason);
        error.write(StreamError::CLOSED);
    })
    .ok()
}

/// Makes `__wrap_` functions of those that give something to wait for: files are always ready.
macro_rules! wrap_subscribe {
    ($($name:ident)*) => {$(
        #[unsafe(export_name = concat!("__wrap_", stringify!($name)))]
        extern "C" fn $name(on: i32) -> i32 {
            unsafe extern "C" {
                #[link_name = concat!("__real_", stringify!($name))]
                fn real(on: i32) -> i32;
            }
            match ours(on) {
                Some(_) => subscribe_duration(0).take_handle() as i32,
                // SAFETY: C's own, called as this one was.
                None => unsafe { real(on) },
            }
        }
    )*};
}

wrap_subscribe! {
    streams_method_input_stream_subscribe
    streams_method_output_stream_subscribe
}
