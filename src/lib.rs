//! The guest: the world `people-component`, exported by the Python app. The class for its people is written
//! in Rust.

mod bridge;
mod person;

wasi_py_embed::component!();
wasi_py_embed::export_command!(crate::python::PYTHON, "people_app");
