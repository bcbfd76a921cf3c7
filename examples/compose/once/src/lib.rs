//! The world `once`, exported by a Python app that imports from another component. All Rust in it is
//! generated.

wasi_py_embed::component!();
