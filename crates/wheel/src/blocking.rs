//! Sources that a thread of Python waits for. It lets the other threads go on.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use pyo3::exceptions::PyException;
use pyo3::prelude::*;

use crate::pool::runtime;
use crate::tool::{Call, attend};

/// How long Ctrl-C waits, at most.
const SIGNALS: Duration = Duration::from_millis(50);

/// Waits for a source, and calls the `tools` that it calls on this thread.
pub(crate) fn wait<F: Future + Send>(
    py: Python<'_>,
    source: F,
    tools: &[Py<PyAny>],
) -> PyResult<F::Output>
where
    F::Output: Send,
{
    py.detach(|| block_on(attend(source, |call| answer(call, tools))))?
}

/// Calls a tool. What is no `Exception`, such as `KeyboardInterrupt`, ends the source.
fn answer(call: Call, tools: &[Py<PyAny>]) -> PyResult<()> {
    Python::attach(|py| {
        let tool = tools[call.tool].bind(py);
        let (arguments, reply) = call.into_python(py)?;
        match tool.call((), Some(&arguments)) {
            Ok(value) => reply.returned(py, &value),
            Err(error) if error.is_instance_of::<PyException>(py) => reply.raised(error.value(py)),
            Err(error) => Err(error),
        }
    })
}

/// Blocks until the future is done, or Python has been told to stop.
///
/// A tool may run another source: unlike the runtime's own, this may be done within itself.
fn block_on<F: Future>(future: F) -> PyResult<F::Output> {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    let runtime = runtime()?;
    let mut looked = Instant::now();
    loop {
        let polled = {
            let _entered = runtime.enter();
            future.as_mut().poll(&mut context)
        };
        if let Poll::Ready(ended) = polled {
            return Ok(ended);
        }
        thread::park_timeout(SIGNALS);
        if looked.elapsed() >= SIGNALS {
            Python::attach(heed_signals)?;
            looked = Instant::now();
        }
    }
}

/// Fails if Python has been told to stop.
fn heed_signals(py: Python<'_>) -> PyResult<()> {
    py.check_signals()
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
