//! Standard output and error between calls. A component does not end as a process does, so nothing else would
//! write what is buffered.

#![allow(unsafe_code, reason = "compares objects byte by byte")]

use std::slice;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::ffi;
use pyo3::intern;
use pyo3::prelude::*;

static STREAMS: Mutex<Option<[Stream; 2]>> = Mutex::new(None);

/// A stream of text that CPython made.
///
/// To ask two of them to flush costs as much as a small export. But their own fields tell whether something
/// waits to be written: as long as these are the same bytes as after the last flush, nothing does.
struct Stream {
    text: Py<PyAny>,
    buffer: Py<PyAny>,
    flushed: [Vec<u64>; 2],
}

impl Stream {
    fn new(text: Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self {
            buffer: text.getattr("buffer")?.unbind(),
            text: text.unbind(),
            flushed: Default::default(),
        })
    }

    fn flush(&mut self, py: Python<'_>) {
        let fields = || [&self.text, &self.buffer].map(|object| own_fields(object.bind(py)));
        if fields()
            .iter()
            .zip(&self.flushed)
            .any(|(now, then)| differ(now, then))
        {
            // A stream that the app closed or broke is its own business.
            let _ = self.text.bind(py).call_method0(intern!(py, "flush"));
            self.flushed = fields().map(<[u64]>::to_vec);
        }
    }
}

// CPYTHON-INTERNAL: the fields of `TextIOWrapper` and `BufferedWriter` change with what is buffered.
/// Returns what an object stores in itself, without the count of its references.
fn own_fields<'a>(object: &'a Bound<'_, PyAny>) -> &'a [u64] {
    const HEAD_BYTES: usize = size_of::<ffi::PyObject>();
    const { assert!(HEAD_BYTES.is_multiple_of(size_of::<u64>())) };
    let at = object.as_ptr();
    // SAFETY: an object is aligned, as long as its type says, and was zeroed when it was made.
    unsafe {
        let bytes = usize::try_from((*ffi::Py_TYPE(at)).tp_basicsize).unwrap_or(HEAD_BYTES);
        let words = (bytes - HEAD_BYTES) / size_of::<u64>();
        slice::from_raw_parts(at.cast::<u8>().add(HEAD_BYTES).cast(), words)
    }
}

/// Compares word by word: the C library's comparison goes byte by byte.
fn differ(now: &[u64], then: &[u64]) -> bool {
    let changed = now
        .iter()
        .zip(then)
        .fold(0, |all, (now, then)| all | (now ^ then));
    changed != 0 || now.len() != then.len()
}

/// Remembers the streams that CPython made, whatever the app puts in their place later.
pub(crate) fn remember(py: Python<'_>) -> PyResult<()> {
    let sys = py.import("sys")?;
    let stream = |name| Stream::new(sys.getattr(name)?);
    *streams() = Some([stream("__stdout__")?, stream("__stderr__")?]);
    Ok(())
}

/// Leaves them to Python, which writes what is buffered when they end.
pub(crate) fn forget() {
    *streams() = None;
}

/// Writes what is buffered.
pub(crate) fn flush(py: Python<'_>) {
    for stream in streams().iter_mut().flatten() {
        stream.flush(py);
    }
}

fn streams() -> MutexGuard<'static, Option<[Stream; 2]>> {
    STREAMS.lock().unwrap_or_else(PoisonError::into_inner)
}
