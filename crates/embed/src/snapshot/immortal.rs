//! Objects that live as long as the interpreter: nobody counts references to them any more, so pages that are
//! only referred to stay clean.
//!
//! They are those that have no finaliser and live that long in practice: modules, types, functions and their
//! code, what those are made of, and constants wherever they are.

#![allow(
    unsafe_code,
    reason = "reference counts and the types of objects are C APIs"
)]

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyFrozenSet, PyList, PyTuple};

/// The attributes of code that hold objects.
const PARTS_OF_CODE: [&str; 8] = [
    "co_consts",
    "co_exceptiontable",
    "co_filename",
    "co_linetable",
    "co_name",
    "co_names",
    "co_qualname",
    "co_varnames",
];

/// Makes what `objects` are immortal, or hold, as far as it lasts. `objects` are all that the garbage
/// collector tracks; `mortal` ones are left alone.
pub(crate) fn make_immortal(
    objects: &Bound<'_, PyList>,
    mortal: &[&Bound<'_, PyAny>],
) -> PyResult<()> {
    let py = objects.py();
    let is_mortal = |object: &Bound<'_, PyAny>| mortal.iter().any(|mortal| mortal.is(object));
    let parts_of = py.import("gc")?.getattr("get_referents")?;
    // Those that last come first: a tuple of them is a constant.
    for lasts in [true, false] {
        for object in objects {
            if is_mortal(&object) || is_program(&object) != lasts {
                continue;
            }
            for part in parts_of.call1((&object,))?.try_iter()? {
                let part = part?;
                if !is_mortal(&part) && (lasts && is_part_of_program(&part)) {
                    stop_counting(&part);
                }
                make_constant(&part)?;
            }
            if lasts {
                stop_counting(&object);
            }
        }
    }
    Ok(())
}

/// Tells whether an object is what programs are made of.
fn is_program(object: &Bound<'_, PyAny>) -> bool {
    let at = object.as_ptr();
    // SAFETY: these compare a live object's type.
    unsafe {
        ffi::PyModule_Check(at) != 0
            || ffi::PyType_Check(at) != 0
            || ffi::PyFunction_Check(at) != 0
            || ffi::PyCFunction_Check(at) != 0
            || is_of(
                object,
                &[
                    &raw mut ffi::PyMethodDescr_Type,
                    &raw mut ffi::PyClassMethodDescr_Type,
                    &raw mut ffi::PyGetSetDescr_Type,
                    &raw mut ffi::PyMemberDescr_Type,
                    &raw mut ffi::PyWrapperDescr_Type,
                    &raw mut ffi::PyStaticMethod_Type,
                    &raw mut ffi::PyClassMethod_Type,
                    &raw mut ffi::PyProperty_Type,
                ],
            )
    }
}

/// Tells whether an object that a program holds is a part of it: its names, defaults, what it closes over.
fn is_part_of_program(object: &Bound<'_, PyAny>) -> bool {
    is_of(
        object,
        &[
            &raw mut ffi::PyCell_Type,
            &raw mut ffi::PyDict_Type,
            &raw mut ffi::PyTuple_Type,
        ],
    )
}

/// Makes a constant immortal, with all that it is made of. Tells whether it is one.
fn make_constant(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    if is_immortal(object) {
        return Ok(true);
    }
    let is_constant = if let Ok(tuple) = object.cast_exact::<PyTuple>() {
        are_constants(tuple.as_any())?
    } else if let Ok(set) = object.cast_exact::<PyFrozenSet>() {
        are_constants(set.as_any())?
    } else if is_of(object, &[&raw mut ffi::PyCode_Type]) {
        for name in PARTS_OF_CODE {
            make_constant(&object.getattr(name)?)?;
        }
        true
    } else {
        is_leaf(object)
    };
    if is_constant {
        stop_counting(object);
    }
    Ok(is_constant)
}

/// Makes all constants among the items immortal. Tells whether all are.
fn are_constants(items: &Bound<'_, PyAny>) -> PyResult<bool> {
    let mut are_all = true;
    for item in items.try_iter()? {
        are_all &= make_constant(&item?)?;
    }
    Ok(are_all)
}

/// Tells whether an object holds no others and cannot change.
fn is_leaf(object: &Bound<'_, PyAny>) -> bool {
    is_of(
        object,
        &[
            &raw mut ffi::PyUnicode_Type,
            &raw mut ffi::PyBytes_Type,
            &raw mut ffi::PyLong_Type,
            &raw mut ffi::PyFloat_Type,
            &raw mut ffi::PyComplex_Type,
        ],
    )
}

/// Tells whether an object is exactly of one of these types.
fn is_of(object: &Bound<'_, PyAny>, types: &[*mut ffi::PyTypeObject]) -> bool {
    types.contains(&object.get_type_ptr())
}

fn is_immortal(object: &Bound<'_, PyAny>) -> bool {
    let none = object.py().None();
    // SAFETY: reads the counts of live objects.
    unsafe { ffi::Py_REFCNT(object.as_ptr()) == ffi::Py_REFCNT(none.as_ptr()) }
}

// CPYTHON-INTERNAL: the count that makes an object immortal.
/// Gives an object the count that `None` has, which CPython never changes.
fn stop_counting(object: &Bound<'_, PyAny>) {
    let none = object.py().None();
    // SAFETY: a live object; with this count CPython treats it as it treats `None`.
    unsafe { (*object.as_ptr()).ob_refcnt = (*none.as_ptr()).ob_refcnt };
}
