//! The world `packages`, exported by Python projects that have packages from PyPI and an example of each.

wasi_py_embed::component!();
