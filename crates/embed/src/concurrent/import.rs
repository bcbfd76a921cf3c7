//! Imported async functions: awaited in Python, done by the host meanwhile.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;

use pyo3::exceptions::PyRuntimeError;
use pyo3::intern;
use pyo3::prelude::*;

use super::event_loop::{self, interpreter, report, step};
use super::tasks::{self, Number};
use crate::values::convert::Call;

/// The value or the exception that something ends with, as soon as Python is there to have it.
pub struct Answer(Box<Give>);

impl Answer {
    /// Gives the value, or raises the exception.
    pub(super) fn give<'py>(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
        (self.0)(call)
    }
}

type Give = dyn for<'py> FnOnce(&Call<'py>) -> PyResult<Bound<'py, PyAny>>;

/// Makes an answer of what converts it.
pub fn answer(
    convert: impl for<'py> FnOnce(&Call<'py>) -> PyResult<Bound<'py, PyAny>> + 'static,
) -> Answer {
    Answer(Box::new(convert))
}

/// Something that the host does meanwhile.
pub(super) type Answering = Pin<Box<dyn Future<Output = Answer>>>;

type Begin = Box<dyn FnOnce(Python<'_>) -> PyResult<Answering> + Send>;

/// Returns the coroutine of a call of `function`. It begins when it is awaited: `begin` converts the
/// arguments.
///
/// # Errors
/// Those of making an object.
pub fn imported<'py, F: Future<Output = Answer> + 'static>(
    py: Python<'py>,
    function: &str,
    begin: impl for<'b> FnOnce(Python<'b>) -> PyResult<F> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    let begin: Begin = Box::new(|py| Ok(Box::pin(begin(py)?)));
    let start = Start(Mutex::new(Some(begin)));
    event_loop::module(py)?.call_method1(intern!(py, "imported"), (function, start))
}

/// The beginning of a call.
#[pyclass(frozen)]
struct Start(Mutex<Option<Begin>>);

#[pymethods]
impl Start {
    #[pyo3(signature = (owner, future))]
    fn __call__(
        &self,
        py: Python<'_>,
        owner: Option<Number>,
        future: Py<PyAny>,
    ) -> PyResult<Operation> {
        let taken = self.0.lock().ok().and_then(|mut begin| begin.take());
        let Some(begin) = taken else {
            return Err(PyRuntimeError::new_err("this call has begun already"));
        };
        self::begin(owner, || begin(py), future).map(Operation::new)
    }
}

/// Has the host do something for the exported call `owner`, and gives the outcome to a future of Python's.
pub(super) fn begin(
    owner: Option<Number>,
    answering: impl FnOnce() -> PyResult<Answering>,
    future: Py<PyAny>,
) -> PyResult<tasks::Operation> {
    let no_host = || {
        PyRuntimeError::new_err("nothing can be awaited of a host before it has called an export")
    };
    let interpreter = interpreter().ok_or_else(no_host)?;
    tasks::current().ok_or_else(no_host)?;
    let answering = answering()?;
    let operation = tasks::spawn(owner, async move {
        let answer = answering.await;
        interpreter.attached(|py| {
            let delivered = deliver(answer, &Call::new(py), future.bind(py));
            report(py, delivered.and_then(|()| step(py, interpreter)));
        });
    });
    operation.ok_or_else(no_host)
}

/// Gives the outcome to a future in Python, unless nobody waits for it any more.
fn deliver(answer: Answer, call: &Call<'_>, future: &Bound<'_, PyAny>) -> PyResult<()> {
    let py = call.py();
    if future.call_method0(intern!(py, "done"))?.extract()? {
        return Ok(());
    }
    match answer.give(call) {
        Ok(value) => future.call_method1(intern!(py, "set_result"), (value,))?,
        Err(error) => future.call_method1(intern!(py, "set_exception"), (error.into_value(py),))?,
    };
    Ok(())
}

/// Something that the host does, for Python to cancel.
#[pyclass(unsendable)]
pub(super) struct Operation(RefCell<Option<tasks::Operation>>);

impl Operation {
    pub(super) fn new(operation: tasks::Operation) -> Self {
        Self(RefCell::new(Some(operation)))
    }
}

#[pymethods]
impl Operation {
    /// Has the host stop, if it has not answered yet.
    fn cancel(&self) {
        let operation = self.0.borrow_mut().take();
        if let Some(operation) = operation {
            operation.cancel();
        }
    }
}
