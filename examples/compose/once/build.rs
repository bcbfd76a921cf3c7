//! Builds the component: the world in `wit`, which uses the package of the people component, and the Python project in `app`.

fn main() -> Result<(), wasi_py_build::BuildError> {
    wasi_py_build::Component::new()
        .wit(["../../../wit", "wit"])
        .build()
}
