//! The real command `wasmtime`, which the tests of the component as a command run, and what it runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use wasi_py_project::checkout::target_dir;
use wasi_py_project::console::Step;
use wasi_py_project::made::unless_made;

use crate::{component, shell};

/// The product, compiled by that program.
pub(crate) fn compiled_people(program: &Path) -> anyhow::Result<PathBuf> {
    compiled(program, &component::build_people()?)
}

/// A component, compiled by that program for this machine, so that a run takes no seconds: the fixture `NAME-command.cwasm`.
pub(crate) fn compiled(program: &Path, component: &Path) -> anyhow::Result<PathBuf> {
    let fixtures = target_dir().join("fixtures");
    let name = component.file_stem().unwrap_or_default().display();
    let out = fixtures.join(format!("{name}-command.cwasm"));
    std::fs::create_dir_all(fixtures)?;
    let records = target_dir().join("made");
    unless_made(&records, (&[component, program], ""), &[&out], || {
        let step = Step::begin(format!("compiling `{name}` by wasmtime"));
        let mut compile = Command::new(program);
        compile.arg("compile").arg(component);
        shell::run_as(&step, compile.arg("--output").arg(&out))
    })?;
    Ok(out)
}
