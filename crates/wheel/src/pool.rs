//! Pools of instances, and sandboxes without anything in them, one of a kind for this process. All threads
//! share them.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::runtime::{Handle, Runtime};
use wasi_py_host::{Allocation, EngineOptions, Host, Reset};
use wasi_py_sandbox::Sandbox;

use crate::failure::not_loaded;

/// A component, and the pool in which its instances are.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Pooled {
    /// The component.
    pub(crate) component: PathBuf,
    /// Its machine code, which is made if it is not there.
    pub(crate) machine_code: PathBuf,
    /// The pool.
    pub(crate) pool: Pool,
}

/// A pool of instances.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Pool {
    /// Instances that can be alive at a time.
    pub(crate) instances: u32,
    /// True if memory is made ready by the scan wherever that is possible: see
    /// [`Reset::Scan`](wasi_py_host::Reset::Scan).
    pub(crate) scan: bool,
    /// True if instructions are counted.
    pub(crate) fuel: bool,
}

impl Pool {
    /// Returns the host with this pool, which is started when it is first asked for.
    pub(crate) fn host(self) -> Result<Host, String> {
        static STARTED: Mutex<Option<HashMap<Pool, Host>>> = Mutex::new(None);
        let mut started = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
        let started = started.get_or_insert_default();
        if let Some(host) = started.get(&self) {
            return Ok(host.clone());
        }
        let host = Host::new(EngineOptions {
            allocation: Allocation::Pooling {
                instances: self.instances,
            },
            reset: if self.scan { Reset::Scan } else { Reset::Safe },
            fuel: self.fuel,
            ..EngineOptions::default()
        });
        let host = host.map_err(|error| error.to_string())?;
        started.insert(self, host.clone());
        Ok(host)
    }
}

impl Pooled {
    /// Returns the sandbox in this pool, which is loaded when it is first asked for.
    pub(crate) fn sandbox(self, py: Python<'_>) -> PyResult<Sandbox> {
        static LOADED: Mutex<Option<HashMap<Pooled, Sandbox>>> = Mutex::new(None);
        // Compiling takes seconds, in which other threads of Python go on.
        let loaded = py.detach(|| {
            let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
            let loaded = loaded.get_or_insert_default();
            if let Some(sandbox) = loaded.get(&self) {
                return Ok(sandbox.clone());
            }
            let sandbox = self.load()?;
            loaded.insert(self, sandbox.clone());
            Ok(sandbox)
        });
        loaded.map_err(|reason: String| not_loaded(py, &reason))
    }

    fn load(&self) -> Result<Sandbox, String> {
        let host = self.pool.host()?;
        let loaded = Sandbox::load(&host, &self.component, &self.machine_code);
        loaded.map_err(|error| error.to_string())
    }
}

/// The process in which something was made that has threads of ours at work.
#[derive(Clone, Copy)]
pub(crate) struct Process(u32);

impl Process {
    pub(crate) fn this() -> Self {
        Self(std::process::id())
    }

    /// Fails in a process that was forked off since: it has none of the threads, and no limit of time.
    pub(crate) fn check(self) -> PyResult<()> {
        if self.0 == std::process::id() {
            return Ok(());
        }
        let message = "the sandbox was made before this process was forked off\n\
                       = help: start processes by `spawn` or `forkserver`, and make it in each";
        Err(PyRuntimeError::new_err(message))
    }
}

/// The runtime that wakes whoever waits, and runs what `asyncio` waits for.
pub(crate) fn runtime() -> PyResult<&'static Handle> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let started = RUNTIME.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let started = builder.thread_name("wasi-py-host").enable_all().build();
        started.map_err(|error| error.to_string())
    });
    match started {
        Ok(runtime) => Ok(runtime.handle()),
        Err(reason) => Err(PyRuntimeError::new_err(reason.clone())),
    }
}
