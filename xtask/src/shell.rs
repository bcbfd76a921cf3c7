//! This repository, its cargo, and running other programs in it.

pub(crate) use wasi_py_project::checkout::{cargo, root as repository};
pub(crate) use wasi_py_project::shell::run;
