//! The class of components whose functions are called with values of any type.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use wasi_py_host::wasmtime::component::Val;
use wasi_py_host::wasmtime::component::types::Type;
use wasi_py_host::{CallError, Caller, Capabilities, FunctionError, Guest, Limits, Untyped};

use crate::blocking::wait;
use crate::description::{Function, description, interfaces};
use crate::failure::not_loaded;
use crate::lift::{lift, lift_inside};
use crate::lower::lower;
use crate::pool::{Pool, Process};
use crate::waiting::{Listener, Running, begin};

/// Calls the functions of a component, each time in a fresh instance unless instances are reused.
#[pyclass(frozen, module = "wasi_py_host._native")]
pub(crate) struct Component {
    caller: Arc<Caller<Untyped>>,
    functions: HashMap<String, Arc<Function>>,
    /// What it exports.
    #[pyo3(get)]
    description: Py<PyTuple>,
    process: Process,
}

/// Limits, as `wasi_py_host.CallLimits` has them.
#[derive(FromPyObject)]
struct GivenLimits {
    memory_bytes: usize,
    time_s: Option<f64>,
    fuel: Option<u64>,
    result_bytes: usize,
}

#[pymethods]
impl Component {
    #[new]
    #[pyo3(signature = (component, machine_code, *, instances, scan, limits, calls_per_instance))]
    fn new(
        py: Python<'_>,
        component: PathBuf,
        machine_code: PathBuf,
        instances: u32,
        scan: bool,
        limits: GivenLimits,
        calls_per_instance: NonZeroU32,
    ) -> PyResult<Self> {
        let limits = limits.read()?;
        let pool = Pool {
            instances,
            scan,
            fuel: limits.fuel.is_some(),
        };
        // Compiling takes seconds, in which other threads of Python go on.
        let loaded = py.detach(|| {
            let host = pool.host()?;
            let loaded = host.load_through::<Untyped>(component, machine_code);
            let (guest, _) = loaded.map_err(|error| error.to_string())?;
            Ok((host, guest))
        });
        let (host, guest): (_, Guest<Untyped>) =
            loaded.map_err(|reason: String| not_loaded(py, &reason))?;
        let interfaces = interfaces(&guest.component().component_type(), host.engine());
        let mut functions = HashMap::new();
        for interface in &interfaces {
            for (name, function) in &interface.functions {
                functions.insert(interface.path(name), Arc::new(function.clone()));
            }
        }
        let caller = guest.caller(limits, Capabilities::none());
        Ok(Self {
            caller: Arc::new(caller.reusing(calls_per_instance)),
            functions,
            description: description(py, &interfaces)?.unbind(),
            process: Process::this(),
        })
    }

    /// Calls a function, and returns its result.
    fn call<'py>(
        &self,
        py: Python<'py>,
        path: &str,
        arguments: &Bound<'py, PyTuple>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (function, arguments) = self.prepare(path, arguments)?;
        let called = wait(py, self.caller.call_function_async(path, &arguments), &[])?;
        returned(py, &function, called)
    }

    /// Calls a function without waiting for it.
    fn begin(
        &self,
        path: String,
        arguments: &Bound<'_, PyTuple>,
        ended: Py<PyAny>,
        called: Py<PyAny>,
    ) -> PyResult<Running> {
        let (function, arguments) = self.prepare(&path, arguments)?;
        let caller = self.caller.clone();
        let call = async move { caller.call_function_async(&path, &arguments).await };
        begin(call, Listener { ended, called }, move |py, results| {
            Ok(returned(py, &function, results)?.unbind())
        })
    }
}

impl Component {
    /// Finds a function, and makes values of what it is called with.
    fn prepare(
        &self,
        path: &str,
        arguments: &Bound<'_, PyTuple>,
    ) -> PyResult<(Arc<Function>, Vec<Val>)> {
        self.process.check()?;
        let function = self.functions.get(path);
        let function = function
            .ok_or_else(|| PyValueError::new_err(format!("there is no function `{path}`")))?;
        if let Some(what) = function.foreign() {
            let message =
                format!("`{path}` takes or returns {what}, which Python has no value for");
            return Err(PyTypeError::new_err(message));
        }
        let parameters = &function.parameters;
        if arguments.len() != parameters.len() {
            let (expected, found) = (parameters.len(), arguments.len());
            let message = format!("`{path}` takes {expected} arguments, found {found}");
            return Err(PyTypeError::new_err(message));
        }
        let values = parameters.iter().zip(arguments);
        let values = values
            .map(|((name, ty), argument)| lower(&argument, ty).map_err(|unfit| unfit.of(name)));
        Ok((function.clone(), values.collect::<PyResult<_>>()?))
    }
}

/// The result of a function, for Python. The error of a `result` is raised.
fn returned<'py>(
    py: Python<'py>,
    function: &Function,
    called: Result<Vec<Val>, FunctionError>,
) -> PyResult<Bound<'py, PyAny>> {
    let results = called.map_err(|error| not_called(py, &error))?;
    match (results.first(), &function.result) {
        (Some(Val::Result(result)), Some(Type::Result(ty))) => match result {
            Ok(value) => lift_inside(py, value.as_deref(), ty.ok().as_ref()),
            Err(value) => {
                let value = lift_inside(py, value.as_deref(), ty.err().as_ref())?;
                Err(raised(py, "ResultError", (value,)))
            }
        },
        (Some(value), Some(ty)) => lift(py, value, ty),
        _ => Ok(py.None().into_bound(py)),
    }
}

fn not_called(py: Python<'_>, error: &FunctionError) -> PyErr {
    let reason = match error {
        FunctionError::Call(CallError::Stopped { stop, .. } | CallError::Poisoned { stop }) => {
            stop.reason()
        }
        FunctionError::Instantiate(_) => "unavailable",
        _ => "missing",
    };
    raised(py, "StoppedError", (error.to_string(), reason))
}

/// The exception of that class.
fn raised<'py>(py: Python<'py>, class: &str, arguments: impl pyo3::call::PyCallArgs<'py>) -> PyErr {
    let made = py
        .import("wasi_py_host._failures")
        .and_then(|module| module.getattr(class)?.call1(arguments));
    made.map_or_else(|error| error, PyErr::from_value)
}

impl GivenLimits {
    fn read(self) -> PyResult<Limits> {
        let time = self.time_s.map(Duration::try_from_secs_f64).transpose();
        Ok(Limits {
            memory_bytes: self.memory_bytes,
            deadline: time.map_err(|error| PyValueError::new_err(format!("`time_s`: {error}")))?,
            fuel: self.fuel,
            result_bytes: self.result_bytes,
        })
    }
}
