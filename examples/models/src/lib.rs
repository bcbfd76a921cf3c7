//! The world `models`, exported by a Python app that validates what it gets by pydantic.

wasi_py_embed::component!();
