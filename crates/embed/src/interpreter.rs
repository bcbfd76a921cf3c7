//! The start of CPython, and with it the unsafe code that its C API demands.
//!
//! CPython starts in two phases: its core first, then, once the embedded importer is in place, everything that is
//! written in Python. That way `encodings`, the first module it needs, already comes from the bundle.

#![allow(unsafe_code, reason = "the start of CPython is a C API")]

use std::ffi::{CStr, CString, c_char};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::OnceLock;

use pyo3::ffi::{self, PyConfig, PyObject, PyPreConfig, PyStatus};
use pyo3::prelude::*;

use wasi_py_bundle::mounts;

use crate::{Raised, bundled, clib, process, snapshot, streams};

/// The importer's code object, from `python/_wasi_py_importer.py`.
static IMPORTER: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/importer.code"));
const IMPORTER_NAME: &CStr = c"_wasi_py_importer";

unsafe extern "C" {
    /// Second phase of the start, <https://docs.python.org/3.13/c-api/init_config.html> at its end; not in pyo3-ffi.
    fn _Py_InitializeMain() -> PyStatus;
}

/// The function that CPython calls to make a built-in module.
pub type ModuleInit = unsafe extern "C" fn() -> *mut PyObject;

/// What a component brings along.
#[derive(Clone, Copy, Debug)]
pub struct App {
    /// The app's files, as `wasi_py_bundle::pack` wrote them; mounted at [`mounts::APP`].
    pub bundle: &'static [u8],
    /// Modules written in Rust, there before any Python runs; see [`builtins!`](crate::builtins).
    pub builtins: &'static [(&'static CStr, ModuleInit)],
}

/// Lists `#[pyo3::pymodule]`s for [`App::builtins`].
#[macro_export]
macro_rules! builtins {
    ($($module:path),* $(,)?) => {
        const {
            &[$({
                use $module as module;
                let init: $crate::ModuleInit = module::__pyo3_init;
                (module::__PYO3_NAME, init)
            }),*]
        }
    };
}

/// Why CPython did not start. A component whose parts fit together never sees it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StartError {
    /// The standard library or the app inside the component is damaged.
    #[error("cannot open what is bundled for `{mount}`: {reason}")]
    Bundle {
        /// Where it should have been mounted.
        mount: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// CPython refused.
    #[error("CPython does not start: {function}: {message}")]
    Status {
        /// Which of its functions refused.
        function: String,
        /// What it said.
        message: String,
    },
    /// The importer raised; CPython has printed the exception.
    #[error("the embedded importer does not start")]
    Importer,
}

/// The one CPython of an instance. Starts at the first call.
#[derive(Debug)]
pub struct Interpreter {
    app: App,
    started: OnceLock<Result<(), StartError>>,
}

impl Interpreter {
    /// An interpreter for `app`, not started yet.
    pub const fn new(app: App) -> Self {
        Self {
            app,
            started: OnceLock::new(),
        }
    }

    /// Starts CPython unless it runs already.
    pub fn start(&self) -> Result<(), StartError> {
        self.started.get_or_init(|| start(&self.app)).clone()
    }

    /// Runs `body` with Python. What it raises comes back, and the interpreter goes on working.
    ///
    /// # Errors
    /// What Python raised.
    ///
    /// # Panics
    /// If CPython does not start: there is no instance to go on with.
    pub fn call<T>(&self, body: impl FnOnce(Python<'_>) -> PyResult<T>) -> Result<T, Raised> {
        self.attached(|py| restored(py, body).map_err(|error| Raised::new(py, &error)))
    }

    /// Runs `body` in an interpreter that is started, and writes what it printed.
    pub(crate) fn attached<T>(&self, body: impl FnOnce(Python<'_>) -> T) -> T {
        if let Err(error) = self.start() {
            panic!("{error}");
        }
        Python::attach(|py| {
            let result = body(py);
            streams::flush(py);
            result
        })
    }
}

/// Runs `body` in an interpreter that is restored.
pub(crate) fn restored<'py, T>(
    py: Python<'py>,
    body: impl FnOnce(Python<'py>) -> PyResult<T>,
) -> PyResult<T> {
    snapshot::restore(py).and_then(|()| body(py))
}

fn start(app: &App) -> Result<(), StartError> {
    bundled::mount(app.bundle)?;
    clib::prepare();
    preinitialize()?;
    let own: &[(&CStr, ModuleInit)] = crate::builtins![bundled::bundled_module];
    for (name, init) in own.iter().chain(app.builtins) {
        // SAFETY: CPython does not run yet; the name is static and the function makes a module.
        unsafe { ffi::PyImport_AppendInittab(name.as_ptr(), Some(*init)) };
    }
    initialize_core()?;
    install_importer()?;
    // SAFETY: the core phase is done, and this thread holds the interpreter lock since.
    check(unsafe { _Py_InitializeMain() })?;
    let completed = Python::attach(|py| {
        bundled::complete(py)
            .and_then(|()| streams::remember(py))
            .and_then(|()| process::set_arguments(py))
            .map_err(|error| error.print(py))
    });
    completed.map_err(|()| StartError::Importer)
}

/// UTF-8 everywhere and nothing from the environment: what the world does not pass, the app does not see.
fn preinitialize() -> Result<(), StartError> {
    let mut config = MaybeUninit::<PyPreConfig>::uninit();
    // SAFETY: the first call writes every field, and CPython does not run yet.
    check(unsafe {
        ffi::PyPreConfig_InitIsolatedConfig(config.as_mut_ptr());
        (*config.as_mut_ptr()).utf8_mode = 1;
        ffi::Py_PreInitialize(config.as_ptr())
    })
}

fn initialize_core() -> Result<(), StartError> {
    let mut config = MaybeUninit::<PyConfig>::uninit();
    // SAFETY: writes every field.
    let config = unsafe {
        ffi::PyConfig_InitIsolatedConfig(config.as_mut_ptr());
        config.assume_init_mut()
    };
    let status = configure(config).and_then(|()| {
        // SAFETY: the configuration is complete, the built-in modules are registered, and CPython does not run yet.
        check(unsafe { ffi::Py_InitializeFromConfig(config) })
    });
    // SAFETY: the configuration was initialised above and is not used any more.
    unsafe { ffi::PyConfig_Clear(config) };
    status
}

fn configure(config: &mut PyConfig) -> Result<(), StartError> {
    config._init_main = 0;
    // `site` looks for folders of an installation; there is none.
    config.site_import = 0;
    config.write_bytecode = 0;
    config.use_hash_seed = 0;
    config.install_signal_handlers = 0;
    config.module_search_paths_set = 1;
    for path in [mounts::APP, mounts::STDLIB] {
        let wide: Vec<_> = path.bytes().map(i32::from).chain([0]).collect();
        // SAFETY: the list belongs to an initialised configuration and copies the string, which ends in NUL.
        check(unsafe {
            ffi::PyWideStringList_Append(&mut config.module_search_paths, wide.as_ptr())
        })?;
    }
    let stdlib = CString::new(mounts::STDLIB).unwrap_or_default();
    // Everything that CPython would otherwise search the file system for.
    for (field, value) in [
        (&raw mut config.stdlib_dir, stdlib.as_c_str()),
        (&raw mut config.executable, c""),
        (&raw mut config.base_executable, c""),
        (&raw mut config.prefix, c"/bundle"),
        (&raw mut config.base_prefix, c"/bundle"),
        (&raw mut config.exec_prefix, c"/bundle"),
        (&raw mut config.base_exec_prefix, c"/bundle"),
    ] {
        // SAFETY: the field belongs to this initialised configuration, which copies the string.
        check(unsafe { ffi::PyConfig_SetBytesString(config, field, value.as_ptr()) })?;
    }
    Ok(())
}

/// Runs the importer's code, which hooks itself into `sys.path_hooks`.
fn install_importer() -> Result<(), StartError> {
    // SAFETY: CPython's core runs and this thread holds its lock. The bytes are a code object of this very version,
    // made by the build script. `code` and `result` are owned here and released once, `module` is borrowed.
    let installed = unsafe {
        let code = ffi::PyMarshal_ReadObjectFromString(
            IMPORTER.as_ptr().cast(),
            IMPORTER.len() as ffi::Py_ssize_t,
        );
        let module = ffi::PyImport_AddModule(IMPORTER_NAME.as_ptr());
        let mut result = ptr::null_mut();
        if !code.is_null() && !module.is_null() {
            let names = ffi::PyModule_GetDict(module);
            result = ffi::PyEval_EvalCode(code, names, names);
        }
        ffi::Py_XDECREF(code);
        if result.is_null() {
            ffi::PyErr_Print();
        }
        ffi::Py_XDECREF(result);
        !result.is_null()
    };
    if installed {
        Ok(())
    } else {
        Err(StartError::Importer)
    }
}

fn check(status: PyStatus) -> Result<(), StartError> {
    // SAFETY: reads the status only.
    if unsafe { ffi::PyStatus_Exception(status) } == 0 {
        return Ok(());
    }
    Err(StartError::Status {
        function: text(status.func),
        message: text(status.err_msg),
    })
}

fn text(string: *const c_char) -> String {
    if string.is_null() {
        return "no reason given".to_owned();
    }
    // SAFETY: CPython's status texts are static strings that end in NUL.
    unsafe { CStr::from_ptr(string) }
        .to_string_lossy()
        .into_owned()
}
