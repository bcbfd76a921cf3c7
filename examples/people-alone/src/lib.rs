//! The world `people-component`, exported by a Python app. There is no Rust in it but what is generated.

wasi_py_embed::component!();
