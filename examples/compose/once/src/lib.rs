//! The world `once`, exported by a Python app that imports from another component. There is no Rust in it but what is generated.

wasi_py_embed::component!();
