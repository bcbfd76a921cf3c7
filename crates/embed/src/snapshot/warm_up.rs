//! The warm-up before a snapshot: values of every exported function cross the border in both directions, so
//! that no instance is the first to do it.
//!
//! The app is not called with values that are made up here. It could keep them, and every instance would
//! begin with them. It is called with arguments that it has named itself: `wasi_py.snapshot.warm_up`.

use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::values::convert::{Call, FromPython, Sample, ToPython};
use crate::values::{Function, WitErr};

/// Enough for CPython to have specialised the code that runs.
const CALLS: usize = 64;
/// Enough for values of each kind to have crossed.
const ROUNDS: usize = 8;
/// The interfaces whose function answers requests of HTTP: of WASI 0.2, and of 0.3.
const HANDLERS: [&str; 2] = ["incoming_handler", "handler"];

/// A type whose values cross the border in both directions.
#[derive(Clone, Copy, Debug)]
pub struct Crossing {
    sample: for<'py> fn(usize, &Call<'py>) -> PyResult<Option<Bound<'py, PyAny>>>,
    cross: for<'py> fn(Bound<'py, PyAny>, &Call<'py>) -> PyResult<Bound<'py, PyAny>>,
}

impl Crossing {
    /// Describes how values of type `T` cross.
    #[must_use]
    pub const fn of<T>() -> Self
    where
        T: Sample + for<'py> ToPython<'py> + for<'a, 'py> FromPython<'a, 'py>,
    {
        Self {
            sample: |index, call| {
                T::sample(index)
                    .map(|value| value.to_python(call))
                    .transpose()
            },
            cross: |object, call| T::from_python(object, call)?.to_python(call),
        }
    }

    /// Has a value come to Python and go back, if one can be made.
    fn rehearse(self, index: usize, call: &Call<'_>) -> PyResult<()> {
        if let Some(object) = (self.sample)(index, call)? {
            (self.cross)(object, call)?;
        }
        Ok(())
    }
}

type Complete = for<'py> fn(&Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>>;

/// An exported function, with the types of its values. A type that holds handles is left out: nobody has
/// any yet.
pub struct Export {
    /// The function of the app; none for a method, which its object has.
    pub function: Option<&'static Function>,
    /// Runs what it returned to its end, if that may have to be awaited.
    pub complete: Option<Complete>,
    /// The types of the parameters, without `self`.
    pub parameters: &'static [Option<Crossing>],
    /// The type of the result: of the good one if the function can fail.
    pub result: Option<Crossing>,
    /// The type that it fails with.
    pub error: Option<Crossing>,
}

impl Export {
    /// Has values of all its types cross.
    fn rehearse(&self, py: Python<'_>) -> PyResult<()> {
        if let Some(function) = self.function {
            function.find(py)?;
        }
        let types = self.parameters.iter().chain([&self.result, &self.error]);
        for crossing in types.flatten() {
            for index in 0..ROUNDS {
                crossing.rehearse(index, &Call::new(py))?;
            }
        }
        Ok(())
    }

    /// Tells whether it is this function of the app that it calls.
    fn calls(&self, function: &Bound<'_, PyAny>) -> bool {
        let own = self.function.map(|own| own.find(function.py()));
        own.is_some_and(|own| own.is_ok_and(|own| own.is(function)))
    }

    /// Calls the app as a host would that has these arguments.
    fn call(&self, function: &Bound<'_, PyAny>, arguments: &Bound<'_, PyTuple>) -> PyResult<()> {
        let call = Call::new(function.py());
        let given = arguments.iter().zip(self.parameters);
        let crossed = given.map(|(object, crossing)| match crossing {
            Some(crossing) => (crossing.cross)(object, &call),
            None => Ok(object),
        });
        let crossed = crossed.collect::<PyResult<Vec<_>>>()?;
        let mut returned = function.call1(PyTuple::new(call.py(), crossed)?)?;
        if let Some(complete) = self.complete {
            returned = complete(&returned)?;
        }
        match self.result {
            Some(crossing) => (crossing.cross)(returned, &call).map(drop),
            None => Ok(()),
        }
    }
}

/// Has values of all exported functions cross, and makes the calls that the app has asked for. Then runs
/// parts of the standard library, and lets handlers of HTTP add requests of their own.
///
/// # Errors
/// The exception that a call raised, unless it is one that its function may fail with.
pub fn warm_up(py: Python<'_>, exports: &[Export]) -> PyResult<()> {
    for export in exports {
        export.rehearse(py)?;
    }
    let snapshot = py.import("_wasi_py_snapshot")?;
    let asked = snapshot.call_method0("warm_ups")?;
    for call in asked.extract::<Vec<(Bound<'_, PyAny>, Bound<'_, PyTuple>)>>()? {
        make(&call, exports)?;
    }
    let functions = exports.iter().filter_map(|export| export.function);
    let handlers = functions.filter(|function| HANDLERS.iter().any(|name| function.is_of(name)));
    let handlers = handlers.map(|function| function.find(py));
    let handlers = handlers.collect::<PyResult<Vec<_>>>()?;
    snapshot.call_method1("rehearse", (handlers,)).map(drop)
}

/// Makes one of the calls that the app has asked for, over and over.
fn make(
    (function, arguments): &(Bound<'_, PyAny>, Bound<'_, PyTuple>),
    exports: &[Export],
) -> PyResult<()> {
    let mut exports = exports.iter();
    let export =
        exports.find(|export| export.parameters.len() == arguments.len() && export.calls(function));
    for _ in 0..CALLS {
        let called = match export {
            Some(export) => export.call(function, arguments),
            None => function.call1(arguments.clone()).map(drop),
        };
        if let Err(error) = called
            && !error.is_instance_of::<WitErr>(function.py())
        {
            return Err(error);
        }
    }
    Ok(())
}
