//! Builds the component that `Cargo.toml` describes.

use wasi_py_build::{BuildError, Component};

/// Environment variable: another Python project beside this file.
const APP_VARIABLE: &str = "PACKAGES_APP";

fn main() -> Result<(), BuildError> {
    println!("cargo::rerun-if-env-changed={APP_VARIABLE}");
    match std::env::var_os(APP_VARIABLE) {
        Some(app) => Component::new().app(app).build(),
        None => Component::new().build(),
    }
}
