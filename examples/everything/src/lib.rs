//! The world `everything`: each function passes a value on to the host's function of the same name, through Python.

wasi_py_embed::component!();
