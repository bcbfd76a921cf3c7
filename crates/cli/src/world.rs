//! The world of a project and its types for Python: `wasi-py stubs`.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use wasi_py_bindgen::Stub;
use wasi_py_bundle::packer::files_below;

use crate::parts::Parts;

/// The folder of stubs inside that of the Python project.
const FOLDER: &str = "stubs";
/// The package that the stubs describe.
const PACKAGE: &str = "wit";

/// Writes the types of the world as stubs of the Python package `wit`, for type checkers and editors.
///
/// They go to `stubs/wit` in the folder of the Python project, in the place of earlier ones.
#[derive(clap::Args)]
pub(crate) struct Stubs {
    #[command(flatten)]
    parts: Parts,
}

pub(crate) fn stubs(arguments: &Stubs) -> anyhow::Result<()> {
    let manifest = arguments.parts.manifest()?;
    let world = manifest.world()?;
    let stubs = world.stubs(&manifest.settings(&manifest.project()?))?;
    let folder = manifest.app.join(FOLDER);
    let failed = || format!("cannot write `{}`", folder.display());
    fs::create_dir_all(&folder).with_context(failed)?;
    let work = tempfile::tempdir_in(&folder).with_context(failed)?;
    write(&stubs, work.path()).with_context(failed)?;
    replace(&work.path().join(PACKAGE), &folder.join(PACKAGE))?;
    println!("{}", folder.join(PACKAGE).display());
    Ok(())
}

/// Writes the stubs of a world below a folder.
pub(crate) fn write(stubs: &[Stub], folder: &Path) -> std::io::Result<()> {
    for stub in stubs {
        let path = folder.join(&stub.path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, &stub.content)?;
    }
    Ok(())
}

/// Moves new stubs to the place of earlier ones, and of nothing else.
fn replace(new: &Path, place: &Path) -> anyhow::Result<()> {
    if place.exists() {
        let files = files_below(place, &|_| true)?;
        let other = files.iter().find(|(name, _)| !name.ends_with(".pyi"));
        if let Some((_, path)) = other {
            bail!(
                "`{}` is not a stub, and `{}` is replaced as a whole\n= help: move that file elsewhere",
                path.display(),
                place.display()
            );
        }
        fs::remove_dir_all(place)
            .with_context(|| format!("cannot remove `{}`", place.display()))?;
    }
    fs::rename(new, place).with_context(|| format!("cannot create `{}`", place.display()))
}
