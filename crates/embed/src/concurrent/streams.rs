//! The ends of streams and futures that Python holds: `wasi_py/src/_wasi_py_streams.py` makes async iterators
//! and awaitables of them.

#![allow(
    unsafe_code,
    reason = "makes ends by the tables that `wit-bindgen` has written"
)]

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::future::IntoFuture;
use std::rc::Rc;

use pyo3::exceptions::{PyBrokenPipeError, PyRuntimeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use wit_bindgen::rt::async_support::{FutureVtable, raw_future_new, stream_new};
use wit_bindgen::{FutureReader, RawFutureWriter, StreamReader, StreamResult, StreamWriter};

use super::event_loop::{interpreter, turn};
use super::import::{Answer, Answering, Operation, answer, begin};
use super::payload;
use super::tasks::{self, Number};
use crate::values::convert::{Call, FromPython, ToPython, expected};

/// As many bytes are read at a time.
const CHUNK_BYTES: usize = 64 << 10;
/// As many items of another type.
const ITEMS: usize = 16;

fn module(py: Python<'_>) -> PyResult<&Bound<'_, PyModule>> {
    static MODULE: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let module = MODULE.get_or_try_init(py, || {
        Ok::<_, PyErr>(py.import("_wasi_py_streams")?.unbind())
    })?;
    Ok(module.bind(py))
}

/// Fills the module `wit.streams`.
///
/// # Errors
/// The exception that Python raises.
pub fn fill(filled: &Bound<'_, PyModule>) -> PyResult<()> {
    let streams = module(filled.py())?;
    for name in ["Stream", "StreamWriter", "new_stream"] {
        filled.setattr(name, streams.getattr(name)?)?;
    }
    Ok(())
}

fn is_bytes<T: 'static>() -> bool {
    TypeId::of::<T>() == TypeId::of::<u8>()
}

/// A readable end, which is here unless it is being read or was given away.
type Slot<R> = Rc<RefCell<Option<R>>>;

/// A readable end of some type.
trait Readable {
    /// Begins to read.
    fn read(&self) -> PyResult<Answering>;
    /// Drops the end.
    fn close(&self);
    /// Gives the end away, as it is.
    fn take(&self) -> Option<Box<dyn Any>>;
}

/// The readable end of a stream or future.
#[pyclass(unsendable)]
struct Source {
    end: Box<dyn Readable>,
    reading: RefCell<Option<tasks::Operation>>,
}

impl Source {
    fn new(end: impl Readable + 'static) -> Self {
        Self {
            end: Box::new(end),
            reading: RefCell::default(),
        }
    }

    fn stop(&self) {
        let reading = self.reading.borrow_mut().take();
        if let Some(reading) = reading {
            reading.cancel();
        }
        self.end.close();
    }
}

#[pymethods]
impl Source {
    #[pyo3(signature = (owner, future))]
    fn read(&self, owner: Option<Number>, future: Py<PyAny>) -> PyResult<()> {
        let reading = begin(owner, || self.end.read(), future)?;
        *self.reading.borrow_mut() = Some(reading);
        Ok(())
    }

    /// Reads, and has all calls of this instance wait for it.
    fn wait<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let answering = self.end.read()?;
        wit_bindgen::block_on(answering).give(&Call::new(py))
    }

    fn close(&self) {
        self.stop();
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        self.stop();
    }
}

struct OfStream<T: 'static>(Slot<StreamReader<T>>);

impl<T: for<'py> ToPython<'py> + 'static> Readable for OfStream<T> {
    fn read(&self) -> PyResult<Answering> {
        let slot = self.0.clone();
        let mut reader = slot.borrow_mut().take().ok_or_else(gone)?;
        Ok(Box::pin(async move {
            let room = if is_bytes::<T>() { CHUNK_BYTES } else { ITEMS };
            let (result, items) = reader.read(Vec::with_capacity(room)).await;
            *slot.borrow_mut() = Some(reader);
            let is_end = result == StreamResult::Dropped;
            answer(move |call| {
                if is_end {
                    return Ok(call.py().None().into_bound(call.py()));
                }
                T::list_to_python(items, call)
            })
        }))
    }

    fn close(&self) {
        let end = self.0.borrow_mut().take();
        drop(end);
    }

    fn take(&self) -> Option<Box<dyn Any>> {
        Some(Box::new(self.0.borrow_mut().take()?))
    }
}

struct OfFuture<T: 'static>(Slot<FutureReader<T>>);

impl<T: for<'py> ToPython<'py> + 'static> Readable for OfFuture<T> {
    fn read(&self) -> PyResult<Answering> {
        let reader = self.0.borrow_mut().take().ok_or_else(gone)?;
        Ok(Box::pin(async move {
            let value = reader.into_future().await;
            answer(move |call| value.to_python(call))
        }))
    }

    fn close(&self) {
        let end = self.0.borrow_mut().take();
        drop(end);
    }

    fn take(&self) -> Option<Box<dyn Any>> {
        Some(Box::new(self.0.borrow_mut().take()?))
    }
}

fn gone() -> PyErr {
    PyRuntimeError::new_err("this stream or future was closed, or handed over")
}

impl<'py, T: for<'a> ToPython<'a> + 'static> ToPython<'py> for StreamReader<T> {
    fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
        let source = Source::new(OfStream(Rc::new(RefCell::new(Some(self)))));
        let class = intern!(call.py(), "ReceivedStream");
        module(call.py())?.call_method1(class, (source,))
    }
}

impl<'py, T: for<'a> ToPython<'a> + 'static> ToPython<'py> for FutureReader<T> {
    fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
        let source = Source::new(OfFuture(Rc::new(RefCell::new(Some(self)))));
        let class = intern!(call.py(), "ReceivedFuture");
        module(call.py())?.call_method1(class, (source,))
    }
}

/// Returns the end behind an object that came from outside and was not read, to be handed over as it is.
fn untouched<R: 'static>(object: &Bound<'_, PyAny>, class: &str) -> PyResult<Option<R>> {
    if !object.is_instance(&module(object.py())?.getattr(class)?)? {
        return Ok(None);
    }
    let source = object.call_method0(intern!(object.py(), "untouched"))?;
    let Ok(source) = source.cast::<Source>() else {
        return Ok(None);
    };
    let taken = source.borrow().end.take().ok_or_else(gone)?;
    Ok(taken.downcast().ok().map(|end| *end))
}

impl<'a, 'py, T> FromPython<'a, 'py> for StreamReader<T>
where
    T: for<'b, 'q> FromPython<'b, 'q> + 'static,
{
    fn from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Self> {
        if let Some(end) = untouched(&object, "ReceivedStream")? {
            return Ok(end);
        }
        if !object.hasattr(intern!(call.py(), "__aiter__"))? {
            return Err(expected("an async iterator", &object));
        }
        let vtable = payload::stream::<T>()?;
        let number = sending()?;
        // SAFETY: `wit-bindgen` has written the table for this type.
        let (writer, reader) = unsafe { stream_new(vtable) };
        let sink = Sink(RefCell::new(Some(Box::new(IntoStream::<T>(Rc::new(
            RefCell::new(Some(writer)),
        ))))));
        module(call.py())?
            .call_method1(intern!(call.py(), "send_stream"), (number, object, sink))?;
        Ok(reader)
    }
}

impl<'a, 'py, T> FromPython<'a, 'py> for FutureReader<T>
where
    T: for<'b, 'q> FromPython<'b, 'q> + 'static,
{
    fn from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Self> {
        if let Some(end) = untouched(&object, "ReceivedFuture")? {
            return Ok(end);
        }
        if !object.hasattr(intern!(call.py(), "__await__"))? {
            return Err(expected("an awaitable", &object));
        }
        let vtable = payload::future::<T>()?;
        let number = sending()?;
        // SAFETY: `wit-bindgen` has written the table for this type.
        let (writer, reader) = unsafe { raw_future_new(vtable) };
        let sink = Sink(RefCell::new(Some(Box::new(IntoFutureEnd::<T>(
            RefCell::new(Some(writer)),
        )))));
        module(call.py())?
            .call_method1(intern!(call.py(), "send_value"), (number, object, sink))?;
        Ok(reader)
    }
}

/// Returns the call in whose task something can be sent, and has the event loop begin with it.
fn sending() -> PyResult<Number> {
    let number = tasks::current().ok_or_else(|| {
        PyRuntimeError::new_err(
            "a stream or future can be handed over while the host runs an async function",
        )
    })?;
    if let Some(interpreter) = interpreter() {
        tasks::spawn(None, async move { turn(interpreter) });
    }
    Ok(number)
}

/// A writable end of some type.
trait Writable {
    /// Begins to write what `item` is.
    fn write(&self, item: Bound<'_, PyAny>) -> PyResult<Answering>;
}

/// The writable end of a stream or future.
#[pyclass(unsendable)]
struct Sink(RefCell<Option<Box<dyn Writable>>>);

#[pymethods]
impl Sink {
    #[pyo3(signature = (owner, future, item))]
    fn write(
        &self,
        owner: Option<Number>,
        future: Py<PyAny>,
        item: Bound<'_, PyAny>,
    ) -> PyResult<Operation> {
        let end = self.0.borrow();
        let end = end.as_ref().ok_or_else(gone)?;
        begin(owner, || end.write(item), future).map(Operation::new)
    }

    fn close(&self) {
        let end = self.0.borrow_mut().take();
        drop(end);
    }
}

struct IntoStream<T: 'static>(Slot<StreamWriter<T>>);

impl<T: for<'a, 'py> FromPython<'a, 'py> + 'static> Writable for IntoStream<T> {
    fn write(&self, item: Bound<'_, PyAny>) -> PyResult<Answering> {
        let call = Call::new(item.py());
        let items = if is_bytes::<T>() {
            T::list_from_python(item, &call)?
        } else {
            vec![T::from_python(item, &call)?]
        };
        if items.is_empty() {
            // Nobody has to take nothing.
            return Ok(Box::pin(async { written(true) }));
        }
        let slot = self.0.clone();
        let mut writer = slot.borrow_mut().take().ok_or_else(gone)?;
        Ok(Box::pin(async move {
            let left = writer.write_all(items).await;
            *slot.borrow_mut() = Some(writer);
            written(left.is_empty())
        }))
    }
}

struct IntoFutureEnd<T: 'static>(RefCell<Option<RawFutureWriter<&'static FutureVtable<T>>>>);

impl<T: for<'a, 'py> FromPython<'a, 'py> + 'static> Writable for IntoFutureEnd<T> {
    fn write(&self, item: Bound<'_, PyAny>) -> PyResult<Answering> {
        let value = T::from_python(item.clone(), &Call::new(item.py()))?;
        let writer = self.0.borrow_mut().take().ok_or_else(gone)?;
        Ok(Box::pin(async move {
            written(writer.write(value).await.is_ok())
        }))
    }
}

fn written(is_read: bool) -> Answer {
    answer(move |call| {
        let broken = || PyBrokenPipeError::new_err("nobody reads this stream any more");
        let nothing = call.py().None().into_bound(call.py());
        is_read.then_some(nothing).ok_or_else(broken)
    })
}
