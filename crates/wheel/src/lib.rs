//! The module `wasi_py_host._native`: the sandbox of `wasi-py-sandbox`, and any component, as classes of
//! Python. The Python code beside it makes an interface for people of them.

#![forbid(unsafe_code)]

mod blocking;
mod component;
mod description;
mod failure;
mod lift;
mod lower;
mod names;
mod outcome;
mod pool;
mod sandbox;
mod session;
mod tool;
mod value;
mod waiting;

/// What is written in Rust.
#[pyo3::pymodule]
mod _native {
    use pyo3::prelude::*;
    use wasi_py_host::{
        DEFAULT_DEADLINE, DEFAULT_INSTANCES, DEFAULT_MEMORY_BYTES as DEFAULT_CALL_MEMORY_BYTES,
        DEFAULT_RESULT_BYTES,
    };
    use wasi_py_sandbox::{
        DEFAULT_MEMORY_BYTES, DEFAULT_OUTPUT_BYTES, DEFAULT_RECURSION, DEFAULT_TIME,
        DEFAULT_VALUE_BYTES, FailureKind,
    };

    #[pymodule_export]
    use crate::component::Component;
    #[pymodule_export]
    use crate::names::python_name;
    #[pymodule_export]
    use crate::sandbox::Sandbox;
    #[pymodule_export]
    use crate::session::Session;
    #[pymodule_export]
    use crate::tool::Reply;
    #[pymodule_export]
    use crate::waiting::Running;

    #[pymodule_init]
    fn add_constants(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("DEFAULT_CALL_MEMORY_BYTES", DEFAULT_CALL_MEMORY_BYTES)?;
        module.add("DEFAULT_CALL_RESULT_BYTES", DEFAULT_RESULT_BYTES)?;
        module.add("DEFAULT_CALL_TIME_S", DEFAULT_DEADLINE.as_secs_f64())?;
        module.add("DEFAULT_INSTANCES", DEFAULT_INSTANCES)?;
        module.add("DEFAULT_MEMORY_BYTES", DEFAULT_MEMORY_BYTES)?;
        module.add("DEFAULT_OUTPUT_BYTES", DEFAULT_OUTPUT_BYTES)?;
        module.add("DEFAULT_RECURSION", DEFAULT_RECURSION)?;
        module.add("DEFAULT_TIME_S", DEFAULT_TIME.as_secs_f64())?;
        module.add("DEFAULT_VALUE_BYTES", DEFAULT_VALUE_BYTES)?;
        module.add("FAILURE_KINDS", FailureKind::ALL.map(FailureKind::name))
    }
}
