//! The real command `wasmtime`, which the tests of the component as a command run: installed into the cache.

use std::path::{Path, PathBuf};
use std::process::Command;

use wasi_py_project::checkout::target_dir;
use wasi_py_project::made::unless_made;
use wlr_libpy::cache::cache_root;

use crate::{component, shell};

/// The version that is installed, of the line that the host library is built on.
const VERSION: &str = "48.0.8";
/// What the command does by default and its users would miss; the rest would only take time to compile.
const FEATURES: &str = "run,compile,component-model,pooling-allocator,parallel-compilation,demangle,backtrace,\
                        addr2line,logging,clap/default";

/// The program, installed unless the cache has it.
pub(crate) fn ensure() -> anyhow::Result<PathBuf> {
    let folder = cache_root()?.join(format!("wasmtime-{VERSION}"));
    let program = folder.join("bin/wasmtime");
    if !program.exists() {
        install(&folder)?;
    }
    Ok(program)
}

fn install(folder: &Path) -> anyhow::Result<()> {
    eprintln!("installing wasmtime {VERSION}, which takes minutes");
    let mut cargo = shell::cargo();
    cargo
        .args(["install", "--quiet", "--locked", "wasmtime-cli"])
        .args(["--version", VERSION])
        .args(["--no-default-features", "--features", FEATURES, "--root"]);
    shell::run(cargo.arg(folder))
}

/// The product, compiled by that program.
pub(crate) fn compiled_people(program: &Path) -> anyhow::Result<PathBuf> {
    compiled(program, &component::build_people()?)
}

/// A component, compiled by that program for this machine, so that a run takes no seconds.
pub(crate) fn compiled(program: &Path, component: &Path) -> anyhow::Result<PathBuf> {
    let fixtures = target_dir().join("fixtures");
    let name = component.file_stem().unwrap_or_default().display();
    let out = fixtures.join(format!("{name}-command.cwasm"));
    std::fs::create_dir_all(fixtures)?;
    let records = target_dir().join("made");
    unless_made(&records, (&[component, program], ""), &[&out], || {
        let mut compile = Command::new(program);
        shell::run(
            compile
                .arg("compile")
                .arg(component)
                .arg("--output")
                .arg(&out),
        )
    })?;
    Ok(out)
}
