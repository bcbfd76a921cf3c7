//! What goes into an instance that runs sources, and what it leaves.

use wasi_py_host::Instance;

use crate::bindings::SandboxComponent;
use crate::bindings::exports::wasi_py::sandbox::sandbox as wit;
use crate::failure::{Failure, FailureKind};
use crate::outcome::{Outcome, is_cut};
use crate::tools::Tools;
use crate::value::Value;

/// An instance that runs sources.
pub(crate) type Running = Instance<SandboxComponent, Tools>;

/// The inputs as the guest takes them.
pub(crate) fn written(inputs: &[(&str, Value)]) -> Vec<wit::Input> {
    let written = inputs.iter().map(|(name, value)| wit::Input {
        name: (*name).to_owned(),
        value: value.to_nodes(),
    });
    written.collect()
}

/// What the guest has left, if it kept to its limits.
pub(crate) fn outcome(instance: &Running, left: wit::Outcome) -> Result<Outcome, Failure> {
    let output = instance.output();
    let printed = (&output).into();
    if is_cut(&output) {
        let message = "the source printed more than it may";
        return Err(Failure {
            printed: Box::new(printed),
            ..Failure::of_host(FailureKind::OutputLimit, message)
        });
    }
    let value = Value::from_nodes(left.value);
    Ok(Outcome {
        value: value.map_err(|error| Failure::of_host(FailureKind::Crashed, error))?,
        printed,
        files: left.files,
    })
}
