//! The class of sandboxes.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use wasi_py_sandbox::{Failure, File, Limits, Wheel};

use crate::blocking::wait;
use crate::failure::exception;
use crate::outcome::{Left, borrowed, left, left_as_object};
use crate::pool::{Pool, Pooled, Process};
use crate::session::Session;
use crate::tool::Described;
use crate::value::by_name;
use crate::waiting::{Listener, Running, begin};

/// Runs sources, each in a fresh interpreter.
#[pyclass(frozen, module = "wasi_py_host._native")]
pub(crate) struct Sandbox {
    sandbox: wasi_py_sandbox::Sandbox,
    /// The functions behind the tools, for sources that a thread waits for.
    functions: Arc<[Py<PyAny>]>,
    process: Process,
}

/// Limits, as `wasi_py_host.Limits` has them.
#[derive(FromPyObject)]
struct GivenLimits {
    memory_bytes: usize,
    time_s: Option<f64>,
    fuel: Option<u64>,
    output_bytes: u32,
    value_bytes: u32,
    recursion: u32,
}

#[pymethods]
impl Sandbox {
    #[new]
    #[pyo3(signature = (component, machine_code, *, instances, scan, limits, tools, functions, files, wheels))]
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    fn new(
        py: Python<'_>,
        component: PathBuf,
        machine_code: PathBuf,
        instances: u32,
        scan: bool,
        limits: GivenLimits,
        tools: Vec<Described<'_>>,
        functions: Vec<Py<PyAny>>,
        files: Vec<(String, Vec<u8>)>,
        wheels: Vec<(String, Vec<u8>)>,
    ) -> PyResult<Self> {
        let limits = limits.read()?;
        let pool = Pool {
            instances,
            scan,
            fuel: limits.fuel.is_some(),
        };
        let pooled = Pooled {
            component,
            machine_code,
            pool,
        };
        let tools = tools.into_iter().enumerate();
        let tools: Vec<_> = tools
            .map(|(place, described)| described.into_tool(place))
            .collect::<PyResult<_>>()?;
        let file = |(path, contents)| File { path, contents };
        let wheel = |(name, contents)| Wheel { name, contents };
        let sandbox = pooled.sandbox(py)?;
        let sandbox = sandbox
            .with_limits(&limits)
            .with_tools(tools)
            .with_files(files.into_iter().map(file).collect())
            .with_wheels(wheels.into_iter().map(wheel).collect());
        Ok(Self {
            sandbox,
            functions: functions.into(),
            process: Process::this(),
        })
    }

    /// Runs a source, and returns what it has left.
    fn run<'py>(
        &self,
        py: Python<'py>,
        source: &str,
        inputs: &Bound<'py, PyDict>,
    ) -> PyResult<Left<'py>> {
        self.process.check()?;
        let inputs = by_name(inputs)?;
        let inputs = borrowed(&inputs);
        let ended = wait(py, self.sandbox.run_async(source, &inputs), &self.functions)?;
        left(py, ended)
    }

    /// Runs a source without waiting for it.
    fn begin(
        &self,
        source: String,
        inputs: &Bound<'_, PyDict>,
        ended: Py<PyAny>,
        called: Py<PyAny>,
    ) -> PyResult<Running> {
        self.process.check()?;
        let (sandbox, inputs) = (self.sandbox.clone(), by_name(inputs)?);
        let source = async move { sandbox.run_async(&source, &borrowed(&inputs)).await };
        begin(source, Listener { ended, called }, left_as_object)
    }

    /// Compiles a source, and does not run it.
    fn compile(&self, py: Python<'_>, source: &str) -> PyResult<()> {
        self.process.check()?;
        let compiled = py.detach(|| self.sandbox.compile_only(source));
        compiled.map_err(|failure| exception(py, &failure))
    }

    /// Opens a session.
    fn open(&self, py: Python<'_>) -> PyResult<Session> {
        self.process.check()?;
        let opened = wait(py, self.sandbox.open_async(), &self.functions)?;
        let session = opened.map_err(|failure| exception(py, &failure))?;
        Ok(Session::new(session, self.functions.clone(), self.process))
    }

    /// Opens a session without waiting for it.
    fn begin_open(&self, ended: Py<PyAny>, called: Py<PyAny>) -> PyResult<Running> {
        let sandbox = self.sandbox.clone();
        let opened = async move { sandbox.open_async().await };
        self.begin_session(opened, Listener { ended, called })
    }

    /// Goes on with a saved session.
    fn restore(&self, py: Python<'_>, saved: &[u8]) -> PyResult<Session> {
        self.process.check()?;
        let restored = wait(py, self.sandbox.restore_async(saved), &self.functions)?;
        let session = restored.map_err(|failure| exception(py, &failure))?;
        Ok(Session::new(session, self.functions.clone(), self.process))
    }

    /// Goes on with a saved session without waiting for it.
    fn begin_restore(
        &self,
        saved: Vec<u8>,
        ended: Py<PyAny>,
        called: Py<PyAny>,
    ) -> PyResult<Running> {
        let sandbox = self.sandbox.clone();
        let restored = async move { sandbox.restore_async(&saved).await };
        self.begin_session(restored, Listener { ended, called })
    }
}

impl Sandbox {
    fn begin_session(
        &self,
        session: impl Future<Output = Result<wasi_py_sandbox::Session, Failure>> + Send + 'static,
        listener: Listener,
    ) -> PyResult<Running> {
        self.process.check()?;
        let (functions, process) = (self.functions.clone(), self.process);
        begin(session, listener, move |py, session| {
            let session = session.map_err(|failure| exception(py, &failure))?;
            let session = Session::new(session, functions, process);
            Ok(Bound::new(py, session)?.into_any().unbind())
        })
    }
}

impl GivenLimits {
    fn read(self) -> PyResult<Limits> {
        let time = self.time_s.map(Duration::try_from_secs_f64).transpose();
        Ok(Limits {
            memory_bytes: self.memory_bytes,
            time: time.map_err(|error| PyValueError::new_err(format!("`time_s`: {error}")))?,
            fuel: self.fuel,
            output_bytes: self.output_bytes,
            value_bytes: self.value_bytes,
            recursion: self.recursion,
        })
    }
}
