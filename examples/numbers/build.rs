//! Builds the component that `Cargo.toml` describes.

fn main() -> Result<(), wasi_py_build::BuildError> {
    wasi_py_build::Component::new().build()
}
