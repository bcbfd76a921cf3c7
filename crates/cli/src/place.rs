//! Where a project has its parts: as its `Cargo.toml` describes it, unless the command line says something else.

use std::path::{Path, PathBuf};

use wasi_py_build::Description;

/// Where the Python project is.
#[derive(clap::Args)]
pub(crate) struct App {
    /// Folder of the Python project, instead of the one that `Cargo.toml` names, or else `app`
    #[arg(long, value_name = "FOLDER")]
    app: Option<PathBuf>,
}

/// Where that and the world are.
#[derive(clap::Args)]
pub(crate) struct Parts {
    #[command(flatten)]
    app: App,
    /// Folder with a WIT package, instead of those that `Cargo.toml` names, or else `wit`; may be given more than once, the
    /// last has the world
    #[arg(long, value_name = "FOLDER")]
    wit: Vec<PathBuf>,
    /// Which world, if the package has several
    #[arg(long)]
    world: Option<String>,
}

impl App {
    pub(crate) fn description(&self) -> anyhow::Result<Description> {
        let described = description()?;
        Ok(Description {
            app: self.app.clone().unwrap_or(described.app),
            ..described
        })
    }

    /// The folder itself.
    pub(crate) fn folder(&self) -> anyhow::Result<PathBuf> {
        Ok(self.description()?.app)
    }
}

impl Parts {
    pub(crate) fn description(&self) -> anyhow::Result<Description> {
        let described = self.app.description()?;
        Ok(Description {
            wit: if self.wit.is_empty() {
                described.wit
            } else {
                self.wit.clone()
            },
            world: self.world.clone().or(described.world),
            ..described
        })
    }
}

/// What the `Cargo.toml` of this project says.
pub(crate) fn description() -> anyhow::Result<Description> {
    Ok(Description::read(&nearest_package()?)?)
}

/// The folder with a `Cargo.toml` that is closest above this one: empty if it is this one, or if there is none.
fn nearest_package() -> anyhow::Result<PathBuf> {
    let here = std::env::current_dir()?;
    let mut folders = here.ancestors();
    let found = folders.find(|folder| folder.join("Cargo.toml").is_file());
    let elsewhere = found.filter(|folder| *folder != here);
    Ok(elsewhere.unwrap_or(Path::new("")).to_owned())
}
