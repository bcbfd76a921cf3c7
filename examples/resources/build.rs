//! Builds the component: the world in `wit`, and the Python project in `app`.

fn main() -> Result<(), wasi_py_build::BuildError> {
    wasi_py_build::Component::new().build()
}
