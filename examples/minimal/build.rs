//! Builds the component that `Cargo.toml` describes.

use wasi_py_build::{BuildError, Component};

/// Another folder with a `people_app`, for tests, as for the component with all imports.
const APP_VARIABLE: &str = "PEOPLE_APP";

fn main() -> Result<(), BuildError> {
    println!("cargo::rerun-if-env-changed={APP_VARIABLE}");
    match std::env::var_os(APP_VARIABLE) {
        Some(app) => Component::new().app(app).build(),
        None => Component::new().build(),
    }
}
