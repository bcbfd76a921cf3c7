//! Configuration of CPython: shut off from its surroundings for typed calls, or set by arguments and
//! environment as that of `python` is.

#![allow(unsafe_code, reason = "CPython's configuration is a C API")]

use std::ffi::{CStr, CString, c_char, c_int};
use std::ptr;

use pyo3::ffi::{self, PyConfig, PyPreConfig, PyStatus};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use wasi_py_bundle::mounts;

use super::process;
use crate::error::StartError;

// CPYTHON-INTERNAL: two private functions of the configuration.
unsafe extern "C" {
    /// These are in `pycore_initconfig.h` and `pycore_pylifecycle.h`, and not in pyo3-ffi.
    fn _PyConfig_AsDict(config: *const PyConfig) -> *mut ffi::PyObject;
    fn _PyInterpreterState_SetConfig(config: *const PyConfig) -> c_int;
}

/// Returns the folder with sources of the app that the host names, if it names one.
fn sources() -> Option<String> {
    let mut variables = process::environment().into_iter();
    let named = variables.find(|(name, _)| name == mounts::SOURCES_VARIABLE);
    named
        .map(|(_, folder)| folder)
        .filter(|folder| !folder.is_empty())
}

/// The source of CPython's settings.
#[derive(Clone, Debug)]
pub(crate) enum StartMode {
    /// Nothing but [`mounts::SOURCES_VARIABLE`]: what the world does not pass, the app does not see.
    Isolated,
    /// Arguments, of which the first is the program's name, and the environment.
    CommandLine(Arguments),
}

impl StartMode {
    /// Hands CPython what it must know before anything else. Text is UTF-8 unless the command line says
    /// otherwise.
    pub(crate) fn preinitialize(&self) -> Result<(), StartError> {
        let mut config = PyPreConfigInit::uninit();
        // SAFETY: the first call of each branch writes every field, and CPython does not run yet.
        check(unsafe {
            match self {
                Self::Isolated => {
                    ffi::PyPreConfig_InitIsolatedConfig(config.as_mut_ptr());
                    (*config.as_mut_ptr()).utf8_mode = 1;
                    ffi::Py_PreInitialize(config.as_ptr())
                }
                Self::CommandLine(arguments) => {
                    ffi::PyPreConfig_InitPythonConfig(config.as_mut_ptr());
                    (*config.as_mut_ptr()).coerce_c_locale = 0;
                    if !arguments.choose_encoding() {
                        (*config.as_mut_ptr()).utf8_mode = 1;
                    }
                    let (count, mut strings) = arguments.as_c();
                    ffi::Py_PreInitializeFromBytesArgs(config.as_ptr(), count, strings.as_mut_ptr())
                }
            }
        })
    }

    /// Reads the rest without applying it.
    pub(crate) fn configuration(&self) -> Result<Configuration, StartError> {
        match self {
            Self::Isolated => Configuration::isolated(),
            Self::CommandLine(arguments) => Configuration::parse(arguments),
        }
    }
}

type PyPreConfigInit = std::mem::MaybeUninit<PyPreConfig>;

/// A command line as C sees it.
#[derive(Clone, Debug)]
pub(crate) struct Arguments(Vec<CString>);

impl Arguments {
    /// Makes C's strings of the arguments. Text behind a NUL is lost, as it is for C.
    pub(crate) fn new(arguments: &[String]) -> Self {
        let until_nul = |text: &String| {
            let text = text.split('\0').next().unwrap_or_default();
            CString::new(text).unwrap_or_default()
        };
        Self(arguments.iter().map(until_nul).collect())
    }

    /// Returns their number and the strings, with the null pointer at the end that C expects.
    fn as_c(&self) -> (ffi::Py_ssize_t, Vec<*mut c_char>) {
        let strings = self.0.iter().map(|text| text.as_ptr().cast_mut());
        let count = ffi::Py_ssize_t::try_from(self.0.len()).unwrap_or(ffi::Py_ssize_t::MAX);
        (count, strings.chain([ptr::null_mut()]).collect())
    }

    /// Tells whether CPython's own choice between UTF-8 and the locale's encoding is called for.
    fn choose_encoding(&self) -> bool {
        let is_named = |text: &CString| {
            let text = text.to_string_lossy();
            text.starts_with("utf8") || text.starts_with('-') && text.contains("Xutf8")
        };
        self.0.iter().any(is_named) || std::env::var_os("PYTHONUTF8").is_some()
    }
}

/// A `PyConfig` of our own.
pub(crate) struct Configuration(Box<PyConfig>);

impl Drop for Configuration {
    fn drop(&mut self) {
        // SAFETY: initialised in `new`, and not used any more.
        unsafe { ffi::PyConfig_Clear(&mut *self.0) };
    }
}

impl Configuration {
    fn new(initialize: unsafe extern "C" fn(*mut PyConfig)) -> Self {
        let mut config = Box::<PyConfig>::new_uninit();
        // SAFETY: the function writes every field.
        Self(unsafe {
            initialize(config.as_mut_ptr());
            config.assume_init()
        })
    }

    fn isolated() -> Result<Self, StartError> {
        let mut this = Self::new(ffi::PyConfig_InitIsolatedConfig);
        // `site` looks for folders of an installation; there is none.
        this.0.site_import = 0;
        this.0.write_bytecode = 0;
        this.0.use_hash_seed = 0;
        let sources = sources();
        this.set_paths(&sources.iter().map(String::as_str).collect::<Vec<_>>())?;
        Ok(this)
    }

    /// Has CPython read a command line, and the environment unless that forbids it.
    ///
    /// Fails with [`StartError::Exit`] when CPython has answered already: `--version`, `--help`, bad usage.
    pub(crate) fn parse(arguments: &Arguments) -> Result<Self, StartError> {
        let mut this = Self::new(ffi::PyConfig_InitPythonConfig);
        let (count, mut strings) = arguments.as_c();
        let strings = strings.as_mut_ptr().cast();
        // SAFETY: an initialised configuration, which copies the strings; CPython is at least
        // pre-initialised.
        check(unsafe { ffi::PyConfig_SetBytesArgv(&mut *this.0, count, strings) })?;
        if let Some(program) = arguments.0.first() {
            let field = &raw mut this.0.program_name;
            // A Python that runs already has a name, which would be taken.
            // SAFETY: the field belongs to this initialised configuration, which copies the string.
            check(unsafe { ffi::PyConfig_SetBytesString(&mut *this.0, field, program.as_ptr()) })?;
        }
        // SAFETY: an initialised configuration.
        check(unsafe { ffi::PyConfig_Read(&mut *this.0) })?;
        let folders = wide_text(this.0.pythonpath_env);
        let folders: Vec<&str> = folders.split(':').filter(|text| !text.is_empty()).collect();
        this.set_paths(&folders)?;
        Ok(this)
    }

    /// Sets everything that CPython would otherwise search the file system for. The folders in `before` come
    /// first on `sys.path`.
    fn set_paths(&mut self, before: &[&str]) -> Result<(), StartError> {
        let config = &mut *self.0;
        config._init_main = 0;
        config.install_signal_handlers = 0;
        config.pathconfig_warnings = 0;
        config.module_search_paths_set = 1;
        for path in before.iter().copied().chain([mounts::APP, mounts::STDLIB]) {
            let wide: Vec<i32> = path.chars().map(|char| char as i32).chain([0]).collect();
            // SAFETY: the list belongs to an initialised configuration and copies the string, which ends in
            // NUL.
            check(unsafe {
                ffi::PyWideStringList_Append(&mut config.module_search_paths, wide.as_ptr())
            })?;
        }
        let stdlib = CString::new(mounts::STDLIB).unwrap_or_default();
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

    /// Starts the core of CPython with it.
    pub(crate) fn initialize(&self) -> Result<(), StartError> {
        // SAFETY: the configuration is complete, the built-in modules are registered, and CPython does not
        // run yet.
        check(unsafe { ffi::Py_InitializeFromConfig(&*self.0) })
    }

    /// Gives the configuration to the interpreter that runs already: `sys.path`, `sys.argv`, `sys.flags` and
    /// so on are set anew.
    pub(crate) fn apply(&self, py: Python<'_>) -> PyResult<()> {
        // SAFETY: the lock is held; the configuration is complete and is copied.
        match unsafe { _PyInterpreterState_SetConfig(&*self.0) } {
            0 => Ok(()),
            _ => Err(PyErr::fetch(py)),
        }
    }

    /// Returns the fields by name.
    pub(crate) fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        // SAFETY: the lock is held; a new reference, or null with an exception set.
        let fields = unsafe { Bound::from_owned_ptr_or_err(py, _PyConfig_AsDict(&*self.0)) };
        Ok(fields?.cast_into()?)
    }
}

/// Fails if CPython refuses, or has done what was asked for and is to end.
pub(crate) fn check(status: PyStatus) -> Result<(), StartError> {
    // SAFETY: these read the status only.
    let (is_refusal, is_exit) = unsafe {
        (
            ffi::PyStatus_Exception(status) != 0,
            ffi::PyStatus_IsExit(status) != 0,
        )
    };
    match (is_refusal, is_exit) {
        (_, true) => Err(StartError::Exit(status.exitcode)),
        (false, _) => Ok(()),
        (true, _) => Err(StartError::Status {
            function: text(status.func),
            message: text(status.err_msg),
        }),
    }
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

/// Reads a string of CPython's configuration; empty for none.
fn wide_text(string: *const i32) -> String {
    let mut text = String::new();
    let mut at = string;
    // SAFETY: null or a string that ends in NUL, which is not changed while it is read.
    while let Some(&unit) = unsafe { at.as_ref() }.filter(|unit| **unit != 0) {
        text.extend(u32::try_from(unit).ok().and_then(char::from_u32));
        at = at.wrapping_add(1);
    }
    text
}
