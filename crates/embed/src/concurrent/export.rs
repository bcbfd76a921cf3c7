//! The course of an async export: the app is called, its task runs as long as it takes, and what it returns
//! goes back.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::event_loop::{self, report, step};
use super::tasks::{self, Number, Polling};
use super::timer;
use crate::start::interpreter::Interpreter;
use crate::start::restore::restored;
use crate::values::Raised;
use crate::values::convert::{Call, FromPython, TakeBack};

/// A function of the app, and what it is called with.
pub struct Asked<'py> {
    /// The function.
    pub function: Bound<'py, PyAny>,
    /// Its arguments.
    pub arguments: Bound<'py, PyTuple>,
}

impl Interpreter {
    /// Calls the app for an async export that has no way to say that something went wrong: `begin` says what
    /// is called, `finish` reads what it returned.
    ///
    /// # Panics
    /// As [`Self::export`].
    pub async fn export_async<T>(
        &'static self,
        begin: impl for<'py> FnOnce(&Call<'py>) -> PyResult<Asked<'py>>,
        finish: impl for<'py> FnOnce(Bound<'py, PyAny>, &Call<'py>) -> PyResult<T>,
    ) -> T {
        let (number, ended) = self.run(begin).await;
        let _polling = Polling::new(number);
        self.export(|call| finish(ended?.into_bound(call.py()), call))
    }

    /// Calls the app for an async export that returns a `result`.
    ///
    /// # Errors
    /// As [`Self::export_result`].
    ///
    /// # Panics
    /// As [`Self::export_result`].
    pub async fn export_async_result<T, E>(
        &'static self,
        begin: impl for<'py> FnOnce(&Call<'py>) -> PyResult<Asked<'py>>,
        finish: impl for<'py> FnOnce(Bound<'py, PyAny>, &Call<'py>) -> PyResult<T>,
        other: impl Fn(Raised) -> Option<E>,
    ) -> Result<T, E>
    where
        E: for<'a, 'py> FromPython<'a, 'py>,
    {
        let (number, ended) = self.run(begin).await;
        let _polling = Polling::new(number);
        self.export_result(|call| finish(ended?.into_bound(call.py()), call), other)
    }

    async fn run(
        &'static self,
        begin: impl for<'py> FnOnce(&Call<'py>) -> PyResult<Asked<'py>>,
    ) -> (Number, PyResult<Py<PyAny>>) {
        let number = tasks::begin();
        let mut running = Running {
            interpreter: self,
            number,
            task: None,
            lent: Vec::new(),
        };
        let ended = match self.attached(|py| running.begin(py, begin)) {
            Some(ended) => ended,
            None => running.await,
        };
        (number, ended)
    }
}

/// A call of the app that has not returned. Whoever drops it cancels the task in Python.
struct Running {
    interpreter: &'static Interpreter,
    number: Number,
    task: Option<Py<PyAny>>,
    lent: Vec<TakeBack>,
}

impl Running {
    /// Calls the app. Returns its outcome if that is there at once.
    fn begin(
        &mut self,
        py: Python<'_>,
        begin: impl for<'py> FnOnce(&Call<'py>) -> PyResult<Asked<'py>>,
    ) -> Option<PyResult<Py<PyAny>>> {
        let _polling = Polling::new(self.number);
        event_loop::enter(self.interpreter);
        let begun = restored(py, |py| {
            let call = Call::new(py);
            let begun = self.call(begin(&call)?);
            self.lent = call.keep_lent();
            begun
        });
        let ended = match begun {
            Ok(None) => None,
            Ok(Some(returned)) => Some(Ok(returned)),
            Err(error) => Some(Err(error)),
        };
        report(py, step(py, self.interpreter));
        ended.or_else(|| self.outcome(py))
    }

    fn call(&mut self, asked: Asked<'_>) -> PyResult<Option<Py<PyAny>>> {
        let py = asked.function.py();
        let wake = Wake(self.number);
        let begun = event_loop::module(py)?.call_method1(
            intern!(py, "begin"),
            (self.number, asked.function, asked.arguments, wake),
        )?;
        let (task, returned, error): Begun<'_> = begun.extract()?;
        match (task, error) {
            (Some(task), _) => self.task = Some(task.unbind()),
            (None, Some(error)) => return Err(PyErr::from_value(error)),
            (None, None) => return Ok(Some(returned.unbind())),
        }
        Ok(None)
    }

    /// Returns the outcome of the task, if it is done.
    fn outcome(&mut self, py: Python<'_>) -> Option<PyResult<Py<PyAny>>> {
        let task = self.task.as_ref()?.bind(py);
        let outcome = match is_done(task) {
            Ok(true) => task.call_method0(intern!(py, "result")).map(Bound::unbind),
            Ok(false) => return None,
            Err(error) => Err(error),
        };
        self.task = None;
        Some(outcome)
    }
}

type Begun<'py> = (
    Option<Bound<'py, PyAny>>,
    Bound<'py, PyAny>,
    Option<Bound<'py, PyAny>>,
);

fn is_done(task: &Bound<'_, PyAny>) -> PyResult<bool> {
    task.call_method0(intern!(task.py(), "done"))?.extract()
}

impl Future for Running {
    type Output = PyResult<Py<PyAny>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let interpreter = self.interpreter;
        let _polling = Polling::new(self.number);
        tasks::sleep(self.number, context.waker());
        timer::adopt(interpreter);
        match interpreter.attached(|py| self.outcome(py)) {
            Some(outcome) => Poll::Ready(outcome),
            None => Poll::Pending,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _polling = Polling::new(self.number);
        let (task, lent) = (self.task.take(), std::mem::take(&mut self.lent));
        if task.is_some() || !lent.is_empty() {
            self.interpreter.attached(|py| {
                for take_back in lent {
                    take_back(py);
                }
                let Some(task) = task else { return };
                let cancelled = task.call_method0(py, intern!(py, "cancel"));
                report(py, cancelled.and_then(|_| step(py, self.interpreter)));
            });
        }
        let other = tasks::end(self.number);
        timer::leave(self.number, other);
    }
}

/// The callback of a task in Python: has the call polled that waits for it.
#[pyclass(frozen)]
struct Wake(Number);

#[pymethods]
impl Wake {
    #[pyo3(signature = (_task))]
    fn __call__(&self, _task: &Bound<'_, PyAny>) {
        tasks::wake(self.0);
    }
}
