//! Sources that `asyncio` waits for. They run on threads of the runtime.

use pyo3::prelude::*;
use tokio::task::AbortHandle;
use wasi_py_sandbox::FailureKind;

use crate::failure::of_host;
use crate::pool::runtime;
use crate::tool::{Call, attend};

/// What Python is told of.
pub(crate) struct Listener {
    /// Called once with the result and `None`, or with `None` and the exception.
    pub(crate) ended: Py<PyAny>,
    /// Called with the place of a tool, its arguments and the [`Reply`](crate::tool::Reply).
    pub(crate) called: Py<PyAny>,
}

/// A source that is running.
#[pyclass(frozen, module = "wasi_py_host._native")]
pub(crate) struct Running(AbortHandle);

#[pymethods]
impl Running {
    /// Stops the source. Nobody hears of it any more.
    fn stop(&self) {
        self.0.abort();
    }
}

/// Runs a source, and turns what it leaves into the result.
pub(crate) fn begin<T: Send + 'static>(
    source: impl Future<Output = T> + Send + 'static,
    listener: Listener,
    result: impl FnOnce(Python<'_>, T) -> PyResult<Py<PyAny>> + Send + 'static,
) -> PyResult<Running> {
    let runtime = runtime()?;
    let Listener { ended, called } = listener;
    let task = runtime.spawn(attend(source, move |call| hand_over(call, &called)));
    let running = Running(task.abort_handle());
    runtime.spawn(async move {
        let left = task.await;
        if left
            .as_ref()
            .is_err_and(tokio::task::JoinError::is_cancelled)
        {
            return;
        }
        // Nobody listens any more when Python ends.
        Python::try_attach(|py| {
            let result = match left {
                Ok(left) => left.and_then(|left| result(py, left)),
                Err(panic) => Err(of_host(py, FailureKind::Crashed, panic)),
            };
            let told = match result {
                Ok(result) => ended.call1(py, (result, py.None())),
                Err(error) => ended.call1(py, (py.None(), error.into_value(py))),
            };
            if let Err(error) = told {
                error.write_unraisable(py, None);
            }
        });
    });
    Ok(running)
}

fn hand_over(call: Call, called: &Py<PyAny>) -> PyResult<()> {
    Python::attach(|py| {
        let tool = call.tool;
        let (arguments, reply) = call.into_python(py)?;
        called.call1(py, (tool, arguments, reply))?;
        Ok(())
    })
}
