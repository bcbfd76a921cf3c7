//! The world `everything`: each function passes a value through Python to the host's function of the same
//! name.

wasi_py_embed::component!();
