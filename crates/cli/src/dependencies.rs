//! `wasi-py lock` and `wasi-py install`: the Python packages that the app asks for.

use std::path::PathBuf;

use wasi_py_toolkit::dependencies::{self, Index, Installer};

use crate::parts::App;

/// Resolves what the app's `pyproject.toml` asks for and pins it in `requirements.lock` beside it, every file
/// by its hash.
///
/// Takes the newest versions that fit. A component loads no native code: wheels of Python alone are taken,
/// and of packages that have none those that can do without their native code. Packages that
/// `[tool.wasi-py.native]` names are built from their sources, which `native.lock` pins.
#[derive(clap::Args)]
pub(crate) struct Lock {
    #[command(flatten)]
    place: Place,
}

/// Installs what `requirements.lock` pins into the cache, where builds take it from.
#[derive(clap::Args)]
pub(crate) struct Install {
    #[command(flatten)]
    place: Place,
    /// Install it anew even when it is there
    #[arg(long)]
    force: bool,
}

#[derive(clap::Args)]
struct Place {
    #[command(flatten)]
    app: App,
    /// Folder with wheels of your own, looked at besides the package index; may be given more than once
    #[arg(long, value_name = "FOLDER")]
    find_links: Vec<PathBuf>,
}

impl Place {
    fn installer(&self) -> anyhow::Result<Installer> {
        let index = Index {
            find_links: self.find_links.clone(),
            is_offline: false,
        };
        Ok(Installer::ensure(index)?)
    }
}

pub(crate) fn lock(arguments: &Lock) -> anyhow::Result<()> {
    let app = arguments.place.app.folder()?;
    match dependencies::lock(&app, &arguments.place.installer()?)? {
        Some(lock) => println!("{}", lock.display()),
        None => println!(
            "`{}` asks for nothing",
            app.join("pyproject.toml").display()
        ),
    }
    Ok(())
}

pub(crate) fn install(arguments: &Install) -> anyhow::Result<()> {
    let app = arguments.place.app.folder()?;
    match dependencies::install(&app, &arguments.place.installer()?, arguments.force)? {
        Some(folder) => println!("{}", folder.display()),
        None => println!(
            "`{}` asks for nothing",
            app.join("pyproject.toml").display()
        ),
    }
    Ok(())
}
