//! As much of Python's C API as the component needs, made safe: an interpreter that runs, objects, and
//! exceptions.

#![allow(unsafe_code, reason = "the C API is what this example shows")]

use std::ffi::{CStr, CString};
use std::fmt;
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::slice;
use std::sync::OnceLock;

use pyo3_ffi as ffi;

// `FROZEN`: modules by name, their bytecode, and whether they are packages.
include!(concat!(env!("OUT_DIR"), "/frozen.rs"));

/// An interpreter that runs, and whose lock this thread holds: a component has one thread, which keeps it.
#[derive(Clone, Copy)]
pub(crate) struct Python(PhantomData<*mut ()>);

/// A reference to an object, given back when it is dropped.
pub(crate) struct Object(NonNull<ffi::PyObject>);

/// The exception that a call has raised. Prints as the last line of a traceback.
pub(crate) struct Raised(Object);

impl Python {
    /// Starts CPython unless it runs.
    ///
    /// # Panics
    /// When it does not start, which nothing that is passed to the component can bring about.
    pub(crate) fn start() -> Self {
        static STARTED: OnceLock<()> = OnceLock::new();
        STARTED.get_or_init(|| {
            freeze();
            preinitialize();
            initialize();
        });
        Self(PhantomData)
    }

    /// Runs `import name`.
    pub(crate) fn import(self, name: &CStr) -> Result<Object, Raised> {
        // SAFETY: the lock is held; a new reference, or null with an exception set.
        unsafe { Object::owned(self, ffi::PyImport_ImportModule(name.as_ptr())) }
    }

    /// Returns the value of an expression that sees builtins and `names`.
    pub(crate) fn evaluate(
        self,
        expression: &str,
        names: &[(&CStr, &Object)],
    ) -> Result<Object, Raised> {
        let Ok(code) = CString::new(expression) else {
            return Err(self.refuse(c"an expression cannot contain a null character"));
        };
        // SAFETY: the lock is held; a new reference, or null with an exception set.
        let globals = unsafe { Object::owned(self, ffi::PyDict_New()) }?;
        for (name, value) in names {
            // SAFETY: a live dictionary, a string that ends in NUL, a live object, which the dictionary
            // refers to anew.
            let failed =
                unsafe { ffi::PyDict_SetItemString(globals.raw(), name.as_ptr(), value.raw()) };
            if failed != 0 {
                return Err(self.raised());
            }
        }
        // SAFETY: a string that ends in NUL and a live dictionary; a new reference, or null with an exception
        // set.
        unsafe {
            let globals = globals.raw();
            let value = ffi::PyRun_String(code.as_ptr(), ffi::Py_eval_input, globals, globals);
            Object::owned(self, value)
        }
    }

    /// Raises a `ValueError` of our own.
    fn refuse(self, message: &CStr) -> Raised {
        // SAFETY: the lock is held; a static exception class, and a string that ends in NUL and is copied.
        unsafe { ffi::PyErr_SetString(ffi::PyExc_ValueError, message.as_ptr()) };
        self.raised()
    }

    /// Takes the exception of the last call.
    fn raised(self) -> Raised {
        // SAFETY: the lock is held; a new reference, or null if nothing was raised.
        let exception = unsafe { ffi::PyErr_GetRaisedException() };
        let exception = NonNull::new(exception).expect("a call that fails raises");
        Raised(Object(exception))
    }
}

impl Object {
    /// # Safety
    /// `object` is a reference that nobody else gives back, or null with an exception set.
    unsafe fn owned(python: Python, object: *mut ffi::PyObject) -> Result<Self, Raised> {
        NonNull::new(object)
            .map(Self)
            .ok_or_else(|| python.raised())
    }

    fn raw(&self) -> *mut ffi::PyObject {
        self.0.as_ptr()
    }

    /// Returns the interpreter. There are objects only while one runs.
    fn python(&self) -> Python {
        Python(PhantomData)
    }

    /// Returns `object.name`.
    pub(crate) fn attribute(&self, name: &CStr) -> Result<Self, Raised> {
        // SAFETY: a live object and a string that ends in NUL; a new reference, or null with an exception
        // set.
        unsafe {
            let value = ffi::PyObject_GetAttrString(self.raw(), name.as_ptr());
            Self::owned(self.python(), value)
        }
    }

    /// Returns `str(object)`.
    pub(crate) fn text(&self) -> Result<String, Raised> {
        // SAFETY: a live object; a new reference, or null with an exception set.
        let text = unsafe { Self::owned(self.python(), ffi::PyObject_Str(self.raw())) }?;
        let mut length = 0;
        // SAFETY: a live `str`; null with an exception set, or UTF-8 that lives as long as the `str`.
        let bytes = unsafe { ffi::PyUnicode_AsUTF8AndSize(text.raw(), &raw mut length) };
        if bytes.is_null() {
            return Err(self.python().raised());
        }
        // SAFETY: so many bytes, which nobody changes while `text` lives.
        let bytes = unsafe { slice::from_raw_parts(bytes.cast(), length.unsigned_abs()) };
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }

    /// Returns `type(object)`.
    fn class(&self) -> Self {
        // SAFETY: a live object, which has a type; a new reference.
        let class = unsafe { ffi::PyObject_Type(self.raw()) };
        Self(NonNull::new(class).expect("every object has a type"))
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        // SAFETY: this reference is given back once, and the lock is held.
        unsafe { ffi::Py_DECREF(self.raw()) };
    }
}

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let class = self.0.class().attribute(c"__name__");
        let class = class.and_then(|name| name.text()).unwrap_or_default();
        // The text of an exception can raise as well.
        match self.0.text() {
            Ok(text) => write!(f, "{class}: {text}"),
            Err(_) => write!(f, "{class}"),
        }
    }
}

/// Has CPython find the frozen modules.
fn freeze() {
    let row = |name: *const _, code: &[u8], is_package| ffi::_frozen {
        name,
        code: code.as_ptr(),
        size: code.len().try_into().expect("a module is small"),
        is_package,
    };
    let modules =
        FROZEN.map(|(name, code, is_package)| row(name.as_ptr(), code, is_package.into()));
    let end = ffi::_frozen {
        code: std::ptr::null(),
        ..row(std::ptr::null(), &[], 0)
    };
    let table: &'static [_] = Vec::leak(modules.into_iter().chain([end]).collect());
    // SAFETY: CPython does not run yet. Table, names and code live as long as the instance.
    unsafe { ffi::PyImport_FrozenModules = table.as_ptr() };
}

/// Sets UTF-8 for text, whatever the environment says.
fn preinitialize() {
    let mut config = MaybeUninit::<ffi::PyPreConfig>::uninit();
    // SAFETY: the first call writes every field, and CPython does not run yet.
    check(unsafe {
        ffi::PyPreConfig_InitIsolatedConfig(config.as_mut_ptr());
        (*config.as_mut_ptr()).utf8_mode = 1;
        ffi::Py_PreInitialize(config.as_ptr())
    });
}

fn initialize() {
    let mut config = MaybeUninit::<ffi::PyConfig>::uninit();
    // SAFETY: the first call writes every field.
    let config = unsafe {
        ffi::PyConfig_InitIsolatedConfig(config.as_mut_ptr());
        config.assume_init_mut()
    };
    // There is no installation to be found, and no end at which `print` could be flushed.
    config.site_import = 0;
    config.pathconfig_warnings = 0;
    config.module_search_paths_set = 1;
    config.install_signal_handlers = 0;
    config.buffered_stdio = 0;
    // SAFETY: a complete configuration, which is read and then given back; CPython does not run yet.
    unsafe {
        check(ffi::Py_InitializeFromConfig(config));
        ffi::PyConfig_Clear(config);
    }
}

fn check(status: ffi::PyStatus) {
    // SAFETY: reads the status, whose message is a static string that ends in NUL.
    unsafe {
        if ffi::PyStatus_Exception(status) != 0 {
            panic!("{}", CStr::from_ptr(status.err_msg).to_string_lossy());
        }
    }
}
