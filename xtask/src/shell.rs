//! This repository, its cargo, running other programs in it, and copies of its folders.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::Context;

pub(crate) use wasi_py_project::checkout::{cargo, root as repository};
pub(crate) use wasi_py_project::shell::{output, run, run_as, run_unless_fresh};

/// Copies what is in a folder as far as its name is `wanted`.
pub(crate) fn copy_folder(
    from: &Path,
    to: &Path,
    wanted: impl Fn(&OsStr) -> bool + Copy,
) -> anyhow::Result<()> {
    let failed = || format!("cannot copy `{}`", from.display());
    fs::create_dir_all(to).with_context(failed)?;
    for entry in fs::read_dir(from).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if !wanted(&entry.file_name()) {
            continue;
        }
        if path.is_dir() {
            copy_folder(&path, &to, wanted)?;
        } else {
            fs::copy(&path, &to).with_context(failed)?;
        }
    }
    Ok(())
}
