//! The world `markdown`, exported by a Python app that has dependencies from PyPI.

wasi_py_embed::component!();
