//! The package `wit`: what a world has, as Python modules. Generated code fills it.

use std::ffi::CString;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyModule};

use super::wit_types::{WitErr, WitOk, WitSome};

/// Fills one module: adds classes and functions.
pub type Fill = for<'py> fn(&Bound<'py, PyModule>) -> PyResult<()>;

/// A type that has a name and no class: its module, its name there, and its meaning. That is an expression of
/// builtins and the package `wit`.
pub type Alias = (&'static str, &'static str, &'static str);

/// Makes the packages `wit`, `wit.imports` and `wit.exports`, the module `wit.types`, and `modules`, each by
/// its full name. Packages come before what is in them. Then adds the `aliases`.
///
/// # Errors
/// Any exception that Python raises while it makes them.
pub fn fill(
    package: &Bound<'_, PyModule>,
    modules: &[(&str, Fill)],
    aliases: &[Alias],
) -> PyResult<()> {
    package.setattr("__path__", PyList::empty(package.py()))?;
    let types: Fill = |module| {
        module.add_class::<WitSome>()?;
        module.add_class::<WitOk>()?;
        module.add_class::<WitErr>()
    };
    for (name, fill) in [("wit.types", types)].iter().chain(modules) {
        fill(&add(package, name)?)?;
    }
    let names = PyDict::new(package.py());
    names.set_item("wit", package)?;
    for alias in aliases {
        name(alias, &names)?;
    }
    Ok(())
}

/// Gives a type its name, as `Names = list[str]` does.
fn name((module, name, expression): &Alias, names: &Bound<'_, PyDict>) -> PyResult<()> {
    let py = names.py();
    let value = py.eval(&CString::new(*expression)?, Some(names), None)?;
    let modules = py.import("sys")?.getattr("modules")?;
    modules.get_item(module)?.setattr(*name, value)
}

/// Adds a module where an import statement finds it.
fn add<'py>(package: &Bound<'py, PyModule>, name: &str) -> PyResult<Bound<'py, PyModule>> {
    let py = package.py();
    let module = PyModule::new(py, name)?;
    let modules = py.import("sys")?.getattr("modules")?;
    let (parent, own_name) = name.rsplit_once('.').unwrap_or_default();
    if parent == "wit" && own_name != "types" {
        module.setattr("__path__", PyList::empty(py))?;
    }
    let parent = match parent {
        "wit" => package.clone().into_any(),
        parent => modules.get_item(parent)?,
    };
    parent.setattr(own_name, &module)?;
    modules.set_item(name, &module)?;
    // Not from a file, but CPython's import system wants to know from where.
    let machinery = py.import("_frozen_importlib")?;
    let spec = machinery.call_method1("ModuleSpec", (name, py.None()))?;
    module.setattr("__spec__", spec)?;
    Ok(module)
}
