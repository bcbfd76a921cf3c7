//! The world `series`, exported by a Python app that has lists of numbers as arrays.

wasi_py_embed::component!();
