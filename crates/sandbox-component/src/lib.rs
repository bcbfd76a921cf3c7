//! The world `sandbox-component`, exported by a Python app, and the world `kept`, by which hosts save
//! sessions.

mod image;

wasi_py_embed::component!();
