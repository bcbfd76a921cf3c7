//! The world `service`, exported by the Python app of `examples/http`.

wasi_py_embed::component!();
