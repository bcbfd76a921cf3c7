//! The world `sandbox-component`, exported by a Python app.

wasi_py_embed::component!();
