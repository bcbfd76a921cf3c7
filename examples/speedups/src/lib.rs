//! The world `speedups`, exported by a Python app whose dependencies have native code.

wasi_py_embed::component!();
