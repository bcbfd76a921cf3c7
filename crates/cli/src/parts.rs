//! The places of a project's parts: those in its `Cargo.toml`, unless the command line gives others.

use std::path::{Path, PathBuf};

use wasi_py_build::Manifest;

/// The place of the Python project.
#[derive(clap::Args)]
pub(crate) struct App {
    /// Folder of the Python project, instead of the one that `Cargo.toml` names, or else `app`
    #[arg(long, value_name = "FOLDER")]
    app: Option<PathBuf>,
}

/// The places of the Python project and of the world.
#[derive(clap::Args)]
pub(crate) struct Parts {
    #[command(flatten)]
    app: App,
    /// Folder with a WIT package, instead of those that `Cargo.toml` names, or else `wit`; may be given more
    /// than once, the last has the world
    #[arg(long, value_name = "FOLDER")]
    wit: Vec<PathBuf>,
    /// Name of the world, if the package has several
    #[arg(long)]
    world: Option<String>,
}

impl App {
    pub(crate) fn manifest(&self) -> anyhow::Result<Manifest> {
        let stated = manifest()?;
        Ok(Manifest {
            app: self.app.clone().unwrap_or(stated.app),
            ..stated
        })
    }

    /// Returns the folder itself.
    pub(crate) fn folder(&self) -> anyhow::Result<PathBuf> {
        Ok(self.manifest()?.app)
    }
}

impl Parts {
    pub(crate) fn manifest(&self) -> anyhow::Result<Manifest> {
        let stated = self.app.manifest()?;
        Ok(Manifest {
            wit: if self.wit.is_empty() {
                stated.wit
            } else {
                self.wit.clone()
            },
            world: self.world.clone().or(stated.world),
            ..stated
        })
    }
}

/// Reads the `Cargo.toml` of this project.
pub(crate) fn manifest() -> anyhow::Result<Manifest> {
    Ok(Manifest::read(&nearest_package()?)?)
}

/// Returns the nearest folder with a `Cargo.toml`, from this one upwards. It is empty if it is this one, or
/// if there is none.
fn nearest_package() -> anyhow::Result<PathBuf> {
    let here = std::env::current_dir()?;
    let mut folders = here.ancestors();
    let found = folders.find(|folder| folder.join("Cargo.toml").is_file());
    let elsewhere = found.filter(|folder| *folder != here);
    Ok(elsewhere.unwrap_or(Path::new("")).to_owned())
}
