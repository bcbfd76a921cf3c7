//! The class of sessions.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use wasi_py_sandbox::{Failure, Outcome, Value};

use crate::blocking::wait;
use crate::failure::exception;
use crate::outcome::{Left, borrowed, left, left_as_object};
use crate::pool::Process;
use crate::value::by_name;
use crate::waiting::{Listener, Running, begin};

/// Runs sources in one namespace, one after the other.
#[pyclass(frozen, module = "wasi_py_host._native")]
pub(crate) struct Session {
    state: Arc<Mutex<State>>,
    functions: Arc<[Py<PyAny>]>,
    process: Process,
}

/// Where the session is.
enum State {
    /// Here.
    Idle(Box<wasi_py_sandbox::Session>),
    /// With a source that is running.
    Running,
    /// It was closed, by its user or with a source that was stopped.
    Closed,
}

#[pymethods]
impl Session {
    /// Runs a source, and returns what it has left.
    fn run<'py>(
        &self,
        py: Python<'py>,
        source: &str,
        inputs: &Bound<'py, PyDict>,
    ) -> PyResult<Left<'py>> {
        let inputs = by_name(inputs)?;
        let turn = self.take(py)?;
        let ended = wait(py, turn.run(source, &inputs), &self.functions)?;
        left(py, ended)
    }

    /// Runs a source without waiting for it.
    fn begin(
        &self,
        py: Python<'_>,
        source: String,
        inputs: &Bound<'_, PyDict>,
        ended: Py<PyAny>,
        called: Py<PyAny>,
    ) -> PyResult<Running> {
        let inputs = by_name(inputs)?;
        let turn = self.take(py)?;
        let source = async move { turn.run(&source, &inputs).await };
        begin(source, Listener { ended, called }, left_as_object)
    }

    /// Saves it, and returns the bytes.
    fn save<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let turn = self.take(py)?;
        saved(py, wait(py, turn.save(), &self.functions)?)
    }

    /// Saves it without waiting for it.
    fn begin_save(&self, py: Python<'_>, ended: Py<PyAny>, called: Py<PyAny>) -> PyResult<Running> {
        let turn = self.take(py)?;
        begin(turn.save(), Listener { ended, called }, |py, ended| {
            Ok(saved(py, ended)?.into_any().unbind())
        })
    }

    /// Ends its interpreter. It may be closed already.
    fn close(&self, py: Python<'_>) {
        let state = mem::replace(&mut *lock(&self.state), State::Closed);
        py.detach(|| drop(state));
    }

    /// True if it can run another source: it was not closed, and none was stopped.
    #[getter]
    fn is_open(&self) -> bool {
        match &*lock(&self.state) {
            State::Idle(session) => session.is_open(),
            State::Running => true,
            State::Closed => false,
        }
    }

    /// Memory of its interpreter, in bytes; 0 while a source is running, or when it is closed.
    #[getter]
    fn memory_bytes(&self) -> usize {
        match &*lock(&self.state) {
            State::Idle(session) => session.memory_bytes(),
            State::Running | State::Closed => 0,
        }
    }
}

impl Session {
    pub(crate) fn new(
        session: wasi_py_sandbox::Session,
        functions: Arc<[Py<PyAny>]>,
        process: Process,
    ) -> Self {
        Self {
            state: Arc::new(Mutex::new(State::Idle(session.into()))),
            functions,
            process,
        }
    }

    /// Takes the session for one source.
    fn take(&self, py: Python<'_>) -> PyResult<Turn> {
        self.process.check()?;
        let mut state = lock(&self.state);
        match mem::replace(&mut *state, State::Running) {
            State::Idle(session) => Ok(Turn {
                session: Some(session),
                state: self.state.clone(),
            }),
            State::Running => Err(PyRuntimeError::new_err(
                "another source of the session is running\n= help: open a session for each",
            )),
            State::Closed => {
                *state = State::Closed;
                Err(exception(py, &Failure::closed()))
            }
        }
    }
}

/// A session while it runs a source. One that is dropped before the source has ended is closed.
struct Turn {
    session: Option<Box<wasi_py_sandbox::Session>>,
    state: Arc<Mutex<State>>,
}

impl Turn {
    async fn run(mut self, source: &str, inputs: &[(String, Value)]) -> Result<Outcome, Failure> {
        let mut session = self.session.take().ok_or_else(Failure::closed)?;
        let ended = session.run_async(source, &borrowed(inputs)).await;
        self.session = Some(session);
        ended
    }

    async fn save(mut self) -> Result<Vec<u8>, Failure> {
        let mut session = self.session.take().ok_or_else(Failure::closed)?;
        let ended = session.save_async().await;
        self.session = Some(session);
        ended
    }
}

/// A saved session, for Python.
fn saved(py: Python<'_>, ended: Result<Vec<u8>, Failure>) -> PyResult<Bound<'_, PyBytes>> {
    let saved = ended.map_err(|failure| exception(py, &failure))?;
    Ok(PyBytes::new(py, &saved))
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut state = lock(&self.state);
        // It was closed meanwhile, or stays so.
        if let State::Running = *state {
            *state = match self.session.take() {
                Some(session) => State::Idle(session),
                None => State::Closed,
            };
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
