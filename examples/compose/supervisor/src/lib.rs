//! The world `supervisor`, exported by a Python app.

wasi_py_embed::component!();
