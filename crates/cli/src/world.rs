//! The world of a project and its types for Python: `wasi-py stubs`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use wasi_py_bindgen::World;
use wasi_py_bundle::pack::files_below;

/// Where stubs are written to, in the folder of the Python project.
const FOLDER: &str = "stubs";
/// The package that they describe.
const PACKAGE: &str = "wit";

/// Writes the types of the world as stubs of the Python package `wit`, for type checkers and editors.
///
/// They go to `stubs/wit` in the folder of the Python project, in the place of earlier ones.
#[derive(clap::Args)]
pub(crate) struct Stubs {
    #[command(flatten)]
    place: Place,
}

/// Where a project has its parts.
#[derive(clap::Args)]
pub(crate) struct Place {
    /// Folder of the Python project
    #[arg(long, value_name = "FOLDER", default_value = "app")]
    pub(crate) app: PathBuf,
    /// Folder with a WIT package; may be given more than once, the last has the world
    #[arg(long, value_name = "FOLDER", default_value = "wit")]
    wit: Vec<PathBuf>,
    /// Which world, if the package has several
    #[arg(long)]
    world: Option<String>,
}

impl Place {
    /// The world, read.
    pub(crate) fn world(&self) -> anyhow::Result<World> {
        Ok(World::read(&self.wit, self.world.as_deref())?)
    }
}

pub(crate) fn stubs(arguments: &Stubs) -> anyhow::Result<()> {
    let Place { app, .. } = &arguments.place;
    let world = arguments.place.world()?;
    if !app.is_dir() {
        bail!(
            "`{}` is no folder\n= help: say with `--app` where the Python project is",
            app.display()
        );
    }
    let folder = app.join(FOLDER);
    let failed = || format!("cannot write `{}`", folder.display());
    fs::create_dir_all(&folder).with_context(failed)?;
    let work = tempfile::tempdir_in(&folder).with_context(failed)?;
    write(&world, work.path()).with_context(failed)?;
    replace(&work.path().join(PACKAGE), &folder.join(PACKAGE))?;
    println!("{}", folder.join(PACKAGE).display());
    Ok(())
}

/// Writes the stubs of a world below a folder.
pub(crate) fn write(world: &World, folder: &Path) -> std::io::Result<()> {
    for stub in world.stubs() {
        let path = folder.join(stub.path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, stub.content)?;
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
                "`{}` is no stub, and `{}` is replaced as a whole\n= help: move that file elsewhere",
                path.display(),
                place.display()
            );
        }
        fs::remove_dir_all(place)
            .with_context(|| format!("cannot remove `{}`", place.display()))?;
    }
    fs::rename(new, place).with_context(|| format!("cannot create `{}`", place.display()))
}
