//! The start of CPython, and with it the unsafe code that its C API demands.
//!
//! CPython starts in two phases. Its core comes first. Everything that is written in Python follows once the
//! embedded importer is in place. So `encodings`, the first module it needs, already comes from the bundle.

#![allow(unsafe_code, reason = "the start of CPython is a C API")]

use std::ffi::{CStr, c_char};
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::ffi::{self, PyObject, PyStatus};
use pyo3::prelude::*;

use super::configuration::{StartMode, check};
use super::{bundle_module, key_derivation, method_caller, process, streams};
use crate::bundled;
use crate::error::StartError;
use crate::libc::{state, zone};

/// The importer's code object, from `_wasi_py_importer.py`.
static IMPORTER: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/importer.code"));
const IMPORTER_NAME: &CStr = c"_wasi_py_importer";

// CPYTHON-INTERNAL: the private second phase of the start.
unsafe extern "C" {
    /// The second phase of the start, at the end of <https://docs.python.org/3.13/c-api/init_config.html>. It
    /// is not in pyo3-ffi.
    fn _Py_InitializeMain() -> PyStatus;
}

/// True if Python sees lists of numbers as arrays.
static ARRAYS: AtomicBool = AtomicBool::new(false);

/// Tells whether Python sees lists of numbers as arrays, as [`App::arrays`] says.
pub(crate) fn has_arrays() -> bool {
    ARRAYS.load(Ordering::Relaxed)
}

/// The function that CPython calls to make a built-in module.
pub type ModuleInit = unsafe extern "C" fn() -> *mut PyObject;

/// The parts that a component brings along.
#[derive(Clone, Copy, Debug)]
pub struct App {
    /// The app's files, as `wasi_py_bundle::packer` wrote them; mounted at [`wasi_py_bundle::mounts::APP`].
    pub bundle: &'static [u8],
    /// Modules written in Rust, there before any Python runs; see [`builtins!`](crate::builtins).
    pub builtins: &'static [(&'static CStr, ModuleInit)],
    /// Extension modules of packages, linked in; see [`extensions!`](crate::extensions).
    pub extensions: &'static [(&'static CStr, ModuleInit)],
    /// True if Python sees lists of numbers as `array.array`.
    pub arrays: bool,
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

/// Lists extension modules for [`App::extensions`]: their full names, and the symbols of their init
/// functions.
#[macro_export]
macro_rules! extensions {
    ($($name:literal = $init:ident),* $(,)?) => {
        const {
            &[$({
                const NAME: &::core::ffi::CStr = match ::core::ffi::CStr::from_bytes_with_nul(concat!($name, "\0").as_bytes()) {
                    Ok(name) => name,
                    Err(_) => panic!("a module's name has no NUL"),
                };
                #[allow(unsafe_code, reason = "the linker finds what a package's C defines")]
                unsafe extern "C" {
                    fn $init() -> *mut $crate::pyo3::ffi::PyObject;
                }
                #[allow(unsafe_code, reason = "CPython calls it as it calls any init function")]
                unsafe extern "C" fn init() -> *mut $crate::pyo3::ffi::PyObject {
                    // SAFETY: CPython asks for the module, with the interpreter lock held.
                    unsafe { $crate::in_package(NAME, $init) }
                }
                (NAME, init as $crate::ModuleInit)
            }),*]
        }
    };
}

// CPYTHON-INTERNAL: the context that gives a module of the older kind its full name.
unsafe extern "C" {
    fn _PyImport_SwapPackageContext(context: *const c_char) -> *const c_char;
}

/// Calls the init function of an extension module, which then knows its package. A module that is made in one
/// phase has no other way to learn it when it is built in.
///
/// # Safety
/// This thread holds the interpreter lock, and `init` is the init function of a module.
#[doc(hidden)]
pub unsafe fn in_package(name: &'static CStr, init: ModuleInit) -> *mut PyObject {
    // SAFETY: the name is static, and the caller holds the lock.
    unsafe {
        let before = _PyImport_SwapPackageContext(name.as_ptr());
        let module = init();
        _PyImport_SwapPackageContext(before);
        module
    }
}

/// The one CPython of an instance. Starts at the first call.
#[derive(Debug)]
pub struct Interpreter {
    app: App,
    started: OnceLock<Result<(), StartError>>,
    has_ended: AtomicBool,
    is_entered: AtomicBool,
}

impl Interpreter {
    /// Makes an interpreter for `app`, not started yet.
    pub const fn new(app: App) -> Self {
        Self {
            app,
            started: OnceLock::new(),
            has_ended: AtomicBool::new(false),
            is_entered: AtomicBool::new(false),
        }
    }

    /// Starts CPython unless it runs already.
    pub fn start(&self) -> Result<(), StartError> {
        self.start_with(&StartMode::Isolated)
    }

    /// Starts CPython as [`Interpreter::start`] does, in another mode than that of typed calls.
    pub(crate) fn start_with(&self, mode: &StartMode) -> Result<(), StartError> {
        if self.has_ended.load(Ordering::Relaxed) {
            return Err(StartError::Ended);
        }
        self.started.get_or_init(|| start(&self.app, mode)).clone()
    }

    /// Tells whether CPython was started before.
    pub(crate) fn is_started(&self) -> bool {
        self.started.get().is_some()
    }

    /// Notes that CPython ends: there is no second start.
    pub(crate) fn end(&self) {
        self.has_ended.store(true, Ordering::Relaxed);
    }

    /// Runs `body` in an interpreter that is started, and writes what it printed.
    ///
    /// # Panics
    /// If CPython does not start, and in a call that comes while another is running. A function of the host
    /// that the app has called may not call the component back. The component model forbids it, but not every
    /// host checks.
    pub(crate) fn attached<T>(&self, body: impl FnOnce(Python<'_>) -> T) -> T {
        let _entered = Entered::new(&self.is_entered);
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

/// Marks an interpreter as running a call until it is dropped.
struct Entered<'a>(&'a AtomicBool);

impl<'a> Entered<'a> {
    fn new(is_entered: &'a AtomicBool) -> Self {
        assert!(
            !is_entered.swap(true, Ordering::Relaxed),
            "the component is called again while it is still running"
        );
        Self(is_entered)
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

fn start(app: &App, mode: &StartMode) -> Result<(), StartError> {
    bundled::mount(app.bundle)?;
    let extensions = app.extensions.iter();
    bundled::set_extensions(
        extensions
            .filter_map(|(name, _)| name.to_str().ok())
            .collect(),
    );
    ARRAYS.store(app.arrays, Ordering::Relaxed);
    state::prepare();
    mode.preinitialize()?;
    let own: &[(&CStr, ModuleInit)] = crate::builtins![
        bundle_module::bundled_module,
        key_derivation::key_derivation_module
    ];
    for (name, init) in own.iter().chain(app.builtins).chain(app.extensions) {
        // SAFETY: CPython does not run yet; the name is static and the function makes a module.
        unsafe { ffi::PyImport_AppendInittab(name.as_ptr(), Some(*init)) };
    }
    mode.configuration()?.initialize()?;
    install_importer()?;
    // SAFETY: the core phase is done, and this thread holds the interpreter lock since.
    check(unsafe { _Py_InitializeMain() })?;
    let completed = Python::attach(|py| complete(py, mode).map_err(|error| error.print(py)));
    completed.map_err(|()| StartError::Importer)
}

/// Sets up what can only be set up once all of CPython runs.
fn complete(py: Python<'_>, mode: &StartMode) -> PyResult<()> {
    complete_importer(py)?;
    zone::complete(py)?;
    method_caller::complete(py)?;
    match mode {
        StartMode::Isolated => streams::remember(py).and_then(|()| process::set_arguments(py)),
        // A command line has set the arguments, and its streams are flushed at its end.
        StartMode::CommandLine(_) => Ok(()),
    }
}

/// Completes the importer, which takes a CPython that runs in full.
fn complete_importer(py: Python<'_>) -> PyResult<()> {
    py.import("_wasi_py_importer")?.call_method0("complete")?;
    Ok(())
}

/// Runs the importer's code, which hooks itself into `sys.path_hooks`.
fn install_importer() -> Result<(), StartError> {
    // SAFETY: CPython's core runs and this thread holds its lock. The bytes are a code object of this very
    // version, made by the build script. `code` and `result` are owned here and released once. `module` is
    // borrowed.
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
