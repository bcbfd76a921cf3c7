//! Builds the component. What is in Rust is named here, everything else is in the app.

fn main() -> Result<(), wasi_py_build::BuildError> {
    wasi_py_build::Component::new()
        .interface_in_rust("wasi-py:mixed/numbers")
        .function_in_rust(
            "wasi-py:mixed/texts",
            "count-characters",
            "crate::count_characters",
        )
        .build()
}
