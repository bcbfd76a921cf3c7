//! Builds the component: the world in `wit`, the Python project in `python-app`, and what `src` has written by hand.

use std::path::PathBuf;

use wasi_py_build::{BuildError, Component};

/// Another folder with a `people_app` than `python-app`; tests build components around apps that misbehave.
const APP_VARIABLE: &str = "PEOPLE_APP";
const PEOPLE: &str = "wasi-py:people/people";

fn main() -> Result<(), BuildError> {
    println!("cargo::rerun-if-env-changed={APP_VARIABLE}");
    let app =
        std::env::var_os(APP_VARIABLE).map_or_else(|| PathBuf::from("python-app"), PathBuf::from);
    Component::new()
        .app(app)
        .module("people_app")
        .builtin("crate::person::person")
        .type_in_rust(PEOPLE, "person", "crate::person::Person")
        .warm_up("crate::bridge::warm_up")
        .build()
}
