//! The world `numbers`, exported by a Python app that calculates by numpy.

wasi_py_embed::component!();
